"""A key is written once and whole; a pointer is replaced only where it still is what was looked at."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from skillgap.shared.place import SharedPlace, TakenMeanwhileError, shared_place
from skillgap.workers import extra
from warehouse.models import BadInputError

pytest.importorskip("fsspec", reason="the extra `scale` is not installed")


@pytest.mark.parametrize("is_file", [False, True])
def test_a_key_is_written_once(place: SharedPlace, tmp_path: Path, is_file: bool) -> None:
    def content(said: bytes) -> Path | bytes:
        path = tmp_path / "content"
        path.write_bytes(said)
        return path if is_file else said

    assert place.put_new("a/b/c", content(b"first"))
    assert not place.put_new("a/b/c", content(b"second"))
    assert place.read("a/b/c") == b"first"
    assert place.names("a") == {"a/b/c": 5} and place.names("b") == {}
    place.fetch("a/b/c", tmp_path / "fetched")
    assert (tmp_path / "fetched").read_bytes() == b"first"


def test_a_pointer_is_replaced_where_it_is_as_it_was(place: SharedPlace) -> None:
    assert place.pointed("CURRENT") is None
    place.replace("CURRENT", b"1", None)
    with pytest.raises(TakenMeanwhileError, match="replaced by someone else"):
        place.replace("CURRENT", b"2", None)
    first = place.pointed("CURRENT")
    place.replace("CURRENT", b"2", first)
    with pytest.raises(TakenMeanwhileError):
        place.replace("CURRENT", b"3", first)
    assert place.read("CURRENT") == b"2"


@pytest.mark.long
def test_a_bucket_itself_refuses_a_put_that_comes_too_late(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the last look and the put somebody else may have written."""
    place = shared_place(bucket)
    place.replace("CURRENT", b"1", None)
    looked = place.pointed("CURRENT")
    place.replace("CURRENT", b"2", looked)
    monkeypatch.setattr(SharedPlace, "pointed", lambda *_: looked)
    with pytest.raises(TakenMeanwhileError):
        place.replace("CURRENT", b"3", looked)
    assert place.read("CURRENT") == b"2"


def test_what_is_not_there_is_no_fault(place: SharedPlace) -> None:
    place.remove(["never/there"])
    with pytest.raises(FileNotFoundError):
        place.read("never/there")
    assert place.names("never") == {}


def test_a_draft_in_a_folder_is_no_key(tmp_path: Path) -> None:
    place = shared_place(str(tmp_path))
    (tmp_path / ".tmp-0123").write_bytes(b"hal")
    assert place.names("") == {}


@pytest.mark.long
def test_what_a_store_refuses_is_one_sentence(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInputError, match="s3://nobody-made-this cannot be read or written"):
        shared_place("s3://nobody-made-this").names("landing")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(BadInputError, match="cannot be read or written") as told:
        shared_place(bucket).read("CURRENT")
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("url", ["nosuch://bucket/x", "gs://bucket/x"])
def test_an_address_that_nothing_here_reaches(url: str) -> None:
    with pytest.raises(BadInputError, match="cannot be reached"):
        shared_place(url)


def test_without_the_extra_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(extra, "import_module", missing)
    with pytest.raises(BadInputError, match="make setup-scale"):
        shared_place(str(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(BadInputError, match="cannot be read or written"):
        shared_place(str(tmp_path)).put_new("a", b"")
