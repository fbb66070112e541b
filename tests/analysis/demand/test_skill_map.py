"""The skill map: every skill once, inside its frame, the same each time; what stands together stands near."""

import numpy as np

from analysis.demand.skill_map import FEWEST, MOST, skill_map
from tests.analysis.builders import market_of, random_jobs, spread

ONE, OTHER = "rag langchain python aws", "kubernetes docker mlflow jax"


def test_two_worlds_lie_apart():
    spots = {spot.skill: spot for spot in skill_map(market_of([*spread(60, ONE), *spread(60, OTHER)]))}
    assert len(spots) >= FEWEST
    place = {skill: np.array([spot.x, spot.y]) for skill, spot in spots.items()}

    def far(first, second):
        return np.mean([np.linalg.norm(place[a] - place[b]) for a in first for b in second if a != b])

    one, other = ONE.split(), OTHER.split()
    assert far(one, other) > max(far(one, one), far(other, other))


def test_each_skill_once_within_the_frame_and_always_the_same():
    jobs = random_jobs(3, 300, 40, ["python", "rag", "langchain", "aws", *OTHER.split(), "pytorch"])
    first, again = skill_map(market_of(jobs)), skill_map(market_of(jobs))
    assert first == again and len({spot.skill for spot in first}) == len(first) <= MOST
    assert all(0 <= at <= 1 for spot in first for at in (spot.x, spot.y))


def test_too_few_skills_make_no_map():
    assert skill_map(market_of(spread(40, "python rag"))) == ()
