"""Fit the weights of nlp/relevance.py: `python -m bench.fit_relevance --gold FILE… --near-misses FILE…`.

Labelled postings count 1 each, near misses 0.1 (338 data/analytics postings of one kind must not drown 28 labelled ones).
Prints the accuracy by 8-fold cross-validation and writes nlp/taxonomy/relevance_weights.json.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bench.labelled import rows
from nlp.postings import PostingReader
from nlp.relevance import FEATURES, features
from nlp.sections import place
from nlp.taxonomy import FOLDER, load

NEAR_MISS_WEIGHT = 0.1


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--near-misses", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    reader = PostingReader(load())
    gold, missed = list(rows(given.gold)), list(rows(given.near_misses))
    x = np.array([features(p["title"], reader.mentions(p["text"], place(p["text"])), reader.taxonomy) for p in gold + missed])
    y = np.array([bool(p["relevant"]) for p in gold] + [False] * len(missed))
    weight = np.array([1.0] * len(gold) + [NEAR_MISS_WEIGHT] * len(missed))
    model = LogisticRegression(C=1.0)
    guess = np.zeros(len(y))
    for train, test in StratifiedKFold(8, shuffle=True, random_state=0).split(x, y):
        guess[test] = model.fit(x[train], y[train], sample_weight=weight[train]).predict(x[test])
    right = guess == y
    print(f"cross-validated: labelled {right[: len(gold)].mean():.3f} of {len(gold)}", end="")
    print(f", near misses refused {right[len(gold) :].mean():.3f} of {len(missed)}" if missed else "")
    model.fit(x, y, sample_weight=weight)
    weights = {name: round(float(w), 3) for name, w in zip(FEATURES, model.coef_[0], strict=True)}
    weights["intercept"] = round(float(model.intercept_[0]), 3)
    out = {"made_by": "python -m bench.fit_relevance", "labelled": len(gold), "near_misses": len(missed), "weights": weights}
    (FOLDER / "relevance_weights.json").write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
