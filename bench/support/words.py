"""Sets of words as a matrix for a linear model, normalised as nlp.words.WordWeights sums them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set

import numpy as np
from scipy import sparse

LEAST_POSTINGS = 4
"""Words of fewer postings are not known."""


def known_words(bags: Sequence[Set[str]]) -> list[str]:
    """The words that enough postings say, in order."""
    count = Counter(word for bag in bags for word in bag)
    return sorted(word for word, n in count.items() if n >= LEAST_POSTINGS)


def matrix(bags: Sequence[Set[str]], vocabulary: Sequence[str]) -> sparse.csr_array:
    """1 over the root of the number of known words for each word a posting says, shape (postings, vocabulary)."""
    column = {word: i for i, word in enumerate(vocabulary)}
    found, columns, row_starts = [], [], [0]
    for bag in bags:
        known = sorted(column[word] for word in bag if word in column)
        columns += known
        found += [len(known) ** -0.5] * len(known) if known else []
        row_starts.append(len(columns))
    return sparse.csr_array((np.array(found), np.array(columns), np.array(row_starts)), shape=(len(bags), len(column)))
