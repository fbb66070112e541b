"""The roles that one advert offers, where its lines tell them apart: what collecting and reading both split it by.

Employers on Hacker News and agencies put several jobs into one text: a line names each, what it asks for stands below.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SAID_OF_A_ROLE = re.compile(r"\s+[-–—]\s+|[:;|(\[]|\s@\s|https?://")
"""What begins what is said of a role."""
SOUGHT = re.compile(
    r"\b(?:hiring|looking for|seeking|searching for|recruiting|for the role of)(?: for)?"
    r"(?: an?| our| the| two| three| several| multiple| more| another| some| experienced| talented)*\s+",
    re.IGNORECASE,
)
LONGEST_ROLE = 70
_LONGEST_LINE = 400
_OPENING = " \t-*•·–—>#0123456789.)("
_LONGEST_HEADING = 120
_SHORT_LINE = re.compile(rf"^[^\n]{{1,{_LONGEST_HEADING}}}$", re.MULTILINE)
_BEHIND = 80
_PROSE = re.compile(r"[ \t\-*•·–—>#0-9.)(]*+[^-–—:;|(\[@]*?\s(?!https?:)[a-z]{4}")
"""A long word in small letters before all that may end a role's name, which then is none: most lines, at one look."""
_WORD = re.compile(r"[^\W_][\w+#.]*")
_LEAST_BODY = 60
"""Characters below a role's line that tell more of it than where it is."""
_LEAST_LIKENESS = 0.75
"""Share of common words above which a title and a line name one role."""
_MOST_ROLES = 40


@dataclass(frozen=True, slots=True)
class Advertised:
    """A role of an advert: its name, and [start, end) of its line and of what stands below it."""

    name: str
    start: int
    line_end: int
    end: int


@cache
def role_words() -> Mapping[str, re.Pattern[str]]:
    """The words of roles' names by kind (advertised.toml); they match as whole words."""
    lists = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {kind: whole_words(words) for kind, words in lists.items()}


def whole_words(words: Sequence[str]) -> re.Pattern[str]:
    """Any of some words, as a whole word in any letter case."""
    return re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE)


def role_of_line(line: str) -> str | None:
    """The role that a line of a list is, up to what is said of it; None for a sentence."""
    name = _name_of(line)
    is_name = 3 < len(name) <= LONGEST_ROLE and name[0].isupper()
    words = role_words()
    if not is_name or words["sentence"].search(name) or SOUGHT.search(name):
        return None
    heads = list(words["role_head"].finditer(name))
    if not heads:
        return None
    tail = words["role_tail"].sub("", name[heads[-1].end() :]).strip(" ,/&")
    return name if not tail or name[heads[-1].end()] == "," else None


def _name_of(line: str) -> str:
    """A line of a list up to what is said of it."""
    return SAID_OF_A_ROLE.split(line[:_LONGEST_LINE].strip(_OPENING), maxsplit=1)[0].strip(" ,.")


def roles_in(text: str) -> list[Advertised]:
    """The roles that lines of a text name, in order; one's last paragraphs are as many as another's."""
    found = [(m, _form(m.group())) for m in _SHORT_LINE.finditer(text) if _is_heading(m.group())]
    found = [(m, form) for m, form in found if form or _opens_paragraph(text, m.start())]
    forms = [form for _, form in found]
    usual = max(forms, key=forms.count, default="")
    lines = [(m.start(), m.end(), role_of_line(m.group()) or "") for m, form in found if form == usual]
    if not 1 < len(lines) <= _MOST_ROLES:
        return []
    ends = [start for start, _, _ in lines[1:]]
    gaps = (text[line_end:end].strip().count("\n\n") for (_, line_end, _), end in zip(lines, ends, strict=False))
    ends.append(_after_gaps(text, lines[-1][1], max(gaps)))
    return [Advertised(role, start, line_end, end) for (start, line_end, role), end in zip(lines, ends, strict=True)]


def of_other_roles(text: str, title: str) -> list[tuple[int, int]]:
    """[start, end) of what an advert says of roles other than the one of this title.

    Nothing where the title names none of its roles, or more than one: then all of it is read. Lines that only list
    other roles are left out; what stands below them too where most roles have a text of their own.
    """
    roles = roles_in(text)
    at = [i for i, role in enumerate(roles) if _are_alike(role.name, title)]
    if len(at) != 1:
        return []
    told = [len(text[role.line_end : role.end].strip()) >= _LEAST_BODY for role in roles]
    if sum(told) >= max(2, len(roles) - 1) and told[at[0]]:
        return [(role.start, role.end) for i, role in enumerate(roles) if i != at[0]]
    first = last = at[0]
    while first > 0 and not told[first - 1]:
        first -= 1
    while last + 1 < len(roles) and not told[last]:
        last += 1
    return [(roles[i].start, roles[i].line_end) for i in range(first, last + 1) if i != at[0]]


def _form(line: str) -> str:
    """The sign that a line of a list opens with, all numbers alike; none for a line that opens with a word."""
    first = line.lstrip()[:1]
    return "" if first.isalpha() else "1" if first.isdigit() else first


def _opens_paragraph(text: str, at: int) -> bool:
    """Whether a blank line, or nothing, stands before an offset, and no label that the line would answer."""
    before = text[max(0, at - _BEHIND) : at].rstrip(" \t")
    return (at <= _BEHIND and not before.strip()) or (before.endswith("\n\n") and not before.rstrip().endswith(":"))


def _is_heading(line: str) -> bool:
    """Whether a line names a role with capitals and ends like no sentence."""
    if _PROSE.match(line) or line.rstrip().endswith((".", ",", ";")):
        return False
    words = _WORD.findall(_name_of(line))
    has_capitals = len(words) > 1 and all(w[0].isupper() for w in words if len(w) > 3)
    return has_capitals and role_of_line(line) is not None


def _after_gaps(text: str, at: int, count: int) -> int:
    """Where the paragraph ends that begins after so many gaps between paragraphs."""
    at += len(text) - at - len(text[at:].lstrip("\n"))
    for _ in range(count + 1):
        gap = text.find("\n\n", at)
        if gap < 0:
            return len(text)
        at = gap + 2
    return at


def _are_alike(name: str, title: str) -> bool:
    one, other = set(_names(name)), set(_names(title))
    return bool(one) and len(one & other) > _LEAST_LIKENESS * len(one | other)


def _names(role: str) -> Iterator[str]:
    """The words of a role without its level and number."""
    level = role_words()["level"]
    for m in _WORD.finditer(SAID_OF_A_ROLE.split(role, maxsplit=1)[0].casefold()):
        word = m.group().rstrip(".")
        if not level.fullmatch(word):
            yield word.removesuffix("s")
