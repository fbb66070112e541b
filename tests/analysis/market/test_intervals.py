import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from scipy.stats import binomtest, false_discovery_control

from analysis.market.intervals import estimate, estimate_many, floor_missed, q_values, quantile_of, share_of
from analysis.market.weights import sample
from tests.seeds import run_seed


def drawn_from(employer):
    return sample(np.arange(len(employer)), np.asarray(employer, dtype=np.int64))


@st.composite
def clustered(draw):
    employer = np.array(draw(st.lists(st.integers(0, 30), min_size=1, max_size=200)))
    hit = np.array(draw(st.lists(st.booleans(), min_size=len(employer), max_size=len(employer))), dtype=float)
    return drawn_from(employer), hit


@given(clustered())
def test_an_interval_lies_in_0_1_and_around_its_share(case):
    drawn, hit = case
    got = estimate(drawn, hit)
    assert 0 <= got.low[0] <= got.share[0] <= got.high[0] <= 1
    assert 0 < got.n_eff[0] <= drawn.n


@given(clustered())
def test_the_share_of_those_without_mirrors_the_share_of_those_with(case):
    drawn, hit = case
    with_it, without = estimate(drawn, hit), estimate(drawn, 1 - hit)
    assert with_it.share[0] == pytest.approx(1 - without.share[0])
    assert with_it.low[0] == pytest.approx(1 - without.high[0], abs=1e-9)


@given(clustered())
def test_many_columns_at_once_equal_one_by_one(case):
    drawn, hit = case
    many = estimate_many(drawn, sparse.csr_array(np.column_stack([hit, 1 - hit, np.zeros_like(hit)])))
    alone = estimate(drawn, hit)
    for field in ("share", "low", "high", "n_eff", "variance"):
        assert getattr(many, field)[0] == pytest.approx(getattr(alone, field)[0], abs=1e-9)
    assert many.share[2] == 0
    assert many.low[2] == 0


def test_one_posting_an_employer_comes_close_to_the_textbook():
    drawn = drawn_from(np.arange(400))
    got = share_of(drawn, np.arange(400) < 100)
    book = binomtest(100, 400).proportion_ci(method="wilson")
    assert got.share == 0.25
    assert got.n_eff == pytest.approx(400, rel=0.01)
    assert (got.low, got.high) == pytest.approx((book.low, book.high), abs=0.001)


def test_employers_that_speak_with_one_voice_count_once():
    drawn = drawn_from(np.repeat(np.arange(40), 10))
    got = share_of(drawn, np.repeat(np.arange(40) < 20, 10))
    assert got.n == 400
    assert got.n_eff == pytest.approx(40, rel=0.05)


@pytest.mark.parametrize(
    ("employer", "word"),
    [
        (np.repeat(np.arange(9), 20), "9 employers"),
        (np.concatenate([np.zeros(100, dtype=int), np.arange(1, 201)]), "one employer has 33%"),
        (np.arange(29), "29 independent"),
    ],
)
def test_below_each_floor_no_number_leaves(employer, word):
    got = share_of(drawn_from(employer), np.arange(len(employer)) % 2 == 0)
    assert got.state == "not enough data"
    assert word in got.reason
    assert (got.share, got.low, got.high) == (None, None, None)
    assert got.n == len(employer)


def test_at_the_floors_a_number_leaves():
    assert floor_missed(30, 10, 0.25) is None


def test_an_empty_sample_has_no_share():
    assert share_of(drawn_from([]), np.array([])).state == "not enough data"


def test_the_median_stands_between_its_bounds_and_needs_a_sample():
    drawn = drawn_from(np.arange(200))
    low_mid_high = quantile_of(drawn, np.arange(200, dtype=float))
    assert low_mid_high is not None
    middle, low, high = low_mid_high
    assert middle == 99
    assert 80 <= low < middle < high <= 119
    assert quantile_of(drawn_from(np.arange(5)), np.arange(5.0)) is None


def covered(seed, employers, spread, share, likeness, rounds):
    """How often the interval holds the truth: sizes log-normal, each employer with a rate of its own (beta)."""
    draw = np.random.default_rng(seed)
    hits = 0
    for _ in range(rounds):
        sizes = 1 + draw.poisson(5 * np.exp(draw.normal(0, spread, employers) - spread**2 / 2))
        employer = np.repeat(np.arange(employers), sizes)
        scale = (1 - likeness) / likeness
        rate = draw.beta(share * scale, (1 - share) * scale, employers)
        got = estimate(drawn_from(employer), (draw.random(len(employer)) < rate[employer]).astype(float))
        hits += bool(got.low[0] <= share <= got.high[0])
    return hits / rounds


def test_the_interval_holds_the_truth_about_95_times_in_100():
    assert 0.92 <= covered(5, employers=60, spread=0.8, share=0.2, likeness=0.2, rounds=400) <= 0.98


@given(st.lists(st.floats(0, 1), max_size=60))
def test_q_values_are_those_of_scipy(p_values):
    given = np.array(p_values, dtype=np.float64)
    before = given.copy()
    assert np.array_equal(q_values(given), false_discovery_control(before.copy(), method="bh"))
    assert np.array_equal(given, before)


@pytest.mark.long
def test_coverage_is_between_93_and_97_per_cent_over_markets_that_differ():
    seed, rounds = run_seed(), 2000
    cases = [
        (employers, spread, share, likeness)
        for employers in (25, 60, 200)
        for spread in (0.3, 1.0)
        for share in (0.1, 0.3, 0.5)
        for likeness in (0.05, 0.2)
    ]
    rates = {case: covered(seed + i, *case, rounds=rounds) for i, case in enumerate(cases)}
    print({case: round(rate, 3) for case, rate in rates.items()})
    assert 0.93 <= np.mean(list(rates.values())) <= 0.97
    error = np.sqrt(0.93 * 0.07 / rounds)  # of a single market's rate; the worst of 36 lies within four of them
    assert min(rates.values()) >= 0.93 - 4 * error
    assert max(rates.values()) <= 0.97 + 4 * error


def published_and_right(seed, employers, share, likeness, rounds):
    """How often a share is published of small markets that resemble themselves strongly, and how often it is right."""
    draw = np.random.default_rng(seed)
    told = right = 0
    for _ in range(rounds):
        employer = np.repeat(np.arange(employers), 1 + draw.poisson(8, employers))
        scale = (1 - likeness) / likeness
        rate = draw.beta(share * scale, (1 - share) * scale, employers)
        got = share_of(drawn_from(employer), draw.random(len(employer)) < rate[employer])
        if got.share is not None:
            told += 1
            right += got.low <= share <= got.high
    return told / rounds, right / max(told, 1)


@pytest.mark.long
@pytest.mark.parametrize("employers", [10, 12, 15])
def test_near_the_floors_what_is_published_is_still_right(employers):
    """A floor on what was found let pass what looked even by chance: such intervals held the truth in 66 %."""
    seed = run_seed()
    for share, likeness, least in ((0.1, 0.2, 0.91), (0.1, 0.4, 0.86), (0.3, 0.2, 0.92), (0.3, 0.4, 0.92)):
        told, right = published_and_right(seed, employers, share, likeness, 1500)
        print(
            f"{employers} employers, share {share}, alike {likeness}: published {told:.0%}, held the truth {right:.1%}"
        )
        assert told > 0.5
        assert right >= least
