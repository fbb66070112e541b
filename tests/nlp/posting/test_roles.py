"""An advert of several roles is read for the one that its title names, where the text tells them apart."""

import re
from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.posting.reader import PostingReader
from nlp.taxonomy.loader import load
from warehouse.models import Reading, advertised, of_other_roles, role_of_line, roles_in

READER = PostingReader(load())

HEAD = "Tern Labs | Several roles | Leeds | Full-time\n\nTern Labs forecasts bread. All of us write Python.\n\n"
MODELLER = (
    "Senior Machine Learning Engineer (Remote, UK)\n"
    "You train forecasting models with PyTorch. You bring 6+ years of experience. £90,000 - £110,000 per year.\n\n"
)
BACKEND = (
    "Backend Engineer - Leeds, onsite\n"
    "You build services in Go with PostgreSQL. You bring 2+ years of experience. £60,000 - £70,000 per year.\n\n"
)
TAIL = "Our stack is Docker and AWS.\n\nWrite to jobs@tern.example."


def read(title: str, text: str = HEAD + MODELLER + BACKEND + TAIL) -> Reading:
    return READER.read(title, text, "Tern Labs")


def skills(reading: Reading) -> set[str]:
    return {m.skill for m in reading.skills}


def test_skills_years_pay_and_workplace_are_those_of_the_role() -> None:
    modeller, backend = read("Machine Learning Engineer"), read("Backend Engineer")
    assert skills(modeller) >= {"pytorch", "forecasting", "python", "docker", "aws"}
    assert skills(modeller).isdisjoint({"go", "postgresql"})
    assert skills(backend) >= {"go", "postgresql", "python", "docker", "aws"}
    assert "pytorch" not in skills(backend)
    assert (modeller.min_years, backend.min_years) == (6, 2)
    assert modeller.pay is not None and modeller.pay.max == 110_000
    assert backend.pay is not None and backend.pay.max == 70_000
    assert (modeller.remote, backend.remote) == ("remote", "onsite")


@pytest.mark.parametrize("title", ["", "Several roles", "Machine Learning Engineer, Backend Engineer", "Data Analyst"])
def test_a_title_that_names_none_or_all_reads_all(title: str) -> None:
    assert skills(read(title)) >= {"pytorch", "go"}


def test_the_order_of_roles_changes_nothing() -> None:
    one, other = read("Backend Engineer"), read("Backend Engineer", HEAD + BACKEND + MODELLER + TAIL)
    assert skills(one) == skills(other)
    assert (one.pay, one.min_years, one.remote) == (other.pay, other.min_years, other.remote)


def test_a_list_of_bare_roles_costs_only_its_other_lines() -> None:
    text = HEAD + "- Android Engineer (Kotlin)\n- ML Engineer (JAX)\n- Frontend Engineer (React)\n\n" + TAIL
    found = skills(read("ML Engineer", text))
    assert found >= {"jax", "python", "docker", "aws"}
    assert found.isdisjoint({"kotlin", "react"})


def test_the_colleagues_of_one_role_are_no_other_roles() -> None:
    text = (
        "ML Engineer\n\nYou work with:\n- Data Scientists\n- Product Managers\n\nRequirements\n- PyTorch\n- SQL and "
        "the patience to find out what it means\n\nYou report to the Engineering Manager."
    )
    assert skills(read("ML Engineer", text)) >= {"pytorch", "sql"}


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("* Staff Python Engineer – (open source)", "Staff Python Engineer"),
        ("2. Data Scientist: churn", "Data Scientist"),
        ("We are hiring an ML Engineer", None),
        ("Work with Data Scientists", None),
        ("Python", None),
    ],
)
def test_a_line_that_names_a_role(line: str, role: str | None) -> None:
    assert role_of_line(line) == role


def test_every_part_lies_in_the_text_and_none_overlaps() -> None:
    text = HEAD + MODELLER + BACKEND + TAIL
    found = roles_in(text)
    assert [r.name for r in found] == ["Senior Machine Learning Engineer", "Backend Engineer"]
    assert all(r.start < r.line_end <= r.end <= len(text) for r in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert text[slice(*of_other_roles(text, "Backend Engineer")[0])] == MODELLER


PIECES = (
    "Senior ",
    "ML Engineer",
    "data ",
    "- ",
    " @ ",
    ": ",
    "https://x.io ",
    "(remote)",
    "of ",
    "Berlin",
    ", ",
    "4. ",
    " – ",
)


@given(st.lists(st.sampled_from(PIECES), max_size=7).map("".join))
def test_what_is_told_to_be_prose_at_one_look_names_no_role(line: str) -> None:
    whole = re.compile("(?!)")
    with patch.object(advertised, "_PROSE", whole):
        expected = advertised._is_heading(line)
    assert advertised._is_heading(line) == expected
