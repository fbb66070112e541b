"""The order of boards, the time they take, and the end of a crawl whose minutes are over."""

import dataclasses
import datetime as dt
import json
from pathlib import Path

import pytest

from crawler.__main__ import main
from crawler.boards.listed import load_boards
from crawler.boards.switches import enabled_sources
from crawler.landing.runs import read_run
from crawler.ledger import read_ledger
from crawler.parsing.outcomes import BoardResult, Past, failed
from crawler.runs.crawl import CrawlRun, Limits, RunPlan
from crawler.runs.pace import in_order, least_seconds, loads
from crawler.sources import source_facts
from warehouse.models import Board, BoardRun

START = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def looked(hours: float, outcome: str = "complete", reason: str | None = None) -> Past:
    run = BoardRun("lever", "x", "X", outcome, reason, started_at=START + dt.timedelta(hours=hours))  # type: ignore[arg-type]
    return Past(run, run if outcome == "complete" else None, "run")


def test_boards_with_most_titles_come_first_after_those_of_many_employers() -> None:
    few, many, large = (Board("lever", s, s, ml_titles=n) for s, n in (("few", 1), ("many", 9), ("large", 1)))
    large = dataclasses.replace(large, tags=("large-ai-employer", "ai-lab"))
    thread = Board("hackernews", "whoishiring", "Hacker News")
    assert in_order([few, many, large, thread], {}) == [thread, many, large, few]


def test_never_asked_boards_come_before_those_asked_longest_ago() -> None:
    boards = [Board("lever", s, s, ml_titles=n) for n, s in enumerate(("unasked", "old", "new", "stopped"))]
    past = {
        ("lever", "old"): looked(1),
        ("lever", "new"): looked(2),
        ("lever", "stopped"): looked(3, "failed", "stopped"),
    }
    assert [b.slug for b in in_order(boards, past)] == ["stopped", "unasked", "old", "new"]


def test_the_estimate_is_the_delay_times_the_boards_of_the_slowest_host() -> None:
    boards = [*(Board("ashby", f"a{n}", "A") for n in range(5)), *(Board("personio", f"p{n}", "P") for n in range(3))]
    facts = source_facts()
    found = {load.host: (load.boards, load.seconds) for load in loads(boards)}
    assert found == {
        "api.ashbyhq.com": (5, 5 * facts["ashby"].delay_s),
        "jobs.personio.de": (3, 3 * 2 * facts["personio"].delay_s),
    }
    assert least_seconds(boards) == max(seconds for _, seconds in found.values())
    assert least_seconds([]) == 0


def test_all_shipped_boards_take_minutes_and_not_hours() -> None:
    on = set(enabled_sources(None))
    assert 300 < least_seconds([board for board in load_boards() if board.source in on]) < 900


class Walkthrough:
    """A crawl of 600 boards as their hosts' delays allow, by a clock of its own."""

    def __init__(self, landing: Path, started_at: dt.datetime, minutes: float | None) -> None:
        self.now = started_at
        boards = [Board("greenhouse", f"g{n}", "G", ml_titles=n) for n in range(380)]
        boards += [Board("ashby", f"a{n}", "A", ml_titles=n) for n in range(220)]
        past = read_ledger(landing) if landing.exists() else {}
        limits = Limits(10**9, 10, 0.2, minutes and minutes * 60)
        run_id = f"{started_at:%Y%m%dT%H%M%SZ}-crawl"
        plan = RunPlan(run_id, started_at, "example", tuple(in_order(boards, past)), limits=limits)
        self.run = CrawlRun(plan, landing, past, lambda: self.now)
        self.order: list[str] = []
        self.told: list[float] = []

    def go(self) -> None:
        free = dict.fromkeys(("greenhouse", "ashby"), self.now)
        left = {source: [b for b in self.run.todo if b.source == source] for source in free}
        while any(left.values()):
            source = min((s for s in free if left[s]), key=lambda s: free[s])
            self.now = max(self.now, free[source])
            if self.run.why_over(source):
                break
            board = left[source].pop(0)
            free[source] = self.now + dt.timedelta(seconds=source_facts()[source].delay_s)
            asked = dataclasses.replace(failed(board, "empty", "", "complete").board_run, http_status=200)
            self.run.land(BoardResult(asked), self.now)
            self.order.append(board.slug)
            self.told.append(self.run.seconds_left())


def test_minutes_end_a_crawl_and_the_next_goes_on_where_it_ended(tmp_path: Path) -> None:
    first = Walkthrough(tmp_path, START, minutes=3)
    first.go()
    sealed = first.run.finish(is_interrupted=False)

    assert (first.now - START).total_seconds() == pytest.approx(180, abs=3)
    assert len(first.order) == len(sealed.boards) == 180 + 90 and first.run.left == 600 - 270
    assert {b.outcome for b in read_run(tmp_path / sealed.run_id).boards} == {"complete"}  # the rest is no part of it
    assert first.told[0] <= 180 and first.told == sorted(first.told, reverse=True)
    assert {"g379", "a219"} <= set(first.order[:2])

    second = Walkthrough(tmp_path, START + dt.timedelta(hours=24), minutes=None)
    second.go()
    assert len(second.order) == 600 and not set(second.order[:290]) & set(first.order)


def test_a_rehearsal_names_hosts_and_time_and_asks_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ["--data", str(tmp_path), "--run-id", "r", "--started-at", "2026-03-01T12:00:00Z", "--market", "real"]
    assert main([*given, "--dry-run"]) == 0
    plan = json.loads(capsys.readouterr().out)
    assert plan["event"] == "plan" and plan["boards"] > 590 and plan["limit_s"] == 600  # a newcomer's first crawl
    assert {"api.ashbyhq.com", "boards-api.greenhouse.io"} <= {load["host"] for load in plan["hosts"]}
    assert list(tmp_path.iterdir()) == []
    assert main([*given, "--dry-run", "--minutes", "0"]) == 0
    assert json.loads(capsys.readouterr().out)["limit_s"] is None
