"""Rows taken many at a time are what they are taken one by one; what is none is named by its row."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import hashlib
import json
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.landing.runs import OpenRun
from tests.warehouse.landings import board_run, hours, posting, taken
from warehouse.database import landed_columns
from warehouse.database.readings import ReaderInput
from warehouse.models import (
    BrokenDataError,
    LandingRow,
    Location,
    PayBand,
    Posting,
    Run,
    TextSection,
    content_hash,
)

TEXTS = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    ['He said "no",\n\tand left.', ',"raw":{"posting":{"same":1}}', "C:\\new\\u0041\x01\x7f", "Größe · 東京 · 🚀 é", ""]
)
MAYBE = st.none() | TEXTS
AMOUNTS = st.none() | st.decimals(0, 10**9, places=2)
ZONES = st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=5.5))])
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))
TIMES = st.none() | st.builds(dt.datetime.combine, DAYS, st.times(), ZONES)
BANDS = st.builds(PayBand, AMOUNTS, AMOUNTS, st.just("USD"), st.sampled_from([None, "year"]), MAYBE)
POSTINGS = st.builds(
    posting,
    job=st.integers(1, 9),
    title=TEXTS,
    description_text=TEXTS,
    url=MAYBE,
    company=MAYBE,
    company_basis=st.sampled_from([None, "stated", "registry"]),
    description_html=MAYBE,
    sections=st.lists(st.builds(TextSection, MAYBE, TEXTS), max_size=2).map(tuple),
    locations=st.lists(st.builds(Location, TEXTS, MAYBE, MAYBE, MAYBE), max_size=3).map(tuple),
    workplace=st.sampled_from([None, "remote"]),
    salary_min=AMOUNTS,
    salary_max=AMOUNTS,
    salary_currency=st.sampled_from([None, "EUR"]),
    pay_bands=st.lists(BANDS, max_size=2).map(tuple),
    posted_at=TIMES,
    updated_at=TIMES,
    language=st.sampled_from([None, "en"]),
    is_truncated=st.booleans(),
    job_number=MAYBE,
)  # fmt: skip


def landed(landing: Path, shown: list[Posting]) -> Path:
    """A finished crawl of one board."""
    run = OpenRun(landing, Run("20260302T060000Z-crawl", "crawl", hours(0), hours(0), hours(0), "example", (), ()))
    rows = [
        LandingRow(p.source, p.board, hours(0), p, {"id": n, "posting": {"a": [p.title]}}) for n, p in enumerate(shown)
    ]
    run.land(dataclasses.replace(board_run(), postings=len(rows)), rows)
    run.seal(hours(0))
    return run.folder


def rewritten(folder: Path, change: Callable[[bytes], bytes]) -> None:
    """Changes each row, with a ledger that vouches for it."""
    (file,) = folder.glob("*.jsonl.gz")
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    file.write_bytes(gzip.compress(b"".join(map(change, lines))))
    ledger = json.loads((folder / "run.json").read_text())
    ledger["files"][0]["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    ledger["files"][0]["rows"] = gzip.decompress(file.read_bytes()).count(b"\n")
    (folder / "run.json").write_text(json.dumps(ledger))


def spaced(line: bytes) -> bytes:
    """The same row, not as skillgap writes it: each is looked at alone."""
    row = json.loads(line)
    return json.dumps(dict(reversed(row.items()))).encode() + b"\n"


@settings(max_examples=25, deadline=None)
@given(st.lists(POSTINGS, min_size=1, max_size=8))
def test_however_a_row_is_written_the_same_comes_out(
    tmp_path_factory: pytest.TempPathFactory, shown: list[Posting]
) -> None:
    folder = landed(tmp_path_factory.mktemp("run"), shown)
    found = taken(folder)
    rewritten(folder, spaced)
    assert taken(folder) == found
    assert [(row["posting_id"], row["title"], row["text"]) for row in found] == [
        (p.key, p.title, p.description_text) for p in shown
    ]
    for row, one in zip(found, shown, strict=True):
        assert row["posted_at"] == (one.posted_at and one.posted_at.astimezone(dt.UTC).replace(tzinfo=None))
        assert row["content_hash"] == one.content_hash
        assert [place["raw"] for place in row["locations"]] == [place.raw for place in one.locations]
        assert row["location"] == (" · ".join(place.raw for place in one.locations) or None)
        assert [band["min"] for band in row["pay_bands"]] == [
            None if band.min is None else float(band.min) for band in one.pay_bands
        ]
        seen = {f.name: row["employer" if f.name == "company" else f.name] for f in dataclasses.fields(ReaderInput)}
        assert row["input_hash"] == ReaderInput(**seen).input_hash


def test_only_rows_written_otherwise_are_looked_at_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = landed(tmp_path, [posting(n) for n in range(5)])
    alone: list[int] = []
    checked = landed_columns.checked

    def counted(run: Any, file: Any, lines: Any, *others: Any) -> Any:
        alone.extend(line.number for line in lines)
        return checked(run, file, lines, *others)

    monkeypatch.setattr(landed_columns, "checked", counted)
    monkeypatch.setattr(landed_columns, "_LINES_AT_ONCE", 2)
    found = taken(folder)
    assert alone == []
    rewritten(folder, lambda line: spaced(line) if b'"source_job_id":"3"' in line else line)
    assert taken(folder) == found
    assert set(alone) == {3, 4}


FAULTS = {
    "another field": (b'"title":', b'"tilte":1,"title":', "tilte"),
    "no title": (b'"title":"Machine', b'"title":null,"x":"Machine', "x"),
    "not JSON": (b'"title":', b'"title"', "delimiter"),
    "an amount that is none": (b'"salary_min":null', b'"salary_min":"much"', "ConversionSyntax"),
    "a place without a name": (b'"locations":[]', b'"locations":[{"raw":null}]', "place"),
    "a list of nothing": (b'"sections":[]', b'"sections":[null]', "mapping"),
    "a time without a zone": (b'"posted_at":null', b'"posted_at":"2026-01-02T03:04:05"', "has no zone"),
    "another board inside": (b'"board":"acme","observed', b'"board":"globex","observed', "another board"),
    "bytes that are no text": (b"Advert 2", b"Advert \xff", "utf-8"),
    "no line": (b"{", b"\n{", "Expecting value"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_row_that_is_none_is_named(tmp_path: Path, fault: str) -> None:
    folder = landed(tmp_path, [posting(n) for n in range(5)])
    before, after, said = FAULTS[fault]
    rewritten(folder, lambda line: line.replace(before, after, 1) if b'"source_job_id":"2"' in line else line)
    with pytest.raises(BrokenDataError, match=rf"greenhouse.jsonl.gz cannot be read at row 3 \(.*{said}"):
        taken(folder)


@given(st.text(), st.text(st.sampled_from("aB \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\x00é")))
def test_content_is_told_by_its_words_alone(title: str, text: str) -> None:
    words = unicodedata.normalize("NFKC", f"{title}\n{text}").casefold().split()
    assert content_hash(title, text) == hashlib.sha256(" ".join(words).encode("utf-8", "surrogatepass")).hexdigest()
    assert content_hash(title, text) == content_hash(f" {title}", f"{text}\n")


def test_amounts_keep_their_cents(tmp_path: Path) -> None:
    (row,) = taken(landed(tmp_path, [posting(1, salary_min=Decimal("90000.50"), salary_currency="EUR")]))
    assert (row["salary_min"], row["salary_currency"]) == (90000.5, "EUR")
