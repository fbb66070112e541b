"""A market narrowed to what a person can or wants to apply for: the same market, with fewer requisitions in it."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.market.market import Market
from analysis.market.units import Asks
from analysis.market.weights import BoolArray, IntArray


def narrowed(market: Market, filters: Mapping[str, Any], keep: BoolArray | None = None) -> Market:
    """The market's requisitions that fit the filters (as in Market.sample) and `keep` (n,), as a market of its own.

    The whole market where nothing is to be left out. Kept with the market that it is a part of.
    Raises BadInputError for an unknown filter.
    """
    inside = np.zeros(market.n, dtype=bool)
    inside[market.sample(None, filters).rows] = True
    if keep is not None:
        inside &= keep
    if inside.all():
        return market
    return market.kept(("narrowed", inside.tobytes()), lambda: part(market, inside))


def part(market: Market, inside: BoolArray) -> Market:
    """Some of a market's requisitions (n,) as a market of its own, which is kept nowhere."""
    rows: IntArray = np.flatnonzero(inside).astype(np.int64)
    place = np.full(market.n, -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    requisition = market.requisition.iloc[rows].reset_index(drop=True)
    asks = market.asks
    kept = place[asks.row] >= 0
    unit = asks.unit[kept]
    is_there = np.zeros(int(unit.max()) + 1 if len(unit) else 0, dtype=bool)
    is_there[unit] = True
    codes, employer = np.unique(market.employer[rows], return_inverse=True)
    return dataclasses.replace(
        market,
        requisition=requisition,
        lane_probability=market.lane_probability[rows],
        speciality_probability=market.speciality_probability[rows],
        mention=market.mention.narrowed(rows),
        skill_years=_placed(market.skill_years, place),
        pay_range=_placed(market.pay_range, place),
        unknown=_placed(market.unknown, place),
        employer=employer.astype(np.int64),
        employer_names=tuple(market.employer_names[code] for code in codes),
        asks=Asks(
            row=place[asks.row[kept]],
            skill=asks.skill[kept],
            need=asks.need[kept],
            unit=(np.cumsum(is_there, dtype=np.int64) - 1)[unit],
            countable=asks.countable,
            n=len(rows),
        ),
        scope=hashlib.sha256(market.scope.encode() + np.packbits(inside).tobytes()).hexdigest()[:16],
    )


def _placed(frame: pd.DataFrame, place: IntArray) -> pd.DataFrame:
    """The rows of a frame that stay, by their new positions."""
    row = place[frame["row"].to_numpy(dtype=np.int64)]
    kept: pd.DataFrame = frame.assign(row=row)[row >= 0]
    return kept
