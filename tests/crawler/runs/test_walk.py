"""Walks: whatever happens to any of a board's answers, it has one outcome with a reason, and nothing is made up."""

import dataclasses
import datetime as dt
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.parsing.outcomes import Answer, BoardResult, Past
from crawler.runs.walk import Walk
from crawler.sources import PageRequest, careers, source_facts
from tests.crawler.parsing.test_parsing import mutated
from tests.crawler.test_sources import HOST, PAIRS, as_bytes, asked, expectation_of
from warehouse.models import Board, SchemaDrift, posting_from_plain, to_plain

WALKS = [path for path in PAIRS if path.name.endswith(".answers.json")]
WHOLE = [path for path in WALKS if expectation_of(path)["outcome"] == "complete"]
FAULTS: list[Any] = [
    404,
    403,
    429,
    500,
    302,
    "timeout",
    "network",
    "",
    "<html>",
    "{",
    "null",
    "[]",
    '{"jobPostings": 1}',
]


def board_of(path: Path) -> Board:
    return Board(path.parent.name, **expectation_of(path)["board"])


def walk_of(path: Path, past: Past | None = None) -> Walk:
    board = board_of(path)
    return Walk(board, dataclasses.replace(source_facts()[board.source], min_postings=0), past, HOST)


def answered(path: Path, past: Past | None = None) -> BoardResult:
    walk = walk_of(path, past)
    for entry in json.loads(path.read_text()):
        walk.next()
        walk.take(Answer(entry.get("status", 200), as_bytes(entry["answer"]), etag='"v1"'))
    return walk.result()


def damaged(path: Path, rng: random.Random) -> BoardResult:
    """The board, some of its answers replaced by faults or mutated."""
    walk = walk_of(path)
    walk.asked_at = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    entries = iter(json.loads(path.read_text()))
    for _ in range(200):
        if walk.next() is None:
            break
        entry = next(entries, {"answer": {}})
        fault = rng.choice(FAULTS) if rng.random() < 0.3 else None
        if fault in ("timeout", "network"):
            walk.miss(fault, "No answer.")
        elif isinstance(fault, int):
            walk.take(Answer(fault, b""))
        elif fault is not None:
            walk.take(Answer(200, fault.encode()))
        elif rng.random() < 0.5:
            walk.take(Answer(200, json.dumps(mutated(entry["answer"], rng)).encode()))
        else:
            walk.take(Answer(200, as_bytes(entry["answer"])))
    assert walk.next() is None, "a walk ends"
    return walk.result()


@pytest.mark.parametrize("path", WHOLE, ids=lambda path: f"{path.parent.name}-{path.name.partition('.')[0]}")
@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_damage_to_any_answer_is_an_outcome(path: Path, seed: int) -> None:
    result = damaged(path, random.Random(seed))
    row = result.board_run
    assert row.reason or (row.outcome == "complete" and result.rows)
    assert row.outcome in ("complete", "partial", "failed", "gone")
    assert row.detail is None or row.detail.endswith(".")
    assert (row.postings, row.rejects) == (len(result.rows), len(result.rejects))
    for kept in result.rows:
        assert posting_from_plain(json.loads(json.dumps(to_plain(kept.posting)))) == kept.posting


def test_a_walk_that_brings_the_same_again_is_not_modified() -> None:
    (path,) = (p for p in WHOLE if p.parent.name == "smartrecruiters" and p.name.startswith("limit_is_clamped"))
    first = answered(path)
    assert (first.board_run.outcome, first.board_run.pages, first.board_run.etag) == ("complete", 2, None)
    again = answered(path, Past(first.board_run, first.board_run, "run-1"))
    assert (again.board_run.outcome, again.board_run.reason, again.rows) == ("not_modified", "unchanged", ())


def test_after_several_lost_texts_the_host_is_left_alone() -> None:
    (path,) = (p for p in WHOLE if p.name.startswith("total_on_the_first_page_only"))
    walk, entries = walk_of(path), json.loads(path.read_text())
    asked = 0
    while walk.next() is not None:
        asked += 1
        if asked <= 3:
            walk.take(Answer(200, as_bytes(entries[asked - 1]["answer"])))
        else:
            walk.miss("timeout", "The host did not answer in time.")
    assert asked == 3 + 4
    assert (walk.result().board_run.outcome, walk.result().board_run.reason) == ("partial", "timeout")


def test_a_board_that_cannot_be_asked_says_so() -> None:
    walk = Walk(Board("workday", "nothing", "Nothing"), source_facts()["workday"], None)
    assert walk.next() is None
    row = walk.result().board_run
    assert (row.outcome, row.reason) == ("failed", "bad_board") and "nothing" in (row.detail or "")


def test_a_check_asks_the_interface_that_a_tenant_is_on() -> None:
    """A check asks one question; a refusal that says «the other interface» is not its answer."""
    board = Board("eightfold", "quillmoor", "Quillmoor Labs")
    walk = Walk(board, source_facts()["eightfold"], None, HOST, is_check=True)
    first = walk.next()
    walk.take(Answer(403, b""))
    second = walk.next()
    assert first and second and "/api/pcsx/" in first.url and "/api/apply/v2/" in second.url
    walk.take(Answer(200, b'{"positions": [{"id": 7, "name": "Applied Scientist"}], "count": 1}'))
    assert walk.next() is None
    found = walk.result().board_run
    assert (found.outcome, found.http_status, found.postings) == ("complete", 200, 1)


def test_a_row_whose_text_cannot_be_asked_for_does_not_end_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    path = next(path for path in WALKS if path.parent.name == "careers" and path.name.startswith("ordinary"))
    ask = careers.detail_for

    def detail_for(row: Any, page: PageRequest, board: Board) -> PageRequest | None:
        if "baker" in row["link"]:
            raise SchemaDrift("no address")
        return ask(row, page, board)

    monkeypatch.setattr(careers, "detail_for", detail_for)
    walk = walk_of(path)
    answers = {entry["ask"]: as_bytes(entry["answer"]) for entry in json.loads(path.read_text())}
    while request := walk.next():
        walk.take(Answer(200, answers[asked(request)]))
    assert [row.posting.title for row in walk.result().rows] == ["ML Engineer"]
    assert walk.result().board_run.drift == {"detail_unaskable": 1, "no_advert": 1}
