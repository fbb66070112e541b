"""Reading on a cluster of two processes: the same tables, one of them killed or not; a stale worker is refused."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from skillgap import pipeline
from skillgap.reading import Desk
from skillgap.settings import Settings
from skillgap.workers import extra
from skillgap.workers.cluster import in_cluster
from skillgap.workers.mapping import Over, here
from skillgap.workers.reads import StaleWorkerError
from tests.skillgap.conftest import POSTINGS
from warehouse.database.store import open_store
from warehouse.models import BadInputError

ROOT = Path(__file__).parents[3]
MOMENT = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
READ_TABLES = ("core.reader", "core.reading", "core.mention", "core.unknown_term")
Started = Callable[..., subprocess.Popen[bytes]]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--engine", "spark"], "none of processes, dask"),
        (["--engine", "dask"], "needs --scheduler"),
        (["--engine", "dask", "--scheduler", "tcp://127.0.0.1:9", "--workers", "3"], "--workers is for"),
    ],
)
def test_wrong_use_is_said(run: Any, tmp_path: Path, words: list[str], says: str) -> None:
    ended = run("read", *words, "--data", tmp_path)
    assert ended.code == 2 and says in ended.err and not list(tmp_path.iterdir())


def test_without_the_extra_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch, run: Any) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(extra, "import_module", missing)
    ended = run("read", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")
    assert ended.code == 2 and "make setup-scale" in ended.err and ended.err.count("\n") == 1


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Started]:
    """Start a part of a cluster as a process; all are ended with the test."""
    begun: list[subprocess.Popen[bytes]] = []

    def started(what: str, *words: str, root: Path = ROOT) -> subprocess.Popen[bytes]:
        with (tmp_path / f"{what}-{len(begun)}.log").open("wb") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.dask_{what}", *words, "--no-dashboard"],
                cwd=root,
                env={**os.environ, "PYTHONPATH": str(root)},
                stdout=log,
                stderr=log,
            )
        begun.append(child)
        return child

    yield started
    for child in begun:
        child.kill()
        child.wait()


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder in which nothing of ours can be imported."""
    for room in ("nlp", "warehouse", "skillgap"):
        (tmp_path / "bare" / room).mkdir(parents=True)
        (tmp_path / "bare" / room / "__init__.py").touch()
    return tmp_path / "bare"


@pytest.fixture
def scheduler(start: Started, bare: Path, tmp_path: Path) -> str:
    """The address of a scheduler on this machine, which needs nothing of ours."""
    file = tmp_path / "scheduler.json"
    start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file), root=bare)
    until = time.monotonic() + 300
    while not (file.exists() and file.read_text().rstrip().endswith("}")):  # it is there before it is written
        assert time.monotonic() < until
        time.sleep(0.1)
    address: str = json.loads(file.read_text())["address"]
    return address


def worker(start: Started, scheduler: str, root: Path = ROOT) -> subprocess.Popen[bytes]:
    return start("worker", scheduler, "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1", root=root)


def tables(folder: Path, over: Over, told: Callable[[int, int], None] = lambda *_: None) -> list[Any]:
    """What a reading of the invented postings leaves."""
    place = Settings(folder)
    pipeline.bring_in(place, [POSTINGS], started_at=MOMENT, observed_on=MOMENT.date(), market="real", columns={})
    with open_store(place.data) as con:
        pipeline.load(con, place)
        pipeline.read(con, Desk(), told, over)
        return [con.execute(f"SELECT * FROM {table}").fetchall() for table in READ_TABLES]


@pytest.mark.long
def test_a_killed_worker_costs_time_and_no_row(
    start: Started, scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "TEXTS_IN_PART", 3)
    crew = [worker(start, scheduler) for _ in range(2)]
    killed = []

    def kill_one(done: int, _: int) -> None:
        if not killed:
            crew[0].send_signal(signal.SIGKILL)
            killed.append(done)

    found = tables(tmp_path / "cluster", in_cluster(scheduler), kill_one)
    assert killed == [3], "the worker is killed while most is still to be read"
    assert crew[0].wait() == -signal.SIGKILL and crew[1].poll() is None
    assert found == tables(tmp_path / "here", here) and len(found[1]) == 46


@pytest.mark.long
def test_a_worker_of_another_checkout_is_refused(start: Started, scheduler: str, tmp_path: Path) -> None:
    old = tmp_path / "old"
    for room in ("nlp", "warehouse", "skillgap", "crawler"):
        shutil.copytree(ROOT / room, old / room, ignore=shutil.ignore_patterns("__pycache__", "generations"))
    shutil.copytree(ROOT / "warehouse" / "generations", old / "warehouse" / "generations")
    with (old / "nlp" / "posting" / "pay.toml").open("a") as file:
        file.write("\n# of another day\n")
    worker(start, scheduler, old)
    with pytest.raises(StaleWorkerError, match=r"bring its checkout of skillgap to this one's state") as told:
        tables(tmp_path / "data", in_cluster(scheduler))
    assert told.value.exit_code == 2


@pytest.mark.long
def test_a_worker_without_skillgap_is_refused(start: Started, scheduler: str, bare: Path, tmp_path: Path) -> None:
    worker(start, scheduler, bare)
    with pytest.raises(StaleWorkerError, match="does not know this skillgap"):
        tables(tmp_path / "data", in_cluster(scheduler))


@pytest.mark.long
def test_nobody_there_is_one_sentence(start: Started, scheduler: str) -> None:
    with pytest.raises(BadInputError, match="has no workers: start some with `dask worker"):
        list(in_cluster(scheduler)(lambda part: [], [[("title", "text", None)]]))
    with pytest.raises(BadInputError, match="No Dask scheduler answers"):
        list(in_cluster("tcp://127.0.0.1:9")(lambda part: [], [[("title", "text", None)]]))
