import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.demand.time_open import survival, time_open
from tests.analysis.builders import START, job, market_of


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=80))
def test_survival_is_scipys_kaplan_meier(spells):
    days = np.array([day for day, _ in spells])
    closed = np.array([is_closed for _, is_closed in spells])
    counts = [np.bincount(days[part], minlength=41).astype(float) for part in (closed, ~closed)]
    book = stats.ecdf(stats.CensoredData(uncensored=days[closed], right=days[~closed])).sf
    assert survival(*counts) == pytest.approx(book.evaluate(np.arange(41)))


def opened(index, days, *, is_closed=True, seniority="senior", **given):
    last = START + pd.Timedelta(days=days - 1)
    ending = {"closed_at": START + pd.Timedelta(days=days + 1), "is_open": False} if is_closed else {}
    return job(
        employer=f"e{index % 25}.example", is_new=True, last_seen_at=last, seniority=seniority, **ending, **given
    )


def test_the_median_is_in_the_middle_of_two_looks_and_open_ones_count_for_as_long_as_seen():
    found = time_open(market_of([opened(i, 10 + i % 21) for i in range(150)]))[0]
    assert found.median_days == 20
    assert found.low < 20 < found.high
    assert (found.n, found.closed, found.employers) == (150, 150, 25)
    still = [opened(i, 40, is_closed=False) for i in range(150)]
    longer = time_open(market_of([opened(i, 10 + i % 21) for i in range(150)] + still))[0]
    assert longer.median_days == 30
    assert longer.closed == 150


def test_while_most_are_open_there_is_no_median():
    jobs = [opened(i, 10) for i in range(20)] + [opened(i, 20, is_closed=False) for i in range(80)]
    found = time_open(market_of(jobs))[0]
    assert (found.median_days, found.high, found.state) == (None, None, "ok")


def test_by_level_and_only_what_appeared_while_its_board_was_watched():
    jobs = [opened(i, 10) for i in range(60)] + [opened(i, 30, seniority="junior") for i in range(60)]
    jobs += [opened(i, 99) | {"is_new": False} for i in range(60)]
    found = {x.level: x for x in time_open(market_of(jobs))}
    assert {level: x.median_days for level, x in found.items()} == {None: 10, "senior": 10, "junior": 30}
    assert found[None].n == 120


def test_too_few_say_so():
    assert time_open(market_of([opened(0, 10)]))[0].state == "not enough data"
    assert time_open(market_of([]))[0].n == 0
