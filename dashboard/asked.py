"""What pages ask of a whole market that takes seconds: made once, by the first that asks or before anyone does, and
shared by all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from analysis.demand.shares import lane_overview, most_asked, named_skills
from analysis.market.market import Market
from analysis.snapshot.claims import Answer, answers
from analysis.snapshot.content import begins, last_periods, weeks_that_fit
from analysis.snapshot.sampled import sampled
from analysis.trends.churn import Outlasting, churn, concepts_outlast
from analysis.trends.panel import Period
from analysis.trends.tests import Trends, movers
from analysis.trends.watch import watched
from dashboard.here import Here, data_dir
from dashboard.parts import time_lines


def claims_answers(found: Here) -> tuple[Answer, ...]:
    """What the postings say to every claim."""
    market = found.market

    def made() -> tuple[Answer, ...]:
        texts = found.generation.texts if market.has_adverts else None
        return answers(market, texts, _outlasting(found))

    return market.kept(("dashboard", "answers"), made)


def tested(market: Market, lane: str | None, periods: tuple[Period, Period]) -> Trends:
    """Every skill of a lane (None: the market) tested between two periods."""
    key = ("dashboard", "trends", lane, periods)
    return market.kept(key, lambda: movers(market, *periods, lane, watched(data_dir(), market)))


def first_looks(found: Here) -> Iterator[Callable[[], object]]:
    """What each page asks of a market when nothing is chosen, one after the other, for who has time to make it."""
    market = found.market
    yield partial(lane_overview, market)
    yield partial(named_skills, market)
    for lane in market.lanes:
        yield partial(most_asked, market, lane, 1)
    yield partial(sampled, market)
    yield partial(_first_trends, found)
    yield partial(claims_answers, found)


def _first_trends(found: Here) -> None:
    if found.kind == "reference":
        return
    market = time_lines.history(found)
    if not begins(market):
        tested(market, None, last_periods(market, weeks_that_fit(market, is_history=True)))


def _outlasting(found: Here) -> Outlasting | None:
    """What the trends say of concepts and tools; None where there are none."""
    market = found.market
    if found.kind == "reference" or market.as_of is None or begins(market):
        return None
    return concepts_outlast(churn(movers(market, *last_periods(market, weeks_that_fit(market)))))
