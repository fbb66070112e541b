"""What no topic of skills can say of a claim: lanes, roles, degrees, levels, years, kinds, proofs. Each a share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import numpy as np

from analysis.demand.shares import mix
from analysis.gap.checklist import checklist
from analysis.gap.entry import ENTRY
from analysis.market.intervals import Share, share_of
from analysis.market.market import Market
from analysis.market.weights import sample

HYBRID = 0.3
"""A lane's probability above which a job belongs to it too."""
EXPERIENCED_YEARS = 3
"""Years that a posting labelled for beginners should not ask for."""
YEARS = ((0, 2, "2 or fewer"), (3, 4, "3 or 4"), (5, 7, "5 to 7"), (8, 99, "8 or more"))
_LEVEL = r"(?:senior |sr\.? |staff |lead |junior |principal )?"
_PLAIN_TITLE = re.compile(rf"{_LEVEL}(?:machine learning|ml|ai) engineer\Z", re.IGNORECASE)

Measured = Iterator[tuple[str, str | None, Share]]
"""(label, lane, share); None: of the whole market."""


def _lanes(market: Market) -> Measured:
    for position, lane in enumerate(market.lanes):
        yield "belong to this lane", lane, share_of(market.sample(), market.primary_lane == position)


def _plain_titles(market: Market) -> Measured:
    """Of jobs whose title says no more than «ML engineer» or «AI engineer», how they spread over the lanes."""
    titles = market.requisition.get("title")
    plain = [] if titles is None else [i for i, title in enumerate(titles) if _PLAIN_TITLE.match(str(title).strip())]
    drawn = sample(np.asarray(plain, dtype=np.int64), market.employer)
    lanes = market.primary_lane[drawn.rows]
    named = lanes[lanes >= 0]
    most = int(np.bincount(named).argmax()) if len(named) else 0
    yield "with a plain title lie in their commonest lane", None, share_of(drawn, lanes == most)
    for position, lane in enumerate(market.lanes):
        yield "with a plain title lie in this lane", lane, share_of(drawn, lanes == position)


def _roles(market: Market) -> Measured:
    """For each role, how many of its jobs lie in the lane where most of them lie."""
    roles = market.requisition["role"].value_counts()
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
    columns = [name if name in market.requisition else None for name in ("degree", "degree_need", "degrees_named")]
    for lane in (None, *market.lanes):
        drawn = market.sample(lane)
        rows = market.requisition.iloc[drawn.rows]
        degree, need, named = (
            rows[name].fillna("").to_numpy(dtype=str) if name else np.full(len(rows), "") for name in columns
        )
        for label, hit in (
            ("name a PhD", (degree == "phd") | (np.char.find(named, "phd") >= 0)),
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
    for lane in market.lanes:
        for item in checklist(market, lane, ()):
            yield f"ask for «{item.name}»", lane, item.asked


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
