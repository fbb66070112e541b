"""Skill clusters: planted groups are found, chance makes none, ids survive what changes little."""

import random

import numpy as np
import pytest

from bench.stability import dealt_anew
from nlp.lanes.clusters import SkillCluster, find_clusters, shipped_clusters, with_ids
from nlp.lanes.cooccurrence import Document
from nlp.lanes.model import LaneFit, fit_affinities
from nlp.lanes.roles import Lane
from nlp.taxonomy.loader import load

GROUPS = {name: [f"{name}{n}" for n in range(6)] for name in ("red", "blue", "green")}
COMMON = [f"common{n}" for n in range(8)]
LANES = tuple(Lane(name, name.title(), "", tuple(GROUPS[name][:2]), None) for name in ("red", "blue"))


def _documents(seed: int, employers: int = 60) -> list[Document]:
    draw = random.Random(seed)
    found: list[Document] = []
    for number in range(600):
        group = draw.choice(sorted(GROUPS))
        skills = draw.sample(GROUPS[group], 4) + draw.sample(COMMON, 4)
        found.append((f"employer {number % employers}", dict.fromkeys(skills, 1.0)))
    return found


def _fit(documents: list[Document]) -> LaneFit:
    return fit_affinities(documents, LANES, {})


@pytest.fixture(scope="module")
def found() -> tuple[SkillCluster, ...]:
    documents = _documents(0)
    return find_clusters(documents, _fit(documents))


def test_groups_that_stand_together_are_found_and_what_is_merely_frequent_is_none(found):
    assert {frozenset(c.skills) for c in found} == {frozenset(skills) for skills in GROUPS.values()}
    assert all(c.stability > 0.85 and c.lift > 2 for c in found)


def test_a_cluster_lies_in_a_lane_or_across_them(found):
    lane_of = {c.skills[0].rstrip("0123456789"): c.lane for c in found}
    assert lane_of["red"] == "red" and lane_of["blue"] == "blue"


def test_chance_makes_no_cluster():
    rng = np.random.default_rng(0)
    for seed in range(3):
        dealt = dealt_anew(_documents(seed), rng)
        assert find_clusters(dealt, _fit(dealt), draws=20) == ()


def test_one_employer_does_not_make_a_cluster():
    """Thirty adverts of one employer that share their boilerplate stand beside nobody else's."""
    documents = _documents(0)
    boilerplate = dict.fromkeys(["own0", "own1", "own2", "own3"], 1.0)
    documents += [("one employer", boilerplate)] * 30
    documents += [(f"employer {n % 60}", {f"own{n % 4}": 1.0, "common0": 1.0}) for n in range(120)]
    assert not any("own0" in c.skills for c in find_clusters(documents, _fit(documents)))


@pytest.mark.parametrize("documents", [[], _documents(0)[:30], [(f"e{n}", {"alone": 1.0}) for n in range(40)]])
def test_too_little_to_go_by_gives_no_cluster(documents):
    fit = LaneFit(("red", "blue"), {}, {}, {}, 0)
    assert find_clusters(documents, fit) == ()


def test_a_single_group_is_found_where_there_is_nothing_else(found):
    documents = [(f"e{n}", dict.fromkeys(random.Random(n).sample(GROUPS["red"], 4), 1.0)) for n in range(60)]
    assert find_clusters(documents, LaneFit(("red", "blue"), {}, {}, {}, 0)) == ()  # together no more than by chance


def test_finding_is_the_same_each_time(found):
    documents = _documents(0)
    assert find_clusters(documents, _fit(documents)) == found


def test_ids_survive_a_refit_on_other_postings(found):
    earlier = {c.cluster_id: c.skills for c in found}
    documents = [
        (employer, {s: w for s, w in skills.items() if s != "red0"}) for employer, skills in _documents(7)
    ]  # one skill is no longer named at all
    again = with_ids(find_clusters(documents, _fit(documents)), earlier)
    assert {c.cluster_id for c in again} == set(earlier)
    assert all(set(c.skills) <= set(earlier[c.cluster_id]) for c in again)


def _cluster(name: str, *skills: str) -> SkillCluster:
    return SkillCluster(name, skills, 0.8, 3.0, None)


def test_each_earlier_id_goes_to_one_cluster_so_that_most_is_kept():
    """b resembles x most, but then a would be left without kin: together they keep more the other way round."""
    a, b = _cluster("a", *"1234"), _cluster("b", *"123456")
    earlier = {"x": tuple("12345"), "y": tuple("3456789"[:4])}
    assert [c.cluster_id for c in with_ids([a, b], earlier)] == ["x", "y"]


def test_no_two_clusters_have_one_id():
    """«x» was born of these skills and has others now."""
    names = [c.cluster_id for c in with_ids([_cluster("x", *"1234"), _cluster("y", *"5678")], {"x": tuple("5679")})]
    assert names == ["xb", "x"]


def test_what_overlaps_little_is_new_and_a_shared_first_run_has_its_own_ids():
    new = _cluster("new", *"1234")
    assert with_ids([new], {"old": tuple("4567")}) == (new,) == with_ids([new], {})
    assert with_ids([], {"old": ("1",)}) == ()


def test_what_ships_is_stable_and_known_to_the_taxonomy():
    skills = load().skills
    shipped = shipped_clusters()
    assert len(shipped) >= 10
    assert all(c.stability >= 0.6 and c.lift >= 2 and set(c.skills) <= skills.keys() for c in shipped)
    members = [skill for c in shipped for skill in c.skills]
    assert len(members) == len(set(members)), "a skill stands in two clusters"
