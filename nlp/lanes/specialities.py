"""What field a posting works in, inside a lane: a probability for each speciality of `specialities.toml`, and none.

Skills and title speak as they do for lanes, through three weights that are the same for all specialities, so that one
that a user adds works without code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from nlp.lanes.cooccurrence import Array
from nlp.lanes.roles import any_of, rows_of
from nlp.taxonomy.loader import Skill
from nlp.text import lower, same_length

SPECIALITIES = Path(__file__).with_name("specialities.toml")
FIT = Path(__file__).with_name("speciality_fit.json")
_PRIOR_WEIGHT = 4.0
"""Added to the skills that speak for any speciality, so that one skill alone does not decide."""
_MOST_SAID = 4.0
"""The weight of a skill that the lanes' fit does not know; it is rare."""


@dataclass(frozen=True, slots=True)
class Speciality:
    """A field of work inside a lane."""

    id: str
    name: str
    lane: str
    definition: str
    families: frozenset[str]
    seeds: frozenset[str]
    title: re.Pattern[str] | None
    """What a title of this field says; None where no cue is given."""

    def names(self, skill: str, skills: Mapping[str, Skill]) -> bool:
        """Whether a skill speaks for this field."""
        return skill in self.seeds or (skill in skills and skills[skill].family in self.families)


@cache
def specialities(overlay: Path | None = None) -> tuple[Speciality, ...]:
    """The specialities in the order of the file; one of the overlay with a known id takes its place, others follow."""
    files = [SPECIALITIES, *([overlay] if overlay is not None and overlay.exists() else [])]
    found = {str(row["id"]): row for path in files for row in rows_of(path, "speciality")}
    return tuple(
        Speciality(
            name,
            str(r["name"]),
            str(r["lane"]),
            str(r.get("definition", "")),
            frozenset(r.get("families", ())),
            frozenset(r.get("seeds", ())),
            any_of(r.get("title", ())),
        )
        for name, r in found.items()
    )


def scores(
    title: str,
    asked: Mapping[str, float],
    weight: Mapping[str, float],
    skills: Mapping[str, Skill],
    known: Sequence[Speciality],
) -> Array:
    """What the skills and the title say for each speciality, shape (2, specialities), each 0-1.

    `asked` are the weighted skills of a posting (`model.document`), `weight` says how telling a skill is
    (`LaneFit.weight`), `skills` is the taxonomy's.
    """
    said = np.zeros(len(known))
    for skill, need in asked.items():
        for i, speciality in enumerate(known):
            if speciality.names(skill, skills):
                said[i] += need * weight.get(skill, _MOST_SAID)
    low = lower(same_length(title))
    named = [float(s.title is not None and s.title.search(low) is not None) for s in known]
    return np.stack([said / (said.sum() + _PRIOR_WEIGHT), np.array(named)])


def probabilities(
    title: str,
    asked: Mapping[str, float],
    weight: Mapping[str, float],
    skills: Mapping[str, Skill],
    known: Sequence[Speciality],
) -> dict[str, float]:
    """Speciality → probability that it is the posting's field; the rest to 1 is that of none. Takes what `scores` does.

    They say nothing of whether the posting is of the speciality's lane at all.
    """
    by_skills, by_title = scores(title, asked, weight, skills, known)
    fitted = _weights()
    power = np.exp(fitted["skills"] * by_skills + fitted["title"] * by_title - fitted["none"])
    shares = power / (power.sum() + 1.0)
    return {s.id: round(float(p), 4) for s, p in zip(known, shares, strict=True)}


@cache
def _weights() -> dict[str, float]:
    given: dict[str, float] = json.loads(FIT.read_text(encoding="utf-8"))["weights"]
    return given
