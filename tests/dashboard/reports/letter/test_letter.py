import dataclasses
import datetime as dt
import functools
import itertools
import random
import re

import pytest

from analysis.gap.report import Asked, gap
from dashboard.reports.gap import render_gap
from dashboard.reports.letter.compose import PARTS, letter, templates
from dashboard.reports.letter.doing import calendar
from dashboard.reports.letter.fact import short
from dashboard.reports.letter.facts import facts_of, first_name
from dashboard.words import clause, inside
from tests.analysis.builders import LANES, SKILLS, market_of, random_jobs, resume, spread, told
from tests.dashboard.reports.letter.truths import TRUTHS
from warehouse.models import Goal, ResumeSkill, WorkYears, to_plain

MARKET = market_of(
    [
        *spread(60, "python docker kubernetes aws mlflow", employers=30, min_years=5, seniority="senior"),
        *spread(60, "python rag langchain docker", employers=30, lane="ai_application", seniority="junior"),
    ]
)
WIDE = "python pytorch jax~ kubernetes docker aws gcp mlflow rag langchain machine_learning"
"""A job that names enough to be taken as a person."""
TODAY = dt.date(2026, 3, 10)


def proven(skill, quote, **given):
    return ResumeSkill(skill, skill.upper(), skill, "outcome", quote, **given)


def person(**given):
    return dataclasses.replace(
        resume(),
        skills=(proven("python", "Cut the nightly run from 9 hours to 40 minutes."),),
        name="Ada Tern",
        **given,
    )


PEOPLE = {
    "a platform engineer with a goal": dataclasses.replace(
        person(goal=Goal("I want to run training clusters", "platform"), years_by_kind=WorkYears(engineering=9.0)),
        skills=(
            proven("docker", "Moved 40 services into images."),
            proven("kubernetes", "Ran 6 clusters."),
            told("aws", "shown", "Ran 6 clusters.", "kubernetes", certain=True),
        ),
        titles=("Senior Site Reliability Engineer",),
        seniority="senior",
    ),
    "a developer whose goal lies elsewhere": person(
        goal=Goal("Looking for MLOps work", "platform"),
        titles=("Backend Developer",),
        years_by_kind=WorkYears(None, 4.0),
    ),
    "a teacher": person(titles=("Teacher",), years_by_kind=WorkYears(other=8.0), seniority="mid", years=8.0),
    "a graduate": person(seniority="intern", years_by_kind=WorkYears(0.0, 0.0)),
    "someone whose work ended": dataclasses.replace(
        person(), skills=(proven("langchain", "Answered 900 questions a day.", last_used="2022-05"),)
    ),
    "someone with lists": dataclasses.replace(
        resume(*("python", "docker", "aws", "mlflow")),
        name="Bo Sand",
        skills=tuple(
            dataclasses.replace(s, standing="list") for s in resume("python", "docker", "aws", "mlflow").skills
        ),
    ),
    "someone without a name": resume("langchain"),
    "an empty resume": resume(),
}


def written(shown, **given):
    report = to_plain(gap(MARKET, shown, today=TODAY, **given))
    return report, letter(report)


GOALS = (
    "open to relocation in the north",
    "Looking for the next step",
    "Looking for a post as AI product manager",
    "ML engineer in medical imaging",
)


def anyone(seed):
    """A person at random: what they hold and how, years, titles, goal, level, degree, name."""
    draw = random.Random(seed)
    skills = []
    for name, kind, _, _ in SKILLS:
        how = draw.choice(("none", "none", "written", "shown", "near", "denied", "wished", "in_progress", "coursework"))
        if how == "none":
            continue
        skills.append(
            ResumeSkill(
                name,
                name.upper(),
                name,
                draw.choice(("listed", "used", "outcome")) if how != "in_progress" else "learning",
                f"{name} did {draw.choice(('40 things', 'something'))} in line {draw.randrange(3)}.",
                kind,
                how,
                draw.choice(("certain", "usual")) if how == "shown" else None,
                ("python",) if how in ("shown", "near") else (),
                "The rest" if how == "near" else "",
                draw.choice((None, "2021-05", "2026-02")),
                draw.choice(("bullet", "list", "summary")),
            )
        )
    skills = skills[: draw.choice((0, 2, 4, 20, 20))]
    kinds = WorkYears(*(draw.choice((None, 0.4, 3.0, 9.0)) for _ in range(3)))
    return dataclasses.replace(
        resume(text=draw.choice(("", "Ten years of experience in data.", "The platform team deployed it."))),
        skills=tuple(skills),
        years=draw.choice((None, 4.0)),
        years_by_kind=draw.choice((kinds, WorkYears())),
        name=draw.choice((None, "Ada Tern", "Dr. Ada Tern")),
        titles=draw.choice(((), ("Teacher",), ("Data Analyst", "Clerk"), ("Senior Software Engineer",), ("Postdoc",))),
        goal=draw.choice((None, Goal(draw.choice(GOALS), draw.choice((None, *LANES))))),
        seniority=draw.choice((None, "intern", "junior", "mid", "senior", "staff", "lead")),
        degree=draw.choice((None, "bachelor", "phd")),
        parse_confidence=draw.choice((0.5, 1.0)),
    )


@functools.cache
def anywhere(decade):
    """A market at random."""
    draw = random.Random(decade)
    has_adverts = decade % 3 > 0
    jobs = random_jobs(decade, (30, 300)[decade % 4 > 0], 60, [name for name, *_ in SKILLS], size=13)
    if decade % 2:
        jobs += [job for lane in LANES for job in spread(30, WIDE, employers=25, lane=lane)]
    for job in jobs:
        job |= {
            "title": "Engineer" if has_adverts else None,
            "url": "https://jobs.example/1",
            "min_years": draw.choice((None, 1, 3, 6)),
            "seniority": draw.choice((None, "junior", "mid", "senior")),
            "role": draw.choice(("Data scientist", "ML engineer", "Research scientist")),
            "specialities": {draw.choice(("vision", "speech")): draw.choice((0.2, 0.9))},
        }
    return market_of(jobs)


def report_of(seed):
    """Anyone held against any market, in any way."""
    draw = random.Random(seed)
    asked = Asked(
        draw.choice(({}, {"seniority": ["senior", "mid"]})) if seed % 40 > 10 else {},
        any_level=draw.random() < 0.5,
        is_course=draw.random() < 0.15,
    )
    lanes = draw.choice((None, None, None, ["research"]))
    today = draw.choice((TODAY, dt.date(2026, 6, 1)))
    report = to_plain(gap(anywhere(seed // 10), anyone(seed), asked=asked, lanes=lanes, today=today, file="given.md"))
    report["market"]["kind"] = draw.choice(("real", "reference", "example"))
    return report


def sentences(paragraphs):
    return {s["id"]: s["text"] for paragraph in paragraphs for s in paragraph["sentences"]}


def test_there_are_enough_sentences_and_none_speaks_the_house_s_words():
    assert len(templates()) >= 90
    assert {template.part for template in templates()} == set(PARTS)
    for template in templates():
        assert template.text.endswith("."), template.id
        assert not re.search(r"requisition|generation|τ|unit\b|core\b|  ", template.text), template.id


@pytest.mark.parametrize("decade", range(8))
def test_what_a_sentence_says_is_so_whoever_reads_it_and_wherever(decade):
    """Each sentence has a truth of its own (truths.py), read from the report and not from the sentence's condition."""
    assert TRUTHS.keys() == {template.id for template in templates()}
    for seed in range(10 * decade, 10 * decade + 10):
        report = report_of(seed)
        paragraphs = letter(report)
        for name, text in sentences(paragraphs).items():
            assert TRUTHS[name](report), (seed, name, text)
            assert reads_well(text), (seed, name, text)
        assert_nothing_twice(paragraphs)


def reads_well(text):
    """Whether a filled sentence is one: no place left, one space, one stop, articles and lists as they are spoken."""
    return (
        not re.search(r"[{}]|None|nan\b|  | [,.;:]|\.\.|,,|\ba [aeiou]\w|\(\)|«»", text)
        and not re.search(r"\bnone of the none|\b1 (jobs|years|points)\b|one (jobs|skills)\b", text)
        and text[0] == text[0].upper()
        and text.endswith(".")
    )


@pytest.mark.parametrize("name", PEOPLE)
def test_what_is_said_to_people_of_every_sort_is_so(name):
    report, paragraphs = written(PEOPLE[name])
    for sentence, text in sentences(paragraphs).items():
        assert TRUTHS[sentence](report), (sentence, text)
        assert reads_well(text), (sentence, text)


def assert_nothing_twice(paragraphs):
    """No sentence stands twice, and no line of the resume is quoted twice for the same purpose."""
    said = [s["text"] for p in paragraphs for s in p["sentences"]]
    assert len(said) == len(set(said))


def test_a_concept_begins_small_within_a_sentence_and_a_product_does_not():
    assert inside("Machine learning", "concept") == "machine learning"
    assert inside("Retrieval-augmented generation", "concept") == "retrieval-augmented generation"
    assert inside("Bayesian statistics", "concept") == "Bayesian statistics"
    assert [inside(name, "concept") for name in ("CI/CD", "MLOps", "A/B testing")] == ["CI/CD", "MLOps", "A/B testing"]
    assert inside("Docker", "tool") == "Docker"
    assert inside("Docker", None) == "Docker"


def test_what_remains_begins_small_unless_a_name_does():
    assert clause("Pure functions, jit and random keys") == "pure functions, jit and random keys"
    assert clause("Type-driven routes, async and Pydantic") == "type-driven routes, async and Pydantic"
    names = "LangChain's chains;Redis's data types;Label Studio's templates;Weights & Biases' runs;JAX and TPU memory"
    for text in [*names.split(";"), "Kubernetes operators", "R and its verbs", "AWS's own services, IAM and naming"]:
        assert clause(text) == text


def test_one_job_is_and_two_are_for_beginners():
    for number, verb in ((1, "one of the 61 Mlops jobs is"), (2, "two of the 62 Mlops jobs are")):
        jobs = [*spread(60, "python docker", lane="mlops", seniority="senior"), *spread(60, "rag langchain")]
        jobs += spread(number, "python docker", employers=number, lane="mlops", seniority="junior")
        report = to_plain(gap(market_of(jobs), person(seniority="junior"), lanes=["mlops"], today=TODAY))
        assert verb in " ".join(sentences(letter(report)).values()), report["entry"]


def test_whoever_stands_high_is_not_told_that_a_step_opens_doors_when_it_opens_few():
    report, _ = written(PEOPLE["a developer whose goal lies elsewhere"])
    lead = report["lanes"][0]
    lead["standing"] |= {
        "percentile": 0.97,
        "yardstick": {"median": 0.5, "low": 0.4, "high": 0.6, "people": 90, "open_share": 0.1},
    }
    for step in lead["plan"]:
        step |= {"n": 100, "opened": 3}
    assert sentences(letter(report))["learn.little"].startswith("No step opens many more doors")
    lead["plan"][-1]["opened"] = 30
    assert "learn.little" not in sentences(letter(report))


def test_different_people_get_different_letters():
    letters = {name: sentences(written(shown)[1]) for name, shown in PEOPLE.items()}
    for (one, mine), (other, theirs) in itertools.combinations(letters.items(), 2):
        assert mine != theirs, (one, other)
        assert len(set(mine.values()) - set(theirs.values())) >= 2, (one, other)


@pytest.mark.parametrize("name", PEOPLE)
def test_no_place_is_left_open_and_each_number_stands_on_something(name):
    _, paragraphs = written(PEOPLE[name])
    for paragraph in paragraphs:
        for sentence in paragraph["sentences"]:
            assert not re.search(r"[{}]|None|nan", sentence["text"])
            if re.search(r"\d+ of the \d+|\d%", sentence["text"]):
                assert sentence["rests_on"], sentence["text"]


def test_the_goal_is_read_and_evidence_that_points_elsewhere_is_said():
    report, paragraphs = written(PEOPLE["a platform engineer with a goal"])
    said = sentences(paragraphs)
    assert report["lead"] == "platform"
    assert said["goal.agrees_unsure"].startswith("Ada, you write «I want to run training clusters»")
    assert report["closest"]["lane"] is None
    strayed = dataclasses.replace(
        PEOPLE["a platform engineer with a goal"],
        skills=(proven("rag", "Answered 900 questions a day."), proven("langchain", "Built 3 chains.")),
    )
    report, paragraphs = written(strayed)
    assert report["lead"] == "platform"
    assert sentences(paragraphs).keys() & {"goal.elsewhere", "goal.close"}


def test_what_a_hiring_manager_would_ask_about_is_said():
    ended = sentences(written(PEOPLE["someone whose work ended"])[1])
    assert "lies back, in work that ended in May 2022" in ended["strong.ended"]
    assert "weak.ended" not in ended, "the same is not said twice"
    both = dataclasses.replace(
        PEOPLE["someone whose work ended"],
        skills=(*PEOPLE["someone whose work ended"].skills, proven("rag", "Cut wrong answers from 19 to 6 in 100.")),
    )
    assert "ended in May 2022" in sentences(written(both)[1])["weak.ended"]
    assert "only in a list" in sentences(written(PEOPLE["someone with lists"])[1])["weak.list_many"]
    teacher = sentences(written(PEOPLE["a teacher"])[1])["blocker.title"]
    assert "your dated work (8 years) carries no engineer's or data scientist's title" in teacher
    assert "(the latest found: «Teacher»)" in teacher


def test_a_market_that_is_old_or_without_adverts_says_so_first():
    report = to_plain(gap(MARKET, resume("python"), today=dt.date(2026, 4, 10)))
    assert letter(report)[0]["part"] == "market"
    assert "39 days old" in letter(report)[0]["sentences"][0]["text"]
    assert "market_age" not in facts_of(to_plain(gap(MARKET, resume("python"), today=TODAY)))
    bare = market_of([job | {"title": None} for job in spread(60, "python docker")])
    assert "market.no_texts" in sentences(letter(to_plain(gap(bare, resume("python")))))


def test_the_calendar_has_twelve_weeks_and_two_musts_beside_the_resume():
    report, _ = written(PEOPLE["a developer whose goal lies elsewhere"])
    blocks = calendar(report, report["lanes"][0])
    assert [block["kind"] for block in blocks if block["must"]] == ["say", "step", "project"]
    inside = [block for block in blocks if block["first"] <= 12]
    assert (inside[0]["first"], max(block["last"] for block in inside)) == (1, 12)
    for before, after in itertools.pairwise(inside):
        assert after["first"] == before["last"] + 1


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Ada Tern", "Ada"),
        ("ADA TERN", "Ada"),
        ("Dr. Ada Tern", "Ada"),
        ("Tern", None),
        ("Dr Tern", None),
        (None, None),
    ],
)
def test_a_person_is_called_by_the_first_of_two_names(name, called):
    assert first_name(name) == called


def test_a_course_is_spoken_of_as_a_course():
    report = to_plain(gap(MARKET, resume("python", "docker"), file="course.md", asked=Asked({}, is_course=True)))
    text = " ".join(sentences(letter(report)).values())
    assert "This is the course course.md" in text
    assert "your resume" not in render_gap(report, "md").casefold().split("how these numbers")[0]


@pytest.mark.parametrize(
    ("quote", "is_told"),
    [
        ("open to relocation in the EU", False),
        ("Available immediately", False),
        ("willing to travel", False),
        ("Open to senior roles in remote sensing", True),
        ("want to move into the evaluation of medical AI", True),
        ("remote MLOps work wanted", True),
        ("open to remote posts", False),
        ("after a career break (parental leave, 2021 – 2024)", False),
        ("since the winter of 2022", False),
    ],
)
def test_where_and_when_someone_would_work_is_not_told_as_their_goal(quote, is_told):
    told = facts_of(to_plain(gap(MARKET, person(goal=Goal(quote)), today=TODAY)))
    assert ("goal" in told) == is_told
    named = facts_of(to_plain(gap(MARKET, person(goal=Goal(quote, "mlops")), today=TODAY)))
    assert "goal" in named


def test_a_long_line_is_never_cut_within_brackets():
    line = (
        "Gave the fraud team its first pool of cards (device plugin, sharing, exporter) and the workflows of the night"
    )
    assert short(line, 70) == "Gave the fraud team its first pool of cards …"
    assert short(line.replace("pool", "pool, then a second"), 70) == "Gave the fraud team its first pool …"
    assert short("One two three four, five (six) seven, eight nine ten", 40) == "One two three four, five (six) seven …"
    assert short("No clause ends here however long the line may be", 20).endswith("may be")
