"""Does a skill keep its lane when the postings are drawn anew? `python -m bench.stability --postings FILE…`.

Each refit draws employers with replacement from the relevant postings and fits the lanes again. Counted are the skills
that the fit over all postings gives to one lane: in what part of the refits that know them they have the same lane.
Of the skill clusters it prints how many keep their id among employers drawn anew and with a tenth of them gone, and how
many are found where skills are dealt out by chance (there should be none).
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from bench.support.labelled import rows
from nlp.lanes.clusters import find_clusters, with_ids
from nlp.lanes.cooccurrence import Document
from nlp.lanes.model import LaneFit, document, fit_affinities, hard_skills
from nlp.lanes.roles import lanes
from nlp.posting.reader import PostingReader
from nlp.taxonomy.loader import load

DEALT = 5
"""Corpora of skills dealt out by chance."""


def main() -> None:
    """Fit, draw, refit, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--postings", type=Path, nargs="+", required=True)
    parser.add_argument("--refits", type=int, default=50)
    parser.add_argument("--cluster-refits", type=int, default=5)
    given = parser.parse_args()
    reader = PostingReader(load())
    by_employer: dict[str, list[dict[str, float]]] = defaultdict(list)
    for posting in rows(given.postings):
        reading = reader.read(posting["title"], posting["text"])
        if reading.relevant:
            by_employer[str(posting.get("company"))].append(document(hard_skills(reading.skills)))
    employers = sorted(by_employer)
    documents = [(name, skills) for name in employers for skills in by_employer[name]]
    whole = _fit(documents)
    own = {skill: _lane(whole, skill) for skill in whole.affinity if not whole.is_shared(skill)}
    kept = known = 0
    rng = np.random.default_rng(0)
    for _ in range(given.refits):
        fit = _fit(_drawn(by_employer, rng))
        for skill, lane in own.items():
            if skill in fit.affinity:
                known += 1
                kept += _lane(fit, skill) == lane
    print(f"{len(own)} of {len(whole.affinity)} skills belong to one lane; {len(employers)} employers")
    print(f"same lane in {kept / known:.3f} of {known} (skill, refit) pairs over {given.refits} refits")
    again = [_drawn(by_employer, rng) for _ in range(given.cluster_refits)]
    fewer = [_thinned(documents, rng) for _ in range(given.cluster_refits)]
    _clusters(documents, whole, {"employers drawn anew": again, "a tenth of the employers gone": fewer})


def _clusters(documents: list[Document], whole: LaneFit, refits: Mapping[str, list[list[Document]]]) -> None:
    found = find_clusters(documents, whole)
    ids = {cluster.cluster_id: cluster.skills for cluster in found}
    print(f"{len(found)} skill clusters of {sum(len(c.skills) for c in found)} skills")
    for how, corpora in refits.items():
        again = [{c.cluster_id for c in with_ids(find_clusters(corpus, whole), ids)} for corpus in corpora]
        kept = [len(names & ids.keys()) for names in again]
        print(f"{how}: found again under their id {kept}; found in all {[len(names) for names in again]}")
    rng = np.random.default_rng(1)
    dealt = [len(find_clusters(dealt_anew(documents, rng), whole)) for _ in range(DEALT)]
    print(f"clusters where the same skills are dealt out by chance: {dealt}")


def dealt_anew(documents: list[Document], rng: np.random.Generator) -> list[Document]:
    """The documents with their skills exchanged at random, each skill as frequent and each document as long as before.

    Pairs of documents trade what only one of them has (the curveball of Strona et al. 2014), six times each.
    """
    dealt = [set(skills) for _, skills in documents]
    for _ in range(6 * len(dealt)):
        one, other = rng.choice(len(dealt), size=2, replace=False)
        both = dealt[one] & dealt[other]
        pool = sorted(dealt[one] ^ dealt[other])
        mine = len(dealt[one]) - len(both)
        order = rng.permutation(len(pool))
        dealt[one] = both | {pool[i] for i in order[:mine]}
        dealt[other] = both | {pool[i] for i in order[mine:]}
    return [(employer, dict.fromkeys(skills, 1.0)) for (employer, _), skills in zip(documents, dealt, strict=True)]


def _thinned(documents: list[Document], rng: np.random.Generator) -> list[Document]:
    employers = sorted({employer for employer, _ in documents})
    gone = set(rng.choice(employers, size=len(employers) // 10, replace=False))
    return [document for document in documents if document[0] not in gone]


def _drawn(by_employer: Mapping[str, list[dict[str, float]]], rng: np.random.Generator) -> list[Document]:
    employers = sorted(by_employer)
    drawn = [employers[i] for i in rng.integers(len(employers), size=len(employers))]
    return [(f"{name}#{n}", skills) for n, name in enumerate(drawn) for skills in by_employer[name]]


def _fit(documents: list[Document]) -> LaneFit:
    return fit_affinities(documents, lanes(), {})


def _lane(fit: LaneFit, skill: str) -> str:
    return fit.lanes[int(np.argmax(fit.affinity[skill]))]


if __name__ == "__main__":
    main()
