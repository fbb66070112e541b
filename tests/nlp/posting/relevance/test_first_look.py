"""The first look: other work is not read in full and says so, ML/AI work is read as if there were no first look."""

import json
from pathlib import Path

import pytest

from nlp.posting.reader import PostingReader
from nlp.posting.relevance import may_be_relevant
from nlp.taxonomy.loader import load

POSTINGS = [
    json.loads(line)
    for line in (Path(__file__).parents[3] / "fixtures" / "nlp" / "postings.jsonl").read_text("utf-8").splitlines()
]
WARD = """About us
Brackenmoor Hospital cares for a valley of forty thousand people, in two old houses and a new one between them.

What you will do
- Plan the rota of a surgical ward, and manage the orders, vendors and budget of the house
- Meet patients, families and partners, answer their questions and report what they ask for to the board
- Organise events, training sessions and visits together with the marketing team
- Support finance with invoices, contracts and the accounts of each month

What you need
- Two years in the office of a hospital, in sales support or as an account manager
- A driving licence, since the last bus leaves at nine
- Patience, clear words and a steady hand; Excel for the rota

We offer 31 days of leave, a pension, and a room in the staff house for the first half year."""
MODELS = """What you will do
- Train and fine-tune language models on our own GPUs with PyTorch, and evaluate what they say
- Serve them behind an API whose p99 we watch
- Write evals with the people who use the answers every day

What you need
- Three years of machine learning in Python
- Kubernetes, Docker, SQL
- A habit of writing down what was tried and what came of it

We offer a budget for books, and Fridays on which nobody calls a meeting. The office looks on a canal; most of us are
there on Tuesdays and Thursdays, others come when they like."""


@pytest.fixture(scope="module")
def reader() -> PostingReader:
    return PostingReader(load())


def test_other_work_is_not_read_in_full_and_says_so(reader: PostingReader) -> None:
    found = reader.read_if_relevant("Senior Ward Coordinator", WARD, "Brackenmoor Hospital")
    assert not found.is_full and not found.relevant and found.relevance == 0.0
    assert found.skills == () and found.min_years is None and found.pay is None
    assert found.language == "en" and found.seniority == "senior" and found.reader_version == reader.version
    whole = reader.read("Senior Ward Coordinator", WARD, "Brackenmoor Hospital")
    assert whole.is_full and whole.min_years == 2, "asked for by itself it is read in full"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Machine Learning Engineer", MODELS),
        ("Engineer (m/f/x)", MODELS),  # the title says nothing of it
        ("Nurse", "Excel and patience."),  # too short to be judged by its words
        ("Pflegefachkraft", "Wir suchen für unsere Station eine Pflegefachkraft mit Erfahrung und Herz. " * 3),
    ],
)
def test_what_may_be_relevant_short_or_foreign_is_read_in_full(reader: PostingReader, title: str, text: str) -> None:
    assert reader.read_if_relevant(title, text) == reader.read(title, text)


def test_no_labelled_posting_of_the_field_is_lost() -> None:
    assert all(may_be_relevant(p["title"], p["text"]) for p in POSTINGS if p["relevant"])
