"""Texts in, readings out: the reader and the lanes joined, as `read`, `lanes` and `annotate` need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from crawler.text import html_to_text
from nlp import lanes as lane_model
from nlp.postings import PostingReader
from nlp.roles import lanes, roles
from nlp.taxonomy import load
from warehouse.models import Reading, to_plain


@dataclass(frozen=True)
class Desk:
    """One taxonomy, one reader, one set of lanes; overlays are the user's files or None."""

    skills_overlay: Path | None = None
    lanes_overlay: Path | None = None

    @cached_property
    def reader(self) -> PostingReader:
        """The reader of postings."""
        return PostingReader(load(overlay=self.skills_overlay), self.skills_overlay)

    def lane_probabilities(self, title: str, reading: Reading, fit: lane_model.LaneFit) -> dict[str, float]:
        """Lane → probability of one reading."""
        skills = lane_model.document(lane_model.hard_skills(reading.skills))
        return lane_model.probabilities(
            title, skills, reading.relevance, fit, lanes(self.lanes_overlay), roles(self.lanes_overlay)
        )


def annotation(row: Mapping[str, Any], desk: Desk) -> dict[str, Any]:
    """One output line of `annotate` (design.md section 6) for one input object.

    Raises KeyError or TypeError where `id` or both `text` and `html` are missing or of another type.
    """
    text, html, title = row.get("text"), row.get("html"), row.get("title") or ""
    if not isinstance(title, str) or not isinstance(text if text is not None else html, str):
        raise TypeError("title, text and html must be texts")
    extracted = {} if text is not None else {"text": html_to_text(html)}
    reading = desk.reader.read(title, text if text is not None else extracted["text"])
    shares = desk.lane_probabilities(title, reading, lane_model.shipped_fit())
    plain = to_plain(reading)
    return {
        "id": row["id"],
        "relevant": plain["relevant"],
        "relevance": plain["relevance"],
        "skills": [{key: skill[key] for key in _SKILL_KEYS} for skill in plain["skills"]],
        "lanes": shares,
        "primary_lane": lane_model.primary_lane(shares),
        **{key: plain[key] for key in _PROFILE_KEYS},
        **extracted,
    }


_SKILL_KEYS = ("skill", "name", "kind", "surface", "start", "end", "need", "section", "group")
_PROFILE_KEYS = (
    "role",
    "seniority",
    "min_years",
    "degree",
    "degree_need",
    "remote",
    "employment_type",
    "pay",
    "language",
    "reader_version",
)
