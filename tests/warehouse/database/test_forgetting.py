"""What is forgotten leaves a database as if it had never landed; ledgers are followed only where that was asked."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warehouse.landings import RULES, board_run, land, posting
from tests.warehouse.markets import LATEST, fill, write_landing
from tests.warehouse.reader import read
from warehouse.database.forgetting import employers, follow_ledgers, known_postings, remove_boards, remove_postings
from warehouse.database.landed import finished_runs
from warehouse.database.load import load_runs
from warehouse.database.readings import pending, save_readings
from warehouse.database.store import open_store
from warehouse.linking.requisitions import link_postings
from warehouse.models import BrokenDataError, Posting

KEPT = (
    "core.posting", "raw.posting_version", "raw.sighting", "core.posting_spell", "core.reading", "core.mention",
    "core.unknown_term",
)  # fmt: skip
NUMBERED = {"reading_id", "requisition_id"}
"""Said in the order of arrival, or by the oldest member, which may be what is forgotten."""
SHARED = "You train models in Python or Rust."
"""Two adverts in one: they have one reading."""


def shown(number: int) -> Posting:
    text = SHARED if number in (1, 2) else f"Advert {number}. Requires Python, Go or Rust."
    return posting(number, title="Engineer" if number in (1, 2) else f"Engineer {number}", description_text=text)


def loaded(data: Path, numbers: Collection[int]) -> list[list[tuple[Any, ...]]]:
    """What a database says of postings that landed twice, a day apart, and were read."""
    for hour in (0, 24):
        land(data / "landing", hour, [(board_run(postings=9), [shown(n) for n in sorted(numbers)])])
    with open_store(data) as con:
        load_runs(con, data / "landing", RULES)
        link_postings(con)
        for part in pending(con, "v1"):
            save_readings(con, {name: read(seen, "v1") for name, seen in part.items()})
        return said(con)


def said(con: duckdb.DuckDBPyConnection) -> list[list[tuple[Any, ...]]]:
    found = []
    for table in KEPT:
        frame = con.execute(f"SELECT * FROM {table}").df()
        frame = frame.drop(columns=[name for name in frame.columns if name in NUMBERED])
        found.append(sorted(map(repr, frame.itertuples(index=False))))
    return found  # type: ignore[return-value]


@settings(max_examples=6, deadline=None)
@given(st.sets(st.integers(1, 5), max_size=4))
def test_what_is_forgotten_was_never_there(tmp_path_factory: pytest.TempPathFactory, gone: set[int]) -> None:
    data, other = (tmp_path_factory.mktemp(name) for name in ("all", "less"))
    loaded(data, range(1, 6))
    expected = loaded(other, set(range(1, 6)) - gone)
    with open_store(data) as con:
        assert remove_postings(con, {shown(n).key for n in gone}) == len(gone)
        link_postings(con)
        assert said(con) == expected
        assert remove_postings(con, {shown(n).key for n in gone}) == 0


def names(*wanted: str) -> Any:
    def is_forgotten(employer: str | None, urls: Iterable[str | None]) -> bool:
        return employer in wanted or any(url and host in url for url in urls for host in wanted)

    return is_forgotten


def test_employers_and_addresses_lead_to_their_postings_and_boards(tmp_path: Path) -> None:
    write_landing(tmp_path / "landing")
    with open_store(tmp_path) as con:
        fill(con, tmp_path)
        assert {"Acme", "Globex", "Mine"} <= employers(con)
        assert known_postings(con, names("mine.example")) == {"import/mine/6"}
        assert known_postings(con, names("Globex")) == set()
        assert len(known_postings(con, names("Acme"))) == 5
        assert remove_boards(con, names("Globex", "nowhere.example")) == 1
        assert remove_boards(con, names("Globex")) == 0
        assert "Globex" not in employers(con) and "Acme" in employers(con)
        visits = con.execute("SELECT DISTINCT board FROM raw.board_run ORDER BY ALL").fetchall()
        assert visits == [("acme",), ("mine",)]
    assert LATEST


def amended(data: Path, numbers: Sequence[int]) -> list[str]:
    """Say something else in the ledgers of these runs; the ids of all runs."""
    runs = sorted(finished_runs(data / "landing"), key=lambda landed: landed.run.run_id)
    for number in numbers:
        ledger = runs[number].folder / "run.json"
        ledger.write_text(json.dumps({**json.loads(ledger.read_text()), "tool_version": "another"}))
    return [landed.run.run_id for landed in runs]


def test_only_the_ledgers_that_were_rewritten_are_followed(tmp_path: Path) -> None:
    write_landing(tmp_path / "landing")
    with open_store(tmp_path) as con:
        load_runs(con, tmp_path / "landing", RULES)
        ids = amended(tmp_path, [1, 2])
        follow_ledgers(con, tmp_path / "landing", [ids[1]])
        with pytest.raises(BrokenDataError, match=f"{ids[2]} changed after it was loaded"):
            load_runs(con, tmp_path / "landing", RULES)
        follow_ledgers(con, tmp_path / "landing")
        assert load_runs(con, tmp_path / "landing", RULES).runs == 0
