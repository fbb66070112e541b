"""Which skills stand together in postings, as positive pointwise mutual information; lanes and clusters rest on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Array = NDArray[np.float64]
Document = tuple[str, Mapping[str, float]]
"""(employer, {skill: weight 0-1}) of one posting."""

CONTEXT_SMOOTHING = 0.75
"""Exponent of the context distribution in the PMI (Levy, Goldberg & Dagan 2015)."""


def known_skills(documents: Sequence[Document], least_postings: int, least_employers: int) -> list[str]:
    """The skills that so many postings of so many employers name, in order of id."""
    postings: dict[str, int] = {}
    employers: dict[str, set[str]] = {}
    for employer, skills in documents:
        for skill in skills:
            postings[skill] = postings.get(skill, 0) + 1
            employers.setdefault(skill, set()).add(employer)
    return sorted(s for s, n in postings.items() if n >= least_postings and len(employers[s]) >= least_employers)


def incidence(documents: Sequence[Document], skills: Sequence[str]) -> sparse.csr_array:
    """The weight of each skill in each posting, shape (documents, skills)."""
    index = {skill: column for column, skill in enumerate(skills)}
    rows, columns, values = [], [], []
    for row, (_, named) in enumerate(documents):
        for skill, weight in named.items():
            if skill in index:
                rows.append(row)
                columns.append(index[skill])
                values.append(weight)
    shape = (len(documents), len(skills))
    return sparse.coo_array((np.array(values, dtype=np.float64), (rows, columns)), shape=shape).tocsr()


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
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = np.log((joint / total) / np.outer(target, context))
    return np.where(np.isfinite(pmi), np.maximum(pmi, 0.0), 0.0)
