"""The shipped taxonomy is sound and large enough; an overlay adds to it and is told off where it breaks a rule."""

import tomllib
from pathlib import Path

import pytest

from nlp.cues import facts
from nlp.mentions.finder import SkillFinder, variants
from nlp.taxonomy.loader import Skill, Surface, Taxonomy, load, problems
from warehouse.models import BadInputError

SHIPPED = load()
GENERIC = Path(__file__).parents[2] / "fixtures" / "nlp" / "generic.toml"


def test_the_shipped_taxonomy_is_sound() -> None:
    assert problems(SHIPPED) == []
    assert len(SHIPPED.skills) >= 1_000
    assert len(SHIPPED.surfaces) >= 4_000


def test_each_skill_says_what_it_is() -> None:
    assert all(skill.definition for skill in SHIPPED.skills.values())
    assert len({skill.name.casefold() for skill in SHIPPED.skills.values()}) == len(SHIPPED.skills)


def test_no_surface_is_a_skill_and_a_general_noun() -> None:
    generic = tomllib.loads(GENERIC.read_text(encoding="utf-8"))
    known = set(SkillFinder(SHIPPED).spellings)
    owners = {(s.skill, spelling) for s in SHIPPED.surfaces for spelling in spellings(s.text)}
    names = {spelling for name in generic["names"] for spelling in spellings(name)}
    behind = {
        kind: [f" {spelling}" for tail in generic[tails] for spelling in spellings(tail)]
        for kind, tails in (("concept", "tails"), ("tool", "tool_tails"))
    }
    heads = [f"{spelling} " for head in generic["heads"] for spelling in spellings(head)]
    acts = {spelling for act in generic["acts"] for spelling in spellings(act)}
    padded = []
    for surface in SHIPPED.surfaces:
        kind, text = SHIPPED.skills[surface.skill].kind, surface.text.lower().replace("-", " ")
        if spellings(text) & names:
            continue
        alone = {text.removesuffix(tail) for tail in behind.get(kind, ()) if text.endswith(tail)}
        if kind == "tool":  # «Robot Framework» is no robot
            alone = {head for head in alone if (surface.skill, head) in owners}
        done = {text.removeprefix(head) for head in heads if kind == "concept" and text.startswith(head)}
        parts = text.split("/")
        if alone & known or done & acts or (len(parts) > 1 and known.issuperset(parts)):
            padded.append(surface.text)
    assert padded == []


def test_each_rule_judges_a_surface_that_needs_its_neighbours() -> None:
    judged = {v.lower() for s in SHIPPED.surfaces if s.case == "context" for v in variants(s)}
    assert facts("mentions/context.toml")["surface"].keys() <= judged


def spellings(text: str) -> set[str]:
    return {v.lower().replace("-", " ") for v in variants(Surface("", text, "any"))}


@pytest.mark.parametrize(
    ("skills", "surfaces", "complaint"),
    [
        ([Skill("a", "A tool", "tool", "f")], [], "has no surface"),
        ([Skill("a", "A tool", "tool", "f")], [Surface("b", "B", "exact")], "which is no skill"),
        ([Skill("a", "A tool", "tool", "f")], [Surface("a", "a", "any")], "one letter"),
        (
            [Skill("a", "A", "tool", "f"), Skill("b", "B", "tool", "f")],
            [Surface("a", "Same", "any"), Surface("b", "same", "any")],
            "both",
        ),
    ],
)
def test_what_breaks_a_rule_is_named(skills: list[Skill], surfaces: list[Surface], complaint: str) -> None:
    found = problems(Taxonomy({s.id: s for s in skills}, tuple(surfaces)))
    assert any(complaint in line for line in found), found


def test_an_overlay_adds_a_skill_and_takes_a_surface(tmp_path: Path) -> None:
    overlay = tmp_path / "skills.toml"
    overlay.write_text(
        '[[skill]]\nid = "vole"\nname = "Vole"\nfamily = "agent_framework"\n'
        'surfaces = ["Vole AI", {text = "vole", case = "context"}]\n'
    )
    merged = load(overlay=overlay)
    assert merged.skills["vole"].name == "Vole"
    assert {s.text for s in merged.surfaces if s.skill == "vole"} == {"Vole AI", "vole"}


@pytest.mark.parametrize(
    "text", ["[[skill]]\nname = 1", "not toml", '[[skill]]\nid = "x"\nname = "X"\nkind = "thing"\n']
)
def test_a_broken_overlay_is_named(tmp_path: Path, text: str) -> None:
    overlay = tmp_path / "skills.toml"
    overlay.write_text(text)
    with pytest.raises(BadInputError, match=r"skills\.toml"):
        load(overlay=overlay)
