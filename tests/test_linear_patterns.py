"""Every regular expression of every room takes time by the length of its text: CPU at n, 2n, 4n, whatever repeats."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time

import pytest

from tests.nlp.test_linear_time import UNITS
from tests.patterns import ROOMS, ROOT, dangers

SHORT, MOST = 6_000, 2.6
NOTHING = 0.006
"""CPU seconds that SHORT takes where there is no danger: a square would take many times that at any constant."""

BOUNDED: dict[str, str] = {}
"""Place in the code -> why its expression never meets a long text."""


@pytest.fixture(scope="module")
def patterns() -> list[tuple[str, int, str]]:
    """All that the program compiles: in a process of its own, as modules are imported once."""
    call = [sys.executable, "-m", "tests.patterns"]
    answer = subprocess.run(call, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [(pattern, flags, where) for pattern, flags, where in json.loads(answer.splitlines()[-1])]


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """The least CPU time of two runs over the whole text."""
    times = []
    for _ in range(2):
        started = time.process_time()
        for _ in pattern.finditer(text):
            pass
        times.append(time.process_time() - started)
        if times[0] < NOTHING:
            break
    return min(times)


def grows(pattern: re.Pattern[str], unit: str) -> float:
    """The larger of the two growths from n to 2n and from 2n to 4n; 0 where n takes next to nothing."""
    texts = [(unit * (size // len(unit) + 1))[:size] + "\x00" for size in (SHORT, 2 * SHORT, 4 * SHORT)]
    first = seconds(pattern, texts[0])
    if first < NOTHING:
        return 0.0
    second = seconds(pattern, texts[1])
    return 0.0 if second / first <= MOST else min(second / first, seconds(pattern, texts[2]) / second)


@pytest.mark.long
def test_expressions_of_all_rooms_are_found(patterns: list[tuple[str, int, str]]) -> None:
    assert {where.split("/")[0] for _, _, where in patterns} == set(ROOMS) - {"analysis"} | (
        {"analysis"} & {where.split("/")[0] for _, _, where in patterns}
    )
    assert len(patterns) > 500


@pytest.mark.long
def test_no_expression_grows_with_the_square(patterns: list[tuple[str, int, str]]) -> None:
    slow = []
    for source, flags, where in patterns:
        own = dangers(source, flags)
        if not own or where.partition(":")[0] in BOUNDED:
            continue
        pattern = re.compile(source, flags)
        for unit in (*own, *UNITS):
            if (ratio := grows(pattern, unit)) > MOST:
                slow.append((where, source[:80], unit[:40], round(ratio, 1)))
                break
    assert not slow, slow


def test_a_square_is_seen() -> None:
    """The measure itself: an expression that grows with the square is found by what its own repetitions match."""
    for source in (r"\s+$", r"(?:ab)+c", r"x.*y", r"\d+(?:,\d+)*!"):
        pattern = re.compile(source)
        assert any(grows(pattern, unit) > MOST for unit in dangers(source, pattern.flags)), source
    assert dangers(r"a{1,40}b", 0) == []
