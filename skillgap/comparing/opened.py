"""A data folder's current generation, opened and made a market: where gap, trends and snapshot begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.market.arrays import market_of
from analysis.market.history import at_any_time
from analysis.market.market import OUTSIDE_WINDOW, Market, build
from skillgap.settings import Settings
from warehouse.generations.reader import Generation, open_generation
from warehouse.models import MarketKind


@dataclass(frozen=True, eq=False)
class Opened:
    """A generation with its frames and its market."""

    generation: Generation
    frames: Mapping[str, pd.DataFrame]
    market: Market

    @property
    def kind(self) -> MarketKind:
        """Whose market it is."""
        return self.generation.kind

    @cached_property
    def history(self) -> Market:
        """The market with all that closed before its window: for periods that reach further back."""
        if not self.market.excluded.get(OUTSIDE_WINDOW):
            return self.market
        return build(at_any_time(self.frames), self.generation.manifest)


def open_market(place: Settings) -> Opened:
    """Open the current generation of the market that is asked, the reference where there is no other.

    Raises BadInputError where one's own is asked for and nothing was published, BrokenDataError for damage.
    """
    generation = open_generation(place.published)
    return Opened(generation, generation.frames, market_of(generation))
