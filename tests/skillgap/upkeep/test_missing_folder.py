"""A data folder that is not there, perhaps mistyped: one sentence that names it, and nothing is made."""

from __future__ import annotations

from pathlib import Path

import pytest

COMMANDS = {
    "load": ("load",),
    "read": ("read",),
    "lanes": ("lanes",),
    "publish": ("publish",),
    "refresh": ("refresh", "--no-crawl"),
    "rebuild": ("rebuild",),
    "export": ("export",),
    "snapshot": ("snapshot",),
    "trends": ("trends",),
    "gap": ("gap", "resume.md", "--market", "own"),
    "doctor": ("doctor",),
    "doctor --thin": ("doctor", "--thin", "--yes"),
    "forget": ("forget", "--company", "Tern & Tansy", "--yes"),
    "skills propose": ("skills", "propose"),
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_nothing_is_made_where_nothing_was(
    run, resume: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(resume.parent)
    before = sorted(resume.parent.rglob("*"))
    ended = run(*command, "--data", "mistyped")
    assert ended.code == 2 and ended.out == ""
    (sentence,) = [line for line in ended.err.splitlines() if "mistyped" in line]
    assert sentence.startswith("skillgap: mistyped ")
    assert sorted(resume.parent.rglob("*")) == before


@pytest.mark.parametrize("name", ["absent.csv", "resume.md", "empty.csv"])
def test_a_refused_import_makes_no_folder(run, resume: Path, name: str) -> None:
    data, empty = resume.parent / "mistyped", resume.parent / "empty.csv"
    empty.touch()
    ended = run("import", resume.parent / name, "--data", data)
    assert ended.code == 2 and name in ended.err
    assert not data.exists()


@pytest.mark.parametrize("command", ["load", "read", "lanes", "publish", "rebuild"])
def test_an_empty_folder_stays_empty(run, tmp_path: Path, command: str) -> None:
    ended = run(command, "--data", tmp_path)
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert f"{tmp_path} holds no postings yet" in ended.err
    assert list(tmp_path.iterdir()) == []
