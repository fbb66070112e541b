import dataclasses
import json

import pytest

from analysis.gap.advice.conditions import MOST, conditions
from analysis.gap.compare import changed_since, compare_posting
from analysis.gap.report import gap
from tests.analysis.builders import SKILLS, market_of, resume, spread, told
from warehouse.models import Mention, Pay, Reading, UnknownTerm, WorkYears, to_plain

KIND = {row[0]: row[1] for row in SKILLS}


def posting(*asked, min_years=None):
    """`asked`: (skill, need, group)."""
    mentions = tuple(
        Mention(s, s.upper(), KIND.get(s, "tool"), s, 0, 1, need, "requirements", g) for s, need, g in asked
    )
    return Reading(True, 1.0, mentions, None, None, min_years, None, None, None, None, None, "en", "v")


@pytest.fixture(scope="module")
def market():
    return market_of(spread(60, "python docker kubernetes"))


def test_a_posting_is_met_unit_by_unit(market):
    asked = posting(
        ("python", "required", None),
        ("aws", "required", 1),
        ("gcp", "required", 1),
        ("docker", "required", None),
        ("rag", "preferred", None),
        ("communication", "required", None),
        ("jax", "not_required", None),
        min_years=6,
    )
    fit = compare_posting(
        market,
        resume("langchain", "gcp", years=4, others=[told("rag", "shown", "…", "langchain")]),
        asked,
        have=["python"],
    )
    assert (fit.coverage, fit.met, fit.required) == (pytest.approx(2 / 3), 2, 3)
    by_skill = {unit.skills: unit for unit in fit.units}
    assert by_skill["aws", "gcp"].met_by == "gcp"
    assert by_skill["docker",].advice == "learn"
    assert {unit.skills: unit.state for unit in fit.units} == {
        ("aws", "gcp"): "written",
        ("python",): "written",
        ("docker",): "absent",
        ("rag",): "shown",
        ("communication",): "absent",
    }
    assert by_skill["rag",].advice == "say"
    assert not by_skill["communication",].is_counted
    assert ("jax",) not in by_skill
    assert fit.words == ("It asks for 6 years; your resume shows 4.",)


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (WorkYears(engineering=4.0), "It asks for 6 years; your resume shows 4."),
        (WorkYears(other=8.0), "It asks for 6 years; the 8 that your resume dates are in other work."),
        (
            WorkYears(engineering=9.0),
            "It asks for 6 years; your 9 of engineering are enough where these count: none is ML or AI work.",
        ),
        (WorkYears(ml_ai=1.0, engineering=8.0), "It asks for 6 years; your 9 are enough."),
    ],
)
def test_years_in_other_work_are_not_called_none(kinds, words):
    cv = dataclasses.replace(resume("python", years=8.0), years_by_kind=kinds)
    fit = compare_posting(market_of(spread(60, "python")), cv, posting(("python", "required", None), min_years=6))
    assert fit.words[0] == words


def test_a_skill_named_twice_counts_once_with_its_strongest_need(market):
    fit = compare_posting(market, resume(), posting(("python", "context", None), ("python", "required", None)))
    assert [(unit.skills, unit.need) for unit in fit.units] == [(("python",), "required")]


def test_a_vague_word_is_no_unit(market):
    asked = posting(("python", "required", None), ("docker", "required", None))
    vague = dataclasses.replace(asked, skills=(asked.skills[0], dataclasses.replace(asked.skills[1], counted=False)))
    assert [unit.skills for unit in compare_posting(market, resume(), vague).units] == [("python",)]


def test_a_posting_without_required_units_has_no_coverage(market):
    assert compare_posting(market, resume(), posting(("python", "preferred", None))).coverage is None


def test_a_skill_that_the_market_does_not_know_is_shown_and_not_counted(market):
    fit = compare_posting(market, resume(), posting(("cobol", "required", None)))
    assert (fit.required, fit.units[0].is_counted, fit.units[0].advice) == (0, False, None)


def old(market, *skills):
    return json.loads(json.dumps(to_plain(gap(market, resume(*skills)))))


def test_a_learned_skill_shows_as_gained_and_its_lane_as_better(market):
    change = changed_since(gap(market, resume("python", "docker", "kubernetes")), old(market, "python", "docker"))
    assert change.same_market
    assert (change.gained, change.gained_names) == (("kubernetes",), ("KUBERNETES",))
    platform = next(x for x in change.lanes if x.lane == "platform")
    assert platform.words == "Up from 0% to 100%."
    assert platform.no_longer_missing == ("KUBERNETES",)


def test_over_another_market_a_small_difference_is_not_a_change():
    then = old(market_of([*spread(60, "python"), *spread(60, "python docker aws")]), "python")
    then["market"]["generation"] = 6
    now = gap(market_of([*spread(66, "python"), *spread(60, "python docker aws")]), resume("python"))
    platform = next(x for x in changed_since(now, then).lanes if x.lane == "platform")
    assert "within what another sample" in platform.words


def test_the_same_report_is_unchanged_and_an_older_form_is_unknown_not_an_error(market):
    now = gap(market, resume("python"))
    same = changed_since(now, old(market, "python"))
    assert {x.words for x in same.lanes if x.lane == "platform"} == {"Unchanged (0%)."}
    assert changed_since(now, {}).lanes == ()
    assert not changed_since(now, {}).same_market
    bare = changed_since(now, {"lanes": [{"lane": "platform"}]})
    assert bare.lanes[0].words == "Not enough data to compare."


def test_the_verdict_names_level_years_degree_place_and_pay(market):
    asked = dataclasses.replace(
        posting(("python", "required", None), min_years=3),
        seniority="staff",
        degree="master",
        degree_need="or_equivalent",
        remote="hybrid",
        pay=Pay(90_000, 120_000, "GBP", "year", "text"),
    )
    shown = dataclasses.replace(resume("python", years=5), seniority="senior", degree="bachelor")
    assert compare_posting(market, shown, asked, where="Leeds, UK").words == (
        "It asks for 3 years; your 5 are enough.",
        "Its level: staff, one above yours (senior).",
        "It asks for a master's degree or the like; you have a bachelor's degree.",
        "Place: Leeds, UK.",
        "Workplace: hybrid.",
        "It pays 90,000 to 120,000 GBP a year.",
    )


def test_a_skill_added_by_hand_is_a_change_and_its_cause_is_told(market):
    now = gap(market, resume("python"), have=["docker"])
    change = changed_since(now, old(market, "python"))
    assert (change.gained, change.causes) == (("docker",), ("corrections",))
    other = changed_since(gap(market, resume("python", "aws")), old(market, "python"))
    assert other.causes == ("resume",)
    assert changed_since(gap(market, resume("python")), old(market, "python")).causes == ()


def test_what_another_took_the_place_of_is_not_called_no_longer_missing(market):
    then = old(market, "python", "docker")
    for lane in then["lanes"]:  # as if the list had had room for one more
        lane["missing"].append({"skill": "aws", "name": "AWS"})
    for now, gone in (
        (gap(market, resume("python")), ()),  # docker came in
        (gap(market, resume("python", "docker", "aws")), ("AWS",)),
        (gap(market, resume("python", "aws")), ("AWS",)),
    ):
        change = next(x for x in changed_since(now, then).lanes if x.lane == "platform")
        assert change.no_longer_missing == gone
    then["market"]["generation"] = 6
    other = changed_since(gap(market, resume("python", "docker")), then).lanes[0]
    assert other.no_longer_missing == ()


def test_what_was_added_by_hand_is_called_by_its_name(market):
    change = changed_since(gap(market, resume("python"), have=["aws"]), old(market, "python"))
    assert change.gained_names == ("AWS",)


def test_what_was_lacked_before_too_is_not_newly_missing(market):
    then = old(market, "python")
    for lane in then["lanes"]:
        lane["missing"] = [x for x in lane["missing"] if x["skill"] != "docker"]
    change = next(x for x in changed_since(gap(market, resume("python")), then).lanes if x.lane == "platform")
    assert (change.newly_missing, change.newly_ranked) == ((), ("DOCKER",))


def test_what_a_posting_asks_for_and_no_list_knows_is_left_to_the_reader(market):
    terms = [
        UnknownTerm("rater alignment", 0, 15, "required", "requirements"),
        UnknownTerm("tea", 20, 23, "context", "x"),
    ]
    asked = dataclasses.replace(posting(("python", "required", None)), unknown=tuple(terms))
    (said,) = compare_posting(market, resume("python"), asked).words
    assert "rater alignment" in said and "tea" not in said


def test_what_a_posting_sets_beside_skills_is_told_as_it_stands(market):
    advert = """We teach forklifts to see.
- Fluent German and English
- You must be authorised to work in Norway; we cannot sponsor visas.
- All qualified applicants are welcome, whatever their citizenship.
- Salary: 40,000. A security clearance is needed. Lunch is free.
- Executive sponsorship and a budget, and citizens who use what you build
- Natural language models, spoken dialogue
"""
    told = compare_posting(market, resume("python"), posting(("python", "required", None)), text=advert).words[-1]
    assert told == (
        "It also sets what is not counted here: «Fluent German and English»; "
        "«You must be authorised to work in Norway; we cannot sponsor visas»; «A security clearance is needed»."
    )
    assert conditions("Fluent in Python. SQL required.") == ()
    assert len(conditions("\n".join(f"Fluent German {n}" for n in range(9)))) == MOST
    assert conditions("x " * 300 + "fluent German " + "y " * 300) == ()  # prose, not a condition
