"""Landing, database and generation against each other: a sound market has no finding, each harm its own, no other."""

from __future__ import annotations

import dataclasses
import gzip
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.landings import board_run, land, posting
from tests.warehouse.markets import publish, write_landing
from warehouse.database.store import database_path, open_store
from warehouse.generations.checkup import (
    Finding,
    check_database,
    check_generation,
    check_landing,
    check_leftovers,
    leaning_runs,
    lost_runs,
    unconfirmed_boards,
)
from warehouse.generations.reader import open_generation
from warehouse.models import to_plain


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("whole")
    write_landing(data / "landing")
    publish(data)
    return data


@pytest.fixture
def data(whole: Path, tmp_path: Path) -> Iterator[Path]:
    shutil.copytree(whole, tmp_path / "data")
    yield tmp_path / "data"


def found_in(data: Path, thinned: tuple[str, ...] = ()) -> list[Finding]:
    """All that is wrong."""
    runs, found = check_landing(data / "landing")
    with open_store(data) as con:
        generation = open_generation(data)
        found += [
            *leaning_runs(runs), *check_database(con, runs, thinned), *check_generation(generation, con),
            *check_leftovers(data),
        ]  # fmt: skip
        generation.close()
    return found


def runs_of(data: Path) -> list[Path]:
    return sorted((data / "landing").iterdir())


def told(data: Path, statement: str) -> None:
    with duckdb.connect(str(database_path(data))) as con:
        con.execute(statement)


def edit(ledger: Path, **changes: object) -> None:
    ledger.write_text(json.dumps({**json.loads(ledger.read_text()), **changes}))


def other_text(data: Path) -> None:
    """A part of texts as long as before and by its own hash another; the manifest is of before."""
    part = next((data / "generations" / "texts").glob("*.parquet"))
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 4
    part.write_bytes(bytes(content))


HARMS: dict[str, tuple[Callable[[Path], object], str, int]] = {
    "a file in landing": (lambda d: (d / "landing" / "notes").touch(), "is no run's folder", 1),
    "an empty folder in landing": (lambda d: (d / "landing" / "x").mkdir(), "holds no run", 1),
    "a row went": (lambda d: told(d, "DELETE FROM raw.sighting WHERE posting_id LIKE '%/5' "), "differ (its ledger", 2),
    "a run is not loaded": (
        lambda d: told(d, "DELETE FROM raw.run WHERE kind = 'import'"), "is not in the database", 2,
    ),
    "a run is gone": (lambda d: shutil.rmtree(runs_of(d)[0]), "was loaded, but its landing files are gone", 1),
    "a ledger was edited": (lambda d: edit(runs_of(d)[0] / "run.json", tool_version="0"), "changed after it was", 1),
    "a ledger is none": (lambda d: (runs_of(d)[0] / "run.json").write_text("[]"), "is no ledger", 2),
    "a file that the ledger names lies elsewhere": (
        lambda d: edit(runs_of(d)[0] / "run.json", files=[{"name": "../x.gz", "sha256": "0", "rows": 4}]),
        "is named in the ledger but is not there", 3,
    ),
    "rows of another run": (
        lambda d: next(runs_of(d)[0].glob("*.gz")).write_bytes(gzip.compress(b"{}\n")), "sha256 differs", 2,
    ),
    "a text's bit": (other_text, "lacks texts", 1),
    "a killed publisher": (lambda d: (d / "generations" / ".tmp-9").mkdir(), "1 unfinished files", 1),
    "a stranger among the generations": (lambda d: (d / "generations" / "old").mkdir(), "is no generation", 1),
}  # fmt: skip


def test_a_sound_market_has_no_finding(data: Path) -> None:
    assert found_in(data) == []


@pytest.mark.parametrize("harm", HARMS)
def test_each_harm_is_found(data: Path, harm: str) -> None:
    do, words, number = HARMS[harm]
    do(data)
    found = found_in(data)
    assert any(words in one.sentence for one in found), found
    assert len(found) == number, found
    assert all(one.sentence.endswith(".") for one in found)


def test_a_thinned_run_alone_may_have_another_ledger(data: Path) -> None:
    first, second, *_ = runs_of(data)
    edit(first / "run.json", tool_version="0")
    assert found_in(data, (first.name,)) == []
    edit(second / "run.json", tool_version="0")
    (one,) = found_in(data, (first.name,))
    assert second.name in one.sentence and one.severity == "broken"


def test_who_leans_on_what_is_gone_is_told(data: Path) -> None:
    runs, _ = check_landing(data / "landing")
    leaning = [
        dataclasses.replace(one, run=dataclasses.replace(one.run, refers_to=(runs[0].run.run_id, "lost")))
        for one in runs[1:3]
    ]
    (one,) = leaning_runs([runs[0], *leaning])
    assert f"{leaning[0].run.run_id} and 1 more" in one.sentence and "--accept-loss lost" in one.sentence
    assert to_plain(one)["severity"] == "broken"
    (alone,) = leaning_runs([runs[0], leaning[0]])
    assert "more lie" not in alone.sentence


def test_each_lost_run_is_named(data: Path) -> None:
    ids = [folder.name for folder in runs_of(data)]
    with open_store(data) as con:
        assert lost_runs(con, ids) == []
        assert [name in one.sentence for name, one in zip(ids[:2], lost_runs(con, ids[2:]), strict=True)] == [True] * 2


def test_a_board_that_nobody_confirms_any_more_is_named_with_its_adverts(data: Path) -> None:
    generation = open_generation(data)
    assert unconfirmed_boards(generation) == []
    generation.close()
    others = [(board_run(board="globex"), [posting(9, "globex")]), (board_run("failed", reason="timeout"), [])]
    land(data / "landing", 24 * 22, others)
    publish(data)
    generation = open_generation(data)
    (one,) = unconfirmed_boards(generation)
    assert "greenhouse/acme (Acme) was last confirmed on 2026-03-04; its adverts (4)" in one.sentence
    generation.close()
