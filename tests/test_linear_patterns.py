"""Every regular expression of every room takes time by the length of its text, or meets only short ones: CPU at n, 2n,
4n for what its own repetitions match; and the program's readers take what any of them is slow on by its length.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from crawler.fields.header import read_header
from crawler.fields.text import html_to_text
from crawler.sources import load_source
from dashboard.texts import unwrapped
from nlp.documents.plain import read_marked, read_text
from nlp.resume.reader import ResumeReader
from skillgap.reading import Desk
from tests.patterns import ROOMS, ROOT, dangers
from warehouse.linking.names import employer_key, title_key
from warehouse.linking.wording import body

SHORT, MOST = 800, 2.6
UNITS = (" ", "a", "\n", "a ", "1", "-", "(", ", ")
"""What any hostile text may repeat, beside what the expression itself repeats."""
NOTHING, FLOOR = 0.004, 0.0001
"""CPU seconds: a square takes more than NOTHING at four times SHORT; less than FLOOR is no measure."""


@pytest.fixture(scope="module")
def patterns() -> list[tuple[str, int, str, str]]:
    """All that the program compiles: in a process of its own, as modules are imported once."""
    call = [sys.executable, "-m", "tests.patterns"]
    answer = subprocess.run(call, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [(pattern, flags, where, use) for pattern, flags, where, use in json.loads(answer.splitlines()[-1])]


def seconds(pattern: re.Pattern[str], text: str, use: str, times: int) -> float:
    """The least CPU time of so many runs: over the whole text, or at its beginning."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        if use == "match":
            pattern.match(text)
        else:
            for _ in pattern.finditer(text):
                pass
        taken.append(time.process_time() - started)
    return min(taken)


def grows(pattern: re.Pattern[str], unit: str, use: str = "finditer") -> float:
    """The smaller of the two growths from n to 2n and from 2n to 4n; 0 where 4n takes next to nothing.

    A first look decides; what looks bad is looked at again, so that another process's noise is no fault.
    """
    texts = [(unit * (size // len(unit) + 1))[:size] + "\x00" for size in (SHORT, 2 * SHORT, 4 * SHORT)]
    if seconds(pattern, texts[2], use, 1) < NOTHING:
        return 0.0
    for times in (1, 3):
        first, second, third = (max(seconds(pattern, text, use, times), FLOOR) for text in texts)
        if (ratio := min(second / first, third / second)) <= MOST:
            break
    return ratio


@pytest.mark.long
def test_expressions_of_all_rooms_are_found(patterns: list[tuple[str, int, str, str]]) -> None:
    assert {where.split("/")[0] for _, _, where, _ in patterns} == set(ROOMS)
    assert len(patterns) > 500


@pytest.fixture(scope="module")
def slow(patterns: list[tuple[str, int, str, str]]) -> dict[str, tuple[str, str]]:
    """What any expression takes time by the square of → the expression and its place."""
    found: dict[str, tuple[str, str]] = {}
    for source, flags, where, use in patterns:
        pattern = re.compile(source, flags)
        for unit in (*(own := dangers(source, flags)), *(UNITS if own else ())):
            if unit not in found and grows(pattern, unit, use) > MOST:
                found[unit] = (where, source)
                break
    return found


KNOWN = (" ", "[a", "\n ", " ml", "\n", "a", "1a", "<!--a", ",", "A", "-", "  a", "; ", "<br>", "> ")
"""What some expression was slow on, on 30 November 2026."""
_DESK = Desk(None, None)
WORKS: dict[str, Callable[[str], object]] = {
    "a posting's text": lambda text: _DESK.reader.read(
        "ML engineer", f"Requirements:\n- 5 years of Python{text}", "Acme"
    ),
    "a posting's title": lambda text: _DESK.reader.read(text, "You train models in Python.", None),
    "a resume": lambda text: ResumeReader(_DESK.reader.taxonomy, None).read(text, as_of=dt.date(2026, 3, 1)),
    "a resume's role": lambda text: ResumeReader(_DESK.reader.taxonomy, None).read(
        f"# A\n\n## Experience\n\nML engineer, Acme{text}, 2020 - 2023\n- Python{text}", as_of=dt.date(2026, 3, 1)
    ),
    "a plain file": lambda text: (read_text(text.encode(), 200_000), read_marked(text.encode(), 200_000)),
    "an advert's HTML": html_to_text,
    "a thread's comment": lambda text: read_header(f"Acme{text}| Berlin | ML engineer\n{text}"),
    "an advert of an aggregator": lambda text: load_source("remoteok").rows([{"description": f"x{text}"}]),
    "an advert's page": lambda text: unwrapped("word word word word and\n" * 30 + text),
    "names": lambda text: (employer_key(text), title_key(text, "Acme", ())),
    "wording": lambda text: body(text, ()),
}
LONG, LONG_MOST, SOON = 16_000, 9.0, 0.25
"""So many signs take at most so many times the CPU of a quarter of them, a square sixteen; SOON says nothing."""


def grows_by(work: Callable[[str], object], unit: str) -> float:
    """How many times longer four times the text takes; 0 where even that is soon done."""
    text = (unit * (LONG // len(unit) + 1))[:LONG]
    ratio = 0.0
    for _ in range(2):  # another process's noise is no fault
        times = []
        for given in (text[: LONG // 4], text):
            started = time.process_time()
            work(given)
            times.append(time.process_time() - started)
        if times[1] < SOON or (ratio := times[1] / max(times[0], 1e-3)) <= LONG_MOST:
            return 0.0
    return ratio


MENDED = {
    "a resume's role": " ",
    "a thread's comment": " ",
    "an advert of an aggregator": " ",
    "an advert's page": "\n ",
}
"""What took time by the square until 30 November 2026."""


@pytest.mark.parametrize(("name", "unit"), MENDED.items())
def test_what_was_slow_is_not(name: str, unit: str) -> None:
    WORKS[name]("Python, 2020 - 2021 ")  # loads what is loaded once
    assert grows_by(WORKS[name], unit) == 0.0


@pytest.mark.long
@pytest.mark.parametrize("name", WORKS)
def test_readers_take_known_hostile_texts_by_their_length(name: str) -> None:
    WORKS[name]("Python, 2020 - 2021 ")
    assert {unit: ratio for unit in KNOWN if (ratio := grows_by(WORKS[name], unit))} == {}


@pytest.mark.long
@pytest.mark.parametrize("name", WORKS)
def test_readers_take_what_any_expression_is_slow_on_by_its_length(slow: dict[str, tuple[str, str]], name: str) -> None:
    WORKS[name]("Python, 2020 - 2021 ")
    assert {unit: where for unit, where in slow.items() if grows_by(WORKS[name], unit)} == {}


def test_a_square_is_seen() -> None:
    """The measure itself: an expression that grows with the square is found by what its own repetitions match."""
    for source in (r"\s+$", r"(?:ab)+c", r"x.*y", r"\d+(?:,\d+)*!"):
        pattern = re.compile(source)
        units = dangers(source, pattern.flags) * 5  # another process's noise may hide it once
        assert any(grows(pattern, unit) > MOST for unit in units), source
    assert dangers(r"a{1,40}b", 0) == []
