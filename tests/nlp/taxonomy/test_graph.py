"""What shows what: the shipped graph is sound and says what a hiring manager would; its mechanism on small ones."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.taxonomy.graph import Edge, Graph, Near, Rule, Shown, problems
from nlp.taxonomy.loader import load
from warehouse.models import BadInputError

SHIPPED = load()
FIXTURES = Path(__file__).parents[2] / "fixtures" / "nlp"
KINDS = dict.fromkeys("abcdef", "concept") | {"tool": "tool", "soft": "soft"}
CHAIN = Graph(
    (
        Edge("a", "is_a", "b"),
        Edge("b", "shows", "c"),
        Edge("c", "shows", "d", "usual"),
        Edge("d", "shows", "e", "usual"),
        Edge("a", "transfers", "f", "usual", "the rest"),
    )
)


def rows(name):
    with (FIXTURES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def verdict(graph, held, skill):
    shown = graph.shown_by(held).get(skill)
    return "certain" if skill in held else shown.certainty if shown else "never"


@pytest.mark.parametrize("row", rows("graph_expectations.csv"), ids=lambda r: f"{r['from']}>{r['to']}")
def test_one_skill_shows_another_as_a_hiring_manager_would_say(row):
    assert verdict(SHIPPED.graph, [row["from"]], row["to"]) == row["verdict"]


@pytest.mark.parametrize("row", rows("graph_rule_expectations.csv"), ids=lambda r: r["written"])
def test_several_skills_show_one_together(row):
    assert verdict(SHIPPED.graph, row["written"].split(";"), row["shows"]) == row["verdict"]


def test_the_shipped_graph_is_large_enough():
    relations = {relation: sum(e.relation == relation for e in SHIPPED.graph.edges) for relation in ("is_a", "shows")}
    assert sum(relations.values()) >= 1_500


def test_a_way_is_certain_where_every_edge_is_and_ends_at_the_second_guess():
    assert CHAIN.shown_by(["a"]) == {
        "b": Shown("certain", ("a",)),
        "c": Shown("certain", ("a",)),
        "d": Shown("usual", ("a",)),
    }
    assert CHAIN.near(["a"]) == {"f": Near("a", "the rest")}
    assert CHAIN.near(["a"], shown=["f"]) == CHAIN.near(["a", "f"]) == {}


def test_the_nearest_proof_is_named_first():
    assert CHAIN.shown_by(["a", "b"])["c"].through == ("b", "a")


def test_a_rule_needs_each_part_and_what_it_shows_shows_more():
    graph = Graph((Edge("c", "shows", "d"),), (Rule("c", (("a",), ("b", "e")), "certain", "because"),))
    assert graph.shown_by(["a"]) == {}
    assert graph.shown_by(["a", "e"]) == {"c": Shown("certain", ("a", "e")), "d": Shown("certain", ("a", "e"))}


def test_rules_complete_one_another_in_any_order():
    rules = (Rule("e", (("d",), ("a",)), "usual", "…"), Rule("d", (("a",), ("b",)), "certain", "…"))
    assert {s: w.certainty for s, w in Graph((), rules).shown_by(["a", "b"]).items()} == {"d": "certain", "e": "usual"}


@given(st.sets(st.sampled_from(sorted(SHIPPED.skills)), max_size=8), st.sampled_from(sorted(SHIPPED.skills)))
def test_whoever_has_more_shows_no_less(held, one_more):
    before, after = SHIPPED.graph.shown_by(sorted(held)), SHIPPED.graph.shown_by([*sorted(held), one_more])
    assert {s for s, w in before.items() if w.certainty == "certain"} <= {
        *(s for s, w in after.items() if w.certainty == "certain"),
        one_more,
    }
    assert not before.keys() & held
    assert all(set(way.through) <= held for way in before.values())


@pytest.mark.parametrize(
    ("edges", "complaint"),
    [
        ([Edge("a", "shows", "z")], "no skill"),
        ([Edge("a", "shows", "a")], "itself"),
        ([Edge("a", "shows", "b"), Edge("b", "is_a", "c"), Edge("c", "shows", "a", "usual")], "circle"),
        ([Edge("a", "needs", "b"), Edge("b", "needs", "a")], "circle"),
        ([Edge("a", "shows", "b"), Edge("a", "needs", "b")], "is not learned first"),
        ([Edge("a", "is_a", "b", "usual")], "for certain"),
        ([Edge("a", "is_a", "tool")], "no tool"),
        ([Edge("soft", "shows", "a")], "soft"),
        ([Edge("a", "transfers", "b")], "what remains"),
        ([Edge("a", "shows", "b", remains="all of it")], "what remains"),
        ([Edge("a", "shows", "b"), Edge("a", "transfers", "b", "usual", "some")], "choose one"),
        ([Edge("a", "shows", "b"), Edge("a", "shows", "b")], "twice"),
        ([Edge("a", "proves", "b")], "relation is one of"),
    ],
)
def test_what_makes_no_sense_is_refused(edges, complaint):
    found = problems(Graph(tuple(edges)), KINDS)
    assert any(complaint in line for line in found), found


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        (Rule("a", (("b",),), "usual", "…"), "two parts"),
        (Rule("a", (("a",), ("b",)), "usual", "…"), "without itself"),
        (Rule("a", (("b",), ("z",)), "usual", "…"), "no skill"),
        (Rule("a", (("b",), ("c",)), "usual", ""), "reason"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(rule, complaint):
    found = problems(Graph((), (rule,)), KINDS)
    assert any(complaint in line for line in found), found


def test_an_overlay_says_what_its_skills_show(tmp_path):
    own = tmp_path / "skills.toml"
    own.write_text(
        '[[skill]]\nid = "barn"\nname = "FeatureBarn"\nfamily = "feature_store_tool"\n'
        'shows = ["feature_store", {skill = "python", certainty = "usual"}]\n',
        encoding="utf-8",
    )
    shown = load(overlay=own).graph.shown_by(["barn"])
    assert shown["feature_store"] == Shown("certain", ("barn",))
    assert shown["python"].certainty == "usual"
    own.write_text(own.read_text(encoding="utf-8").replace("feature_store", "fodder"), encoding="utf-8")
    with pytest.raises(BadInputError, match="fodder"):
        load(overlay=own)
