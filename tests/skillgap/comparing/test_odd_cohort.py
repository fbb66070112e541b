"""A cohort's folder with odd files in it: each is named with what it is, and the others get their report."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

ODD = (
    "b_folder.md", "c_pipe.pdf", "d_device.txt", "e_endless.txt", "f_text.pdf", "g_empty.md", "h_nowhere.md",
    "i_deep.json", "j_binary.docx",
)  # fmt: skip


def test_a_cohort_goes_on_with_the_next_file(run: Callable[..., Any], resume: Path, tmp_path: Path) -> None:
    folder = tmp_path / "resumes"
    folder.mkdir()
    shutil.copy(resume, folder / "a_whole.md")
    shutil.copy(resume, folder / os.fsdecode(b"z_\xff_whole.md"))
    (folder / "b_folder.md").mkdir()
    os.mkfifo(folder / "c_pipe.pdf")
    (folder / "d_device.txt").symlink_to("/dev/zero")
    (folder / "e_endless.txt").touch()
    os.truncate(folder / "e_endless.txt", 20_000_000_000)
    (folder / "f_text.pdf").write_text("This is a letter and no PDF.\n" * 40)
    (folder / "g_empty.md").touch()
    (folder / "h_nowhere.md").symlink_to("gone.md")
    (folder / "i_deep.json").write_text("[" * 10_000)
    (folder / "j_binary.docx").write_bytes(os.urandom(2000))
    ended = run("gap", folder, "--market", "reference", "--out", tmp_path / "out")
    assert ended.code == 1, ended.err
    said = {line for line in ended.err.splitlines() if line.startswith("not read: ")}
    for name in ODD:
        (sentence,) = [line for line in said if name in line]
        assert sentence.endswith(".")
    for kind in ("a folder", "a pipe", "a device"):
        assert any(kind in line for line in said)
    assert "2 of 11 reports" in ended.err
    assert len(list((tmp_path / "out").glob("*whole.md.md"))) == 2
