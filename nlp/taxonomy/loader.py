"""The taxonomy of skills: canonical ids, their surfaces, case rules and edges, from this folder and a user's overlay.

Facts live in the CSV files (docs/taxonomy.md says how to add one); this module loads, merges and validates them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, cast

from nlp.kept import kept
from nlp.taxonomy.graph import Edge, Graph, edges_of, load_graph
from nlp.taxonomy.graph import problems as graph_problems
from warehouse.models import BadInputError, SkillKind, tables_of

FOLDER = Path(__file__).parent
_FILES = ("skills.csv", "aliases.csv", "vague.csv", "graph.csv", "part_shows.toml")
"""Of a taxonomy's folder."""
_JUDGED_BY = (FOLDER / "loader.py", FOLDER / "graph.py")

CaseRule = Literal["any", "exact", "context"]
"""`any`: in any letter case; `exact`: only as written; `context`: only where its neighbours speak for the skill."""
KINDS = ("tool", "concept", "soft")
CASE_RULES = ("any", "exact", "context")


@dataclass(frozen=True, slots=True)
class Skill:
    """One canonical skill."""

    id: str
    name: str
    kind: SkillKind
    family: str
    """Skills of a family stand in for each other in part."""
    definition: str = ""
    url: str = ""
    since: int | None = None
    """Year a tool came into being."""
    onet: str = ""
    """The O*NET technology-skill example of the same name, where there is one."""
    esco: str = ""
    """The ESCO preferred label of the same name, where there is one."""


@dataclass(frozen=True, slots=True)
class Surface:
    """One way to write a skill."""

    skill: str
    text: str
    case: CaseRule
    vague: str = ""
    """Why this word names nothing to learn, where it does not (vague.csv); such mentions are read and not counted."""


@dataclass(frozen=True)
class Taxonomy:
    """Skills by id, all their surfaces, and what shows what."""

    skills: Mapping[str, Skill]
    surfaces: tuple[Surface, ...]
    graph: Graph = field(default_factory=Graph)

    @cached_property
    def vague(self) -> frozenset[tuple[str, str]]:
        """(skill, surface as listed) of the words that are read and not counted."""
        return frozenset((s.skill, s.text) for s in self.surfaces if s.vague)

    @cached_property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """Family → ids of its skills."""
        grouped: dict[str, list[str]] = {}
        for skill in self.skills.values():
            grouped.setdefault(skill.family, []).append(skill.id)
        return {family: tuple(ids) for family, ids in grouped.items()}


def load(folder: Path = FOLDER, overlay: Path | None = None) -> Taxonomy:
    """The shipped taxonomy, overlaid by the user's `skills.toml` where it exists.

    Raises BadInputError naming the file and row that breaks a rule.
    """
    skills = {s.id: s for s in _read_skills(folder / "skills.csv")}
    surfaces = _read_surfaces(folder / "aliases.csv", _read_vague(folder / "vague.csv"))
    graph = load_graph(folder)
    if overlay is not None and overlay.exists():
        more_skills, more_surfaces, edges = _read_overlay(overlay)
        skills |= {s.id: s for s in more_skills}
        surfaces = _override(surfaces, more_surfaces)
        graph = Graph((*graph.edges, *edges), graph.rules)
    taxonomy = Taxonomy(skills, tuple(surfaces), graph)
    own = [overlay] if overlay is not None and overlay.exists() else []
    said = [path.read_bytes() for path in (*(folder / name for name in _FILES), *_JUDGED_BY, *own)]
    if found := kept("problems", said, lambda: problems(taxonomy)):
        source = own[0] if own else folder
        raise BadInputError(f"{source}: {found[0]}" + (f" ({len(found) - 1} more)" if len(found) > 1 else ""))
    return taxonomy


def problems(taxonomy: Taxonomy) -> list[str]:
    """What breaks the rules of a taxonomy, one sentence each; empty where it is sound."""
    found = []
    owners: dict[str, str] = {}
    spoken = set()
    for surface in taxonomy.surfaces:
        key = surface.text if surface.case == "exact" else surface.text.casefold()
        spoken.add(surface.skill)
        if surface.skill not in taxonomy.skills:
            found.append(f"surface «{surface.text}» belongs to «{surface.skill}», which is no skill")
        if surface.case not in CASE_RULES:
            found.append(f"surface «{surface.text}» has the case rule «{surface.case}»; use any, exact or context")
        if len(surface.text) == 1 and surface.text.isalpha() and surface.case == "any":
            found.append(f"surface «{surface.text}» is one letter: give it the rule context")
        if owners.setdefault(key, surface.skill) != surface.skill:
            found.append(f"surface «{surface.text}» belongs to both «{owners[key]}» and «{surface.skill}»")
    for skill in taxonomy.skills.values():
        if skill.kind not in KINDS:
            found.append(f"skill «{skill.id}» has the kind «{skill.kind}»; use tool, concept or soft")
        if not skill.name or not skill.family:
            found.append(f"skill «{skill.id}» lacks a name or a family")
        if skill.id not in spoken:
            found.append(f"skill «{skill.id}» has no surface")
    return found + graph_problems(taxonomy.graph, {s.id: s.kind for s in taxonomy.skills.values()})


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _read_skills(path: Path) -> list[Skill]:
    return [
        Skill(
            id=row["id"],
            name=row["name"],
            kind=cast(SkillKind, row["kind"]),
            family=row["family"],
            definition=row["definition"],
            url=row["url"],
            since=int(row["since"]) if row["since"] else None,
            onet=row.get("onet") or "",
            esco=row.get("esco") or "",
        )
        for row in _rows(path)
    ]


def _read_surfaces(path: Path, vague: Mapping[tuple[str, str], str]) -> list[Surface]:
    """The shipped surfaces. Raises BadInputError where `vague` names one that is not among them."""
    found = [
        Surface(
            row["skill"], row["surface"], cast(CaseRule, row["case"]), vague.get((row["skill"], row["surface"]), "")
        )
        for row in _rows(path)
    ]
    if lost := vague.keys() - {(s.skill, s.text) for s in found}:
        raise BadInputError(f"vague.csv names the surface {min(lost)}, which aliases.csv lacks.")
    return found


def _read_vague(path: Path) -> dict[tuple[str, str], str]:
    """(skill, surface) → why it is too vague to be counted."""
    return {(row["skill"], row["surface"]): row["reason"] for row in _rows(path)}


def refused_terms(overlay: Path) -> tuple[str, ...]:
    """The terms that a user does not take for skills: `[[refused]] term` of skills.toml."""
    rows = tables_of(overlay, "refused", {"term": str}) if overlay.exists() else []
    try:
        return tuple(str(row["term"]) for row in rows)
    except (KeyError, TypeError) as error:
        raise BadInputError(f"{overlay}: every [[refused]] needs a term ({error}); add it.") from error


_SAID = dict.fromkeys(("id", "name", "kind", "family", "definition", "url", "skill", "text", "case", "vague"), str)
"""What a person writes as a text in a table of skills.toml."""


def _read_overlay(path: Path) -> tuple[list[Skill], list[Surface], list[Edge]]:
    """A user's skills.toml: `[[skill]] id, name, kind, family, surfaces = ["…"] or [{text, case}], shows = ["…"]`, and
    `[[surface]] skill, text, case` for more ways to write a skill that is known already (`vague`: why not to count it).
    """
    skills, surfaces, edges = [], [], list[Edge]()
    for number, row in enumerate(tables_of(path, "skill", {**_SAID, "since": int}), 1):
        try:
            skill = Skill(
                id=str(row["id"]),
                name=str(row["name"]),
                kind=row.get("kind", "tool"),
                family=str(row.get("family", "other")),
                definition=str(row.get("definition", "")),
                url=str(row.get("url", "")),
                since=row.get("since"),
            )
            for given in row.get("surfaces", [skill.name]):
                text, case = (given, "any") if isinstance(given, str) else (given["text"], given.get("case", "any"))
                surfaces.append(Surface(skill.id, str(text), cast(CaseRule, case)))
            edges += edges_of(row)
        except (KeyError, TypeError) as error:
            raise BadInputError(f"{path}: [[skill]] number {number} lacks or misstates {error}.") from error
        skills.append(skill)
    for number, row in enumerate(tables_of(path, "surface", _SAID), 1):
        try:
            case, vague = cast(CaseRule, row.get("case", "any")), str(row.get("vague", ""))
            surfaces.append(Surface(str(row["skill"]), str(row["text"]), case, vague))
        except (KeyError, TypeError) as error:
            raise BadInputError(f"{path}: [[surface]] number {number} lacks or misstates {error}.") from error
    return skills, surfaces, edges


def _override(shipped: Sequence[Surface], own: Sequence[Surface]) -> list[Surface]:
    """The user's surfaces win over shipped ones of the same text."""
    taken = {s.text.casefold() for s in own}
    return [s for s in shipped if s.text.casefold() not in taken] + list(own)
