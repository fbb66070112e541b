"""A market as arrays that are kept with its generation: made once when it is published, opened without making it again.

What was packed by other code than this is not taken: the market is then made of the frames, as `build` does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd

from analysis.market.facts import countable
from analysis.market.market import Market, as_of, build
from analysis.market.mentions import ENTRY, Mentions
from analysis.market.units import Asks

_SMALL = {"row": np.int32, "skill": np.int32, "need": np.int8, "unit": np.int32}
"""What is kept of Asks, and how small."""
_SAYS = ("arrays.py", "columns.py", "market.py", "mentions.py", "units.py")
"""The files of this room that say what stands in an array."""
_OWN, _LANE, _SPECIALITY = "market_", "lane ", "speciality "


class Published(Protocol):
    """What a market is made of: a generation, whoever opened it."""

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What it says of itself."""

    @property
    def frames(self) -> Mapping[str, pd.DataFrame]:
        """Its frames, each read when it is asked for."""

    def arrays(self, version: str) -> Mapping[str, pd.DataFrame] | None:
        """What `packed` gave; None where this version of the code did not make it."""


@cache
def version() -> str:
    """Of the code that makes arrays and reads them, to the letter."""
    return version_of(Path(__file__).parent / name for name in _SAYS)


def version_of(files: Iterable[Path]) -> str:
    """Of some files, to the letter."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]


def market_of(published: Published) -> Market:
    """The market of a generation."""
    kept = published.arrays(version())
    if kept is None:
        return build(published.frames, published.manifest)
    return unpacked(kept, published.frames, published.manifest)


def packed(market: Market) -> dict[str, pd.DataFrame]:
    """The market's arrays by name, as frames. What others put beside them is called otherwise."""
    mention, asks = market.mention, market.asks
    lanes = {f"{_LANE}{name}": market.lane_probability[:, k] for k, name in enumerate(market.lanes)}
    fields = {f"{_SPECIALITY}{name}": market.speciality_probability[:, k] for k, name in enumerate(market.specialities)}
    numbers = {"employer": market.employer, "mentions": np.diff(mention.first), **lanes, **fields}
    return {
        "market_requisition": market.requisition,
        "market_number": pd.DataFrame(numbers),
        "market_employer": pd.DataFrame({"name": list(market.employer_names)}),
        "market_ask": pd.DataFrame({name: getattr(asks, name).astype(size) for name, size in _SMALL.items()}),
        "market_mention": pd.DataFrame(dict(mention.entry)),
        "market_surface": pd.DataFrame({"surface": mention.surfaces}),
        "market_years": market.skill_years,
        "market_pay": market.pay_range,
        "market_unknown": market.unknown,
        "market_excluded": pd.DataFrame({"reason": list(market.excluded), "count": list(market.excluded.values())}),
    }


def unpacked(
    kept: Mapping[str, pd.DataFrame], frames: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any]
) -> Market:
    """The market that was packed."""
    number, ask, excluded = kept["market_number"], kept["market_ask"], kept["market_excluded"]
    skill = frames["skill"].sort_values("skill_id", kind="stable").reset_index(drop=True)
    requisition = kept["market_requisition"]
    first = np.concatenate([[0], np.cumsum(number["mentions"].to_numpy())]).astype(np.int64)
    return Market(
        requisition=requisition,
        skill=skill,
        lane=frames["lane"].reset_index(drop=True),
        lane_probability=_columns(number, _LANE),
        speciality=frames["speciality"].reset_index(drop=True),
        speciality_probability=_columns(number, _SPECIALITY),
        mention=Mentions(
            first,
            {name: kept["market_mention"][name].to_numpy() for name in ENTRY},
            kept["market_surface"]["surface"].to_numpy(dtype=object),
        ),
        late=frames,
        skill_years=kept["market_years"],
        pay_range=kept["market_pay"],
        unknown=kept["market_unknown"],
        employer=number["employer"].to_numpy(dtype=np.int64),
        employer_names=tuple(kept["market_employer"]["name"].to_numpy(dtype=object)),
        asks=Asks(
            **{name: ask[name].to_numpy().astype(np.int64) for name in _SMALL},
            countable=countable(skill),
            n=len(requisition),
        ),
        excluded={str(r): int(n) for r, n in zip(excluded["reason"], excluded["count"], strict=True)},
        as_of=as_of(manifest, frames),
        generation=manifest.get("generation"),
        beside={name: frame for name, frame in kept.items() if not name.startswith(_OWN)},
    )


def _columns(number: pd.DataFrame, prefix: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    found = [number[name].to_numpy(dtype=np.float64) for name in number if str(name).startswith(prefix)]
    return np.column_stack(found) if found else np.zeros((len(number), 0))
