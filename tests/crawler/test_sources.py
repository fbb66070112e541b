"""Every quirk of every source: `tests/fixtures/boards/<source>/<quirk>.<ending>` read as `<quirk>.expected.json` says.

An expectation names of each posting only the fields that its quirk is about. Where a board takes several requests the
quirk is a `.answers.json`: what is asked, in its order, and what the host answers to each.
"""

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler.parsing.outcomes import Answer, BoardResult
from crawler.runs.walk import Walk
from crawler.sources import Page, Paged, PageRequest, host_group, load_source, source_facts, source_names
from warehouse.models import Board, to_plain

FIXTURES = Path(__file__).parent.parent / "fixtures" / "boards"
PAIRS = sorted(path for path in FIXTURES.glob("*/*") if not path.name.endswith(".expected.json"))
HOST = "http://host.example"
ASKED_AT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def expectation_of(path: Path) -> dict[str, Any]:
    return json.loads(path.with_name(f"{path.name.partition('.')[0]}.expected.json").read_text())


def as_bytes(answer: Any) -> bytes:
    return answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()


def asked(request: PageRequest) -> str:
    return ("GET " if request.body is None else "POST ") + request.url.removeprefix(HOST)


def played(path: Path, board: Board, facts: dict[str, Any]) -> BoardResult:
    """The board as the fixture's host answers."""
    given = dataclasses.replace(source_facts()[board.source], **{"min_postings": 0, **facts})
    walk = Walk(board, given, None, HOST)
    walk.asked_at = ASKED_AT
    if not path.name.endswith(".answers.json"):
        walk.next()
        walk.take(Answer(200, path.read_bytes()))
        return walk.result()
    for entry in json.loads(path.read_text()):
        request = walk.next()
        assert request is not None, f"the walk ended before it asked {entry['ask']}: max_pages, max_details, a reject?"
        assert asked(request) == entry["ask"]
        assert request.body == entry.get("body")
        if "miss" in entry:
            walk.miss(*entry["miss"])
        else:
            walk.take(Answer(entry.get("status", 200), as_bytes(entry["answer"])))
    assert walk.next() is None
    return walk.result()


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: f"{path.parent.name}-{path.name.partition('.')[0]}")
def test_quirk(path: Path) -> None:
    expected = expectation_of(path)
    board = Board(path.parent.name, **expected["board"])

    result = played(path, board, expected.get("facts", {}))

    assert (result.board_run.outcome, result.board_run.reason) == (expected["outcome"], expected["reason"])
    assert result.board_run.drift == expected["drift"]
    assert [[r.row, r.reason] for r in result.rejects] == expected.get("rejects", [])
    postings = [to_plain(row.posting) for row in result.rows]
    assert [p["source_job_id"] for p in postings] == [p["source_job_id"] for p in expected["postings"]]
    for posting, wanted in zip(postings, expected["postings"], strict=True):
        assert {name: posting[name] for name in wanted} == wanted
    kept = json.dumps([row.raw for row in result.rows])
    assert [word for word in expected.get("raw_lacks", []) if word in kept] == []


def test_every_source_has_facts_fixtures_and_a_spider() -> None:
    names = set(source_names())
    spiders = set(SpiderLoader(Settings({"SPIDER_MODULES": ["crawler.spiders"]})).list())
    assert names == set(source_facts()) == {path.parent.name for path in PAIRS} == spiders
    for facts in source_facts().values():
        assert facts.terms_url.startswith("https://") and facts.terms and facts.attribution and facts.redistribution


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
        (Board("recruitee", "quillmoor", "Q"), "https://quillmoor.recruitee.com/api/offers/"),
        (Board("personio", "wrenfield", "W"), "https://wrenfield.jobs.personio.de/xml?language=en"),
        (
            Board("workable", "saltmarsh", "S"),
            "https://apply.workable.com/api/v1/widget/accounts/saltmarsh?details=true",
        ),
        (
            Board("smartrecruiters", "Quillmoor", "Q"),
            "https://api.smartrecruiters.com/v1/companies/Quillmoor/postings?limit=100&offset=0",
        ),
        (
            Board("workday", "saltmarsh.wd5.Careers", "S"),
            "https://saltmarsh.wd5.myworkdayjobs.com/wday/cxs/saltmarsh/Careers/jobs",
        ),
        (
            Board("hackernews", "whoishiring", "H"),
            "https://hn.algolia.com/api/v1/search_by_date?tags=story,author_whoishiring&hitsPerPage=8",
        ),
        (
            Board("themuse", "Data and Analytics", "M"),
            "https://www.themuse.com/api/public/jobs?category=Data%20and%20Analytics&page=0",
        ),
        (Board("remoteok", "newest", "R"), "https://remoteok.com/api"),
        (Board("remotive", "all", "R"), "https://remotive.com/api/remote-jobs"),
        (Board("arbeitnow", "all", "A"), "https://www.arbeitnow.com/api/job-board-api?page=1"),
        (Board("himalayas", "newest", "H"), "https://himalayas.app/jobs/api?limit=20"),
        (
            Board("usajobs", "machine learning", "U"),
            "https://data.usajobs.gov/api/search?Keyword=machine%20learning&ResultsPerPage=500&Page=1",
        ),
        (Board("gem", "Quillmoor", "Q"), "https://api.gem.com/job_board/v0/Quillmoor/job_posts/"),
        (Board("pinpoint", "wrenfield", "W"), "https://wrenfield.pinpointhq.com/postings.json"),
        (
            Board("oracle", "saltmarsh.fa.us2.oraclecloud.com.CX_1", "S"),
            "https://saltmarsh.fa.us2.oraclecloud.com/hcmRestApi/resources/latest/recruitingCEJobRequisitions"
            "?onlyData=true&expand=requisitionList.secondaryLocations"
            "&finder=findReqs;siteNumber=CX_1,limit=200,offset=0,sortBy=POSTING_DATES_DESC",
        ),
        (
            Board("eightfold", "careers.quillmoor.example_quillmoor.example", "Q"),
            "https://careers.quillmoor.example/api/pcsx/search?domain=quillmoor.example"
            "&query=&start=0&num=10&sort_by=timestamp",
        ),
        (Board("careers", "q", "Q", url="https://q.example/jobs?all=1"), "https://q.example/jobs?all=1"),
        (Board("bamboohr", "quillmoor", "Q"), "https://quillmoor.bamboohr.com/careers/list"),
        (Board("breezy", "wrenfield", "W"), "https://wrenfield.breezy.hr/json?verbose=true"),
        (Board("teamtailor", "quillmoor", "Q"), "https://quillmoor.teamtailor.com/jobs.rss?per_page=200&offset=0"),
        (
            Board("teamtailor", "quillmoor.na", "Q"),
            "https://quillmoor.na.teamtailor.com/jobs.rss?per_page=200&offset=0",
        ),
        (
            Board("teamtailor", "jobs.quillmoor.example", "Q"),
            "https://jobs.quillmoor.example/jobs.rss?per_page=200&offset=0",
        ),
        (
            Board("amazon", "machine learning", "A"),
            "https://www.amazon.jobs/en/search.json?base_query=machine%20learning&result_limit=100&offset=0&sort=recent",
        ),
        (Board("apple", "machine learning", "A"), "https://jobs.apple.com/api/v1/search"),
        (Board("jsonld", "q", "Q", url="https://quillmoor.example/jobs?a=1"), "https://quillmoor.example/jobs?a=1"),
    ],
    ids=lambda value: f"{value.source}-{value.slug}" if isinstance(value, Board) else "",
)
def test_first_request(board: Board, url: str) -> None:
    assert [page.url for page in load_source(board.source).requests_for(board)] == [url]
    (page,) = load_source(board.source).requests_for(board, "http://127.0.0.1:1/x")
    assert page.url.startswith("http://127.0.0.1:1/x/")


def test_questions_end_where_the_host_refuses_more() -> None:
    muse = Page(PageRequest("https://www.themuse.com/api/public/jobs?category=A&page=99"), {"page_count": 120}, [1], 1)
    himalayas = Page(PageRequest("https://himalayas.app/jobs/api?limit=20&offset=480"), {}, [1] * 20, 500)
    for source, page in (("themuse", muse), ("himalayas", himalayas)):
        module = load_source(source)
        assert isinstance(module, Paged) and module.further(page, Board(source, "A", "A")) == ()


def test_tenants_share_their_providers_name() -> None:
    facts = source_facts()
    assert host_group("https://wrenfield.jobs.personio.de/xml", facts["personio"]) == "jobs.personio.de"
    assert host_group("https://api.eu.lever.co/v0", facts["lever"]) == "api.eu.lever.co"
    assert host_group("https://evilpersonio.de/xml", facts["personio"]) == "evilpersonio.de"
    assert host_group("https://quillmoor.example/jobs", facts["jsonld"]) == "quillmoor.example"
