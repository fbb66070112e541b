"""`gap` on resumes hard to read, in another language, or shown as they were read: no market is needed to look."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from skillgap.comparing.resumes import Comparer
from skillgap.settings import settings
from tests.nlp.resume.test_doubts import FOREIGN

TEXT = """Odalys Brandtner

EMPLOYMENT
Data Engineer, Quillfeather  Mar 2021 - Present
• Moved the mill's services to Kubernetes with Python.

SKILLS
Docker, PostgreSQL
"""


@pytest.fixture
def cv(tmp_path: Path) -> Path:
    path = tmp_path / "cv.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_what_was_read_is_shown_without_any_market(run, cv: Path, tmp_path: Path) -> None:
    ended = run("gap", cv, "--data", tmp_path / "none", "--show-text")
    assert ended.code == 0, ended.err
    assert "cv.txt, read with 100% confidence" in ended.out
    assert "Name: Odalys Brandtner." in ended.out
    assert "Level: senior. Highest degree held: none found. Goal: none said.\n" in ended.out
    assert (
        "== EMPLOYMENT (experience)\nData Engineer, Quillfeather  Mar 2021 - Present  [2021-03 to present" in ended.out
    )
    assert not (tmp_path / "none").exists()
    assert run("gap", cv, cv, "--data", tmp_path / "none", "--show-text").code == 2


def test_a_doubtful_resume_ends_with_1_and_what_helps(run, cv: Path, tmp_path: Path) -> None:
    named = cv.with_suffix(".pdf")
    named.write_text(TEXT, encoding="utf-8")
    ended = run("gap", named, "--data", tmp_path / "none", "--show-text")
    assert ended.code == 1
    assert "named .pdf and is plain text" in ended.err
    assert "== EMPLOYMENT" in ended.out


def test_another_language_is_refused_in_one_sentence(run, tmp_path: Path) -> None:
    path = tmp_path / "lebenslauf.txt"
    path.write_text(FOREIGN["German"], encoding="utf-8")
    ended = run("gap", path, "--data", tmp_path / "none", "--show-text")
    assert (ended.code, ended.out) == (2, "")
    assert "lebenslauf.txt is written in German" in ended.err


def test_present_is_the_day_of_reading_and_not_the_markets(cv: Path, tmp_path: Path) -> None:
    for day, years in ((dt.date(2026, 2, 28), 5.0), (dt.date(2027, 2, 28), 6.0)):
        reading = Comparer(settings(tmp_path / "none"), today=day).read(cv)
        assert (reading.years, reading.present) == (years, day)
