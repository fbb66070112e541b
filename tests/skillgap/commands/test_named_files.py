"""Whatever is named as an input, the answer is one sentence, soon: pipes, devices, folders, endless and deep files."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from skillgap.comparing.given_posting import given_posting
from skillgap.comparing.resumes import earlier_report
from warehouse.models import BadInputError, read_given

DEEP = 10_000


@pytest.fixture(params=["folder", "pipe", "socket", "device", "missing", "loop", "long name"])
def odd(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """No ordinary file."""
    path = tmp_path / "odd"
    kind = request.param
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as made:
            monkeypatch.chdir(tmp_path)  # a socket's path is short
            made.bind("odd")
            yield path
        return
    elif kind == "device":
        path = Path("/dev/zero")
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "long name":
        path = tmp_path / ("o" * 300)
    yield path


def test_what_is_no_file_is_said_at_once(odd: Path) -> None:
    with pytest.raises(BadInputError, match="name a file"):
        read_given(odd, 100)


@pytest.fixture
def sparse(tmp_path: Path) -> Path:
    """20 GB of nothing, which take no room."""
    path = tmp_path / "sparse.json"
    with path.open("wb") as file:
        file.truncate(20_000_000_000)
    return path


def test_a_file_without_end_is_not_read_whole(sparse: Path, run: Callable[..., Any], tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="larger"):
        given_posting(str(sparse), None)  # type: ignore[arg-type]
    for given in (["annotate", "--in", sparse, "--out", tmp_path / "out"], ["gap", sparse, "--market", "reference"]):
        ended = run(*given)
        assert ended.code == 2
        assert sum(line.startswith("skillgap: ") for line in ended.err.splitlines()) == 1, ended.err


@pytest.mark.parametrize("opening", ["[", '{"text":'])
def test_what_nests_without_end_is_one_sentence(opening: str, tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text(opening * DEEP)
    with pytest.raises(BadInputError, match="not JSON"):
        earlier_report(path)
    if opening != "[":
        with pytest.raises(BadInputError, match="not one JSON object"):
            given_posting(str(path), None)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["skills", "lanes", "boards", "sources"])
def test_settings_that_nest_without_end_are_named(name: str, tmp_path: Path, run: Callable[..., Any]) -> None:
    path = tmp_path / "config" / f"{name}.toml"
    path.parent.mkdir()
    path.write_text(f"a = {'[' * DEEP}")
    command = {
        "skills": ["skills", "show", "python"],
        "lanes": ["lanes"],
        "boards": ["boards", "list"],
        "sources": ["sources"],
    }
    ended = run(*command[name], "--data", tmp_path)
    assert ended.code in (2, 3), ended.err
    assert str(path) in ended.err.replace("\n", "") or name == "lanes"


def test_a_lone_half_of_a_sign_is_read_as_a_hole(run: Callable[..., Any], tmp_path: Path) -> None:
    rows = [{"id": "a\ud800", "text": "We use Python \udc00 and Go."}, {"id": "b", "text": "Python."}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    ended = run("annotate", "--in", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl")
    assert ended.code == 0, ended.err
    assert [json.loads(line)["id"] for line in (tmp_path / "out.jsonl").read_text().splitlines()] == ["a\ufffd", "b"]


@pytest.mark.parametrize(
    "parts",
    [{"resume": []}, {"lanes": 3}, {"lanes": [None]}, {"lanes": {"a": None}}, {"market": "x"}, {"closest": 4},
     {"resume": {"skills": [{"skill": []}]}}, {"lanes": [{"lane": "platform"}]}],
    ids=str,
)  # fmt: skip
def test_an_earlier_report_of_other_kinds(
    run: Callable[..., Any], resume: Path, tmp_path: Path, parts: dict[str, Any]
) -> None:
    path = tmp_path / "old.json"
    path.write_text(json.dumps({"resume": {}, "market": {}, "lanes": [], **parts}))
    ended = run("gap", resume, "--market", "reference", "--against", path)
    assert ended.code in (0, 2), ended
    assert ended.code == 0 or "given with --against is not one that" in ended.err
