"""What the words of a posting's title and duties say for each lane that ships; a lane of the user's has no word yet."""

from __future__ import annotations

from collections.abc import Set
from functools import cache
from pathlib import Path

from nlp.words import WordWeights, word_weights

WEIGHTS = Path(__file__).with_name("word_weights.json")


def lane_words(words: Set[str]) -> dict[str, float]:
    """Lane → what these words say for it (nlp.posting.relevance.Said.words), around 0 over the lanes."""
    weights = _weights()
    said = weights.sums(words)
    middle = sum(said) / len(said)
    return {lane: round(value - middle, 3) for lane, value in zip(weights.names, said, strict=True)}


@cache
def _weights() -> WordWeights:
    return word_weights(WEIGHTS)
