"""Fit nlp/posting/relevance: `python -m bench.fitting.relevance --gold … --labels … --postings … --near-misses …`.

The words of titles, those of duties and the skills are fitted first, each alone (logistic regression, L2), then the
features together with what words say of postings that they were not fitted on. A label of whole boards counts by the
root of its weight (1 in the mean), any other 1; two labels of one posting count a half each, a doubtful one a little
for the other answer. Near misses (no label, none relevant) are of one kind and count little, as do relevant postings
retold under the title of one who only speaks of AI. Prints the figures of cross-validation over employers; writes
weights.json and word_weights.json.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from bench.support.boards import Judged, print_boards
from bench.support.labelled import rows
from bench.support.words import known_words, matrix
from nlp.lanes.cooccurrence import Array
from nlp.posting.reader import PostingReader
from nlp.posting.relevance import Said, title_kind
from nlp.posting.relevance.model import WEIGHTS, WORD_WEIGHTS, WORDS, feature_names, features, word_parts
from nlp.posting.sections import place
from nlp.taxonomy.loader import load

NEAR_MISSES = "near misses"
FOLDS, INNER_FOLDS = 10, 6
WORDS_INVERSE_RIDGE, INVERSE_RIDGE = 2.0, 5.0
NEAR_MISS_WEIGHT = 0.15
RETOLD = "retold"
"""A relevant posting under a title that speaks of AI: not relevant, whatever its text is full of (the guidelines)."""
RETOLD_TITLES = (
    *("AI Recruiter", "Account Executive, AI", "Developer Advocate, AI", "AI Product Manager", "AI Trainer"),
    *("Technical Program Manager, AI", "Technical Writer, AI", "AI Product Designer", "AI Instructor"),
    *("AI Sales Engineer", "Support Engineer, AI", "AI Marketing Lead"),
)
DOUBT = 0.05
"""How much a doubtful label counts for the other answer: of 31 doubtful ones the second reader contradicted one."""


@dataclass(frozen=True)
class Labelled:
    """Labelled postings as the models see them, one row a posting."""

    x: Array
    words: Sequence[sparse.csr_array]
    """Of each of `WORDS` (`word_parts`), over the same vocabulary."""
    vocabulary: Sequence[str]
    share: Array
    """How much of the labels says relevant, 0-1."""
    weight: Array
    employer: NDArray[np.str_]
    judged: list[Judged]


def collect(found: Sequence[dict[str, Any]], reader: PostingReader) -> Labelled:
    """Read each posting once, whatever the number of its labels."""
    labels: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        if row.get("language", "en") == "en":
            labels.setdefault(row["id"], []).append(row)
    roots = {name: np.sqrt(same[0]["weight"]) for name, same in labels.items() if "weight" in same[0]}
    mean = np.mean(list(roots.values()) or [1.0])
    x, bags, share, weight, employer, judged = [], [], [], [], [], []
    for name, same in labels.items():
        row = same[0]
        title, company = row["title"] or "", row.get("company")
        placed = place(row["text"])
        mentions = reader.mentions(row["text"], placed, title, company)
        said = Said.of(title, mentions, placed, reader.taxonomy)
        x.append(features(title, mentions, placed, said))
        bags.append(said.words)
        share.append(np.mean([_share(one) for one in same]))
        agreed = float(np.mean([one["relevant"] for one in same]))
        is_little = row["origin"] in {NEAR_MISSES, RETOLD}
        weight.append(NEAR_MISS_WEIGHT if is_little else roots.get(name, mean) / mean)
        employer.append(_employer(row).lower())
        kind = row.get("title_kind") or title_kind(title)
        is_sure = not any(one.get("doubt") for one in same)
        judged.append(Judged(row["origin"], agreed, row.get("weight", 0.0), kind, is_sure))
    vocabulary = known_words(bags)
    return Labelled(
        np.array(x),
        [matrix(bag_of_part, vocabulary) for bag_of_part in zip(*map(word_parts, bags), strict=True)],
        vocabulary,
        np.array(share),
        np.array(weight),
        np.array(employer),
        judged,
    )


def cross_validated(data: Labelled) -> Array:
    """The relevance of each posting by models that saw none of its employer."""
    chance = np.zeros(len(data.share))
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=0).split(data.x, groups=data.employer):
        inside = _words_unseen(data, train)
        model = _features_model(data, train, inside)
        chance[test] = model.predict_proba(np.column_stack([data.x[test], _words(data, train, test)]))[:, 1]
    return chance


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gold", type=Path, nargs="*", default=[], help="labelled postings with their texts")
    parser.add_argument("--labels", type=Path, nargs="*", default=[], help="labels without texts (bench/labels)")
    parser.add_argument("--postings", type=Path, nargs="*", default=[], help="the texts of --labels")
    parser.add_argument("--near-misses", type=Path, nargs="*", default=[], help="postings of which none is relevant")
    given = parser.parse_args()
    labelled = read_labels(given.gold, given.labels, given.postings)
    labelled += [row | {"origin": NEAR_MISSES, "relevant": False} for row in rows(given.near_misses)]
    data = collect([*labelled, *retold(labelled)], PostingReader(load()))
    print_boards(data.judged, cross_validated(data), "cross-validated over employers")
    everything = np.arange(len(data.share))
    model = _features_model(data, everything, _words_unseen(data, everything))
    weights = {name: round(float(w), 3) for name, w in zip((*feature_names(), *WORDS), model.coef_[0], strict=True)} | {
        "intercept": round(float(model.intercept_[0]), 3)
    }
    made = {"made_by": "python -m bench.fitting.relevance", "labelled": len(everything)}
    WEIGHTS.write_text(json.dumps(made | {"weights": weights}, indent=1) + "\n", encoding="utf-8")
    words = sum(_word_weights(data, part, everything) for part in range(len(WORDS)))
    said = {word: [round(float(w), 4)] for word, w in zip(data.vocabulary, words, strict=True)}
    fitted = made | {"names": ["relevant"], "intercept": [0.0], "words": said}
    text = json.dumps(fitted, separators=(",", ":"), ensure_ascii=False).replace("],", "],\n")
    WORD_WEIGHTS.write_text(text + "\n", encoding="utf-8")


def read_labels(gold: Sequence[Path], labels: Sequence[Path], postings: Sequence[Path]) -> list[dict[str, Any]]:
    """The rows of labelled files with their texts, each with its `origin`."""
    whole = [row | {"origin": path.stem} for path in gold for row in rows([path])]
    return whole + [row | {"origin": path.stem} for path in labels for row in rows([path], postings)]


def retold(labelled: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each relevant posting once more, under one of `RETOLD_TITLES`."""
    relevant = {row["id"]: row for row in labelled if row["relevant"]}
    plain = ("text", "language", "company")
    return [
        {key: row[key] for key in plain if key in row}
        | {"id": f"{name} {RETOLD}", "title": title, "relevant": False, "origin": RETOLD, "company": _employer(row)}
        for title, (name, row) in zip(cycle(RETOLD_TITLES), relevant.items(), strict=False)
    ]


def _employer(row: dict[str, Any]) -> str:
    return str(row.get("company") or row["id"])


def _share(label: dict[str, Any]) -> float:
    off = DOUBT if label.get("doubt") else 0.0
    return 1 - off if label["relevant"] else off


def _soft(x: Any, share: Array, weight: Array, inverse_ridge: float) -> LogisticRegression:
    """A logistic regression on shares of yes and no."""
    both = sparse.vstack([x, x]).tocsr() if sparse.issparse(x) else np.vstack([x, x])
    counts = np.concatenate([weight * share, weight * (1 - share)])
    kept = counts > 0
    answer = np.repeat([True, False], len(share))
    return LogisticRegression(C=inverse_ridge, max_iter=5000).fit(both[kept], answer[kept], sample_weight=counts[kept])


def _word_weights(data: Labelled, part: int, train: NDArray[np.int64]) -> Array:
    """Of the whole vocabulary; words of the other part have 0."""
    model = _soft(data.words[part][train], data.share[train], data.weight[train], WORDS_INVERSE_RIDGE)
    return np.asarray(model.coef_[0], dtype=np.float64)


def _words(data: Labelled, train: NDArray[np.int64], test: NDArray[np.int64]) -> Array:
    """What the words of each part say, shape (test, parts); an intercept is the features' model's."""
    return np.column_stack([of[test] @ _word_weights(data, part, train) for part, of in enumerate(data.words)])


def _words_unseen(data: Labelled, train: NDArray[np.int64]) -> Array:
    """What words say of each of these postings when they are fitted on the others' employers."""
    said = np.zeros((len(train), len(WORDS)))
    for inner, held in GroupKFold(INNER_FOLDS).split(train, groups=data.employer[train]):
        said[held] = _words(data, train[inner], train[held])
    return said


def _features_model(data: Labelled, train: NDArray[np.int64], words: Array) -> LogisticRegression:
    return _soft(np.column_stack([data.x[train], words]), data.share[train], data.weight[train], INVERSE_RIDGE)


if __name__ == "__main__":
    main()
