"""What shows what: typed edges between skills (`graph.csv`), rules of several together (`part_shows.toml`), and what
follows from a person's skills.

`is_a` and `shows` say that who has one skill has another, certainly or usually, over any number of hops; `transfers`
that one makes another quick to learn; `needs` what comes before (docs/taxonomy.md).
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, cast

from nlp.kept import kept_facts
from warehouse.models import Certainty, SkillKind

Relation = Literal["is_a", "shows", "transfers", "needs"]
RELATIONS = ("is_a", "shows", "transfers", "needs")
CERTAINTIES = ("certain", "usual")
_SHOWING = ("is_a", "shows")
_MOST_WITNESSES = 3
"""So many held skills are named as proof of one."""
_LONGEST_REMAINDER = 12
"""Words in which an edge says what is left to learn."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One skill's relation to another."""

    skill: str
    relation: Relation
    other: str
    certainty: Certainty = "certain"
    remains: str = ""
    """Of `transfers`: what is left to learn."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Several skills that together show one: one of each part must be held."""

    shows: str
    parts: tuple[tuple[str, ...], ...]
    certainty: Certainty
    why: str


@dataclass(frozen=True, slots=True)
class Shown:
    """How a skill follows from held ones."""

    certainty: Certainty
    through: tuple[str, ...]
    """The held skills that it follows from, the nearest first."""


@dataclass(frozen=True, slots=True)
class Near:
    """A skill that a held one makes quick to learn."""

    through: str
    remains: str


@dataclass(frozen=True)
class Graph:
    """The edges and rules of one taxonomy."""

    edges: tuple[Edge, ...] = ()
    rules: tuple[Rule, ...] = ()
    _reached: dict[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def of(self) -> Mapping[str, tuple[Edge, ...]]:
        """The edges that leave each skill."""
        return _by(self.edges, lambda edge: edge.skill)

    @cached_property
    def to(self) -> Mapping[str, tuple[Edge, ...]]:
        """The edges that lead to each skill."""
        return _by(self.edges, lambda edge: edge.other)

    @cached_property
    def related(self) -> frozenset[tuple[str, str]]:
        """Pairs of which one rests on the other: all edges but transfers, as they stand."""
        return frozenset((e.skill, e.other) for e in self.edges if e.relation != "transfers")

    def shown_by(self, held: Collection[str]) -> dict[str, Shown]:
        """What the held skills show beside themselves; the nearest proofs first, in the order of `held`."""
        roots = list(dict.fromkeys(held))
        answer = self._followed(roots, set(roots))
        known = {skill: shown.through for skill, shown in answer.items() if shown.certainty == "certain"}
        known |= {skill: (skill,) for skill in roots}
        is_growing = True
        while is_growing:  # a rule may complete another's part
            is_growing = False
            for rule in self.rules:
                was = answer.get(rule.shows)
                if rule.shows in known or (was and rule.certainty == "usual"):
                    continue
                proof = _proof(rule, known)
                if proof is None:
                    continue
                for skill, certainty in self._with_rule(rule):
                    before = answer.get(skill)
                    if skill in known or (before and certainty == "usual"):
                        continue
                    answer[skill] = Shown(certainty, proof)
                    if certainty == "certain":
                        known[skill] = proof
                        is_growing = True
        return answer

    def near(self, held: Collection[str], shown: Collection[str] = ()) -> dict[str, Near]:
        """What the held skills make quick to learn: neither held nor shown; the first held one that does."""
        found: dict[str, Near] = {}
        for skill in held:
            for edge in self.of.get(skill, ()):
                if edge.relation == "transfers" and edge.other not in held and edge.other not in shown:
                    found.setdefault(edge.other, Near(skill, edge.remains))
        return found

    def reached(self, skill: str) -> Mapping[str, tuple[int, int]]:
        """All that one skill shows: id → (usual edges on the surest way, hops), each way with one usual edge at most.

        Two guesses in a row are no evidence of anything.
        """
        if skill not in self._reached:
            best: dict[str, tuple[int, int]] = {skill: (0, 0)}
            layer = [skill]
            while layer:
                after = []
                for name in layer:
                    guesses, hops = best[name]
                    for edge in self.of.get(name, ()):
                        if edge.relation not in _SHOWING:
                            continue
                        way = (guesses + (edge.certainty == "usual"), hops + 1)
                        if way[0] <= 1 and way < best.get(edge.other, (2, 0)):
                            best[edge.other] = way
                            after.append(edge.other)
                layer = after
            self._reached[skill] = {name: way for name, way in best.items() if name != skill}
        return self._reached[skill]

    def _followed(self, roots: Sequence[str], held: Collection[str]) -> dict[str, Shown]:
        ways: dict[str, list[tuple[int, int, int, str]]] = {}
        for place, root in enumerate(roots):
            for skill, (guesses, hops) in self.reached(root).items():
                if skill not in held:
                    ways.setdefault(skill, []).append((guesses, hops, place, root))
        answer = {}
        for skill, found in ways.items():
            found.sort()
            surest = found[0][0]
            through = tuple(root for guesses, *_, root in found if guesses == surest)[:_MOST_WITNESSES]
            answer[skill] = Shown("usual" if surest else "certain", through)
        return answer

    def _with_rule(self, rule: Rule) -> Iterator[tuple[str, Certainty]]:
        """What a rule shows, and what follows from that."""
        yield rule.shows, rule.certainty
        for skill, (guesses, _) in self.reached(rule.shows).items():
            if rule.certainty == "certain" or not guesses:
                yield skill, "usual" if guesses else rule.certainty


def load_graph(folder: Path) -> Graph:
    """The shipped edges and rules."""
    with (folder / "graph.csv").open(encoding="utf-8", newline="") as lines:
        edges = tuple(
            Edge(r["skill"], cast(Relation, r["relation"]), r["other"], cast(Certainty, r["certainty"]), r["remains"])
            for r in csv.DictReader(lines)
        )
    data = kept_facts(folder / "part_shows.toml")
    return Graph(edges, tuple(_rule(row) for row in data["rule"]))


def edges_of(row: Mapping[str, Any]) -> list[Edge]:
    """The edges of one `[[skill]]` of a user's skills.toml: `shows`, `is_a` and `needs`, each a list of ids or of
    `{skill, certainty}`. Raises KeyError or TypeError for another form."""
    found = []
    relations: tuple[Relation, ...] = ("is_a", "shows", "needs")
    for relation in relations:
        for given in row.get(relation, ()):
            other, certainty = (given, "certain") if isinstance(given, str) else (given["skill"], given["certainty"])
            found.append(Edge(str(row["id"]), relation, str(other), cast(Certainty, certainty)))
    return found


def problems(graph: Graph, kinds: Mapping[str, SkillKind]) -> list[str]:
    """What breaks the rules of a graph over skills of these kinds, one sentence each; empty where it is sound."""
    found = [*_faults_of_edges(graph, kinds), *_faults_of_rules(graph, kinds)]
    for name, relations in (("is_a and shows", _SHOWING), ("needs", ("needs",))):
        if circle := _circle(graph, relations):
            found.append(f"the edges {name} go in a circle: {' > '.join(circle)}")
    if not found:
        found += [
            f"«{e.skill}» needs «{e.other}», which it shows for certain: what one has is not learned first"
            for e in graph.edges
            if e.relation == "needs" and graph.reached(e.skill).get(e.other, (1, 0))[0] == 0
        ]
    return found


def _faults_of_edges(graph: Graph, kinds: Mapping[str, SkillKind]) -> Iterator[str]:
    seen: set[tuple[str, str, str]] = set()
    relations: dict[tuple[str, str], set[str]] = {}
    for e in graph.edges:
        said = f"edge «{e.skill}» {e.relation} «{e.other}»"
        for end in (e.skill, e.other):
            if end not in kinds:
                yield f"{said}: «{end}» is no skill"
        if e.skill == e.other:
            yield f"{said}: leads to itself"
        if e.relation not in RELATIONS or e.certainty not in CERTAINTIES:
            yield f"{said}: relation is one of {', '.join(RELATIONS)}, certainty certain or usual"
        if (e.skill, e.relation, e.other) in seen:
            yield f"{said}: stands twice"
        if e.relation == "is_a" and e.certainty != "certain":
            yield f"{said}: what is a kind of another is so for certain"
        if e.relation == "is_a" and kinds.get(e.skill) != "tool" and kinds.get(e.other) == "tool":
            yield f"{said}: a {kinds.get(e.skill)} is no tool"
        if e.relation in _SHOWING and kinds.get(e.skill) == "soft" and kinds.get(e.other, "soft") != "soft":
            yield f"{said}: a soft skill proves no other"
        if (e.relation == "transfers") != bool(e.remains) or len(e.remains.split()) > _LONGEST_REMAINDER:
            yield f"{said}: transfers, and only they, say in at most {_LONGEST_REMAINDER} words what remains"
        seen.add((e.skill, e.relation, e.other))
        relations.setdefault((e.skill, e.other), set()).add(e.relation)
    for (skill, other), has in relations.items():
        if len(has & {"is_a", "shows", "transfers"}) > 1 or {"needs", "transfers"} <= has:
            yield f"«{skill}» and «{other}» are joined by {' and '.join(sorted(has))}; choose one"


def _faults_of_rules(graph: Graph, kinds: Mapping[str, SkillKind]) -> Iterator[str]:
    for rule in graph.rules:
        members = [member for part in rule.parts for member in part]
        for name in (rule.shows, *members):
            if name not in kinds:
                yield f"a rule for «{rule.shows}» names «{name}», which is no skill"
        if rule.shows in members or len(rule.parts) < 2 or not all(rule.parts) or not rule.why:
            yield f"a rule for «{rule.shows}» needs a reason and two parts or more without itself"
        if rule.certainty not in CERTAINTIES:
            yield f"a rule for «{rule.shows}» is {rule.certainty}; use certain or usual"


def _circle(graph: Graph, relations: Collection[str]) -> list[str]:
    """A way along these relations that comes back to where it began; empty where there is none."""
    done: set[str] = set()
    for start in graph.of:
        way: list[str] = []
        stack: list[tuple[str, bool]] = [(start, True)]
        while stack:
            name, is_entered = stack.pop()
            if not is_entered:
                done.add(way.pop())
                continue
            if name in way:
                return [*way[way.index(name) :], name]
            if name in done:
                continue
            way.append(name)
            stack.append((name, False))
            stack += [(e.other, True) for e in graph.of.get(name, ()) if e.relation in relations]
    return []


def _proof(rule: Rule, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    """The held skills by which each part of a rule is met; None where one is not."""
    proof: list[str] = []
    for part in rule.parts:
        met = next((known[member] for member in part if member in known), None)
        if met is None:
            return None
        proof.append(met[0])
    return tuple(dict.fromkeys(proof))


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(row["shows"], tuple(tuple(part) for part in row["parts"]), row["certainty"], row.get("why", ""))


def _by(edges: Iterable[Edge], key: Any) -> Mapping[str, tuple[Edge, ...]]:
    grouped: dict[str, list[Edge]] = {}
    for edge in edges:
        grouped.setdefault(key(edge), []).append(edge)
    return {name: tuple(members) for name, members in grouped.items()}
