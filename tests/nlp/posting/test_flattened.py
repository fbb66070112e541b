"""A posting whose line breaks were lost reads as with them."""

import pytest

from nlp.posting.reader import PostingReader
from nlp.posting.sections import place
from nlp.taxonomy.loader import load

READER = PostingReader(load())

HEADED = {
    "role": "About the Role",
    "responsibilities": "What You'll Do",
    "requirements": "What You'll Bring",
    "preferred": "Nice to Have",
    "about": "About Orrin Labs",
}
ITEMS = {
    "role": [
        "Orrin Labs is hiring an engineer for its forecasting group in Leeds, close to the canal and the station."
    ],
    "responsibilities": ["Train forecasting models with PyTorch for two hundred bakeries", "Run them on Kubernetes"],
    "requirements": ["4+ years of Python in production", "Familiarity with SQL and data pipelines of several years"],
    "preferred": ["Experience with Rust", "Knowledge of Kafka from work on streams that never rest"],
    "about": [
        "Orrin Labs is a group of thirty people who like bread. We sell forecasts to bakeries from Leeds to York."
    ],
}
NEEDS = {"pytorch": "context", "kubernetes": "context", "python": "required", "sql": "required", "rust": "preferred"}


def posting(heading: str, item: str, *, capitals: bool) -> str:
    """The same posting with `heading` before each heading's words and `item` before each item."""
    parts = []
    for section, name in HEADED.items():
        parts.append(heading + (name.upper() if capitals else name))
        parts += [(item if section not in ("role", "about") else heading) + line for line in ITEMS[section]]
    return "".join(parts).strip()


def needs(text: str) -> dict[str, str]:
    return {m.skill: m.need for m in READER.read("Forecasting engineer", text, "Orrin Labs").skills if m.skill in NEEDS}


@pytest.mark.parametrize("capitals", [False, True])
@pytest.mark.parametrize(("heading", "item"), [("\n", "\n- "), (" ", " - "), (" ", " • "), (". ", " - ")])
def test_headings_and_items_in_one_line(heading: str, item: str, capitals: bool) -> None:
    assert needs(posting(heading, item, capitals=capitals)) == NEEDS


@pytest.mark.parametrize("item", ["\n", " "])
def test_items_without_a_sign(item: str) -> None:
    assert needs(posting("\n" if item == "\n" else " ", item, capitals=False)) == NEEDS


def sections(text: str) -> dict[str, str]:
    return {p.statement.text: p.section for p in place(text) if not p.is_heading}


FILLER = "We write forecasts for shops that open before dawn and close when the bread is gone, in forty towns. " * 5


def test_words_of_headings_inside_sentences_open_nothing() -> None:
    text = (
        FILLER + "You will lead Requirements Engineering with the group. You work as part of Our Team on search. As an "
        "engineer you own the Skills Matrix of the house. You report to The Team Lead in York and to nobody else."
    )
    assert not [p for p in place(text) if p.is_heading]


def test_the_name_of_the_employer_behind_about() -> None:
    text = FILLER + "You will train models About Orrin Labs Orrin Labs bakes with PyTorch and has raised much money."
    found = sections(text)
    assert found["Orrin Labs bakes with PyTorch and has raised much money."] == "about"
    text = FILLER + "You will train models about Bread Ovens and their heat."
    assert not [p for p in place(text) if p.is_heading]


def test_what_follows_a_wish_is_wished_for_however_it_is_worded() -> None:
    found = sections(
        "Requirements:\nPython\n\nGood to have:\nSolid foundation in back-end languages such as Go or Java."
    )
    assert found["Solid foundation in back-end languages such as Go or Java."] == "preferred"


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("What Were Looking For", "requirements"),
        ("What Youll Bring", "requirements"),
        ("Who should apply?", "requirements"),
        ("Why This Role Will Change Your Career", "benefits"),
        ("Why this role matters", "role"),
        ("Why we're hiring", "role"),
        ("Role impact:", "responsibilities"),
        ("It'd be really cool if you also:", "preferred"),
    ],
)
def test_more_headings(heading: str, section: str) -> None:
    found = place(f"{heading}\n- Something said in a few words here")
    assert found[0].is_heading
    assert found[0].section == section
