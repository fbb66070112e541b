"""A data folder's current generation, opened and made a market: where gap, trends and snapshot begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.market.market import FRAMES, Market, build
from skillgap.settings import Settings
from warehouse.generations.reader import Generation, open_generation


@dataclass(frozen=True, eq=False)
class Opened:
    """A generation with its frames and its market."""

    generation: Generation
    frames: Mapping[str, pd.DataFrame]
    market: Market


def open_market(place: Settings) -> Opened:
    """Open the current generation. Raises BadInputError where nothing was published, BrokenDataError for damage."""
    generation = open_generation(place.data)
    frames = {name: generation.frame(name) for name in FRAMES}
    return Opened(generation, frames, build(frames, generation.manifest))
