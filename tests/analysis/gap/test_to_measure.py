"""Steps, project and remarks cut to a person: their kind of job, field and standing, what others run for them."""

import dataclasses
import tomllib
from importlib import resources

import numpy as np
import pytest

from analysis.gap.advice.kin import asked_by_kin, kin, liking, wanted
from analysis.gap.advice.learnable import beyond, fields, interchangeable, is_settled, shown_through, steps_for
from analysis.gap.advice.observations import observations
from analysis.gap.person import holdings
from analysis.gap.report import gap
from nlp.taxonomy.loader import load
from tests.analysis.builders import EDGE_FRAME, SKILL_FRAME, market_of, resume, spread
from warehouse.models import Goal, ResumeSkill

ADVICE = resources.files("analysis").joinpath("gap/advice")


def frame(*rows):
    """Skills beside the builders' own: (id, kind, family)."""
    extra = [
        {"skill_id": skill, "name": skill.upper(), "kind": kind, "family": family, "definition": "…", "url": None}
        for skill, kind, family in rows
    ]
    return type(SKILL_FRAME)([*SKILL_FRAME.to_dict("records"), *extra])


def facts(name):
    return tomllib.loads(ADVICE.joinpath(name).read_text(encoding="utf-8"))


def test_what_the_data_files_name_is_in_the_taxonomy():
    skills = load().skills
    families = {skill.family for skill in skills.values()}
    learn, build, between = facts("learnable.toml"), facts("projects.toml"), facts("bridges.toml")
    named = {
        *learn["skill"],
        *build["seed"]["skills"],
        *between["deploying"]["skills"],
        *between["modelling"]["skills"],
    }
    for part in ("never", "disciplines", "basics", "fields", "plain", "trivial"):
        named |= {*learn[part]["skills"]}
    named |= {*learn["late"]["skills"], *learn["models"]["skills"]}
    named |= {skill for row in learn["study"] for skill in row["skills"]}
    named |= {*learn["models"]["brought"], *learn["models"]["known"]}
    for row in build["project"]:
        named |= {*row["proves"], *row.get("holds", ())}
    assert named - skills.keys() == set()
    grouped = {*build["seed"]["families"], *learn["family"]}
    for part in ("never", "disciplines", "fields", "interchangeable", "models"):
        grouped |= {*learn[part]["families"]}
    for row in between["field"]:
        grouped |= {*row["families"]}
    assert grouped - families == set()
    fields = tomllib.loads(resources.files("nlp").joinpath("lanes/specialities.toml").read_text(encoding="utf-8"))
    known = {row["id"]: row["lane"] for row in fields["speciality"]}
    assert all(known[row["speciality"]] == row["lane"] for row in between["field"])


def test_every_lane_has_a_project_for_whoever_comes_last_and_each_has_five_lines():
    rows = facts("projects.toml")["project"]
    for lane in {lane for row in rows for lane in row["lanes"]}:
        last = [row for row in rows if lane in row["lanes"]][-1]
        assert not {"titles", "roles", "holds"} & last.keys(), lane
    assert all(len(row["lines"]) == 5 for row in rows)


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({"goal": Goal("an evaluation role for language models", "research")}, "An evaluation that may stop a release"),
        ({"titles": ("Annotation Lead",)}, "An evaluation that may stop a release"),
        ({"goal": Goal("a research scientist position", "research")}, "One published result, rebuilt and then beaten"),
        ({"titles": ("Juggler",)}, "One decision of a trade you know"),
    ],
)
def test_the_project_is_of_the_person_s_own_kind(given, title):
    market = market_of(spread(60, "python pytorch", lane="research"))
    found = gap(market, dataclasses.replace(resume("python"), **given), lanes=["research"]).project
    assert found.title.startswith(title)


ROLES = market_of(
    [
        *spread(40, "python pytorch", lane="research", role="Research scientist"),
        *spread(40, "python aws gcp", lane="research", role="Data scientist"),
        *spread(40, "python docker"),
    ]
)


@pytest.mark.parametrize(
    ("given", "roles"),
    [
        ({"titles": ("Data Analyst",)}, ("Data scientist",)),
        ({"titles": ("Data Analyst",), "goal": Goal("I want research", "research")}, ("Research scientist",)),
        ({"degree": "phd"}, ("Research scientist",)),
        ({"titles": ("Juggler",)}, None),
    ],
)
def test_the_jobs_of_ones_own_kind_follow_from_goal_titles_or_degree(given, roles):
    cv = dataclasses.replace(resume("python"), **given)
    found = kin(ROLES, "research", cv, holdings(ROLES, cv))
    assert (found and found.roles) == roles
    weights = liking(ROLES, "research", found)
    assert (weights is None) == (roles is None)
    if found:
        assert found.n == 40
        assert set(weights[ROLES.primary_lane != ROLES.lanes.index("research")]) == {1.0}
        assert (weights > 1).sum() == 40


def test_a_step_is_asked_for_by_jobs_of_ones_own_kind():
    analyst = dataclasses.replace(resume("python"), titles=("Data Analyst",))
    own = kin(ROLES, "research", analyst, holdings(ROLES, analyst))
    assert asked_by_kin(ROLES, "research", own, "aws").share == 1.0
    asked = dict(zip(ROLES.skills, wanted(ROLES, "research", own), strict=True))
    assert (asked["aws"], asked["pytorch"]) == (True, False)
    assert wanted(ROLES, "research", None).all()
    lead = next(lane for lane in gap(ROLES, analyst).lanes if lane.lane == "research")
    assert "pytorch" not in {step.skill for step in lead.plan}
    assert lead.plan[0].asked_by_kin.share == 1.0


FIELDS = frame(("nlp", "concept", "nlp"), ("computer_vision", "concept", "computer_vision"))


def test_nobody_is_sent_into_a_second_field():
    market = market_of(spread(60, "python nlp computer_vision pytorch", lane="research"), FIELDS)

    def planned(*skills):
        return {step.skill for step in gap(market, resume(*skills)).lanes[0].plan} & fields(market)

    assert len(planned("python")) == 1
    assert planned("python", "nlp") == set()
    assert is_settled(market, "research", {"nlp"}) and not is_settled(market, "research", {"python"})
    assert is_settled(market, "platform", set())


def test_nobody_is_sent_into_a_field_that_they_say_is_not_theirs():
    market = market_of(spread(60, "python nlp computer_vision pytorch", lane="research"), FIELDS)

    def planned(state):
        said = [ResumeSkill(field, field, field, "used", f"{field}.", "concept", state) for field in ("nlp",)]
        cv = dataclasses.replace(resume("python"), skills=(*resume("python").skills, *said))
        return {step.skill for step in gap(market, cv).lanes[0].plan} & fields(market)

    assert planned("denied") == {"computer_vision"}
    assert planned("wished") == {"nlp"}


def test_a_second_product_of_a_kind_is_no_step_unless_jobs_insist_on_it():
    either = market_of(spread(60, "python aws|gcp docker"))
    held = np.isin(either.skills, ["python", "aws"])
    assert interchangeable(either, "platform", held) >= {"gcp"}
    one_employer = market_of([*spread(90, "python aws docker", 90), *spread(30, "python jax gcp", 1)])
    assert "gcp" in interchangeable(one_employer, "platform", np.isin(one_employer.skills, ["python", "aws"]))
    both = market_of(spread(60, "python aws gcp docker"))
    assert "gcp" not in interchangeable(both, "platform", np.isin(both.skills, ["python", "aws"]))
    assert "gcp" not in interchangeable(either, "platform", np.isin(either.skills, ["python"]))


def test_what_outlasts_a_plan_is_no_step_nor_is_what_needs_it():
    skills = frame(("cpp", "tool", "programming_language"), ("cuda", "tool", "gpu_programming_tool"))
    needs = {"skill_id": "cuda", "relation": "needs", "other_id": "cpp", "certainty": "certain", "remains": None}
    edges = type(EDGE_FRAME)([*EDGE_FRAME.to_dict("records"), needs])
    market = market_of(spread(60, "python cpp cuda docker"), skills, edges)
    lead = gap(market, resume("python")).lanes[0]
    assert {step.skill for step in lead.plan} == {"docker"}
    assert next(skill for skill in lead.missing if skill.skill == "cpp").is_long
    assert "cuda" in beyond(market, np.isin(market.skills, ["python"]))
    assert "cuda" not in beyond(market, np.isin(market.skills, ["cpp"]))


def test_what_other_lanes_ask_for_more_is_their_craft():
    jobs = [*spread(50, "python docker"), *spread(10, "python docker rag"), *spread(60, "rag", lane="ai_application")]
    market = market_of(jobs)
    can = dict(zip(market.skills, steps_for(market, "platform"), strict=True))
    assert can["docker"] and not can["langchain"]


def test_an_umbrella_names_the_steps_that_show_it():
    shows = {
        "skill_id": "docker",
        "relation": "shows",
        "other_id": "machine_learning",
        "certainty": "usual",
        "remains": None,
    }
    market = market_of(
        spread(60, "python docker machine_learning"), edge=type(EDGE_FRAME)([*EDGE_FRAME.to_dict("records"), shows])
    )
    nothing = np.zeros(len(market.skills), dtype=bool)
    assert shown_through(market, "platform", market.skill_code["machine_learning"], nothing) == ("DOCKER",)
    assert shown_through(market, "platform", market.skill_code["machine_learning"], ~nothing) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Built the score; the platform team deployed it on their cluster.",
            "the platform team deployed it on their cluster",
        ),
        ("They own deployment, I hand over a notebook.", "They own deployment, I hand over a notebook"),
        ("Deployed 40 models to production myself.", None),
        ("Led a team of six. We deployed weekly.", None),
        ("Supported the team that owns the shop.", None),
    ],
)
def test_what_others_run_is_noticed_and_ones_own_work_is_not_taken_for_theirs(text, found):
    market = market_of(spread(60, "python docker", lane="mlops"))
    shown = dataclasses.replace(resume("python"), text=text)
    seen = observations(market, "mlops", shown, holdings(market, shown), today=None)
    assert seen.handed_over == found


def test_two_strong_lines_show_different_things_and_a_year_is_no_result():
    market = market_of(spread(60, "docker kubernetes aws"))

    def line(skill, quote):
        return ResumeSkill(skill, skill.upper(), skill, "used", quote)

    shown = dataclasses.replace(
        resume(),
        skills=(
            line("docker", "Put 40 services into docker."),
            line("kubernetes", "Ran 6 kubernetes clusters with docker."),
            line("aws", "Since 2021 on aws."),
        ),
    )
    seen = observations(market, "platform", shown, holdings(market, shown), today=None)
    assert [x.name for x in seen.strong] == ["DOCKER", "KUBERNETES"]


def test_the_project_begins_with_the_persons_own_line():
    market = market_of(spread(60, "python pytorch", lane="research"))
    line = "Trained 3 models with pytorch."
    shown = dataclasses.replace(
        resume("python"), skills=(ResumeSkill("pytorch", "PYTORCH", "pytorch", "outcome", line),), text=line
    )
    assert gap(market, shown).project.seed == line
    assert gap(market, resume("python")).project.seed is None
