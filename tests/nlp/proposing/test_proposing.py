"""Unknown terms: what employers list beside known skills leads; known, refused and single employers' terms stay out."""

from __future__ import annotations

import dataclasses

import pytest

from nlp.mentions.finder import SkillFinder
from nlp.proposing.terms import Advert, nearest, propose, term_key
from nlp.taxonomy.loader import Taxonomy, load

ABOUT = "About us\nAcme builds robots with Happy Hour on Fridays and offers a Blorbo Card to all.\n"


def advert(employer: str, asked: str, about: str = ABOUT) -> Advert:
    return Advert(employer, f"{about}\nRequirements\n- {asked}\n- Proven track record in a fast-paced environment\n")


@pytest.fixture(scope="module")
def finder() -> SkillFinder:
    return SkillFinder(load())


def names(adverts: list[Advert], finder: SkillFinder, refused: tuple[str, ...] = ()) -> list[str]:
    return [p.term for p in propose(adverts, finder, refused)]


def test_what_is_listed_beside_known_skills_leads(finder: SkillFinder) -> None:
    adverts = [
        advert(f"Employer {i}", f"Experience with Kubernetes, Zorblat and PyTorch; you think about Customer Value {i}")
        for i in range(5)
    ]
    found = propose(adverts, finder)
    assert found[0].term == "Zorblat"
    assert (found[0].postings, found[0].employers) == (5, 5)
    assert "Zorblat and PyTorch" in found[0].example


def test_three_employers_are_needed(finder: SkillFinder) -> None:
    same = [advert("Employer 1", f"Experience with Kubernetes, Zorblat and PyTorch, year {i}") for i in range(5)]
    assert "Zorblat" not in names(same, finder)
    assert "Zorblat" in names([*same, advert("B", same[0].text), advert("C", same[0].text)], finder)


def test_known_skills_refused_terms_and_company_words_are_not_proposed(finder: SkillFinder) -> None:
    adverts = [
        advert(f"Employer {i}", "Experience with Kubernetes, Zorblat, Blorbo Card and TensorFlow") for i in range(6)
    ]
    terms = {term_key(name) for name in names(adverts, finder)}
    assert not terms & {"kubernetes", "tensorflow", "happy hour", "proven track", "fast paced"}
    assert "blorbo card" not in terms  # as often in what the company says of itself
    assert "Zorblat" not in names(adverts, finder, refused=("zorblat",))


def test_names_of_several_words_stay_whole_even_with_common_words(finder: SkillFinder) -> None:
    adverts = [advert(f"Employer {i}", "Experience with Kubernetes, New Zorblat and Frob & Quux") for i in range(4)]
    found = names(adverts, finder)
    assert found.index("New Zorblat") < 2 and found.index("Frob & Quux") < 2
    assert "Zorblat" not in found and "Quux" not in found  # never alone, so the longer name says all


def test_fields_of_study_are_no_list_of_skills(finder: SkillFinder) -> None:
    listed = [advert(f"Employer {i}", "Experience with Kubernetes, Zorblatics and SQL") for i in range(4)]
    studied = [
        advert(f"Employer {i}", "Degree in Zorblatics, Kubernetes, Frobonomics or similar; SQL") for i in range(4)
    ]
    scores = {p.term: p.score for p in propose([*listed, *studied], finder)}
    assert scores["Frobonomics"] < scores["Zorblatics"] / 5


def test_a_skill_taken_out_of_the_taxonomy_comes_back_on_top(finder: SkillFinder) -> None:
    whole = load()
    poorer = Taxonomy(
        {name: skill for name, skill in whole.skills.items() if name != "terraform"},
        tuple(s for s in whole.surfaces if s.skill != "terraform"),
    )
    asked = (
        "Terraform, Docker or Ansible",
        "Python and Terraform (IaC)",
        "AWS / Terraform / Helm",
        "CI with Terraform",
    )
    adverts = [advert(f"Employer {i}", f"Hands-on experience: {text}") for i, text in enumerate(asked)]
    assert names(adverts, SkillFinder(poorer))[0] == "Terraform"
    assert "Terraform" not in names(adverts, finder)


def test_the_nearest_skill_is_a_hint_with_its_likeness() -> None:
    hints = nearest(["Kubernettes", "Ωμέγα"], load())
    assert hints["Kubernettes"].skill == "kubernetes" and 0.5 < hints["Kubernettes"].likeness <= 1
    assert "Ωμέγα" not in hints
    assert nearest([], load()) == {}


def test_order_of_adverts_changes_nothing(finder: SkillFinder) -> None:
    adverts = [advert(f"Employer {i}", f"Kubernetes, Zorblat, Frobnicate{i % 3} and SQL") for i in range(9)]
    forward, backward = propose(adverts, finder), propose(adverts[::-1], finder)
    assert [dataclasses.replace(p, example="") for p in forward] == [
        dataclasses.replace(p, example="") for p in backward
    ]
