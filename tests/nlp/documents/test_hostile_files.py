"""No file harms the reader: each is answered in bounded time with a sentence, and leaves no trace of its text."""

from __future__ import annotations

import errno
import logging
import os
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

import pytest

from nlp.documents.files import (
    SENTENCES,
    Limits,
    ResumeText,
    UnreadableFileError,
    read_pasted,
    read_resume_file,
    sniff,
)
from nlp.documents.judged import judged
from nlp.documents.plain import read_text
from tests.nlp.documents.hostile import HOSTILE, SLOW, TOKEN, docx, pdf_two_million_text_operators
from tests.nlp.documents.layouts import single_column
from tests.nlp.test_linear_time import MOST, grows_by

SMALL = Limits(memory_bytes=400 * 1024 * 1024, cpu_seconds=6, wall_seconds=90.0)  # on a busy machine CPU decides
ROOM_SECONDS = 30.0
"""What starting a child may cost on a busy machine, beyond its own limits."""

CASES = [pytest.param(n, marks=pytest.mark.long if n in SLOW else ()) for n in HOSTILE]


@pytest.mark.parametrize("name", CASES)
def test_answered_in_time_with_reason_and_mend(name: str, caplog: pytest.LogCaptureFixture) -> None:
    data, expected = HOSTILE[name]()
    own_before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    started = time.monotonic()
    with caplog.at_level(logging.DEBUG):
        try:
            found = read_resume_file("cv.bin", data, limits=SMALL)
        except UnreadableFileError as error:
            answered = error.reason
            message = str(error)
            shown = "".join(traceback.format_exception(error))
        else:
            answered, message, shown = None, "", ""
            assert len(found.text) <= SMALL.max_chars
    assert time.monotonic() - started < SMALL.wall_seconds + ROOM_SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - own_before < 3.0
    assert answered in (expected if isinstance(expected, frozenset) else {expected})
    if answered is not None:
        assert answered in SENTENCES
        assert message.startswith("cv.bin ")
        assert message.endswith(".")
        assert message.count("\n") == 0
    assert TOKEN not in message + shown + caplog.text


def test_differ_in_kind() -> None:
    assert len(HOSTILE) >= 60
    assert {k for k in SENTENCES if k not in ("macro", "linkedin_zip")} - {
        r for made in HOSTILE.values() if made.__name__ not in SLOW for r in _reasons(made()[1])
    } <= {"slow", "memory", "crashed"}


def _reasons(expected: str | frozenset[str] | None) -> frozenset[str]:
    return expected if isinstance(expected, frozenset) else frozenset({expected} if expected else ())


def test_macros_and_data_exports_are_named() -> None:
    for name, words in (
        ("docx_with_macros", "macros"),
        ("linkedin_export", "Save to PDF"),
        ("old_word_file", "(.doc)"),
    ):
        with pytest.raises(UnreadableFileError, match=words.replace("(", r"\(").replace(")", r"\)")):
            read_resume_file("cv", HOSTILE[name]()[0])


def test_a_child_out_of_time_is_stopped() -> None:
    limits = Limits(wall_seconds=0.01)
    with pytest.raises(UnreadableFileError) as caught:
        read_resume_file("cv.pdf", single_column()[0], limits=limits)
    assert caught.value.reason == "slow"


@pytest.mark.parametrize("data", [b"Skills: Python", b"# Skills\n- **Python**", b'{"basics": {"name": "Zo"}}'])
def test_a_text_too_is_read_by_a_child_that_is_stopped(data: bytes) -> None:
    for read in (lambda limits: read_resume_file("cv.md", data, limits=limits), lambda limits: _pasted(data, limits)):
        with pytest.raises(UnreadableFileError) as caught:
            read(Limits(wall_seconds=0.001))
        assert caught.value.reason == "slow"


def _pasted(data: bytes, limits: Limits) -> ResumeText:
    return read_pasted(data.decode(), limits=limits)


def test_which_kind_a_file_is_takes_no_time_whatever_comments_it_begins_with() -> None:
    for head in (b"<!---->" * 200, b"<?xml ?>" + b"<!-- -->" * 200, b"<?xml " + b"?>" * 500, b"<!--" * 300):
        started = time.process_time()
        sniff(head)
        assert time.process_time() - started < 0.5
    assert sniff(b"<?xml version='1.0'?>\n<!-- a --> <!-- b -->\n<HTML>") == "html"


@pytest.mark.parametrize("unit", ["\n", "\n ", "**a ", "[", "[a](", "# ", "- **", "\u00ad", "a-\n", "_a ", "<!--"])
def test_four_times_a_text_takes_about_four_times_as_long(unit: str) -> None:
    assert grows_by(lambda text: judged(read_text(text.encode(), 60_000), 200_000), unit, 60_000) <= MOST


def test_a_child_out_of_memory_is_answered() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_resume_file("cv.docx", docx("<w:p/>" * 100), limits=Limits(memory_bytes=1_000_000))
    assert caught.value.reason in ("memory", "crashed", "damaged")


def test_a_child_out_of_time_is_called_slow() -> None:
    data, _ = pdf_two_million_text_operators()
    with pytest.raises(UnreadableFileError) as caught:
        read_resume_file("cv.pdf", data, limits=Limits(cpu_seconds=1, wall_seconds=60.0))
    assert caught.value.reason == "slow"


def test_the_child_can_write_no_file(tmp_path: Path) -> None:
    child = Path(__file__).parents[3] / "nlp" / "documents" / "child.py"
    probe = "\n".join((
        "import importlib.util, sys",
        "spec = importlib.util.spec_from_file_location('child', sys.argv[1])",
        "child = importlib.util.module_from_spec(spec)",
        "spec.loader.exec_module(child)",
        "child.limit_oneself(10**9, 5)",
        "try:",
        "    open(sys.argv[2], 'wb', buffering=0).write(b'x')",
        "except OSError as error:",
        "    print(error.errno)",
    ))  # fmt: skip
    command = [sys.executable, "-I", "-c", probe, str(child), str(tmp_path / "x")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={})
    assert done.stdout.strip() == str(errno.EFBIG)
    assert (tmp_path / "x").stat().st_size == 0


def test_text_is_left_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = _own_files()
    assert TOKEN in read_resume_file("cv.docx", docx()).text
    for name in ("pdf_with_script_and_launch", "docx_member_outside_its_folder", "docx_broken_xml", "json_cut"):
        try:
            read_resume_file(name, HOSTILE[name]()[0])
        except UnreadableFileError as error:
            assert error.__cause__ is None
            assert error.__suppress_context__
    out, err = capfd.readouterr()
    assert TOKEN not in out + err
    assert not list(tmp_path.iterdir())
    assert not [p for p in _own_files() - before if TOKEN in p.name or TOKEN.encode() in _bytes(p)]


def _own_files() -> set[Path]:
    """What lies in the folders for temporary files, one level deep."""
    folders = [Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"), Path("/")]
    return {p for folder in folders if folder.is_dir() for p in folder.iterdir() if p.is_file()}


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if os.access(path, os.R_OK) and path.stat().st_size < 10_000_000 else b""


def test_a_name_cannot_break_the_sentence() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_resume_file("../../x\n{detail}\x1b[31m" + "y" * 500 + ".pdf", b"%PDF-1.7\n")
    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 250
