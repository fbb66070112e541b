"""Boards: the shipped list is sound, a person's own lie over it, and addresses of careers pages name them."""

from pathlib import Path

import pytest

from crawler.boards.listed import (
    OVERLAY,
    add_board,
    as_listed,
    board_from_url,
    load_boards,
    read_boards,
    remove_board,
)
from crawler.boards.shipped import coverage, dead_boards, moves
from crawler.boards.switches import enabled_sources
from crawler.sources import load_source, source_names
from warehouse.models import BadInputError, Board


def test_shipped_boards_say_where_they_were_seen() -> None:
    boards = load_boards()
    assert len({(b.source, b.slug) for b in boards}) == len(boards) > 20
    assert all(b.seen_in for b in boards) and {b.source for b in boards} >= {
        "greenhouse",
        "lever",
        "ashby",
        "hackernews",
    }


def test_the_shipped_table_is_wide_and_sound() -> None:
    boards, on = load_boards(), enabled_sources(None)
    by_default = [board for board in boards if board.source in on]
    assert len(by_default) >= 600 and len(boards) - len(by_default) >= 150
    assert all(load_source(board.source).requests_for(board) for board in boards)
    assert all(board.checked for board in boards if board.ml_titles)
    spelt = [(board.source, board.slug.casefold()) for board in boards]
    assert len(set(spelt)) == len(spelt)
    keys = {(board.source, board.slug) for board in boards}
    assert not keys & set(dead_boards())
    for source, slug in (("greenhouse", "thumbtack"), ("greenhouse", "clickhouse")):
        (move,) = moves()[source, slug]
        assert move.verdict == "moved" and (source, slug) not in keys and move.to in keys


def test_large_ai_employers_are_counted() -> None:
    reach = coverage(load_boards(), enabled_sources(None))
    assert (reach.of, reach.by_enabled >= 55, reach.by_all >= 73) == (84, True, True)
    assert coverage([], source_names()).by_all == 0


def test_a_listed_board_keeps_its_name_and_what_is_known_of_it(tmp_path: Path) -> None:
    waymo = next(board for board in load_boards() if board.slug == "waymo")
    given = as_listed(board_from_url("https://boards.greenhouse.io/Waymo"), tmp_path)
    assert (given.slug, given.employer) == ("waymo", "Waymo")
    add_board(tmp_path, given)
    kept = next(board for board in load_boards(tmp_path) if board.slug == "waymo")
    assert (kept.ml_titles, kept.tags, kept.checked) == (waymo.ml_titles, waymo.tags, waymo.checked)
    remove_board(tmp_path, "greenhouse", "waymo")
    assert as_listed(board_from_url("https://boards.greenhouse.io/waymo"), tmp_path).employer == "Waymo"
    assert as_listed(board_from_url("https://jobs.lever.co/nobody"), tmp_path).employer == "nobody"
    assert as_listed(board_from_url("https://boards.greenhouse.io/thumbtack"), tmp_path).employer == "Thumbtack"


def test_adding_and_removing_write_only_the_overlay(tmp_path: Path) -> None:
    shipped = load_boards(tmp_path)
    odd = Board("ashby", "Saltmarsh AI", 'Salt "Marsh" \\ AI', None, "https://x.example/\u0007")
    add_board(tmp_path, odd)
    add_board(tmp_path, Board("lever", "wrenfield", "Wrenfield", "eu"))
    assert odd in load_boards(tmp_path) and len(load_boards(tmp_path)) == len(shipped) + 2
    add_board(tmp_path, Board("lever", "wrenfield", "Wrenfield Robotics", "eu"))
    assert [b.employer for b in load_boards(tmp_path) if b.slug == "wrenfield"] == ["Wrenfield Robotics"]
    remove_board(tmp_path, "lever", "wrenfield")
    remove_board(tmp_path, shipped[0].source, shipped[0].slug)
    assert {b.slug for b in load_boards(tmp_path)} == {b.slug for b in shipped[1:]} | {"Saltmarsh AI"}
    add_board(tmp_path, shipped[0])
    assert shipped[0] in load_boards(tmp_path)
    assert [path.relative_to(tmp_path) for path in tmp_path.rglob("*.*")] == [OVERLAY]
    with pytest.raises(BadInputError, match="no board 'nobody'"):
        remove_board(tmp_path, "lever", "nobody")


@pytest.mark.parametrize(
    ("url", "board"),
    [
        ("https://boards.greenhouse.io/quillmoor/jobs/12?x=1", ("greenhouse", "quillmoor", None)),
        ("https://job-boards.eu.greenhouse.io/quillmoor", ("greenhouse", "quillmoor", None)),
        ("https://boards.greenhouse.io/embed/job_board?b=1&for=quillmoor", ("greenhouse", "quillmoor", None)),
        ("https://boards.greenhouse.io/embed/job_board/js?for=quillmoor", ("greenhouse", "quillmoor", None)),
        ("https://boards-api.greenhouse.io/v1/boards/quillmoor/jobs", ("greenhouse", "quillmoor", None)),
        ("jobs.lever.co/wrenfield/22a4-11", ("lever", "wrenfield", None)),
        ("HTTPS://JOBS.EU.LEVER.CO/wrenfield", ("lever", "wrenfield", "eu")),
        ("https://jobs.ashbyhq.com/Saltmarsh%20AI/63df?utm=x", ("ashby", "Saltmarsh AI", None)),
        ("https://apply.workable.com/saltmarsh/", ("workable", "saltmarsh", None)),
        ("https://apply.workable.com/api/v1/widget/accounts/saltmarsh", ("workable", "saltmarsh", None)),
        ("https://quillmoor.recruitee.com/o/ml-engineer", ("recruitee", "quillmoor", None)),
        ("https://wrenfield.jobs.personio.de/job/12", ("personio", "wrenfield", None)),
        ("https://wrenfield.jobs.personio.com", ("personio", "wrenfield", None)),
        ("https://careers.smartrecruiters.com/Quillmoor", ("smartrecruiters", "Quillmoor", None)),
        ("https://jobs.smartrecruiters.com/Quillmoor/7440-ml", ("smartrecruiters", "Quillmoor", None)),
        (
            "https://saltmarsh.wd5.myworkdayjobs.com/en-US/Ext_Careers/job/x",
            ("workday", "saltmarsh.wd5.Ext_Careers", None),
        ),
        ("https://saltmarsh.wd103.myworkdayjobs.com/Careers?q=ml", ("workday", "saltmarsh.wd103.Careers", None)),
        (
            "https://saltmarsh.wd5.myworkdayjobs.com/wday/cxs/saltmarsh/Careers/jobs",
            ("workday", "saltmarsh.wd5.Careers", None),
        ),
        ("https://jobs.gem.com/Quillmoor/am9i?utm=x", ("gem", "Quillmoor", None)),
        ("https://api.gem.com/job_board/v0/quillmoor/job_posts/", ("gem", "quillmoor", None)),
        ("https://wrenfield.pinpointhq.com/en/postings/0a1b", ("pinpoint", "wrenfield", None)),
        (
            "https://Saltmarsh.fa.us2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_1/job/11",
            ("oracle", "saltmarsh.fa.us2.oraclecloud.com.CX_1", None),
        ),
        (
            "https://careers.quillmoor.example/careers?query=ml&domain=quillmoor.example&start=0",
            ("eightfold", "careers.quillmoor.example_quillmoor.example", None),
        ),
        ("https://wrenfield.eightfold.ai/careers/job/7", ("eightfold", "wrenfield", None)),
        ("https://quillmoor.bamboohr.com/careers/7", ("bamboohr", "quillmoor", None)),
        ("https://wrenfield.breezy.hr/p/0a1b-controls-engineer", ("breezy", "wrenfield", None)),
        ("https://quillmoor.teamtailor.com/jobs/7-ml", ("teamtailor", "quillmoor", None)),
        ("https://quillmoor.na.teamtailor.com", ("teamtailor", "quillmoor.na", None)),
        ("careers.quillmoor.example/jobs/12?x=1", ("jsonld", "careers-quillmoor-example-jobs-12-x-1", None)),
    ],
)
def test_addresses(url: str, board: tuple[str, str, str | None]) -> None:
    found = board_from_url(url, "The Employer")
    assert (found.source, found.slug, found.region, found.employer) == (*board, "The Employer")
    assert board_from_url(url).employer == found.slug


def test_a_page_of_its_own_keeps_its_address(tmp_path: Path) -> None:
    page = board_from_url("http://careers.quillmoor.example/open-positions/engineering/machine-learning-engineer-2#top")
    assert page.url == "https://careers.quillmoor.example/open-positions/engineering/machine-learning-engineer-2#top"
    assert page.employer == page.slug and len(page.slug) < 60
    add_board(tmp_path, page)
    assert page in load_boards(tmp_path)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("https://apply.workable.com/j/A1B2C3", "names no board"),
        ("https://acme.wd5.myworkdayjobs.com", "names no board"),
        ("https://acme.fa.us2.oraclecloud.com/", "names no board"),
        ("https://jobs.gem.com", "names no board"),
        ("https://www.linkedin.com/jobs/view/1", "LinkedIn forbids"),
        ("https://de.indeed.com/viewjob?jk=1", "Indeed forbids"),
        ("https://weworkremotely.com/remote-jobs/1", "We Work Remotely forbids"),
        ("http://127.0.0.1/jobs", "no public web page"),
        ("http://[::1]/jobs", "no public web page"),
        ("localhost", "no public web page"),
        ("https://someone:secret@quillmoor.example/", "no public web page"),
        ("https://quillmoor.example:8443/jobs", "no public web page"),
        ("https://jobs.lever.co/", "names no board"),
        ("https://boards.greenhouse.io/embed/job_board", "names no board"),
        ("https://jobs.ashbyhq.com/%2e%2e%2fetc", "no board's key"),
        ("", "no public web page"),
    ],
)
def test_addresses_that_name_no_board(url: str, sentence: str) -> None:
    with pytest.raises(BadInputError, match=sentence):
        board_from_url(url)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[board]\n", "is not TOML"),
        ("board = 1\n", "not a list of tables"),
        ("[[board]]\nsource = 'lever'\nslug = 'a'\n", "number 1: `employer` is missing"),
        ("[[board]]\nsource = 'lever'\nslug = 'a'\nemployer = 'A'\npage = 'x'\n", "no field 'page'"),
        ("[[board]]\nsource = 'jsonld'\nslug = 'a'\nemployer = 'A'\n", "a careers page has no `url`"),
        (
            "[[board]]\nsource = 'jsonld'\nslug = 'a'\nemployer = 'A'\nurl = 'http://10.0.0.1/x'\n",
            "no public https page",
        ),
        ("[[board]]\nsource = 'workday'\nslug = 'a'\nemployer = 'A'\n", "is not <tenant>.<wdN>.<site>"),
        ("[[board]]\nsource = 'lever'\nslug = 1\nemployer = 'A'\n", "a text in quotes"),
        ("[[board]]\nsource = 'orbit'\nslug = 'a'\nemployer = 'A'\n", "'orbit' is not built"),
        ("[[board]]\nsource = 'lever'\nslug = '../a'\nemployer = 'A'\n", "no board's key"),
        ("[[board]]\nsource = 'lever'\nslug = 'a'\nemployer = 'A'\nregion = 'mars'\n", "region 'mars'"),
    ],
)
def test_files_of_boards_that_cannot_be_read(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "boards.toml").write_text(text)
    with pytest.raises(BadInputError, match=sentence) as caught:
        read_boards(tmp_path / "boards.toml")
    assert str(tmp_path) in str(caught.value)
    with pytest.raises(BadInputError, match="does not exist"):
        read_boards(tmp_path / "missing.toml")
