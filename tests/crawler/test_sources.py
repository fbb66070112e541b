"""Every quirk of every source: `tests/fixtures/boards/<source>/<quirk>.json` read as `<quirk>.expected.json` says.

An expectation names of each posting only the fields that its quirk is about.
"""

import json
from pathlib import Path

import pytest

import crawler.spiders
from crawler.outcomes import Answer
from crawler.sources import load_source, source_facts, source_names
from crawler.walk import from_answer
from warehouse.models import Board, to_plain

FIXTURES = Path(__file__).parent.parent / "fixtures" / "boards"
PAIRS = sorted(path for path in FIXTURES.glob("*/*.json") if not path.name.endswith(".expected.json"))


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_quirk(path: Path) -> None:
    expected = json.loads(path.with_suffix(".expected.json").read_text())
    source = path.parent.name
    board = Board(source, **expected["board"])

    result = from_answer(Answer(200, path.read_bytes()), board, source_facts()[source], None)

    assert (result.board_run.outcome, result.board_run.reason) == (expected["outcome"], expected["reason"])
    assert result.board_run.drift == expected["drift"]
    assert [[r.row, r.reason] for r in result.rejects] == expected.get("rejects", [])
    postings = [to_plain(row.posting) for row in result.rows]
    assert [p["source_job_id"] for p in postings] == [p["source_job_id"] for p in expected["postings"]]
    for posting, wanted in zip(postings, expected["postings"], strict=True):
        assert {name: posting[name] for name in wanted} == wanted


def test_every_source_has_facts_fixtures_and_a_spider() -> None:
    names = set(source_names())
    spiders = {spider.name for spider in vars(crawler.spiders).values() if getattr(spider, "name", None)}
    assert names == set(source_facts()) == {path.parent.name for path in PAIRS} == spiders
    for facts in source_facts().values():
        assert facts.terms_url.startswith("https://") and facts.attribution and facts.hosts


@pytest.mark.parametrize(
    ("board", "url"),
    [
        (
            Board("greenhouse", "quillmoor", "Q"),
            "https://boards-api.greenhouse.io/v1/boards/quillmoor/jobs?content=true&pay_transparency=true",
        ),
        (Board("lever", "wrenfield", "W"), "https://api.lever.co/v0/postings/wrenfield?mode=json"),
        (Board("lever", "wrenfield", "W", "eu"), "https://api.eu.lever.co/v0/postings/wrenfield?mode=json"),
        (
            Board("ashby", "Saltmarsh AI", "S"),
            "https://api.ashbyhq.com/posting-api/job-board/Saltmarsh%20AI?includeCompensation=true",
        ),
    ],
    ids=lambda value: value.source if isinstance(value, Board) else "",
)
def test_request(board: Board, url: str) -> None:
    assert [page.url for page in load_source(board.source).requests_for(board)] == [url]
    (page,) = load_source(board.source).requests_for(board, "http://127.0.0.1:1/x")
    assert page.url.startswith("http://127.0.0.1:1/x/")
