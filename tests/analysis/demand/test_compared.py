"""Two parts of a market side by side: a difference is clear only where the intervals stand apart."""

from analysis.demand.compared import differences
from tests.analysis.builders import market_of, spread


def _market(often, seldom=0):
    jobs = [*spread(often, "python kubernetes"), *spread(60 - often - seldom, "python"), *spread(seldom, "python rag")]
    return market_of(jobs)


def test_what_stands_apart_comes_first_and_equal_shares_are_no_difference():
    found = differences(_market(50, 5), _market(10, 5))
    assert [each.skill for each in found][:1] == ["kubernetes"]
    assert [each.skill for each in found if each.is_clear] == ["kubernetes"]
    assert found[0].first.share > found[0].second.share


def test_the_two_sides_change_places_and_nothing_else():
    here, there = _market(45, 10), _market(12, 4)
    one, other = differences(here, there), differences(there, here)
    assert [(e.skill, e.apart) for e in one] == [(e.skill, e.apart) for e in other]
    assert [(e.first, e.second) for e in one] == [(e.second, e.first) for e in other]


def test_what_is_compared_is_left_out_and_too_few_jobs_say_nothing():
    assert "kubernetes" not in {each.skill for each in differences(_market(50), _market(10), ["kubernetes"])}
    assert differences(_market(50), market_of(spread(5, "python"))) == ()
