"""A text as the readers see it: lines with offsets, and copies for reading and searching whose offsets map back.

Nothing here changes the text that offsets refer to.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from nlp.letters import PLAIN_LETTERS

_HYPHENS = "‐‑‒–—―−﹘﹣－"
_PLAIN = {
    **dict.fromkeys(_HYPHENS, "-"),
    **dict.fromkeys("’‘ʼ´`", "'"),
    **dict.fromkeys("\u00a0\u2002\u2003\u2009\u202f\u2007\u3000\u200b", " "),
}
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
"""Soft hyphens, zero-width blanks and joiners: places where a word may break, no part of it."""
_UNPLAIN = re.compile(
    f"(?P<unseen>[{_UNSEEN}]+)|(?P<escape>\\\\)[!-/:-@\\[-`{{-~]"
    f"|(?P<sign>[{''.join(PLAIN_LETTERS)}])|(?P<parted>[A-Za-z][\u0300-\u036f]+)"
)
"""What the readers see otherwise than it is written; a backslash before a sign is how Markdown escapes it."""
_UNPLAIN_SIGNS = frozenset(
    [*PLAIN_LETTERS, *map(chr, (0xAD, *range(0x200B, 0x200E), 0x2060, 0xFEFF, *range(0x300, 0x370)))]
)
"""Without any of these and a backslash nothing is unplain: asked first, as most texts have none."""
_WRAPPED = re.compile(r"(?<=[^\n])\n(?!\s*(?:\n|[*•●▪◦·✓➢-]|\d+[.)]|$))")
_BULLET = re.compile(r"[ \t]*(?:[-*•●▪◦‣·∙○■□➢➤►▶✓✔✅»→]|\d{1,2}[.)]|[oO](?=\s)|[^\w\s,;.)($€£¥₹₪₩₱]{1,3}(?=\s))[ \t]+")
# Line breaks inside a sentence, as inline tags leave them: «tools such as↵Airflow↵, dbt».
_GOES_ON = re.compile(r"\s*(?:[,;)]|\.\s)")
_UNFINISHED = re.compile(
    r"(?:,|\(|\b(?:such as|like|e\.g\.,?|and|or|with|of|in|using|the|an?|to|for|as|by|including|on|both|between|via))"
    r" ?$"
)
_LINE = re.compile(r"[^\n]+")
_HEADS_A_LIST = re.compile(r"[ \t]*#{1,6}[ \t]|(?![ \t]*[a-z(,;&])(?:[^\s]+[ \t]+){0,5}[^\s]*[^\s.,;(][ \t]*$")
_LISTED = re.compile(r"\n\s*(?:[-*•●▪◦‣·∙○■□➢➤►▶✓✔✅»→]|\d{1,2}[.)])[ \t]")
"""A short line that no sign closes, and what stands below it where it is a heading: the first point of a list."""
_BEFORE, _AFTER, _DECORATION = " \t\r*_#", " \t\r*_", " \t\r*_#=~—–-"
_CLOSING_MARK = re.compile(r"(?:(?<=\s)|^)#+$")
"""Closes a Markdown heading; the sign of «C#» stands close."""
_SENTENCE = r"[.!?;](?P<end>[\"')\]*]{0,3}\s+)(?=[A-Z\"'(•●▪◦·✓➢]|\d+\+)"
_PLAIN_SENTENCE = re.compile(_SENTENCE)
_INNER_BULLETS = frozenset("•●▪◦✓➢")
_LISTING_SENTENCE = re.compile(rf"{_SENTENCE}|(?<!\s)(?P<bullet>\s+)(?=[•●▪◦✓➢]\s)")
LONGEST = 3000
"""Characters of a statement; what goes on without an end is cut, so that no text takes more time than its length."""
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|incl|approx|[A-Z]|U\.S|Inc|Ltd|Sr|Jr|St|Dr|No|Ph\.D|M\.S|B\.S))\.[\"')\]]?$"
)
_NUMBERING = re.compile(r"[\W_]{0,6}(?:\d{1,2}|[IVX]{1,4}|[A-Z])\.[\W_]{0,6}")
"""What numbers a line and is no sentence: «**2. Nice to have**», «II. Requirements»."""


class Statement(NamedTuple):
    """One sentence or bullet of a text: [start, end) without its bullet and outer blanks."""

    start: int
    end: int
    text: str
    """The text in between, wrapped lines joined (same length as the original)."""
    low: str
    """The same in lower case with straight quotes and plain hyphens, character for character."""
    is_bullet: bool
    opens_line: bool
    """Whether a line starts here, so that it may be a heading."""
    closes_line: bool
    """Whether the line ends here too."""


@dataclass(frozen=True, slots=True)
class Folded:
    """A copy of a text, maybe shorter than the original; `original(i)` maps an offset back."""

    text: str
    starts: tuple[int, ...]
    """Offsets in `text` from which each shift holds."""
    shifts: tuple[int, ...]
    """How many characters the copy has lost before that offset; below zero where it has won some."""

    def original(self, offset: int) -> int:
        """The offset in the original of the character at `offset` of the copy."""
        if len(self.starts) == 1:
            return offset
        return offset + self.shifts[bisect_right(self.starts, offset) - 1]

    def span(self, first: int, end: int) -> tuple[int, int]:
        """[start, stop) in the original of what is [first, end) in the copy."""
        at = bisect_right(self.starts, first)
        shift = self.shifts[at - 1]
        if at == len(self.starts) or end <= self.starts[at]:
            return first + shift, end + shift
        return first + shift, self.original(end - 1) + 1


def visible(text: str) -> Folded | None:
    """A text as it looks: plain letters, no soft hyphens or Markdown escapes; None where it is written so."""
    if "\\" not in text and (text.isascii() or _UNPLAIN_SIGNS.isdisjoint(set(text))):
        return None
    pieces: list[str] = []
    starts, shifts = [0], [0]
    position = length = 0
    for found in _UNPLAIN.finditer(text):
        seen = _seen(found)
        pieces += (text[position : found.start()], seen)
        length += found.start() - position
        # Each letter of a ligature comes from its place.
        for _ in seen[1:]:
            length += 1
            starts.append(length)
            shifts.append(found.start() - length)
        length += bool(seen)
        position = found.end("escape") if found["escape"] else found.end()
        starts.append(length)
        shifts.append(position - length)
    return Folded("".join([*pieces, text[position:]]), tuple(starts), tuple(shifts)) if pieces else None


def plain(text: str) -> str:
    """The copy that `visible` gives, the text itself where it gives none."""
    shown = visible(text)
    return shown.text if shown else text


def _seen(found: re.Match[str]) -> str:
    if found["sign"]:
        return PLAIN_LETTERS[found["sign"]]
    return unicodedata.normalize("NFC", found["parted"]) if found["parted"] else ""


def same_length(text: str) -> str:
    """Straight quotes, plain hyphens and blanks, character for character."""
    if text.isascii() and "`" not in text:
        return text
    for sign, plain_sign in _PLAIN.items():
        if sign in text:
            text = text.replace(sign, plain_sign)
    return text


def lower(text: str) -> str:
    """Lower case, character for character («İ» and its like stay as they are)."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def fold(text: str) -> Folded:
    """The copy of a text for searching: lower case, hyphens and blanks one space each."""
    flat = lower(same_length(text))
    if wrap_width(text) is not None:
        flat = _WRAPPED.sub(" ", flat)
    for blank in "-\t\r\f\v":
        flat = flat.replace(blank, " ")
    if "  " not in flat:
        return Folded(flat, (0,), (0,))
    pieces, starts, shifts, position, length, lost = [], [0], [0], 0, 0, 0
    while (run := flat.find("  ", position)) >= 0:
        pieces.append(flat[position : run + 1])
        length += run + 1 - position
        position = run + 2
        while flat.startswith(" ", position):
            position += 1
        lost += position - run - 1
        starts.append(length)
        shifts.append(lost)
    pieces.append(flat[position:])
    return Folded("".join(pieces), tuple(starts), tuple(shifts))


def wrap_width(text: str) -> int | None:
    """The column at which a text is hard-wrapped, or None: most long lines end shortly before the longest one does."""
    long_ones = [n for n in map(len, text.split("\n")) if n > 30]
    if len(long_ones) < 6 or max(long_ones) > 100:
        return None
    width = max(long_ones)
    return width if sum(n >= width - 14 for n in long_ones) >= 0.6 * len(long_ones) else None


def statements(text: str) -> list[Statement]:
    """The statements of a text in order: its lines (wrapped ones joined), cut at sentence ends and inside headings."""
    found = []
    flat = text.replace("\n", " ")
    low = lower(same_length(flat))
    sentence = _PLAIN_SENTENCE if _INNER_BULLETS.isdisjoint(text) else _LISTING_SENTENCE
    for start, end, is_bullet in _logical_lines(text):
        body = flat[start:end]
        cuts = [
            0,
            *(
                m.end()
                for m in sentence.finditer(body)
                if not _ABBREVIATION.search(body, max(0, (at := m.start(m.lastgroup or 0)) - 8), at)
                and (m.end() > 16 or not _NUMBERING.fullmatch(body, 0, m.end()))
            ),
            len(body),
        ]
        if len(body) > LONGEST:
            cuts = _shortened(body, cuts)
        for left, right in pairwise(cuts):
            piece = body[left:right]
            opened = piece.lstrip(_BEFORE)
            stripped = opened.rstrip(_AFTER)
            if stripped.endswith("#"):
                stripped = _CLOSING_MARK.sub("", stripped).rstrip(_AFTER)
            if stripped:
                at = start + left + len(piece) - len(opened)
                end_at = at + len(stripped)
                found.append(Statement(at, end_at, stripped, low[at:end_at], is_bullet, left == 0, right == len(body)))
    return found


def _shortened(body: str, cuts: Sequence[int]) -> list[int]:
    """The cuts with more of them, at blanks, where two lie further apart than `LONGEST`."""
    found = [0]
    for cut in cuts[1:]:
        while cut - found[-1] > LONGEST:
            blank = body.rfind(" ", found[-1] + 1, found[-1] + LONGEST)
            found.append(blank + 1 if blank > 0 else found[-1] + LONGEST)
        found.append(cut)
    return found


def _logical_lines(text: str) -> list[tuple[int, int, bool]]:
    """(start, end, is_bullet) of each line, bullets taken off; continuation lines of a hard-wrapped text joined."""
    width = wrap_width(text)
    found: list[tuple[int, int, bool]] = []
    previous_end, previous_length = -2, 0
    for match in _LINE.finditer(text):
        raw = match.group()
        if not raw.strip():
            previous_end = -2
            continue
        bullet = _BULLET.match(raw)
        joins = (
            found
            and bullet is None
            and (
                _GOES_ON.match(raw)
                or (
                    _UNFINISHED.search(text, max(found[-1][0], found[-1][1] - 14), found[-1][1])
                    and not _heads_a_list(text, match)
                )
            )
        ) or (
            width is not None
            and found
            and match.start() == previous_end + 1
            and bullet is None
            and (previous_length >= width - 20 or raw[0] == " " or raw[0].islower())
        )
        if joins:
            found[-1] = (found[-1][0], match.end(), found[-1][2])
        else:
            found.append((match.start() + (bullet.end() if bullet else 0), match.end(), bullet is not None))
        previous_end, previous_length = match.end(), len(raw.rstrip())
    return found


def _heads_a_list(text: str, line: re.Match[str]) -> bool:
    """Whether a line is a heading, though the one above it breaks off: short, unclosed, and points follow below it."""
    raw = line.group().rstrip(_DECORATION)
    return _HEADS_A_LIST.match(raw) is not None and (raw.endswith(":") or _LISTED.match(text, line.end()) is not None)


def unaccented(text: str) -> str:
    """The text without accents: «fevrier» of «février»."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
