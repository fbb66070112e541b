"""A beginner is told where entry-level work is, what is within reach, and which lane to pick."""

import numpy as np

from analysis.gap.entry import entry_market, is_fresh
from tests.analysis.builders import job, market_of
from warehouse.models import ResumeReading


def resume(years=None, seniority=None):
    return ResumeReading(text="", skills=(), years=years, seniority=seniority, degree=None, parse_confidence=1.0)


def test_only_a_beginner_is_told():
    assert is_fresh(resume()) and is_fresh(resume(1.0, "junior"))
    assert not is_fresh(resume(6.0)) and not is_fresh(resume(None, "senior"))


def test_the_pick_is_the_lane_with_most_entry_doors_within_reach():
    market = market_of(
        [
            *[job("rag python", lane="ai_application", seniority="junior", employer=f"a{n}") for n in range(6)],
            *[job("rag python", lane="ai_application", seniority="senior", employer=f"b{n}") for n in range(20)],
            *[
                job("kubernetes docker", lane="platform", min_years=1, seniority=None, employer=f"c{n}")
                for n in range(9)
            ],
        ]
    )
    found = entry_market(market, np.isin(market.skills, ["python"]), ["platform", "ai_application"])
    by_lane = {row.lane: row for row in found.lanes}
    assert found.pick == "ai_application"
    assert (by_lane["ai_application"].requisitions, by_lane["ai_application"].within_reach) == (6, 6)
    assert (by_lane["platform"].requisitions, by_lane["platform"].within_reach) == (9, 0)
    assert by_lane["platform"].verdict == "stretch" and by_lane["ai_application"].verdict == "within_reach"
    nothing = entry_market(market, np.zeros(len(market.skills), dtype=bool), ["platform", "ai_application"])
    assert nothing.pick == "platform" and "stretch" in nothing.because


def test_a_market_without_entry_level_says_so():
    market = market_of([job("rag", seniority="senior")])
    found = entry_market(market, np.ones(len(market.skills), dtype=bool), market.lanes)
    assert found.pick is None and "No job of this market" in found.because
