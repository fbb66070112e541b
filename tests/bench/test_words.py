"""Vectors of words: those that stand beside the same words are alike, in whatever order the texts come."""

import random

import numpy as np

from bench.support.words import matrix, word_vectors


def _bags() -> list[set[str]]:
    """Two subjects of six words each; `rare` stands beside the first one's words alone."""
    rng = random.Random(3)
    first, second = [f"a{i}" for i in range(6)], [f"b{i}" for i in range(6)]
    bags = [set(rng.sample(subject, 4)) | {rng.choice(["both", "either"])} for subject in (first, second) * 60]
    for bag in bags[0:20:2]:
        bag.add("rare")
    return bags


def test_a_word_is_like_those_it_stands_beside() -> None:
    known, vectors = word_vectors(_bags(), 2)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    like = {word: float(unit[known.index("rare")] @ unit[known.index(word)]) for word in known}
    assert min(like[f"a{i}"] for i in range(6)) > max(like[f"b{i}"] for i in range(6))


def test_what_is_too_rare_or_in_most_texts_has_no_vector() -> None:
    bags = [bag | {"always"} for bag in _bags()]
    bags[0].add("once")
    known, _ = word_vectors(bags, 3)
    assert "always" not in known
    assert "once" not in known


def test_postings_have_a_mean_square_of_one() -> None:
    bags = _bags()
    known, vectors = word_vectors(bags, 3)
    assert np.isclose((np.asarray(matrix(bags, known) @ vectors) ** 2).sum(axis=1).mean(), 1)
