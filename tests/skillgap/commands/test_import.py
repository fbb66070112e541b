"""`import` at the door: what it did not read it says, and one second has room for many."""

from __future__ import annotations

import datetime as dt
import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest

from skillgap import pipeline
from skillgap.settings import Settings, now
from tests.skillgap.conftest import Ended
from warehouse.models import BadInputError

MOMENT = dt.datetime(2026, 3, 1, 6, tzinfo=dt.UTC)


def _bring_in(data: Path, file: Path) -> str:
    run = pipeline.bring_in(Settings(data), [file], started_at=MOMENT, observed_on=None, market="real", columns={})
    return run.run_id


def test_imports_of_one_second_are_runs_of_their_own(tmp_path: Path, postings: Path) -> None:
    assert [_bring_in(tmp_path / "data", postings) for _ in range(3)] == [
        "20260301T060000Z-import",
        "20260301T060000Z-import-2",
        "20260301T060000Z-import-3",
    ]


def test_a_refused_import_leaves_no_run(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    with pytest.raises(BadInputError):
        _bring_in(tmp_path / "data", tmp_path / "empty.csv")
    assert not list((tmp_path / "data" / "landing").iterdir())


def test_what_was_not_read_is_said(tmp_path: Path, run: Callable[..., Ended]) -> None:
    file = tmp_path / "stellen.csv"
    file.write_text(
        "Job Title;Job Description;Vergütung;Date\nML engineer;Python;Müller;03/04/2026\nML engineer;Python;Müller;\n",
        encoding="utf-8-sig",
    )
    ended = run("import", file, "--data", tmp_path / "data")
    assert ended.code == 1
    assert "columns not read: Vergütung (" in ended.err
    assert "Dates not readable, and left out: 1" in ended.err
    assert "row 3: the same posting stands in line 2 already" in ended.err


def test_a_day_years_ahead_is_a_slip(tmp_path: Path, postings: Path, run: Callable[..., Ended]) -> None:
    ahead = now().date() + dt.timedelta(days=400)
    ended = run("import", postings, "--observed-on", ahead, "--data", tmp_path / "data")
    assert (ended.code, "lies in the future" in ended.err) == (2, True)


def test_a_place_that_takes_no_folder_is_one_sentence(postings: Path, run: Callable[..., Ended]) -> None:
    ended = run("import", postings, "--data", "/dev/null/data")
    assert ended.code == 2
    assert ended.err.startswith("skillgap: /dev/null/data") and ended.err.count("\n") == 1


def _killed(data: Path, postings: Path, run: Callable[..., Ended]) -> Path:
    """A market, and beside it an import that was killed: not mended by a crawl."""
    assert run("import", postings, "--data", data, "--observed-on", "2026-03-01").code == 0
    assert run("refresh", "--no-crawl", "--data", data).code == 0
    killed = data / "landing" / "20260301T060000Z-import"
    killed.mkdir()
    (killed / "ledger.jsonl").write_text("{}\n")
    (killed / "import.jsonl.gz.part").touch()
    doctor = run("doctor", "--data", data)
    assert doctor.code == 1
    assert "import its file again" in doctor.out
    assert "crawl --resume" not in doctor.out
    return killed


def test_a_killed_import_goes_with_the_next(tmp_path: Path, postings: Path, run: Callable[..., Ended]) -> None:
    for command in (["import", postings, "--observed-on", "2026-03-02"], ["refresh", "--no-crawl"]):
        data = tmp_path / command[0]
        killed = _killed(data, postings, run)
        assert run(*command, "--data", data).code == 0
        assert not killed.exists()


def test_an_import_at_work_stays(tmp_path: Path, postings: Path, run: Callable[..., Ended]) -> None:
    data = tmp_path / "data"
    at_work = _killed(data, postings, run)
    with (at_work / "ledger.jsonl").open("rb") as ledger:
        fcntl.flock(ledger, fcntl.LOCK_EX)
        assert run("refresh", "--no-crawl", "--data", data).code == 0
        assert at_work.exists()
        assert run("doctor", "--data", data).code == 0


def test_german_columns_and_dates_are_read(tmp_path: Path, run: Callable[..., Ended]) -> None:
    file = tmp_path / "stellen.csv"
    file.write_text("Stellenbezeichnung;Beschreibung;Firma;Datum\nML engineer;Python;Müller;15.03.2026\n", "utf-8-sig")
    ended = run("import", file, "--data", tmp_path / "data")
    assert ended.code == 0, ended.err
    assert "not read" not in ended.err and "could not be read" not in ended.err


def test_rows_without_a_date_are_told_aloud(tmp_path: Path, postings: Path, run: Callable[..., Ended]) -> None:
    ended = run("import", postings, "--data", tmp_path / "data")
    assert ended.code == 1
    assert "No row has a date" in ended.err and "--observed-on YYYY-MM-DD" in ended.err
    file = tmp_path / "some.csv"
    file.write_text("title,text,date\nML engineer,Python,2026-03-01\nAI engineer,Rust,\n")
    ended = run("import", file, "--data", tmp_path / "data")
    assert ended.code == 1 and "1 row of 2 has no date" in ended.err
    assert run("import", file, "--data", tmp_path / "data", "--observed-on", "2026-03-02").code == 0


def test_what_came_undated_is_in_the_market_once_it_comes_with_a_day(
    tmp_path: Path, postings: Path, run: Callable[..., Ended]
) -> None:
    data = tmp_path / "data"
    assert run("import", postings, "--data", data).code == 1
    assert "0 jobs of 0 employers in the market" in run("refresh", "--no-crawl", "--data", data).err
    assert run("import", postings, "--data", data, "--observed-on", "2026-03-01").code == 0
    again = run("refresh", "--no-crawl", "--data", data).err
    assert "0 jobs of 0 employers in the market" not in again and "undated" not in again


def test_a_market_that_names_no_skill_is_published(tmp_path: Path, run: Callable[..., Ended]) -> None:
    file = tmp_path / "jobs.csv"
    file.write_text(
        "title,text\nGardener,You water roses and rake leaves in a walled garden by the sea.\n", encoding="utf-8"
    )
    run("import", file, "--observed-on", "2026-03-01", "--data", tmp_path / "data")
    ended = run("refresh", "--no-crawl", "--data", tmp_path / "data")
    assert ended.code == 0 and "Generation 1 published: 0 jobs" in ended.err
