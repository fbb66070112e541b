"""Forgetting an employer leaves nothing of it in the data folder, and nothing brings it back."""

import datetime as dt
import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from skillgap import pipeline
from skillgap.reading import Desk
from skillgap.settings import Settings
from skillgap.upkeep.forgetting import forget
from tests.warehouse.landings import board_run, hours, land, posting
from warehouse.database.store import database_path, open_store, single_writer
from warehouse.generations.reader import open_generation
from warehouse.models import BadInputError

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
SECRET = "Lanternwick"
TEXT = "You train and serve models in Python with PyTorch and Kubernetes for {}, together with a team of twelve people."


def build(data: Path) -> None:
    place, desk = Settings(data), Desk()
    with single_writer(data), open_store(data) as con:
        pipeline.load(con, place)
        pipeline.read(con, desk)
        pipeline.fit_lanes(con, desk, data)
        pipeline.publish(con, place, desk)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "market.toml").write_text('kind = "example"\n')
    for hour in (0, 24):
        secret = [posting(n, "lanternwick", description_text=TEXT.format(SECRET) + f" Number {n}.") for n in (1, 2)]
        open_ = [posting(n, description_text=TEXT.format("Acme") + f" Number {n}.") for n in (1, 2, 3)]
        land(tmp_path / "landing", hour, [(board_run(board="lanternwick"), secret), (board_run(), open_)])
    build(tmp_path)
    return tmp_path


def traces(data: Path) -> list[str]:
    """Where the employer's name is still found, tombstones aside: in files as they are and as they are read."""
    needle = SECRET.casefold()
    found = [str(p) for p in data.rglob("*") if p.is_file() and p.parent.name != "config" and needle in _text(p)]
    generation = open_generation(data)
    frames = {name: generation.frame(name) for name in ("posting", "requisition", "board_run", "text")}
    found += [name for name, frame in frames.items() if needle in frame.to_csv().casefold()]
    generation.close()
    with open_store(data) as con:
        tables = con.execute("SELECT schema_name || '.' || table_name FROM duckdb_tables()").fetchall()
        found += [t for (t,) in tables if needle in con.execute(f"SELECT * FROM {t}").df().to_csv().casefold()]
    return found


def _text(path: Path) -> str:
    content = path.read_bytes()
    return (gzip.decompress(content) if path.suffix == ".gz" else content).decode("latin-1").casefold()


def test_nothing_is_left_and_nothing_brings_it_back(data: Path) -> None:
    assert traces(data)
    summary = forget(data, company=f"{SECRET} GmbH", now=NOW)
    assert (summary.rows, summary.postings, summary.boards, summary.generation) == (4, 2, 1, 2)
    assert traces(data) == []
    assert [path.name for path in sorted((data / "generations").iterdir())][:2] == ["2", "CURRENT"]
    build(data)  # the ledgers are the ones that the database knows
    assert traces(data) == []
    database_path(data).unlink()
    build(data)
    assert traces(data) == []
    generation = open_generation(data)
    assert len(generation.frame("posting")) == 3
    generation.close()


def test_what_is_forgotten_leaves_generations_that_nothing_names(run, data: Path) -> None:
    (data / "generations" / "CURRENT").unlink()
    assert run("forget", "--company", SECRET, "--yes", "--data", data).code == 0
    assert traces(data) == []


def test_one_address_goes_and_its_neighbours_stay(data: Path) -> None:
    summary = forget(data, url="https://acme.example/jobs/2", now=NOW)
    assert (summary.rows, summary.postings, summary.boards) == (2, 1, 0)
    generation = open_generation(data)
    assert set(generation.frame("posting")["posting_id"]) == {
        "greenhouse/acme/1",
        "greenhouse/acme/3",
        "greenhouse/lanternwick/1",
        "greenhouse/lanternwick/2",
    }
    generation.close()
    again = forget(data, url="https://acme.example/jobs/2", now=NOW)
    assert (again.rows, again.postings) == (0, 0)


def test_what_was_only_landed_goes_too(tmp_path: Path) -> None:
    land(tmp_path / "landing", 0, [(board_run(), [posting(1), posting(2)])])
    summary = forget(tmp_path, domain="acme.example", now=hours(48))
    assert (summary.rows, summary.postings, summary.generation) == (2, 0, None)


def test_wrong_use_leaves_no_tombstone(tmp_path: Path) -> None:
    with pytest.raises(BadInputError):
        forget(tmp_path, now=NOW)
    assert not (tmp_path / "config").exists()


def test_a_name_that_matches_nothing_changes_nothing(data: Path, run: Callable[..., Any]) -> None:
    before = {path: path.read_bytes() for path in data.rglob("*") if path.is_file() and "duckdb" not in path.name}
    ended = run("forget", "--company", "Nobody Inc", "--yes", "--data", data)
    assert ended.code == 1
    assert "Nothing is held of 'Nobody Inc'" in ended.err + ended.out
    near = run("forget", "--company", "Acmo", "--yes", "--data", data)
    assert near.code == 1
    assert "did you mean Acme?" in near.err + near.out
    assert {path: path.read_bytes() for path in before} == before
    assert not (data / "config").exists()
