"""What follows from the skills that a resume claims: shown ones and near ones, each with the line that proves it.

What a resume says of a skill in its own words beats what could be inferred.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.taxonomy.loader import Taxonomy
from warehouse.models import Evidence, ResumeSkill

STRENGTH: dict[Evidence, int] = {"outcome": 3, "used": 2, "listed": 1, "learning": 0}


def with_inferred(claimed: Sequence[ResumeSkill], taxonomy: Taxonomy) -> tuple[ResumeSkill, ...]:
    """The claimed skills, then those that follow from the held ones for certain or usually, then those near to them."""
    said = {skill.skill for skill in claimed}
    # Proofs are best where something was done; the resume's own order decides among equals.
    proofs = sorted((s for s in claimed if s.is_held and s.kind != "soft"), key=lambda s: -STRENGTH[s.evidence])
    by_id = {skill.skill: skill for skill in proofs}
    shown = taxonomy.graph.shown_by(list(by_id))
    near = taxonomy.graph.near(list(by_id), shown)
    inferred = [
        _from(by_id[way.through[0]], skill, taxonomy, state="shown", certainty=way.certainty, through=way.through)
        for skill, way in sorted(shown.items(), key=lambda pair: pair[1].certainty)
        if skill not in said and taxonomy.skills[skill].kind != "soft"
    ]
    inferred += [
        _from(by_id[way.through], skill, taxonomy, state="near", through=(way.through,), remains=way.remains)
        for skill, way in near.items()
        if skill not in said and taxonomy.skills[skill].kind != "soft"
    ]
    return (*claimed, *inferred)


def _from(proof: ResumeSkill, skill: str, taxonomy: Taxonomy, **said: object) -> ResumeSkill:
    """A skill that follows from another, with the line that proves that one."""
    known = taxonomy.skills[skill]
    return replace(proof, skill=skill, name=known.name, kind=known.kind, **said)  # type: ignore[arg-type]
