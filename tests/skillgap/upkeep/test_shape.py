"""What stands in the wrong place in a data folder is named by every command, in the same words, and nothing is done."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from skillgap.upkeep.shape import FILES, FOLDERS

HARMS: dict[str, Callable[[Path], object]] = {
    "a file": lambda path: path.write_text("x"),
    "a folder": lambda path: path.mkdir(),
    "a pipe": os.mkfifo,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "a link that leads nowhere": lambda path: path.symlink_to("unmounted"),
    "what cannot be looked at": lambda path: path.symlink_to(path),
}
COMMANDS = (
    ("doctor",),
    ("status",),
    ("refresh", "--no-crawl"),
    ("rebuild",),
    ("gap", "resume.md"),
    ("trends",),
    ("boards", "list"),
    ("crawl", "--contact", "a@example.org"),
)


def put(data: Path, name: str, stands: str) -> None:
    path = data / name
    if path.is_dir():
        shutil.rmtree(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    HARMS[stands](path)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("name", "stands"),
    [("landing", "a file"), ("config", "a file"), ("generations", "a file"), ("generations/CURRENT", "a folder"),
     ("warehouse.duckdb", "a folder"), ("landing", "a link that leads nowhere")],
)  # fmt: skip
def test_all_commands_say_the_same(
    run: Callable[..., Any], tmp_path: Path, name: str, stands: str, command: tuple[str, ...]
) -> None:
    put(tmp_path, name, stands)
    before = sorted(tmp_path.rglob("*"))
    ended = run(*command, "--data", tmp_path)
    assert ended.code == 3, ended
    wants = "a folder" if name in FOLDERS else "a file"
    assert f"{tmp_path / name} is {stands} where {wants} belongs: move it away" in ended.out + ended.err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", [*FOLDERS, *FILES])
@pytest.mark.parametrize("stands", HARMS)
def test_doctor_names_each_that_is_misplaced(run: Callable[..., Any], tmp_path: Path, name: str, stands: str) -> None:
    if stands == ("a folder" if name in FOLDERS else "a file"):
        return
    put(tmp_path, name, stands)
    put(tmp_path, "checks" if name != "checks" else "snapshots", "a pipe")
    ended = run("doctor", "--data", tmp_path)
    assert ended.code == 3
    assert ended.out.count("Broken: ") == 2
    assert f"{tmp_path / name} is {stands}" in ended.out


def test_the_reference_market_needs_no_folder_in_order(run: Callable[..., Any], tmp_path: Path, resume: Path) -> None:
    put(tmp_path, "generations", "a file")
    assert run("gap", resume, "--market", "reference", "--data", tmp_path).code == 0


INSIDE = ("landing/20260301T000000Z-crawl/run.json", "landing/stray", "generations/1/manifest.json",
          "generations/texts/part.parquet", "snapshots/2026-03-01-1/manifest.json", "snapshots/feed.xml",
          "checks/20260301T000000Z.json", "config/notes")  # fmt: skip


@pytest.mark.parametrize("name", INSIDE)
@pytest.mark.parametrize("stands", ["a pipe", "a device", "what cannot be looked at"])
def test_what_nobody_could_read_to_its_end_is_named_wherever_it_lies(
    run: Callable[..., Any], tmp_path: Path, name: str, stands: str
) -> None:
    put(tmp_path, name, stands)
    ended = run("doctor", "--data", tmp_path)
    assert ended.code == 3
    assert ended.out.count("Broken: ") == 1
    assert f"{tmp_path / name} is {stands}" in ended.out
    assert run("status", "--data", tmp_path).err.count(f"{tmp_path / name} is {stands}") == 1


def test_links_to_ordinary_files_and_folders_are_let_be(run: Callable[..., Any], tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "landing").mkdir(parents=True)
    (elsewhere / "market.toml").write_text('kind = "real"\n')
    data = tmp_path / "data"
    data.mkdir()
    for name in ("landing", "market.toml"):
        (data / name).symlink_to(elsewhere / name)
    assert run("doctor", "--data", data).code == 0
