"""What people say about this market, answered from postings where postings can answer, each figure with its sample.

A question is answered first in one word, by the rule that questions.toml gives it; every figure names the skill that
contributes most to it, and a share of some jobs only is held against the same share of all. What no skill says (who
owns the work, what an interview is made of) is looked for in the adverts' own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from analysis.demand.time_open import TimeOpen, time_open
from analysis.gap.checklist import items
from analysis.gap.evidence import Texts
from analysis.market.facts import Topic, table, topic
from analysis.market.intervals import Share, share_of
from analysis.market.market import Market
from analysis.market.weights import SEED, BoolArray, FloatArray, Sample, sample
from analysis.snapshot.measures import MEASURES
from analysis.trends.churn import Outlasting

CANNOT_SAY = "cannot say"
MOST_SEARCHED = 5_000
"""Adverts whose words are searched, drawn at random where there are more; of the others nothing is said."""


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
    """`yes`, `no`, `partly` or `cannot say`."""
    figure: Figure | None
    why: str
    """Where it rests on no one figure: what it rests on, reading on from «because»; else empty."""
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
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """A question that postings cannot answer."""

    question: str
    asks: str
    why: str


def questions() -> dict[str, str]:
    """What is asked, by id, in order."""
    return {str(given["id"]): str(given["asks"]) for given in table("snapshot/questions.toml")["question"]}


def answers(market: Market, texts: Texts | None = None, outlasting: Outlasting | None = None) -> tuple[Answer, ...]:
    """Every question of questions.toml with its figures; a figure below the floors says «not enough data».

    `texts`: the adverts by posting, for what no skill says; without them such a question is «cannot say».
    `outlasting`: what the trends say of concepts and tools.
    """
    return tuple(_answer(market, given, texts, outlasting) for given in table("snapshot/questions.toml")["question"])


def unanswerable() -> tuple[Unanswerable, ...]:
    """What postings cannot answer, and why."""
    given = table("snapshot/questions.toml")["unanswerable"]
    return tuple(Unanswerable(str(x["id"]), str(x["asks"]), str(x["why"])) for x in given)


def topics() -> Iterator[Topic]:
    """Every topic of skills that questions.toml names."""
    for question in table("snapshot/questions.toml")["question"]:
        for figure in question.get("figure", ()):
            if "phrases" in figure:
                continue
            yield topic(str(figure["label"]), figure)
            if given := _given(figure):
                yield given


def verdict_of(rule: Mapping[str, Any], figures: Sequence[Figure], outlasting: Outlasting | None = None) -> Verdict:
    """The word that a rule of questions.toml draws, most often from a figure of the whole market.

    Against thresholds: yes where the whole interval lies at or above `yes`, no where it lies below `no`, else partly.
    Against the base rate: yes where the interval lies above that of all jobs, else no. `alike`: yes where no two
    intervals stand apart. `trends`: as the trends say. Raises StopIteration where the rule names no figure.
    """
    if "trends" in rule:
        said = "yes where only the tools asked for most changed beyond chance, no where only the concepts did"
        if outlasting is None:
            return Verdict(CANNOT_SAY, None, "there is no history to compare with yet", said)
        return Verdict(outlasting.word, None, outlasting.why, said)
    if "alike" in rule:
        return _alike([_of_all(figures, label) for label in rule["alike"]])
    return _held_against(rule, _of_all(figures, str(rule["figure"])))


def _held_against(rule: Mapping[str, Any], figure: Figure) -> Verdict:
    low, high, base = figure.share.low, figure.share.high, figure.base
    if "against" in rule:
        said = "yes where the share lies above that of all jobs beyond chance, else no"
        if low is None or base is None or base.high is None:
            return Verdict(CANNOT_SAY, figure, "", said)
        return Verdict("yes" if low > base.high else "no", figure, "", said)
    at_least, below = float(rule["yes"]), float(rule["no"])
    said = f"yes from {at_least:.0%}, no below {below:.0%}, both ends of the interval taken"
    if low is None or high is None:
        return Verdict(CANNOT_SAY, figure, "", said)
    return Verdict("yes" if low >= at_least else "no" if high < below else "partly", figure, "", said)


def _of_all(figures: Sequence[Figure], label: str) -> Figure:
    return next(x for x in figures if x.label == label and x.lane is None)


def _alike(figures: Sequence[Figure]) -> Verdict:
    said = "yes where no two of the intervals stand apart, else no"
    known = sorted((f for f in figures if f.share.share is not None), key=lambda f: f.share.share or 0.0)
    if len(known) < 2:
        return Verdict(CANNOT_SAY, None, "too few of them can be told", said)
    least, most = known[0], known[-1]
    is_alike = (most.share.low or 0.0) <= (least.share.high or 0.0)
    named = f"{most.share.share:.0%} {most.label}, {least.share.share:.0%} {least.label}"
    return Verdict("yes" if is_alike else "no", None, named, said)


def _answer(market: Market, given: Mapping[str, Any], texts: Texts | None, outlasting: Outlasting | None) -> Answer:
    figures = tuple(_figures(market, given, texts))
    verdict = verdict_of(given["verdict"], figures, outlasting)
    if texts is None and any("phrases" in figure for figure in given.get("figure", ())):
        verdict = replace(verdict, figure=None, why="it takes the adverts' own words, and this market has no texts")
    return Answer(
        question=str(given["id"]),
        asks=str(given["asks"]),
        figures=figures,
        times=time_open(market) if "open_times" in given.get("measure", ()) else (),
        limit=str(given["limit"]),
        verdict=verdict,
    )


def _figures(market: Market, question: Mapping[str, Any], texts: Texts | None) -> Iterator[Figure]:
    for name in question.get("measure", ()):
        if name in MEASURES:
            yield from (Figure(label, lane, share) for label, lane, share in MEASURES[name](market))
    if "proofs" in question.get("measure", ()):
        for _, _, wanted in items():
            for lane in (None, *market.lanes):
                yield _named(market, f"ask for «{wanted.name}»", lane, wanted)
    for figure in question.get("figure", ()):
        for lane in (None,) if figure.get("whole") else (None, *market.lanes):
            yield (
                _phrase_figure(market, figure, lane, texts)
                if "phrases" in figure
                else _topic_figure(market, figure, lane)
            )


def _named(market: Market, label: str, lane: str | None, wanted: Topic) -> Figure:
    drawn = market.sample(lane)
    contributor = _contributor(market, lane, drawn, wanted, "any")
    return Figure(label, lane, share_of(drawn, _naming(market, drawn, wanted, "any")), contributor)


def _phrase_figure(market: Market, figure: Mapping[str, Any], lane: str | None, texts: Texts | None) -> Figure:
    """The share of adverts in whose words any of the expressions is found; of those without a text nothing is said."""
    rows = market.sample(lane).rows
    found = _searched(market, texts)[tuple(figure["phrases"])] if texts else np.full(market.n, np.nan)
    written = rows[~np.isnan(found[rows])]
    return Figure(str(figure["label"]), lane, share_of(sample(written, market.employer), found[written]))


def _searched(market: Market, texts: Texts) -> dict[tuple[str, ...], FloatArray]:
    """(n,) for each list of expressions: 1 where the advert has one, 0 where not, NaN without a text."""
    return market.kept(("searched",), lambda: _search(market, texts))


def _search(market: Market, texts: Texts) -> dict[tuple[str, ...], FloatArray]:
    given = table("snapshot/questions.toml")["question"]
    phrases = {tuple(x["phrases"]) for question in given for x in question.get("figure", ()) if "phrases" in x}
    sought = {one: re.compile("|".join(one)) for one in phrases}
    # One pass says where any of them begins; a pass for each list would take as many times as long.
    beginning = re.compile(f"(?={'|'.join(sorted({phrase for one in phrases for phrase in one}))})")
    found = {one: np.full(market.n, np.nan) for one in phrases}
    ids = market.requisition["posting_id"].to_numpy(dtype=object)
    rows = np.sort(np.random.default_rng(SEED).permutation(market.n)[:MOST_SEARCHED])
    written = texts(list(ids[rows]))  # at once: in parts each text would be looked for among all
    for row, posting in zip(rows, ids[rows], strict=True):
        if posting in written:
            low = written[posting].lower()
            at = [place.start() for place in beginning.finditer(low)]
            for one, pattern in sought.items():
                found[one][row] = any(pattern.match(low, place) for place in at)
    return found


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
        _contributor(market, lane, drawn, wanted, need),
        share_of(everyone, _naming(market, everyone, wanted, need)) if given else None,
    )


def _given(figure: Mapping[str, Any]) -> Topic | None:
    named = {key.removeprefix("given_"): value for key, value in figure.items() if key.startswith("given_")}
    return topic("given", named) if named else None


def _naming(market: Market, drawn: Sample, wanted: Topic, need: str) -> BoolArray:
    """(n of the sample,) which jobs name any skill of a topic."""
    named = market.asks.matrix(need) @ market.of_topic(wanted).astype(np.float64)
    return np.asarray(named[drawn.rows] > 0, dtype=bool)


def _contributor(market: Market, lane: str | None, drawn: Sample, wanted: Topic, need: str) -> Contributor | None:
    """The skill of a topic that most jobs name, weighted as the share is; None where none is named."""
    if not len(drawn.rows):
        return None
    total = _weight_of_skills(market, lane, drawn, need) * market.of_topic(wanted)
    most = int(total.argmax()) if len(total) else 0
    if not len(total) or total[most] <= 0:
        return None
    return Contributor(str(market.skill["name"].iloc[most]), round(float(total[most] / drawn.weight.sum()), 6))


def _weight_of_skills(market: Market, lane: str | None, drawn: Sample, need: str) -> FloatArray:
    """(skills,) the weight of the jobs of a sample that name each; the lane's own is asked of every topic."""

    def made() -> FloatArray:
        weight = np.zeros(market.n)
        weight[drawn.rows] = drawn.weight
        return np.asarray((market.asks.matrix(need) > 0).astype(np.float64).T @ weight, dtype=np.float64).ravel()

    is_whole = drawn is market.sample(lane)
    return market.kept(("weight of skills", lane, need), made) if is_whole else made()
