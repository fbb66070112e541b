"""`skills show|propose|accept|refuse`: what the taxonomy knows, what it lacks, and a person's say in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, cast

import typer

from dashboard.words import count, interval, sample
from nlp.taxonomy.loader import CASE_RULES, KINDS, CaseRule, load
from skillgap.commands.options import AsJson, Data, OfMarket
from skillgap.comparing.resumes import skill_ids
from skillgap.console import advancing, result, summary
from skillgap.settings import settings
from skillgap.skill_facts import proposals, skill_facts
from skillgap.upkeep import overlay
from warehouse.models import BadInputError, SkillKind

skills_app = typer.Typer(help="The taxonomy: what it knows, what it lacks, and your say in it.", no_args_is_help=True)
MOST_NAMES = 25
"""So many skills are named of each kind of edge."""
SHOWN = 140
"""Characters of an example beside its term."""
Case = Annotated[
    str,
    typer.Option(help="any: in any letter case; exact: only as written; context: where its neighbours speak for it."),
]


@skills_app.command()
def show(
    name: Annotated[str, typer.Argument(help="A skill's id, name or any way to write it.", show_default=False)],
    data: Data = None,
    market: OfMarket = None,
    as_json: AsJson = False,
) -> None:
    """What a skill is, how postings write it, how often each lane asks for it, and what stands beside it.

    Example: skillgap skills show kubernetes
    """
    facts = skill_facts(settings(data, market), name)
    if as_json:
        result(json.dumps(facts, ensure_ascii=False))
        return
    result(_page(facts))
    if "demand" not in facts:
        summary("This market does not know the skill.")


@skills_app.command("propose")
def propose_terms(
    data: Data = None,
    limit: Annotated[int, typer.Option(min=1, help="How many terms.")] = 30,
    as_json: AsJson = False,
) -> None:
    """Terms that postings ask for and no skill covers, the likeliest first, for you to accept or refuse.

    Example: skillgap skills propose --limit 50
    """
    with advancing("reading") as progress:
        found = proposals(settings(data), limit, progress)
    if as_json:
        result(json.dumps(found, ensure_ascii=False))
        return
    for number, one in enumerate(found, 1):
        near = one["nearest"]
        sample = f"{count(one['postings'], 'posting')} of {count(one['employers'], 'employer')}"
        hint = f" · perhaps {near['name']} ({near['skill']})?" if near else ""
        result(f"{number:3} {one['term']} · {sample}{hint}")
        result(f"      {_around(one['example'], one['term'])}")
    summary(
        f"{count(len(found), 'term')}; the skill named with «perhaps» is only spelt alike. "
        "Next: skillgap skills accept TERM --as ID, accept TERM --new, or refuse TERM"
    )


@skills_app.command()
def accept(
    term: Annotated[str, typer.Argument(help="The term as postings write it.", show_default=False)],
    data: Data = None,
    as_skill: Annotated[
        str | None, typer.Option("--as", metavar="SKILL", help="The known skill that the term is another name of.")
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="Make it a skill of its own.")] = False,
    kind: Annotated[str, typer.Option(help="With --new: tool, concept or soft.")] = "tool",
    family: Annotated[
        str, typer.Option(help="With --new: the family of skills that stand in for each other, e.g. vector_databases.")
    ] = "other",
    case: Case = "any",
) -> None:
    """Take a term into your own skills (config/skills.toml of the data folder); the next refresh reads with it.

    Example: skillgap skills accept "Decision Forests" --as random_forest
    """
    place = settings(data)
    if (as_skill is not None) == new:
        raise BadInputError("Say either --as SKILL (another name of a known skill) or --new (a skill of its own).")
    if kind not in KINDS or case not in CASE_RULES:
        raise BadInputError(f"--kind is one of {', '.join(KINDS)}, --case one of {', '.join(CASE_RULES)}.")
    rule = cast(CaseRule, case)
    if as_skill is not None:
        skill = skill_ids([as_skill], load(overlay=place.skills_overlay))[0]
        overlay.add_surface(place.skills_overlay, term, skill, rule)
    else:
        skill = overlay.add_skill(place.skills_overlay, term, cast(SkillKind, kind), family, rule)
    summary(f"«{term}» is {skill} from now on ({place.skills_overlay}). Next: skillgap refresh --no-crawl")


@skills_app.command()
def refuse(
    term: Annotated[str, typer.Argument(help="The term as it was proposed.", show_default=False)], data: Data = None
) -> None:
    """Say that a term is no skill: it is not proposed again.

    Example: skillgap skills refuse "Computer Science"
    """
    place = settings(data)
    is_new = overlay.refuse(place.skills_overlay, term)
    summary(f"«{term}» {'is not proposed again' if is_new else 'was refused before'} ({place.skills_overlay}).")


def _around(statement: str, term: str) -> str:
    """The part of a statement that holds a term."""
    at = max(statement.casefold().find(term.casefold()), 0)
    left, right = max(at - SHOWN // 2, 0), at + len(term) + SHOWN // 2
    return f"{'…' if left else '«'}{statement[left:right]}{'…' if right < len(statement) else '»'}"


def _edges(facts: Mapping[str, Any]) -> list[str]:
    """What bears on a skill: both directions of each kind of edge."""
    lines = []
    for key, words in (("shows", "Shows"), ("shown_by", "Shown by")):
        for certainty, how in (("certain", "for certain"), ("usual", "usually")):
            names = [x["name"] for x in facts[key] if x["certainty"] == certainty]
            more = f" and {len(names) - MOST_NAMES} more (--json names all)" if len(names) > MOST_NAMES else ""
            lines += [f"{words} {how}: {', '.join(names[:MOST_NAMES])}{more}"] if names else []
    for rule in facts["shown_together"]:
        parts = " with ".join(f"({' or '.join(part)})" for part in rule["parts"])
        lines.append(f"Shown together by: {parts} · {rule['certainty']} · {rule['why']}")
    for key, words in (("transfers", "Makes quick to learn"), ("near_from", "Quick to learn from")):
        lines += [f"{words}: {x['name']} (what remains: {x['remains']})" for x in facts[key]]
    for key, words in (("needs", "Comes after"), ("needed_by", "Comes before")):
        names = [x["name"] for x in facts[key]]
        lines += [f"{words}: {', '.join(names)}"] if names else []
    return lines


def _page(facts: Mapping[str, Any]) -> str:
    lines = [f"{facts['name']} ({facts['skill']}) · {facts['kind']} · family {facts['family']}"]
    lines += [facts["definition"]] if facts["definition"] else []
    lines += [f"Official page: {facts['url']}"] if facts["url"] else []
    lines += [f"Since {facts['since']}"] if facts["since"] else []
    lines += _edges(facts)
    for rule, words in (("any", "in any letter case"), ("exact", "only as written"), ("context", "judged by context")):
        texts = [s["text"] for s in facts["surfaces"] if s["case"] == rule]
        lines += [f"Written ({words}): {' · '.join(texts)}"] if texts else []
    if "demand" in facts:
        lines += [facts["market"]] if facts["market"] else []
        lines.append(f"Asked for as of {str(facts['as_of'])[:10]}:")
        for row in facts["demand"]:
            asked = row["asked"]
            why = f" ({asked['reason']})" if asked["reason"] else f", required {interval(row['required'])}"
            lines.append(f"  {row['name']:22} {interval(asked)}{why} · {sample(asked)}")
    if facts.get("neighbours"):
        lines.append(
            "Stands beside, in so many jobs: " + ", ".join(f"{n['name']} ({n['n']})" for n in facts["neighbours"])
        )
    return "\n".join(lines)
