"""What a taxonomy says to the posting reader, as text that can be kept and compared: which texts must be read again
after an edit of skills or surfaces, and which read as before.

A reading depends on the taxonomy only through the surfaces that stand in its text and the kinds and families of their
skills, so a text without any surface of the edit reads as before.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property

from nlp.mentions.finder import SkillFinder
from nlp.taxonomy.loader import CaseRule, Surface, Taxonomy

_Entry = tuple[str, CaseRule, str, str, str, str, bool]
"""A surface's text, case rule and skill, with that skill's name, kind and family, and whether it is vague."""


def vocabulary(taxonomy: Taxonomy) -> str:
    """All that a reading may depend on, in the taxonomy's own order."""
    skills = taxonomy.skills
    rows: list[_Entry] = [
        (s.text, s.case, s.skill, skills[s.skill].name, skills[s.skill].kind, skills[s.skill].family, bool(s.vague))
        for s in taxonomy.surfaces
    ]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Edit:
    """What differs between two vocabularies."""

    surfaces: tuple[Surface, ...]
    """Added, removed, or of another rule or skill than before."""
    is_reordered: bool
    """What both have stands in another order: where two surfaces share a spelling, another one may win."""

    def touches(self, title: str, text: str) -> bool:
        """Whether a posting may read otherwise than before: it holds a surface of the edit in any letter case."""
        return self.is_reordered or any(finder.find(part) for finder in self._finders for part in (title, text))

    @cached_property
    def _finders(self) -> tuple[SkillFinder, ...]:
        """By the surfaces' own rules, and in any case: one that goes may leave its place to another of another case."""
        anyhow = tuple(replace(surface, case="any") for surface in self.surfaces)
        return tuple(SkillFinder(Taxonomy({}, given)) for given in (self.surfaces, anyhow) if given)


def edit_between(before: str, after: str) -> Edit:
    """What a reader of the vocabulary `after` must read again of what one of `before` has read."""
    old: list[_Entry] = [tuple(row) for row in json.loads(before)]
    new: list[_Entry] = [tuple(row) for row in json.loads(after)]
    both = set(old) & set(new)
    changed = dict.fromkeys(entry for entry in (*old, *new) if entry not in both)
    return Edit(
        tuple(Surface(skill, text, case) for text, case, skill, *_ in changed),
        is_reordered=[e for e in old if e in both] != [e for e in new if e in both],
    )
