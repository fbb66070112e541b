"""What is mapped over what, whoever does it: parts of postings in, their readings out. Imports no reader."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence

from warehouse.models import Reading, SkillgapError

Text = tuple[str, str, str | None]
"""Title, text and employer of a posting: plain values, which every version takes for the same."""
Part = Sequence[Text]
ReadPart = Callable[[Part], list[Reading]]
Readings = Generator[list[Reading], None, None]
Over = Callable[[ReadPart, Iterable[Part]], Readings]
"""`map`, wherever it takes place: readings part by part, in the order given. A generator, so that it can be closed."""

TEXTS_IN_PART = 100
"""A second's work or so."""


class WorkersLostError(SkillgapError):
    """Workers keep being killed; what was read is kept: exit code 1."""

    exit_code = 1


def here(read: ReadPart, parts: Iterable[Part]) -> Readings:
    """The builtin map, which reads in this process."""
    yield from map(read, parts)
