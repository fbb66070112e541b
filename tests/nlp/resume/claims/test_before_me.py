"""What others did before or wanted, what was given up and what is inferred, not run, is not held; its opposites are."""

from __future__ import annotations

import datetime as dt

import pytest

from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import load

READER = ResumeReader(load())
WORK = "Ada Morrow\n\nEXPERIENCE\nEngineer, Quillfeather\nMar 2021 - Present\n• Worked with Linux.\n• {}\n"
HEAD = "Ada Morrow\nEngineer\n\nSUMMARY\n{}\n"
NOTE = "Ada Morrow\n\nSKILLS\nPython, Linux\n\nNOTE\n{}\n"
COURSES = "Ada Morrow\n\nSKILLS\nLinux\n\nEDUCATION\nDiploma, Harrow College, 2019 - 2021. {}\n"


def state(line: str, skill: str, frame: str) -> str:
    read = READER.read(frame.format(line), as_of=dt.date(2026, 3, 31))
    return next((s.state for s in read.skills if s.skill == skill), "absent")


@pytest.mark.parametrize("frame", [WORK, HEAD])
@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("A contractor before me had left a broken Hadoop set-up; I replaced it by a few scripts.", "apache_hadoop"),
        ("My predecessor wrote the jobs in Scala; I keep the calendar of them.", "scala"),
        ("They wanted blockchain for the invoices; I talked them out of it.", "blockchain"),
        ("The client insisted on Salesforce for five users, but I advised against it.", "salesforce"),
        ("Started a port to Rust and dropped it.", "rust"),
    ],
)
def test_what_others_did_or_wanted_and_what_was_given_up_is_not_held(line: str, skill: str, frame: str) -> None:
    assert state(line, skill, frame) != "written"


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("Rewrote what a contractor before me had left in Perl as a service in Kotlin.", "kotlin"),
        ("Rewrote the scripts of my predecessor as jobs in Airflow.", "apache_airflow"),
        ("They wanted a message queue; I set up Kafka in two weeks.", "apache_kafka"),
        ("Started with a port to Rust, which went live in May.", "rust"),
        ("Started on Jenkins and dropped it for GitLab CI after four years.", "jenkins"),
    ],
)
def test_what_was_taken_over_or_brought_to_an_end_is_held(line: str, skill: str) -> None:
    assert state(line, skill, WORK) == "written"


@pytest.mark.parametrize("what", ["reject inference", "schema inference", "statistics inference"])
def test_what_is_inferred_is_no_model_that_runs(what: str) -> None:
    assert state(f"Scorecards with XGBoost, {what} and calibration.", "model_inference", WORK) == "absent"
    assert state("Served XGBoost, batch inference and calibration.", "model_inference", WORK) != "absent"


def test_a_team_to_be_joined_shows_nothing() -> None:
    wish = "Hoping to join a group that deploys ML models to production."
    assert state(wish, "model_deployment", HEAD) == "absent"
    assert state("I work in a group that deploys ML models to production.", "model_deployment", HEAD) == "shown"


def test_a_course_that_is_under_way_is_learned_and_one_over_is_coursework() -> None:
    assert state("In course: neural networks.", "neural_networks", COURSES) == "in_progress"
    assert state("Finished: neural networks.", "neural_networks", COURSES) == "coursework"


def test_a_sentence_that_goes_on_below_is_no_heading() -> None:
    wrapped = "I have not worked with Kafka or Flink\nbeyond reading two articles"
    assert state(wrapped, "apache_kafka", NOTE) == state(wrapped, "apache_flink", NOTE) == "denied"
    heading = "I have not worked with\nKafka\nFlink"
    assert state(heading, "apache_kafka", NOTE) == state(heading, "apache_flink", NOTE) == "denied"


def test_a_pronoun_before_a_colon_is_no_label() -> None:
    text = "PROJECTS\nStarted a SLAM robot and dropped\nit: too few evenings.\nWrote a parser in Rust.\n"
    assert state(text, "slam", "Ada Morrow\n\n{}") != "written"
    assert state(text, "rust", "Ada Morrow\n\n{}") == "written"


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("The accounts live in Snowflake; I receive an extract every Friday.", "snowflake"),
        ("The meters speak MQTT, I only see the table.", "mqtt"),
        ("Reports in Power BI, built by controlling.", "power_bi"),
        ("React side by Ingrid, API by me.", "react"),
        ("Theirs was the Spark cluster, mine the survey.", "apache_spark"),
        ("Their tools: Jenkins, Ansible. Mine: a notebook.", "ansible"),
        ("Four of us; my part the interviews, others the React app.", "react"),
        ("A friend's project in Flutter; I did the icons.", "flutter"),
        ("Compared offers of Databricks and two rivals for the board.", "databricks"),
        ("Argued against a rewrite in Scala, and was heard.", "scala"),
        ("Hosting on Azure, by the agency.", "azure"),
        ("Could have been Spark; one laptop was enough.", "apache_spark"),
    ],
)
def test_what_others_run_build_or_sell_is_not_held(line: str, skill: str) -> None:
    assert state(line, skill, WORK) not in ("written", "shown")


@pytest.mark.parametrize(
    ("line", "skill"),
    [
        ("I load the accounts into Snowflake, and I get a table of errors every Friday.", "snowflake"),
        ("Reports in Power BI, built by me.", "power_bi"),
        ("React side by me, API by Ingrid.", "react"),
        ("Mine was the Spark cluster; the survey was theirs.", "apache_spark"),
        ("My tools: Jenkins, Ansible.", "ansible"),
        ("Set up hosting on Azure for the agency.", "azure"),
        ("Moved a friend's scripts to Python.", "python"),
        ("Compared Databricks with our own Spark cluster on four jobs.", "apache_spark"),
    ],
)
def test_ones_own_beside_it_is_held(line: str, skill: str) -> None:
    assert state(line, skill, WORK) == "written"


@pytest.mark.parametrize(
    ("line", "skill", "read"),
    [
        ("Last used Hadoop in 2014 and would not claim it.", "apache_hadoop", "denied"),
        ("Hadoop was ten years ago, I consider it gone.", "apache_hadoop", "denied"),
        ("What is missing, in my own view, is Rust.", "rust", "denied"),
        ("On the list for spring: Rust, Kotlin.", "rust", "wished"),
        ("Rust and Zig are only names to me.", "rust", "denied"),
        ("I used Python yesterday and claim it anywhere.", "python", "written"),
    ],
)
def test_what_one_lacks_wishes_or_no_longer_claims_is_said_so(line: str, skill: str, read: str) -> None:
    assert state(line, skill, "Ada Morrow\n\nSKILLS\nLinux\n\nNOTE\n{}\n") == read
