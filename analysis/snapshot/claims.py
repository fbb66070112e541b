"""What people say about this market, answered from postings where postings can answer, each figure with its sample.

A question is answered first in one word, by the rule that questions.toml gives it; every figure names the skill that
contributes most to it, and a share of some jobs only is held against the same share of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.demand.time_open import TimeOpen, time_open
from analysis.market.facts import Topic, table, topic
from analysis.market.intervals import Share, share_of
from analysis.market.market import Market
from analysis.market.weights import BoolArray, Sample, sample
from analysis.snapshot.measures import MEASURES

CANNOT_SAY = "cannot say"


@dataclass(frozen=True, slots=True)
class Contributor:
    """The skill that most of a figure's jobs name."""

    name: str
    share: float
    """Of all jobs of the figure's sample, 0-1."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A share with what it is a share of."""

    label: str
    """Reads on from «x % of n jobs»."""
    lane: str | None
    """None: of the whole market."""
    share: Share
    contributor: Contributor | None = None
    base: Share | None = None
    """The same share of all jobs, where this one is of some only."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A question's answer in one word, and the figure that it rests on."""

    word: str
    """`yes`, `no`, `partly` or `cannot say`, or the question's own words for yes and no."""
    figure: Figure
    rule: str
    """When it would have been yes and when no, for a person."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what the postings say to it."""

    question: str
    """Its id, «Q1»."""
    asks: str
    figures: tuple[Figure, ...]
    times: tuple[TimeOpen, ...]
    limit: str
    """What the figures do not show."""
    verdict: Verdict | None = None
    """None for a question of how often, which no one word answers."""


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """A question that postings cannot answer."""

    question: str
    asks: str
    why: str


def answers(market: Market) -> tuple[Answer, ...]:
    """Every question of questions.toml with its figures; a figure below the floors says «not enough data»."""
    return tuple(_answer(market, given) for given in table("snapshot/questions.toml")["question"])


def unanswerable() -> tuple[Unanswerable, ...]:
    """What postings cannot answer, and why."""
    given = table("snapshot/questions.toml")["unanswerable"]
    return tuple(Unanswerable(str(x["id"]), str(x["asks"]), str(x["why"])) for x in given)


def topics() -> Iterator[Topic]:
    """Every topic that questions.toml names."""
    for question in table("snapshot/questions.toml")["question"]:
        for figure in question.get("figure", ()):
            yield topic(str(figure["label"]), figure)
            if given := _given(figure):
                yield given


def verdict_of(rule: Mapping[str, Any], figures: Sequence[Figure]) -> Verdict:
    """The word that a rule of questions.toml draws from a figure of the whole market.

    Against thresholds: yes where the whole interval lies at or above `yes`, no where it lies below `no`, else partly.
    Against the base rate: yes where the interval lies above that of all jobs, else no. Raises StopIteration where the
    rule names no figure.
    """
    figure = next(x for x in figures if x.label == rule["figure"] and x.lane is None)
    yes, no = str(rule.get("yes_word", "yes")), str(rule.get("no_word", "no"))
    low, high = figure.share.low, figure.share.high
    if "against" in rule:
        said = f"{yes} where the share lies above that of all jobs beyond chance, else {no}"
        base = figure.base
        if low is None or high is None or base is None or base.high is None:
            return Verdict(CANNOT_SAY, figure, said)
        return Verdict(yes if low > base.high else no, figure, said)
    at_least, below = float(rule["yes"]), float(rule["no"])
    said = f"{yes} from {at_least:.0%}, {no} below {below:.0%}, both ends of the interval taken"
    if low is None or high is None:
        return Verdict(CANNOT_SAY, figure, said)
    word = yes if low >= at_least else no if high < below else "partly"
    return Verdict(word, figure, said)


def _answer(market: Market, given: Mapping[str, Any]) -> Answer:
    figures = tuple(_figures(market, given))
    return Answer(
        question=str(given["id"]),
        asks=str(given["asks"]),
        figures=figures,
        times=time_open(market) if "open_times" in given.get("measure", ()) else (),
        limit=str(given["limit"]),
        verdict=verdict_of(given["verdict"], figures) if "verdict" in given else None,
    )


def _figures(market: Market, question: Mapping[str, Any]) -> Iterator[Figure]:
    for name in question.get("measure", ()):
        if name in MEASURES:
            yield from (Figure(label, lane, share) for label, lane, share in MEASURES[name](market))
    for figure in question.get("figure", ()):
        for lane in (None,) if figure.get("whole") else (None, *market.lanes):
            yield _topic_figure(market, figure, lane)


def _topic_figure(market: Market, figure: Mapping[str, Any], lane: str | None) -> Figure:
    everyone = drawn = market.sample(lane)
    wanted, need = topic(str(figure["label"]), dict(figure)), str(figure.get("need", "any"))
    given = _given(figure)
    if given:
        drawn = sample(drawn.rows[_naming(market, drawn, given, "any")], market.employer)
    return Figure(
        str(figure["label"]),
        lane,
        share_of(drawn, _naming(market, drawn, wanted, need)),
        _contributor(market, drawn, wanted, need),
        share_of(everyone, _naming(market, everyone, wanted, need)) if given else None,
    )


def _given(figure: Mapping[str, Any]) -> Topic | None:
    named = {key.removeprefix("given_"): value for key, value in figure.items() if key.startswith("given_")}
    return topic("given", named) if named else None


def _naming(market: Market, drawn: Sample, wanted: Topic, need: str) -> BoolArray:
    """(n of the sample,) which jobs name any skill of a topic."""
    named = market.asking(drawn, need) @ wanted.codes(market.skill).astype(np.float64)
    return np.asarray(named > 0, dtype=bool)


def _contributor(market: Market, drawn: Sample, wanted: Topic, need: str) -> Contributor | None:
    """The skill of a topic that most jobs name, weighted as the share is; None where none is named."""
    if not len(drawn.rows):
        return None
    named = (market.asking(drawn, need) > 0).astype(np.float64)
    total = np.asarray(named.T @ drawn.weight).ravel() * wanted.codes(market.skill)
    most = int(total.argmax()) if len(total) else 0
    if not len(total) or total[most] <= 0:
        return None
    return Contributor(str(market.skill["name"].iloc[most]), round(float(total[most] / drawn.weight.sum()), 6))
