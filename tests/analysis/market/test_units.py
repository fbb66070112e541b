import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.market.facts import closure, needs
from analysis.market.units import _numbered
from tests.analysis.builders import EDGE_FRAME, SKILL_FRAME, frames_of, job, market_of, random_jobs

NAMES = list(SKILL_FRAME["skill_id"])
skill_sets = st.sets(st.sampled_from(NAMES))


def held(market, *skills):
    return np.isin(market.skills, skills)


def covered(asks, *skills):
    market = market_of([job(asks)])
    return market.asks.required.coverage(held(market, *skills))[0]


@pytest.mark.parametrize(
    ("asks", "skills", "expected"),
    [
        ("python docker", ["python"], 0.5),
        ("aws|gcp docker", ["gcp"], 0.5),
        ("aws|gcp docker", ["gcp", "aws"], 0.5),
        ("python docker?", ["python"], 1.0),
        ("python docker~", ["python"], 1.0),
        ("python machine_learning communication", ["python"], 1.0),
        ("python|machine_learning", ["machine_learning"], 0.0),
    ],
)
def test_a_unit_is_met_by_any_member_and_only_required_countable_ones_count(asks, skills, expected):
    assert covered(asks, *skills) == expected


def test_without_a_required_unit_there_is_no_coverage():
    assert np.isnan(covered("communication python?", "python"))


def test_a_unit_takes_the_strongest_need_of_its_members():
    frames = frames_of([job("aws|gcp")])
    frames["requisition_skill"].loc[0, "need"] = "preferred"
    market = market_of_frames(frames)
    assert market.asks.required.per_row[0] == 1
    assert market.asks.preferred.per_row[0] == 0


def test_a_pair_that_stands_twice_counts_once_and_a_missing_unit_is_a_unit_of_its_own():
    frames = frames_of([job("python docker aws")])
    asked = frames["requisition_skill"].astype({"unit_id": "Int64"})
    asked.loc[[1, 2], "unit_id"] = None
    frames["requisition_skill"] = asked.loc[[0, 0, 1, 2]]
    assert market_of_frames(frames).asks.required.per_row[0] == 3


def market_of_frames(frames):
    from analysis.market.market import build

    return build(frames)


@given(st.integers(0, 10_000), skill_sets, st.sampled_from(NAMES))
def test_one_more_skill_never_lowers_any_coverage(seed, skills, another):
    market = market_of(random_jobs(seed, 12, 4, NAMES))
    before = market.asks.required.coverage(held(market, *skills))
    after = market.asks.required.coverage(held(market, *skills, another))
    assert (np.nan_to_num(after) >= np.nan_to_num(before)).all()


@given(st.integers(0, 10_000), skill_sets)
def test_a_subset_of_the_units_covers_as_the_whole_does(seed, skills):
    market = market_of(random_jobs(seed, 12, 4, NAMES))
    rows = np.arange(1, 12, 2)
    whole = market.asks.required.coverage(held(market, *skills))[rows]
    assert np.array_equal(market.asks.required.subset(rows).coverage(held(market, *skills)), whole, equal_nan=True)


@given(st.integers(0, 10_000), skill_sets)
def test_coverage_equals_its_definition_taken_one_by_one(seed, skills):
    jobs = random_jobs(seed, 12, 4, NAMES)
    market = market_of(jobs)
    got = market.asks.required.coverage(held(market, *skills))
    shown = set(skills) - {"communication", "machine_learning"}
    for row, given_job in enumerate(jobs):
        units = [
            set(t.split("|")) - {"communication", "machine_learning"}
            for t in given_job["asks"].split()
            if t[-1] not in "?~"
        ]
        units = [unit for unit in units if unit]
        expected = sum(bool(unit & shown) for unit in units) / len(units) if units else np.nan
        assert got[row] == pytest.approx(expected, nan_ok=True)


@given(st.integers(0, 10_000), skill_sets, skill_sets)
def test_units_naming_some_skills_keep_all_their_members(seed, some, skills):
    market = market_of(random_jobs(seed, 12, 4, NAMES))
    part = market.asks.required.naming(held(market, *some))
    assert part.per_row.sum() == market.asks.required.met(held(market, *some)).sum()
    assert part.met(held(market, *some)).all()
    assert part.met(held(market, *skills)).sum() <= market.asks.required.met(held(market, *skills)).sum()


def test_prerequisites_come_deepest_first_and_a_circle_ends():
    before = needs(EDGE_FRAME, set(SKILL_FRAME["skill_id"]))
    assert closure(["kubernetes"], before) == ("docker",)
    assert needs(EDGE_FRAME, {"kubernetes"}) == {}
    assert closure(["a"], {"a": ("b",), "b": ("c",), "c": ("a",)}) == ("c", "b")
    assert closure(["a"], {"a": ("b",), "b": ("c",)}, stop={"b"}) == ()


@given(st.lists(st.integers(0, 9)).map(sorted))
def test_numbers_leave_none_out(ascending):
    values = np.array(ascending, dtype=np.int64)
    np.testing.assert_array_equal(_numbered(values), np.unique(values, return_inverse=True)[1])


@pytest.mark.parametrize("need", ["required", "preferred", "context", "asked", "any"])
def test_a_matrix_is_what_its_entries_say(need):
    market = market_of([*random_jobs(5, 40, 9, NAMES), job("")])
    asks = market.asks
    wanted = {"asked": asks.need <= 1, "any": asks.need >= 0}
    names = ("required", "preferred", "context")
    inside = wanted[need] if need in wanted else asks.need == names.index(need)
    by_hand = np.zeros((market.n, len(market.skills)))
    by_hand[asks.row[inside], asks.skill[inside]] = 1
    found = asks.matrix(need)
    assert found.has_canonical_format
    np.testing.assert_array_equal(found.toarray(), by_hand)
