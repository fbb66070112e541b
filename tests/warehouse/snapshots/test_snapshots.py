"""A snapshot is written once, whole, under a plain name."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from warehouse.models import BadInputError, BrokenDataError
from warehouse.snapshots.reader import (
    MANIFEST,
    changed_files,
    snapshot_file,
    snapshot_folders,
    snapshot_json,
    snapshot_names,
)
from warehouse.snapshots.writer import write_snapshot


def whole(**files: bytes) -> dict[str, bytes]:
    """Files and the manifest that speaks of them."""
    named = {name.replace("_", "."): content for name, content in files.items()}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in named.items()}
    return {**named, MANIFEST: json.dumps({"as_of": 1, "files": hashes}).encode()}


def test_a_snapshot_is_written_once(tmp_path: Path) -> None:
    folder = write_snapshot(tmp_path, "2026-03-31-7", whole(report_md=b"# Report", snapshot_json=b"{}"))
    assert snapshot_file(tmp_path, "2026-03-31-7", "report.md") == b"# Report"
    with pytest.raises(BadInputError, match="never changed"):
        write_snapshot(tmp_path, "2026-03-31-7", {"report.md": b"other"})
    assert (folder / "report.md").read_bytes() == b"# Report"


def test_what_a_kill_left_is_no_snapshot(tmp_path: Path) -> None:
    (tmp_path / "snapshots" / ".tmp-2026-03-31-7").mkdir(parents=True)
    assert snapshot_names(tmp_path) == []
    write_snapshot(tmp_path, "2026-03-31-7", {})
    assert [path.name for path in (tmp_path / "snapshots").iterdir()] == ["2026-03-31-7"]


@pytest.mark.parametrize(("name", "file"), [("../x", "a"), ("", "a"), ("a", "../../b"), (".tmp-a", "a"), ("a\n", "b")])
def test_names_lead_nowhere_else(tmp_path: Path, name: str, file: str) -> None:
    with pytest.raises(BadInputError, match="cannot name"):
        write_snapshot(tmp_path, name, {file: b""})
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_snapshot_names_the_known(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="none yet"):
        snapshot_file(tmp_path, "2026", "report.md")
    write_snapshot(tmp_path, "2026-03-31-7", whole(report_md=b""))
    for name in ("2026", "../snapshots/2026-03-31-7"):
        with pytest.raises(BadInputError, match=r"2026-03-31-7"):
            snapshot_file(tmp_path, name, "report.md")


def test_a_damaged_file_of_a_snapshot_is_named(tmp_path: Path) -> None:
    write_snapshot(tmp_path, "2026-03-31-7", whole(snapshot_json=b"{"))
    assert snapshot_json(tmp_path, "2026-03-31-7", MANIFEST)["as_of"] == 1
    with pytest.raises(BrokenDataError, match=r"snapshot\.json is not as it was written"):
        snapshot_json(tmp_path, "2026-03-31-7", "snapshot.json")


def test_numbers_that_were_changed_are_shown_to_nobody(tmp_path: Path) -> None:
    folder = write_snapshot(tmp_path, "2026-03-31-7", whole(report_md=b"41 jobs", snapshot_json=b'{"jobs": 41}'))
    (folder / "snapshot.json").write_bytes(b'{"jobs": 42}')
    for file in ("snapshot.json", MANIFEST, "report.md"):
        if file == MANIFEST:
            (folder / MANIFEST).write_bytes(b"{")
        with pytest.raises(BrokenDataError, match="is not as it was written"):
            snapshot_json(tmp_path, "2026-03-31-7", file)
    assert changed_files(tmp_path, "2026-03-31-7") == [MANIFEST]


def test_a_folder_without_a_manifest_is_no_snapshot(tmp_path: Path) -> None:
    write_snapshot(tmp_path, "2026-03-31-7", whole(report_md=b""))
    (tmp_path / "snapshots" / "notes").mkdir()
    assert snapshot_names(tmp_path) == ["2026-03-31-7"]
    assert snapshot_folders(tmp_path) == ["2026-03-31-7", "notes"]
