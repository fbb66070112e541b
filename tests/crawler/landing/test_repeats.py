"""A row that equals the one landed before is landed as a reference; what leans on a run is never lost unsaid."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from crawler.landing.forget import Forgotten, forget_landed, tombstone
from crawler.landing.repeats import Landed, referring_first
from crawler.landing.runs import OpenRun, read_run, sealed_runs
from crawler.landing.thinning import thin, thinnable
from crawler.ledger import ids_landed
from tests.warehouse.landings import board_run, hours, posting, taken
from warehouse.database.landed import LOST, Reading
from warehouse.models import BrokenDataError, LandingRow, Run

WEEK = 24 * 7
TEXT = "You build ranking models in Python for the {} team, and you run what you build. {}"


def look(landing: Path, week: int, versions: Mapping[int, int], board: str = "acme") -> Path:
    """A weekly look: posting number -> the version of its text."""
    at = hours(week * WEEK)
    header = Run(f"{at:%Y%m%dT%H%M%SZ}-crawl", "crawl", at, at, at, "example", (), ())
    run = OpenRun(landing, header, before=Landed(landing).of)
    rows = []
    for number, version in versions.items():
        one = posting(number, board, description_text=TEXT.format(number, version))
        rows.append(LandingRow(one.source, board, at, one, {"id": number, "content": one.description_text}))
    run.land(dataclasses.replace(board_run(board=board), postings=len(rows)), rows)
    run.seal(at)
    return run.folder


def lines(folder: Path) -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for file in read_run(folder).files
        for line in gzip.open(folder / file.name, "rt", encoding="utf-8")
    ]


def content(folder: Path) -> list[tuple[Any, ...]]:
    """What the database gets of a run, but for what differs with the run."""
    return sorted((r["posting_id"], r["text"], r["title"], r["shown_at"]) for r in taken(folder))


def test_only_what_changed_is_landed_in_full(tmp_path: Path) -> None:
    first = look(tmp_path, 0, {1: 0, 2: 0, 3: 0})
    second = look(tmp_path, 1, {1: 0, 2: 1, 3: 0, 4: 0})
    third = look(tmp_path, 2, {1: 0, 2: 1, 3: 1, 4: 0})
    assert ["same" in line for line in lines(first)] == [False] * 3
    assert [line.get("run") for line in lines(second)] == [first.name, None, first.name, None]
    assert [line.get("run") for line in lines(third)] == [first.name, second.name, None, second.name]
    assert read_run(third).refers_to == (first.name, second.name)
    assert [file.rows for file in read_run(third).files] == [4]


def test_what_repeats_is_read_as_if_it_stood_there(tmp_path: Path) -> None:
    looks = [{1: 0, 2: 0}, {1: 0, 2: 1}, {1: 1, 2: 1}, {1: 0, 2: 1}]
    for week, versions in enumerate(looks):
        folder = look(tmp_path, week, versions)
        at = hours(week * WEEK).replace(tzinfo=None)
        said = [(posting(n).key, TEXT.format(n, v), posting(n).title, at) for n, v in versions.items()]
        assert content(folder) == sorted(said)
        assert ids_landed(tmp_path, folder.name, "greenhouse", "acme") == {posting(n).source_job_id for n in versions}


def test_objects_that_younger_runs_lean_on_are_kept_until_these_are_old(tmp_path: Path) -> None:
    first, second = look(tmp_path, 0, {1: 0, 2: 0}), look(tmp_path, 20, {1: 0, 2: 1})
    before = content(second)
    thin(tmp_path, hours(10 * WEEK), hours(21 * WEEK))
    assert [line["raw"] is None for line in lines(first)] == [False, True]
    assert content(second) == before
    assert thinnable(tmp_path, hours(10 * WEEK)) == [first]
    thin(tmp_path, hours(30 * WEEK), hours(31 * WEEK))
    assert all(line["raw"] is None for line in lines(first))
    assert content(second) == before
    assert thinnable(tmp_path, hours(30 * WEEK)) == []


def test_a_run_that_others_lean_on_is_missed_by_name(tmp_path: Path) -> None:
    first, second = look(tmp_path, 0, {1: 0, 2: 0}), look(tmp_path, 1, {1: 0, 2: 1})
    first.rename(tmp_path.parent / "aside")
    with pytest.raises(BrokenDataError, match=f"--accept-loss {first.name}"):
        content(second)
    how = Reading(without=frozenset({first.name}))
    assert [row["posting_id"] for row in taken(second, how)] == [posting(2).key]
    assert [reject.reason for reject in how.left_out] == [LOST]


def test_nothing_leans_on_what_is_damaged(tmp_path: Path) -> None:
    first = look(tmp_path, 0, {1: 0})
    (file,) = first.glob("*.jsonl.gz")
    file.write_bytes(file.read_bytes()[:-4] + b"abcd")
    assert read_run(look(tmp_path, 1, {1: 0})).refers_to == ()


def test_a_killed_run_goes_on_with_what_it_leaned_on(tmp_path: Path) -> None:
    first = look(tmp_path, 0, {1: 0})
    at = hours(WEEK)
    header = Run("20260309T000000Z-crawl", "crawl", at, at, at, "example", (), ())
    one = posting(1, description_text=TEXT.format(1, 0))
    killed = OpenRun(tmp_path, header, before=Landed(tmp_path).of)
    killed.land(board_run(), [LandingRow(one.source, "acme", at, one, {"id": 1, "content": one.description_text})])
    killed.close()
    run = OpenRun(tmp_path, header, resume=True, before=Landed(tmp_path).of).seal(at)
    assert run.refers_to == (first.name,)


def test_what_is_forgotten_goes_with_all_that_repeats_it(tmp_path: Path) -> None:
    for week in range(3):
        look(tmp_path, week, {1: 0, 2: week})
    assert [folder.name for folder in referring_first(sealed_runs(tmp_path))][-1] == min(
        folder.name for folder in sealed_runs(tmp_path)
    )
    stone = tombstone(url=None, company="Nobody", domain=None, now=hours(0))
    removed = forget_landed(tmp_path, [posting(1).key], Forgotten((stone,)), dt.datetime.now(dt.UTC))
    assert removed == 3
    assert [len(lines(folder)) for folder in sealed_runs(tmp_path)] == [1, 1, 1]
    assert [len(content(folder)) for folder in sealed_runs(tmp_path)] == [1, 1, 1]


def test_half_a_year_of_weekly_looks_takes_little_room(tmp_path: Path) -> None:
    """300 postings and 5 % of them edited each week: the twenty-six looks take less than three times the first."""
    import random

    letters = random.Random(4)
    body = {n: " ".join(f"{letters.randrange(16**6):x}" for _ in range(300)) for n in range(300)}
    edits = dict.fromkeys(body, 0)
    sizes = []
    for week in range(26):
        at = hours(week * WEEK)
        run = OpenRun(
            tmp_path,
            Run(f"{at:%Y%m%dT%H%M%SZ}-crawl", "crawl", at, at, at, "example", (), ()),
            before=Landed(tmp_path).of,
        )
        rows = []
        for number in range(300):
            edits[number] += week > 0 and letters.random() < 0.05
            one = posting(number, description_text=f"{body[number]} {edits[number]}")
            rows.append(LandingRow(one.source, "acme", at, one, {"id": number, "content": one.description_text}))
        run.land(dataclasses.replace(board_run(), postings=300), rows)
        run.seal(at)
        sizes.append(sum(path.stat().st_size for path in run.folder.iterdir()))
    assert sum(sizes) < 3 * sizes[0], sizes
