"""How well resume files are read: `python bench/resumes.py FOLDER [AS_OF]` over PDFs, some with `<name>.truth.json`.

pairs: consecutive lines of the file's own drawing order that follow one another in our text (a measure only where a
file draws in reading order). entries: titles, employers, dates, schools of the truth found in the text. listed: skills
of the truth found in the text; read: those of them that the taxonomy knows, found in the reading.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2

sys.path.insert(0, str(Path(__file__).parents[1]))

from nlp.documents.files import read_resume_file
from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import load


def letters(text: str) -> str:
    """Letters and digits alone, as files differ in blanks, bullets and hyphens."""
    return re.sub(r"[\W_]+", "", text.replace("ﬁ", "fi").replace("ﬂ", "fl")).lower()


def drawn_lines(path: Path) -> list[str]:
    """The lines in the order in which the file draws them."""
    with pypdfium2.PdfDocument(path) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return [line for page in pages for line in map(letters, page.splitlines()) if line]


def entries(truth: dict[str, Any]) -> list[str]:
    """The titles, employers and dates of the truth."""
    roles = [r.get(k, "") for r in truth.get("experience", []) for k in ("title", "company", "dates")]
    schools = [s.get(k, "") for s in truth.get("education", []) for k in ("degree", "institution")]
    return [letters(x) for x in [*roles, *schools] if x]


def main(folder: Path, as_of: dt.date | None) -> None:
    """Prints the table."""
    reader = ResumeReader(load())
    sums = dict.fromkeys(("pairs", "pairs_of", "entries", "entries_of", "listed", "listed_of", "read", "read_of"), 0)
    print(f"{'file':52} conf  pairs    entries  listed  read   years seniority degree   skills")
    for path in sorted(folder.glob("*.pdf")):
        found = read_resume_file(path.name, path.read_bytes())
        reading = reader.read(found.text, found.parse_confidence, found.warnings, as_of=as_of)
        text = letters(found.text)
        pairs = list(pairwise(drawn_lines(path)))
        kept = sum(a + b in text for a, b in pairs)
        row = {"pairs": kept, "pairs_of": len(pairs)}
        beside = path.with_suffix(".truth.json")
        truth = json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}
        wanted = entries(truth)
        row |= {"entries": sum(e in text for e in wanted), "entries_of": len(wanted)}
        skills = truth.get("skills", [])
        known = {s: {c.skill for c in reader.finder.find(f"Skills: {s}, Python")} - {"python"} or None for s in skills}
        shown = {s.skill for s in reading.skills}
        row |= {"listed": sum(letters(s) in text for s in skills), "listed_of": len(skills)}
        row |= {
            "read": sum(bool(k and k <= shown) for k in known.values()),
            "read_of": sum(k is not None for k in known.values()),
        }
        sums = {key: sums[key] + row[key] for key in sums}
        cells = [f"{row[k]}/{row[f'{k}_of']}" for k in ("pairs", "entries", "listed", "read")]
        counts = f"{cells[0]:8} {cells[1]:8} {cells[2]:7} {cells[3]:6}"
        profile = f"{reading.years!s:5} {reading.seniority!s:9} {reading.degree!s:8} {len(shown)}"
        print(f"{path.stem:52} {found.parse_confidence:.2f}  {counts} {profile}")
    for key in ("pairs", "entries", "listed", "read"):
        print(f"{key}: {sums[key]} of {sums[f'{key}_of']} = {sums[key] / max(1, sums[f'{key}_of']):.1%}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), dt.date.fromisoformat(sys.argv[2]) if len(sys.argv) > 2 else None)
