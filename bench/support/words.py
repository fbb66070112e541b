"""Sets of words as a matrix for a linear model, normalised as nlp.words.WordWeights sums them, and vectors of words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set

import numpy as np
from numpy.typing import NDArray
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


def word_vectors(
    bags: Sequence[Set[str]], dimensions: int, least: int = 8, most: float = 0.5
) -> tuple[list[str], NDArray[np.float64]]:
    """Words of at least `least` and at most a share of `most` of the postings, each with a vector (words, dimensions).

    Words that stand in the same postings have like vectors, so that a model fitted on few labelled ones weighs words
    that none of them says: latent semantic analysis (Deerwester et al., 1990), a truncated SVD of the incidence weighed
    by inverse document frequency. Scaled to a mean square of 1 over the postings' vectors (`matrix(…) @ vectors`).
    """
    from sklearn.utils.extmath import randomized_svd  # noqa: PLC0415 -- half a second that only this fit should pay

    count = Counter(word for bag in bags for word in bag)
    known = sorted(word for word, n in count.items() if least <= n <= most * len(bags))
    rarity = np.log(len(bags) / np.array([count[word] for word in known]))
    said = matrix(bags, known)
    weighed = said @ sparse.diags_array(rarity)
    _, _, turned = randomized_svd(sparse.csr_matrix(weighed), dimensions, n_iter=5, random_state=0)
    vectors = turned.T * rarity[:, None]
    return known, vectors / np.sqrt((np.asarray(said @ vectors) ** 2).sum(axis=1).mean())
