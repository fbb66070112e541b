"""What field a posting works in, inside a lane: a probability for each speciality of `specialities.toml`, and none.

Skills, title and duties speak through four weights that are the same for all specialities, so that one that a user adds
works without code; of the duties it hears nothing yet.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from nlp.cues import Cues, Look, together
from nlp.lanes.cooccurrence import Array
from nlp.lanes.roles import any_of, rows_of
from nlp.taxonomy.loader import Skill
from nlp.text import lower, same_length

SPECIALITIES = Path(__file__).with_name("specialities.toml")
FIT = Path(__file__).with_name("speciality_fit.json")
_FEW = 2
"""Added to the number of duties that a share is taken of, so that one of two does not make a half."""
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


def in_duties(statements: Sequence[str]) -> dict[str, float]:
    """Shipped speciality → the root of the share of these duties, in lower case, that name it as titles do.

    One that none names is absent.
    """
    look, names = _cues()
    count = Counter(name for low in statements if look(low) for cue, name in names.items() if cue.search(low))
    total = len(statements) + _FEW
    return {name: round((n / total) ** 0.5, 3) for name, n in sorted(count.items())}


@cache
def _cues() -> tuple[Look, Mapping[Cues, str]]:
    """The cues of specialities, so that one look at a statement asks for all, and which each is of."""
    rows = rows_of(SPECIALITIES, "speciality")
    names = {Cues(row["title"]): str(row["id"]) for row in rows if row.get("title")}
    return together(names), names


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a posting says of its field."""

    title: str
    skills: Mapping[str, float]
    """Weighted hard skills (`model.document`)."""
    duties: Mapping[str, float]
    """Of `in_duties`."""


def scores(
    given: Evidence, weight: Mapping[str, float], skills: Mapping[str, Skill], known: Sequence[Speciality]
) -> Array:
    """What the skills, the title and the duties say for each speciality, shape (3, specialities).

    `weight` says how telling a skill is (`LaneFit.weight`), `skills` is the taxonomy's.
    """
    said = np.zeros(len(known))
    for skill, need in given.skills.items():
        for i, speciality in enumerate(known):
            if speciality.names(skill, skills):
                said[i] += need * weight.get(skill, _MOST_SAID)
    low = lower(same_length(given.title))
    named = [float(s.title is not None and s.title.search(low) is not None) for s in known]
    return np.stack([np.log1p(said), np.array(named), np.array([given.duties.get(s.id, 0.0) for s in known])])


def probabilities(
    given: Evidence, weight: Mapping[str, float], skills: Mapping[str, Skill], known: Sequence[Speciality]
) -> dict[str, float]:
    """Speciality → probability that it is the posting's field; the rest to 1 is that of none. Takes what `scores` does.

    They say nothing of whether the posting is of the speciality's lane at all.
    """
    by_skills, by_title, by_duties = scores(given, weight, skills, known)
    fitted = _weights()
    power = np.exp(
        fitted["skills"] * by_skills + fitted["title"] * by_title + fitted["duties"] * by_duties - fitted["none"]
    )
    shares = power / (power.sum() + 1.0)
    return {s.id: round(float(p), 4) for s, p in zip(known, shares, strict=True)}


@cache
def _weights() -> dict[str, float]:
    given: dict[str, float] = json.loads(FIT.read_text(encoding="utf-8"))["weights"]
    return given
