"""What no topic of skills can say of a claim: lanes, roles, degrees, levels, years, kinds, proofs. Each a share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from analysis.demand.shares import mix
from analysis.gap.checklist import items
from analysis.gap.level import ENTRY
from analysis.market.intervals import Share, share_of
from analysis.market.market import Market
from analysis.market.weights import BoolArray, sample
from analysis.snapshot.sampled import titled

HYBRID = 0.3
"""A lane's probability above which a job belongs to it too."""
EXPERIENCED_YEARS = 3
"""Years that a posting labelled for beginners should not ask for."""
YEARS = ((0, 2, "2 or fewer"), (3, 4, "3 or 4"), (5, 7, "5 to 7"), (8, 99, "8 or more"))
SEVERAL = 3
_LEVEL = r"(?:senior |sr\.? |staff |lead |junior |principal )?"
PLAIN = (
    ("ML engineer", re.compile(rf"\s*{_LEVEL}(?:machine learning|ml) engineer\s*\Z", re.IGNORECASE)),
    ("AI engineer", re.compile(rf"\s*{_LEVEL}(?:artificial intelligence|ai) engineer\s*\Z", re.IGNORECASE)),
)
"""A title that says no more than this, or in a market without titles the role."""

Measured = Iterator[tuple[str, str | None, Share]]
"""(label, lane, share); None: of the whole market."""


def _lanes(market: Market) -> Measured:
    for position, lane in enumerate(market.lanes):
        yield "belong to this lane", lane, share_of(market.sample(), market.primary_lane == position)


def _plain_titles(market: Market) -> Measured:
    """Of jobs whose title says no more than «ML engineer» or «AI engineer», how they spread over the lanes."""
    of_name = [(name, titled(market, pattern, (name,), whole=True)) for name, pattern in PLAIN]
    either = np.logical_or.reduce([hit for _, hit in of_name])
    yield "with a plain title lie in their commonest lane", None, _in_commonest(market, either)
    for name, hit in of_name:
        drawn = sample(np.flatnonzero(hit), market.employer)
        lanes = market.primary_lane[drawn.rows]
        for position, lane in enumerate(market.lanes):
            yield f"with the plain title «{name}» lie in this lane", lane, share_of(drawn, lanes == position)


def _in_commonest(market: Market, rows: BoolArray) -> Share:
    drawn = sample(np.flatnonzero(rows), market.employer)
    lanes = market.primary_lane[drawn.rows]
    named = lanes[lanes >= 0]
    return share_of(drawn, lanes == (int(np.bincount(named).argmax()) if len(named) else 0))


def _roles(market: Market) -> Measured:
    """For each role, how many of its jobs lie in the lane where most of them lie; and for all roles together."""
    roles = market.requisition["role"].value_counts()
    commonest = pd.Series(market.primary_lane).groupby(market.requisition["role"]).agg(lambda x: x.mode().iloc[0])
    known = sample(np.flatnonzero(market.requisition["role"].notna()), market.employer)
    expected = market.requisition["role"].iloc[known.rows].map(commonest).to_numpy(dtype=np.float64)
    label = "with a role in their title lie in that role's commonest lane"
    yield label, None, share_of(known, market.primary_lane[known.rows] == expected)
    for role in sorted(roles.index, key=lambda name: (-roles[name], str(name))):
        drawn = market.sample(filters={"role": role})
        lanes = market.primary_lane[drawn.rows]
        if (lanes >= 0).any():
            most = int(np.bincount(lanes[lanes >= 0]).argmax())
            yield f"with the role «{role}» lie in this lane", market.lanes[most], share_of(drawn, lanes == most)


def _hybrid(market: Market) -> Measured:
    hit = (market.lane_probability > HYBRID).sum(axis=1) >= 2
    yield "stand in two lanes at once", None, share_of(market.sample(), hit)
    for lane in market.lanes:
        drawn = market.sample(lane)
        yield "also stand in another lane", lane, share_of(drawn, hit[drawn.rows])


def _degrees(market: Market) -> Measured:
    wanted = ("degree", "degree_need", "degrees_named", "degree_preferred")
    columns = [name if name in market.requisition else None for name in wanted]
    for lane in (None, *market.lanes):
        drawn = market.sample(lane)
        rows = market.requisition.iloc[drawn.rows]
        degree, need, named, preferred = (
            rows[name].fillna("").to_numpy(dtype=str) if name else np.full(len(rows), "") for name in columns
        )
        for label, hit in (
            ("name a PhD", (degree == "phd") | (np.char.find(named, "phd") >= 0)),
            ("would rather have a PhD", (preferred == "phd") | ((degree == "phd") & (need == "preferred"))),
            ("require a PhD and nothing lower", (degree == "phd") & (need == "required")),
            ("require a degree without an equivalent", need == "required"),
            ("take experience instead of the degree", need == "or_equivalent"),
        ):
            yield label, lane, share_of(drawn, np.asarray(hit, dtype=bool))


def _levels(market: Market) -> Measured:
    whole = market.sample()
    for part in mix(market, whole, "seniority"):
        yield f"are labelled {part.value}" if part.value else "state no level", None, part.share
    years = market.requisition["min_years"].to_numpy(dtype=np.float64, na_value=np.nan)
    yield "state no years", None, share_of(whole, np.isnan(years[whole.rows]))
    stated = sample(whole.rows[~np.isnan(years[whole.rows])], market.employer)
    asked = years[stated.rows]
    for low, high, words in YEARS:
        yield f"that state years ask for {words}", None, share_of(stated, (asked >= low) & (asked <= high))
    yield "that state years ask for 5 or more", None, share_of(stated, asked >= 5)
    entry = market.sample(filters={"seniority": ENTRY})
    label = f"for interns and juniors ask for {EXPERIENCED_YEARS} years or more"
    yield label, None, share_of(entry, years[entry.rows] >= EXPERIENCED_YEARS)


def _kinds(market: Market) -> Measured:
    """Jobs that require more tools than concepts."""
    kind = market.skill["kind"].to_numpy(dtype=object)
    for lane in market.lanes:
        drawn = market.sample(lane)
        required = market.asking(drawn, "required")
        tools, concepts = (np.asarray(required @ (kind == wanted).astype(np.float64)) for wanted in ("tool", "concept"))
        yield "require more tools than concepts", lane, share_of(drawn, tools > concepts)


def _proofs(market: Market) -> Measured:
    """How many jobs ask for several of the checklist's proofs at once."""
    members = np.column_stack([wanted.codes(market.skill) for _, _, wanted in items()]).astype(np.float64)
    for lane in (None, *market.lanes):
        drawn = market.sample(lane)
        many = np.asarray((market.asking(drawn, "any") @ members) > 0).sum(axis=1)
        yield f"ask for at least {SEVERAL} of these ten", lane, share_of(drawn, many >= SEVERAL)


MEASURES: dict[str, Callable[[Market], Measured]] = {
    "lanes": _lanes,
    "plain_titles": _plain_titles,
    "roles": _roles,
    "hybrid": _hybrid,
    "degrees": _degrees,
    "levels": _levels,
    "kinds": _kinds,
    "proofs": _proofs,
}
