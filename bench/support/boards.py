"""How relevance holds on whole boards: precision and recall weighted to the pool, calibration, confusion by title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from nlp.lanes.cooccurrence import Array

BANDS = (0.0, 0.05, 0.3, 0.5, 0.7, 0.9, 1.0)
BOUNDS = (0.5, 0.7)
"""What `annotate` calls relevant, and what the market takes."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One labelled posting, as far as its relevance is measured."""

    origin: str
    share: float
    """How much of its labels says relevant: 0, 1, or between where its readers differ."""
    weight: float
    """Postings of the pool that it stands for; 0: it is not of whole boards."""
    kind: str
    """Of its title."""
    is_sure: bool
    """Whether its reader held that no careful reader could differ."""


def precision_recall(truth: Array, said: NDArray[np.bool_], weight: Array) -> tuple[float, float]:
    """Weighted; a posting whose readers differ counts in part. 0 where there is nothing to divide by."""
    hit = float((weight * truth * said).sum())
    return hit / max(float((weight * said).sum()), 1e-9), hit / max(float((weight * truth).sum()), 1e-9)


def print_boards(judged: Sequence[Judged], chance: Array, how: str) -> None:
    """Accuracy of each file; for whole boards precision and recall, bands and the confusion per title kind."""
    origin, truth = np.array([j.origin for j in judged]), np.array([j.share for j in judged])
    weight, kind = np.array([j.weight for j in judged]), np.array([j.kind for j in judged])
    is_sure = np.array([j.is_sure for j in judged])
    right = np.where(chance >= BOUNDS[0], truth, 1 - truth)
    print(f"relevance, {how}: " + ", ".join(f"{o} {right[origin == o].mean():.3f}" for o in dict.fromkeys(origin)))
    of_boards = weight > 0
    if not of_boards.any():
        return
    for name, here in (("all", of_boards), ("without the doubtful ones", of_boards & is_sure)):
        said = (
            f"{bound}: precision {p:.3f}, recall {r:.3f}"
            for bound in BOUNDS
            for p, r in [precision_recall(truth[here], chance[here] >= bound, weight[here])]
        )
        print(f"whole boards, {how}, {name} ({here.sum()}), weighted to the pool; from " + "; from ".join(said))
    Console(width=100).print(_bands(truth[of_boards], chance[of_boards], weight[of_boards]))
    Console(width=100).print(_kinds(truth[of_boards], chance[of_boards], kind[of_boards]))


def _bands(truth: Array, chance: Array, weight: Array) -> Table:
    table = Table("band", "postings", "mean probability", "relevant (weighted)", title="calibration")
    for low, high in pairwise(BANDS):
        here = (chance >= low) & ((chance < high) | (high == BANDS[-1]))
        if here.any():
            mean, share = (float(np.average(v[here], weights=weight[here])) for v in (chance, truth))
            table.add_row(f"{low}-{high}", str(here.sum()), f"{mean:.2f}", f"{share:.2f}")
    return table


def _kinds(truth: Array, chance: Array, kind: NDArray[np.str_]) -> Table:
    columns = ("relevant, in", "relevant, borderline", "relevant, out", "other, in", "other, borderline", "other, out")
    table = Table("title", *columns, title="in from 0.7, out below 0.3; without those whose readers differ")
    place = np.where(chance >= BOUNDS[1], 0, np.where(chance >= 0.3, 1, 2))
    for name in sorted(set(kind), key=lambda k: -int((kind == k).sum())):
        cells = [int(((kind == name) & (truth == t) & (place == p)).sum()) for t in (1, 0) for p in range(3)]
        table.add_row(name, *(str(c) for c in cells))
    return table
