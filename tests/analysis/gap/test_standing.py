import dataclasses
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.gap.level import at_level
from analysis.gap.plan import doors
from analysis.gap.report import gap
from analysis.gap.standing import MIDDLE, NAMED_SKILLS, packed_with_people, standing
from analysis.market.arrays import unpacked
from analysis.market.market import build
from analysis.market.narrow import narrowed
from tests.analysis.builders import EDGE_FRAME, SKILL_FRAME, frames_of, job, market_of, random_jobs, resume, spread
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


@pytest.mark.parametrize("seed", range(3))
def test_the_yardstick_is_what_each_job_taken_as_a_person_meets_of_the_others(seed):
    """By its definition, one person and one job at a time; four of five units and eight of ten just open one."""
    draw = np.random.default_rng(seed)
    asks = [draw.permutation(MANY)[: (5, 10, 13)[n % 3]] for n in range(90)]
    employers = [f"e{int(draw.integers(25)) // (1 + n % 2)}.example" for n in range(90)]
    jobs = [job(" ".join(one), employer=who) for one, who in zip(asks, employers, strict=True)]
    market = market_of(jobs, FRAME, EDGE_FRAME.iloc[:0])
    drawn = doors(market, "platform").drawn
    people = [row for row in drawn.rows if len(asks[row]) >= NAMED_SKILLS]
    weight = dict(zip(drawn.rows, drawn.weight, strict=True))
    opened, medians = [], []
    for person in people:
        others = [row for row in drawn.rows if employers[row] != employers[person]]
        met = {row: Fraction(len({*asks[row]} & {*asks[person]}), len(asks[row])) for row in others}
        total = sum(weight[row] for row in others)
        opened.append(sum(weight[row] for row in others if met[row] >= Fraction(4, 5)) / total)
        so_far = 0.0
        for row in sorted(others, key=lambda one: met[one]):
            so_far += weight[row]
            if so_far >= total / 2 - 1e-9:
                medians.append(float(met[row]))
                break
    own = [weight[row] for row in people]
    found = standing(market, "platform", mask(market), mask(market, *MANY[:3])).yardstick
    assert found.people == len(people)
    assert found.open_share == pytest.approx(np.average(opened, weights=own), abs=1e-3) and 0.1 < found.open_share < 0.9
    order = np.argsort(medians)
    at = np.searchsorted(np.cumsum(np.take(own, order)) / sum(own), [MIDDLE[0], 0.5, MIDDLE[1]])
    told = np.take(medians, order)[at]
    assert [found.low, found.median, found.high] == pytest.approx(told, abs=1e-3) and told[0] < told[2]


LEVELS = ("junior", "senior", "staff", None)


def published(seed):
    """A market whose jobs name many skills at several levels, and how it is opened from what is published with it."""
    draw = np.random.default_rng(seed)
    jobs = [
        job(
            " ".join(draw.permutation(MANY)[: 8 + int(draw.integers(6))]),
            employer=f"e{int(draw.integers(40))}.example",
            lane=("platform", "mlops")[n % 2],
            seniority=LEVELS[int(draw.integers(len(LEVELS)))],
        )
        for n in range(300)
    ]
    frames = frames_of(jobs, FRAME, EDGE_FRAME.iloc[:0])
    kept = packed_with_people(build(frames, {}))
    return build(frames, {}), lambda **given: unpacked(kept | given, frames, {}), kept


def parts_of(market):
    return [market, *(narrowed(market, {}, at_level(market, level)) for level in LEVELS if level)]


@pytest.mark.parametrize("seed", range(3))
def test_people_published_with_a_market_are_those_that_it_makes(seed, monkeypatch):
    made, opened, _ = published(seed)
    held = mask(made, *MANY[:6])
    told = [standing(part, lane, held, held) for part in parts_of(made) for lane in made.lanes]
    assert len({each.yardstick.people for each in told if each.yardstick}) > 2
    monkeypatch.setattr("analysis.gap.standing._people", lambda *_: pytest.fail("made though it was published"))
    market = opened()
    assert told == [standing(part, lane, held, held) for part in parts_of(market) for lane in market.lanes]


def test_people_of_another_part_or_of_other_code_are_made(monkeypatch):
    made, opened, kept = published(7)
    held = mask(made, *MANY[:6])
    some = np.arange(made.n) % 3 > 0
    by_hand = [standing(one, "platform", held, held) for one in (made, narrowed(made, {}, some))]
    monkeypatch.setattr("analysis.gap.standing._people", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        standing(narrowed(opened(), {}, some), "platform", held, held)
    older = opened(yardstick=kept["yardstick"].assign(made_by="other code"))
    with pytest.raises(ZeroDivisionError):
        standing(older, "platform", held, held)
    monkeypatch.undo()
    assert by_hand == [standing(one, "platform", held, held) for one in (older, narrowed(opened(), {}, some))]


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
