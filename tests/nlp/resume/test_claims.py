"""What a resume says of a skill: eight states, each with its line; other people's work and a syllabus say nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from nlp.resume.reader import ResumeReader
from nlp.resume.signs import known_skills
from nlp.taxonomy.loader import load
from warehouse.models import ResumeSkill

READER = ResumeReader(load())
ROLE = "EXPERIENCE\nEngineer, Quillfeather\nMar 2021 - Present\n• {}\n"
SKILLS = "SKILLS\n{}\n"
SUMMARY = "Odalys Brandtner\nEngineer\n\nSUMMARY\n{}\n"
COURSES = "COURSES\n{}\n"
SCHOOL = "EDUCATION\nBSc Geology, Harrowby University, 2016\n• {}\n"


def skills(text: str) -> dict[str, ResumeSkill]:
    return {s.skill: s for s in READER.read(text, as_of=dt.date(2026, 3, 31)).skills}


def state(text: str, skill: str) -> str:
    found = skills(text).get(skill)
    return found.state if found else "absent"


@pytest.mark.parametrize("frame", [ROLE, SKILLS, SUMMARY])
@pytest.mark.parametrize(
    "line",
    [
        "No production experience with Kubernetes yet.",
        "I have not used Kubernetes.",
        "Never deployed Kubernetes.",
        "Limited exposure to Kubernetes.",
        "Not yet: Terraform, Kubernetes",
        "My exposure to Kubernetes is limited.",
        "No Kubernetes beyond a tutorial's first page.",
        "Docker daily, no Kubernetes.",
        "Kubernetes (read, not written)",
        "Limited experience: Kubernetes (a lab), Spark (a talk)",
        "I do not know Docker or Kubernetes.",
    ],
)
def test_a_lack_is_denied_with_its_line(frame: str, line: str) -> None:
    found = skills(frame.format(line))["kubernetes"]
    assert (found.state, found.is_held) == ("denied", False)
    assert line in found.quote


@pytest.mark.parametrize(
    "line",
    [
        "I want to learn Kubernetes.",
        "Interested in Kubernetes and boats.",
        "Keen to explore Kubernetes.",
        "Wish list: Kubernetes",
        "I would like to move into Kubernetes work.",
    ],
)
def test_a_wish_is_wished(line: str) -> None:
    assert state(SUMMARY.format(line), "kubernetes") == "wished"


@pytest.mark.parametrize(
    "line",
    [
        "Supported the group that owns Kubernetes; they run Airflow.",
        "The storage team uses Airflow and Kubernetes; I wrote their manual in Word.",
        "Helped the platform squad, who operate Kubernetes and Airflow.",
        "Another team's Kubernetes cluster and their Airflow served my pages.",
        "The Kubernetes cluster and the Airflow jobs were theirs.",
        "My reports were read by analysts; Kubernetes and Airflow were run by the hosting department.",
        "Shadowed the release team: they deploy with Kubernetes and Airflow, I took notes.",
    ],
)
def test_other_peoples_work_shows_nothing(line: str) -> None:
    found = skills(ROLE.format(line))
    assert "kubernetes" not in found
    assert "apache_airflow" not in found


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("The storage team uses Airflow, but I run the Kubernetes cluster.", "kubernetes"),
        ("They wrote the models in Keras; I moved them to Kubernetes.", "kubernetes"),
        ("Our team ran Kubernetes on bare metal.", "kubernetes"),
        ("Led the team of six that built a Kubernetes operator.", "kubernetes"),
        ("Supported the group that owns Airflow by writing Terraform.", "terraform"),
    ],
)
def test_ones_own_part_beside_other_peoples_counts(line: str, skill: str) -> None:
    assert skills(ROLE.format(line))[skill].is_held


@pytest.mark.parametrize(
    "line",
    [
        "Students will not cover Kubernetes or Spark.",
        "The course does not touch Kubernetes.",
        "Prerequisites (not taught): Kubernetes, Git",
        "Kubernetes and Spark are not covered.",
    ],
)
def test_what_a_syllabus_leaves_out_or_asks_for_shows_nothing(line: str) -> None:
    assert "kubernetes" not in skills(SCHOOL.format(line))


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        (SCHOOL.format("Modules: Linear Algebra 88 %, Databases"), "linear_algebra"),
        (SCHOOL.format("Thesis on survival analysis of ball bearings"), "survival_analysis"),
        ("EDUCATION\nMSc Statistics — Harrowby University  2018\n", "statistics"),
        ("EDUCATION\nBSc (Hons) Computer Networking, Pellworth College, 2016\n", "networking"),
        (COURSES.format("Deep Learning, Harrowby Online, certificate 2025"), "deep_learning"),
        (COURSES.format("2019, finished: data bootcamp (SQL, Docker)"), "docker"),
    ],
)
def test_finished_studies_are_coursework_and_count(text: str, skill: str) -> None:
    found = skills(text)[skill]
    assert (found.state, found.standing, found.is_held) == ("coursework", "education", True)


def test_a_school_is_no_field_of_study() -> None:
    assert "apache_spark" not in skills("EDUCATION\nMSc Geology, Harrowby University of Spark, 2018\n")


@pytest.mark.parametrize(
    "text",
    [
        COURSES.format("MLOps Zoomcamp"),
        COURSES.format("MLOps Zoomcamp – started Sept 2025, not finished (module 3 of 6)"),
        COURSES.format("MLOps specialization: course 3 of 5, current"),
        SUMMARY.format("Now taking: an MLOps evening course."),
        SKILLS.format("Currently learning: MLOps"),
        "CURRENTLY LEARNING\nMLOps\n",
    ],
)
def test_what_is_under_way_is_in_progress_and_not_held(text: str) -> None:
    found = skills(text)["mlops"]
    assert (found.state, found.is_held) == ("in_progress", False)


@pytest.mark.parametrize(
    ("texts", "skill", "expected"),
    [
        ((SUMMARY.format("Limited exposure to Kubernetes."), SKILLS.format("Kubernetes, Git")), "kubernetes", "denied"),
        ((SUMMARY.format("No experience with Go."), ROLE.format("Wrote a proxy in Go.")), "go", "written"),
        ((SUMMARY.format("Interested in Rust."), SKILLS.format("Rust, Git")), "rust", "written"),
        ((SUMMARY.format("I want to learn Rust."), COURSES.format("Rust, certificate 2024")), "rust", "coursework"),
    ],
)
def test_a_deed_beats_a_denial_and_a_denial_beats_a_list(texts: tuple[str, ...], skill: str, expected: str) -> None:
    assert state("\n".join(texts), skill) == expected
    assert state("\n".join(reversed(texts)), skill) == expected


def test_what_follows_names_its_proof_and_an_own_word_beats_it() -> None:
    found = skills(ROLE.format("Tuned PostgreSQL for 40 shops.") + SUMMARY.format("Never used SQL."))
    assert (found["relational_databases"].state, found["relational_databases"].certainty) == ("shown", "certain")
    assert found["relational_databases"].through == ("postgresql",)
    assert found["relational_databases"].quote == "Tuned PostgreSQL for 40 shops."
    assert found["sql"].state == "denied"


def test_what_is_near_says_what_remains() -> None:
    found = skills(ROLE.format("Trained models in TensorFlow."))["pytorch"]
    assert (found.state, found.through) == ("near", ("tensorflow",))
    assert found.remains


def test_nothing_follows_from_what_is_not_held() -> None:
    for line in ("Never used Kubernetes.", "I want to learn Kubernetes.", "Currently learning Kubernetes."):
        assert "containerization" not in skills(SUMMARY.format(line))


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("Cut token spend by half.", "llm_cost_optimization"),
        ("Drift alerts reach the owner in 40 minutes.", "model_monitoring"),
        ("Lead a team of 5 engineers.", "people_management"),
    ],
)
def test_what_only_a_user_writes_is_a_sign(line: str, skill: str) -> None:
    found = skills(ROLE.format(line))[skill]
    assert (found.state, found.certainty, found.through) == ("shown", "certain", ())
    assert found.quote == line


def test_a_sign_of_other_peoples_work_or_of_a_lack_is_none() -> None:
    for line in ("The storage team wrote the DAGs.", "I never wrote a DAG."):
        assert state(ROLE.format(line), "workflow_orchestration") in ("absent", "denied")


def test_signs_are_of_known_skills() -> None:
    assert known_skills() <= READER.taxonomy.skills.keys()


def test_a_title_shows_its_trade() -> None:
    text = "EXPERIENCE\nData Engineer, Pellworth\nJan 2019 - Dec 2020\n• Kept the lights on.\n"
    assert skills(text)["data_engineering"].is_held


def test_a_skill_carries_when_it_was_last_used_and_where_it_stands() -> None:
    text = (
        "EXPERIENCE\nEngineer, Pellworth\nJan 2019 - Dec 2020\n• Ran Kafka in three regions.\n\n"
        "Junior Engineer, Fernhollow\nJan 2016 - Nov 2018\n• Ran Kafka and RabbitMQ.\n\nSKILLS\nRabbitMQ, Redis\n"
    )
    found = skills(text)
    assert (found["apache_kafka"].last_used, found["apache_kafka"].standing) == ("2020-12", "bullet")
    assert found["rabbitmq"].last_used == "2018-11"
    assert (found["redis"].last_used, found["redis"].standing) == (None, "list")


def test_what_shows_a_written_skill_uses_it_too() -> None:
    text = (
        "EXPERIENCE\nEngineer, Pellworth\nJan 2019 - Dec 2020\n• Ran 40 Kubernetes clusters.\n\n"
        "Junior Engineer, Fernhollow\nJan 2016 - Nov 2018\n• Built Docker images and Jenkins jobs.\n"
    )
    found = skills(text)
    assert found["docker"].last_used == "2020-12"
    assert found["jenkins"].last_used == "2018-11"


@pytest.mark.parametrize(
    ("text", "lane", "level"),
    [
        (SUMMARY.format("Teacher turned coder. I want to move into MLOps."), "mlops", None),
        ("Odalys Brandtner\nBack-end engineer moving into AI application engineering\n", "ai_application", None),
        (SUMMARY.format("Seeking a senior research scientist position."), "research", "senior"),
        ("Odalys Brandtner\n\nOBJECTIVE\nA machine learning platform role.\n", "platform", None),
        (SUMMARY.format("I like boats."), None, None),
    ],
)
def test_the_goal_is_read_and_is_no_skill(text: str, lane: str | None, level: str | None) -> None:
    reading = READER.read(text)
    goal = reading.goal
    assert (goal.lane if goal else None, goal.level if goal else None) == (lane, level)
    assert goal is None or goal.quote in reading.text
    assert not {"mlops", "ml_platform"} & reading.held


@pytest.mark.parametrize(
    "line",
    [
        "Worked alongside ML engineers who trained BERT on Kubernetes.",
        "Our storage team handles Kubernetes; I only write their SQL.",
        "Data scientists ran Kubernetes jobs; I counted the bill.",
        "Models were served on Kubernetes by the delivery group.",
        "Features came from a sister team on Kubernetes.",
        "The vendor hosts Kubernetes for us.",
        "My husband works with Kubernetes.",
        "Attended a demo of Kubernetes by another department.",
    ],
)
def test_whoever_else_does_it_the_skill_is_not_this_persons(line: str) -> None:
    assert "kubernetes" not in skills(ROLE.format(line))


@pytest.mark.parametrize(
    "line",
    [
        "Led the delivery team that runs Kubernetes.",
        "Worked with the data team to move jobs to Kubernetes.",
        "Migrated their servers to Kubernetes.",
        "The team I lead owns Kubernetes.",
        "Never lost a Kubernetes cluster in six years.",
        "Bash and Kubernetes glue.",
    ],
)
def test_ones_own_team_and_deeds_count(line: str) -> None:
    assert skills(ROLE.format(line))["kubernetes"].is_held


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Still missing: Kubernetes.", "denied"),
        ("Not covered: no production experience with Kubernetes yet", "denied"),
        ("Limited exposure to\nKubernetes.", "denied"),
        ("New to Kubernetes.", "denied"),
        ("What I can't do: Kubernetes.", "denied"),
        ("Kubernetes only from tutorials.", "denied"),
        ("Not a Kubernetes expert.", "denied"),
        ("On my list: Kubernetes", "wished"),
        ("Enrolled in a Kubernetes course", "in_progress"),
        ("Kubernetes course, 60 % done", "in_progress"),
        ("Teaching myself Kubernetes in the evenings", "in_progress"),
    ],
)
def test_other_ways_to_say_so(line: str, expected: str) -> None:
    assert state(SUMMARY.format(line), "kubernetes") == expected


def test_a_title_that_holds_the_skills_own_word_writes_it() -> None:
    found = {
        s.skill: s
        for s in READER.read("EXPERIENCE\nSenior DevOps Engineer, Acme, 2020 - 2024\n- Kept 12 services up.").skills
    }
    assert found["devops"].state == "written"


def test_the_latency_of_a_service_is_no_inference_of_models() -> None:
    found = READER.read("EXPERIENCE\nEngineer, Acme, 2020 - 2024\n- Cut the p99 latency of the payments API by half.")
    assert not {"inference_latency_metrics", "model_inference"} & {s.skill for s in found.skills}


@pytest.mark.parametrize("heading", ["Not on this page", "No", "Honest gaps", "What I have not done", "Light touch"])
def test_a_heading_in_own_words_denies_all_below_it(heading: str) -> None:
    found = skills(f"SKILLS\nPython, Docker\n\n{heading}\nKubernetes\nTerraform\n\nEDUCATION\nBSc Geology, 2016\n")
    assert (found["python"].state, found["kubernetes"].state, found["terraform"].state) == (
        "written",
        "denied",
        "denied",
    )


@pytest.mark.parametrize("heading", ["Next up", "I would like to learn", "Wishes", "Things I want to try"])
def test_a_heading_in_own_words_wishes_for_all_below_it(heading: str) -> None:
    assert state(f"SKILLS\nPython, Docker\n\n{heading}\nKubernetes\nTerraform\n", "terraform") == "wished"


@pytest.mark.parametrize(
    "line",
    [
        "Terraform modules by a colleague; I wrote the manual.",
        "The Terraform code was written by my supervisor in spring.",
        "Sat beside the hosting people, whose Terraform modules set up each site; I drew the floor plan.",
        "The Terraform modules belonged to another group.",
        "Two juniors report to me. One of them works on Terraform modules; that is his project, I read it.",
        "Ran the reading group (we read Terraform, Kubernetes).",
        'Talk "Terraform for libraries": a survey of other people\'s work.',
        "The syllabus covers Terraform, Docker and shells.",
    ],
)
def test_what_others_did_or_a_syllabus_lists_is_not_held(line: str) -> None:
    assert "terraform" not in READER.read(ROLE.format(line), as_of=dt.date(2026, 3, 31)).held


@pytest.mark.parametrize(
    "line",
    [
        "Cloud: no Ansible, Helm or Terraform so far",
        "I have seen Terraform demonstrated and have not used it.",
        "I work with Docker, and never with Terraform.",
        "Terraform: one tutorial.",
        "Terraform: I can run somebody else's code, no more than that.",
    ],
)
def test_a_lack_reaches_over_its_list_and_back_to_its_topic(line: str) -> None:
    assert state(SKILLS.format(line), "terraform") == "denied"


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("Trained a churn classifier with XGBoost; AUROC 0.81 on unseen shops.", "model_evaluation"),
        ("Two annotators, kappa 0.77.", "inter_annotator_agreement"),
        ("Carved invoicing out of the monolith.", "microservices"),
        ("A second model grades the replies each night.", "llm_as_judge"),
        ("Search page from 9 s to 700 ms.", "performance_optimization"),
        ("Nightly loads of 40 tables.", "batch_processing"),
    ],
)
def test_deeds_that_only_a_holder_tells_show_the_skill(line: str, skill: str) -> None:
    assert skill in READER.read(ROLE.format(line), as_of=dt.date(2026, 3, 31)).held


@pytest.mark.parametrize(
    "line", ["PyTorch course, 3 of 9 videos", "PyTorch course, starts March 2027", "PyTorch course, resumed"]
)
def test_a_course_that_is_not_over_is_in_progress(line: str) -> None:
    assert state(COURSES.format(line), "pytorch") == "in_progress"
