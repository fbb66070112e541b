"""Fit nlp/posting/relevance.py: `python -m bench.fitting.relevance --gold FILE… --postings FILE… --near-misses FILE…`.

Labelled postings count 1 each, near misses 0.05 (338 of one kind must not drown the few labelled ones).
Prints the accuracy by 8-fold cross-validation, file by file, and writes nlp/posting/relevance_weights.json.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bench.support.labelled import rows
from nlp.posting.reader import PostingReader
from nlp.posting.relevance import FEATURES, WEIGHTS, features
from nlp.posting.sections import place
from nlp.taxonomy.loader import load

NEAR_MISS_WEIGHT = 0.05
INVERSE_RIDGE = 5.0
REPEATS = 4


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--postings", type=Path, nargs="*", default=[], help="the texts of labels without one")
    parser.add_argument("--near-misses", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    reader = PostingReader(load())
    values, labels, weights, origin = [], [], [], []
    for path in [*given.gold, *given.near_misses]:
        is_gold = path in given.gold
        for posting in rows([path], given.postings):
            if posting.get("language", "en") == "en":
                placed = place(posting["text"])
                title, company = posting["title"], posting.get("company")
                mentions = reader.mentions(posting["text"], placed, title, company)
                values.append(features(title, mentions, placed, reader.taxonomy))
                labels.append(bool(posting["relevant"]) if is_gold else False)
                weights.append(1.0 if is_gold else NEAR_MISS_WEIGHT)
                origin.append(path.name)
    x, y, weight, source = np.array(values), np.array(labels), np.array(weights), np.array(origin)
    guess = np.zeros((REPEATS, len(y)), dtype=bool)
    for seed in range(REPEATS):
        for train, test in StratifiedKFold(8, shuffle=True, random_state=seed).split(x, y):
            guess[seed, test] = _model().fit(x[train], y[train], sample_weight=weight[train]).predict(x[test])
    for name in dict.fromkeys(origin):
        here = source == name
        print(f"cross-validated: {name} {(guess[:, here] == y[here]).mean():.3f} of {here.sum()}")
    model = _model().fit(x, y, sample_weight=weight)
    fitted = {name: round(float(w), 3) for name, w in zip(FEATURES, model.coef_[0], strict=True)}
    fitted["intercept"] = round(float(model.intercept_[0]), 3)
    count = {"labelled": int((weight == 1.0).sum()), "near_misses": int((weight < 1.0).sum())}
    out = {"made_by": "python -m bench.fitting.relevance", **count, "weights": fitted}
    WEIGHTS.write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


def _model() -> LogisticRegression:
    return LogisticRegression(C=INVERSE_RIDGE, max_iter=1000)


if __name__ == "__main__":
    main()
