"""What people say about this market, answered from postings where postings can answer, each figure with its sample."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.demand.shares import mix
from analysis.demand.time_open import TimeOpen, time_open
from analysis.gap.checklist import checklist
from analysis.gap.entry import ENTRY
from analysis.market.facts import Topic, table, topic
from analysis.market.intervals import Share, share_of
from analysis.market.market import Market
from analysis.market.weights import BoolArray, Sample, sample

HYBRID = 0.3
"""A lane's probability above which a requisition belongs to it too."""
EXPERIENCED_YEARS = 3
"""Years that a posting labelled for beginners should not ask for."""
SENIOR = ("senior", "staff", "lead", "principal", "manager")


@dataclass(frozen=True, slots=True)
class Figure:
    """A share with what it is a share of."""

    label: str
    """Reads on from «x % of n requisitions»."""
    lane: str | None
    """None: of the whole market."""
    share: Share


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what the postings say to it."""

    question: str
    """Its number, Q1 to Q13."""
    asks: str
    figures: tuple[Figure, ...]
    times: tuple[TimeOpen, ...]
    limit: str
    """What the figures do not show."""


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """A question that postings cannot answer."""

    question: str
    asks: str
    why: str


def answers(market: Market) -> tuple[Answer, ...]:
    """Every question of questions.toml with its figures; a figure below the floors says «not enough data»."""
    return tuple(
        Answer(
            question=str(given["id"]),
            asks=str(given["asks"]),
            figures=tuple(_figures(market, given)),
            times=time_open(market) if "open_times" in given.get("measure", ()) else (),
            limit=str(given["limit"]),
        )
        for given in table("snapshot/questions.toml")["question"]
    )


def unanswerable() -> tuple[Unanswerable, ...]:
    """What postings cannot answer, and why."""
    return tuple(
        Unanswerable(str(x["id"]), str(x["asks"]), str(x["why"]))
        for x in table("snapshot/questions.toml")["unanswerable"]
    )


def topics() -> Iterator[Topic]:
    """Every topic that questions.toml names."""
    for question in table("snapshot/questions.toml")["question"]:
        for figure in question.get("figure", ()):
            yield topic(str(figure["label"]), figure)
            if given := _given(figure):
                yield given


def _figures(market: Market, question: dict[str, Any]) -> Iterator[Figure]:
    for name in question.get("measure", ()):
        if name in _MEASURES:
            yield from _MEASURES[name](market)
    for figure in question.get("figure", ()):
        for lane in (None,) if figure.get("whole") else market.lanes:
            drawn = market.sample(lane)
            if given := _given(figure):
                rows = drawn.rows[_naming(market, drawn, given, "any")]
                drawn = sample(rows, market.employer)
            hit = _naming(market, drawn, topic(str(figure["label"]), figure), str(figure.get("need", "any")))
            yield Figure(str(figure["label"]), lane, share_of(drawn, hit))


def _given(figure: dict[str, Any]) -> Topic | None:
    named = {key.removeprefix("given_"): value for key, value in figure.items() if key.startswith("given_")}
    return topic("given", named) if named else None


def _naming(market: Market, drawn: Sample, wanted: Topic, need: str) -> BoolArray:
    """(n of the sample,) which requisitions name any skill of a topic."""
    named = market.asking(drawn, need) @ wanted.codes(market.skill).astype(np.float64)
    return np.asarray(named > 0, dtype=bool)


def _lanes(market: Market) -> Iterator[Figure]:
    for position, lane in enumerate(market.lanes):
        hit = market.primary_lane == position
        yield Figure("belong to this lane", lane, share_of(market.sample(), hit))


def _roles(market: Market) -> Iterator[Figure]:
    """For each role, how many of its requisitions lie in the lane where most of them lie."""
    roles = market.requisition["role"].value_counts()
    for role in sorted(roles.index, key=lambda name: (-roles[name], str(name))):
        drawn = market.sample(filters={"role": role})
        lanes = market.primary_lane[drawn.rows]
        if (lanes >= 0).any():
            most = int(np.bincount(lanes[lanes >= 0]).argmax())
            yield Figure(f"with the role «{role}» lie in this lane", market.lanes[most], share_of(drawn, lanes == most))


def _hybrid(market: Market) -> Iterator[Figure]:
    hit = (market.lane_probability > HYBRID).sum(axis=1) >= 2
    yield Figure("stand in two lanes at once", None, share_of(market.sample(), hit))
    for lane in market.lanes:
        drawn = market.sample(lane)
        yield Figure("also stand in another lane", lane, share_of(drawn, hit[drawn.rows]))


def _degrees(market: Market) -> Iterator[Figure]:
    for lane in market.lanes:
        drawn = market.sample(lane)
        degree, need = (
            market.requisition[name].iloc[drawn.rows].to_numpy(dtype=object) for name in ("degree", "degree_need")
        )
        for label, hit in (
            ("require a PhD", (degree == "phd") & (need == "required")),
            ("require a degree without an equivalent", need == "required"),
            ("take experience instead of the degree", need == "or_equivalent"),
        ):
            yield Figure(label, lane, share_of(drawn, np.asarray(hit, dtype=bool)))


def _levels(market: Market) -> Iterator[Figure]:
    for part in mix(market, market.sample(), "seniority"):
        yield Figure(f"are labelled {part.value}" if part.value else "state no level", None, part.share)
    stated = market.sample(filters={"seniority": [*ENTRY, "mid", *SENIOR]})
    level = market.requisition["seniority"].iloc[stated.rows]
    yield Figure(
        "that state a level are senior or above", None, share_of(stated, level.isin(SENIOR).to_numpy(dtype=bool))
    )
    entry = market.sample(filters={"seniority": ENTRY})
    years = market.requisition["min_years"].iloc[entry.rows].to_numpy(dtype=np.float64, na_value=np.nan)
    label = f"for interns and juniors ask for {EXPERIENCED_YEARS} years or more"
    yield Figure(label, None, share_of(entry, years >= EXPERIENCED_YEARS))


def _kinds(market: Market) -> Iterator[Figure]:
    """Requisitions that require more tools than concepts."""
    kind = market.skill["kind"].to_numpy(dtype=object)
    for lane in market.lanes:
        drawn = market.sample(lane)
        required = market.asking(drawn, "required")
        tools, concepts = (np.asarray(required @ (kind == wanted).astype(np.float64)) for wanted in ("tool", "concept"))
        yield Figure("require more tools than concepts", lane, share_of(drawn, tools > concepts))


def _proofs(market: Market) -> Iterator[Figure]:
    for lane in market.lanes:
        for item in checklist(market, lane, ()):
            yield Figure(f"ask for «{item.name}»", lane, item.asked)


_MEASURES: dict[str, Callable[[Market], Iterator[Figure]]] = {
    "lanes": _lanes,
    "roles": _roles,
    "hybrid": _hybrid,
    "degrees": _degrees,
    "levels": _levels,
    "kinds": _kinds,
    "proofs": _proofs,
}
