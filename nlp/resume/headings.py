"""The headings of a resume: which section a line opens, in the usual words, several of them, or a person's own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from nlp.kept import kept_facts
from nlp.text import lower, same_length

Section = Literal[
    "header", "summary", "experience", "internship", "volunteer", "projects", "skills", "learning",
    "education", "publications", "certifications", "awards", "interests", "notes",
]  # fmt: skip
Speech = Literal["denied", "wished", "in_progress"]
_SPOKEN: Mapping[str, Section] = {"denied": "interests", "wished": "interests", "in_progress": "learning"}
_NAMES = {
    "header": "top of the resume",
    "learning": "being learned",
    "interests": "not read for skills",
}
_OWN_WORDS: tuple[Section, ...] = ("skills", "experience", "education", "notes")
_LEADING = frozenset({"education", "publications", "certifications", "awards", "interests", "projects"})
"""Sections that a heading opens with whatever it names beside it: «Education and exams», «Open source and writing»."""
MAX_WORDS = 6
"""Words of a heading at most."""
_MAX_OWN = 10
"""Words of one that says in a sentence what is lacked or wished for: «Tools I would rather not be asked about yet»."""
_NUMBER = re.compile(r"^(?:\d{1,2}|[IVX]{1,4}|[A-Z])[.)]\s+(?=[^\W\d_])")
_LONG, _LEAST = 6, 4
"""Letters of a heading's last word, and of those before it, that tell it without blanks: «Personalskills»."""


def facts() -> Mapping[str, Any]:
    """The words by which a resume is read."""
    return _facts()


@cache
def _facts() -> Mapping[str, Any]:
    return kept_facts(Path(__file__).with_name("resume.toml"))


@cache
def pattern(table: str, name: str) -> re.Pattern[str]:
    """The alternation of one list of `resume.toml`, for lower-case text with straight quotes."""
    return re.compile("|".join(f"(?:{p})" for p in facts()[table][name]))


def flat(text: str) -> str:
    """Lower case with straight quotes and plain hyphens, character for character."""
    return lower(same_length(text))


def heading_section(line: str) -> Section | None:
    """The section that a line opens as a heading; None where it is no heading."""
    if len(line) > 60 or line.endswith((".", ",", ";")):
        return None
    line = _unmarked(line)
    plain = _plain(line)
    words = plain.split()
    if not words or any(c.isdigit() for c in plain):
        return None
    if len(words) > MAX_WORDS:
        said = heading_says(line)
        return _SPOKEN[said] if said else None
    usual = _headings()[0].get(plain) or (_run_together(plain) if line[0].isupper() else None)
    usual = usual or _foreign_section(plain) or _own_heading(line, plain)
    return usual or _chosen(line, plain) or _of_parts(line, plain.split(" and "))


def languages_of_heading(line: str) -> frozenset[str]:
    """The languages but English in which a line is a heading, or several put together; none of an English heading."""
    plain = _plain(line)
    if plain in _headings()[0]:
        return frozenset()
    named = [frozenset(_foreign().get(part, {})) for part in _foreign_parts(plain)]
    return frozenset.intersection(*named)


def _foreign_section(plain: str) -> Section | None:
    """The section that a heading of another language opens: «Formação», «Kenntnisse und Sprachen»."""
    parts = [next(iter(_foreign().get(part, {}).values()), None) for part in _foreign_parts(plain)]
    return _first_of([part for part in parts if part is not None]) if None not in parts else None


def _foreign_parts(plain: str) -> Sequence[str]:
    """A heading as it stands where it is one heading, else the parts that its language joins to one."""
    if plain in _foreign():
        return (plain,)
    joining = "|".join(("and", *facts()["joining"]["words"]))
    return re.split(rf" (?:{joining}) ", plain, maxsplit=1)


@cache
def _foreign() -> Mapping[str, Mapping[str, Section]]:
    """Headings of other languages, plain: the section that each opens, by language."""
    found: dict[str, dict[str, Section]] = {}
    for language, sections in facts()["foreign"].items():
        for name, words in sections.items():
            for word in words:
                found.setdefault(_plain(word), {})[language] = cast(Section, name)
    return found


def _chosen(line: str, plain: str) -> Section | None:
    """The section of a heading that says only of which kind what it heads is: «Selected Clients & Engagements»."""
    first, _, rest = plain.partition(" ")
    if not rest or not may_head(line) or first not in facts()["chosen"]["words"]:
        return None
    exact = _headings()[0]
    parts = [rest] if rest in exact else rest.split(" and ")
    return _first_of([exact[part] for part in parts]) if all(part in exact for part in parts) else None


def _of_parts(line: str, parts: Sequence[str]) -> Section | None:
    """The section of a heading that is put together: «Certifications & Activities», «Education and exams»."""
    exact, ends = _headings()
    if len(parts) > 1 and line[0].isupper() and all(part in exact for part in parts):
        return _first_of([exact[part] for part in parts])
    if len(parts) == 2 and line[0].isupper() and exact.get(parts[0]) in _LEADING and parts[0] != "research":
        return exact[parts[0]]
    is_degree = any(pattern("degree", d).search(" and ".join(parts)) for d in ("master", "bachelor"))
    if is_degree or re.search(r"[,|:](?=.)", line):
        return None  # «Bachelor of Education»
    capitals = [w for w in re.findall(r"[^\W\d_]+", line) if len(w) > 3]
    if not line.endswith(":") and not all(w[0].isupper() for w in capitals):
        return None
    known = [exact.get(p) or next((s for end, s in ends if f" {p}".endswith(f" {end}")), None) for p in parts]
    if known[0] is None and len(parts[0].split()) > 1:
        return None  # «Teacher of Robotics and Programming»
    return _first_of([section for section in known if section is not None])


def _own_heading(line: str, plain: str) -> Section | None:
    """The section of a heading in a person's own words: «Tools I use», «Work while studying»."""
    said = heading_says(line)
    if said is not None:
        return _SPOKEN[said]
    words = _OWN_WORDS if may_head(line) else ()
    return next((name for name in words if pattern("own_headings", name).fullmatch(plain)), None)


def heading_says(line: str) -> Speech | None:
    """What a heading in a person's own words says of all below it: «Honest gaps», «Next up», «Learning now»."""
    plain = _plain(line)
    if not may_head(line) or len(plain.split()) > _MAX_OWN:
        return None
    kinds: tuple[Speech, ...] = ("denied", "wished", "in_progress")
    return next((kind for kind in kinds if pattern("own_headings", kind).fullmatch(plain)), None)


def section_name(section: str) -> str:
    """What a section is called to the resume's owner."""
    return _NAMES.get(section, section)


def may_head(line: str) -> bool:
    """Whether a line is set as a heading may be."""
    return line[:1].isupper() and not line.endswith((".", ",", ";")) and re.search(r"[,|:](?=.)", line) is None


def _first_of(sections: Sequence[Section]) -> Section | None:
    """The section of «Certifications & Activities»: the first part's; experience before all others."""
    return "experience" if "experience" in sections else sections[0] if sections else None


def _unmarked(line: str) -> str:
    """A heading without its number («2. Work experience»), once where a page wrote it twice («AboutAbout»)."""
    bare = _NUMBER.sub("", line)
    half = len(bare) // 2
    return bare[:half] if half > _LEAST - 1 and bare[:half] == bare[half:] else bare


def _plain(line: str) -> str:
    """A line as the headings of `resume.toml` are written, without accents."""
    bare = flat(_unmarked(line))
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFD", bare) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w&+ -]|[_]", " ", bare).replace("&", "and").replace("-", " ").split())


@cache
def _headings() -> tuple[Mapping[str, Section], Sequence[tuple[str, Section]]]:
    exact: dict[str, Section] = {}
    ends: list[tuple[str, Section]] = []
    for name, table in facts()["headings"].items():
        section = cast(Section, name)
        exact |= {h.replace("&", "and").replace("-", " "): section for h in table["exact"]}
        ends += [(end, section) for end in table["ends"]]
    return exact, sorted(ends, key=lambda pair: -len(pair[0]))


def _run_together(word: str) -> Section | None:
    """The section of a heading without its blanks, as a PDF of spaced letters gives it: «Workexperience»."""
    if " " in word:
        return None
    exact, ends = _headings()
    whole = next((section for name, section in exact.items() if " " in name and name.replace(" ", "") == word), None)
    long = ((end, section) for end, section in ends if len(end) >= _LONG and len(word) >= len(end) + _LEAST)
    return whole or next((section for end, section in long if word.endswith(end)), None)


def section_of(framed: str) -> Section:
    """The section that a heading between signs opens: by all its words, else by those before a comma."""
    return heading_section(framed) or heading_section(framed.partition(",")[0]) or "notes"


def is_usual(line: str) -> bool:
    """Whether a line reads exactly like a usual heading."""
    return _plain(line) in _headings()[0] or _foreign_section(_plain(line)) is not None


def are_usual(line: str) -> bool:
    """Whether a line is usual headings put together: «Education and courses»."""
    parts = _plain(line).split(" and ")
    return len(parts) > 1 and all(part in _headings()[0] for part in parts)
