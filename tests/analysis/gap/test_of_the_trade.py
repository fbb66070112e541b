"""What a reader of the trade would not sign: advice to learn what a person of this kind plainly has, a line that is no
result, a project of another field."""

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from analysis.gap.advice.kin import field_of, kin, liking
from analysis.gap.advice.observations import observations
from analysis.gap.advice.say import taken_for_granted
from analysis.gap.person import holdings
from analysis.gap.report import gap
from tests.analysis.builders import EDGE_FRAME, SKILL_FRAME, market_of, resume, spread, told
from warehouse.models import Goal, ResumeSkill, WorkYears

TODAY = dt.date(2026, 3, 2)
MORE = [
    ("algorithms", "concept", "computer_science_foundations"),
    ("numpy", "tool", "python_data_stack"),
    ("scikit_learn", "tool", "classical_ml_library"),
    ("deepspeed", "tool", "distributed_training_framework"),
    ("sql", "concept", "query_language"),
    ("llm_evaluation", "concept", "llm_evaluation"),
    ("xgboost", "tool", "gradient_boosting_library"),
]
SKILLS = pd.concat(
    [
        SKILL_FRAME,
        pd.DataFrame(
            [
                {"skill_id": s, "name": s.upper(), "kind": kind, "family": family, "definition": "…", "url": None}
                for s, kind, family in MORE
            ]
        ),
    ],
    ignore_index=True,
)
EDGES = pd.concat(
    [
        EDGE_FRAME,
        pd.DataFrame(
            [
                {
                    "skill_id": "deepspeed",
                    "relation": "shows",
                    "other_id": "pytorch",
                    "certainty": "usual",
                    "remains": None,
                }
            ]
        ),
    ],
    ignore_index=True,
)
WHOLE = market_of(
    spread(60, "python pytorch algorithms numpy scikit_learn deepspeed sql docker xgboost", lane="research"),
    SKILLS,
    EDGES,
)


def deed(skill, quote, **given):
    """A skill of a bullet that tells what was done."""
    return ResumeSkill(skill, skill.upper(), skill, "used", quote, **given)


def person(*skills, **given):
    return dataclasses.replace(resume(), skills=skills, **given)


def seen(market, cv, lane="research"):
    return observations(market, lane, cv, holdings(market, cv), today=TODAY)


@pytest.mark.parametrize(
    ("line", "granted"),
    [
        ("BSc Computer Science, University of Elmswell, 2021", True),
        ("Master of Science in Software Engineering — Elmswell Tech", True),
        ("M.Sc. Informatics, 2019", True),
        ("BA History, University of Elmswell, 2021", False),
        ("I want to master software one day", False),
        ("Sold 38 ms of latency to the computer science club", False),
        ("Evening course in computer science", False),
    ],
)
def test_whoever_has_a_degree_in_computing_is_not_sent_to_learn_algorithms(line, granted):
    cv = dataclasses.replace(resume("python"), text=f"Ada Elmswell\n{line}\nPython")
    assert ("algorithms" in taken_for_granted(WHOLE, holdings(WHOLE, cv), cv)) == granted
    steps = {step.skill for step in gap(WHOLE, cv, lanes=["research"]).lanes[0].plan}
    assert ("algorithms" in steps) <= (not granted)


def test_whoever_trains_models_is_not_sent_to_learn_what_stands_under_them():
    novice = resume("pytorch")  # only named
    maker = person(deed("pytorch", "Trained 3 rankers in pytorch."))
    expert = dataclasses.replace(maker, years_by_kind=WorkYears(ml_ai=4.0))
    found = [taken_for_granted(WHOLE, holdings(WHOLE, cv), cv) for cv in (novice, maker, expert)]
    assert [("numpy" in one, "scikit_learn" in one) for one in found] == [(False, False), (True, False), (True, True)]
    assert "SCIKIT_LEARN" in gap(WHOLE, expert, lanes=["research"]).lanes[0].say.confirm
    lacking = holdings(WHOLE, expert, lack=["scikit_learn"])
    assert "scikit_learn" not in taken_for_granted(WHOLE, lacking, expert)


def test_what_a_deed_at_work_usually_shows_is_not_called_only_listed():
    listed = [ResumeSkill(s, s.upper(), s, "listed", "PyTorch, SQL", standing="list") for s in ("pytorch", "sql")]
    used = deed("deepspeed", "Tuned a model of 7 billion weights with deepspeed.")
    assert set(seen(WHOLE, person(*listed)).list_only) == {"PYTORCH", "SQL"}
    assert set(seen(WHOLE, person(used, *listed)).list_only) == {"SQL"}


def test_a_line_whose_deed_shows_a_skill_without_its_word_may_be_the_strongest():
    market = market_of(spread(60, "python llm_evaluation docker", lane="ai_application"), SKILLS, EDGES)
    quote = "Wrote 300 test questions; complaints fell from 41 to 12."
    own = deed("llm_evaluation", quote, state="shown", certainty="certain")
    through = dataclasses.replace(own, through=("docker",))
    assert [line.quote for line in seen(market, person(own), "ai_application").strong] == [quote]
    assert seen(market, person(through), "ai_application").strong == ()


def test_the_number_of_an_item_and_the_year_of_a_paper_are_no_result():
    paper = deed("pytorch", "2. A. Elmswell. What pytorch forgets. Findings 2024.")
    result = deed("pytorch", "2. Halved the time of training in pytorch to 5 hours.")
    assert seen(WHOLE, person(paper)).strong == ()
    assert len(seen(WHOLE, person(result)).strong) == 1


def test_a_basic_of_the_trade_is_not_what_an_experienced_engineer_is_strong_in():
    lines = (deed("sql", "Kept 40 tables in sql."), deed("deepspeed", "Ran deepspeed on 8 machines."))
    novice, staff = person(*lines), person(*lines, seniority="staff", years_by_kind=WorkYears(engineering=20.0))
    market = market_of(
        [*spread(60, "sql deepspeed", lane="research"), *spread(20, "sql", lane="research")], SKILLS, EDGES
    )
    assert seen(market, novice).strong[0].skill == "sql"
    assert seen(market, staff).strong[0].skill == "deepspeed"


FIELDS = market_of(
    [
        *spread(40, "python pytorch", lane="research", role="ML engineer", specialities={"vision": 0.9}),
        *spread(40, "python aws", lane="research", role="ML engineer", specialities={"speech": 0.9}),
        *spread(40, "python docker", lane="research", role="ML engineer"),
    ]
)


@pytest.mark.parametrize(
    ("given", "field", "counted"),
    [
        ({"goal": Goal("ML engineer for medical imaging", "research")}, "vision", 40),
        ({"titles": ("Computer Vision Engineer",)}, "vision", 40),
        ({"titles": ("Computer Vision Engineer",), "goal": Goal("voice interfaces", "research")}, "speech", 40),
        ({"titles": ("ML Engineer",)}, None, None),
    ],
)
def test_the_jobs_nearest_to_a_person_are_those_of_the_field_they_write_of(given, field, counted):
    cv = dataclasses.replace(resume("python"), **given)
    own = kin(FIELDS, "research", cv, holdings(FIELDS, cv))
    assert (own and own.field, own and own.n) == (field, counted)
    if own:
        assert (liking(FIELDS, "research", own) > 1).sum() == counted


def test_a_field_with_too_few_jobs_leaves_those_of_the_roles():
    market = market_of(
        [
            *spread(5, "python", lane="research", role="ML engineer", specialities={"vision": 0.9}),
            *spread(40, "python", lane="research", role="ML engineer"),
            *spread(40, "python", lane="research", role="Data scientist"),
        ]
    )
    cv = dataclasses.replace(resume(), titles=("Computer Vision Engineer",))
    own = kin(market, "research", cv, holdings(market, cv))
    assert (own.field, own.roles, own.n) == (None, ("ML engineer",), 45)


def test_the_project_names_the_field_of_the_person():
    vision = {"goal": Goal("ML engineer for medical imaging", "research"), "years_by_kind": WorkYears(engineering=4.0)}
    told = gap(FIELDS, dataclasses.replace(resume("python"), **vision), lanes=["research"]).project
    assert "a recent paper in computer vision" in told.lines[0]
    plain = gap(FIELDS, dataclasses.replace(resume("python"), titles=("Postdoc",)), lanes=["research"]).project
    assert "a recent paper from the field you want" in plain.lines[0]
    assert not any("{" in line for line in (*told.lines, *plain.lines))


def test_a_newcomer_models_a_decision_of_their_trade_and_begins_with_the_line_that_is_about_it():
    wish = {"goal": Goal("ML engineer", "research"), "titles": ("BI Analyst",)}
    lines = (deed("pytorch", "Sorted 2,400 pictures in pytorch."), deed("xgboost", "Forecast 46 dishes with xgboost."))
    analyst = person(*lines, years_by_kind=WorkYears(other=5.0), **wish)
    found = gap(WHOLE, analyst, lanes=["research"]).project
    assert found.title.startswith("One decision of a trade")
    assert found.seed == "Forecast 46 dishes with xgboost."


def test_a_name_that_stands_within_a_longer_one_is_not_asked_for_again():
    quote = "Trained 2 models in HF-PYTORCH Lightning."
    shown = ResumeSkill("pytorch", "PYTORCH", "Lightning", "used", quote, state="shown", certainty="certain")
    there, not_there = (dataclasses.replace(person(shown), text=text) for text in (quote, "Trained in PYTORCHX."))
    assert "pytorch" in holdings(WHOLE, there).written
    assert "pytorch" not in holdings(WHOLE, not_there).written
    assert [len(gap(WHOLE, cv, lanes=["research"]).lanes[0].say.items) for cv in (there, not_there)] == [0, 1]
    usual = dataclasses.replace(there, skills=(dataclasses.replace(shown, certainty="usual"),))
    assert "pytorch" not in holdings(WHOLE, usual).written


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Engineer, Elmswell, 2019 – 2022", "2022"),
        ("Engineer, Elmswell, 2019 – June 2022", "2022-06"),
        ("Engineer, Elmswell, 01/2019 - 06/2022", "2022-06"),
        ("Engineer, Elmswell, 2019-01 – 2022-06", "2022-06"),
        ("Engineer, Elmswell, Jan 2022 – juin 2022", "2022-06"),
    ],
)
def test_a_month_is_told_only_where_the_resume_writes_it(text, told):
    cv = dataclasses.replace(person(deed("pytorch", "Ran 3 models in pytorch.", last_used="2022-06")), text=text)
    found = seen(WHOLE, cv)
    assert ([line.last_used for line in found.ended], found.strong_ended) == ([told], told)


@pytest.mark.parametrize(
    ("quote", "outside"),
    [
        ("I would like to become an AI product manager", "product manager"),
        ("Moving from data analyst to ML engineer", None),
        ("A post as data analyst", "data analyst"),
        ("Looking for the next step", None),
    ],
)
def test_whoever_wants_a_post_that_the_market_leaves_out_is_told_so_and_not_of_a_hurdle_to_another(quote, outside):
    cv = person(
        deed("pytorch", "Ran 3 models in pytorch."),
        goal=Goal(quote, "research"),
        titles=("Manager",),
        years_by_kind=WorkYears(other=8.0),
        seniority="senior",
    )
    found = seen(WHOLE, cv)
    assert found.outside == outside
    assert found.blocker == ("none" if outside else "no_engineering")


@pytest.mark.parametrize(
    ("text", "is_doctoral"),
    [
        ("PhD candidate, University of Elmswell", True),
        ("Doctoral researcher since 2022", True),
        ("Assistant to a PhD", False),
        ("Barista", False),
    ],
)
def test_a_doctorate_under_way_makes_no_intern(text, is_doctoral):
    market = market_of(
        [
            *spread(60, "pytorch", lane="research", seniority="senior"),
            *spread(60, "pytorch", lane="research", seniority="intern"),
        ]
    )
    report = gap(market, dataclasses.replace(resume("pytorch"), text=text, seniority="intern"), lanes=["research"])
    assert (report.entry is None, report.market.level is None) == (is_doctoral, is_doctoral)


def test_an_engineer_who_names_languages_and_leaves_python_out_lacks_it():
    market = market_of(spread(60, "python docker java"), JAVA, EDGE_FRAME)
    years = {"years_by_kind": WorkYears(engineering=9.0)}
    silent = dataclasses.replace(resume("docker"), **years)
    other = dataclasses.replace(resume("docker", "java"), **years)
    assert ["PYTHON" in gap(market, cv).lanes[0].say.confirm for cv in (silent, other)] == [True, False]
    assert "python" in {step.skill for step in gap(market, other).lanes[0].plan}


JAVA = pd.concat(
    [
        SKILL_FRAME,
        pd.DataFrame(
            [
                {
                    "skill_id": "java",
                    "name": "JAVA",
                    "kind": "tool",
                    "family": "programming_language",
                    "definition": "…",
                    "url": None,
                }
            ]
        ),
    ],
    ignore_index=True,
)


def test_a_word_of_a_list_has_not_ended_with_the_work_above_it():
    old = [deed("pytorch", "Ran 3 models in pytorch.", last_used="2021-05")]
    below = [dataclasses.replace(old[0], evidence="listed", standing="list", quote="Skills: pytorch")]
    assert [len(seen(WHOLE, person(*skills)).ended) for skills in (old, below)] == [1, 0]


def test_a_doctor_s_years_in_research_are_no_other_trade():
    held = [deed("pytorch", "Ran 3 models in pytorch.")]
    given = {"titles": ("Postdoctoral Fellow",), "years_by_kind": WorkYears(other=5.0), "seniority": "mid"}
    assert seen(WHOLE, person(*held, **given)).blocker == "no_engineering"
    assert seen(WHOLE, person(*held, **given, degree="phd")).blocker == "none"


def test_whoever_has_engineered_for_years_is_not_told_that_nothing_of_theirs_ever_ran():
    found = [
        seen(
            WHOLE,
            person(deed("pytorch", "Ran 3 models."), years_by_kind=WorkYears(ml_ai=0.5, engineering=years)),
            "platform",
        ).blocker
        for years in (1.0, 8.0)
    ]
    assert found == ["never_deployed", "none"]


def test_whoever_names_a_field_is_sent_into_no_other():
    market = market_of(spread(60, "python nlp pytorch", lane="research"), FIELD, EDGE_FRAME)
    steps = [
        {step.skill for step in gap(market, cv, lanes=["research"]).lanes[0].plan}
        for cv in (
            resume("python"),
            dataclasses.replace(resume("python"), goal=Goal("data scientist in forecasting", "research")),
        )
    ]
    assert ["nlp" in one for one in steps] == [True, False]


FIELD = pd.concat(
    [
        SKILL_FRAME,
        pd.DataFrame(
            [{"skill_id": "nlp", "name": "NLP", "kind": "concept", "family": "nlp", "definition": "…", "url": None}]
        ),
    ],
    ignore_index=True,
)


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({"years_by_kind": WorkYears(other=6.0)}, "One decision of a trade"),
        ({"years_by_kind": WorkYears(other=6.0, engineering=2.0)}, "One model"),
        ({"years_by_kind": WorkYears(other=0.3)}, "One model"),
        ({}, "One model"),
    ],
)
def test_only_whoever_comes_from_another_trade_is_sent_to_model_it(given, title):
    market = market_of(
        [
            *spread(60, "python pytorch", lane="research", role="ML engineer"),
            *spread(60, "python pytorch", lane="research", role="Data scientist"),
        ]
    )
    cv = dataclasses.replace(resume("python"), goal=Goal("ML engineer", "research"), **given)
    assert gap(market, cv, lanes=["research"]).project.title.startswith(title)


def test_what_is_taken_for_granted_comes_with_no_step():
    cv = dataclasses.replace(resume("pytorch"), text="BSc Computer Science, 2020")
    needs = pd.DataFrame(
        [
            {
                "skill_id": "scikit_learn",
                "relation": "needs",
                "other_id": "algorithms",
                "certainty": "certain",
                "remains": None,
            }
        ]
    )
    market = market_of(
        [
            *spread(60, "pytorch scikit_learn", lane="research"),
            *spread(20, "pytorch scikit_learn algorithms", lane="research"),
        ],
        SKILLS,
        pd.concat([EDGE_FRAME, needs], ignore_index=True),
    )
    plans = [gap(market, one, lanes=["research"]).lanes[0].plan for one in (resume("pytorch"), cv)]
    named = [{name for step in plan for name in (*step.also, *step.builds_on, step.name)} for plan in plans]
    assert ["ALGORITHMS" in one for one in named] == [True, False]


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("Deployed to AWS EC2.", True),
        ("Wrote to three AWSs.", True),
        ("Withdraws, laws and paws.", False),
        ("aws", False),
    ],
)
def test_the_capitals_of_a_name_are_its_word(text, is_there):
    named = SKILL_FRAME.assign(name=SKILL_FRAME["name"].where(SKILL_FRAME["skill_id"] != "aws", "Amazon Web Services"))
    market = market_of(spread(60, "aws docker"), named)
    shown = ResumeSkill("aws", "Amazon Web Services", "EC2", "used", text, state="shown", certainty="certain")
    cv = dataclasses.replace(person(shown), text=text)
    assert ("aws" in holdings(market, cv).written) == is_there


@pytest.mark.parametrize(
    ("root", "words"),
    [
        (("docker", "Docker"), "write «AWS» beside Docker in your list, and into a line that used it."),
        (("gcp", "Fargate"), "write «AWS» into that list, and into a line that used it."),
    ],
)
def test_a_word_is_to_stand_beside_what_the_list_writes(root, words):
    line = "Skills: Python, Docker, Redis, Kafka"
    listed = ResumeSkill(root[0], root[0].upper(), root[1], "listed", line, standing="list")
    shown = ResumeSkill(
        "aws", "AWS", "", "listed", line, state="shown", certainty="certain", through=(root[0],), standing="list"
    )
    market = market_of(spread(60, "aws docker gcp"))
    report = gap(market, person(listed, shown), lanes=["platform"])
    assert [item.words for item in report.lanes[0].say.items if item.skill == "aws"] == [words]


def test_of_lines_that_are_about_a_project_as_much_the_one_with_a_result_begins_it():
    plain = deed("scikit_learn", "Kept reports of scikit_learn.")
    result = dataclasses.replace(
        deed("scikit_learn", "A model that saved 2% of the loss in scikit_learn."), evidence="outcome"
    )
    other = dataclasses.replace(plain, skill="xgboost", name="XGBOOST", surface="xgboost")
    given = {"titles": ("Clerk",), "years_by_kind": WorkYears(other=5.0)}
    found = gap(WHOLE, person(result, other, **given), lanes=["research"]).project
    assert found.seed == result.quote


def more(*rows):
    """The builders' skills and these: (id, kind, family)."""
    extra = [
        {"skill_id": s, "name": s.upper(), "kind": kind, "family": family, "definition": "…", "url": None}
        for s, kind, family in rows
    ]
    return pd.concat([SKILL_FRAME, pd.DataFrame(extra)], ignore_index=True)


@pytest.mark.parametrize(
    ("skills", "given", "field"),
    [
        (("opencv", "yolo", "kaldi"), {"degree": "phd"}, "vision"),
        (("opencv", "yolo"), {"years_by_kind": WorkYears(ml_ai=3.0)}, "vision"),
        (("opencv", "yolo"), {"years_by_kind": WorkYears(other=3.0)}, None),
        (("opencv", "kaldi"), {"degree": "phd"}, None),
    ],
)
def test_the_field_of_whoever_names_none_is_what_their_deeds_show(skills, given, field):
    market = market_of(
        [
            *spread(40, "python opencv yolo kaldi", lane="research", specialities={"vision": 0.9}),
            *spread(40, "python", lane="research"),
        ],
        more(
            ("opencv", "tool", "vision_library"), ("yolo", "tool", "vision_model"), ("kaldi", "tool", "speech_toolkit")
        ),
    )
    cv = person(*(deed(skill, f"Shipped 3 things in {skill}.") for skill in skills), **given)
    own = kin(market, "research", cv, holdings(market, cv))
    assert (own and own.field) == field


def test_a_line_that_heads_a_post_begins_no_project():
    head = deed("scikit_learn", "Intern in scikit_learn — Elmswell, Jan 2025 – May 2026", last_used="2026-02")
    below = deed("xgboost", "Forecast 46 dishes with xgboost.", last_used="2026-02")
    found = gap(WHOLE, person(head, below, years_by_kind=WorkYears(other=5.0)), lanes=["research"]).project
    assert found.seed == below.quote


def test_what_comes_after_a_first_deep_model_is_no_step_before_it():
    skills = more(("distributed_training", "concept", "distributed_training"))
    market = market_of(spread(60, "pytorch distributed_training", lane="research"), skills)
    maker = person(deed("pytorch", "Trained 3 rankers in pytorch."))
    steps = [
        {step.skill for step in gap(market, cv, lanes=["research"]).lanes[0].plan} for cv in (resume("python"), maker)
    ]
    assert ["distributed_training" in one for one in steps] == [False, True]


def test_what_work_of_late_usually_shows_has_not_ended():
    old = deed("pytorch", "Ran 3 models in pytorch.", last_used="2020-01")
    late = deed("deepspeed", "Runs deepspeed on 8 machines.", last_used="2026-02")
    other = deed("sql", "Keeps 8 tables in sql.", last_used="2026-02")
    assert [len(seen(WHOLE, person(old, one)).ended) for one in (other, late)] == [1, 0]
    images = deed("docker", "Packed 8 services in docker.", last_used="2020-01")
    above = deed("kubernetes", "Runs 6 clusters.", last_used="2026-02")  # needs docker
    assert [len(seen(WHOLE, person(images, one)).ended) for one in (other, above)] == [1, 0]


def test_a_line_that_shows_nothing_of_a_project_begins_none():
    """A language is in every project; what the project is about is not."""
    of_it = deed("scikit_learn", "Forecast 46 dishes in scikit_learn.")
    language = deed("python", "A loader in python that halved 11 minutes.")
    other = deed("deepspeed", "Ran deepspeed on 8 machines.")
    given = {"titles": ("Clerk",), "years_by_kind": WorkYears(other=5.0)}
    seeds = [
        gap(WHOLE, person(*skills, **given), lanes=["research"]).project.seed
        for skills in ((of_it, language, other), (language, other), (language,))
    ]
    assert seeds == [of_it.quote, None, None]


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({"seniority": "intern"}, "One model"),
        ({"years_by_kind": WorkYears(other=6.0)}, "One decision of a trade"),
        ({"years_by_kind": WorkYears(ml_ai=6.0), "seniority": "senior"}, "One decision of a trade"),
    ],
)
def test_whoever_begins_with_deep_models_and_without_a_trade_is_not_sent_to_model_one(given, title):
    cv = person(deed("pytorch", "Trained 3 rankers in pytorch."), **given)
    assert gap(WHOLE, cv, lanes=["research"]).project.title.startswith(title)
    lists_it = dataclasses.replace(resume("pytorch"), seniority="intern")
    assert gap(WHOLE, lists_it, lanes=["research"]).project.title.startswith("One decision of a trade")


def test_who_runs_what_models_are_trained_on_has_a_line_in_which_a_model_was_the_workload():
    skills = more(("gpu_scheduling", "concept", "gpu_infrastructure"))
    market = market_of(spread(60, "docker kubernetes gpu_scheduling"), skills)
    engineer = {"years_by_kind": WorkYears(engineering=9.0), "titles": ("Site Reliability Engineer",)}
    clusters = deed("kubernetes", "Runs 6 clusters.")
    pool = deed("gpu_scheduling", "Gave the fraud team its first pool of 12 graphics cards.")
    only_named = dataclasses.replace(pool, evidence="listed", standing="list")
    found = [
        seen(market, person(clusters, *more_of, **engineer), "platform").blocker
        for more_of in ((), (only_named,), (pool,))
    ]
    assert found == ["no_ml", "no_ml", "none"]
    assert seen(WHOLE, person(clusters, pool, **engineer)).blocker == "no_ml"  # of a modeller more is asked


def test_a_head_who_wants_to_build_again_is_held_against_the_level_that_they_name():
    market = market_of(
        [
            *spread(60, "pytorch", lane="research", seniority="staff"),
            *spread(60, "pytorch", lane="research", seniority="manager"),
            *spread(60, "pytorch", lane="research", seniority="senior"),
        ]
    )
    cv = resume("pytorch")
    head = dataclasses.replace(cv, seniority="manager", goal=Goal("staff engineer again", level="staff"))
    eager = dataclasses.replace(cv, seniority="senior", goal=Goal("principal one day", level="principal"))
    assert [gap(market, cv, lanes=["research"]).market.level for cv in (head, eager)] == ["staff", "senior"]


def test_of_two_lanes_that_skills_do_not_tell_apart_the_one_that_is_no_change_of_trade_leads():
    others = "pytorch jax mlflow kubernetes aws gcp rag langchain"
    market = market_of(
        [
            *spread(60, f"python docker {others}", lane="ai_application"),
            *spread(60, f"python docker {' '.join(f'{one}?' for one in others.split())} sql?"),
        ],
        SKILLS,
        EDGES,
    )
    cv = resume("python", "docker")
    whole = gap(market, cv)
    assert whole.closest.lane is None
    fits = {lane.lane: lane.fit for lane in whole.lanes}
    above = {lane.lane: lane.standing.percentile for lane in whole.lanes}
    assert fits["ai_application"] > fits["platform"] and above["ai_application"] < 0.08 <= above["platform"]
    assert whole.lead == "platform"
    assert gap(market, cv, lanes=["ai_application"]).lead == "ai_application"  # whoever asks for a lane gets it
    wished = dataclasses.replace(cv, goal=Goal("AI engineer", "ai_application"))
    assert gap(market, wished).lead == "ai_application"


def test_another_field_than_the_person_s_is_called_so_and_not_put_off():
    market = market_of(spread(60, "python nlp pytorch", lane="research"), FIELD, EDGE_FRAME)
    open_to_all = resume("python")
    forecaster = dataclasses.replace(open_to_all, goal=Goal("data scientist in forecasting", "research"))
    found = [
        {skill.skill: skill.is_other_field for skill in gap(market, cv, lanes=["research"]).lanes[0].missing}
        for cv in (open_to_all, forecaster)
    ]
    assert [one["nlp"] for one in found] == [False, True]
    assert not any(one["pytorch"] for one in found)


def test_what_every_field_uses_tells_a_field_only_beside_a_deed_of_it():
    market = market_of(
        [
            *spread(40, "python xgboost lightgbm fraud_detection", lane="research", specialities={"forecasting": 0.9}),
            *spread(40, "python", lane="research"),
        ],
        more(
            ("xgboost", "tool", "gradient_boosting_library"),
            ("lightgbm", "tool", "gradient_boosting_library"),
            ("fraud_detection", "concept", "predictive_analytics"),
        ),
    )
    years = {"years_by_kind": WorkYears(ml_ai=4.0)}
    found = [
        field_of(market, "research", cv, holdings(market, cv))
        for cv in (
            person(*(deed(s, f"Cut losses by 9% in {s}.") for s in skills), **years)
            for skills in (("xgboost", "lightgbm"), ("xgboost", "fraud_detection"))
        )
    ]
    assert [row and row["speciality"] for row in found] == [None, "forecasting"]


def test_of_a_long_line_the_clause_that_names_the_skill_and_the_one_with_the_result_are_told():
    line = (
        "Pilot: answers from the handbooks of nine warehouses, for all who pack and drive there, with pytorch in it; "
        "search by words and by meaning; reviewed by three people who pack; 84% of 150 questions answered right"
    )
    found = seen(WHOLE, person(dataclasses.replace(deed("pytorch", line), evidence="outcome"))).strong[0]
    assert (found.result, "84%" in found.quote) == ("… 84% of 150 questions answered right", False)
    next_to_it = line.replace("search by words and by meaning; reviewed by three people who pack; ", "")
    told = seen(WHOLE, person(dataclasses.replace(deed("pytorch", next_to_it + " " * 9), evidence="outcome")))
    assert told.strong[0].result in (None, "84% of 150 questions answered right")
    assert seen(WHOLE, person(deed("pytorch", line))).strong[0].result is None  # no outcome was read


def test_a_skill_that_only_a_deed_shows_is_not_said_to_go_with_a_fragment_of_its_line():
    cv = person(told("docker", "shown", "Wrote the prompts of the desk's assistant and its 60 test cases."))
    market = market_of(spread(60, "python docker"))
    because = gap(market, cv, lanes=["platform"]).lanes[0].missing
    words = next(skill.because for skill in because if skill.skill == "docker")
    assert words.startswith("It usually goes with such work: «Wrote the prompts")


def test_a_project_on_a_cluster_begins_with_what_was_run_there():
    skills = more(("gpu_scheduling", "concept", "gpu_infrastructure"), ("gpu", "concept", "hardware_accelerator"))
    market = market_of(spread(60, "docker kubernetes gpu gpu_scheduling"), skills)
    cards = "Rewrote the rules by which 36 cards of the cluster are shared; they stand idle 9% of the time, not 40%."
    pool = (deed("gpu_scheduling", cards), deed("gpu", cards))
    services = deed("kubernetes", "Moved 90 services to kubernetes.")
    given = {"titles": ("Systems Administrator",), "years_by_kind": WorkYears(engineering=7.0)}
    seeds = [gap(market, person(*lines, services, **given), lanes=["platform"]).project.seed for lines in (pool, ())]
    assert seeds == [cards, None]


@pytest.mark.parametrize(
    ("goal", "speciality"),
    [
        ("Data scientist in energy or climate, with a preference for forecasting", "forecasting"),
        ("ML engineer in earth observation or climate", "vision"),
        ("ML engineer for climate models", "science_bio"),
    ],
)
def test_of_a_goal_that_names_a_method_and_a_cause_the_method_tells_the_field(goal, speciality):
    cv = dataclasses.replace(resume("python"), goal=Goal(goal, "research"))
    assert field_of(WHOLE, "research", cv, holdings(WHOLE, cv))["speciality"] == speciality
