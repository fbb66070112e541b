"""A landing file with any bit of it turned, or cut anywhere, is read to its end or refused in one sentence."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest

from crawler.landing.amending import lines_of, row_of
from warehouse.models import BrokenDataError

CONTENT = b"".join(b'{"source":"lever","board":"acme","posting":{"source_job_id":"%d"}}\n' % n for n in range(40))


def read(path: Path) -> int:
    """Rows of a file, or -1 where it is refused."""
    try:
        return sum(bool(row_of(line, path)) for line in lines_of(path))
    except BrokenDataError as error:
        assert str(error).startswith(str(path)) and "\n" not in str(error)
        return -1


def test_bits_turned(tmp_path: Path) -> None:
    whole, path, draw = gzip.compress(CONTENT, mtime=0), tmp_path / "lever.jsonl.gz", random.Random(1)
    refused = 0
    for place in range(len(whole)):
        bits = bytearray(whole)
        bits[place] ^= 1 << draw.randrange(8)
        path.write_bytes(bits)
        refused += read(path) == -1
    assert refused > 0.9 * len(whole)


@pytest.mark.parametrize("content", [b"[" * 10_000 + b"]" * 10_000, b"\xff\xfe{\x00", b"null", b'"x"', b"3", b"{}"])
def test_lines_that_are_no_rows(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lever.jsonl.gz"
    path.write_bytes(gzip.compress(content + b"\n"))
    assert read(path) == -1


def test_cut_anywhere(tmp_path: Path) -> None:
    whole, path = gzip.compress(CONTENT, mtime=0), tmp_path / "lever.jsonl.gz"
    for size in range(1, len(whole)):
        path.write_bytes(whole[:size])
        assert read(path) == -1
