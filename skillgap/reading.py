"""Texts in, readings out: the reader and the lanes joined, as `read`, `lanes` and `annotate` need them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from pathlib import Path
from typing import Any

from crawler.fields.text import html_to_text
from nlp.lanes import model as lane_model
from nlp.lanes import specialities as speciality_model
from nlp.lanes.roles import lanes, roles
from nlp.posting.reader import PostingReader
from nlp.taxonomy.loader import load
from skillgap.workers.reads import Reads
from warehouse.models import Reading, to_plain


@dataclass(frozen=True)
class Desk:
    """One taxonomy, one reader, one set of lanes; overlays are the user's files or None."""

    skills_overlay: Path | None = None
    lanes_overlay: Path | None = None

    @cached_property
    def reader(self) -> PostingReader:
        """The reader of postings."""
        return PostingReader(load(overlay=self.skills_overlay))

    def reads(self) -> Reads:
        """What reads a part of postings, here or in another process."""
        own = self.skills_overlay
        return Reads(self.reader, own.read_bytes() if own is not None and own.exists() else None)

    def lane_probabilities(self, title: str, reading: Reading, fit: lane_model.LaneFit) -> dict[str, float]:
        """Lane → probability of one reading."""
        skills = lane_model.document(lane_model.hard_skills(reading.skills))
        given = lane_model.Evidence(title, skills, reading.lane_words)
        return lane_model.probabilities(
            given, reading.relevance, fit, lanes(self.lanes_overlay), roles(self.lanes_overlay)
        )

    def document(self, asked: Iterable[tuple[str, str]]) -> dict[str, float]:
        """The hard skills of one posting, given as (skill, need), as lanes weigh them."""
        return lane_model.document((skill, need) for skill, need in asked if skill in self._hard)

    @cached_property
    def _hard(self) -> frozenset[str]:
        return frozenset(name for name, skill in self.reader.taxonomy.skills.items() if skill.kind != "soft")

    def specialities(self, given: speciality_model.Evidence, fit: lane_model.LaneFit) -> dict[str, float]:
        """Speciality → probability of a posting that says so."""
        known = speciality_model.specialities(self.lanes_overlay)
        telling = {skill: need for skill, need in given.skills.items() if skill in self._telling}
        given = dataclasses.replace(given, skills=telling)
        return speciality_model.probabilities(given, fit.weight, self.reader.taxonomy.skills, known)

    @cached_property
    def _telling(self) -> frozenset[str]:
        """The skills that speak for any speciality; each speciality is asked of these alone."""
        known, skills = speciality_model.specialities(self.lanes_overlay), self.reader.taxonomy.skills
        named = frozenset(skill for skill in skills if any(one.names(skill, skills) for one in known))
        return named.union(*(one.seeds for one in known))


@dataclass(frozen=True, slots=True)
class Given:
    """One input line of `annotate`."""

    id: str | int | float
    title: str
    text: str
    is_extracted: bool
    """Whether the text was taken out of html, so that the output must carry it."""
    company: str | None = None


def given_posting(line: str) -> Given:
    """One JSON line of `annotate`'s input. Raises ValueError where it is no object with id and text or html."""
    try:
        row = json.loads(line)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(row, dict) or "id" not in row:
        raise ValueError("no object with an id")
    own = row["id"]
    if type(own) not in (str, int, float) or (isinstance(own, float) and not isfinite(own)):
        raise ValueError("the id must be a text or a number")
    text, html, title = row.get("text"), row.get("html"), row.get("title") or ""
    body = html if text is None else text
    if not isinstance(body, str) or not isinstance(title, str):
        raise ValueError("text, html and title must be texts")
    company = row.get("company")
    body, title = _without_halves(body), _without_halves(title)
    return Given(
        _without_halves(own) if isinstance(own, str) else own,
        title,
        html_to_text(body) if text is None else body,
        text is None,
        company if isinstance(company, str) else None,
    )


def _without_halves(text: str) -> str:
    """The text with a hole for each half of a surrogate pair, which JSON can write and no file can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def annotation(given: Given, desk: Desk) -> dict[str, Any]:
    """One output line of `annotate` (design.md section 6)."""
    reading = desk.reader.read(given.title, given.text, given.company)
    fit = lane_model.shipped_fit()
    shares = desk.lane_probabilities(given.title, reading, fit)
    asked = lane_model.document(lane_model.hard_skills(reading.skills))
    return {
        "id": given.id,
        "relevant": reading.relevant,
        "relevance": reading.relevance,
        "skills": [{key: getattr(skill, key) for key in _SKILL_KEYS} for skill in reading.skills],
        "unknown": [to_plain(term) for term in reading.unknown],
        "lanes": shares,
        "primary_lane": lane_model.primary_lane(shares),
        "specialities": desk.specialities(
            speciality_model.Evidence(given.title, asked, reading.speciality_duties), fit
        ),
        **{key: to_plain(getattr(reading, key)) for key in _PROFILE_KEYS},
        **({"text": given.text} if given.is_extracted else {}),
    }


_SKILL_KEYS = ("skill", "name", "kind", "surface", "start", "end", "need", "section", "group", "min_years", "counted")
_PROFILE_KEYS = (
    "role",
    "seniority",
    "min_years",
    "degree",
    "degree_need",
    "degree_preferred",
    "degrees_named",
    "remote",
    "employment_type",
    "pay",
    "pay_ranges",
    "language",
    "reader_version",
)
