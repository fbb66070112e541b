import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.gap.report import gap
from analysis.gap.standing import standing
from analysis.market.narrow import narrowed
from tests.analysis.builders import SKILL_FRAME, market_of, random_jobs, resume, spread
from warehouse.models import BadInputError

MANY = tuple(f"skill{n:02d}" for n in range(14))
NAMES = list(SKILL_FRAME["skill_id"])
FRAME = SKILL_FRAME.iloc[[0] * len(MANY)].assign(skill_id=MANY, name=[skill.upper() for skill in MANY])


def mask(market, *skills):
    return np.isin(market.skills, skills)


def test_a_typical_job_is_covered_by_what_is_held_and_the_yardstick_by_what_jobs_name():
    half = " ".join(MANY[:12])
    market = market_of([*spread(40, half, employers=20), *spread(20, f"{MANY[0]} {MANY[13]}", employers=20)], FRAME)
    found = standing(market, "platform", mask(market, MANY[0]), mask(market, *MANY[:6]))
    assert (found.median, found.written, found.n) == (0.5, pytest.approx(1 / 12, abs=1e-6), 60)
    assert found.low <= found.median <= found.high
    # Whoever matches one of the long jobs exactly covers all of another employer's.
    assert (found.yardstick.people, found.yardstick.median, found.yardstick.low) == (40, 1, 1)
    assert found.percentile == 0
    assert standing(market, "platform", mask(market), mask(market, *MANY)).percentile == 0.5


def test_one_lane_is_told_to_everyone_or_to_nobody():
    market = market_of([*spread(60, "python docker"), *spread(12, "rag", lane="mlops")])
    for held in ((), ("python",), ("python", "docker", "rag")):
        assert standing(market, "platform", mask(market, *held), mask(market, *held)).state == "ok"
        assert standing(market, "mlops", mask(market, *held), mask(market, *held)).median is None
    # NVIDIA-sized: a share whose own design effect is large is still told, with its interval.
    lumps = [x for n in range(12) for x in spread(6, ("python docker", "rag aws")[n % 2], 1)]
    crowd = market_of([job | {"employer": f"e{i // 6}.example"} for i, job in enumerate(lumps)])
    lane = next(x for x in gap(crowd, resume("python", "docker")).lanes if x.lane == "platform")
    assert lane.coverage.share is not None or lane.coverage.reason is not None
    assert (lane.coverage.share is None) == (gap(crowd, resume()).lanes[0].coverage.share is None)


@settings(deadline=None, max_examples=20)
@given(
    st.integers(0, 10_000),
    st.sets(st.sampled_from(NAMES)),
    st.sampled_from(NAMES),
)
def test_one_more_skill_never_lowers_where_one_stands(seed, held, more):
    market = market_of(random_jobs(seed, 200, 40, NAMES))
    before = standing(market, "platform", mask(market), mask(market, *held))
    after = standing(market, "platform", mask(market), mask(market, *held, more))
    if before.median is not None:
        assert after.median >= before.median
        assert after.open_jobs >= before.open_jobs


def test_a_narrowed_market_is_the_market_of_its_rows():
    jobs = [*spread(60, "python docker|aws", seniority="senior"), *spread(30, "python rag?", seniority="junior")]
    part = narrowed(market_of(jobs), {"seniority": "senior"})
    alone = market_of(jobs[:60])
    assert part.n == 60
    for held in (("python",), ("python", "aws")):
        assert standing(part, "platform", mask(part), mask(part, *held)) == standing(
            alone, "platform", mask(alone), mask(alone, *held)
        )
    assert gap(part, resume("python")).lanes == gap(alone, resume("python")).lanes
    whole = market_of(jobs)
    assert narrowed(whole, {}) is whole


def test_too_narrow_a_market_is_refused_with_what_would_help():
    from analysis.gap.report import Asked

    market = market_of(
        [*spread(60, "python", region="us", seniority="senior"), *spread(9, "python", region="uk", seniority="senior")]
    )
    with pytest.raises(BadInputError, match=r"9 jobs: too few; without --region 69, without --level 9"):
        gap(market, resume("python"), asked=Asked({"region": "uk", "seniority": "senior"}))


def test_the_persons_level_and_the_next_are_the_default_where_enough_remain():
    jobs = [
        *spread(60, "python docker", seniority="senior"),
        *spread(40, "python aws", seniority="intern"),
        *spread(40, "python rag", seniority=None),
    ]
    senior = dataclasses.replace(resume("python"), seniority="senior")
    report = gap(market_of(jobs), senior)
    assert (report.market.level, report.market.requisitions, report.market.whole) == ("senior", 100, 140)
    few = gap(market_of(jobs[:10] + jobs[60:]), dataclasses.replace(senior, seniority="principal"))
    assert few.market.requisitions in (50, 40, 90)
