"""Skill clusters: groups of skills that postings name together, shown only where they come back when employers are
drawn anew, named by their most specific skills, with ids that survive refitting (reference/skills.md section 5.3).
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.lanes.cooccurrence import Array, Document, Pairs, incidence, known_skills, pairs_of, positive_pmi
from nlp.lanes.model import SHARED_MARGIN, LaneFit

Bools = NDArray[np.bool_]

SHIPPED = Path(__file__).with_name("skill_clusters.json")
DRAWS = 50
LEAST_EMPLOYERS = 12
"""A skill that fewer employers name is too rare to say where it stands."""
SIZES = range(4, 26)
"""How many skills a cluster may have: of three, two that always stand together would make it look stable."""
LEAST_STABILITY = 0.6
"""Hennig (2007): below a mean Jaccard of 0.6 a cluster should not be trusted."""
LEAST_LIFT = 2.0
"""Each member stands with half of the others at least so many times as often as by chance; without it skills that are
merely frequent make a group that every draw repeats. Where skills are dealt out by chance nothing passes both."""
LEAST_MATCH = 3
"""A branch is not found again in a pair."""
LEAST_PAIR_EMPLOYERS = 3
"""Two skills stand together only where so many employers say so: one employer's boilerplate makes no cluster."""
KIN = 0.4
"""A cluster keeps an earlier one's id from this Jaccard on."""


@dataclass(frozen=True, slots=True)
class SkillCluster:
    """Skills that stand together."""

    cluster_id: str
    skills: tuple[str, ...]
    """The most specific first: those that most exceed chance beside the others."""
    stability: float
    """Mean over the draws of the Jaccard with the likest group of that draw (0-1)."""
    lift: float
    """Median over pairs: how many times as often as by chance they stand in one posting."""
    lane: str | None
    """The lane it lies in; None: across lanes."""


def find_clusters(documents: Sequence[Document], fit: LaneFit, draws: int = DRAWS) -> tuple[SkillCluster, ...]:
    """The stable clusters of these postings, the most stable first. Deterministic; the ids are those of newborns.

    Average linkage on the cosine of PPMI rows; of the tree's branches those are kept that come back in the trees of
    employers drawn with replacement, without the skills that mostly stand apart there. An employer with many
    postings speaks with the square root of their number.
    """
    skills = known_skills(documents, LEAST_EMPLOYERS, LEAST_EMPLOYERS)
    if len(skills) < SIZES.start:
        return ()
    named = incidence(documents, skills)
    _, own = np.unique([employer for employer, _ in documents], return_inverse=True)
    said, voice = pairs_of(named, own), 1 / np.sqrt(np.bincount(own))
    joint = said.together(voice)
    branches, joins = _tree(joint)
    if not len(joins):
        return ()
    size = branches.sum(axis=1)
    lift = _lift(sparse.csr_array(named.sign()), voice[own]) * (said.employers() >= LEAST_PAIR_EMPLOYERS)
    pair_lift = np.array(
        [_median_pair(lift, np.flatnonzero(m)) if n in SIZES else 0.0 for m, n in zip(branches, size, strict=True)]
    )
    tried = np.flatnonzero(pair_lift >= LEAST_LIFT)
    stability, kept = np.zeros(len(branches)), branches.copy()
    stability[tried], kept[tried] = _redrawn(branches[tried], said, voice, draws)
    pmi = positive_pmi(joint)
    found = []
    for branch in _chosen(stability, size, joins):
        members = _close(lift, np.flatnonzero(kept[branch]))
        if len(members) not in SIZES:
            continue
        specific = pmi[np.ix_(members, members)].sum(axis=1)
        ordered = tuple(skills[members[i]] for i in np.lexsort((members, -specific.round(9))))
        rounded = round(float(stability[branch]), 3), round(_median_pair(lift, members), 2)
        found.append(SkillCluster(_newborn(ordered), ordered, *rounded, _lane(ordered, fit)))
    return tuple(sorted(found, key=lambda c: (-c.stability, c.cluster_id)))


def with_ids(found: Sequence[SkillCluster], earlier: Mapping[str, Collection[str]]) -> tuple[SkillCluster, ...]:
    """`found` with the ids of the `earlier` clusters (id → skills) that they continue.

    One to one, so that the Jaccards add up to the most (Hungarian assignment); what overlaps none enough keeps its own.
    """
    ids = sorted(earlier)
    if not found or not ids:
        return tuple(found)
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 -- only a fit should pay for loading it

    kinship = np.array([[_jaccard(set(cluster.skills), set(earlier[name])) for name in ids] for cluster in found])
    kinship[kinship < KIN] = 0.0
    pairs = zip(*linear_sum_assignment(kinship, maximize=True), strict=True)
    kept = {int(i): ids[j] for i, j in pairs if kinship[i, j] > 0}
    return tuple(
        dataclasses.replace(cluster, cluster_id=kept.get(i) or _unused(cluster.cluster_id, earlier))
        for i, cluster in enumerate(found)
    )


def _unused(name: str, earlier: Collection[str]) -> str:
    """A newborn's id, changed where one was born with the same skills and has others now."""
    while name in earlier:
        name += "b"
    return name


@cache
def shipped_clusters() -> tuple[SkillCluster, ...]:
    """The clusters that ship with the project: computed by `bench/fitting/lanes.py` with the lanes that ship."""
    data = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return tuple(SkillCluster(**{**cluster, "skills": tuple(cluster["skills"])}) for cluster in data["clusters"])


def _redrawn(branches: Bools, said: Pairs, voice: Array, draws: int) -> tuple[Array, Bools]:
    """How each branch (branches, skills) fares where employers are drawn anew.

    Its mean Jaccard with the likest branch of each draw's tree, over the skills that the draw has; and its members
    without those that stand apart from that branch in most draws.
    """
    employers, ours = len(voice), np.flatnonzero(branches.any(axis=0))
    mine = branches[:, ours].astype(np.float32)
    stability, inside, drawn_at_all = np.zeros(len(mine)), np.zeros_like(mine), np.zeros(mine.shape[1])
    rng = np.random.default_rng(0)
    for _ in range(draws):
        times = np.bincount(rng.integers(employers, size=employers), minlength=employers)
        joint = said.together(voice * times)
        drawn, _ = _tree(joint)
        if not len(drawn):
            continue
        size = drawn.sum(axis=1)
        is_like = (size >= LEAST_MATCH) & (size <= 2 * SIZES.stop)
        other = drawn[np.ix_(is_like, ours)].astype(np.float32)
        has = joint[ours].any(axis=1)
        there = mine * has
        both = there @ other.T
        jaccard = both / (there.sum(axis=1)[:, None] + size[is_like][None, :] - both)
        stability += jaccard.max(axis=1)
        inside += other[jaccard.argmax(axis=1)]
        drawn_at_all += has
    kept = np.zeros_like(branches)
    kept[:, ours] = branches[:, ours] & (inside > drawn_at_all / 2)
    return stability / draws, kept


def _tree(joint: Array) -> tuple[Bools, NDArray[np.int64]]:
    """Every branch of the linkage tree of the skills that stand with any other.

    (branches, skills) which skills a branch holds, leaves first; (branches - leaves, 2) the two that each joins.
    """
    pmi = positive_pmi(joint)
    there = np.flatnonzero(pmi.any(axis=1))
    if len(there) < SIZES.start:
        return np.zeros((0, len(joint)), dtype=bool), np.zeros((0, 2), dtype=np.int64)
    from scipy.cluster.hierarchy import linkage  # noqa: PLC0415 -- as above
    from scipy.spatial.distance import squareform  # noqa: PLC0415

    # One product of directions is five times as fast as a distance pair by pair; rounded, so that ties stay ties.
    directions = pmi[there]
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    apart = 1 - squareform(directions @ directions.T, checks=False)
    apart = apart.clip(0, out=apart).round(12, out=apart)
    joins = linkage(apart, "average")[:, :2].astype(np.int64)
    branches = np.zeros((len(there) + len(joins), len(joint)), dtype=bool)
    branches[np.arange(len(there)), there] = True
    for number, (left, right) in enumerate(joins, start=len(there)):
        branches[number] = branches[left] | branches[right]
    return branches, joins


def _chosen(stability: Array, size: NDArray[np.int64], joins: NDArray[np.int64]) -> list[int]:
    """Branches that do not overlap and are stable; one instead of those within it where its members' stability above
    the least adds up to no less (as HDBSCAN chooses by excess of mass)."""
    leaves = len(size) - len(joins)
    within: list[tuple[float, list[int]]] = [(0.0, [])] * leaves
    for number, (left, right) in enumerate(joins, start=leaves):
        below = within[left][0] + within[right][0], within[left][1] + within[right][1]
        own = (float(stability[number]) - LEAST_STABILITY) * int(size[number])
        within.append((own, [number]) if own >= max(below[0], 0.0) and stability[number] else below)
    return within[-1][1]


def _lift(named: sparse.csr_array, weight: Array) -> Array:
    """How many times as often as by chance each two skills stand in one posting, shape (skills, skills)."""
    both = np.asarray((named.T @ sparse.csr_array(named.multiply(weight[:, None]))).todense())
    alone = both.diagonal()
    lift: Array = both * weight.sum() / np.outer(alone, alone)
    return lift


def _median_pair(lift: Array, members: NDArray[np.int64]) -> float:
    return float(np.median(lift[np.ix_(members, members)][np.triu_indices(len(members), 1)]))


def _close(lift: Array, members: NDArray[np.int64]) -> NDArray[np.int64]:
    """The members that stand with half of the others often enough: what is merely frequent stands with anything."""
    others = lift[np.ix_(members, members)].copy()
    np.fill_diagonal(others, np.nan)
    return members[np.nanmedian(others, axis=1) >= LEAST_LIFT] if len(members) > 1 else members


def _lane(skills: Sequence[str], fit: LaneFit) -> str | None:
    """The lane that the skills' mean affinity leads to, by the margin that a single skill needs."""
    known = [fit.affinity[skill] for skill in skills if skill in fit.affinity]
    if not known:
        return None
    mean = np.mean(known, axis=0)
    order = np.argsort(-mean, kind="stable")
    return fit.lanes[order[0]] if mean[order[0]] - mean[order[1]] >= SHARED_MARGIN else None


def _newborn(skills: Sequence[str]) -> str:
    """An id that no other set of skills has."""
    return "c" + hashlib.sha256("\n".join(sorted(skills)).encode()).hexdigest()[:8]


def _jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)
