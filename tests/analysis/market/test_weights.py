import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.market.weights import EMPLOYER_CAP, capped_totals, sample, weigh

sizes = st.lists(st.integers(1, 500), min_size=1, max_size=60).map(lambda x: np.array(x, dtype=float))


@given(sizes)
def test_no_employer_carries_more_than_the_cap_where_that_is_possible(mass):
    totals = capped_totals(mass)
    if len(mass) * EMPLOYER_CAP >= 1:
        assert totals.max() <= EMPLOYER_CAP * totals.sum() * (1 + 1e-9)
    else:
        assert totals == pytest.approx(np.full(len(mass), totals[0]))
    assert (totals <= mass + 1e-9).all()
    assert (totals > 0).all()


@given(sizes)
def test_only_employers_at_the_ceiling_lose_weight(mass):
    totals = capped_totals(mass)
    lost = totals < mass - 1e-9
    assert np.allclose(totals[lost], totals.max())


def test_a_known_filling():
    # 89 employers with one each and one with 111: c = 0.1 (89 + c), so c = 8.9 / 0.9.
    assert capped_totals(np.array([111.0] + [1.0] * 89))[0] == pytest.approx(8.9 / 0.9)


def test_even_employers_keep_weight_one_and_a_share_is_then_a_plain_count():
    assert (weigh(np.repeat(np.arange(20), 3)) == 1).all()


def test_soft_members_weigh_by_their_probability_and_none_is_left_out():
    employer = np.arange(20)
    drawn = sample(np.arange(20), employer, np.where(employer < 12, 0.5, 0.0))
    assert drawn.n == 12
    assert drawn.total == pytest.approx(6)


def test_an_empty_sample_is_a_sample():
    drawn = sample(np.array([], dtype=np.int64), np.array([], dtype=np.int64))
    assert (drawn.n, drawn.employers, drawn.total, drawn.largest) == (0, 0, 0.0, 0.0)
