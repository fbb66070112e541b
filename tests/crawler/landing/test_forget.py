"""What is to be forgotten is known by address, employer or domain, and goes from landing files whole."""

import dataclasses
import datetime as dt
import gzip
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from crawler.landing.forget import (
    FILE,
    Forgotten,
    add_tombstone,
    forget_landed,
    forgotten_postings,
    read_forgotten,
    tombstone,
    url_key,
)
from crawler.landing.imports import import_files
from crawler.landing.runs import OpenRun, read_run, sha256_of
from tests.crawler.boards_server import START, crawled, serve, serve_robots
from warehouse.models import BadInputError, Board, BoardRun, LandingRow, Posting, Run

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)


def known(**given: str) -> Forgotten:
    stone = tombstone(**{"url": None, "company": None, "domain": None, **given}, now=NOW)  # type: ignore[arg-type]
    return Forgotten((stone,))


def posting(job: str = "1", **more: object) -> Posting:
    given = {"url": f"https://jobs.quillmoor.example/{job}", "company": "Quillmoor", **more}
    return Posting("lever", "quillmoor", job, "ML Engineer", "You train models.", **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "covered"),
    [
        ({"url": "https://jobs.quillmoor.example/1"}, True),
        ({"url": "http://www.jobs.quillmoor.example/1/#apply"}, True),
        ({"url": "HTTPS://Jobs.Quillmoor.example/1?utm_source=x&ref=y"}, True),
        ({"url": "https://jobs.quillmoor.example/2"}, False),
        ({"url": "https://jobs.quillmoor.example/1?gh_jid=2"}, False),
        ({"company": "QUILLMOOR GmbH"}, True),
        ({"company": "Quill"}, False),
        ({"company": "Quillmoor Capital"}, False),
        ({"domain": "quillmoor.example"}, True),
        ({"domain": "https://jobs.quillmoor.example/about"}, True),
        ({"domain": "moor.example"}, False),
        ({"domain": "other.example"}, False),
    ],
)
def test_what_a_tombstone_covers(given: dict[str, str], covered: bool) -> None:
    assert known(**given).covers(posting()) is covered
    assert known(**given).covers(posting(url=None, apply_url="https://jobs.quillmoor.example/1")) is covered


def test_parameters_that_name_a_posting_count() -> None:
    assert url_key("https://q.example/jobs?gh_jid=1&b=2") == url_key("https://q.example/jobs/?b=2&gh_jid=1&utm_x=3")
    assert url_key("https://q.example/jobs?gh_jid=1") != url_key("https://q.example/jobs?gh_jid=2")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "one of --url, --company and --domain"),
        ({"url": "https://x.example/1", "company": "x"}, "one of --url, --company and --domain"),
        ({"url": "nowhere at all"}, "is no address"),
        ({"url": "https://x.example/jobs and more"}, "is no address"),
        ({"domain": "localhost"}, "is no domain"),
        ({"company": " - "}, "names nothing"),
    ],
)
def test_wrong_use(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadInputError, match=sentence):
        known(**given)


def test_tombstones_are_kept_once_and_read_back(tmp_path: Path) -> None:
    one, two = known(company='A "B" \\ C').tombstones[0], known(domain="x.example").tombstones[0]
    add_tombstone(tmp_path, one)
    add_tombstone(tmp_path, two)
    add_tombstone(tmp_path, dataclasses.replace(one, forgotten_at=NOW + dt.timedelta(days=1)))
    assert read_forgotten(tmp_path).tombstones == (one, two)
    (tmp_path / FILE).write_text('[[forgotten]]\nkind = "person"\nvalue = "x"\nforgotten_at = "2026-06-01T00:00:00Z"\n')
    with pytest.raises(BadInputError, match="no kind 'person'"):
        read_forgotten(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "", "# nothing\n", "forgotten = []\n", "forgotten = 3\n", 'forgoten = "x"\n', "[[forgot]]\nkind = 1\n",
        '[[forgotten]]\nkind = "company"\nvalue = 5\nforgotten_at = "2026-06-01T00:00:00Z"\n',
    ],
)  # fmt: skip
def test_a_list_that_says_nothing_is_not_taken_for_none(tmp_path: Path, text: str) -> None:
    """What was forgotten would come back with the next crawl, and nobody would know."""
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError, match=r"forgotten\.toml"):
        read_forgotten(tmp_path)


def landed(landing: Path, name: str, *postings: Posting) -> Path:
    header = Run(name, "crawl", START, START, START, "example", (), ())
    run = OpenRun(landing, header)
    rows = [LandingRow(p.source, p.board, START, p, {"id": p.source_job_id}) for p in postings]
    run.land(BoardRun("lever", "quillmoor", "Quillmoor", "complete", postings=len(rows)), rows)
    run.land(BoardRun("lever", "wrenfield", "Wrenfield", "complete", "empty"), [])
    run.seal(START)
    return landing / name


def test_landing_files_are_rewritten_with_a_word_on_it(tmp_path: Path) -> None:
    folder = landed(tmp_path, "run-1", posting("1"), posting("2"), posting("3"))
    untouched = landed(tmp_path, "run-2", posting("2"))
    before = (untouched / "run.json").read_bytes()
    forgotten = known(url="https://jobs.quillmoor.example/1")
    doomed = forgotten_postings(tmp_path, forgotten)
    assert doomed == {"lever/quillmoor/1"}
    assert forget_landed(tmp_path, doomed, forgotten, NOW) == 1
    run = read_run(folder)
    (file,) = run.files
    assert (file.rows, file.sha256) == (2, sha256_of(folder / file.name))
    assert b"quillmoor.example/1" not in gzip.decompress((folder / file.name).read_bytes())
    (amendment,) = run.amendments
    assert (amendment.amended_at, amendment.reason, amendment.removed) == (NOW, "forget", 1)
    assert sorted(path.name for path in folder.iterdir()) == sorted([file.name, "run.json"])
    assert (untouched / "run.json").read_bytes() == before
    assert forget_landed(tmp_path, doomed, forgotten, NOW) == 0


def test_a_posting_goes_from_every_run_by_what_one_of_them_shows(tmp_path: Path) -> None:
    landed(tmp_path, "run-1", posting("1", url="https://old.example/1"))
    landed(tmp_path, "run-2", posting("1"))
    forgotten = known(domain="old.example")
    assert forget_landed(tmp_path, forgotten_postings(tmp_path, forgotten), forgotten, NOW) == 2


def test_an_employer_goes_with_its_boards(tmp_path: Path) -> None:
    folder = landed(tmp_path, "run-1", posting("1"))
    forgotten = known(company="Quillmoor Ltd")
    forget_landed(tmp_path, forgotten_postings(tmp_path, forgotten), forgotten, NOW)
    run = read_run(folder)
    assert [b.employer for b in run.boards] == ["Wrenfield"] and run.files == ()
    assert "uillmoor" not in "".join(path.read_text() for path in folder.iterdir())


@pytest.mark.parametrize("kill_at", ["crawler.landing.forget.write_run", "crawler.landing.forget.sweep_unnamed"])
def test_a_kill_in_between_leaves_a_run_that_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kill_at: str
) -> None:
    folder = landed(tmp_path, "run-1", posting("1"), posting("2"))
    forgotten = known(url="https://jobs.quillmoor.example/1")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(kill_at, killed)
        forget_landed(tmp_path, {"lever/quillmoor/1"}, forgotten, NOW)
    (file,) = read_run(folder).files
    assert file.sha256 == sha256_of(folder / file.name)
    forget_landed(tmp_path, {"lever/quillmoor/1"}, forgotten, NOW)
    (file,) = read_run(folder).files
    assert (file.rows, len(list(folder.iterdir()))) == (1, 2)


def test_an_unfinished_crawl_is_finished_first(tmp_path: Path) -> None:
    OpenRun(tmp_path, Run("run-1", "crawl", START, START, START, "example", (), ())).close()
    with pytest.raises(BadInputError, match="finish it with crawl --resume"):
        forget_landed(tmp_path, set(), Forgotten(), NOW)


async def test_the_next_crawl_does_not_bring_it_back(tmp_path: Path, httpserver: HTTPServer) -> None:
    serve_robots(httpserver)
    jobs = [
        {"id": n, "title": "ML Engineer", "absolute_url": f"https://q.example/{n}", "content": "&lt;p&gt;Train."}
        for n in (1, 2)
    ]
    serve(httpserver, "quillmoor", {"jobs": jobs})
    add_tombstone(tmp_path, known(url="https://q.example/1").tombstones[0])
    run, outcomes = await crawled(tmp_path / "landing", httpserver, Board("greenhouse", "quillmoor", "Quillmoor"))
    assert outcomes["quillmoor"].postings == 1 == run.files[0].rows
    assert outcomes["quillmoor"].drift["forgotten"] == 1
    assert b"q.example/1" not in gzip.decompress((tmp_path / "landing" / "run-1" / run.files[0].name).read_bytes())


def test_an_import_does_not_bring_it_back(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("title,text,company\nML Engineer,You train.,Quillmoor\nML Engineer,You serve.,Wrenfield\n")
    add_tombstone(tmp_path, known(company="Quillmoor Inc").tombstones[0])

    def bring_in(run_id: str) -> Run:
        landing = tmp_path / "landing"
        return import_files(
            [file], landing=landing, run_id=run_id, started_at=START, observed_on=None, market="example"
        )

    assert bring_in("run-1").boards[0].postings == 1
    add_tombstone(tmp_path, known(company="Wrenfield").tombstones[0])
    with pytest.raises(BadInputError, match="were forgotten on request"):
        bring_in("run-2")
