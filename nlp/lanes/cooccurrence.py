"""Which skills stand together in postings, as positive pointwise mutual information; lanes and clusters rest on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Document = tuple[str, Mapping[str, float]]
"""(employer, {skill: weight 0-1}) of one posting."""

CONTEXT_SMOOTHING = 0.75
"""Exponent of the context distribution in the PMI (Levy, Goldberg & Dagan 2015)."""

_Summed = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]
_POSTINGS_AT_ONCE = 10_000
"""Whose pairs are held in memory at a time: some 100 MB."""


def known_skills(documents: Sequence[Document], least_postings: int, least_employers: int) -> list[str]:
    """The skills that so many postings of so many employers name, in order of id."""
    postings = Counter(chain.from_iterable(skills for _, skills in documents))
    candidates = {skill: number for number, skill in enumerate(s for s, n in postings.items() if n >= least_postings)}
    _, own = np.unique([employer for employer, _ in documents], return_inverse=True)
    rows, columns, _ = _named(documents, candidates)
    said = np.unique(own[rows] * np.int64(len(candidates)) + columns) % max(len(candidates), 1)
    employers = np.bincount(said, minlength=len(candidates))
    return sorted(skill for skill, number in candidates.items() if employers[number] >= least_employers)


def incidence(documents: Sequence[Document], skills: Sequence[str]) -> sparse.csr_array:
    """The weight of each skill in each posting, shape (documents, skills)."""
    rows, columns, values = _named(documents, {skill: column for column, skill in enumerate(skills)})
    return sparse.coo_array((values, (rows, columns)), shape=(len(documents), len(skills))).tocsr()


def _named(documents: Sequence[Document], index: Mapping[str, int]) -> tuple[Ints, Ints, Array]:
    """Posting, column and weight of each naming of a skill that has a column."""
    lengths = np.fromiter((len(skills) for _, skills in documents), dtype=np.int64, count=len(documents))
    rows, total = np.repeat(np.arange(len(documents)), lengths), int(lengths.sum())
    named = chain.from_iterable(skills for _, skills in documents)
    columns = np.fromiter((index.get(skill, -1) for skill in named), dtype=np.int64, count=total)
    weights = chain.from_iterable(skills.values() for _, skills in documents)
    values = np.fromiter(weights, dtype=np.float64, count=total)
    there = columns >= 0
    return rows[there], columns[there], values[there]


def together(named: sparse.csr_array, weight: Array | None = None) -> Array:
    """How much each two skills stand together, shape (skills, skills), 0 with itself; `weight` is one a posting."""
    weighted = named if weight is None else sparse.csr_array(named.multiply(weight[:, None]))
    joint = np.asarray((named.T @ weighted).todense(), dtype=np.float64)
    np.fill_diagonal(joint, 0.0)
    return joint


def positive_pmi(joint: Array) -> Array:
    """PPMI of `together`'s counts, shape (skills, skills): 0 where two stand together no more than by chance."""
    total = joint.sum()
    target = joint.sum(axis=1) / total
    context = (joint.sum(axis=0)) ** CONTEXT_SMOOTHING
    context /= context.sum()
    pmi: Array = np.outer(target, context)
    with np.errstate(divide="ignore", invalid="ignore"):
        np.log(np.divide(joint / total, pmi, out=pmi), out=pmi)
    return np.fmax(pmi, 0.0, out=pmi)  # which takes 0 for what is no number too


@dataclass(frozen=True, slots=True)
class Pairs:
    """How much the postings of each employer name each two skills together, so that employers can be weighed anew
    without looking through postings again."""

    skills: int
    pair: Ints
    """Of each two skills that a posting names together: the first's column times `skills`, plus the second's."""
    said: sparse.csr_array
    """(pairs, employers)."""

    def together(self, weight: Array) -> Array:
        """As `together` says, shape (skills, skills); `weight` is one an employer."""
        return self._square(self.said @ weight)

    def employers(self) -> Ints:
        """How many employers name each two skills in one posting, shape (skills, skills)."""
        return self._square(np.diff(self.said.indptr))

    def _square(self, values: NDArray[Any]) -> NDArray[Any]:
        square = np.zeros(self.skills * self.skills, dtype=values.dtype)
        square[self.pair] = values
        square = square.reshape(self.skills, self.skills)
        return square + square.T


def pairs_of(named: sparse.csr_array, own: Ints) -> Pairs:
    """The pairs of `incidence`'s postings; `own` says of each posting whose it is, from 0."""
    skills, employers = named.shape[1], int(own.max()) + 1
    order = np.argsort(own, kind="stable")
    ends = np.searchsorted(own[order], np.arange(1, employers + 1))
    found: list[_Summed] = []
    first = done = 0
    while first < employers:  # so many employers at a time that their postings' pairs fit into memory
        last = max(int(np.searchsorted(ends, done + _POSTINGS_AT_ONCE, side="right")), first + 1)
        rows = order[done : ends[last - 1]]
        found.append(_summed(named[rows], own[rows], skills))
        first, done = last, int(ends[last - 1])
    pair, employer, value = (np.concatenate(parts) for parts in zip(*found, strict=True))
    found.clear()
    place = np.zeros(skills * skills, dtype=np.int32)
    place[pair] = 1
    known = np.flatnonzero(place)
    place[known] = np.arange(len(known))
    said = sparse.coo_array((value, (place[pair], employer)), shape=(len(known), employers)).tocsr()
    return Pairs(skills, known, said.astype(np.float64))


def _summed(named: sparse.csr_array, own: Ints, skills: int) -> _Summed:
    """Pair, employer and weight of each pair that an employer's postings name, once an employer and pair."""
    named.sort_indices()
    length = np.diff(named.indptr)
    keys, values = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    for count in np.unique(length[length > 1]):
        rows = np.flatnonzero(length == count)
        at = named.indptr[rows][:, None] + np.arange(count)
        columns, weights = named.indices[at].astype(np.int64), named.data[at]
        one, other = np.triu_indices(count, 1)
        key = (own[rows][:, None] * skills + columns[:, one]) * skills + columns[:, other]
        keys.append(key.ravel())
        values.append((weights[:, one] * weights[:, other]).ravel())
    key, value = np.concatenate(keys), np.concatenate(values)
    key, number = np.unique(key, return_inverse=True)
    total = np.bincount(number, value, minlength=len(key))  # of weights that 32 bits hold exactly
    pair, employer = key % (skills * skills), key // (skills * skills)
    return pair.astype(np.int32), employer.astype(np.int32), total.astype(np.float32)
