"""What stands together: pairs kept an employer say what all postings say, however employers are weighed."""

import random

import numpy as np
import pytest

from nlp.lanes import cooccurrence
from nlp.lanes.cooccurrence import Document, incidence, known_skills, pairs_of, positive_pmi, together

SKILLS = [f"s{n:02}" for n in range(25)]


def _documents(seed: int) -> list[Document]:
    draw = random.Random(seed)
    return [
        (f"e{draw.randrange(9)}", {skill: draw.choice((0.5, 1.0)) for skill in draw.sample(SKILLS, draw.randrange(8))})
        for _ in range(80)
    ]


@pytest.mark.parametrize("at_once", [1, 7, 1000])
@pytest.mark.parametrize("seed", range(3))
def test_pairs_of_employers_say_what_their_postings_say(seed, at_once, monkeypatch):
    monkeypatch.setattr(cooccurrence, "_POSTINGS_AT_ONCE", at_once)
    documents = _documents(seed)
    named = incidence(documents, SKILLS)
    _, own = np.unique([employer for employer, _ in documents], return_inverse=True)
    weight = np.random.default_rng(seed).random(own.max() + 1)
    found = pairs_of(named, own)
    np.testing.assert_allclose(found.together(weight), together(named, weight[own]), atol=1e-12)
    for one, first in enumerate(SKILLS):
        for other, second in enumerate(SKILLS[:one]):
            say = {employer for employer, skills in documents if first in skills and second in skills}
            assert found.employers()[one, other] == found.employers()[other, one] == len(say)


def test_known_skills_are_named_by_enough_postings_of_enough_employers():
    documents: list[Document] = [("a", {"x": 1.0, "y": 0.5}), ("a", {"x": 1.0}), ("b", {"x": 1.0, "z": 1.0}), ("c", {})]
    assert known_skills(documents, 3, 2) == ["x"]
    assert known_skills(documents, 1, 1) == ["x", "y", "z"]
    assert known_skills(documents, 2, 3) == known_skills([], 1, 1) == []


def test_what_stands_together_no_more_than_by_chance_or_never_has_none():
    joint = np.array([[0.0, 4.0, 0.0], [4.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
    pmi = positive_pmi(joint)
    assert pmi[0, 2] == 0.0 and pmi[0, 1] > 0 and np.isfinite(pmi).all()
