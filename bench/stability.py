"""Does a skill keep its lane when the postings are drawn anew? `python -m bench.stability --postings FILE…`.

Each refit draws employers with replacement from the relevant postings and fits the lanes again. Counted are the skills
that the fit over all postings gives to one lane: in what part of the refits that know them they have the same lane.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np

from bench.labelled import rows
from nlp.lanes import LaneFit, document, fit_affinities, hard_skills
from nlp.postings import PostingReader
from nlp.roles import lanes
from nlp.taxonomy import load


def main() -> None:
    """Fit, draw, refit, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--postings", type=Path, nargs="+", required=True)
    parser.add_argument("--refits", type=int, default=50)
    given = parser.parse_args()
    reader = PostingReader(load())
    by_employer: dict[str, list[dict[str, float]]] = defaultdict(list)
    for posting in rows(given.postings):
        reading = reader.read(posting["title"], posting["text"])
        if reading.relevant:
            by_employer[str(posting.get("company"))].append(document(hard_skills(reading.skills)))
    employers = sorted(by_employer)
    whole = _fit([(name, skills) for name in employers for skills in by_employer[name]])
    own = {skill: _lane(whole, skill) for skill in whole.affinity if not whole.is_shared(skill)}
    kept = known = 0
    rng = np.random.default_rng(0)
    for _ in range(given.refits):
        drawn = [employers[i] for i in rng.integers(len(employers), size=len(employers))]
        fit = _fit([(f"{name}#{n}", skills) for n, name in enumerate(drawn) for skills in by_employer[name]])
        for skill, lane in own.items():
            if skill in fit.affinity:
                known += 1
                kept += _lane(fit, skill) == lane
    print(f"{len(own)} of {len(whole.affinity)} skills belong to one lane; {len(employers)} employers")
    print(f"same lane in {kept / known:.3f} of {known} (skill, refit) pairs over {given.refits} refits")


def _fit(documents: list[tuple[str, dict[str, float]]]) -> LaneFit:
    return fit_affinities(documents, lanes(), {})


def _lane(fit: LaneFit, skill: str) -> str:
    return fit.lanes[int(np.argmax(fit.affinity[skill]))]


if __name__ == "__main__":
    main()
