"""An outside ruler: the knowledge layer of SkillSpan (Zhang et al. 2022), `python -m bench.skillspan --spans FILE`.

Strict F1 asks for the same tokens, overlap F1 for one shared token. SkillSpan's postings are of 2021 and of general
software and health work, and it leaves titles and tag lists unlabelled: the figure says how far from home we read.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from bench.support.labelled import rows
from nlp.mentions import context
from nlp.mentions.finder import SkillFinder
from nlp.taxonomy.loader import load

Span = tuple[int, int]


def main() -> None:
    """Read each sentence, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--spans", type=Path, required=True, help="JSON lines with tokens and tags_knowledge (BIO)")
    given = parser.parse_args()
    taxonomy = load()
    finder = SkillFinder(taxonomy)
    soft = frozenset(s.id for s in taxonomy.skills.values() if s.kind == "soft")
    labelled = read = strict = touched_labels = touched_reads = 0
    for row in rows([given.spans]):
        gold, found = _gold(row["tags_knowledge"]), _found(row["tokens"], finder, soft)
        labelled, read = labelled + len(gold), read + len(found)
        strict += len(set(gold) & set(found))
        touched_labels += sum(any(_touch(g, f) for f in found) for g in gold)
        touched_reads += sum(any(_touch(g, f) for g in gold) for f in found)
    print(f"{labelled} labelled spans, {read} read")
    exact, complete = strict / read, strict / labelled
    print(f"strict  precision {exact:.3f} recall {complete:.3f} F1 {_f1(exact, complete):.3f}")
    precision, recall = touched_reads / read, touched_labels / labelled
    print(f"overlap precision {precision:.3f} recall {recall:.3f} F1 {_f1(precision, recall):.3f}")


def _gold(tags: Sequence[str]) -> list[Span]:
    spans: list[Span] = []
    for i, tag in enumerate(tags):
        if tag.startswith("B"):
            spans.append((i, i + 1))
        elif tag.startswith("I") and spans and spans[-1][1] == i:
            spans[-1] = (spans[-1][0], i + 1)
    return spans


def _found(tokens: Sequence[str], finder: SkillFinder, soft: frozenset[str]) -> list[Span]:
    """Token spans of the hard skills that the sentence names."""
    text = " ".join(tokens)
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token) + 1
    kept = context.confirm(text, 0, finder.find(text), soft)
    spans = []
    for c in kept:
        if c.skill not in soft:
            inside = [i for i, start in enumerate(starts) if start < c.end and c.start < start + len(tokens[i])]
            spans.append((inside[0], inside[-1] + 1))
    return spans


def _touch(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


if __name__ == "__main__":
    main()
