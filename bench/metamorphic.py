"""Does a heading stay one whatever decorates it? `python -m bench.metamorphic --postings FILE… [--sample 120]`.

Nothing but the headings of real postings is changed: signs and pictures around them, a number before them, capitals,
bold type. Each way should change no reading; printed are the skills whose strongest need it changes, of all and of the
preferred ones. Exit code 1 where it changes any.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.support.labelled import rows
from nlp.posting.reader import PostingReader
from nlp.posting.sections import place
from nlp.taxonomy.loader import load

WAYS: Mapping[str, Callable[[str, int], str]] = {
    "picture before": lambda line, i: f"{'🧠⭐🎁🚀🏖'[i % 5]} {line}",
    "picture glued": lambda line, i: f"⭐{line}",
    "pictures around": lambda line, i: f"🎁 {line} 🎁",
    "# before": lambda line, i: f"## {line}",
    "number before": lambda line, i: f"{i + 1}. {line}",
    "number and bracket": lambda line, i: f"{i + 1}) {line}",
    "arrow before": lambda line, i: f"► {line}",
    "thin arrow before": lambda line, i: f"→ {line}",
    "dashes around": lambda line, i: f"— {line} —",
    "hyphens around": lambda line, i: f"--- {line} ---",
    "equals around": lambda line, i: f"=== {line} ===",
    "asterisks around": lambda line, i: f"*** {line} ***",
    "bold": lambda line, i: f"**{line}**",
    "bold with number": lambda line, i: f"**{i + 1}. {line}**",
    "upper case": lambda line, i: line.upper(),
    "upper case with picture": lambda line, i: f"✨ {line.upper()}",
}
"""Name → what it makes of a heading, given which one of its posting it is."""
_RANK = {"not_required": -1, "context": 0, "preferred": 1, "required": 2}


def main() -> int:
    """Decorate, read, count, print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--postings", type=Path, nargs="+", required=True, help="postings with texts, JSON lines")
    parser.add_argument("--sample", type=int, default=120, help="so many of them, drawn with a fixed seed")
    parser.add_argument("--show", type=int, default=0, help="list so many postings that change, by id")
    given = parser.parse_args()
    postings = list(rows(given.postings))
    drawn = random.Random(11).sample(postings, min(given.sample, len(postings)))
    reader = PostingReader(load())
    table, changes, shown = Table("way", "headings", "skills", "changed", "preferred", "changed"), 0, Counter[str]()
    before = {p["id"]: needs(reader, p["text"]) for p in drawn}
    for name, way in WAYS.items():
        n = Counter[str]()
        for posting in drawn:
            text, old = posting["text"], before[posting["id"]]
            new = needs(reader, decorated(text, way))
            changed = {skill for skill in old.keys() | new.keys() if old.get(skill) != new.get(skill)}
            n["headings"] += len(heading_lines(text))
            n["skills"] += len(old)
            n["changed"] += len(changed)
            wished = {skill for skill, need in old.items() if need == "preferred"}
            n["preferred"] += len(wished)
            n["preferred_changed"] += len(wished & changed)
            if changed:
                shown[f"{posting['id']} {name}: {sorted(changed)[:6]}"] += len(changed)
        changes += n["changed"]
        table.add_row(
            name, *(str(n[key]) for key in ("headings", "skills", "changed", "preferred", "preferred_changed"))
        )
    Console().print(table)
    for line, _ in shown.most_common(given.show):
        print(line)
    return int(changes > 0)


def needs(reader: PostingReader, text: str) -> dict[str, str]:
    """Skill → the strongest need that the text has of it."""
    found: dict[str, str] = {}
    for mention in reader.mentions(text, place(text)):
        found[mention.skill] = max(found.get(mention.skill, mention.need), mention.need, key=_RANK.__getitem__)
    return found


def decorated(text: str, way: Callable[[str, int], str]) -> str:
    """The text with each of its headings made over."""
    lines = text.split("\n")
    for i, at in enumerate(sorted(heading_lines(text))):
        bare = lines[at].strip()
        lines[at] = lines[at].replace(bare, way(bare, i), 1)
    return "\n".join(lines)


def heading_lines(text: str) -> set[int]:
    """Which lines of a text, counted from 0, are headings as the reader takes them and stand undecorated."""
    return {line for line, bare in _headings(text) if bare[:1].isalpha()}


def _headings(text: str) -> Iterator[tuple[int, str]]:
    for statement in (p.statement for p in place(text) if p.is_heading):
        if statement.opens_line and statement.closes_line and not statement.is_bullet:
            start = text.rfind("\n", 0, statement.start) + 1
            end = text.find("\n", statement.end)
            line = text[start : end if end >= 0 else len(text)]
            if "\n" not in line:  # a sentence that a line break cuts is no heading
                yield text.count("\n", 0, start), line.strip()


if __name__ == "__main__":
    sys.exit(main())
