"""Fit the section model that ships: `python -m bench.fitting.sections --postings FILE… [--without FILE…]`.

A statement under a known heading takes the heading's section as its label; a first fit drops the labels that the words
speak strongly against (a company's closing words under «Requirements»). Postings of `--without` (labelled ones that
measure) take no part. Prints the accuracy on every eighth posting, kept apart, and writes section_weights.json.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from bench.support.labelled import rows
from nlp.placed import SECTIONS, Placed
from nlp.posting.sections import place_by_headings
from nlp.posting.sections.model import WEIGHTS, Array, features

LEAST_POSTINGS, LEAST_EMPLOYERS, MOST_FEATURES = 12, 6, 14_000
IMPLAUSIBLE = 0.05
INVERSE_RIDGE = 0.3

Document = list[tuple[list[str], str]]


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--postings", type=Path, nargs="+", required=True)
    parser.add_argument("--without", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    kept_apart = {p["id"] for p in rows(given.without)}
    employers, documents = [], []
    for posting in rows(given.postings):
        if posting["id"] not in kept_apart:
            documents.append(_document(place_by_headings(posting["text"])))
            employers.append(str(posting.get("company")))
    index = _vocabulary(documents, employers)
    test = [d for i, d in enumerate(documents) if i % 8 == 0]
    train = [d for i, d in enumerate(documents) if i % 8]
    x, y = _matrix(train, index)
    model = LogisticRegression(C=INVERSE_RIDGE, max_iter=200)
    model.fit(x, y)
    keep = model.predict_proba(x)[np.arange(len(y)), y] > IMPLAUSIBLE
    model.fit(x[keep], y[keep])
    tx, ty = _matrix(test, index)
    guess = model.predict(tx)
    print(
        f"{len(train)} postings, {keep.sum()} of {len(y)} statements; "
        f"kept apart: {(guess == ty).mean():.3f} of {len(ty)} right"
    )
    for i, name in enumerate(SECTIONS):
        print(f"  {name:16} recall {(guess[ty == i] == i).mean():.3f} precision {(ty[guess == i] == i).mean():.3f}")
    steps = _steps(train)
    names = sorted(index, key=index.__getitem__)
    weights = np.rint(model.coef_.T * 10).astype(int)
    out = {
        "made_by": "python -m bench.fitting.sections",
        "postings": len(train),
        "statements": int(keep.sum()),
        "sections": SECTIONS,
        "bias": model.intercept_.round(3).tolist(),
        "steps": steps.round(3).tolist(),
        "features": {name: weights[i].tolist() for i, name in enumerate(names) if weights[i].any()},
    }
    WEIGHTS.write_text(
        json.dumps(out, separators=(",", ":"), ensure_ascii=False).replace('],"', '],\n"') + "\n", encoding="utf-8"
    )


def _document(placed: list[Placed]) -> Document:
    last = max(1, len(placed) - 1)
    return [(features(p.statement, i / last), p.section) for i, p in enumerate(placed) if not p.is_heading]


def _vocabulary(documents: list[Document], employers: list[str]) -> dict[str, int]:
    seen: dict[str, set[int]] = defaultdict(set)
    for number, document in enumerate(documents):
        for found, _ in document:
            for name in found:
                seen[name].add(number)
    often = [
        n for n, d in seen.items() if len(d) >= LEAST_POSTINGS and len({employers[i] for i in d}) >= LEAST_EMPLOYERS
    ]
    return {name: i for i, name in enumerate(sorted(often, key=lambda n: (-len(seen[n]), n))[:MOST_FEATURES])}


def _matrix(documents: list[Document], index: dict[str, int]) -> tuple[sparse.csr_matrix, Array]:
    columns, ends, labels = [], [0], []
    for document in documents:
        for found, section in document:
            columns += [index[name] for name in found if name in index]
            ends.append(len(columns))
            labels.append(SECTIONS.index(section))
    x = sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(labels), len(index)))
    return x, np.array(labels)


def _steps(documents: list[Document]) -> Array:
    counts = np.ones((len(SECTIONS), len(SECTIONS)))
    for document in documents:
        for (_, a), (_, b) in pairwise(document):
            counts[SECTIONS.index(a), SECTIONS.index(b)] += 1
    result: Array = np.log(counts / counts.sum(axis=1, keepdims=True))
    return result


if __name__ == "__main__":
    main()
