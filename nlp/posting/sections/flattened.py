"""Postings that lost their line breaks: headings and list items that run on in one line are cut apart again.

«… on the team. What You'll Bring 5+ years of Go QUALIFICATIONS - MS in a technical field - Fluency in SQL».
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, pairwise, zip_longest

from nlp.cues import facts
from nlp.placed import Section
from nlp.posting.sections.headings import STICKY_WORDS, heading_section, headings, inline_heading, named_section
from nlp.text import Statement, lower, same_length

Piece = tuple[Statement, Section | None]
"""A statement, and the section that it opens where it is a heading amid a line."""

_LONG = 260
"""A longer statement is seldom one thing said."""
_LONG_LINE = 500
"""A longer line holds what was several."""
_MOST_HEADING_WORDS = 9
_FEWEST_ITEMS = 3
_ITEM = re.compile(r"[•●▪◦✓➢·*–-]\s+(?=\S)")
_DASH = re.compile(r"(?<=\S)\s+(?=[-–]\s+[A-Z0-9])")
_WORDS = re.compile(r"\S+")
_CAPITALS = re.compile(r"[A-Z][A-Z'’&/-]*")
_FEWEST_CAPITALS = 8
_STOPS = frozenset(".!?:;)]")
_LONGEST_NAME = 4
_NAME_END = re.compile(r"(?:['’]s|[,;:])+$")
_SUBJECTS = frozenset({"A", "An", "As", "At", "Founded", "Our", "The", "This", "We", "We're", "We’re", "You"})
"""How a sentence opens that stands below a heading."""
_LEADING_ON = frozenset(
    {"a", "all", "an", "and", "as", "at", "by", "for", "from", "in", "meet", "of", "on", "or", "our"}
)
_LEADING_ON |= {"see", "the", "their", "these", "this", "to", "with", "your"}
"""Words that lead on to what follows, which is then no heading: «as part of Our Team»."""


def split(given: Iterable[Statement]) -> Iterator[Piece]:
    """The statements in order, those of long lines cut at headings and items inside them."""
    for line in _lines(_at_labels(given)):
        if line[-1].end - line[0].start <= _LONG_LINE:
            for statement in line:
                yield from ((piece, None) for piece in _at_openers(statement))
        else:
            yield from _of_long_line(line)


def _lines(given: Iterable[Statement]) -> Iterator[list[Statement]]:
    line: list[Statement] = []
    for statement in given:
        if statement.opens_line and line:
            yield line
            line = []
        line.append(statement)
    if line:
        yield line


def _of_long_line(line: Sequence[Statement]) -> Iterator[Piece]:
    has_items = sum(len(_DASH.findall(s.text)) for s in line) >= _FEWEST_ITEMS
    pieces = list(chain.from_iterable(_at_dashes(s) for s in line)) if has_items else list(line)
    bare = [_without_bullet(s) for s in pieces]
    parted = list(
        chain.from_iterable(
            _at_headings(s, is_above=ahead is not None and ahead.is_bullet)
            for s, ahead in zip_longest(bare, bare[1:])
            if s
        )
    )
    for (piece, section), following in zip_longest(parted, parted[1:]):
        if section is None and following is not None and following[0].is_bullet and not piece.is_bullet:
            is_brief = len(piece.text.split()) <= _MOST_HEADING_WORDS
            section = heading_section(piece.text) if is_brief else None  # noqa: PLW2901 -- a heading above items
        if section is not None:
            yield piece, section
        else:
            yield from ((part, None) for part in _at_openers(piece))


def _at_labels(given: Iterable[Statement]) -> Iterator[Statement]:
    """Statements cut at headings with a colon: «… users. Basic Qualifications: Python»."""
    for statement in given:
        may_hold = len(statement.text) > 120 and ":" in statement.text
        hits = list(inline_heading().finditer(statement.text)) if may_hold else []
        if not hits:
            yield statement
            continue
        edges = sorted({0, len(statement.text), *(m.start() for m in hits), *(m.end() for m in hits)})
        yield from _parts(statement, edges)


def _at_openers(statement: Statement) -> Iterator[Statement]:
    """A list's items that follow each other: «… of the process Develop new methods Have a record of …»."""
    if len(statement.text) <= _LONG:
        return iter((statement,))
    return _parts(statement, [0, *(m.start() for m in _opener().finditer(statement.text)), len(statement.text)])


def _at_dashes(statement: Statement) -> Iterator[Statement]:
    return _parts(statement, [0, *(m.end() for m in _DASH.finditer(statement.text)), len(statement.text)])


def _without_bullet(statement: Statement) -> Statement:
    """An item without the sign that opens it, known as one; where its line opens the sign is gone already."""
    sign = _ITEM.match(statement.text) if not statement.opens_line else None
    if sign is None:
        return statement
    return _part(statement, sign.end(), len(statement.text))._replace(is_bullet=True)


def _at_headings(statement: Statement, *, is_above: bool) -> Iterator[Piece]:
    """A statement of a long line cut at known headings without a colon; `is_above`: a list's item follows it."""
    text, at = statement.text, 0
    for start, end, section in _inner_headings(text, is_above=is_above):
        if text[at:start].strip():
            yield _without_bullet(_part(statement, at, start)), None
        yield _part(statement, start, end)._replace(is_bullet=False), section
        at = end
    if text[at:].strip():
        yield (_without_bullet(_part(statement, at, len(text))) if at else statement), None


def _inner_headings(text: str, *, is_above: bool) -> Iterator[tuple[int, int, Section]]:
    """(start, end, section) of the headings amid a text: known ones with capitals, and words in capitals alone."""
    words = list(_WORDS.finditer(text))
    i = 0
    while i < len(words):
        if not words[i].group()[0].isupper():
            i += 1
            continue
        found = _in_capitals(words, i) or _titled(words, i, is_above=is_above)
        if found is None:
            i += 1
            continue
        size, section = found
        yield words[i].start(), words[i + size - 1].end(), section
        i += size


def _in_capitals(words: Sequence[re.Match[str]], i: int) -> tuple[int, Section] | None:
    """How many words from the i-th are a heading in capitals, the longest, and its section."""
    if not words[i].group().isupper() or (i and len(before := words[i - 1].group()) > 1 and before.isupper()):
        return None
    size = 0
    while (
        i + size < len(words)
        and size < _MOST_HEADING_WORDS
        and _CAPITALS.fullmatch(words[i + size].group().rstrip(".…:"))
    ):
        size += 1
    for length in range(size, 0, -1):
        phrase = " ".join(w.group() for w in words[i : i + length])
        if len(phrase) >= _FEWEST_CAPITALS and (section := named_section(phrase)) is not None:
            return length, section
    return None


def _titled(words: Sequence[re.Match[str]], i: int, *, is_above: bool) -> tuple[int, Section] | None:
    """How many words from the i-th are a known heading written with capitals, the longest, and its section."""
    first, before = words[i].group(), words[i - 1].group() if i else "."
    known = _by_first_word().get(_plain(first))
    if (known is None and first not in ("About", "ABOUT")) or before.lower() in _LEADING_ON:
        return None
    may_follow = before[-1] in _STOPS or not (before[0].isupper() or before[-1] == ",")
    if may_follow and first in ("About", "ABOUT") and (size := _about_name(words, i)):
        return size, "about"
    for phrase, section in known or ():
        end = i + len(phrase)
        if tuple(_plain(w.group()) for w in words[i:end]) != phrase:
            continue
        if not all(w.group()[0].isupper() for w in words[i:end] if len(w.group()) > 3):
            continue
        if is_above and end == len(words) and len(phrase) > 1:
            return len(phrase), section
        if (
            (may_follow or len(phrase) > 2)
            and end < len(words)
            and _may_stand_below(words[end].group(), is_long=len(phrase) > 1)
        ):
            return len(phrase), section
    return None


def _may_stand_below(word: str, *, is_long: bool) -> bool:
    """Whether a word may open what stands below a heading; of one word, only such as open sentences and items."""
    bare = word.strip("“\"'(")
    return word[0].isdigit() or bare in _openers() or bare in _SUBJECTS or (is_long and bare[:1].isupper())


def _about_name(words: Sequence[re.Match[str]], i: int) -> int:
    """How many words from the i-th are «About» and a name, a sentence on it behind: «About Orrin Orrin is …»."""
    name = [_NAME_END.sub("", w.group()) for w in words[i + 1 : i + 2 * _LONGEST_NAME + 1]]
    for size in range(1, min(_LONGEST_NAME, len(name) - 1) + 1):
        if not name[size - 1][:1].isupper():
            return 0
        if name[size] in _SUBJECTS or name[size : 2 * size] == name[:size]:
            return size + 1
    return 0


@cache
def _by_first_word() -> Mapping[str, Sequence[tuple[tuple[str, ...], Section]]]:
    """First word → known headings of it that may stand amid a line, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Section]]] = {}
    for heading, section in headings().items():
        words = tuple(heading.split())
        if heading in STICKY_WORDS or (len(words) > 1 and max(map(len, words)) > 3):
            found.setdefault(words[0], []).append((words, section))
    return {first: sorted(known, key=lambda k: -len(k[0])) for first, known in found.items()}


def _plain(word: str) -> str:
    return "and" if word == "&" else lower(same_length(word)).rstrip("?!")


@cache
def _openers() -> frozenset[str]:
    return frozenset(facts("cues.toml")["flattened"]["openers"])


@cache
def _opener() -> re.Pattern[str]:
    words = "|".join(facts("cues.toml")["flattened"]["openers"])
    return re.compile(rf"(?<=[a-z0-9)%+.] )(?<![A-Z][a-z] )(?=(?:{words}) [a-z])")


def _parts(statement: Statement, edges: Sequence[int]) -> Iterator[Statement]:
    return (_part(statement, a, b) for a, b in pairwise(edges) if statement.text[a:b].strip())


def _part(statement: Statement, left: int, right: int) -> Statement:
    """The statement between two offsets of a statement."""
    piece = statement.text[left:right].strip()
    at = statement.text.index(piece, left)
    return statement._replace(
        start=statement.start + at,
        end=statement.start + at + len(piece),
        text=piece,
        low=statement.low[at : at + len(piece)],
        opens_line=statement.opens_line and left == 0,
        closes_line=statement.closes_line and right == len(statement.text),
    )
