"""Which lane a set of skills stands closest to: a ranking with intervals, and «too close to call»."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from analysis.demand.shares import shares
from analysis.market.intervals import CONFIDENCE, DIGITS
from analysis.market.market import Market
from analysis.market.weights import BoolArray, FloatArray

PRIOR_MENTIONS = 100.0
"""Weight of the prior in a lane's distribution over skills: so many imagined mentions, spread as in the market."""
LEAD = 0.8
"""What the lane that is advised on weighs; the rest is spread by fit, so that a small lane does not teach
its accidents. On employers held out (bench/validity.py) .8 opens a fifth more than all lanes alike."""
SHARPNESS = 2.0
"""The power to which fits are raised for chances: a fit is a mean over skills, and many skills say more than one."""
TITLE_WORTH = 1
"""How many skills a word of a job title weighs as much as."""
FEWEST_TITLES = 3
"""A word that stands in fewer of the market's titles says nothing."""
TITLE_PRIOR = 4.0
"""So many imagined titles hold each word, spread over the lanes as all titles are."""
_WORD = re.compile(r"[a-z][a-z+#/]*")
MIN_SKILLS = 3
"""With fewer skills nothing can be called."""


@dataclass(frozen=True, slots=True)
class LaneFit:
    """How a lane fits (0-1, the lanes add up to 1); None where no held skill occurs in the market."""

    lane: str
    fit: float | None
    low: float | None
    high: float | None


def speaks_for(market: Market) -> FloatArray:
    """log of how a skill's mentions divide over the lanes, shape (skills, lanes): each row's exponentials sum to 1.

    Lanes of any size and wordiness are put on one footing by comparing shares of a lane's mentions. NaN where the
    market never names the skill.
    """

    def made() -> FloatArray:
        named = np.column_stack([shares(market, lane, "any").hits for lane in market.lanes])
        named = np.where(market.asks.countable[:, None], named, 0.0)
        overall = named.sum(axis=1, keepdims=True)
        prior = PRIOR_MENTIONS * overall / max(float(overall.sum()), 1e-12)
        inside = (named + prior) / (named.sum(axis=0) + PRIOR_MENTIONS)
        with np.errstate(divide="ignore", invalid="ignore"):
            found: FloatArray = np.log(inside / inside.sum(axis=1, keepdims=True))
        return found

    return market.kept(("speaks_for",), made)


def titles_speak(market: Market, titles: Sequence[str]) -> FloatArray:
    """(words, lanes) what the words of job titles say, as `speaks_for` says it of skills: each pair of neighbours and
    each word that enough of the market's titles hold."""
    known = market.kept(("title_words",), lambda: _title_words(market))
    words = {word for title in titles for word in _words_of(title) if word in known}
    return np.array([known[word] for word in sorted(words)]).reshape(len(words), len(market.lanes))


def _title_words(market: Market) -> dict[str, FloatArray]:
    """log of how each word's titles divide over the lanes, lanes of any size on one footing."""
    named: dict[str, list[int]] = {}
    codes, titles = market.coded("title")
    counted = np.bincount(
        (codes * len(market.lanes) + market.primary_lane)[(codes >= 0) & (market.primary_lane >= 0)],
        minlength=len(titles) * len(market.lanes),
    )
    for title, times in zip(titles, counted.reshape(len(titles), len(market.lanes)).tolist(), strict=True):
        for word in _words_of(str(title)) if any(times) else ():
            sums = named.setdefault(word, [0] * len(market.lanes))
            for lane, count in enumerate(times):
                sums[lane] += count
    per_lane = np.array([*named.values()], dtype=np.float64).reshape(-1, len(market.lanes)).sum(axis=0)
    found = {}
    for word, times in named.items():
        if sum(times) >= FEWEST_TITLES:
            counts = np.array(times, dtype=np.float64)
            inside = (counts + TITLE_PRIOR * per_lane / max(per_lane.sum(), 1.0)) / np.maximum(per_lane, 1.0)
            found[word] = np.log(np.maximum(inside / inside.sum(), 1e-6))
    return found


def _words_of(title: str) -> set[str]:
    words = _WORD.findall(title.casefold())
    return {*words, *(f"{one} {two}" for one, two in itertools.pairwise(words))}


def lane_fit(market: Market, held: BoolArray, titles: Sequence[str] = ()) -> tuple[tuple[LaneFit, ...], str | None]:
    """The lanes, closest first, and the closest one's id, or None where it is too close to call. `held` is (skills,).

    Fit is the normalised geometric mean of what the held skills say (naive Bayes, tempered by the number of skills),
    each word of the `titles` counted as TITLE_WORTH skills; its interval is that of a mean over all of these.
    """
    said = speaks_for(market)[held]
    said = said[np.isfinite(said).all(axis=1)]
    if len(said):
        said = np.vstack([said, *[titles_speak(market, titles)] * TITLE_WORTH])
    count = len(said)
    if not count:
        return tuple(LaneFit(lane, None, None, None) for lane in market.lanes), None
    mean = said.mean(axis=0)
    fit = np.exp(mean - mean.max())
    fit /= fit.sum()
    order = np.lexsort((np.arange(len(fit)), -fit.round(9)))
    critical = float(special.stdtrit(count - 1, (1 + CONFIDENCE) / 2)) if count > 1 else float("inf")
    # Delta method on the logit: how far each skill's word pulls a lane's fit away from the others'.
    pull = (said - mean) - ((said - mean) @ fit)[:, None]
    error = np.sqrt(np.square(pull).sum(axis=0) / max(count * (count - 1), 1))
    logit = np.log(fit) - np.log1p(-np.minimum(fit, 1 - 1e-12))
    # d logit / d fit-pull: fit·pull / (fit·(1 - fit)).
    half = critical * error / np.maximum(1 - fit, 1e-9) if count > 1 else np.full(len(fit), np.inf)
    low, high = (1 / (1 + np.exp(-np.clip(logit + sign * half, -50, 50))) for sign in (-1, 1))
    ranked = tuple(
        LaneFit(market.lanes[k], *(round(float(x), DIGITS) for x in (fit[k], low[k], high[k]))) for k in order
    )
    return ranked, market.lanes[order[0]] if _clear(said, order, critical) else None


def lane_chances(fits: Sequence[LaneFit], lead: str | None = None) -> dict[str, float]:
    """How likely each lane is the person's: by how it fits, and mostly the lane that is advised on, where one is."""
    known = {fit.lane: fit.fit for fit in fits if fit.fit is not None}
    fitting = {lane: fit**SHARPNESS for lane, fit in known.items()} or {fit.lane: 1.0 for fit in fits}
    total = sum(fitting.values())
    chances = {fit.lane: fitting.get(fit.lane, 0.0) / total for fit in fits}
    if lead not in chances:
        return chances
    return {lane: (1 - LEAD) * chance + LEAD * (lane == lead) for lane, chance in chances.items()}


def _clear(said: FloatArray, order: np.ndarray, critical: float) -> bool:
    """Whether the held skills tell the first lane from the second (paired t over skills)."""
    if len(order) < 2:
        return True
    if len(said) < MIN_SKILLS:
        return False
    lead = said[:, order[0]] - said[:, order[1]]
    return bool(lead.mean() > critical * lead.std(ddof=1) / np.sqrt(len(lead)))
