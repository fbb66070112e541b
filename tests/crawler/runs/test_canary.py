"""The check of boards: each state from one answer, findings on disk, and the whole of it as a process."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from crawler.parsing.outcomes import Answer, Past
from crawler.runs.canary import Finding, checked_on, finding_of, latest_check, proposed, to_check, write_findings
from crawler.runs.walk import Walk
from crawler.sources import source_facts
from tests.crawler.boards_server import greenhouse, greenhouse_path, serve, serve_robots
from tests.crawler.test_main import arguments, board_file, ended, started
from warehouse.models import Board, BoardRun, BrokenDataError, Outcome

AT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
FIXTURES = Path(__file__).parents[2] / "fixtures" / "boards"


def found(board: Board, body: bytes, status: int = 200) -> Finding:
    walk = Walk(board, source_facts()[board.source], None, is_check=True)
    walk.next()
    walk.take(Answer(status, body))
    assert walk.next() is None, "one request a board"
    return finding_of(walk.result())


def job(**fields: Any) -> dict[str, Any]:
    return {
        "id": 1,
        "title": "ML Engineer",
        "company_name": "Quillmoor",
        "content": "&lt;p&gt;Sort&lt;/p&gt;",
        **fields,
    }


@pytest.mark.parametrize(
    ("body", "status", "state"),
    [
        ({"jobs": [job()]}, 200, "fine"),
        ({"jobs": []}, 200, "empty"),
        ({"jobs": [job(company_name="Bramble Bakery")]}, 200, "wrong_company"),
        ({"openings": []}, 200, "drift"),
        ({"jobs": [{"id": 1}]}, 200, "drift"),
        ({"jobs": [job(content=None)]}, 200, "drift"),
        ({"jobs": [job(first_published="the third of May")]}, 200, "drift"),
        ("<html>", 200, "unreadable"),
        ({"status": 404}, 404, "dead"),
        ({}, 403, "refused"),
        ({}, 500, "no_answer"),
    ],
)
def test_states(body: Any, status: int, state: str) -> None:
    given = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    finding = found(Board("greenhouse", "quillmoor", "Quillmoor"), given, status)
    assert finding.state == state and finding.detail.endswith(".") and finding.http_status == status


def first_answer(source: str, quirk: str) -> bytes:
    return json.dumps(json.loads((FIXTURES / source / f"{quirk}.answers.json").read_text())[0]["answer"]).encode()


def test_a_list_is_not_blamed_for_the_texts_it_leaves_to_others() -> None:
    workday = found(Board("workday", "saltmarsh.wd5.Careers", "S"), first_answer("workday", "relative_dates"))
    assert (workday.state, workday.postings) == ("fine", 5)
    threads = found(Board("hackernews", "whoishiring", "H"), first_answer("hackernews", "two_newest_threads"))
    assert threads.state == "fine"
    nobody = found(Board("smartrecruiters", "Q", "Q"), first_answer("smartrecruiters", "unknown_company"))
    assert nobody.state == "empty" and "does not know" in nobody.detail


def test_findings_are_kept(tmp_path: Path) -> None:
    assert latest_check(tmp_path) is None
    one = Finding("lever", "wrenfield", "Wrenfield", "dead", "Gone.", "not_found", 404)
    write_findings(tmp_path, AT - dt.timedelta(days=1), [])
    path = write_findings(tmp_path, AT, [one, Finding("ashby", "a", "A", "fine", "3 postings.")])
    assert path == tmp_path / "checks" / "20260301T120000Z.json"
    latest = latest_check(tmp_path)
    assert latest is not None and latest["checked_at"] == "2026-03-01T12:00:00+00:00"
    assert [f["board"] for f in latest["findings"]] == ["a", "wrenfield"]
    path.write_text("{")
    with pytest.raises(BrokenDataError, match="not the findings of a check"):
        latest_check(tmp_path)


def test_the_whole_check(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)
    serve(httpserver, "acorn", greenhouse("ML Engineer"))
    serve(httpserver, "bramble", {}, 404)
    serve(httpserver, "wrenfield", b"", 301, Location=httpserver.url_for(greenhouse_path("acorn")))
    board_file(tmp_path / "boards.toml", "acorn", "bramble", "wrenfield")

    code, events, error = ended(started(arguments(tmp_path, httpserver, "--check")))

    assert (code, error) == (1, "")
    assert {e["board"]: e["state"] for e in events[:-1]} == {"acorn": "fine", "bramble": "dead", "wrenfield": "moved"}
    assert events[-1]["states"] == {"fine": 1, "dead": 1, "moved": 1}
    latest = latest_check(tmp_path / "data")
    assert latest is not None and {f["board"]: f["state"] for f in latest["findings"]}["bramble"] == "dead"
    assert not (tmp_path / "data" / "landing").exists()


def past(outcome: Outcome, days_ago: int, postings: int = 0) -> Past:
    at = AT - dt.timedelta(days=days_ago)
    run = BoardRun("greenhouse", "x", "X", outcome, postings=postings, started_at=at)
    return Past(run, run if outcome == "complete" else None, "run")


NEWER = [Board("ashby", "quillmoor-labs", "Quillmoor, Inc."), Board("ashby", "bramble", "Bramble")]


@pytest.mark.parametrize(
    ("slug", "employer", "state", "detail", "before", "to_remove", "moved_to"),
    [
        ("quillmoor", "Quillmoor", "dead", "Unknown.", None, True, ("ashby/quillmoor-labs",)),
        ("thumbtack", "Thumbtack", "dead", "Unknown.", None, True, ("ashby/thumbtack",)),
        ("acorn", "Acorn", "moved", "It leads on to https://jobs.lever.co/acornai: add that board.", None, True,
         ("lever/acornai",)),
        ("acorn", "Acorn", "wrong_company", "Now the board of a bakery.", None, True, ()),
        ("acorn", "Acorn", "empty", "No postings.", past("complete", 9, 12), True, ()),
        ("acorn", "Acorn", "empty", "No postings.", past("complete", 9, 0), False, ()),
        ("acorn", "Acorn", "empty", "No postings.", None, False, ()),
        ("bramble", "bramble", "dead", "Unknown.", None, True, ("ashby/bramble",)),
        ("quillmoor", "Quillmoor", "no_answer", "Silence.", past("complete", 9, 12), False, ()),
        ("quillmoor", "Quillmoor", "refused", "429.", None, False, ()),
    ],
)  # fmt: skip
def test_what_is_proposed(
    slug: str, employer: str, state: Any, detail: str, before: Past | None, to_remove: bool, moved_to: tuple[str, ...]
) -> None:
    finding = proposed(Finding("greenhouse", slug, employer, state, detail), before, NEWER)
    assert (finding.is_to_remove, finding.moved_to) == (to_remove, moved_to)


def test_a_board_that_somebody_saw_in_90_days_is_not_due(tmp_path: Path) -> None:
    boards = [
        Board("lever", "unknown", "U"),
        Board("lever", "table", "T", checked=AT.date() - dt.timedelta(days=89)),
        Board("lever", "long ago", "L", checked=AT.date() - dt.timedelta(days=90)),
        Board("lever", "crawled", "C", checked=dt.date(2025, 1, 1)),
        Board("lever", "failing", "F", checked=dt.date(2025, 1, 1)),
        Board("lever", "fine", "O"),
        Board("lever", "dead", "D"),
    ]
    history = {("lever", "crawled"): past("complete", 30, 5), ("lever", "failing"): past("failed", 1)}
    findings = [Finding("lever", "fine", "O", "fine", "Postings."), Finding("lever", "dead", "D", "dead", "None.")]
    write_findings(tmp_path, AT - dt.timedelta(days=20), findings)
    due = to_check(boards, history, checked_on(tmp_path), AT.date())
    assert [board.slug for board in due] == ["unknown", "long ago", "failing", "dead"]


def test_a_check_of_what_is_due_as_a_process(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)
    serve(httpserver, "acorn", greenhouse("ML Engineer"))
    board_file(tmp_path / "boards.toml", "acorn", "bramble")
    write_findings(tmp_path / "data", AT - dt.timedelta(days=20), [Finding("greenhouse", "bramble", "b", "fine", "P.")])
    code, events, error = ended(started(arguments(tmp_path, httpserver, "--check", "--due")))
    assert (code, error) == (0, "")
    assert [e["board"] for e in events if e["event"] == "check"] == ["acorn"]
