"""From claims to skills: what counts where a resume says several things of one, and what follows.

A deed told in a role or project beats all that is said elsewhere; an explicit lack beats a bare name in a list; and
what a resume says in its own words beats what could be inferred.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from nlp.resume.career.roles import DatedRole
from nlp.taxonomy.loader import Taxonomy
from warehouse.models import Certainty, Evidence, ResumeSkill

_STRENGTH: dict[Evidence, int] = {"outcome": 3, "used": 2, "listed": 1, "learning": 0}
_WEIGHT = {"denied": 5, "written": 4, "coursework": 3, "in_progress": 2, "wished": 1, "shown": 0}
_DEED = 6
_SIGNED = 2.5
_AT_HEART = {
    "model_training": (
        *("machine_learning", "deep_learning", "neural_networks", "data_science", "predictive_modeling"),
        *("model_development", "supervised_learning", "classical_machine_learning"),
    ),
    "deployment": ("model_deployment", "cloud_deployment", "mlops", "ml_lifecycle"),
    "model_deployment": ("mlops", "model_serving", "ml_lifecycle"),
}
"""Deeds at the heart of others: who says that they never did the one is not guessed to do the other."""
_DEEDS = frozenset({"model_deployment", "cloud_deployment"})
_STANDS = ("bullet", "list", "summary", "title", "education")


def best_of(claims: Iterable[ResumeSkill]) -> list[ResumeSkill]:
    """Each skill once with what counts of it, in the order in which the resume first names them."""
    best: dict[str, ResumeSkill] = {}
    used: dict[str, str] = {}
    for claim in claims:
        known = best.get(claim.skill)
        if known is None or _rank(claim) > _rank(known):
            best[claim.skill] = claim
        if claim.last_used and claim.is_held:
            used[claim.skill] = max(used.get(claim.skill, ""), claim.last_used)
    return [replace(s, last_used=used.get(s.skill) if s.is_held else None) for s in best.values()]


def with_inferred(
    claimed: Sequence[ResumeSkill],
    taxonomy: Taxonomy,
    only_qualified: Collection[str] = (),
    left: Collection[str] = (),
    lacked: Collection[str] = (),
) -> tuple[ResumeSkill, ...]:
    """The claimed skills, then those that follow from the held ones for certain or usually, then those near to them.

    `only_qualified`: of these the resume denies some kind of experience alone («no professional experience with
    LLMs»); what a project shows for certain stays shown. `left`: these it names as nothing of this person's, `lacked`
    it denies, though not so that the lack could be quoted: what usually goes with a held skill is no guess to make of
    them, nor of what has a denied or wished one in it or at its heart, nor on the ground of a course alone.
    """
    # Proofs are best where something was done; the resume's own order decides among equals.
    proofs = sorted((s for s in claimed if s.is_held and s.kind != "soft"), key=lambda s: -_STRENGTH[s.evidence])
    by_id = {skill.skill: skill for skill in proofs}
    shown = taxonomy.graph.shown_by(list(by_id))
    # A usual sign is no word of the resume: what is certain by the graph takes its place.
    said = {
        skill.skill: skill
        for skill in claimed
        if not (
            _gives_way(skill, only_qualified) and skill.skill in shown and shown[skill.skill].certainty == "certain"
        )
    }
    near = taxonomy.graph.near(list(by_id), shown)
    unheld = {*lacked, *(skill.skill for skill in claimed if skill.state in ("denied", "wished"))}
    unguessed = {*left, *unheld, *(other for skill in unheld for other in _AT_HEART.get(skill, ()))}
    shown = {
        skill: way
        for skill, way in shown.items()
        if not _is_unfounded(skill, way.certainty, [by_id[root] for root in way.through])
        and not (way.certainty == "usual" and (skill in unguessed or _holds_in_it(skill, unheld, taxonomy)))
    }
    said = {skill: one for skill, one in said.items() if not (_is_guess(one) and skill in unguessed)}
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
    used = _used_by_signs(by_id.values(), taxonomy)
    return tuple(
        replace(skill, last_used=max(skill.last_used, used.get(skill.skill, ""))) if skill.last_used else skill
        for skill in (*said.values(), *inferred)
    )


def last_used(line: int, roles: Sequence[DatedRole]) -> str | None:
    """Year and month in which the dated role that a line stands in ended; None outside of dated roles."""
    ends = [role.span.end for role in roles if line in role.lines]
    if not ends:
        return None
    year, month = divmod(max(ends) - 1, 12)
    return f"{year:04}-{month + 1:02}"


def _rank(claim: ResumeSkill) -> tuple[float, int, int, int]:
    is_deed = claim.state == "written" and claim.evidence in ("used", "outcome") and claim.standing == "bullet"
    weight: float = _DEED if is_deed else _WEIGHT[claim.state]
    if claim.state == "shown" and claim.certainty == "certain" and claim.standing == "bullet":
        weight = _SIGNED  # who tells of doing it may wish for more of it
    return weight, claim.certainty == "certain", _STRENGTH[claim.evidence], -_STANDS.index(claim.standing)


def _used_by_signs(held: Iterable[ResumeSkill], taxonomy: Taxonomy) -> dict[str, str]:
    """When each skill was last used by what shows it, usually too: who runs Kubernetes today has not left Docker."""
    used: dict[str, str] = {}
    for skill in held:
        if skill.last_used is not None:
            for other in taxonomy.graph.reached(skill.skill):
                used[other] = max(used.get(other, ""), skill.last_used)
    return used


def _gives_way(claim: ResumeSkill, only_qualified: Collection[str]) -> bool:
    return claim.state == "shown" or (claim.state == "denied" and claim.skill in only_qualified)


def _holds_in_it(skill: str, unheld: Collection[str], taxonomy: Taxonomy) -> bool:
    """Whether a skill shows for certain one that is denied or wished for: who lacks that does not have it."""
    reached = taxonomy.graph.reached(skill)
    return any(other in reached and not reached[other][0] for other in unheld)


def _is_unfounded(skill: str, certainty: Certainty, proofs: Sequence[ResumeSkill]) -> bool:
    """Whether nothing but names in a list shows a deed (who lists a server need not have put a model on it), or nothing
    but a course what usually goes with its subject."""
    is_undone = skill in _DEEDS and all(proof.standing == "list" for proof in proofs)
    return is_undone or (certainty == "usual" and all(proof.state == "coursework" for proof in proofs))


def _is_guess(claim: ResumeSkill) -> bool:
    return claim.state == "shown" and claim.certainty == "usual"


def _from(proof: ResumeSkill, skill: str, taxonomy: Taxonomy, **said: object) -> ResumeSkill:
    """A skill that follows from another, with the line that proves that one."""
    known = taxonomy.skills[skill]
    return replace(proof, skill=skill, name=known.name, kind=known.kind, **said)  # type: ignore[arg-type]
