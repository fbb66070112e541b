"""The lines of a resume: wrapped ones joined, each in its section, headings and heads of entries told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from nlp.resume.career.dates import holds_range, parted_range, starts_with_date, years_in
from nlp.resume.career.fields import without_labels
from nlp.resume.career.heads import is_dated, parts_bracket, parts_cell, parts_dated_head
from nlp.resume.career.work import is_apart
from nlp.resume.headings import (
    MAX_WORDS,
    Section,
    are_usual,
    facts,
    flat,
    heading_says,
    heading_section,
    is_usual,
    may_head,
    pattern,
    section_of,
)

Role = Literal["heading", "entry", "text"]
"""`entry`: the head of a role, project or school (title, employer, place, dates); `text`: all that is said."""

_BULLET = re.compile(r"^\s*(?:[•●▪◦‣·∙○■□➢➤►▶✓✔◆◇❖*>–—-]|[oO](?=\s{2,}))\s*")
_SENTENCE_END = re.compile(r"[.!?;:]['\"”)]?$")
_OPEN_END = re.compile(
    r"(?:[,/&(+–-]|\b(?:and|or|the|a|an|of|with|for|to|in|on|by|using|from|as|at|via|into|over|no|not|never|without))$",
    re.IGNORECASE,
)
_DANGLING = re.compile(r"\w (?:and|or|of|the|a|an|&)$", re.IGNORECASE)
"""What no line ends with but one that goes on: «Bachelor of⏎Education»."""
_TELLING = 8
"""A line of more words tells something: «into» goes on, whatever year it names, and its last word heads nothing."""
_VERDICT_NAME = 4
_SENTENCE_ON = 4
"""Words of a line that goes on with a sentence, where one of a list is shorter."""
_CLAUSE = 5
"""Words of a line before a semicolon that make it a clause and no head of an entry."""
_LACKS_OBJECT = re.compile(r"\w (?:with|to|of|for|into|using|via)$")
"""«Limited exposure to» goes on, however short the line."""
_MAKER = re.compile(
    r"[,;/(:|] ?(?:some )?"
    r"(?:Google|Amazon|AWS|Azure|Apache|Microsoft|MS|Adobe|Hugging|Power|Visual(?: Studio)?|Deep|Machine|Natural)$"
)
"""«Excel, Google⏎Classroom»: a name is cut in two."""
_RULE = re.compile(r"\s*[-=_*~#─━═]{3,}\s*")
"""A line drawn under a heading."""
_RULED = re.compile(r"^\s*[=~*#_+.:|-]{2,}\s*(\w[^=~*#_|]{1,60}?)\s*[=~*#_+.:|-]{2,}\s*$")
"""«== Education ==»: a heading between rules, whatever it says."""
_CELLS = re.compile(r"\s{2,}|\s[|·•]\s")
_LABEL = re.compile(r"(?:[A-Z][\w&/-]*(?: [\w&/-]+){0,3}|(?!(?:it|them|that|this) ?:)[a-z]+(?: [a-z]+){0,2})\s?:\s")
_DEED = re.compile(r"^(?:re|co)?-?[a-z]+(?:ed|ing)$")
_HEAD_PARTS = re.compile(r"\s[|·•—–-]\s|\sat\s|,\s")
_NARROWEST = 30
_NARROW_HEAD = 20
"""Letters of a full line in the narrowest column: of a text, of the head of an entry."""
_HEAD_END = re.compile(r"[,;|(:–—]|\s-\s|\sat\s")
_TELLS_ON = re.compile(r"([^()]{4,100}\(([^()]{4,40})\))[.:,]?\s+([A-Z]\S+(?: \S+){2,}[.;])$")
_DATED = 20
"""Letters at the begin of a line that may hold its date."""
_REMARK = 3
"""Words of a remark on a degree."""
_TWICE = 5
"""Lines that stand twice, one right after the other, in the copy of a network's page."""
_FEW, _DOUBLED = 12, 0.85
"""Lines, and the share of them that a blank one follows, by which a text is doubled."""
_LEAST_WORD = 2
_MARKS = re.compile(r"[\d,;:.|/()&@•·]")
_STUDIED = frozenset({"learning", "certifications", "awards", "publications"})
_OWN_SECTIONS = frozenset({"skills", "learning", "interests", "certifications", "publications", "awards"})
_JOBS = frozenset({"experience", "internship", "volunteer"})
_LABELS = frozenset({"awards", "summary", "projects", "skills"})
"""Sections whose headings may as well label a part of a job."""
_ENTRY_SECTIONS = frozenset({"experience", "internship", "volunteer", "education"})


@dataclass(frozen=True, slots=True)
class ResumeLine:
    """One logical line."""

    text: str
    """Without its bullet."""
    section: Section
    role: Role
    is_bullet: bool
    follows_blank: bool


def read_lines(text: str) -> list[ResumeLine]:
    """The logical lines of a resume in order, each with section and role."""
    found: list[ResumeLine] = []
    section: Section = "header"
    unwrapped = _unwrapped(without_labels(_undoubled(text.split("\n"))))
    has_experience = any(_opens(raw) == "experience" for raw, _ in unwrapped)
    for raw, follows_blank in unwrapped:
        bullet = _BULLET.match(raw)
        body = raw[bullet.end() if bullet else 0 :].strip()
        if not body:
            continue
        if framed := _framed(raw):
            section = section_of(framed)
            found.append(ResumeLine(framed, section, "heading", False, follows_blank))
            continue
        if bullet is None and (split := _beside_heading(body)) and not _is_no_heading_here(split[0], section, found):
            section = heading_section(split[0]) or section
            found.append(ResumeLine(split[0], section, "heading", False, follows_blank))
            body = split[1]
        opened = heading_section(body) if bullet is None else None
        is_remark = section == "education" and not follows_blank and _is_remark(body)
        if opened is None and bullet is None and follows_blank and _closes(body, section, found):
            opened = "notes"
        if opened is not None and not is_remark and not _is_no_heading_here(body, section, found):
            section = opened
            found.append(ResumeLine(body, section, "heading", False, follows_blank))
            continue
        parts = [body] if bullet else _head_and_deed(body)
        if section in ("header", "summary") and not has_experience and is_dated(parts[0]):
            section = "experience"  # a resume without that heading
        is_apart = follows_blank and bullet is None
        own = _own_section(body, section, is_apart=is_apart) or section
        found += [
            ResumeLine(part, own, "text", bullet is not None, follows_blank and not i) for i, part in enumerate(parts)
        ]
    return _with_entries(found)


def _opens(raw: str) -> Section | None:
    """The section that a line opens, between rules or without."""
    framed = _framed(raw)
    if framed:
        return section_of(framed)
    return heading_section(raw) if _BULLET.match(raw) is None else None


def _framed(line: str) -> str | None:
    """The words of a heading that stands between rules."""
    found = _RULED.match(line)
    return found[1].strip() if found else None


def _names_date(line: str) -> bool:
    return bool(years_in(line)) or holds_range(line)


def _is_no_heading_here(body: str, section: Section, found: Sequence[ResumeLine]) -> bool:
    """Whether a line reads like a heading but is a member of a list («Communication skills») or an employer's name."""
    if not found or body.isupper() or heading_says(body) is not None:
        return False
    if section in _JOBS and body.endswith(":") and heading_section(body) in _LABELS:
        # «Key achievements:» in a job, unless the resume sets its headings so.
        above = next((line for line in reversed(found) if line.role == "heading"), found[-1])
        return not above.text.endswith(":")
    if " " not in body:
        return False
    if section == "skills":
        return found[-1].is_bullet
    if is_usual(body) or are_usual(body):
        return False
    return section == "experience" and not found[-1].is_bullet and is_dated(found[-1].text)


def _beside_heading(body: str) -> tuple[str, str] | None:
    """A heading and what stands beside it on its line: «PROFILE  I build …»."""
    first, *rest = re.split(r"\s{2,}", body, maxsplit=1)
    is_one = (
        bool(rest) and is_usual(first) and may_head(first) and heading_section(re.split(r"\s{2,}", rest[0])[0]) is None
    )
    return (first, rest[0]) if is_one else None


def _head_and_deed(body: str) -> list[str]:
    """A line that tells on after the bracket with its dates, as two: «Clerk (2019 – 2021) Kept books.»"""
    m = _TELLS_ON.match(body)
    return [m[1], m[3]] if m is not None and holds_range(m[2]) and not holds_range(m[3]) else [body]


def _is_remark(body: str) -> bool:
    """Whether a line says how far a degree is, though it could head what is under way: «Ongoing» below its dates."""
    return len(body.split()) <= _REMARK and not body.isupper() and heading_says(body) == "in_progress"


def _closes(body: str, section: Section, found: Sequence[ResumeLine]) -> bool:
    """Whether a line that no heading is known by is one all the same, by how those of its resume are set.

    Asked where what stands below an unknown heading would be taken for something that it is not: hobbies, courses.
    """
    above = next((line for line in reversed(found) if line.role == "heading"), None)
    if above is None or above is found[-1] or not above.follows_blank or not may_head(body):
        return False
    words = body.split()
    if len(words) > MAX_WORDS or _MARKS.search(body) or not any(len(word) > _LEAST_WORD for word in words):
        return False
    if section == "interests":
        return body.isupper() == above.text.isupper()
    return section in _STUDIED and body.isupper() and above.text.isupper()


def _own_section(body: str, under: Section, *, is_apart: bool) -> Section | None:
    """The section of a line with a label of its own: «Technical Skills: Python», «Relevant coursework: …».

    `is_apart`: it stands below a blank line, as what belongs to a school or role rarely does.
    """
    label, colon, rest = body.partition(":")
    if not colon or not rest.strip() or len(label) > 45:
        return None
    if pattern("line", "silent_labels").search(flat(body)):
        return "interests"
    section = heading_section(label.strip()) if heading_says(label) in (None, "in_progress") else None
    is_of_entry = under in _ENTRY_SECTIONS | {"projects"} and not (under == "education" and is_apart)
    if section == "skills" and is_of_entry and "skills" not in flat(label):
        return None  # «Technologies: …» of a role: what it used
    if section == "learning" and under in _JOBS and heading_says(label) is None and "course" not in flat(label):
        return None  # «Modules: …» of a role: what it made
    return section if section in _OWN_SECTIONS else None


def _undoubled(lines: Sequence[str]) -> Sequence[str]:
    """The lines without the blank one after each, as some programs paste a text, and without what a page says twice."""
    again = sum(bool(a.strip()) and a == b for a, b in pairwise(lines))
    if again > _TWICE:
        lines = [line for above, line in pairwise(["", *lines]) if line != above or not line.strip()]
    lines = [line for line in lines if not pattern("line", "furniture").fullmatch(flat(line).strip())]
    filled = [line for line in lines if line.strip()]
    is_doubled = len(filled) > _FEW and len(lines) - len(filled) > _DOUBLED * len(filled)
    return filled if is_doubled else lines


def _unwrapped(lines: Sequence[str]) -> list[tuple[str, bool]]:
    """The lines with wrapped ones joined, each with whether a blank line stands before it."""
    joined: list[tuple[str, bool]] = []
    last = ""
    is_wrapped = False  # whether the last line went on with the one above it
    for i, line in enumerate(lines):
        body = "" if _RULE.fullmatch(line) else line.strip()
        flows = is_wrapped or (bool(joined) and _BULLET.match(joined[-1][0]) is not None)
        over = joined[-2][0] if len(joined) > 1 else ""
        is_wrapped = bool(body and joined and last) and _continues(last, body, lines, i, flows=flows, over=over)
        if is_wrapped:
            seam = "" if last.endswith("/") else " – " if _is_verdict(last, body) else " "
            joined[-1] = (f"{joined[-1][0]}{seam}{body}", joined[-1][1])
        elif body:
            joined.append((body, i > 0 and not last))
        last = body
    return joined


def _continues(last: str, body: str, lines: Sequence[str], i: int, *, flows: bool, over: str) -> bool:
    """Whether a line goes on with the one above it; `flows` where that one stands in a bullet or a wrapped text, `over`
    what stands over that one."""
    if _wraps_surely(last, body):
        return True
    if _is_new(last, body):
        return False
    is_long = len(last.split()) >= 4 or flows
    is_open = _OPEN_END.search(last) and (
        not _names_date(last) or (last[-1].isalpha() and len(last.split()) > _TELLING)
    )
    is_inner = body[0].islower() or (body[0] == "(" and last[-1].isalnum())
    goes_on = is_inner and not (starts_with_date(body) and years_in(body[:_DATED]))  # «november 2025 Nurse»
    if (is_long and (goes_on or is_open)) or _LACKS_OBJECT.search(last):
        return True
    return _fills(last, body, lines, i, flows=flows, over=over)


def _fills(last: str, body: str, lines: Sequence[str], i: int, *, flows: bool, over: str) -> bool:
    """Whether the line above is as wide as its column, so that a line goes on with it."""
    width = max(len(near.strip()) for near in lines[max(0, i - 5) : i + 5])
    if not flows and (_wraps_head(last, body, width) or parts_cell(last, body, lines[i + 1 : i + 2])):
        return True
    if not flows and is_dated(over):
        return False  # the title under its dates
    if len(last) < max(45, 0.85 * width) or _CELLS.search(body) or _names_date(body) or _names_date(last):
        return False
    following = next((near.strip() for near in lines[i + 1 :]), "")
    ends_here = not following or _BULLET.match(following) or heading_section(following) is not None
    return bool(_SENTENCE_END.search(body) or (ends_here and flows) or len(body) > 0.7 * width)


def _wraps_surely(last: str, body: str) -> bool:
    """Whether two lines can be nothing but one: a heading, a range, a clause, a maker and its product, a verdict."""
    if _framed(last) or _framed(body):
        return False
    is_clause = last.endswith(";") and len(last.split()) >= _CLAUSE and not body[0].isupper()
    is_name = _MAKER.search(last) is not None and body[0].isupper() and not _names_date(body)
    is_name = is_name and heading_section(body) is None
    if (is_clause or is_name) and _BULLET.match(body) is None:
        return True
    is_cut = _DANGLING.search(last) is not None and (last.isupper() or not body.isupper())
    if is_cut and _BULLET.match(body) is None and not starts_with_date(body):
        return True
    is_sentence = last.startswith("I ") and body[0].islower() and len(body.split()) >= _SENTENCE_ON
    if is_sentence and heading_says(last) is not None:
        return True  # «I have not worked with Kafka or Flink⏎beyond reading about them»
    if parts_bracket(last, body) or parts_dated_head(last, body) or _parts_school(last, body):
        return True
    return _wraps_heading(last, body) or _wraps_range(last, body) or _is_verdict(last, body)


def _is_verdict(last: str, body: str) -> bool:
    """Whether a line says what a name above it is worth: «Julia and Rust⏎one evening each.»"""
    is_name = len(last.split()) <= _VERDICT_NAME and last[:1].isupper() and last[-1].isalnum()
    return is_name and heading_section(last) is None and pattern("line", "verdict").match(body) is not None


def _is_new(last: str, body: str) -> bool:
    """Whether a line surely begins something: a bullet, a heading, a label, a deed, what follows an end."""
    ends = _SENTENCE_END.search(last) and not (last.endswith(":") and body[0].islower())  # «My goal:⏎a team that …»
    heads = (heading_section(body) and not _is_tail(last, body)) or heading_section(last)
    if _framed(body) or _framed(last) or _BULLET.match(body) or heads or ends:
        return True
    is_label = _LABEL.match(body) and not (body[0].islower() and _OPEN_END.search(last))
    if is_label or (body[0].isupper() and tells_a_deed(body)):
        return True
    return any(pattern("line", "contact").search(flat(line)) for line in (body, last))


def _is_tail(last: str, body: str) -> bool:
    """Whether a word in small letters that could be a heading ends the line above: «… vision and deep⏎learning»."""
    is_long = len(last.split()) > _TELLING and last[-1].isalpha()
    return is_long and last[0].isupper() and len(body.split()) <= _REMARK and body[0].islower()


def _parts_school(last: str, body: str) -> bool:
    """Whether a school's name goes over two lines, though its end may head a section: «…, Harrowby⏎University»."""
    is_name = last[-1].isalpha() and last.rsplit(maxsplit=1)[-1][0].isupper() and "," in last and not body.isupper()
    return is_name and heading_section(body) is not None and pattern("line", "school").fullmatch(flat(body)) is not None


def _wraps_heading(last: str, body: str) -> bool:
    """Whether two lines are one heading: «EDUCATION AND⏎TRAINING», «Academic⏎background»."""
    if len(last.split()) > MAX_WORDS or not is_usual(f"{last} {body}"):
        return False
    is_open = _OPEN_END.search(last) is not None or body[0].islower()
    return is_open or (heading_section(last) is None and heading_section(body) is None)


def _wraps_range(last: str, body: str) -> bool:
    """Whether a range of dates goes over two lines: «Mar 2021 –⏎Present»."""
    return len(last.split()) < 18 and parted_range(last, body)


def _wraps_head(last: str, body: str, width: int) -> bool:
    """Whether the head of an entry goes over two lines: «Pellworth, Oslo — Machine⏎Learning Engineer 2019 –»."""
    is_full = len(last) > max(_NARROW_HEAD, 0.8 * width) and _HEAD_PARTS.search(last) is not None
    if _LABEL.match(last):
        return False  # «Coursework: Optimisation, Statistics» above the next school and its dates
    return is_full and is_dated(body) and not _names_date(last) and not starts_with_date(body)


def _with_entries(lines: Sequence[ResumeLine]) -> list[ResumeLine]:
    return [
        ResumeLine(x.text, x.section, "entry", x.is_bullet, x.follows_blank) if _is_entry(lines, i) else x
        for i, x in enumerate(lines)
    ]


def _is_entry(lines: Sequence[ResumeLine], i: int) -> bool:
    """Whether a line heads a role or a school: no bullet, no sentence, no deed, no list after a label."""
    line = lines[i]
    if line.role == "heading" or line.is_bullet or line.section not in _ENTRY_SECTIONS:
        return False
    return not tells(line.text) and pattern("line", "used_labels").search(flat(line.text)) is None


def tells(text: str) -> bool:
    """Whether a line tells something, as a sentence or a deed does, rather than names it."""
    words = text.split()
    if len(words) < 16 and (_names_date(text) if not text.endswith(".") else _heads_in_a_sentence(text)):
        return False
    is_told = text.endswith(";") and len(words) >= _CLAUSE
    return is_told or tells_a_deed(text) or len(words) > (7 if text.endswith(".") else 16)


def _heads_in_a_sentence(text: str) -> bool:
    """Whether a line that ends as a sentence begins with the dates of an entry: «2019 – 2021 Clerk, Harrow, Oslo.»"""
    return starts_with_date(text) and holds_range(text) and ". " not in text


def tells_a_deed(text: str) -> bool:
    """Whether a line begins with what somebody did: «Built …», «Leading the …»; a title («Lead Engineer») does not."""
    words = text.split()
    first = flat(words[0]).strip(",:;()")
    if words[0].endswith("ing,") or is_apart([_HEAD_END.split(text, maxsplit=1)[0]]):
        return False  # «Learning, Neural Networks», the end of a list; «Working student, software»
    if first in facts_of_line("adjectives") and words[1:] and words[1][0].isupper():
        return False
    if first in facts_of_line("past_verbs") or (first.endswith("ed") and _DEED.match(first) and len(words) > 3):
        return True
    is_verb = first in facts_of_line("verbs") or (_DEED.match(first) is not None and len(words) > 3)
    return is_verb and (text.endswith(".") or (len(words) > 1 and not words[1][0].isupper()))


@cache
def facts_of_line(name: str) -> frozenset[str]:
    """One list of words of `[line]` in `resume.toml`."""
    return frozenset(facts()["line"][name])
