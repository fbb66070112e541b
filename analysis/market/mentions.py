"""Where the representatives' texts name skills: arrays of which only the few places are read that are quoted from."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.market.columns import numbered, positions
from analysis.market.units import NEEDS
from analysis.market.weights import IntArray


class Place(NamedTuple):
    """A mention in an advert's text, in the order in which mentions are preferred as evidence."""

    strength: int
    """Position of its need in NEEDS; those beyond are none of these."""
    start: int
    end: int
    surface: str


@dataclass(frozen=True, eq=False)
class Mentions:
    """The mentions that shares rest on (all but vague words), those of one requisition beside each other."""

    first: IntArray
    """(requisitions + 1,) where each one's begin."""
    entry: Mapping[str, npt.NDArray[Any]]
    """By ENTRY: (mentions,) each."""
    surfaces: npt.NDArray[np.object_]
    """What `surface` numbers."""
    rows: IntArray | None = None
    """(n,) which requisitions of `first` the market has; None: all."""

    def of(self, row: int, skill: int) -> Iterator[Place]:
        """The mentions of a skill in the text of a row of the market, as they were read."""
        source = row if self.rows is None else int(self.rows[row])
        inside = slice(int(self.first[source]), int(self.first[source + 1]))
        for at in np.flatnonzero(self.entry["skill"][inside] == skill):
            strength, start, end, surface = (int(self.entry[name][inside][at]) for name in ENTRY[1:])
            yield Place(strength, start, end, str(self.surfaces[surface]))

    def narrowed(self, rows: IntArray) -> Mentions:
        """Those of some rows of the market."""
        return dataclasses.replace(self, rows=rows if self.rows is None else self.rows[rows])


ENTRY = ("skill", "strength", "start", "end", "surface")
"""skill: its position in the market, -1 for one that it lacks; strength: as in Place; surface: a number."""


def mentions_from(frames: Mapping[str, pd.DataFrame], ids: pd.Index, skill: pd.DataFrame) -> Mentions:
    """The mentions of a generation's frames, which may lack them; row i is the i-th of `ids`."""
    if "mention" not in frames:
        nothing = {name: np.zeros(0, dtype=np.int32) for name in ENTRY}
        return Mentions(np.zeros(len(ids) + 1, dtype=np.int64), nothing, np.zeros(0, dtype=object))
    frame = frames["mention"]
    row = positions(ids, frame["requisition_id"])
    if "is_counted" in frame:
        row[~frame["is_counted"].fillna(False).to_numpy(dtype=bool)] = -1
    order = np.argsort(row, kind="stable")
    order = order[row[order] >= 0]
    strength = positions(pd.Index(NEEDS), frame["need"])
    surface, surfaces = numbered(frame["surface"])
    columns = (
        positions(pd.Index(skill["skill_id"]), frame["skill_id"]),
        np.where(strength < 0, len(NEEDS), strength),
        frame["start"].to_numpy(dtype=np.int32),
        frame["end"].to_numpy(dtype=np.int32),
        surface,
    )
    return Mentions(
        np.searchsorted(row[order], np.arange(len(ids) + 1)).astype(np.int64),
        {name: column[order].astype(np.int32) for name, column in zip(ENTRY, columns, strict=True)},
        surfaces,
    )
