"""Fit nlp/lanes/specialities.py: `python -m bench.fitting.specialities --labels FILE… --postings FILE…`.

Labels are those of postings of which at least `LEAST_SHARE` is research & modelling: only there did readers name one.
Prints how often the likeliest of specialities and none is the labelled one, by 8-fold cross-validation over employers,
and how far the probabilities are off; writes nlp/lanes/speciality_fit.json.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.model_selection import GroupKFold

from bench.support.labelled import rows
from nlp.lanes.cooccurrence import Array
from nlp.lanes.model import document, hard_skills, shipped_fit
from nlp.lanes.specialities import FIT, Evidence, in_duties, scores, specialities
from nlp.posting.reader import PostingReader
from nlp.posting.relevance import Said
from nlp.posting.sections import place
from nlp.taxonomy.loader import load

RIDGE = 0.002
LANE, LEAST_SHARE = "research", 0.4


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--labels", type=Path, nargs="+", required=True)
    parser.add_argument("--postings", type=Path, nargs="*", default=[], help="the texts of labels without one")
    given = parser.parse_args()
    reader, known = PostingReader(load()), specialities()
    names = [s.id for s in known]
    x, y, employer = [], [], []
    for posting in rows(given.labels, given.postings):
        if "speciality" in posting and posting["lanes"][LANE] >= LEAST_SHARE:
            placed = place(posting["text"])
            mentions = reader.mentions(posting["text"], placed, posting["title"], posting.get("company"))
            asked = document(hard_skills(mentions))
            said = Said.of(posting["title"], mentions, placed, reader.taxonomy)
            given_by = Evidence(posting["title"], asked, in_duties(said.duties))
            x.append(scores(given_by, shipped_fit().weight, reader.taxonomy.skills, known))
            y.append(names.index(posting["speciality"]) if posting["speciality"] else len(names))
            employer.append(str(posting.get("company")))
    said, truth = np.stack(x), np.array(y)
    right, error = np.zeros(len(truth), dtype=bool), np.zeros(len(truth))
    for train, test in GroupKFold(8).split(said, groups=employer):
        guess = _softmax(_fit(said[train], truth[train]), said[test])
        right[test] = guess.argmax(axis=1) == truth[test]
        error[test] = ((guess - np.eye(len(names) + 1)[truth[test]]) ** 2).sum(axis=1)
    named = truth < len(names)
    print(f"cross-validated on {len(truth)} postings of {LANE}, {named.sum()} of them with a speciality:")
    print(f"right {right.mean():.3f}, of those with one {right[named].mean():.3f}, squared error {error.mean():.3f}")
    weights = dict(
        zip(("skills", "title", "duties", "none"), (round(float(w), 3) for w in _fit(said, truth)), strict=True)
    )
    out = {"made_by": "python -m bench.fitting.specialities", "labelled": len(truth), "weights": weights}
    FIT.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


def _softmax(weights: Array, x: Array) -> Array:
    power = np.exp(np.tensordot(x, weights[:-1], axes=([1], [0])) - weights[-1])
    both = np.column_stack([power, np.ones(len(x))])
    result: Array = both / both.sum(axis=1, keepdims=True)
    return result


def _fit(x: Array, y: Array) -> Array:
    def loss(weights: Array) -> float:
        chance = _softmax(weights, x)[np.arange(len(y)), y]
        return float(-np.log(chance + 1e-9).mean() + RIDGE * (weights**2).sum())

    result: Array = minimize(loss, np.zeros(x.shape[1] + 1)).x
    return result


if __name__ == "__main__":
    main()
