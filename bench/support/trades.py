"""Resumes of invented people of other trades, with labelled words that look like skills (bench/labels/trades.txt)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.support.sentences import Name, marked

FILE = Path(__file__).parents[1] / "labels" / "trades.txt"
READ = FILE.with_name("trades_read.txt")
"""Written to fit by: all of it is open."""
_SEED = "1130"
_BULLETS = "•"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that names something, without its marks."""

    trade: str
    number: int
    """Of the line in its resume."""
    text: str
    names: tuple[Name, ...]

    @property
    def is_closed(self) -> bool:
        """Whether it is of the half of which only totals are looked at: drawn by its words, whoever wrote it."""
        return hashlib.sha256(f"{_SEED} {self.text}".encode()).digest()[0] % 2 == 1


@dataclass(frozen=True, slots=True)
class Resume:
    """One person's text, without marks, with the lines that are labelled."""

    trade: str
    text: str
    lines: tuple[Line, ...]
    is_halved: bool
    """Whether every second line is closed."""


def resumes(file: Path = FILE) -> Iterator[Resume]:
    """All resumes of a file, each behind a line «=== trade»."""
    for part in file.read_text(encoding="utf-8").split("=== ")[1:]:
        trade, _, body = part.partition("\n")
        lines, texts = [], []
        for number, raw in enumerate(body.strip().splitlines()):
            text, names = marked(raw, f"{trade}, line {number + 1}")
            texts.append(text)
            if names:
                lines.append(Line(trade, number, text.lstrip(_BULLETS).strip(), _moved(names, text)))
        yield Resume(trade, "\n".join(texts) + "\n", tuple(lines), is_halved=file != READ)


def _moved(names: tuple[Name, ...], text: str) -> tuple[Name, ...]:
    """The names by their place in the line without its bullet."""
    by = len(text) - len(text.lstrip(_BULLETS).lstrip())
    return tuple(Name(n.start - by, n.end - by, n.label) for n in names)
