"""status: what waits to be done is said, from the landing ledgers and the published market alone."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from skillgap.settings import Settings
from skillgap.upkeep.status import failing_boards, status
from tests.skillgap.conftest import POSTINGS
from warehouse.generations.reader import current_manifest
from warehouse.models import Board, BoardRun, Run

DAY = dt.datetime(2026, 3, 1, 4, tzinfo=dt.UTC)


def crawl_of(number: int, **outcomes: str) -> Run:
    """A crawl on day `number` of the boards named, each with its outcome."""
    at = DAY + dt.timedelta(days=number)
    visits = tuple(
        BoardRun(
            source="greenhouse",
            board=board,
            employer=board.title(),
            outcome=outcome,  # type: ignore[arg-type]
            reason=None if outcome == "complete" else "timeout",
            started_at=at,
        )
        for board, outcome in outcomes.items()
    )
    return Run(f"run-{number}", "crawl", at, at, at, "real", visits, ())


BOARDS = [Board("greenhouse", slug, slug.title()) for slug in ("acme", "globex", "initech")]


def test_a_board_that_fails_says_since_when() -> None:
    runs = [
        crawl_of(0, acme="complete", globex="failed", initech="complete"),
        crawl_of(1, acme="failed", globex="failed", initech="not_modified"),
        crawl_of(2, acme="partial", globex="failed", initech="not_modified"),
    ]
    acme, globex = sorted(failing_boards(runs, BOARDS), key=lambda one: one.board)
    assert (acme.board, acme.outcome, acme.whole_at, acme.runs) == ("acme", "partial", DAY, 2)
    assert (globex.whole_at, globex.runs) == (None, 3)
    assert failing_boards([*runs, crawl_of(3, acme="complete", globex="complete")], BOARDS) == ()
    assert failing_boards(runs, BOARDS[2:]) == (), "a board taken off the list fails no more"


def test_an_empty_folder_says_what_brings_postings_in(run, tmp_path: Path) -> None:
    ended = run("status", "--data", tmp_path)
    assert ended.code == 1
    assert "Last run: none yet." in ended.out and "Market: none published." in ended.out
    assert "Next: `skillgap crawl" in ended.out
    missing = run("status", "--data", tmp_path / "mistyped")
    assert missing.code == 2 and not (tmp_path / "mistyped").exists()


def test_a_landed_run_waits_for_the_market_and_then_boards_wait_to_be_asked(run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", POSTINGS, "--observed-on", "2026-03-01", "--data", data)
    before = json.loads(run("status", "--data", data, "--json").out)
    assert len(before["unpublished"]) == 1 and before["published"] is None
    assert "refresh --no-crawl" in before["next"]
    assert run("refresh", "--no-crawl", "--data", data).code == 0
    after = json.loads(run("status", "--data", data, "--json").out)
    assert after["unpublished"] == [] and after["last_run"]["kind"] == "import"
    assert after["published"]["as_of"] == "2026-03-01T00:00:00+00:00"
    assert after["published"]["jobs"] == current_manifest(data)["counts"]["in_market"]
    assert after["boards_due"] == after["boards_on"] > 0 and "asks" in after["next"]
    sizes = {name: size for name, size in after["bytes"].items() if name != "snapshots"}
    assert all(size > 0 for size in sizes.values())


def test_a_young_market_without_failures_is_well(run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", POSTINGS, "--observed-on", "2026-03-01", "--data", data)
    run("refresh", "--no-crawl", "--data", data)
    place = Settings(data)
    assert status(place, DAY).is_well
    assert not status(place, DAY + dt.timedelta(days=14)).is_well, "the market is old then"


def test_each_line_of_a_log_is_json(run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", POSTINGS, "--observed-on", "2026-03-01", "--data", data)
    ended = run("refresh", "--no-crawl", "--data", data, "--log-json", "--json")
    logged = [json.loads(line) for line in ended.err.splitlines()]
    assert all(dt.datetime.fromisoformat(line["at"]).tzinfo for line in logged)
    told = next(line for line in logged if line.get("event") == "refreshed")
    summary = json.loads(ended.out)
    assert summary.items() <= told.items()
    assert (summary["boards"], summary["failed"], summary["closed"], summary["held"]) == (None, 0, 0, 0)
    assert summary["new"] == summary["counts"]["postings"] > 0
    refused = run("refresh", "--no-crawl", "--data", tmp_path / "none", "--log-json")
    assert "error" in json.loads(refused.err), refused.err
