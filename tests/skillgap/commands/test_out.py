"""Where results are written: a file is replaced whole, a folder refused, a device written to and left what it is."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from skillgap.files import replacing
from tests.skillgap.conftest import Ended
from warehouse.models import BadInputError


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text()), daemon=True)
    reader.start()
    with replacing(pipe) as out:
        out.write("through")
    reader.join(10)
    assert got == ["through"]
    assert pipe.is_fifo()


def test_a_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with replacing(tmp_path / "link") as out:
        out.write("new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "new"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="is a folder"), replacing(tmp_path) as out:
        out.write("x")


def test_annotate_reads_a_byte_order_mark_and_refuses_ids_that_are_none(
    tmp_path: Path, run: Callable[..., Ended]
) -> None:
    ids = ('"a"', "7", "NaN", "1e999", "null", "true", "{}")
    lines = "\n".join(f'{{"id": {own}, "text": "Python"}}' for own in ids)
    (tmp_path / "in.jsonl").write_text("\ufeff" + lines, encoding="utf-8")
    ended = run("annotate", "--in", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl")
    assert ended.code == 1
    assert [json.loads(line)["id"] for line in (tmp_path / "out.jsonl").read_text().splitlines()] == ["a", 7]


def test_what_cannot_be_written_to_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link in a circle, and a pipe that nobody reads: opened for writing it would wait for a reader without end."""
    loop, pipe = tmp_path / "loop", tmp_path / "pipe"
    monkeypatch.setattr("skillgap.files.READER_SECONDS", 0.1)
    loop.symlink_to(loop)
    os.mkfifo(pipe)
    for path in (loop, pipe):
        with pytest.raises(BadInputError, match="--out"), replacing(path) as out:
            out.write("lost")
    assert loop.is_symlink() and pipe.is_fifo()
