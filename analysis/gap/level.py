"""Years and seniority: what a lane asks for, and in words how a resume stands to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from analysis.demand.shares import Quantile, quantiles, years_asked
from analysis.gap.results import Level
from analysis.market.intervals import Share, share_of
from analysis.market.market import Market
from analysis.market.weights import BoolArray, FloatArray, Sample, sample
from warehouse.models import ResumeReading

RANK = {"intern": 0, "junior": 1, "mid": 2, "senior": 3, "staff": 4, "lead": 4, "principal": 5, "manager": 5}
"""Staff and lead stand side by side, and so do principal and manager."""
ENTRY = ("intern", "junior")
"""The levels of beginners."""
TRADE_YEARS = 1.0
"""From so many years of engineering or ML work on a person is of the trade."""
OTHER_YEARS = 2.0
"""From so many years of other work on a person comes from another trade."""
_DOCTORAL = re.compile(r"(?i)\b(?:ph\.?d\.?|doctoral|doctorate) (?:candidate|student|researcher|fellow|thesis)\b")
"""How a resume writes of a doctorate that is under way."""


def relevant_years(resume: ResumeReading) -> float | None:
    """Years of ML, AI and engineering work; all years where the reading does not tell kinds apart."""
    kinds = resume.years_by_kind
    if kinds.ml_ai is None and kinds.engineering is None:
        return resume.years if kinds.other is None else 0.0
    return (kinds.ml_ai or 0.0) + (kinds.engineering or 0.0)


def is_doctoral(resume: ResumeReading) -> bool:
    """Whether a resume writes of a doctorate that is held or under way."""
    return resume.degree == "phd" or _DOCTORAL.search(resume.text) is not None


def is_newcomer(resume: ResumeReading) -> bool:
    """Whether someone has worked for years, and hardly in the trade: who comes from another, unlike a graduate."""
    is_of_trade = (relevant_years(resume) or 0.0) >= TRADE_YEARS or is_doctoral(resume)
    return not is_of_trade and (resume.years_by_kind.other or 0.0) >= OTHER_YEARS


def of_age(resume: ResumeReading) -> ResumeReading:
    """A resume with the level at which its owner applies: not that of an internship beside a doctorate, nor that of
    another trade (a senior nurse is no senior engineer), and a lower one than their own where the goal names it («back
    to hands-on work as a staff engineer» of a head of department)."""
    if resume.seniority == "intern" and is_doctoral(resume):
        return replace(resume, seniority=None)
    wanted = resume.goal.level if resume.goal else None
    if wanted is None and is_newcomer(resume) and RANK.get(resume.seniority or "", 0) > RANK["junior"]:
        return replace(resume, seniority="junior")
    if wanted is not None and resume.seniority is not None and RANK[wanted] < RANK[resume.seniority]:
        return replace(resume, seniority=wanted)
    return resume


def ranks(market: Market) -> FloatArray:
    """(n,) the level that each requisition states, as in RANK; NaN where it states none."""
    codes, levels = market.coded("seniority")
    return np.array([*(RANK.get(level, np.nan) for level in levels), np.nan], dtype=np.float64)[codes]


def at_level(market: Market, seniority: str | None) -> BoolArray:
    """(n,) the requisitions of a level and of the one above, and all that state none."""
    if seniority is None:
        return np.ones(market.n, dtype=bool)
    rank = ranks(market)
    return np.asarray(np.isnan(rank) | (rank == RANK[seniority]) | (rank == RANK[seniority] + 1), dtype=bool)


@dataclass(frozen=True, eq=False)
class _Asked:
    """What a lane states: the requisitions that state it and the values (n,)."""

    years_of: Sample
    years: FloatArray
    median: Quantile | None
    rank_of: Sample
    rank: FloatArray
    """Of the level, as in RANK."""


def level(market: Market, lane: str, resume: ResumeReading) -> Level:
    """How a resume's years and seniority stand to the lane's; where it shows none, only what the lane asks for."""
    asked = _asked(market, lane)
    shown = relevant_years(resume)
    more = share_of(asked.years_of, asked.years > shown) if shown is not None else None
    higher = share_of(asked.rank_of, asked.rank > RANK[resume.seniority]) if resume.seniority else None
    words = []
    if shown == 0 and resume.years:
        words.append(f"We found no engineering years; the {resume.years:g} that your resume dates are in other work.")
    elif asked.median and shown is not None:
        wanted = asked.median.value
        relation = "as many as" if wanted == shown else "fewer than" if wanted > shown else "more than"
        low, high = asked.median.low, asked.median.high
        around = "" if low == wanted == high else f" ({low:g}–{high:g})"
        words.append(
            f"Where years are stated, half of the jobs ask for {wanted:g} or more{around}; the {shown:g} your "
            f"resume shows are {relation} that."
        )
    if more and more.share is not None:
        words.append(f"{_with_interval(more)} of the {more.n} jobs that state years ask for more than you show.")
    if higher and higher.share is not None:
        whose = ", where someone from another trade begins" if is_newcomer(resume) and resume.seniority in ENTRY else ""
        words.append(
            f"{_with_interval(higher)} of the {higher.n} jobs that state a level are above {resume.seniority}{whose}."
        )
    return Level(asked.median, more, higher, tuple(words))


def _with_interval(share: Share) -> str:
    """«34% (28–41%)»."""
    return f"{share.share:.0%} ({100 * (share.low or 0):.0f}–{share.high:.0%})"


def _asked(market: Market, lane: str) -> _Asked:

    def made() -> _Asked:
        rows = market.sample(lane).rows
        years_of, years = years_asked(market, market.sample(lane))
        median = quantiles(years_of, years, at=(0.5,))
        rank = ranks(market)[rows]
        stated = ~np.isnan(rank)
        known = rank[stated]
        rank_of = sample(rows[stated], market.employer)
        return _Asked(years_of, years, median[0] if median else None, rank_of, known)

    return market.kept(("level", lane), made)
