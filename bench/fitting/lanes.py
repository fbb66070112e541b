"""Fit the lanes that ship: `python -m bench.fitting.lanes --postings FILE… --gold FILE… --older FILE…`.

Affinities come from the postings (unlabelled), the softmax's few weights from labelled lane shares by cross-entropy.
Skill clusters need many postings and are found in the older ones too; one that shipped before keeps its id. Prints
accuracy and squared error by 8-fold cross-validation; writes lane_fit.json and skill_clusters.json (numbers only).
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from bench.support.labelled import rows
from nlp.lanes.clusters import SHIPPED, find_clusters, shipped_clusters, with_ids
from nlp.lanes.cooccurrence import Array
from nlp.lanes.model import FIT, document, fit_affinities, hard_skills, scores
from nlp.lanes.roles import lanes, roles
from nlp.posting.reader import PostingReader
from nlp.posting.sections import place
from nlp.taxonomy.loader import load

RIDGE = 0.002


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--postings", type=Path, nargs="+", required=True)
    parser.add_argument("--gold", type=Path, nargs="+", required=True)
    parser.add_argument("--older", type=Path, nargs="*", default=[], help="for clusters, and the texts of labels")
    given = parser.parse_args()
    reader = PostingReader(load())
    corpus = [(str(p.get("company")), _skills(reader, p)) for p in rows(given.postings)]
    fit = fit_affinities(corpus, lanes(), {})
    labelled = rows(given.gold, [*given.postings, *given.older])
    gold = [p for p in labelled if p["relevant"] and p.get("language", "en") == "en"]
    x = np.stack([scores(p["title"], _skills(reader, p), fit, lanes(), roles()) for p in gold])
    y = np.array([[p["lanes"][lane] for lane in fit.lanes] for p in gold])
    y /= y.sum(axis=1, keepdims=True)
    order = np.random.default_rng(0).permutation(len(gold))
    right, error = [], []
    for k in range(8):
        test, train = order[k::8], np.concatenate([order[j::8] for j in range(8) if j != k])
        guess = _softmax(_fit(x[train], y[train]), x[test])
        right += list(guess.argmax(axis=1) == y[test].argmax(axis=1))
        error += list(((guess - y[test]) ** 2).sum(axis=1))
    print(
        f"cross-validated on {len(gold)} relevant: "
        f"primary lane {np.mean(right):.3f}, squared error {np.mean(error):.3f}"
    )
    weights = _fit(x, y)
    softmax = {
        name: round(float(w), 3)
        for name, w in zip(["skills", "title", "role", *(f"bias_{lane}" for lane in fit.lanes)], weights, strict=True)
    }
    out = {
        "made_by": "python -m bench.fitting.lanes",
        "postings": fit.postings,
        "labelled": len(gold),
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


def _skills(reader: PostingReader, posting: dict[str, Any]) -> dict[str, float]:
    return document(hard_skills(reader.mentions(posting["text"], place(posting["text"]))))


def _softmax(weights: Array, x: Array) -> Array:
    logits = weights[0] * 10 * x[:, 0] + weights[1] * x[:, 1] + weights[2] * x[:, 2] + weights[3:]
    power = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: Array = power / power.sum(axis=1, keepdims=True)
    return result


def _fit(x: Array, y: Array) -> Array:
    def loss(weights: Array) -> float:
        return float(-(y * np.log(_softmax(weights, x) + 1e-9)).sum(axis=1).mean() + RIDGE * (weights**2).sum())

    result: Array = minimize(loss, np.zeros(3 + y.shape[1])).x
    return result


if __name__ == "__main__":
    main()
