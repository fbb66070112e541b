"""Fit the lanes that ship: `python -m bench.fitting.lanes --postings … --gold … --labels … --older …`.

Affinities come from the postings (unlabelled), what words say from labelled lane shares (logistic regression, L2, over
vectors that words have by where they stand in the unlabelled postings of `--unlabelled`, so that a word speaks that no
labelled posting says), the softmax's few weights from the same shares by cross-entropy, words speaking of postings they
were not fitted on.
Skill clusters need many postings and are found in the older ones too; one that shipped before keeps its id. Prints
accuracy and squared error by cross-validation over employers; writes lane_fit.json, word_weights.json and
skill_clusters.json (numbers only).
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from bench.fitting.relevance import read_labels
from bench.support.labelled import rows
from bench.support.words import matrix, word_vectors
from nlp.lanes.clusters import SHIPPED, find_clusters, shipped_clusters, with_ids
from nlp.lanes.cooccurrence import Array
from nlp.lanes.model import FIT, Evidence, LaneFit, document, fit_affinities, hard_skills, scores
from nlp.lanes.roles import lanes, roles
from nlp.lanes.words import WEIGHTS as WORD_WEIGHTS
from nlp.posting.reader import PostingReader
from nlp.posting.relevance import Said
from nlp.posting.sections import place
from nlp.taxonomy.loader import load
from warehouse.models import Mention

RIDGE = 0.002
FOLDS, INNER_FOLDS = 10, 6
WORDS_INVERSE_RIDGE = 4.0
WORD_DIMENSIONS = 150
MOST_UNLABELLED = 9000
"""Postings that vectors of words are made of, drawn at random; half of the labels then gives what all of them give."""


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--postings", type=Path, nargs="+", required=True)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--labels", type=Path, nargs="*", default=[], help="labels without texts (bench/labels)")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="more texts of --labels")
    parser.add_argument("--older", type=Path, nargs="*", default=[], help="for clusters, and the texts of labels")
    parser.add_argument("--unlabelled", type=Path, nargs="+", required=True, help="for the vectors of words")
    parser.add_argument("--leave-out", type=Path, nargs="*", default=[], help="ids, or labels whose texts stay unread")
    given = parser.parse_args()
    reader = PostingReader(load())
    vectors = word_vectors(_unlabelled(reader, given.unlabelled, given.leave_out), WORD_DIMENSIONS)
    corpus = [(str(p.get("company")), _skills(reader, p)) for p in rows(given.postings)]
    fit = fit_affinities(corpus, lanes(), {})
    found = _labelled(
        read_labels(given.gold, given.labels, [*given.postings, *given.older, *given.texts]), reader, fit, vectors
    )
    guess = _cross_validated(found)
    for name in dict.fromkeys([*found.origin, "all"]):
        here = (found.origin == name) | (name == "all")
        print(f"cross-validated over employers, {name} ({here.sum()}): {_figures(guess[here], found.share[here])}")
    weights = _fit(found.x, _words_unseen(found, np.arange(len(found.share))), found.share)
    names = ["skills", "title", "role", "words", *(f"bias_{lane}" for lane in fit.lanes)]
    softmax = {name: round(float(w), 3) for name, w in zip(names, weights, strict=True)}
    _write_words(found, vectors, fit.lanes)
    out = {
        "made_by": "python -m bench.fitting.lanes",
        "postings": fit.postings,
        "labelled": len(found.share),
        "lanes": fit.lanes,
        "softmax": softmax,
        "skills": {s: {"affinity": fit.affinity[s], "weight": fit.weight[s]} for s in fit.affinity},
    }
    text = json.dumps(out, separators=(",", ":")).replace('},"', '},\n"')
    FIT.write_text(text + "\n", encoding="utf-8")
    before = {cluster.cluster_id: cluster.skills for cluster in shipped_clusters()}
    older = [(str(p.get("company")), _skills(reader, p)) for p in rows(given.older)]
    clusters = with_ids(find_clusters(corpus + older, fit), before)
    kept = sum(cluster.cluster_id in before for cluster in clusters)
    print(f"{len(clusters)} skill clusters, {kept} of the {len(before)} before")
    shipped = {
        "made_by": "python -m bench.fitting.lanes",
        "clusters": [dataclasses.asdict(cluster) for cluster in clusters],
    }
    SHIPPED.write_text(json.dumps(shipped, indent=1) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Labelled:
    """Relevant labelled postings as the models see them, one row a posting."""

    x: Array
    """What skills, title and role say: shape (postings, 3, lanes)."""
    words: Array
    """The mean of its words' vectors, as nlp.words.WordWeights sums them: shape (postings, dimensions)."""
    share: Array
    """Labelled shares, shape (postings, lanes)."""
    employer: NDArray[np.str_]
    origin: NDArray[np.str_]


def _unlabelled(reader: PostingReader, paths: Sequence[Path], leave_out: Sequence[Path]) -> list[frozenset[str]]:
    """What the postings say, whatever they are; each text once."""
    apart = {_id(line) for path in leave_out for line in path.read_text(encoding="utf-8").splitlines() if line}
    texts = {row["text"]: row for row in rows(paths) if row["id"] not in apart and row.get("language", "en") == "en"}
    drawn = np.random.default_rng(0).permutation(len(texts))[:MOST_UNLABELLED]
    every = list(texts.values())
    return [_said(reader, every[i])[0].words for i in drawn]


def _id(line: str) -> str:
    return str(json.loads(line)["id"]) if line.startswith("{") else line.strip()


def _said(reader: PostingReader, row: dict[str, Any]) -> tuple[Said, tuple[Mention, ...]]:
    title, placed = row["title"] or "", place(row["text"])
    mentions = reader.mentions(row["text"], placed, title, row.get("company"))
    return Said.of(title, mentions, placed, reader.taxonomy), mentions


def _labelled(
    found: Sequence[dict[str, Any]], reader: PostingReader, fit: LaneFit, vectors: tuple[list[str], Array]
) -> Labelled:
    """Two labels of one posting are averaged; what a reader holds not relevant has no lane."""
    labels: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        if row["relevant"] and row.get("language", "en") == "en":
            labels.setdefault(row["id"], []).append(row)
    x, bags, share = [], [], []
    for same in labels.values():
        row = same[0]
        said, mentions = _said(reader, row)
        bags.append(said.words)
        x.append(scores(Evidence(row["title"] or "", document(hard_skills(mentions)), {}), fit, lanes(), roles())[:3])
        mean = np.mean([[one["lanes"][lane] for lane in fit.lanes] for one in same], axis=0)
        share.append(mean / mean.sum())
    known, of_words = vectors
    return Labelled(
        np.stack(x),
        np.asarray(matrix(bags, known) @ of_words),
        np.array(share),
        np.array([str(same[0].get("company") or name).lower() for name, same in labels.items()]),
        np.array([same[0]["origin"] for same in labels.values()]),
    )


def _cross_validated(found: Labelled) -> Array:
    guess = np.zeros_like(found.share)
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=0).split(found.share, groups=found.employer):
        weights = _fit(found.x[train], _words_unseen(found, train), found.share[train])
        guess[test] = _softmax(weights, found.x[test], _words(found, train, test))
    return guess


def _words_model(found: Labelled, train: NDArray[np.int64]) -> LogisticRegression:
    lanes_of = found.share.shape[1]
    counts = found.share[train].T.ravel()
    kept = counts > 0
    every = np.vstack([found.words[train]] * lanes_of)
    answer = np.repeat(np.arange(lanes_of), len(train))
    model = LogisticRegression(C=WORDS_INVERSE_RIDGE, max_iter=5000)
    return model.fit(every[kept], answer[kept], sample_weight=counts[kept])


def _words(found: Labelled, train: NDArray[np.int64], test: NDArray[np.int64]) -> Array:
    """What words say for each lane of postings that they were not fitted on, around 0 over the lanes."""
    said = np.asarray(_words_model(found, train).decision_function(found.words[test]), dtype=np.float64)
    centred: Array = said - said.mean(axis=1, keepdims=True)
    return centred


def _words_unseen(found: Labelled, train: NDArray[np.int64]) -> Array:
    said = np.zeros_like(found.share[train])
    for inner, held in GroupKFold(INNER_FOLDS).split(train, groups=found.employer[train]):
        said[held] = _words(found, train[inner], train[held])
    return said


def _write_words(found: Labelled, vectors: tuple[list[str], Array], names: Sequence[str]) -> None:
    model = _words_model(found, np.arange(len(found.share)))
    weights = vectors[1] @ model.coef_.T
    said = {w: [round(float(v), 3) for v in c] for w, c in zip(vectors[0], weights, strict=True)}
    start = [round(float(v), 3) for v in model.intercept_]
    made = {"made_by": "python -m bench.fitting.lanes", "labelled": len(found.share)}
    fitted = made | {"names": list(names), "intercept": start, "words": said}
    text = json.dumps(fitted, separators=(",", ":"), ensure_ascii=False).replace("],", "],\n")
    WORD_WEIGHTS.write_text(text + "\n", encoding="utf-8")


def _figures(guess: Array, share: Array) -> str:
    said, truth = guess.argmax(axis=1), share.argmax(axis=1)
    number = range(share.shape[1])
    hits = [int(((said == k) & (truth == k)).sum()) for k in number]
    f1 = [2 * hits[k] / max(1, int((said == k).sum() + (truth == k).sum())) for k in number]
    recall = ", ".join(f"{hits[k] / max(1, int((truth == k).sum())):.2f}" for k in number)
    error = ((guess - share) ** 2).sum(axis=1).mean()
    right = (said == truth).mean()
    return f"primary lane {right:.3f}, macro-F1 {np.mean(f1):.3f}, squared error {error:.3f}, recall by lane {recall}"


def _skills(reader: PostingReader, posting: dict[str, Any]) -> dict[str, float]:
    return document(hard_skills(reader.mentions(posting["text"], place(posting["text"]))))


def _softmax(weights: Array, x: Array, words: Array) -> Array:
    logits = weights[0] * 10 * x[:, 0] + weights[1] * x[:, 1] + weights[2] * x[:, 2] + weights[3] * words + weights[4:]
    power = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: Array = power / power.sum(axis=1, keepdims=True)
    return result


def _fit(x: Array, words: Array, y: Array) -> Array:
    def loss(weights: Array) -> float:
        said = np.log(_softmax(weights, x, words) + 1e-9)
        return float(-(y * said).sum(axis=1).mean() + RIDGE * (weights**2).sum())

    result: Array = minimize(loss, np.zeros(4 + y.shape[1])).x
    return result


if __name__ == "__main__":
    main()
