"""What the first look at whole boards saves and what it loses: `python -m bench.first_look --labels … --postings …`.

Every posting is read in full. Of those that are relevant by their labels (weighted to the boards they were drawn from),
and of those that the reader itself calls borderline or relevant, it prints how many the first look lets pass; and how
fast a board is read with and without it. Exit code 1 where the recall of labelled ones is below the floor.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.market.market import LEAST_RELEVANCE, SURE_RELEVANCE
from bench.finding import cpu_seconds
from bench.support.labelled import rows
from nlp.posting.reader import PostingReader
from nlp.posting.relevance import may_be_relevant
from nlp.taxonomy.loader import load

FLOOR = 0.995
Flags = NDArray[np.bool_]


def main() -> int:
    """Read, look, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--labels", type=Path, nargs="+", required=True, help="labels of whole boards (bench/labels)")
    parser.add_argument("--postings", type=Path, nargs="+", required=True, help="the texts of --labels")
    parser.add_argument("--leave-out", type=Path, help="ids that are not looked at without a label")
    parser.add_argument("--count", type=int, default=1000, help="so many postings more, without labels")
    given = parser.parse_args()
    reader = PostingReader(load())
    labelled = {row["id"]: row for row in rows(given.labels, given.postings)}
    left_out = set(given.leave_out.read_text().split()) if given.leave_out else set()
    others = [row for row in rows(given.postings) if row["id"] not in labelled and row["id"] not in left_out]
    drawn = others[:: max(1, len(others) // max(1, given.count))]
    truth = np.array([bool(row["relevant"]) for row in labelled.values()])
    weight = np.array([float(row.get("weight") or 1.0) for row in labelled.values()])
    passed = _passed(list(labelled.values()))
    recall = float(np.average(passed[truth], weights=weight[truth]))
    print(
        f"labelled relevant: {truth.sum()}, of which pass {passed[truth].sum()}, weighted {recall:.4f} (floor {FLOOR})"
    )
    passed, pairs = _passed(drawn), [(row["title"] or "", row["text"], row.get("company")) for row in drawn]
    relevance: list[float] = []
    whole = cpu_seconds(lambda: relevance.extend(reader.read(*pair).relevance for pair in pairs))
    looked = cpu_seconds(lambda: [reader.read_if_relevant(*pair) for pair in pairs])
    for least in (LEAST_RELEVANCE, SURE_RELEVANCE):
        here = np.array(relevance) >= least
        print(f"read as {least} or more: {here.sum()} of {len(drawn)}, of which pass {passed[here].sum()}")
    print(
        f"of all {len(drawn)} pass {passed.mean():.3f}; {len(drawn) / whole:.0f} postings a CPU-second read in full, "
        f"{len(drawn) / looked:.0f} with the first look: {whole / looked:.2f} times as fast"
    )
    return int(recall < FLOOR)


def _passed(postings: Sequence[Mapping[str, Any]]) -> Flags:
    return np.array([may_be_relevant(row["title"] or "", row["text"]) for row in postings])


if __name__ == "__main__":
    sys.exit(main())
