"""Which lines of a posting are headings, and of which section.

A heading is one whatever decorates it: «⭐ Nice to have», «## Nice to have», «2. Nice to have», «— NICE TO HAVE —».
Known ones are data (headings.csv); others are understood by the nouns, modifiers and short clauses that they are put
together of (headings.toml).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

from nlp.cues import cues, facts
from nlp.placed import Section
from nlp.text import Statement, lower, same_length

MOST_WORDS = 9
_LONGEST = 90
_FEW_WORDS = 4
"""«Leadership and Communication Skills» is a heading, a longer line that ends in «skills» asks for them."""
_EDGE = re.compile(r"^[\W\d_]+|[^\w)]+$")
_OPENING = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[.):]?(?=[\s\W])|(?:[IVX]{1,4}|[A-Za-z])[.)](?=\s)|[^\w\s(\"'“«]|[_\s])+"
)
"""What may stand before a heading's words: signs, pictures, a number."""
_MOST_DECORATION = 40
_ENDS = frozenset(".,;:?!…)]\"'”»%+")
"""Signs that end a sentence or a label, and do not decorate it."""
_BRACKETED = re.compile(r"\((?:required|must have|preferred|optional)?[^)]*\)")
STICKY_WORDS = frozenset({"responsibilities", "requirements", "qualifications", "benefits", "compensation", "skills"})
_USUAL = frozenset("-–—*+>•●▪◦‣·∙○■□»oO✓✔✅")
"""Signs that lists open their items with more often than writers decorate headings with them."""
_WANTED = frozenset({"hire", "hiring", "looking", "need", "exists", "matters"})
"""Words of «Why we're hiring», after which the job is told; «Why this role will change your career» praises it."""
_WITH_OBJECT = frozenset({"to", "with", "in", "of"})
"""A known heading that ends so opens one only where nothing follows: «Exposure to», but not «Exposure to Kafka»."""
_VERDICTS = frozenset({"plus", "bonus", "advantage"})
_BEFORE_OBJECT = frozenset({"from", "with", "by", "into"})
"""Words that join what somebody does to its object, and stand in no heading before the words that make it one."""
_NO_APOSTROPHE = re.compile(r"\b(you)(ll|ve|re|d)\b|\b(what|who) were (?=looking|seeking|after|hoping)")
_FEW = 3
"""So many lines in a row that open with a picture each are a list, whatever the pictures."""
_CLAUSES: tuple[Section, ...] = ("preferred", "requirements", "responsibilities", "benefits")


@lru_cache(maxsize=4096)
def heading_section(line: str) -> Section | None:
    """The section that a line opens as a heading, None where it is none that its own words give away."""
    if not _may_be_heading(line):
        return None
    bare = undecorated(line)
    plain = plain_words(bare)
    if (section := _by_name(plain)) is not None:
        return section
    if _is_short(plain) and ":" not in plain and cues("cues.toml", "section", "line_not_asked").search(plain):
        return "about"
    return _by_ends(plain.split()) if bare.endswith((":", "?")) or bare[:1].isupper() else None


def _may_be_heading(line: str) -> bool:
    return len(line) <= _LONGEST and not line.rstrip().endswith((".", ",", ";"))


def _is_short(line: str) -> bool:
    return 0 < len(line.split()) <= MOST_WORDS


def _by_name(plain: str) -> Section | None:
    """The section of a heading that is known, or put together of a heading's words alone, also amid a list's items."""
    if not _is_short(plain):
        return None
    return headings().get(plain) or _by_opening(plain.split()) or _by_nouns(plain) or _by_clause(plain)


def _by_opening(words: Sequence[str]) -> Section | None:
    """The section of «About the team», «Why Larkmoor», «Life at Larkmoor»."""
    if words[0] == "about" and len(words) <= 5:
        return "role" if words[-1] in {"role", "team", "position", "job", "opportunity"} else "about"
    if words[0] == "why" and len(words) <= (MOST_WORDS if words[1:2] == ["this"] else 5):
        return "role" if _WANTED.intersection(words) else "benefits"
    return "about" if words[0] == "life" and len(words) <= 4 else None


def _by_ends(words: Sequence[str]) -> Section | None:
    """The section of a heading that opens or ends with a known one, the longest: «Minimum Qualifications – Senior»."""
    known = headings()
    if not _is_short(" ".join(words)):
        return None
    does = words[0] in _openers()
    for size in range(min(len(words) - 1, 6), 0, -1):
        opening = () if words[size - 1] in _WITH_OBJECT or _is_wish_for(words, size) else words[:size]
        closing = () if does or _says_of_a_thing(words[:-size], words[-1]) else words[-size:]
        for phrase in (" ".join(opening), " ".join(closing)):
            is_telling = size > 1 or (phrase in STICKY_WORDS and (phrase != "skills" or len(words) <= _FEW_WORDS))
            if phrase in known and is_telling:
                is_wish = cues("cues.toml", "section", "line_preferred").search(" ".join(words)) is not None
                return "preferred" if is_wish and known[phrase] == "requirements" else known[phrase]
    return None


def _is_wish_for(words: Sequence[str], size: int) -> bool:
    """Whether the first words wish for what the others name: «Good to have Bitbucket», not «Good to have skills»."""
    return words[size - 1] in ("have", "know") and not _heading_words().issuperset(words[size:])


def _says_of_a_thing(before: Sequence[str], last: str) -> bool:
    """Whether the words before a known heading make a sentence of it: «Coaching from your team», «Rust is a plus»."""
    if last in _VERDICTS and not _heading_words().issuperset(before):
        return True
    return not _BEFORE_OBJECT.isdisjoint(before)


@cache
def _openers() -> frozenset[str]:
    """Words that open a line which tells what to do, and end in no heading: «Gather requirements»."""
    return frozenset(word.lower() for word in facts("cues.toml")["flattened"]["openers"]) - _heading_words()


def named_section(line: str) -> Section | None:
    """The section of a line that is a known heading or one put together of a heading's words alone."""
    return _by_name(plain_words(line))


def undecorated(line: str) -> str:
    """A line without the signs, pictures and numbers around it; what ends a sentence or a label stays."""
    opening = _OPENING.match(line, 0, _MOST_DECORATION)
    start, end = opening.end() if opening else 0, len(line)
    while end > start and not (line[end - 1].isalnum() or line[end - 1] in _ENDS):
        end -= 1
    return line[start:end]


def plain_words(line: str) -> str:
    """A line as headings.csv writes it: lower case, «and» for «&» and «/», no brackets, nothing around the words."""
    text = lower(same_length(line)).replace("&", "and").replace("/", " and ")
    text = _BRACKETED.sub(" ", text) if len(text) > 14 else text
    text = _NO_APOSTROPHE.sub(lambda m: f"{m[1]}'{m[2]}" if m[1] else f"{m[3]} we're ", text)
    return re.sub(r"\s+", " ", _EDGE.sub("", text.strip())).strip(" :?!.-")


@cache
def headings() -> Mapping[str, Section]:
    """Known headings in plain words."""
    with Path(__file__).with_name("headings.csv").open(encoding="utf-8", newline="") as rows:
        return {plain_words(row["heading"]): cast(Section, row["section"]) for row in csv.DictReader(rows)}


@cache
def inline_heading() -> re.Pattern[str]:
    """A known heading with a capital and a colon inside a line: «… users. Basic Qualifications: Python …»."""
    phrases = sorted((h for h in headings() if " " in h or h in STICKY_WORDS), key=len, reverse=True)
    return re.compile(r"(?:(?<=\s)|^)(?=[A-Z])(?i:" + "|".join(map(re.escape, phrases)) + r")\s?:(?=\s)")


def _by_nouns(plain: str) -> Section | None:
    """The section of a heading of which every word is a noun or a modifier of headings: «Great-to-have skills»."""
    section_of, wishes, demands, others = _grammar()
    if _any_joined().search(plain):
        for expression, word in _joined():
            plain = expression.sub(word, plain)
    words = plain.replace(",", " ").split()
    if not all(w in section_of or w in wishes or w in demands or w in others for w in words):
        return None
    nouns = [word for word in words if word in section_of]
    if not nouns:
        return None
    section = section_of[nouns[-1]]
    is_wish = any(word in wishes for word in words) and not any(word in demands for word in words)
    return "preferred" if is_wish and section in ("requirements", "preferred") else section


def _by_clause(plain: str) -> Section | None:
    """The section of a heading that is a short clause: «What would make you stand out», «The following are a plus»."""
    return next((section for section in _CLAUSES if _clauses(section).fullmatch(plain)), None)


@cache
def _clauses(section: str) -> re.Pattern[str]:
    data = _facts()
    expressions = []
    for expression in data["clauses"][section]:
        for name, words in data["parts"].items():
            expression = expression.replace(f"{{{name}}}", f"(?:{words})")  # noqa: PLW2901 -- filled in part by part
        expressions.append(f"(?:{expression})")
    return re.compile("|".join(expressions))


@cache
def _any_joined() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_facts()['joined'])})\b")


@cache
def _joined() -> Sequence[tuple[re.Pattern[str], str]]:
    return [(re.compile(rf"\b{expression}\b"), word) for expression, word in _facts()["joined"].items()]


@cache
def _grammar() -> tuple[Mapping[str, Section], frozenset[str], frozenset[str], frozenset[str]]:
    """Noun → section; the words of wishes, of demands, and those that say nothing."""
    data = _facts()
    section_of = {noun: cast(Section, section) for section, nouns in data["nouns"].items() for noun in nouns}
    kinds = data["modifiers"]
    others = frozenset([*kinds["plain"], *kinds["joining"]])
    return section_of, frozenset(kinds["preferred"]), frozenset(kinds["required"]), others


@cache
def _heading_words() -> frozenset[str]:
    """All words of the grammar of headings."""
    section_of, *modifiers = _grammar()
    return frozenset(section_of).union(*modifiers)


def _facts() -> Mapping[str, Any]:
    return facts("posting/sections/headings.toml")


def without_decoration(given: Sequence[Statement], text: str) -> list[Statement]:
    """The statements of a text, those no longer taken for bullets that only a decorated line opens.

    A list's items open alike, one below the other; a sign that stands alone decorates what it stands before.
    """
    found = list(given)
    lines = [i for i, s in enumerate(found) if s.opens_line]
    signs = [_sign(found[i], text) for i in lines]
    gaps = [i > 0 and text.count("\n", found[i - 1].end, found[i].start) > 1 for i in lines]
    in_list = _are_listed(signs, gaps)
    for at, i in enumerate(lines):
        end = lines[at + 1] if at + 1 < len(lines) else len(found)
        following = found[end] if end < len(found) else None
        if found[i].is_bullet and _is_decorated(found[i], following, signs[at], text, is_listed=in_list[at]):
            found[i:end] = [s._replace(is_bullet=False) for s in found[i:end]]
    return found


def _is_decorated(
    statement: Statement, following: Statement | None, sign: str | None, text: str, *, is_listed: bool
) -> bool:
    """Whether a line's sign decorates it and opens no item of a list; `following` opens the next line."""
    is_usual = sign in _USUAL and not _is_closed(statement, text)
    bare = undecorated(statement.text)
    if statement.closes_line and _may_be_heading(bare):
        if _by_name(plain_words(bare)) is not None or (not is_usual and bare.endswith(":")):
            return True
        if not is_listed and is_usual and following is not None and following.is_bullet and _is_short(bare):
            return True
    if is_listed or following is None:
        return False
    return not is_usual or (statement.closes_line and heading_section(bare) is not None)


def _sign(statement: Statement, text: str) -> str | None:
    """What a bullet's line opens with, each number alike; None for a line without a bullet."""
    if not statement.is_bullet:
        return None
    opening = text[text.rfind("\n", 0, statement.start) + 1 : statement.start].split()
    return ("1" if opening[0][0].isdigit() else opening[0]) if opening else None


def _are_listed(signs: Sequence[str | None], gaps: Sequence[bool]) -> list[bool]:
    """Whether each line opens like one beside it, or stands in a row of lines that all open with a picture.

    `gaps` says before which lines a blank one stands: what stands apart from a tight list is no item of it.
    """
    around, gap_after = [None, *signs, None], [*gaps[1:], True]
    listed = []
    for at, sign in enumerate(signs):
        before, after = sign == around[at], sign == around[at + 2]
        opens_another = before and gaps[at] and not gaps[at - 1] and not (after and gap_after[at])
        listed.append(sign is not None and (before or after) and not opens_another)
    for start, end in _runs([sign is not None and unicodedata.category(sign[0]) == "So" for sign in signs]):
        if end - start >= _FEW:
            listed[start:end] = [True] * (end - start)
    return listed


def _runs(marks: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """[start, end) of each run of true marks."""
    start = None
    for at, mark in enumerate([*marks, False]):
        if mark and start is None:
            start = at
        elif not mark and start is not None:
            yield start, at
            start = None


def _is_closed(statement: Statement, text: str) -> bool:
    """Whether signs also stand behind the words: «- Nice to have -»."""
    end = text.find("\n", statement.end)
    tail = statement.text[len(statement.text.rstrip("-–—=~*#_<>|")) :] + text[statement.end : end if end >= 0 else None]
    return bool(tail.strip()) and statement.closes_line
