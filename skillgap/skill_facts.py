"""One skill as the taxonomy and the market know it, and the terms of the market that the taxonomy does not know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from analysis.demand.relations import beside
from analysis.demand.shares import shares
from analysis.market.arrays import market_of
from analysis.market.market import Market
from dashboard.words import banner_of
from nlp.mentions.finder import SkillFinder
from nlp.proposing.terms import Advert, Proposal, nearest, propose
from nlp.taxonomy.loader import Skill, Taxonomy, load, refused_terms
from skillgap.comparing.resumes import skill_ids
from skillgap.settings import Settings
from warehouse.generations.reader import Generation, open_generation
from warehouse.models import to_plain

NEIGHBOURS = 8
TEXTS_AT_ONCE = 500


def skill_facts(settings: Settings, name: str) -> dict[str, Any]:
    """All that is known of a skill named by id, name or any surface, as plain data; `demand` where the market has it.

    Raises BadInputError naming near skills where there is none, and where one's own market is asked and there is none.
    """
    taxonomy = load(overlay=settings.skills_overlay)
    skill = taxonomy.skills[skill_ids([name], taxonomy)[0]]
    facts = _entry(skill, taxonomy) | _edges(skill.id, taxonomy)
    generation = open_generation(settings.published)
    market = market_of(generation)
    if skill.id in market.skill_code:
        facts |= _demand(market, skill.id, generation.manifest)
    return facts


def proposals(
    settings: Settings, limit: int, progress: Callable[[int, int], None] | None = None
) -> list[dict[str, Any]]:
    """The likeliest missing skills of the published market, the best first, as plain data.

    `nearest` is a suggestion for the person who decides (`is_suggestion`), never a decision.
    """
    taxonomy, overlay = load(overlay=settings.skills_overlay), settings.skills_overlay
    adverts = _adverts(open_generation(settings.data), progress)
    found = propose(adverts, SkillFinder(taxonomy), refused_terms(overlay))[:limit]
    hints = nearest([p.term for p in found], taxonomy)
    return [_proposal(p, hints, taxonomy) for p in found]


def _proposal(proposal: Proposal, hints: Any, taxonomy: Taxonomy) -> dict[str, Any]:
    hint = hints.get(proposal.term)
    near = to_plain(hint) | {"name": taxonomy.skills[hint.skill].name, "is_suggestion": True} if hint else None
    plain: dict[str, Any] = to_plain(proposal)
    return plain | {"nearest": near}


def _adverts(generation: Generation, progress: Callable[[int, int], None] | None) -> Iterator[Advert]:
    """The whole English ML/AI adverts of a generation, dated or not: one a requisition."""
    frame = generation.frame("requisition")
    is_wanted = frame["is_relevant"].fillna(False).astype(bool) & ~frame["exclusion"].isin(
        ["not_english", "borderline", "truncated"]
    )
    wanted = frame.loc[is_wanted, ["posting_id", "employer"]]
    for start in range(0, len(wanted), TEXTS_AT_ONCE):
        part = wanted.iloc[start : start + TEXTS_AT_ONCE]
        texts = generation.texts(list(part["posting_id"]))
        for row in part.itertuples():
            if row.posting_id in texts:
                yield Advert(str(row.employer), texts[str(row.posting_id)])
        if progress:
            progress(start + len(part), len(wanted))


def _entry(skill: Skill, taxonomy: Taxonomy) -> dict[str, Any]:
    return {
        "skill": skill.id,
        "name": skill.name,
        "kind": skill.kind,
        "family": skill.family,
        "family_members": [other for other in taxonomy.families[skill.family] if other != skill.id],
        "definition": skill.definition,
        "url": skill.url or None,
        "since": skill.since,
        "surfaces": [{"text": s.text, "case": s.case} for s in taxonomy.surfaces if s.skill == skill.id],
    }


def _edges(skill: str, taxonomy: Taxonomy) -> dict[str, Any]:
    """What a skill shows and what shows it, over any number of hops, and its other edges, as plain data."""
    graph = taxonomy.graph
    shown_by = [(other, graph.reached(other)[skill]) for other in taxonomy.skills if skill in graph.reached(other)]
    rules = [rule for rule in graph.rules if rule.shows == skill]
    out, into = graph.of.get(skill, ()), graph.to.get(skill, ())
    return {
        "shows": [_way(other, way, taxonomy) for other, way in _nearest(graph.reached(skill).items())],
        "shown_by": [_way(other, way, taxonomy) for other, way in _nearest(shown_by)],
        "shown_together": [
            {"parts": [list(part) for part in rule.parts], "certainty": rule.certainty, "why": rule.why}
            for rule in rules
        ],
        "transfers": [
            {"skill": e.other, "name": taxonomy.skills[e.other].name, "remains": e.remains}
            for e in out
            if e.relation == "transfers"
        ],
        "near_from": [
            {"skill": e.skill, "name": taxonomy.skills[e.skill].name, "remains": e.remains}
            for e in into
            if e.relation == "transfers"
        ],
        "needs": [_named(e.other, taxonomy) for e in out if e.relation == "needs"],
        "needed_by": [_named(e.skill, taxonomy) for e in into if e.relation == "needs"],
    }


def _nearest(ways: Iterable[tuple[str, tuple[int, int]]]) -> list[tuple[str, tuple[int, int]]]:
    return sorted(ways, key=lambda pair: (pair[1], pair[0]))


def _way(skill: str, way: tuple[int, int], taxonomy: Taxonomy) -> dict[str, Any]:
    guesses, hops = way
    return _named(skill, taxonomy) | {"certainty": "usual" if guesses else "certain", "hops": hops}


def _named(skill: str, taxonomy: Taxonomy) -> dict[str, Any]:
    return {"skill": skill, "name": taxonomy.skills[skill].name}


def _demand(market: Market, skill: str, manifest: Mapping[str, Any]) -> dict[str, Any]:
    code = market.skill_code[skill]
    names = dict(zip(market.lane["lane"], market.lane["name"], strict=True))
    return {
        "market": banner_of(manifest),
        "generation": market.generation,
        "as_of": market.as_of.isoformat() if market.as_of else None,
        "demand": [
            {
                "lane": lane,
                "name": "Whole market" if lane is None else names[lane],
                "asked": to_plain(shares(market, lane, "asked").item(code)),
                "required": to_plain(shares(market, lane, "required").item(code)),
            }
            for lane in (None, *market.lanes)
        ],
        "neighbours": [
            {"skill": b.skill, "name": b.name, "n": b.n, "share": to_plain(b.share)}
            for b in beside(market, skill, limit=NEIGHBOURS)
        ],
    }
