"""What the title, the employer, its products and other people's knowledge make of a posting's words."""

import os
import subprocess
import sys
from itertools import permutations

import pytest

from nlp.posting.reader import PostingReader
from nlp.posting.sections import place
from nlp.posting.surroundings import _is_on_product
from nlp.taxonomy.loader import load

READER = PostingReader(load())


def skills(text: str, company: str = "Tern Labs") -> set[str]:
    found = READER.read("Machine Learning Engineer", text, company).skills
    return {m.skill for m in found if m.need != "not_required"}


ASKED = "\n\nAbout the role\nYou will train models with PyTorch.\n"


@pytest.mark.parametrize(
    "line",
    [
        "Tern Labs | B2B SaaS / AI | Leeds | Remote",
        "Tern Labs - Founding ML Engineer for computer vision at the edge - Remote (CET) - Full-time",
        "Job Title: Senior QA Engineer – NLP Platform Testing",
        "Tern Labs is an LLM-based productivity platform for bakers.",
        "At Tern Labs, we offer speech recognition to bakers.",
        "Tern Labs is a team of computer vision people.",
        "Tern Labs builds forecasting models for bakers.",
        "Tern Labs designs ovens with reinforcement learning.",
    ],
)
def test_headers_and_products_ask_for_nothing(line: str) -> None:
    assert skills(line + ASKED) == {"pytorch"}


def test_a_header_may_name_the_tools() -> None:
    assert skills("Tern Labs | ML Engineer | Leeds | Rust, Postgres" + ASKED) == {"rust", "postgresql", "pytorch"}


def test_the_name_of_the_employer_names_no_part_of_itself() -> None:
    text = "About the role\nAt Google DeepMind you train models with PyTorch. Google DeepMind's people use JAX."
    assert skills(text, "Google DeepMind") == {"pytorch", "jax"}


def test_what_colleagues_know_is_not_required() -> None:
    text = (
        "About the role\nYou will work alongside scientists with deep expertise in causal inference. You know Python."
    )
    needs = {m.skill: m.need for m in READER.read("Data Scientist", text, "Tern Labs").skills}
    assert needs["causal_inference"] == "context"
    assert needs["python"] == "required"


def test_what_this_role_is_not_about() -> None:
    text = (
        "About the role\nThis role isn't really about Kubernetes. It is not just about gluing SDKs; you train with JAX."
    )
    assert skills(text) == {"jax"}


def test_jobs_with_a_stroke_are_no_skills() -> None:
    assert skills(ASKED + "- Senior Computer Vision / CV Engineer (Graz)") == {"pytorch"}


def test_how_to_apply_asks_for_no_tool() -> None:
    assert skills(ASKED + "Send a brief intro and your resume or GitHub to the founders.") == {"pytorch"}


def test_domains_and_other_plurals() -> None:
    assert "dotnet" not in skills(ASKED + "Write C# with us, or write to jo@tern.net or ask at terns.net for more.")
    assert "core_ml" not in skills(ASKED + "You run the core MLS platform.")
    assert "embeddings" not in skills(ASKED + "You help by embedding responsible AI into each step.")
    assert "embeddings" in skills(ASKED + "You own chunking and embedding for our vector search.")


@pytest.mark.parametrize("names", list(permutations(["tern", "tern labs", "tern labs ai"])))
def test_an_employer_of_several_names_reads_the_same_whichever_comes_first(names: tuple[str, ...]) -> None:
    text = "Tern Labs is the first observability and evaluation platform for tide models."
    (placed,) = place(text)
    assert _is_on_product(placed.statement, names) == _is_on_product(placed.statement, sorted(names, reverse=True))
    assert _is_on_product(placed.statement, names)


@pytest.mark.long
def test_readings_do_not_depend_on_the_order_in_which_sets_are_gone_through() -> None:
    def read(seed: str) -> str:
        command = [sys.executable, "-m", "bench.reading"]
        return subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout

    assert read("1") == read("2")
