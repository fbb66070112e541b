"""Sentences of invented resumes whose names are labelled with what is said of them (bench/labels/sentences)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LABELS = ("held", "coursework", "in_progress", "wished", "denied", "others", "word")
HELD = frozenset({"held", "coursework"})
FOLDER = Path(__file__).parents[1] / "labels" / "sentences"
FRAMES = {
    "summary": "Odalys Brandtner\nAnalyst\n\nSUMMARY\n{}\n",
    "experience": "Odalys Brandtner\n\nEXPERIENCE\nAnalyst, Quillfeather\nMar 2021 - Present\n• {}\n",
    "projects": "Odalys Brandtner\n\nPROJECTS\n• {}\n",
    "skills": "Odalys Brandtner\n\nSKILLS\n• {}\n",
    "education": "Odalys Brandtner\n\nEDUCATION\nHarrowby University, 2016\n• {}\n",
    "certifications": "Odalys Brandtner\n\nCERTIFICATIONS\n• {}\n",
    "other": "Odalys Brandtner\n\nNOTES\n{}\n",
}
"""Where a sentence of each section stands when it is read alone."""
_MARKED = re.compile(r"\[\[([^|\[\]]+)\|(\w+)\]\]")


@dataclass(frozen=True, slots=True)
class Name:
    """A skill's name at [start, end) of a sentence."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of a writer's file, without its marks."""

    writer: str
    number: int
    section: str
    text: str
    names: tuple[Name, ...]

    def framed(self) -> str:
        """A resume that says nothing else."""
        return FRAMES[self.section].format(self.text)


def sentences(folder: Path = FOLDER) -> Iterator[Sentence]:
    """All sentences of the writers' files.

    Raises SystemExit where a line has no section or a label nobody knows.
    """
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                yield _parsed(line, path.stem, number)


def _parsed(line: str, writer: str, number: int) -> Sentence:
    section, tab, raw = line.partition("\t")
    where = f"{writer}.txt, line {number}"
    text, names = marked(raw, where)
    if not tab or section not in FRAMES:
        raise SystemExit(f"{where}: want «section<TAB>text with [[name|label]]».")
    return Sentence(writer, number, section, text, names)


def marked(raw: str, where: str) -> tuple[str, tuple[Name, ...]]:
    """A text without its marks, and the names that they mark.

    Raises SystemExit where a mark has a label nobody knows.
    """
    text, names, at = "", [], 0
    for m in _MARKED.finditer(raw):
        text += raw[at : m.start()]
        names.append(Name(len(text), len(text) + len(m[1]), m[2]))
        text += m[1]
        at = m.end()
    text += raw[at:]
    if "[[" in text or not {n.label for n in names} <= set(LABELS):
        raise SystemExit(f"{where}: want «text with [[name|label]]».")
    return text, tuple(names)
