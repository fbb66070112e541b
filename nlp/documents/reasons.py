"""What the limited child hands to its parent: the text of a file, or why it could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["pdf", "docx", "markdown", "text", "json"]


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file, cleaned by the child, and what speaks for or against it."""

    text: str
    pages: int
    kind: Kind
    """What the file was found to be."""
    order_agreement: float = 1.0
    """Share of consecutive lines that two reading orders have in common."""
    unmapped: float = 0.0
    """Share of the glyphs that stand for no letter."""
    unseen: int = 0
    """Words that nobody sees on the page; they are not part of the text."""
    is_whole: bool = True
    """False where a page or the end of the file is missing."""
    is_cut: bool = False
    """True where the text was longer than the limit."""
    is_guessed: bool = False
    """True where nothing told the encoding."""
    has_words: bool = True
    """False where the letters make no words."""
    lone: float = 0.0
    """Share of the lines that hold a single letter."""


class UnreadableError(Exception):
    """A file cannot be read; `reason` is a key of files.py's sentences. Never carries text of the file."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail
