"""Each statement stands in its section, with headings of many kinds and without any."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.metamorphic import WAYS, decorated, needs
from nlp.posting.reader import PostingReader
from nlp.posting.sections import heading_section, place
from nlp.posting.sections.model import features, shipped
from nlp.taxonomy.loader import load
from nlp.text import Statement


def sections(text: str) -> dict[str, str]:
    return {p.statement.text: p.section for p in place(text) if not p.is_heading}


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("About us", "about"),
        ("What you'll do", "responsibilities"),
        ("Minimum Qualifications", "requirements"),
        ("Nice to have:", "preferred"),
        ("Benefits & Perks", "benefits"),
        ("Python and SQL.", None),
        ("We build models for farmers", None),
    ],
)
def test_known_headings(line: str, section: str | None) -> None:
    assert heading_section(line) == section


def test_a_posting_with_headings() -> None:
    text = (
        "About Larkmoor\nLarkmoor sells tea to 40 countries.\n\nWhat you'll do\n- Build search with embeddings\n\n"
        "Requirements\n- Python\n\nNice to have\n- Rust\n\nBenefits\n- Dental insurance"
    )
    found = sections(text)
    assert found["Build search with embeddings"] == "responsibilities"
    assert found["Python"] == "requirements"
    assert found["Rust"] == "preferred"
    assert found["Dental insurance"] == "benefits"
    assert found["Larkmoor sells tea to 40 countries."] == "about"


def test_odd_headings_above_bullets() -> None:
    found = sections(
        "What would please us\n- Triton kernels\n- JAX\n\nWe ask for\n- Python\n\nWhat we do not ask\n- A PhD"
    )
    assert found["JAX"] == "preferred"
    assert found["Python"] == "requirements"
    assert found["A PhD"] == "about"


def test_words_decide_where_no_heading_stands() -> None:
    text = (
        "Brindlecote is a leading provider of farm insurance, founded in 1962 and trusted by 90,000 farmers.\n"
        "You will design and deploy machine learning models that estimate hail damage from satellite images.\n"
        "You have at least five years of experience with Python and a degree in computer science.\n"
        "We offer 30 days of paid vacation, a pension plan and health insurance.\n"
        "All qualified applicants will receive consideration without regard to race, age or disability."
    )
    read = [p.section for p in place(text)]
    assert read[0] == "about"
    assert read[1] in ("role", "responsibilities")
    assert read[2:] == ["requirements", "benefits", "eeo"]


def test_a_line_with_its_own_label() -> None:
    assert sections("Requirements\n- SQL\nNice to have: Kubernetes")["Nice to have: Kubernetes"] == "preferred"


@pytest.mark.parametrize(
    "label", ["*Tech:*", "Tech:", "_Tools we work with_:", "**Languages and tools**:", "Our infra:"]
)
def test_a_line_of_tools_with_a_label_says_what_the_work_is_done_with(label: str) -> None:
    line = f"{label} Go, Linux, Terraform"
    asked = "We want people with a strong background in search and some years of ranking."
    after = "You have four years of experience with Scala."
    read = sections(f"Brindlecote - Rust Engineer - Remote\n\n{asked}\n\n{line}\n\n{after}")
    assert [section for text, section in read.items() if "Linux" in text] == ["role"]
    assert read[after] == "requirements"
    below = sections(f"Requirements\n{asked}\n{line}")
    assert [section for text, section in below.items() if "Linux" in text] == ["requirements"]


@pytest.mark.parametrize(
    ("section", "line", "after"),
    [
        ("Requirements", "Exposure to workflow engines (Airflow, Dagster)", "Four years of Kafka in production"),
        ("Requirements", "Good to have Bitbucket", "Strong knowledge of Kafka"),
        ("Requirements", "Knowledge of Rust is a plus", "- Four years of Kafka in production"),
        ("What you will do", "Gather business requirements", "Build services that read from Kafka"),
        ("What you will do", "Ensure compliance with security and privacy requirements", "Run Kafka for the teams"),
    ],
)
def test_a_line_that_asks_or_tells_what_to_do_is_no_heading(section: str, line: str, after: str) -> None:
    plain = sections(f"{section}\n{after}\nKeep Docker images small")
    read = sections(f"{section}\n{line}\n{after}\nKeep Docker images small")
    assert {text: read[text] for text in plain} == plain
    assert line in read


@pytest.mark.parametrize(
    "line", ["Good to have skills", "Nice to have in this role", "Our Environment (Context)", "Java Requirements"]
)
def test_a_line_of_a_headings_words_stays_a_heading(line: str) -> None:
    assert line not in sections(f"What you will do\nRun Kafka for the teams\n{line}\nDocker and Terraform")


def test_bullets_that_lost_their_line_breaks_are_told_apart() -> None:
    text = (
        "Lead the work on retrieval quality across all of our products and the teams that own them Develop evaluation "
        "methods that our customers can trust and that hold when the data changes Have a record of shipping language "
        "models to production in a company that is regulated by a public body"
    )
    assert [p.statement.text.split()[0] for p in place(text)] == ["Lead", "Develop", "Have"]


def test_the_foot_of_a_page_is_no_requirement() -> None:
    text = "Requirements\n- Python\n\nProducts Speech-to-Text GitHub Careers Blog Copyright © 2026 Larkmoor"
    assert [section for line, section in sections(text).items() if "©" in line] == ["apply"]


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Great to haves:", "preferred"),
        ("What would make you stand out", "preferred"),
        ("The following are a plus", "preferred"),
        ("Any of these would be a bonus", "preferred"),
        ("Additional desirable experience", "preferred"),
        ("Required and Desired Skills", "requirements"),
        ("Essential technical knowledge", "requirements"),
        ("You might feel at home here if", "requirements"),
        ("What the successful candidate will bring", "requirements"),
        ("Core duties and accountabilities", "responsibilities"),
        ("How your week will look", "responsibilities"),
        ("Some of the problems you'll tackle", "responsibilities"),
        ("What our team offers", "benefits"),
        ("Things that help", "preferred"),
        ("Not a must", "preferred"),
        ("Not required but helpful", "preferred"),
        ("Not essential, yet welcome", "preferred"),
        ("Icing on the cake", "preferred"),
        ("We get excited about people who know", "preferred"),
        ("We are happy to hear from you", None),
        ("Additional assets", "preferred"),
        ("Added value", "preferred"),
        ("Must know", "requirements"),
        ("Non-negotiables", "requirements"),
        ("Ideal profile", "requirements"),
        ("How you'll help", "responsibilities"),
        ("Your day at work", "responsibilities"),
        ("What awaits you here", "responsibilities"),
        ("Strong written and verbal communication skills", None),
    ],
)
def test_headings_by_their_nouns_modifiers_and_clauses(line: str, section: str | None) -> None:
    assert heading_section(line) == section
    assert heading_section(line.upper()) == section
    assert heading_section(f"✨ {line.lower()}") == section


POSTINGS = Path(__file__).parents[2] / "fixtures" / "nlp" / "postings.jsonl"
READER = PostingReader(load())


@pytest.mark.parametrize("way", WAYS)
def test_decorated_headings_change_no_need(way: str) -> None:
    for line in POSTINGS.read_text(encoding="utf-8").splitlines():
        text = json.loads(line)["text"]
        assert needs(READER, decorated(text, WAYS[way])) == needs(READER, text), json.loads(line)["id"]


@given(before=st.text("⭐🎁#►→—–*=~ ", max_size=6), after=st.text("⭐🎁#—–*=~ ", max_size=6))
def test_any_signs_around_a_heading_leave_it_one(before: str, after: str) -> None:
    text = f"{before} Requirements {after}\n- Python\n- Go\n\n{before} Great to haves {after}\n- Rust\n- Triton kernels"
    assert {p.statement.text: p.section for p in place(text) if p.statement.is_bullet} == {
        "Python": "requirements",
        "Go": "requirements",
        "Rust": "preferred",
        "Triton kernels": "preferred",
    }


def test_signs_that_open_each_line_make_a_list_of_them() -> None:
    text = "Requirements\n✅ Python\n🚀 Docker\n🧠 Evaluation of models\n\n⭐ Nice to have\n✅ Rust\n✅ Bazel"
    assert [p.statement.text for p in place(text) if p.is_heading] == ["Requirements", "Nice to have"]
    assert sections(text)["Bazel"] == "preferred"


def test_the_section_may_change_at_a_sentence_and_goes_back_with_the_line() -> None:
    text = "What you bring\nYou know how queues fail. Stack: AWS, Docker. You like tea.\nExperience with Rust"
    found = sections(text)
    assert found["Stack: AWS, Docker."] == "role"
    assert found["Experience with Rust"] == "requirements"


def test_a_line_of_tags_speaks_of_the_role() -> None:
    text = "About Larkfield\nLarkfield sells seeds to farmers in 12 countries.\n\n#Python #Kubernetes #PyTorch"
    assert [p.section for p in place(text)][-1] == "role"


LINES = st.lists(
    st.tuples(st.text(alphabet="of the years experience with 3'+-", max_size=120), st.booleans()), min_size=1
)


@given(LINES)
def test_the_model_adds_up_the_weights_of_what_its_features_name(lines: list[tuple[str, bool]]) -> None:
    model = shipped()
    statements = [Statement(0, len(text), text, text, is_bullet, True, True) for text, is_bullet in lines]
    last = max(1, len(lines) - 1)
    for i, (statement, found) in enumerate(zip(statements, model.emissions(statements), strict=True)):
        rows = [model.rows[name] for name in features(statement, i / last) if name in model.rows]
        scores = model.weights[rows].sum(axis=0) / 10 + model.bias
        assert found == pytest.approx(scores - np.log(np.exp(scores).sum()))


@pytest.mark.parametrize("after", [" —", " 🎁", " ===", "**"])
def test_a_caption_stays_one_with_signs_behind_it(after: str) -> None:
    text = "Requirements\n\nMentor and scale others:{}\n- PyTorch\n- Kubernetes"
    assert needs(READER, text.format(after)) == needs(READER, text.format(""))
