"""Whatever a text is made of, reading it takes time by its length and not by its square: ratios of CPU time alone."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import pytest

from nlp.documents.plain import is_markdown
from nlp.language import language_of
from nlp.mentions.years import min_years_of, years_of_skills
from nlp.places.parser import places_of
from nlp.posting.pay import pay_ranges_of
from nlp.posting.profile import read_profile
from nlp.posting.sections import place
from nlp.seniority import seniority_of
from nlp.text import fold, plain, statements

UNITS = (
    "a", " ", "a ", "-", "- ", "1", "1 ", "1,", "1.", "(", "()", "((a", "/", "#", "*", "\\", "\\+", "\n", "\n\n",
    "•", "ﬁ", "é", "я", "a, ", "and ", "or ", "or a ", "of the ", "a-b ", "a/b ", "A ", "A. ", "(a) ", "[", "|",
    " | ", "' ", "; ", ": ", "5 years ", "5-7 ", "5+ years of ", "18 months of a ", "a decade ", "our engineers ",
    "founded by ", "join a ", "term a ", "degree or ", "ms ", "ms in ", "bachelor's, ", "phd or ", "a degree (",
    "10 years, or 7 with a phd ", "master's a ", "remote ", "office ", "in the office ", "hybrid, ", "on-site ",
    "3 days ", "in our a, ", "located in our ", "not ", "each job ", "$1,000 ", "$1 ", "1.000 ", "minimum ",
    "minimum $1 ", "per month ", "up to ", "£70k-", "lakh ", "1,00,", "usd ", "senior ", "lead, ", "engineer - ",
    "staff/",
    "[a", "**a", "\n* ", "<a ", "![", "`a", "remote - us, ", "us/ca/", "utc-1 to ", "et/pt/", "usa.ca.",
    "berlin (", "anywhere ",
)  # fmt: skip
"""What a hostile text may repeat without end."""
LONG = 24_000
MOST = 9
"""Four times the text in at most this many times the CPU: a square takes sixteen."""
NOTHING = 0.1
"""Seconds that say nothing of growth."""

Work = Callable[[str], object]


def seconds(work: Work, text: str) -> float:
    """The CPU time of one run."""
    started = time.process_time()
    work(text)
    return time.process_time() - started


def grows_by(work: Work, unit: str, length: int = LONG) -> float:
    """How many times longer four times the text takes, at the best of three tries, as a machine busy with something
    else disturbs one of them; 0 where even that takes next to nothing."""
    text = (unit * (length // len(unit) + 1))[:length]
    least = math.inf
    for _ in range(3):
        if (whole := seconds(work, text)) < NOTHING:
            return 0.0
        least = min(least, whole / max(seconds(work, text[: length // 4]), 1e-4))
        if least <= MOST:
            break
    return least


WORKS: dict[str, Work] = {
    "statements": statements,
    "fold": fold,
    "plain": plain,
    "pasted text": is_markdown,
    "language": language_of,
    "seniority": seniority_of,
    "places": places_of,
    "years of skills": lambda text: years_of_skills(text[:3000].lower(), [(i, i + 3) for i in range(0, 2990, 50)]),
    "profile": lambda text: read_profile("", place(text)),
    "years": lambda text: min_years_of(place(text)),
    "pay": lambda text: pay_ranges_of(place(text)),
}


@pytest.mark.long
@pytest.mark.parametrize("name", WORKS)
def test_a_part_of_the_reader_takes_time_by_length(name: str) -> None:
    WORKS[name]("я на час и ты " * 9)  # loads what is loaded once
    slow = {unit: ratio for unit in UNITS if (ratio := grows_by(WORKS[name], unit)) > MOST}
    assert not slow
