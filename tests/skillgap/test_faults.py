"""An error that nobody foresaw is one sentence, exit code 70 and a report that quotes nobody's data."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from skillgap.commands import build
from skillgap.settings import VERSION


def failing(error: Exception):
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail


@pytest.fixture
def data(run, postings: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    assert run("import", postings, "--observed-on", "2026-03-01", "--data", folder).code == 0
    return folder


def test_a_fault_of_ours(run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build.pipeline, "load", failing(ZeroDivisionError("Tove Example, tove@example.org")))
    ended = run("load", "--data", data)
    assert ended.code == 70
    assert ended.err.count("\n") == 1 and "Traceback" not in ended.err and "Tove" not in ended.err
    (report,) = (data / "logs").iterdir()
    said = report.read_text(encoding="utf-8")
    assert str(report) in ended.err
    assert "ZeroDivisionError" in said and "skillgap load --data" in said and VERSION in said
    assert "Tove" not in said and str(data) not in said


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG])
def test_a_full_disk(run, data: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(build.pipeline, "load", failing(OSError(number, "No space", str(data / "x"))))
    ended = run("load", "--data", data)
    assert ended.code == 2
    assert "is as it was" in ended.err and "run this again" in ended.err


def test_nothing_is_made_in_a_folder_that_is_not_there(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "settings", failing(ZeroDivisionError()))
    assert run("load", "--data", tmp_path / "none").code == 70
    assert not (tmp_path / "none").exists()


def test_version_and_short_help(run) -> None:
    assert run("--version").out == f"skillgap {VERSION}\n"
    assert run("-h").out == run("--help").out != ""
    assert run("load", "-h").code == 0
