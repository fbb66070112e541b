"""A small whole market of invented employers, from landing runs to a generation."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from tests.warehouse.landings import RULES, board_run, hours, land, posting
from tests.warehouse.reader import read
from warehouse.database.load import load_runs
from warehouse.database.readings import pending, save_lane_fit, save_readings
from warehouse.database.store import open_store
from warehouse.generations.frames import frames
from warehouse.generations.publish import Arrays, Stored, as_of, build_frames, run_ids, text_source, write_generation
from warehouse.linking.requisitions import link_postings
from warehouse.models import Location

SKILLS = pd.DataFrame(
    [
        {
            "skill_id": name.lower(),
            "name": name,
            "kind": "tool",
            "family": "language",
            "definition": "",
            "url": None,
        }
        for name in ("Python", "Rust", "Go")
    ]
)
EDGES = pd.DataFrame([("rust", "transfers", "go", "usual", "Goroutines")], columns=frames()["skill_edge"].schema.names)
LANES = pd.DataFrame([{"lane": lane, "name": lane.title(), "definition": ""} for lane in ("research", "mlops")])
SPECIALITIES = pd.DataFrame([{"speciality": "vision", "lane": "research", "name": "Vision", "definition": ""}])
PLACES = pd.DataFrame(
    [
        ("greenhouse/acme/1", "DE", None, "Berlin", None, "eu_eea", "inferred"),
        ("greenhouse/acme/1", "FR", None, "Lyon", None, "eu_eea", "inferred"),
        ("greenhouse/acme/1", None, None, "Somewhere", None, "unknown", "text"),
        ("greenhouse/acme/4", "US", "NY", "New York", None, "us", "text"),
        ("greenhouse/acme/4", "CA", None, None, "CA", "canada", "text"),
        ("greenhouse/acme/5", None, None, None, "unstated", "unknown", "text"),
    ],
    columns=frames()["requisition_place"].schema.names,
)
AFFINITIES = pd.DataFrame([{"skill_id": "rust", "lane": "mlops", "affinity": 0.5, "is_shared": False}])


def write_landing(landing: Path) -> None:
    """Two crawls and an undated import: one advert in two cities, one that closes, one irrelevant, one that is new."""
    cities = {"title": "ML Engineer", "description_text": "Requires Python or Rust. Nice to have: Go, Python."}
    both = [posting(1, locations=(Location("Berlin"),), **cities), posting(2, locations=(Location("Lyon"),), **cities)]
    stays = posting(4, description_text="Requires Python. Requires Go or Rust.", salary_min=None)
    leaves = posting(3, description_text="An irrelevant advert.")
    new = posting(5, description_text="Requires Rust.", workplace="remote", workplace_basis="stated")
    imported = posting(6, "mine", "import", description_text="Requires Go.")
    land(landing, 0, [(board_run(postings=4), [*both, leaves, stays])])
    land(
        landing,
        24,
        [(board_run(postings=4), [*both, stays, new]), (board_run("failed", "globex", reason="timeout"), [])],
    )
    land(
        landing,
        48,
        [(board_run(postings=4), [*both, stays, new]), (board_run("failed", "globex", reason="timeout"), [])],
    )
    land(landing, 50, [(board_run(board="mine", source="import"), [imported])], kind="import")


CLUSTER = {"cluster_id": "c1", "stability": 0.8, "lift": 3.0, "lane": None, "skills": ("kubernetes", "python")}


def fill(con: duckdb.DuckDBPyConnection, data: Path) -> None:
    """Load, link, read and fit what has landed."""
    load_runs(con, data / "landing", RULES)
    link_postings(con)
    for part in pending(con, "v1"):
        save_readings(con, {name: read(seen, "v1") for name, seen in part.items()})
    postings = [row[0] for row in con.execute("SELECT posting_id FROM core.posting ORDER BY ALL").fetchall()]
    lanes = [
        {"posting_id": name, "lane": lane, "probability": probability}
        for name in postings
        for lane, probability in (("research", 0.1), ("mlops", 0.2 if name.endswith("/5") else 0.6))
    ]
    save_lane_fit(
        con,
        "f1",
        reader_version="v1",
        basis="corpus",
        affinities=AFFINITIES,
        posting_lanes=pd.DataFrame(lanes),
        posting_specialities=pd.DataFrame({"posting_id": postings, "speciality": "vision", "probability": 0.6}),
        clusters=[CLUSTER],
    )


def built(con: duckdb.DuckDBPyConnection) -> dict[str, pd.DataFrame | Stored]:
    """The frames with an exclusion judged by relevance and date alone."""
    made = build_frames(
        con,
        reader_version="v1",
        fit_id="f1",
        skills=SKILLS,
        edges=EDGES,
        lanes=LANES,
        specialities=SPECIALITIES,
        places=PLACES,
    )
    requisition = made["requisition"]
    assert isinstance(requisition, pd.DataFrame)
    excluded = pd.Series([None] * len(requisition), dtype="object")
    excluded[requisition["first_seen_at"].isna()] = "undated"
    excluded[~requisition["is_relevant"].astype(bool)] = "not_relevant"
    made["requisition"] = requisition.assign(exclusion=excluded)
    return made


def manifest(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    return {"as_of": as_of(con), "created_from": run_ids(con), "reader_version": "v1", "fit_id": "f1"}


ARRAYS = Arrays("1", lambda frames, _: {"market_x": frames["requisition"][["requisition_id", "postings"]]})


def publish(data: Path) -> Path:
    """Everything that has landed as the next generation."""
    with open_store(data) as con:
        fill(con, data)
        return write_generation(data, built(con), text_source(con), manifest(con), arrays=ARRAYS)


LATEST = hours(48).replace(tzinfo=None)
