"""A crawl that is killed and resumed, and one that several machines share, give what an undisturbed one gives."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.landing.runs import begun_runs, read_run, sealed_runs
from tests.crawler.child import ROOT, board_file, crawl_arguments, run_child
from tests.crawler.faults import Server, serving
from tests.warehouse.contents import content_hash
from tests.warehouse.landings import RULES
from warehouse.database.load import SourceRule, load_runs
from warehouse.database.store import open_store

SOURCES = ("ashby", "greenhouse", "lever")
BOARDS = [(source, f"b{number:02}") for source in SOURCES for number in range(8)]
FAULTY = [
    ("greenhouse", "missing_title"),
    ("greenhouse", "unknown_board"),
    ("lever", "html_for_json"),
    ("ashby", "empty_list"),
]
KILLS = 100 if os.environ.get("SKILLGAP_TORTURE") else 8


@dataclass(frozen=True)
class Content:
    """What a run says, whatever the order and the time in which its boards came."""

    boards: tuple[tuple[object, ...], ...]
    rejects: tuple[tuple[object, ...], ...]
    rows: str
    """Hash of the sorted rows."""


def logical(folder: Path) -> Content:
    run = read_run(folder)
    rows = sorted(
        line for file in run.files for line in gzip.decompress((folder / file.name).read_bytes()).splitlines()
    )
    assert sum(file.rows for file in run.files) == len(rows) == sum(b.postings for b in run.boards)
    return Content(
        tuple(sorted((b.source, b.board, b.outcome, b.reason, b.postings, b.rejects, b.body_hash) for b in run.boards)),
        tuple(sorted((r.source, r.board, r.row, r.reason) for r in run.rejects)),
        hashlib.sha256(b"\n".join([run.started_at.isoformat().encode(), *rows])).hexdigest(),
    )


def arguments(data: Path, server: Server, *more: str) -> list[str]:
    boards = board_file(data.parent / "boards.toml", BOARDS + FAULTY)
    base_urls = {source: server.url(source) for source in SOURCES}
    return crawl_arguments(data, boards, base_urls, "--allow-loopback", *more)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, server: Server) -> tuple[Content, float]:
    """The content of a crawl that nobody kills, and the seconds it takes."""
    data = tmp_path_factory.mktemp("undisturbed") / "data"
    ended = run_child({}, arguments(data, server))
    return logical(data / "landing" / "run-1"), ended.seconds


def started(given: Sequence[str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "crawler", *given]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def killed_after(given: Sequence[str], boards: int) -> None:
    """Kill the crawl when it has told of so many boards."""
    process = started(given)
    assert process.stdout
    for _ in itertools.islice(process.stdout, boards):
        pass
    process.kill()
    process.communicate()


def resumed(data: Path, server: Server) -> None:
    ended = run_child({}, [*arguments(data, server), "--resume"])
    assert ended.error == "" and begun_runs(data / "landing") == []


@pytest.mark.parametrize("boards", [1, 13, 27])
def test_a_killed_crawl_comes_to_the_same(
    tmp_path: Path, server: Server, undisturbed: tuple[Content, float], boards: int
) -> None:
    data = tmp_path / "data"
    server.log.clear()
    killed_after(arguments(data, server), boards)
    resumed(data, server)
    assert logical(data / "landing" / "run-1") == undisturbed[0]
    asked = Counter(path for path in server.log if path != "/robots.txt")
    assert max(asked.values()) <= 2 and len(asked) == len(BOARDS + FAULTY)  # twice only what was under way


@pytest.mark.long
def test_kills_at_any_moment_come_to_the_same(
    tmp_path: Path, server: Server, undisturbed: tuple[Content, float]
) -> None:
    """Up to three kills in a row, at moments from the first import to the sealing of the run."""
    moments = random.Random(4)
    for number in range(KILLS):
        data = tmp_path / str(number) / "data"
        data.parent.mkdir()
        for turn in range(moments.randint(1, 3)):
            begun = bool(begun_runs(data / "landing"))
            process = started(arguments(data, server, *(["--resume"] if begun else [])))
            time.sleep(undisturbed[1] * moments.uniform(0.3, 1.0))
            process.send_signal(signal.SIGKILL)
            process.communicate()
            if sealed_runs(data / "landing"):
                break
            assert turn < 3
        if begun_runs(data / "landing"):
            resumed(data, server)
        elif not sealed_runs(data / "landing"):
            run_child({}, arguments(data, server))
        assert logical(data / "landing" / "run-1") == undisturbed[0]


def test_a_torn_ledger_line_and_torn_rows_were_never_acknowledged(
    tmp_path: Path, server: Server, undisturbed: tuple[Content, float]
) -> None:
    """What a kill within a write leaves: half of a gzip member after the last acknowledged one, half of a line."""
    data = tmp_path / "data"
    killed_after(arguments(data, server), 9)
    (folder,) = begun_runs(data / "landing")
    with (folder / "ledger.jsonl").open("ab") as file:
        file.write(b'{"board_run": {"source": "lever", "boa')
    for part in folder.glob("*.part"):
        with part.open("ab") as file:
            file.write(gzip.compress(b'{"source": "x"}\n' * 100)[:60])
    resumed(data, server)
    assert logical(folder) == undisturbed[0]


def test_shards_merge_in_any_order_to_the_same_content(tmp_path: Path, server: Server) -> None:
    """Three machines crawl their hosts; their landing folders are brought together."""
    server.log.clear()
    machines = [tmp_path / f"machine{number}" / "data" for number in (1, 2, 3)]
    for number, data in enumerate(machines, start=1):
        data.parent.mkdir()
        run_child({}, arguments(data, server, "--shard", f"{number}/3"))
    folders = [folder for data in machines for folder in sealed_runs(data / "landing")]
    assert len({folder.name for folder in folders}) == len(folders) >= 2
    asked = Counter(path for path in server.log if path != "/robots.txt")
    assert set(asked.values()) == {1} and len(asked) == len(BOARDS + FAULTY)
    found = set()
    for number, order in enumerate(itertools.permutations(folders)):
        together = tmp_path / f"together{number}"
        (together / "landing").mkdir(parents=True)
        with open_store(together) as con:
            for folder in order:
                (together / "landing" / folder.name).symlink_to(folder)
                load_runs(con, together / "landing", {**RULES, "ashby": SourceRule("ats", closes=True)})
            found.add(content_hash(con))
            postings = con.execute("SELECT count(*) FROM core.posting").fetchall()[0][0]
    assert len(found) == 1 and postings == len(BOARDS)  # each well board shows one
