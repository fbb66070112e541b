"""Every statement of the room fits its schema, and the questions of dashboard and reports get true answers."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pandas as pd
import pyarrow as pa
import pytest

from tests.warehouse.landings import RULES, hours
from tests.warehouse.markets import publish, write_landing
from warehouse.batches import schema_of
from warehouse.database.load import load_runs
from warehouse.database.store import open_store
from warehouse.generations import queries
from warehouse.generations.frames import frames
from warehouse.generations.reader import Generation, open_generation
from warehouse.statements import SQL, parameters, statement

NAMES = sorted(str(path.relative_to(SQL).with_suffix("")) for path in SQL.rglob("*.sql"))
OVER_FRAMES = [name for name in NAMES if "/" not in name or name.startswith("generation/")]


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    data = tmp_path_factory.mktemp("data")
    write_landing(data / "landing")
    publish(data)
    return open_generation(data)


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with all the stages that statements read."""
    data = tmp_path_factory.mktemp("store")
    write_landing(data / "landing")
    with open_store(data) as opened:
        load_runs(opened, data / "landing", RULES)
        opened.execute(statement("load/stage_posting"))
        opened.execute(statement("load/stage_latest"))
        opened.execute(statement("read/stage_input"), {"reader_version": "v1"})
        opened.execute(statement("lanes/stage_representative"), {"reader_version": "v1"})
        batch = schema_of(opened, "stage_posting").append(pa.field("text", pa.string()))
        for name, schema in {
            "batch": batch,
            "wanted": pa.schema([(name, pa.string()) for name in ("source", "board", "posting_id")]),
            "linked": pa.schema([("posting_id", pa.string()), ("requisition_id", pa.string())]),
            "stage_carried": pa.schema([("old_id", pa.int64()), ("new_id", pa.int64())]),
            **{f"frame_{name}": frame.schema for name, frame in frames().items()},
        }.items():
            opened.register(name, schema.empty_table())
        yield opened


LISTS = {"sources", "kinds", "text_hashes", "input_hashes", "posting_ids", "skill_ids"}
TYPED = {
    "limit": 5,
    "offset": 0,
    "as_of": None,
    "listed_days": 45,
    "unconfirmed_days": 14,
    "closes": [True],
    "first": 0,
    "last": 5,
    "expiries": [45],
    "is_open": True,
    "seen_since": None,
}


def values(name: str) -> dict[str, object]:
    """Something bound for each value a statement wants."""
    found: dict[str, object] = {parameter: ["x"] if parameter in LISTS else "x" for parameter in parameters(name)}
    for parameter, value in TYPED.items():
        if parameter in found:
            found[parameter] = value
    return found


@pytest.mark.parametrize("name", [name for name in NAMES if name not in OVER_FRAMES])
def test_statements_over_the_database_are_valid(con: duckdb.DuckDBPyConnection, name: str) -> None:
    given: object = ["x"] * statement(name).count("?") or values(name)
    assert con.execute(f"EXPLAIN {statement(name)}", given).fetchall()


@pytest.mark.parametrize("name", OVER_FRAMES)
def test_statements_over_a_generation_are_valid_and_have_their_function(generation: Generation, name: str) -> None:
    assert len(generation.query(f"EXPLAIN {statement(name)}", values(name)))
    assert "/" in name or callable(getattr(queries, name))


def test_the_market_in_one_row(generation: Generation) -> None:
    (row,) = queries.market_summary(generation).to_dict("records")
    counts = {
        name: row[name] for name in ("requisitions", "open_requisitions", "new_requisitions", "employers", "postings")
    }
    assert counts == {"requisitions": 3, "open_requisitions": 3, "new_requisitions": 1, "employers": 1, "postings": 4}
    assert dict(queries.exclusions(generation).itertuples(index=False)) == {"not_relevant": 1, "undated": 1}


def test_lanes(generation: Generation) -> None:
    found = queries.lanes_overview(generation).set_index("lane")
    assert found["requisitions"].to_dict() == {"research": 0, "mlops": 2}
    assert found["expected_requisitions"].to_dict() == pytest.approx({"research": 0.3, "mlops": 1.4})


def test_one_requisition(generation: Generation) -> None:
    name = "greenhouse/acme/1"
    assert queries.requisition_by_id(generation, name)["title"].tolist() == ["ML Engineer"]
    assert queries.postings_of_requisition(generation, name)["location"].tolist() == ["Berlin", "Lyon"]
    assert queries.mentions_of_requisition(generation, name)["name"].tolist() == ["Python", "Rust", "Go", "Python"]
    assert queries.lanes_of_requisition(generation, name)["lane"].tolist() == ["mlops", "research"]
    assert queries.requisition_by_id(generation, "' OR 1 = 1 --").empty


def test_the_evidence_for_a_skill(generation: Generation) -> None:
    found = queries.postings_for_skill(generation, "go")
    assert found["requisition_id"].tolist() == ["greenhouse/acme/1", "greenhouse/acme/4"]
    assert found["need"].tolist() == ["preferred", "required"]
    texts = generation.texts(found["posting_id"].tolist())
    assert {texts[row.posting_id][row.start : row.end] for row in found.itertuples()} == {"Go"}
    assert queries.postings_for_skill(generation, "go", need="required")["requisition_id"].tolist() == [
        "greenhouse/acme/4"
    ]
    assert queries.postings_for_skill(generation, "go", lane="research").empty
    assert len(queries.postings_for_skill(generation, "go", limit=1)) == 1


@pytest.mark.parametrize(
    ("filters", "jobs"),
    [
        ({}, "514"),
        ({"words": "BERLIN"}, "1"),
        ({"words": "100% '; DROP VIEW requisition"}, ""),
        ({"lane": "mlops"}, "14"),
        ({"workplace": "remote"}, "5"),
        ({"skill_ids": ["go", "python"]}, "14"),
        ({"skill_ids": []}, "514"),
        ({"is_open": False}, ""),
        ({"region": "eu_eea"}, "1"),
        ({"seen_since": hours(1)}, "5"),
        ({"employer": "Acme", "seniority": None, "role": "ML engineer", "limit": 1}, "5"),
    ],
)
def test_searching(generation: Generation, filters: dict[str, object], jobs: str) -> None:
    found = queries.search_postings(generation, **filters)  # type: ignore[arg-type]
    assert [name[-1] for name in found["requisition_id"]] == list(jobs)


def test_sick_boards_come_first(generation: Generation) -> None:
    found = queries.board_health(generation)
    assert list(zip(found["board"], found["runs_since_complete"], strict=True)) == [
        ("globex", 2),
        ("acme", 0),
        ("mine", 0),
    ]


def test_skills_are_found_by_a_part_of_their_name(generation: Generation) -> None:
    assert queries.skill_search(generation, "O")["skill_id"].tolist() == ["go", "python"]
    assert queries.skill_search(generation, "rust")["requisitions"].tolist() == [3]
    related = queries.related_skills(generation, "go")
    assert list(zip(related["skill_id"], related["requisitions"], strict=True)) == [("python", 2), ("rust", 2)]


def test_an_answer_that_is_kept_is_each_callers_own(generation):
    name = queries.search_postings(generation, limit=1)["requisition_id"].iat[0]
    first = queries.requisition_by_id(generation, name)
    first["title"] = "written over"
    again = queries.requisition_by_id(generation, name)
    assert again["title"].iat[0] != "written over"
    pd.testing.assert_frame_equal(
        again, generation.query("SELECT * FROM requisition WHERE requisition_id = $n", {"n": name})
    )
    skills = again["requisition_id"].tolist()
    assert queries.search_postings(generation, skill_ids=["nothing"], limit=1).empty and skills == [name]
