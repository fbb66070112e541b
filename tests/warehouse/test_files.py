"""A file that is written whole is the old one or the new one, whatever happens to who writes it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from warehouse.files import write_whole


def test_a_file_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    for content in (b"one", b"", "zwölf".encode()):
        write_whole(path, content)
        assert path.read_bytes() == content and list(tmp_path.iterdir()) == [path]


def test_a_file_whose_writing_fails_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "sources.toml"
    write_whole(path, b"before")

    def full(descriptor: int) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_whole(path, b"after")
    assert path.read_bytes() == b"before"
