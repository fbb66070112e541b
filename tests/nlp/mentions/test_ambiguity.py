"""Names that are also everyday words are told apart: the suite of tests/fixtures/nlp/README.md, judged as it says.

`pytest tests/nlp/mentions/test_ambiguity.py -s` prints the table per name.
"""

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from nlp.mentions import context
from nlp.mentions.finder import Candidate, SkillFinder, variants
from nlp.taxonomy.loader import load
from nlp.text import statements

SUITE = Path(__file__).parents[2] / "fixtures" / "nlp" / "ambiguity.jsonl"
TAXONOMY = load()
FINDER = SkillFinder(TAXONOMY)
SOFT = frozenset(s.id for s in TAXONOMY.skills.values() if s.kind == "soft")


def mentions(text: str) -> list[Candidate]:
    """What the readers find in a text without sections."""
    found: list[Candidate] = []
    candidates = FINDER.find(text)
    for statement in statements(text):
        inside = [c for c in candidates if statement.start <= c.start and c.end <= statement.end]
        found += context.confirm(statement.text, statement.start, inside, SOFT)
    return found


def skills_of(name: str, rows: list[dict[str, Any]]) -> set[str]:
    """The skills that a name stands for: its owners, tools whose name holds it («Vertex AI»), kinds of the concept
    («multi-head attention»)."""
    written = {name.lower()} | {row["surface"].lower() for row in rows}
    owners = {s.skill for s in TAXONOMY.surfaces if written & {v.lower() for v in variants(s)}}
    families = {TAXONOMY.skills[s].family for s in owners}
    for s in TAXONOMY.surfaces:
        skill, words = TAXONOMY.skills[s.skill], s.text.lower().split()
        is_kind = words[-1] == name.lower() and skill.family in families
        if len(name) > 1 and (words[0] == name.lower() if skill.kind == "tool" else is_kind):
            owners.add(s.skill)
    return owners


def test_everyday_words_are_told_apart() -> None:
    rows_of: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in SUITE.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        rows_of[row["name"]].append(row)
    total: Counter[str] = Counter()
    table = []
    for name, rows in rows_of.items():
        meant = skills_of(name, rows)
        count: Counter[str] = Counter()
        for row in rows:
            end = row["start"] + len(row["surface"])
            hits = [m for m in mentions(row["text"]) if m.start < end and row["start"] < m.end and m.skill in meant]
            covered = any(m.start <= row["start"] and end <= m.end for m in hits)
            outcome = ("hit" if covered else "missed") if row["skill"] else ("false" if hits else "passed")
            count[outcome] += 1
            if outcome in ("missed", "false"):
                table.append(f"    {outcome:6} {name}: {row['text']!r}")
        table.append(f"{name:16} {dict(count)}")
        total += count
    precision = total["hit"] / (total["hit"] + total["false"])
    recall = total["hit"] / (total["hit"] + total["missed"])
    print("\n".join(table), f"\nprecision {precision:.3f} recall {recall:.3f} of {sum(total.values())}")
    assert precision >= 0.97
    assert recall >= 0.90
