"""`make bench-sentences`: what is read of each name in sentences that were labelled by hand (bench/labels/sentences).

    python -m bench.sentences [--folder DIR] [--errors WRITER] [--label LABEL]

Each sentence is read as the only one of a resume. By writer and label: how many names the taxonomy finds, and of those
that are found how many are read as they are labelled, wrongly held («you have it» of what one does not have), wrongly
dropped (what one has) or taken for another state that is not held either.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.support.sentences import FOLDER, HELD, LABELS, Name, Sentence, sentences
from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import load

STATES = {"written": "held"}
NOTHING = frozenset({"others", "word"})
CLOSED = frozenset({"d", "g"})
"""Writers whose sentences are known in totals only."""
MENDED = frozenset({"tests"})
"""Sentences of the project's own tests: the rules were mended by them."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--errors", default=None, help="also print what is misread of this writer, or of «all» open")
    parser.add_argument("--label", default=None, choices=LABELS, help="of this label alone")
    given = parser.parse_args()
    reader = ResumeReader(load())
    rows: dict[str, Counter[tuple[str, str]]] = {}
    for sentence in sentences(given.folder):
        row = rows.setdefault(sentence.writer, Counter())
        for name, got in readings(sentence, reader).items():
            row[name.label, got] += 1
            is_open = sentence.writer not in CLOSED and given.errors in ("all", sentence.writer)
            if (
                is_open
                and got != "unfound"
                and given.label in (None, name.label)
                and verdict(name.label, got) != "right"
            ):
                said = sentence.text[name.start : name.end]
                print(f"{sentence.writer}{sentence.number} {said}: {name.label} read as {got} · {sentence.text}")
    for writer, row in rows.items():
        table(writer, row)
    table("all open", sum((row for writer, row in rows.items() if writer not in CLOSED | MENDED), Counter()))


def readings(sentence: Sentence, reader: ResumeReader) -> Mapping[Name, str]:
    """What is read of each labelled name: a label, «nothing», or «unfound» where no listed name overlaps it."""
    got = dict.fromkeys(sentence.names, "unfound")
    at = 0
    for told in reader.told(sentence.framed()):
        at, found, claim = max(sentence.text.find(told.saying.text, at), 0), told.name, told.claim
        for name in sentence.names:
            if at + found.start < name.end and name.start < at + found.end:
                got[name] = "nothing" if claim is None else STATES.get(claim.state, claim.state)
    return got


def verdict(label: str, got: str) -> str:
    """How a reading fares: «right», «wrongly held», «wrongly dropped» or «misnamed»."""
    if got == label or (label in NOTHING and got == "nothing"):
        return "right"
    if label in HELD:
        return "misnamed" if got in HELD else "wrongly dropped"
    return "wrongly held" if got in HELD else "misnamed"


def table(title: str, row: Mapping[tuple[str, str], int]) -> None:
    """One writer's figures by label."""
    verdicts = ("right", "wrongly held", "wrongly dropped", "misnamed")
    print(f"\n{title:14}{'names':>8}{'found':>8}" + "".join(f"{v:>17}" for v in verdicts))
    for label in (*LABELS, "all"):
        told = {got: n for (own, got), n in row.items() if own == label} if label != "all" else None
        cells = _verdicts(row, LABELS if label == "all" else (label,))
        found = sum(cells.values())
        names = sum(n for (own, _), n in row.items() if label in (own, "all"))
        shares = "".join(f"{cells[v]:8} = {cells[v] / max(found, 1):6.1%}" for v in verdicts)
        read_as = "  " + ", ".join(f"{got} {n}" for got, n in sorted(told.items())) if told else ""
        print(f"  {label:12}{names:8}{found:8}{shares}{read_as}")


def _verdicts(row: Mapping[tuple[str, str], int], labels: Sequence[str]) -> Counter[str]:
    cells: Counter[str] = Counter()
    for (label, got), n in row.items():
        if label in labels and got != "unfound":
            cells[verdict(label, got)] += n
    return cells


if __name__ == "__main__":
    main()
