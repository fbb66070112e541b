"""Reading on several cores: the same tables whatever their number, and a process that is killed costs no reading."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from skillgap import pipeline
from skillgap.reading import Desk
from skillgap.settings import Settings
from skillgap.workers import machine, processes
from skillgap.workers.mapping import WorkersLostError, here
from skillgap.workers.processes import default_workers, in_processes
from tests.skillgap.conftest import OTHER_WORK, POSTINGS
from tests.skillgap.workers.stand_in import Titles, parts_of
from warehouse.database.store import open_store

MOMENT = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
READ_TABLES = ("core.reader", "core.reading", "core.mention", "core.unknown_term")


@pytest.fixture(autouse=True)
def little_is_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PARTS_A_WORKER", 1)


def test_the_tables_are_the_same_whoever_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "TEXTS_IN_PART", 5)
    told: list[tuple[int, int]] = []
    tables = []
    for name, over in (("one", here), ("two", in_processes(2))):
        place = Settings(tmp_path / name)
        pipeline.bring_in(
            place, [POSTINGS, OTHER_WORK], started_at=MOMENT, observed_on=MOMENT.date(), market="real", columns={}
        )
        place.skills_overlay.parent.mkdir()
        place.skills_overlay.write_text(
            '[[skill]]\nid = "owning"\nname = "Owning"\nkind = "concept"\nsurfaces = ["own"]\n'
        )
        with open_store(place.data) as con:
            pipeline.load(con, place)
            done = pipeline.read(con, Desk(place.skills_overlay), lambda *at: told.append(at), over)
            tables.append([con.execute(f"SELECT * FROM {table}").fetchall() for table in READ_TABLES])
        assert done == pipeline.ReadSummary(48, 0, 2)
    assert tables[0] == tables[1] and all(tables[0])
    assert told == 2 * [(min(at, 48), 48) for at in range(5, 51, 5)]


def test_a_part_is_read_again_where_its_process_is_killed(tmp_path: Path) -> None:
    read = Titles("title 7", tmp_path / "killed once")
    assert list(in_processes(2)(read, parts_of(20))) == [[f"title {i}"] for i in range(20)]
    assert read.killed is not None and read.killed.exists()


def test_no_script_of_whoever_called_is_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit leaves the page under test as the main module."""
    script = ModuleType("__main__")
    script.__file__ = str(tmp_path / "page.py")
    Path(script.__file__).write_text("raise SystemExit(9)")
    monkeypatch.setitem(sys.modules, "__main__", script)
    assert list(in_processes(2)(Titles(), parts_of(4))) == [[f"title {i}"] for i in range(4)]
    assert sys.modules["__main__"] is script


def test_processes_that_keep_being_killed_end_in_one_sentence() -> None:
    found = in_processes(2)(Titles("title 7"), parts_of(20))
    got = []
    with pytest.raises(WorkersLostError, match="--workers 1") as told:
        got += list(found)
    assert told.value.exit_code == 1
    assert not multiprocessing.active_children()


def test_what_was_read_before_is_handed_on_first() -> None:
    got: list[Any] = []
    with pytest.raises(WorkersLostError):
        for titles in in_processes(2)(Titles("title 7"), parts_of(20)):
            got += titles
    assert got == [f"title {i}" for i in range(7)]


def test_what_a_process_fails_at_fails_where_it_is_told() -> None:
    """Not in a process whose traceback nobody sees."""
    with pytest.raises(ZeroDivisionError) as told:
        list(in_processes(2)(Titles(fails_at="title 7"), parts_of(20)))
    assert told.value.args == (os.getpid(),)


@pytest.mark.parametrize(("workers", "parts"), [(1, 30), (8, 1), (8, 0)])
def test_little_work_starts_no_process(workers: int, parts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_in_many", None)
    assert list(in_processes(workers)(Titles(), parts_of(parts))) == [[f"title {i}"] for i in range(parts)]


def test_no_more_processes_than_there_is_work_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "PARTS_A_WORKER", 5)
    asked = []
    monkeypatch.setattr(processes, "_in_many", lambda workers, read, parts: asked.append(workers) or iter(()))
    for parts in (9, 10, 14, 15, 1_000):
        list(in_processes(64)(Titles(), parts_of(parts)))
    assert asked == [2, 2, 3, 64]


def test_no_process_stays_where_the_work_is_left() -> None:
    with closing(in_processes(2)(Titles(), parts_of(20))) as found:
        next(found)
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()


ORPHANS = """
import multiprocessing, time
from tests.skillgap.workers.stand_in import Titles, parts_of
from skillgap.workers import processes
if __name__ == "__main__":
    processes.PARTS_A_WORKER = 1
    found = processes.in_processes(2)(Titles(), parts_of(20))
    next(found)
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_no_process_outlives_its_parent(tmp_path: Path, how: signal.Signals) -> None:
    script = tmp_path / "parent.py"
    script.write_text(ORPHANS)
    root = str(Path(__file__).parents[3])
    child = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
        start_new_session=True,
    )
    assert child.stdout is not None
    pids = [int(pid) for pid in child.stdout.readline().split()]
    assert pids
    if how is signal.SIGINT:
        os.killpg(child.pid, how)  # as Ctrl-C does: everyone at this terminal gets it
    else:
        child.send_signal(how)
    _, said = child.communicate(timeout=300)
    assert said.count("Traceback") == (how is signal.SIGINT)  # the parent's own; the door makes it exit code 130
    for pid in pids:
        until = time.monotonic() + 300
        while Path(f"/proc/{pid}").exists() or _runs(pid):
            assert time.monotonic() < until, f"{pid} is still there"
            time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_container_gives_what_its_limits_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_CONTAINER", tmp_path)
    (tmp_path / "cpu.max").write_text("50000 100000\n")
    (tmp_path / "memory.max").write_text(f"{2**30}\n")
    (tmp_path / "memory.current").write_text(f"{2**29}\n")
    assert machine.cores() == 1
    assert machine.free_bytes() <= 2**29
    assert default_workers() == 1
    (tmp_path / "cpu.max").write_text("max 100000\n")
    (tmp_path / "memory.max").write_text("max\n")
    assert machine.cores() >= 1 and machine.free_bytes() > 0


def test_memory_bounds_the_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "cores", lambda: 64)
    monkeypatch.setattr(machine, "free_bytes", lambda: 3 * processes.WORKER_BYTES + 1)
    assert default_workers() == 3
    monkeypatch.setattr(machine, "free_bytes", lambda: -1)
    assert default_workers() == 1
