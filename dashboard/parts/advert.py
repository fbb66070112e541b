"""An advert's text on screen, its mentions of skills coloured by need and labelled in words. Nothing in it is HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.gap.evidence import sentence_around
from dashboard.inert import inert, safe_link
from dashboard.texts import unwrapped
from dashboard.words import word

COLOURS = {"required": "blue", "preferred": "orange", "context": "gray"}
"""The words beside each mention say the same."""
_BULLET = re.compile(r"^\s*[-*•·▪◦‣]\s+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention at a place of a text."""

    start: int
    end: int
    need: str


def marks(mentions: pd.DataFrame) -> list[Mark]:
    """The mentions of a text in order; of overlapping ones the first."""
    kept: list[Mark] = []
    for start, end, need in zip(mentions["start"], mentions["end"], mentions["need"], strict=True):
        if not kept or start >= kept[-1].end:
            kept.append(Mark(int(start), int(end), str(need)))
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
    text = unwrapped(text)
    surface = text[start:end]
    sentence = sentence_around(text, start, end)
    at = sentence.find(surface)
    if at < 0:
        return inert(sentence)
    return _line(sentence, 0, [Mark(at, at + len(surface), need)])


def link(url: str | None, source: str, employer: str | None) -> str:
    """Where the advert stands, as a Markdown link with its attribution; words alone where there is no web address."""
    words = f"{employer or 'unknown employer'} on {source}"
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
        pieces.append(f":{colour}-background[{surface}] :small[:{colour}[{word('need', mark.need)}]]")
        at = mark.end
    pieces.append(_inner(line[at - place :]))
    return "".join(pieces).strip()


def _inner(text: str) -> str:
    """Text between two marks: inert, its outer spaces kept."""
    shown = inert(text)
    return f"{' ' if text[:1].isspace() else ''}{shown}{' ' if text[-1:].isspace() and shown else ''}"
