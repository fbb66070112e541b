"""What a person or a disk may put in a file's place: bounded, never waited for, and one sentence that names it."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warehouse.models import (
    BadInputError,
    BrokenDataError,
    kind_of,
    open_given,
    read_given,
    read_kept,
    read_run_file,
    read_toml,
    shown_name,
    tables_of,
)


def bound(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(path.parent)  # a socket's address is short
        try:
            one.bind(path.name)
        finally:
            os.chdir(here)


ODD: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder": (lambda p: p.mkdir(), "is a folder, not a file"),
    "a pipe": (os.mkfifo, "is a pipe, not a file"),
    "a device": (lambda p: p.symlink_to("/dev/zero"), "is a device, not a file"),
    "a socket": (bound, "a socket"),
    "a link that leads nowhere": (lambda p: p.symlink_to("nowhere"), "does not exist"),
    "nothing": (lambda p: None, "does not exist"),
}


@pytest.mark.parametrize("kind", ODD)
def test_what_is_no_file_is_named_at_once(tmp_path: Path, kind: str) -> None:
    make, words = ODD[kind]
    path = tmp_path / "given"
    make(path)
    for read in (open_given, lambda p: read_given(p, 10), read_toml, lambda p: tables_of(p, "x", {})):
        with pytest.raises(BadInputError, match=words) as caught:
            read(path)
        assert str(path) in str(caught.value) and "\n" not in str(caught.value)
    with pytest.raises(FileNotFoundError if "exist" in words else OSError):
        read_kept(path)
    assert kind_of(path) == (None if kind == "nothing" else kind)


def test_a_link_in_a_circle_and_a_name_that_is_none(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for path in (loop, Path("a\0b")):
        with pytest.raises(BadInputError, match="cannot be read"):
            open_given(path)
    (tmp_path / "file").touch()
    assert kind_of(tmp_path / "file" / "below") is None
    assert shown_name(tmp_path / os.fsdecode(b"a\xffb.md")) == "a\N{REPLACEMENT CHARACTER}b.md"


def test_no_more_is_read_than_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    path.touch()
    os.truncate(path, 20_000_000_000)
    assert len(read_given(path, 1_000)) == 1_001
    with pytest.raises(OSError, match="more than 1,000 bytes"):
        read_kept(path, 1_000)
    with pytest.raises(BadInputError, match="more than 10,000,000 bytes"):
        read_toml(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"a = [", "is not TOML"),
        (b"\xff", "is not TOML"),
        (b"a = " + b"[" * 10_000 + b"]" * 10_000, "nests too deep"),
        (b".".join([b"a"] * 10_000) + b" = 1", "nests too deep"),
        (b"x = 1", "no list of tables"),
        (b"x = [1]", "no list of tables"),
        (b"[[x]]\nname = 1", "number 1: «name» is no text in quotes"),
        (b"[[x]]\n[[x]]\nnumber = true", "number 2: «number» is no whole number"),
        (b"[[x]]\nmany = [1]", "«many» is no list of texts"),
    ],
)
def test_a_list_that_says_something_else_names_where(tmp_path: Path, text: bytes, words: str) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(text)
    with pytest.raises(BadInputError, match=words):
        tables_of(path, "x", {"name": str, "number": int, "many": list})


def test_a_list_as_it_should_be(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('[[x]]\nname = "a"\nnumber = 3\nmany = ["b"]\nmore = 1.5\n')
    kinds = {"name": str, "number": int, "many": list}
    assert tables_of(path, "x", kinds) == [{"name": "a", "number": 3, "many": ["b"], "more": 1.5}]
    assert tables_of(path, "y", kinds) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(JSON.map(repr) | st.text(max_size=40) | st.binary(max_size=40).map(lambda raw: raw.decode("latin-1")))
def test_whatever_stands_in_the_place_of_a_ledger_is_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "run.json"
    path.write_text(text, encoding="utf-8", errors="surrogatepass")
    with pytest.raises(BrokenDataError, match="is no ledger of a run") as caught:
        read_run_file(path)
    assert "\n" not in str(caught.value)
