"""Sums of word weights: over the root of how many are known, unknown words apart."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.words import WordWeights, tokens, word_weights

WEIGHTS = WordWeights(("a", "b"), (0.5, -0.5), {"d:train": (1.0, 0.0), "d:sell": (-1.0, 2.0)})


def test_tokens_are_words_and_marks_at_their_places():
    low = "build c++ and fine-tune, e.g. llms."
    assert [low[at : at + len(word)] for word, at in tokens(low)] == [word for word, _ in tokens(low)]
    assert [word for word, _ in tokens(low)][:5] == ["build", "c++", "and", "fine-tune", ","]


def test_sums_do_not_grow_with_words_that_nobody_knows():
    assert WEIGHTS.sums(set()) == [0.5, -0.5]
    assert WEIGHTS.sums({"d:train"}) == WEIGHTS.sums({"d:train", "d:unheard"}) == [1.5, -0.5]
    assert WEIGHTS.sums({"d:train", "d:sell"}) == pytest.approx([0.5, -0.5 + 2 / 2**0.5])


def test_a_file_of_weights_is_read_as_written(tmp_path):
    path = tmp_path / "words.json"
    given = {"names": ["a", "b"], "intercept": [0.5, -0.5], "words": {w: list(v) for w, v in WEIGHTS.weight.items()}}
    path.write_text(json.dumps(given), encoding="utf-8")
    assert word_weights(path) == WEIGHTS


@given(st.lists(st.floats(-3, 3), min_size=2, max_size=30), st.randoms())
def test_the_order_of_words_changes_no_sum(values: list[float], chance: random.Random) -> None:
    named = {f"w{i}": (value,) for i, value in enumerate(values)}
    order = list(named)
    chance.shuffle(order)
    weights = WordWeights(("one",), (0.5,), named)
    assert weights.sums(dict.fromkeys(named).keys()) == weights.sums(dict.fromkeys(order).keys())
