"""An advert's text on screen, its mentions of skills coloured by need and labelled in words. Nothing in it is HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.gap.evidence import sentence_around
from dashboard.inert import inert, safe_link
from dashboard.texts import unwrapped
from dashboard.words import IMPORTED, word

COLOURS = {"required": "blue", "preferred": "orange", "context": "gray"}
"""The words beside each mention say the same."""
_FENCE = "\ue000"
"""Stands around a mention while its sentence is cut out, so that no other place with the same letters is marked."""
_BLANKED = {ord(_FENCE): " "}
_BULLET = re.compile(r"^\s*[-*•·▪◦‣]\s+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention at a place of a text."""

    start: int
    end: int
    need: str
    sign: str = ""
    """Before its need: whether the person has it."""


def marks(mentions: pd.DataFrame, held: frozenset[str] | None = None, near: frozenset[str] = frozenset()) -> list[Mark]:
    """The mentions of a text in order; of overlapping ones the first.

    `held` and `near`: ids of the skills that a person has, and of those near to them.
    """
    kept: list[Mark] = []
    columns = (mentions[name] for name in ("start", "end", "need", "skill_id"))
    for start, end, need, skill in zip(*columns, strict=True):
        if not kept or start >= kept[-1].end:
            sign = "" if held is None else "✓ " if skill in held else "~ " if skill in near else "✗ "
            kept.append(Mark(int(start), int(end), str(need), sign))
    return kept


def marked(text: str, found: Sequence[Mark]) -> str:
    """The text as Markdown with each mention marked and named by its need; its lines stay lines."""
    pieces: list[str] = []
    place = 0
    for line in text.splitlines(keepends=True):
        inside = [mark for mark in found if place <= mark.start and mark.end <= place + len(line)]
        pieces.append(_line(line, place, inside))
        place += len(line)
    return "  \n".join(pieces)


def quote(text: str, start: int, end: int, need: str) -> str:
    """The sentence around a mention as Markdown, the mention marked."""
    text = unwrapped(text).translate(_BLANKED)
    fenced = f"{text[:start]}{_FENCE}{text[start:end]}{_FENCE}{text[end:]}"
    before, _, rest = sentence_around(fenced, start, end + 2).partition(_FENCE)
    surface, _, after = rest.partition(_FENCE)
    return _line(before + surface + after, 0, [Mark(len(before), len(before) + len(surface), need)])


def link(url: str | None, source: str, employer: str | None) -> str:
    """Where the advert stands, as a Markdown link with its attribution; words alone where there is no web address."""
    words = f"{employer or 'unknown employer'}{'' if source == IMPORTED else f' on {source}'}"
    target = safe_link(url)
    return f"[{inert(words)}]({target})" if target else inert(words)


def legend(needs: Iterable[str] = COLOURS) -> str:
    """What the colours say."""
    return " ".join(f":{COLOURS[need]}-badge[{word('need', need)}]" for need in needs)


def _line(line: str, place: int, inside: Sequence[Mark]) -> str:
    bullet = _BULLET.match(line)
    at = place + (bullet.end() if bullet else 0)
    pieces = ["• "] if bullet else []
    for mark in inside:
        if mark.start < at:
            continue
        pieces.append(_inner(line[at - place : mark.start - place]))
        colour = COLOURS.get(mark.need, "gray")
        surface = inert(line[mark.start - place : mark.end - place])
        # What is only mentioned is marked without the word, which would stand in every other sentence.
        said = f"{mark.sign}{word('need', mark.need) if mark.need != 'context' else ''}".strip()
        pieces.append(f":{colour}-background[{surface}]" + (f" :small[:{colour}[{said}]]" if said else ""))
        at = mark.end
    pieces.append(_inner(line[at - place :]))
    return "".join(pieces).strip()


def _inner(text: str) -> str:
    """Text between two marks: inert, its outer spaces kept."""
    shown = inert(text)
    return f"{' ' if text[:1].isspace() else ''}{shown}{' ' if text[-1:].isspace() and shown else ''}"
