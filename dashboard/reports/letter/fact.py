"""One fact that a sentence may tell, and how names, lines and samples are said in one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.words import inside, listing, word

LONGEST_LINE = 125
"""Characters of a resume's line that a sentence repeats."""
_CLAUSE_END = re.compile(r"[.;:!?,](?= )")
_PARTS = re.compile(r"(?<=[.;!?])\s+")
WHOLE = 10
"""From so many years on a part of one is not told."""
FEWEST_WORDS = 3
"""Words of which a clause that is quoted alone has at least so many."""
WORKPLACES = frozenset({"onsite", "remote", "hybrid", "inoffice"})
"""What some boards write for a place and is none; letters only."""
NO_PLACE = "not stated"
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its value, how it is said, and what it rests on."""

    value: Any
    text: str | None = None
    rests_on: str | None = None
    """«line: …» of the resume, or «n = …»."""

    @property
    def said(self) -> str:
        """As a sentence says it."""
        return self.text if self.text is not None else str(self.value)


Facts = dict[str, Fact]


@dataclass(frozen=True, slots=True)
class Names:
    """How the skills of a report are called within a sentence: a concept's name begins small, a product's does not."""

    kinds: Mapping[str, str]

    @staticmethod
    def of(report: Mapping[str, Any]) -> Names:
        """Those of a report."""
        rows: list[Mapping[str, Any]] = [*report["resume"]["skills"], *report["resume"].get("not_held", ())]
        for lane in report["lanes"]:
            rows += [*lane["missing"], *lane["plan"], *lane["say"]["items"], *lane["say"]["if_true"]]
        return Names({row["name"]: row["kind"] for row in rows if row.get("kind")})

    def __call__(self, name: str) -> str:
        """One skill's name; one of an unknown kind whose second word is small is a concept's."""
        looks_so = name.split(" ")[1:2] != [] and name.split(" ")[1].islower()
        return inside(name, self.kinds.get(name) or ("concept" if looks_so else None))

    def all(self, names: Iterable[str]) -> list[str]:
        """Several, in their order."""
        return [self(name) for name in names]


def short(line: str, longest: int = LONGEST_LINE) -> str:
    """A resume's line; of a long one what stands before the last clause that fits, never cut within brackets."""
    flat = " ".join(line.split()).strip("•-* ")
    if len(flat) <= longest:
        return flat.rstrip(".;,")
    ends = [match.start() for match in _CLAUSE_END.finditer(flat, longest // 4, longest)]
    whole = [end for end in ends if flat[:end].count("(") <= flat[:end].count(")")]
    end = whole[-1] if whole else flat.rfind(" (", longest // 4, longest) if ends else -1
    return f"{flat[:end]} …" if end > 0 else flat


def quoted(line: str, longest: int = LONGEST_LINE) -> str:
    """A resume's line as a sentence shows it."""
    return f"«{short(line, longest)}»"


def about(line: str, surface: str) -> str:
    """Of a resume's line the sentence or clause that names something, quoted."""
    flat = " ".join(line.split())
    parts = [part for part in _PARTS.split(flat) if surface.casefold() in part.casefold()]
    return quoted(parts[0] if parts and len(parts[0].split()) >= FEWEST_WORDS else flat)


def line_of(text: str) -> str:
    """That a fact rests on a line of the resume."""
    return f"line: {short(text)}"


def place_of(line: str, told: Sequence[str]) -> str | None:
    """«first», «second», …: which of the lines told it is, whole or as a clause; None where it is none."""
    place = next((at for at, one in enumerate(told) if one in line or line in one), None)
    return None if place is None else ("first", "second", "third")[place]


def n_of(share: Mapping[str, Any]) -> str:
    """That a fact rests on so many jobs."""
    return f"n = {share['n']} jobs of {share['employers']} employers"


def number(value: int) -> str:
    """«seven», «11»."""
    return _NUMBERS[value] if value < len(_NUMBERS) else str(value)


def some(names: Sequence[str], most: int) -> str:
    """«a, b and c», «a, b, c and four more»."""
    if len(names) <= most + 1:
        return listing(list(names))
    return f"{', '.join(names[:most])} and {number(len(names) - most)} more"


def years_said(years: float) -> str:
    """«20 years», «5.4 years», «1 year»: of many, no part of one."""
    return f"{years:.{0 if years >= WHOLE else 1}f}".removesuffix(".0") + (" year" if years == 1 else " years")


def job_place(job: Mapping[str, Any]) -> str:
    """«Leeds, hybrid»."""
    where = job["location"] if _letters(job["location"]) not in WORKPLACES else None
    parts = [where or (word("region", job["region"]) if job["region"] != "unknown" else None)]
    parts.append(word("workplace", job["workplace"]) if job["workplace"] else None)
    return ", ".join(part for part in parts if part) or NO_PLACE


def _letters(text: str | None) -> str:
    return "".join(letter for letter in (text or "").casefold() if letter.isalpha())
