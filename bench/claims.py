"""Does a claim's label say what was measured: `python -m bench.claims --data DIR` (make bench-claims DATA=…).

For every topic figure of questions.toml with `words`, and every proof of checklist.toml with `words`, a plain search of
the same adverts' texts stands beside the share that is shown. Where the two differ by more than a factor of two, the
reason (`differs`) must stand beside the figure: else the command ends with 1. Needs a market with texts.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analysis.market.facts import table
from analysis.market.market import FRAMES, build
from analysis.snapshot.claims import Answer, answers
from warehouse.generations.reader import open_generation

FACTOR = 2.0


def searched(texts: Mapping[str, str], words: list[str]) -> float:
    """Share of the texts in which any of the expressions is found."""
    sought = re.compile("|".join(words))
    return sum(sought.search(text) is not None for text in texts.values()) / max(len(texts), 1)


def checks(found: Mapping[str, Answer], texts: Mapping[str, str]) -> Iterator[tuple[str, float, float, str]]:
    """(label, shown, searched, reason where they may differ) of each figure that has words to search for."""
    for question in table("snapshot/questions.toml")["question"]:
        for figure in question.get("figure", ()):
            shown = next(
                (x for x in found[question["id"]].figures if x.label == figure["label"] and x.lane is None), None
            )
            if "words" in figure and shown is not None and shown.share.share is not None:
                yield figure["label"], shown.share.share, searched(texts, figure["words"]), figure.get("differs", "")
    proofs = {figure.label: figure for answer in found.values() for figure in answer.figures if figure.lane is None}
    for item in table("gap/checklist.toml")["item"]:
        shown = proofs.get(f"ask for «{item['name']}»")
        if shown is not None and shown.share.share is not None:
            yield shown.label, shown.share.share, searched(texts, item["words"]), item.get("differs", "")


def main() -> int:
    """Print the table; 1 where a label says something else than the texts and no reason stands beside it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="A data folder with a published market.")
    opened = open_generation(parser.parse_args().data)
    frames: dict[str, Any] = {name: opened.frame(name) for name in FRAMES}
    market = build(frames, opened.manifest)
    texts = {key: text.lower() for key, text in opened.texts(list(market.requisition["posting_id"])).items()}
    if not texts:
        print("This market has no texts: name the data folder of a crawl or an import.")
        return 2
    wrong = 0
    print(f"{len(texts)} adverts\nshown  search  ratio  label")
    for label, shown, plain, reason in checks({a.question: a for a in answers(market)}, texts):
        ratio = max(shown, plain) / max(min(shown, plain), 1e-9)
        is_wrong = ratio > FACTOR and not reason
        wrong += is_wrong
        beside = f" · {reason}" if reason else ""
        print(f"{shown:5.0%}  {plain:6.0%}  {ratio:5.1f}  {label}{beside}{'  <- WRONG' * is_wrong}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
