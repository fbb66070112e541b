"""Only what was not read in a version is pending; two versions are kept; a kill between parts loses no saved part."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from tests.warehouse.contents import content_hash
from tests.warehouse.landings import RULES, board_run, land, posting
from tests.warehouse.reader import read
from warehouse.database import readings
from warehouse.database.load import load_runs
from warehouse.database.readings import (
    ReaderVersion,
    carry_over,
    count_pending,
    current_reader,
    known_clusters,
    pending,
    representatives,
    save_lane_fit,
    save_readings,
    start_version,
)
from warehouse.database.store import open_store
from warehouse.linking.requisitions import link_postings
from warehouse.models import Location


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    shown = [
        posting(1, description_text="Requires Python or Rust. Nice to have: Go.", locations=(Location("Berlin"),)),
        posting(2, description_text="Requires Python.", salary_min=None, language="en"),
        posting(3, title="Same", description_text="The same words."),
        posting(4, title="Same", description_text="The same words."),
    ]
    land(tmp_path / "landing", 0, [(board_run(), shown)])
    with open_store(tmp_path) as opened:
        load_runs(opened, tmp_path / "landing", RULES)
        yield opened


def test_equal_inputs_are_read_once_and_hash_as_they_were_loaded(con: duckdb.DuckDBPyConnection) -> None:
    parts = list(pending(con, "v1", size=2))
    assert [len(part) for part in parts] == [2, 1]
    for part in parts:
        assert all(seen.input_hash == input_hash for input_hash, seen in part.items())


def test_what_was_saved_is_not_pending(con: duckdb.DuckDBPyConnection) -> None:
    first, second = pending(con, "v1", size=2)
    save_readings(con, {name: read(seen, "v1") for name, seen in first.items()})
    assert [set(part) for part in pending(con, "v1")] == [set(second)]
    assert count_pending(con, "v2") == 3
    before = content_hash(con)
    save_readings(con, {name: read(seen, "v1") for name, seen in first.items()})
    assert content_hash(con) == before


@pytest.mark.parametrize("at_once", [1, 2, 100])
def test_however_many_are_fetched_at_once_each_input_comes_once_in_its_order(
    con: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(readings, "FETCHED_AT_ONCE", at_once)
    names = []
    for part in pending(con, "v1", size=2):  # saving goes on meanwhile
        save_readings(con, {name: read(seen, "v1") for name, seen in part.items()})
        names += list(part)
    assert len(names) == 3 and names == sorted(set(names))
    assert count_pending(con, "v1") == 0 and list(pending(con, "v1")) == []


def read_all(con: duckdb.DuckDBPyConnection, version: str) -> None:
    for part in pending(con, version):
        save_readings(con, {name: read(seen, version) for name, seen in part.items()})


def test_the_current_and_the_previous_version_are_kept(con: duckdb.DuckDBPyConnection) -> None:
    for version in ("v1", "v2", "v3"):
        read_all(con, version)
    kept = con.execute("SELECT DISTINCT reader_version FROM core.reading ORDER BY ALL").fetchall()
    assert kept == [("v2",), ("v3",)]
    orphans = con.execute(
        "SELECT count(*) FROM core.mention WHERE reading_id NOT IN (SELECT reading_id FROM core.reading)"
    )
    assert orphans.fetchall() == [(0,)]


def test_what_an_edit_does_not_touch_is_taken_over_as_it_would_be_read(con: duckdb.DuckDBPyConnection) -> None:
    """Carried and read anew where touched, or all read anew: the tables say the same."""
    versions = [ReaderVersion(name, "code", f"words of {name}") for name in ("v1", "v2", "v3")]
    start_version(con, versions[0])
    assert current_reader(con) == versions[0]
    read_all(con, "v1")
    looked_at: list[str] = []

    def is_touched(title: str, text: str) -> bool:
        looked_at.append(title)
        return "Rust" in text

    assert carry_over(con, "v1", versions[1], is_touched) == 2
    assert len(looked_at) == 3 and current_reader(con) == versions[1]
    (left,) = pending(con, "v2")
    assert ["Rust" in seen.text for seen in left.values()] == [True]
    assert carry_over(con, "v1", versions[1], lambda *_: False) == 1, "what v2 has is not carried twice"
    assert list(pending(con, "v2")) == []
    start_version(con, versions[2])
    read_all(con, "v3")
    tables = [con.execute(CARRIED, {"version": version}).fetchall() for version in ("v2", "v3")]
    assert tables[0] == tables[1] and len(tables[0]) > 3
    assert con.execute("SELECT count(*) FROM core.reading WHERE reader_version = 'v1'").fetchall() == [(0,)]


CARRIED = """
SELECT reading.* EXCLUDE (reading_id, reader_version), mention.* EXCLUDE (reading_id)
FROM core.reading LEFT JOIN core.mention USING (reading_id)
WHERE reader_version = $version ORDER BY input_hash, mention."start"
"""


def test_lanes_are_fitted_on_representatives(con: duckdb.DuckDBPyConnection) -> None:
    read_all(con, "v1")
    link_postings(con)
    ((postings, skills),) = representatives(con, "v1")
    assert list(postings["posting_id"]) == [f"greenhouse/acme/{job}" for job in (1, 2, 3)]
    assert skills == {
        "greenhouse/acme/1": [("go", "preferred"), ("python", "required"), ("rust", "required")],
        "greenhouse/acme/2": [("python", "required")],
    }


def test_representatives_come_in_parts_of_any_size(con: duckdb.DuckDBPyConnection) -> None:
    read_all(con, "v1")
    link_postings(con)
    ((whole, skills),) = representatives(con, "v1")
    for size in (1, 2, 3, 4):
        parts = list(representatives(con, "v1", size))
        assert [len(part) for part, _ in parts] == [min(size, 3 - first) for first in range(0, 3, size)]
        assert pd.concat([part for part, _ in parts], ignore_index=True).equals(whole)
        assert {name: named for _, part in parts for name, named in part.items()} == skills


def test_where_nothing_was_read_there_is_one_empty_part(con: duckdb.DuckDBPyConnection) -> None:
    ((postings, skills),) = representatives(con, "v1")
    assert len(postings) == 0 and "posting_id" in postings and skills == {}


FIELDS = pd.DataFrame([{"posting_id": "greenhouse/acme/1", "speciality": "vision", "probability": 0.6}])


def test_a_fit_takes_the_place_of_the_one_before(con: duckdb.DuckDBPyConnection) -> None:
    affinities = pd.DataFrame([{"skill_id": "python", "lane": "mlops", "affinity": 0.4, "is_shared": True}])
    lanes = pd.DataFrame([{"posting_id": "greenhouse/acme/1", "lane": "mlops", "probability": 0.7}])
    for number, basis in (("f1", "shipped"), ("f2", "corpus")):
        save_lane_fit(
            con,
            number,
            reader_version="v1",
            basis=basis,
            affinities=affinities,
            posting_lanes=lanes,
            posting_specialities=FIELDS,
            clusters=[],
        )
    assert con.execute("SELECT DISTINCT fit_id FROM core.lane_fit").fetchall() == [("f2",)]
    assert con.execute("SELECT * FROM core.posting_lane").fetchall() == [("greenhouse/acme/1", "f2", "mlops", 0.7)]
    fields = con.execute("SELECT * FROM core.posting_speciality").fetchall()
    assert fields == [("greenhouse/acme/1", "f2", "vision", 0.6)]


def test_clusters_of_earlier_fits_stay_known_so_that_their_ids_can_return(con: duckdb.DuckDBPyConnection) -> None:
    lanes = pd.DataFrame([{"posting_id": "greenhouse/acme/1", "lane": "mlops", "probability": 0.7}])
    affinities = pd.DataFrame([{"skill_id": "python", "lane": "mlops", "affinity": 0.4, "is_shared": True}])

    def fit(name: str, **clusters: tuple[str, ...]) -> None:
        found = [
            {"cluster_id": key, "stability": 0.7, "lift": 3.0, "lane": "mlops", "skills": skills}
            for key, skills in clusters.items()
        ]
        save_lane_fit(
            con,
            name,
            reader_version="v1",
            basis="corpus",
            affinities=affinities,
            posting_lanes=lanes,
            posting_specialities=FIELDS,
            clusters=found,
        )

    fit("f1", a=("python", "sql"), b=("docker", "kubernetes"))
    fit("f2", a=("python", "pandas", "sql"))
    assert {name: sorted(skills) for name, skills in known_clusters(con).items()} == {
        "a": ["pandas", "python", "sql"],
        "b": ["docker", "kubernetes"],
    }
    current = con.execute("SELECT cluster_id FROM core.skill_cluster WHERE fit_id = 'f2'").fetchall()
    assert current == [("a",)]
    ranks = con.execute(
        "SELECT skill_id FROM core.skill_cluster_member WHERE cluster_id = 'a' ORDER BY rank"
    ).fetchall()
    assert ranks == [("python",), ("pandas",), ("sql",)]
