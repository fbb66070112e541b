"""Skills → lane affinities; a reading → lane probabilities.

A skill's affinity comes from the corpus: positive PMI of skills that stand together → SVD → cosine to the centroid of
each lane's seeds (reference/skills.md section 5). A posting's probabilities come from its skills' affinities, its title
and the words of its title and duties by one softmax whose few weights are the same for all lanes, so that a lane added
by a user works without code (its words say nothing yet).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from nlp.lanes.cooccurrence import Array, Document, incidence, known_skills, positive_pmi, together
from nlp.lanes.roles import Lane, Role
from nlp.text import lower, same_length
from warehouse.models import Mention

FIT = Path(__file__).with_name("lane_fit.json")
DIMENSIONS = 48
LEAST_POSTINGS, LEAST_EMPLOYERS = 4, 3
"""A skill seen more rarely has no affinity."""
LEAST_CORPUS = 400
"""A corpus with fewer relevant postings uses the affinities that ship with the project."""
SHARED_MARGIN = 0.15
"""A skill whose best lane leads the next by less is shared; above it a skill keeps its lane in 96 % of refits with
employers drawn anew (`bench.stability`), at half of it in 91 %."""
_IDF_CAP = 4.0
_PRIOR_WEIGHT = 6.0
_NEED_WEIGHT = {"required": 1.0, "context": 1.0, "preferred": 0.5, "not_required": 0.0}


@dataclass(frozen=True, slots=True)
class LaneFit:
    """One fit: affinities of every skill seen often enough, and the softmax that turns them into probabilities."""

    lanes: tuple[str, ...]
    affinity: Mapping[str, tuple[float, ...]]
    """Skill → cosine to each lane's centroid minus the mean over lanes."""
    weight: Mapping[str, float]
    """Skill → inverse document frequency, capped."""
    softmax: Mapping[str, float]
    """`skills`, `title`, `role`, `words` and one bias a lane (`bias_<lane>`)."""
    postings: int
    """How many postings the affinities were computed from."""

    @property
    def fit_id(self) -> str:
        """The sha of what this fit says."""
        content = json.dumps([self.lanes, sorted(self.affinity.items()), sorted(self.softmax.items())])
        return hashlib.sha256(content.encode()).hexdigest()[:16]

    def is_shared(self, skill: str) -> bool:
        """Whether a skill belongs to no single lane (Python, AWS, Docker)."""
        best, second = sorted(self.affinity[skill], reverse=True)[:2]
        return best - second < SHARED_MARGIN


def fit_affinities(documents: Sequence[Document], lanes: Sequence[Lane], softmax: Mapping[str, float]) -> LaneFit:
    """Affinities from the skills of relevant postings. Deterministic."""
    names = known_skills(documents, LEAST_POSTINGS, LEAST_EMPLOYERS)
    index = {skill: i for i, skill in enumerate(names)}
    count = Counter(skill for _, skills in documents for skill in skills)
    vectors = _embed(documents, names)
    centroids = np.stack([_centroid(vectors, [index[s] for s in lane.seeds if s in index]) for lane in lanes])
    cosine = vectors @ centroids.T
    specific = cosine - cosine.mean(axis=1, keepdims=True)
    affinity = {skill: tuple(round(float(v), 4) for v in specific[i]) for skill, i in index.items()}
    idf = {skill: round(min(_IDF_CAP, math.log(len(documents) / count[skill])), 4) for skill in names}
    return LaneFit(tuple(lane.id for lane in lanes), affinity, idf, softmax, len(documents))


def document(asked: Iterable[tuple[str, str]]) -> dict[str, float]:
    """The hard skills of one posting, given as (skill, need), with the weight of their strongest need."""
    skills: dict[str, float] = {}
    for skill, need in asked:
        if (weight := _NEED_WEIGHT[need]) > skills.get(skill, 0.0):
            skills[skill] = weight
    return skills


def hard_skills(mentions: Iterable[Mention]) -> list[tuple[str, str]]:
    """(skill, need) of each mention that is no soft skill."""
    return [(m.skill, m.need) for m in mentions if m.kind != "soft"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a posting says of its lanes."""

    title: str
    skills: Mapping[str, float]
    """Weighted hard skills (`document`)."""
    words: Mapping[str, float]
    """Lane → what the words of title and duties say for it (nlp.lanes.words); a lane that is absent has 0."""


def scores(given: Evidence, fit: LaneFit, lanes: Sequence[Lane], roles: Sequence[Role]) -> Array:
    """Per lane four numbers, shape (4, lanes): what the skills, the title's cues, the title's role and words say."""
    order = [lane.id for lane in lanes]
    by_skill, total = np.zeros(len(order)), _PRIOR_WEIGHT
    for skill, need in given.skills.items():
        if skill in fit.affinity:
            by_skill += need * fit.weight[skill] * np.asarray(fit.affinity[skill])
            total += need * fit.weight[skill]
    low = lower(same_length(given.title))
    by_title = np.array([float(lane.title is not None and lane.title.search(low) is not None) for lane in lanes])
    role = next((r.lane for r in roles if r.title.search(low)), None)
    by_role, by_words = ([float(lane == role) for lane in order], [given.words.get(lane, 0.0) for lane in order])
    return np.stack([by_skill / total, by_title, np.array(by_role), np.array(by_words)])


def probabilities(
    given: Evidence, relevance: float, fit: LaneFit, lanes: Sequence[Lane], roles: Sequence[Role]
) -> dict[str, float]:
    """Lane → probability of a posting that says so; the rest to 1 is none's."""
    said = scores(given, fit, lanes, roles)
    logits = fit.softmax["skills"] * 10 * said[0] + sum(
        fit.softmax[name] * said[row] for row, name in enumerate(("title", "role", "words"), start=1)
    )
    logits += np.array([fit.softmax.get(f"bias_{lane.id}", 0.0) for lane in lanes])
    within = np.exp(logits - logits.max())
    within = within / within.sum() * relevance
    return {lane.id: round(float(p), 4) for lane, p in zip(lanes, within, strict=True)}


def primary_lane(lane_probabilities: Mapping[str, float]) -> str:
    """The likeliest lane, `none` where it is likelier that none holds than that one does."""
    best = max(lane_probabilities, key=lambda lane: lane_probabilities[lane])
    return best if sum(lane_probabilities.values()) >= 0.5 else "none"


@cache
def shipped_fit() -> LaneFit:
    """The fit that ships with the project: numbers computed by `bench/fitting/lanes.py`."""
    data = json.loads(FIT.read_text(encoding="utf-8"))
    return LaneFit(
        tuple(data["lanes"]),
        {skill: tuple(row["affinity"]) for skill, row in data["skills"].items()},
        {skill: row["weight"] for skill, row in data["skills"].items()},
        data["softmax"],
        data["postings"],
    )


def _embed(documents: Sequence[Document], skills: Sequence[str]) -> Array:
    """One unit vector a skill, shape (skills, DIMENSIONS): PPMI of co-mention → truncated SVD."""
    from sklearn.utils.extmath import randomized_svd  # noqa: PLC0415 -- a tenth of a second that only a fit should pay

    pmi = positive_pmi(together(incidence(documents, skills)))
    left, strength, _ = randomized_svd(pmi, min(DIMENSIONS, len(skills) - 1), n_iter=8, random_state=0)
    vectors: Array = left * np.sqrt(strength)
    unit: Array = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
    return unit


def _centroid(vectors: Array, seeds: Sequence[int]) -> Array:
    if not seeds:
        return np.zeros(vectors.shape[1])
    middle: Array = vectors[list(seeds)].mean(axis=0)
    return middle / (np.linalg.norm(middle) + 1e-9)
