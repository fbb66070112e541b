"""The command line as a process of its own: it ends sooner than Python would, and leaves all that Python would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.dashboard.market import publish
from tests.served import ROOT

BUFFERED = {key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"}
"""What is printed waits for the end, as it does where nobody asked otherwise."""


def ended(
    words: list[str], how: str = "program", before: str = "", stdout: Any = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """A process whose last call is the command line, which ends it (`program`) or leaves that to Python (`main`)."""
    code = f"import sys; from skillgap.__main__ import {how}\nsys.argv = ['skillgap', *{words!r}]\n{before}\n{how}()"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=BUFFERED,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--version"], 0),
        (["gop"], 2),
        (["gap", "no such file.md"], 2),
        (["gap", "{resume}", "--data", "{data}"], 0),
        (["gap", "{resume}", "{torn}", "--data", "{data}", "--out", "{out}"], 1),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, list) else "",
)
def test_every_end_is_told_as_python_would_tell_it(words: list[str], code: int, resume: Path, tmp_path: Path) -> None:
    publish(tmp_path / "data")
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(b"%PDF-1.7\nnothing")
    places = {"data": tmp_path / "data", "resume": resume, "torn": torn, "out": tmp_path / "out"}
    given = [word.format(**places) for word in words]
    ours, pythons = ended(given), ended(given, "main")
    assert (ours.returncode, ours.stdout, ours.stderr) == (pythons.returncode, pythons.stdout, pythons.stderr)
    assert ours.returncode == code, ours.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
@pytest.mark.parametrize("where", ["a full disk", "a pipe that nobody reads"])
def test_what_cannot_be_put_out_is_told_as_python_would_tell_it(where: str) -> None:
    def put(how: str) -> tuple[int, str]:
        if where == "a full disk":
            place = os.open("/dev/full", os.O_WRONLY)
        else:
            reading, place = os.pipe()
            os.close(reading)
        try:
            done = ended(["--version"], how, stdout=place)
        finally:
            os.close(place)
        return done.returncode, done.stderr

    assert put("program") == put("main")
    assert put("program")[0] != 0


def test_what_waits_for_the_end_is_done(tmp_path: Path) -> None:
    waiting = (
        "import atexit, logging.handlers, tempfile, threading, weakref\n"
        "atexit.register(print, 'a handler')\n"
        f"folder = tempfile.TemporaryDirectory(dir={str(tmp_path)!r})\n"
        "log = logging.FileHandler(folder.name + '.log', delay=True)\n"
        "memory = logging.handlers.MemoryHandler(1_000, target=log)\n"
        "memory.handle(logging.makeLogRecord({'msg': 'remembered', 'levelno': 20}))\n"
    )
    done = ended(["--version"], before=waiting)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "a handler"
    (left,) = tmp_path.iterdir()
    assert left.read_text() == "remembered\n"


def test_a_thread_that_python_would_wait_for_is_waited_for() -> None:
    late = (
        "import threading\n"
        "def told():\n"
        "    threading.main_thread().join()\n"
        "    print('late')\n"
        "threading.Thread(target=told).start()\n"
    )
    done = ended(["--version"], before=late)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "late")


def test_the_last_look_through_all_objects_is_left_out() -> None:
    held = "class Held:\n    def __del__(self): print('looked at')\nheld = Held()\n"
    assert "looked at" not in ended(["--version"], before=held).stdout
    assert "looked at" in ended(["--version"], "main", before=held).stdout


def test_who_watches_a_process_sees_it_end() -> None:
    watched = [sys.executable, "-m", "cProfile", "-m", "skillgap", "--version"]
    done = subprocess.run(watched, cwd=ROOT, env=BUFFERED, capture_output=True, text=True, check=False)
    assert (done.returncode, "function calls" in done.stdout) == (0, True), done.stderr


def test_what_a_command_writes_is_closed_before_the_end(postings: Path, tmp_path: Path) -> None:
    left = {}
    for how in ("program", "main"):
        data = tmp_path / how
        for words in (["import", str(postings), "--observed-on", "2026-03-02"], ["load"]):
            done = ended([*words, "--data", str(data)], how)
            assert done.returncode == 0, done.stderr
        left[how] = sorted(path.name for path in data.rglob("*") if path.suffix != ".gz" and path.parent == data)
        assert not list(data.rglob("*.wal"))
    assert left["program"] == left["main"]
    assert "warehouse.duckdb" in left["program"]
