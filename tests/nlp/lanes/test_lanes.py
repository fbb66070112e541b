"""Lanes: affinities find planted groups, shared skills belong to none, probabilities leave room for none."""

import random

import pytest

from nlp.lanes.model import Evidence, fit_affinities, primary_lane, probabilities, shipped_fit
from nlp.lanes.roles import Lane, lanes, role_of, roles

GROUPS = {"red": ["a1", "a2", "a3", "a4", "a5"], "blue": ["b1", "b2", "b3", "b4", "b5"]}
LANES = tuple(Lane(name, name.title(), "", tuple(skills[:2]), None) for name, skills in GROUPS.items())


def _documents(seed: int = 0) -> list[tuple[str, dict[str, float]]]:
    draw = random.Random(seed)
    found = []
    for number in range(200):
        own = GROUPS["red" if number % 2 else "blue"]
        skills = dict.fromkeys(draw.sample(own, 4), 1.0)
        skills["everywhere"] = 1.0
        found.append((f"employer {number % 40}", skills))
    return found


def test_skills_join_the_lane_whose_seeds_they_stand_with():
    fit = fit_affinities(_documents(), LANES, {})
    for lane, skills in GROUPS.items():
        for skill in skills:
            best = fit.lanes[max(range(2), key=lambda i: fit.affinity[skill][i])]
            assert best == lane and not fit.is_shared(skill), skill
    assert fit.is_shared("everywhere")


def test_a_fit_is_the_same_each_time_and_named_by_what_it_says():
    one, again, other = (fit_affinities(_documents(seed), LANES, {}) for seed in (0, 0, 1))
    assert one == again and one.fit_id == again.fit_id != other.fit_id


@pytest.mark.parametrize(("relevance", "has_lane"), [(0.0, False), (0.3, False), (1.0, True)])
def test_lanes_share_what_is_not_none(relevance, has_lane):
    shares = probabilities(Evidence("ML engineer", {"kubernetes": 1.0}, {}), relevance, shipped_fit(), lanes(), roles())
    assert sum(shares.values()) == pytest.approx(relevance, abs=1e-3)
    assert (primary_lane(shares) != "none") == has_lane


@pytest.mark.parametrize(
    ("skills", "lane"),
    [
        ("cuda nccl slurm gpu_clusters", "platform"),
        ("mlflow model_monitoring terraform prometheus ci_cd", "mlops"),
        ("retrieval_augmented_generation langchain prompt_engineering ai_agents", "ai_application"),
        ("ablation_studies research_publications statistical_modeling", "research"),
    ],
)
def test_what_ships_knows_the_heart_of_each_lane(skills, lane):
    given = Evidence("Engineer", dict.fromkeys(skills.split(), 1.0), {})
    shares = probabilities(given, 1.0, shipped_fit(), lanes(), roles())
    assert primary_lane(shares) == lane


def test_a_lane_of_the_user_works_without_code(tmp_path):
    overlay = tmp_path / "lanes.toml"
    overlay.write_text(
        '[[lane]]\nid = "robots"\nname = "Robotics"\nseeds = ["b1", "b2"]\n'
        "[[role]]\nname = 'Robot engineer'\nlane = 'robots'\ntitle = ['robot']\n",
        encoding="utf-8",
    )
    assert [lane.id for lane in lanes(overlay)][-1] == "robots"
    assert role_of("Senior Robot Engineer", overlay) == "Robot engineer"
    fit = fit_affinities(_documents(), (LANES[0], lanes(overlay)[-1]), shipped_fit().softmax)
    given = Evidence("Builder", dict.fromkeys(GROUPS["blue"], 1.0), {"red": 0.1})
    shares = probabilities(given, 1.0, fit, (LANES[0], lanes(overlay)[-1]), ())
    assert primary_lane(shares) == "robots"
