"""How well postings are read, beside the floors and aims of the house: `make bench-quality GOLD=… LANES=…`.

GOLD: labelled postings with skills, LANES: more without; the project's own labelled postings are always measured too.
Both together measure lanes, relevance and profile; with `--postings` relevance is also measured on whole boards, by
models that saw none of a posting's employer and, on labels kept apart, by the one that ships. Exit code 1 where a
figure on GOLD or LANES is below its floor.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.fitting.relevance import collect, cross_validated, read_labels, retold
from bench.reading import Pair, read_all
from bench.support.boards import Judged, print_boards
from bench.support.labelled import rows
from bench.support.scoring import Tally, figures, score
from skillgap.reading import Desk

OWN = Path(__file__).parents[1] / "tests" / "fixtures" / "nlp" / "postings.jsonl"
KEPT_APART = "kept_apart"
"""In the name of a file whose labels no fit sees."""
GOALS: Mapping[str, tuple[str, float, float]] = {
    "precision": ("hard skills, precision", 0.85, 0.85),
    "recall": ("hard skills, recall", 0.85, 0.85),
    "f1": ("hard skills, F1", 0.88, 0.92),
    "core_f1": ("core (no vague words), F1", 0.88, 0.91),
    "tools": ("tools found", 0.94, 0.98),
    "need": ("need", 0.88, 0.93),
    "or_pairs": ("OR-group pairs, F1", 0.75, 0.85),
    "lane": ("primary lane", 0.75, 0.85),
    "lane_macro_f1": ("primary lane, macro-F1", 0.70, 0.80),
    "lane_brier": ("lane shares, squared error", 0.30, 0.20),
    "relevant": ("relevance", 0.92, 0.96),
    "seniority": ("seniority", 0.88, 0.95),
    "min_years": ("least years", 0.88, 0.95),
    "degree": ("degree", 0.88, 0.95),
    "degree_need": ("degree's need", 0.88, 0.95),
    "remote": ("workplace", 0.88, 0.95),
}
"""Figure → (name, floor, aim); of squared error less is better."""


def main() -> int:
    """Read, score, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gold", type=Path, help="labelled postings with skills, JSON lines")
    parser.add_argument("--lanes", type=Path, help="labelled postings without skills, JSON lines")
    parser.add_argument(
        "--labels", type=Path, nargs="*", default=[], help="labels without texts (bench/labels), a column each"
    )
    parser.add_argument("--postings", type=Path, nargs="*", default=[], help="the texts of --labels")
    parser.add_argument(
        "--errors", type=int, default=0, help="list so many of the most missed and wrong phrases of GOLD"
    )
    given = parser.parse_args()
    desk = Desk()
    gold = list(read_all(rows([given.gold]), desk)) if given.gold else []
    lanes = list(read_all(rows([given.lanes]), desk)) if given.lanes else []
    own = list(read_all(rows([OWN]), desk))
    columns: dict[str, Tally] = {f"own ({len(own)})": score(own)}
    if gold:
        columns[f"gold ({len(gold)})"] = score(gold)
    if lanes:
        columns[f"lanes ({len(lanes)})"] = score(lanes)
    apart: list[Pair] = []
    for path in given.labels:
        found = list(read_all(rows([path], given.postings), desk))
        columns[f"{path.stem} ({len(found)})"] = score(found)
        apart += [pair for pair in found if KEPT_APART in path.stem and pair[0].get("weight")]
    if gold and lanes:
        columns[f"both ({len(gold) + len(lanes)})"] = score(_without_skills(gold + lanes))
    measured = {name: figures(tally) for name, tally in columns.items()}
    Console(width=max(Console().width, 60 + 12 * len(measured))).print(_table(measured))
    files = [path for path in (given.gold, given.lanes) if path], [p for p in given.labels if KEPT_APART not in p.stem]
    labelled = [row for row in read_labels(*files, given.postings) if "lanes" in row]
    if any("weight" in row for row in labelled):
        data = collect([*labelled, *retold(labelled)], desk.reader)
        print_boards(data.judged, cross_validated(data), "cross-validated over employers")
    if apart:
        chance = np.array([reading["relevance"] for _, reading in apart])
        print_boards([_judged(labelled) for labelled, _ in apart], chance, "kept apart")
    if given.errors and gold:
        tally = columns[f"gold ({len(gold)})"]
        for title, most in (("missed most", tally.missed), ("wrong most", tally.wrong)):
            print(f"{title}: " + ", ".join(f"{phrase} ({n})" for phrase, n in most.most_common(given.errors)))
    return int(_misses(measured))


def _judged(label: Mapping[str, Any]) -> Judged:
    return Judged(KEPT_APART, float(label["relevant"]), label["weight"], label["title_kind"], not label["doubt"])


def _without_skills(pairs: Sequence[Pair]) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    return [({k: v for k, v in labelled.items() if k != "skills"}, reading) for labelled, reading in pairs]


def _table(found: Mapping[str, Mapping[str, float]]) -> Table:
    table = Table("figure", *found, "floor", "aim")
    for key, (name, floor, aim) in GOALS.items():
        cells = [f"{values[key]:.3f}" if key in values else "" for values in found.values()]
        table.add_row(name, *cells, f"{floor:.2f}", f"{aim:.2f}")
    return table


def _misses(found: Mapping[str, Mapping[str, float]]) -> bool:
    """Whether a figure of GOLD or LANES is below its floor; `both` stands for its parts where there is one."""
    whole = any(name.startswith("both") for name in found)
    judged = [values for name, values in found.items() if name.startswith(("gold", "both" if whole else "lanes"))]
    below = False
    for values in judged:
        for key, value in values.items():
            floor = GOALS[key][1]
            below |= value > floor if key == "lane_brier" else value < floor
    return below


if __name__ == "__main__":
    sys.exit(main())
