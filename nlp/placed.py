"""A posting's statements in their sections: what the reader of sections says and the readers of mentions hear."""

from __future__ import annotations

from typing import Literal, NamedTuple

from nlp.text import Statement

Section = Literal["title", "about", "role", "responsibilities", "requirements", "preferred", "benefits", "eeo", "apply"]
SECTIONS: tuple[Section, ...] = (
    "about",
    "role",
    "responsibilities",
    "requirements",
    "preferred",
    "benefits",
    "eeo",
    "apply",
)
SILENT: frozenset[Section] = frozenset({"about", "benefits", "eeo", "apply"})
"""Sections whose words say nothing of what the person does or needs."""


class Placed(NamedTuple):
    """A statement and where it stands."""

    statement: Statement
    section: Section
    is_heading: bool = False
    is_refused: bool = False
    """Whether the text says that what stands here is not asked for."""
