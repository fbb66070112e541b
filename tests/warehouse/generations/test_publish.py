"""Generations hold what the database says, whole or not at all, and share their texts; no reader sees a half one."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from tests.warehouse.landings import RULES, board_run, hours, land, posting
from tests.warehouse.markets import ARRAYS, LATEST, built, fill, manifest, publish, write_landing
from tests.warehouse.reader import read
from warehouse.database.load import load_runs
from warehouse.database.readings import pending, save_readings
from warehouse.database.store import open_store
from warehouse.generations import queries
from warehouse.generations.checkup import unconfirmed_boards
from warehouse.generations.frames import frames, to_table
from warehouse.generations.publish import (
    _REQUISITIONS_AT_ONCE,
    KEPT_GENERATIONS,
    as_of,
    locations,
    text_source,
    write_generation,
)
from warehouse.generations.reader import Generation, current_number, open_generation
from warehouse.generations.text_parts import Texts, groups, write_parts
from warehouse.models import BadInputError, BrokenDataError, Location, PayBand, Posting, Reading, UnknownTerm


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published market; read only."""
    folder = tmp_path_factory.mktemp("data")
    write_landing(folder / "landing")
    publish(folder)
    return folder


@pytest.fixture(scope="module")
def generation(data: Path) -> Generation:
    return open_generation(data)


def rows(generation: Generation, query: str) -> list[tuple[object, ...]]:
    frame = generation.query(query)
    return [tuple(None if pd.isna(value) else value for value in row) for row in frame.itertuples(index=False)]


def test_requisitions(generation: Generation) -> None:
    found = rows(
        generation,
        "SELECT requisition_id, exclusion, is_open, is_new, postings, location, primary_lane "
        "FROM requisition ORDER BY requisition_id",
    )
    assert found == [
        ("greenhouse/acme/1", None, True, False, 2, "Berlin · Lyon", "mlops"),
        ("greenhouse/acme/3", "not_relevant", False, False, 1, None, "mlops"),
        ("greenhouse/acme/4", None, True, False, 1, None, "mlops"),
        ("greenhouse/acme/5", None, True, True, 1, None, "none"),
        ("import/mine/6", "undated", False, False, 1, None, "mlops"),
    ]


def test_a_requisition_lies_in_the_region_that_its_places_tell(generation: Generation) -> None:
    found = rows(generation, "SELECT requisition_id, region FROM requisition ORDER BY requisition_id")
    assert found == [
        ("greenhouse/acme/1", "eu_eea"),
        ("greenhouse/acme/3", "unknown"),
        ("greenhouse/acme/4", "several"),
        ("greenhouse/acme/5", "unknown"),
        ("import/mine/6", "unknown"),
    ]
    assert rows(generation, "SELECT city FROM requisition_place WHERE country = 'FR'") == [("Lyon",)]


def test_locations_are_those_of_all_postings_the_representatives_first(data: Path) -> None:
    with open_store(data) as con:
        found = list(locations(con))
    assert found == [
        ("greenhouse/acme/1", Location("Berlin"), None),
        ("greenhouse/acme/1", Location("Lyon"), None),
        ("greenhouse/acme/3", Location(""), None),
        ("greenhouse/acme/4", Location(""), None),
        ("greenhouse/acme/5", Location(""), "remote"),
        ("import/mine/6", Location(""), None),
    ]


def test_stated_facts_go_before_read_ones(generation: Generation) -> None:
    found = rows(
        generation,
        "SELECT workplace, pay_min, pay_basis, min_years FROM requisition WHERE requisition_id LIKE '%acme/5'",
    )
    assert found == [("remote", 100.0, "text", 3)]
    found = rows(generation, "SELECT workplace FROM requisition WHERE requisition_id LIKE '%acme/4'")
    assert found == [("hybrid",)]


def test_closing_is_told(generation: Generation) -> None:
    found = rows(
        generation, "SELECT closed_at, close_reason, last_seen_at FROM posting WHERE posting_id LIKE '%acme/3'"
    )
    assert found == [(hours(24).replace(tzinfo=None), "absent", hours(0).replace(tzinfo=None))]


def test_sources_that_never_close_expire_by_their_own_age(tmp_path: Path) -> None:
    def advert(job: str, source: str, day: float) -> Posting:
        return posting(job, source=source, posted_at=hours(24 * day), posted_basis="created")

    sources = ("hackernews", "remoteok")
    seen = [[advert(job, source, day) for job, day in (("old", 0), ("new", 20))] for source in sources]
    undated = posting("undated", source="hackernews")
    land(tmp_path / "landing", 24 * 30, [(board_run(source=s), p) for s, p in zip(sources, seen, strict=True)])
    seen[0].append(undated)
    land(tmp_path / "landing", 24 * 50, [(board_run(source=s), p) for s, p in zip(sources, seen, strict=True)])
    publish(tmp_path)
    found = rows(open_generation(tmp_path), "SELECT posting_id, is_open FROM posting ORDER BY posting_id")
    assert found == [
        ("hackernews/acme/new", True),
        ("hackernews/acme/old", False),
        ("hackernews/acme/undated", True),
        ("remoteok/acme/new", True),
        ("remoteok/acme/old", True),
    ]


def test_a_skill_has_one_row_and_or_groups_share_a_unit(generation: Generation) -> None:
    found = rows(
        generation,
        "SELECT requisition_id[-1:], skill_id, need, unit_id FROM requisition_skill ORDER BY requisition_id, skill_id",
    )
    assert found == [
        ("1", "go", "preferred", 1),
        ("1", "python", "required", 0),
        ("1", "rust", "required", 0),
        ("4", "go", "required", 1),
        ("4", "python", "required", 0),
        ("4", "rust", "required", 1),
        ("5", "rust", "required", 0),
        ("6", "go", "required", 0),
    ]


def test_mentions_point_into_the_representatives_text(generation: Generation) -> None:
    mentions = generation.frame("mention").merge(generation.frame("requisition")[["requisition_id", "posting_id"]])
    texts = generation.texts(mentions["posting_id"].unique().tolist())
    assert len(mentions) == 9
    for mention in mentions.itertuples():
        assert texts[mention.posting_id][mention.start : mention.end] == mention.surface


def test_the_degrees_named_and_every_range_of_pay_stand_beside_the_one(tmp_path: Path) -> None:
    def band(label: str, least: int) -> PayBand:
        return PayBand(Decimal(least), Decimal(least + 20_000), "USD", "year", label)

    banded = replace(posting(1), pay_bands=(band("Zone A", 150_000), band("Zone B", 130_000)))
    stated = replace(posting(2), salary_min=Decimal(90_000), salary_currency="GBP", salary_basis="stated")
    land(tmp_path / "landing", 0, [(board_run(postings=3), [banded, stated, posting(3)])])
    publish(tmp_path)
    generation = open_generation(tmp_path)
    requisition = generation.frame("requisition")
    assert set(requisition["degree_preferred"]) == {"phd"}
    assert set(requisition["degrees_named"]) == {"master, phd"}
    paid = generation.frame("requisition_pay")
    columns = ["position", "pay_min", "pay_max", "pay_currency", "pay_basis", "label"]
    found = {
        name.rpartition("/")[2]: [tuple(None if pd.isna(v) else v for v in row) for row in rows[columns].to_numpy()]
        for name, rows in paid.groupby("requisition_id")
    }
    assert found == {
        "1": [(1, 150_000, 170_000, "USD", "stated", "Zone A"), (2, 130_000, 150_000, "USD", "stated", "Zone B")],
        "2": [(1, 90_000, None, "GBP", "stated", None)],
        "3": [(1, 100, 120, "EUR", "text", None), (2, None, 130, "USD", "inferred", None)],
    }


def test_vague_words_and_unknown_terms_are_published_and_counted_nowhere(tmp_path: Path) -> None:
    write_landing(tmp_path / "landing")
    with open_store(tmp_path) as con:
        load_runs(con, tmp_path / "landing", RULES)
        for part in pending(con, "v1"):
            save_readings(con, {name: _with_a_vague_word(read(seen, "v1")) for name, seen in part.items()})
    publish(tmp_path)
    generation = open_generation(tmp_path)
    assert set(rows(generation, "SELECT skill_id, is_counted FROM mention")) == {
        ("python", True),
        ("go", True),
        ("rust", False),
    }
    assert rows(generation, "SELECT DISTINCT skill_id FROM requisition_skill ORDER BY ALL") == [("go",), ("python",)]
    assert queries.postings_for_skill(generation, "rust").empty
    assert queries.unknown_terms_of_requisition(generation, "greenhouse/acme/1")["surface"].tolist() == ["Zorblat"]


def _with_a_vague_word(reading: Reading) -> Reading:
    """Rust counts for nothing, and a term is asked for that nobody knows."""
    skills = tuple(dataclasses.replace(m, counted=m.skill != "rust") for m in reading.skills)
    return dataclasses.replace(reading, skills=skills, unknown=(UnknownTerm("Zorblat", 0, 7, "required", "s0"),))


def test_every_frame_is_as_agreed(generation: Generation) -> None:
    for name, frame in frames().items():
        assert list(generation.frame(name).columns) == frame.schema.names
    assert generation.manifest["as_of"] == LATEST.isoformat()
    assert generation.number == 1
    with pytest.raises(KeyError):
        generation.frame("sqlite_master")


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "COPY posting TO '/tmp/out.parquet'",
        "ATTACH 'other.duckdb' AS other",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "SELECT * FROM read_parquet('../../warehouse.duckdb')",
    ],
)
def test_a_reader_reaches_nothing_but_generations(generation: Generation, statement: str) -> None:
    with pytest.raises(duckdb.Error):
        generation.query(statement)


def test_frames_that_break_the_agreement_are_not_published(data: Path, tmp_path: Path) -> None:
    with open_store(data) as con:
        whole, texts = built(con), text_source(con)
        for broken, complaint in (
            ({name: frame for name, frame in whole.items() if name != "lane"}, "lane"),
            ({**whole, "lane": whole["lane"].drop(columns="name")}, "name"),
            ({**whole, "lane": whole["lane"].assign(name=[1, "x"])}, "another type"),
        ):
            with pytest.raises(ValueError, match=complaint):
                write_generation(tmp_path, broken, texts, {})
    assert not (tmp_path / "generations").exists()


def test_only_the_last_generations_stay_and_share_their_texts(tmp_path: Path) -> None:
    write_landing(tmp_path / "landing")
    for _ in range(KEPT_GENERATIONS + 2):
        publish(tmp_path)
    home = tmp_path / "generations"
    assert sorted(path.name for path in home.iterdir()) == ["3", "4", "5", "CURRENT", "texts"]
    assert len(list((home / "texts").iterdir())) == 1
    land(tmp_path / "landing", 72, [(board_run(), [posting(7, description_text="Requires Go at night.")])])
    publish(tmp_path)
    assert len(list((home / "texts").iterdir())) == 2
    opened = open_generation(tmp_path)
    assert opened.texts(["greenhouse/acme/7", "greenhouse/acme/4", "unknown"]) == {
        "greenhouse/acme/7": "Requires Go at night.",
        "greenhouse/acme/4": "Requires Python. Requires Go or Rust.",
    }


def test_a_fresh_generation_leaves_nothing_of_before(tmp_path: Path) -> None:
    write_landing(tmp_path / "landing")
    publish(tmp_path)
    publish(tmp_path)
    with open_store(tmp_path) as con:
        con.execute("DELETE FROM core.posting WHERE posting_id = 'greenhouse/acme/3'")
        write_generation(tmp_path, built(con), text_source(con), manifest(con), is_fresh=True)
    home = tmp_path / "generations"
    assert sorted(path.name for path in home.iterdir()) == ["3", "CURRENT", "texts"]
    (part,) = (home / "texts").iterdir()
    assert "An irrelevant advert." not in duckdb.read_parquet(str(part)).df()["text"].tolist()


def test_a_damaged_text_is_not_shown(tmp_path: Path) -> None:
    write_landing(tmp_path / "landing")
    publish(tmp_path)
    opened = open_generation(tmp_path)
    (part,) = (tmp_path / "generations" / "texts").iterdir()
    pq.write_table(pq.read_table(part).set_column(1, "text", [["Other words."] * 5]), part)
    with pytest.raises(BrokenDataError, match="is damaged: run `skillgap publish`"):
        opened.texts(["greenhouse/acme/4"])


def test_nothing_published_yet_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="skillgap refresh"):
        open_generation(tmp_path)
    with open_store(tmp_path) as con, pytest.raises(BadInputError, match="skillgap demo"):
        as_of(con)


def _forget_frame(manifest: Path, name: str) -> None:
    told = json.loads(manifest.read_text())
    del told["files"][name]
    manifest.write_text(json.dumps(told))


HARMS: dict[str, Callable[[Path], object]] = {
    "pointer": lambda home: (home / "CURRENT").write_text("x"),
    "pointer too far": lambda home: (home / "CURRENT").write_text("9"),
    "manifest cut": lambda home: (home / "1" / "manifest.json").write_text("{"),
    "manifest of another kind": lambda home: (home / "1" / "manifest.json").write_text("[]"),
    "frame of a later skillgap": lambda home: _forget_frame(home / "1" / "manifest.json", "requisition_place.parquet"),
    "frame gone": lambda home: (home / "1" / "lane.parquet").unlink(),
    "frame cut": lambda home: (home / "1" / "lane.parquet").write_bytes(b"PAR1"),
    "array cut": lambda home: (home / "1" / "market_x.arrow").write_bytes(b"ARROW1"),
    "array gone": lambda home: (home / "1" / "market_x.arrow").unlink(),
    "texts gone": lambda home: [path.unlink() for path in (home / "texts").iterdir()],
    "texts garbage": lambda home: [path.write_bytes(b"garbage") for path in (home / "texts").iterdir()],
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_generation_is_a_sentence(tmp_path: Path, harm: str) -> None:
    write_landing(tmp_path / "landing")
    publish(tmp_path)
    HARMS[harm](tmp_path / "generations")
    with pytest.raises(BrokenDataError, match="skillgap publish"):
        open_generation(tmp_path)


def test_arrays_are_kept_with_their_generation_for_the_code_that_made_them(tmp_path: Path) -> None:
    write_landing(tmp_path / "landing")
    publish(tmp_path)
    opened = open_generation(tmp_path)
    kept = opened.arrays(ARRAYS.version)
    assert kept is not None
    pd.testing.assert_frame_equal(kept["market_x"], opened.frame("requisition")[["requisition_id", "postings"]])
    assert opened.arrays("of another") is None


def test_frames_read_the_same_from_their_files_as_by_sql(generation: Generation) -> None:
    for name in generation.frames:
        by_sql = generation.query(f"SELECT * FROM {name}")
        assert to_table(name, generation.frames[name]).equals(to_table(name, by_sql)), name


@pytest.mark.parametrize("kept", [0, 64], ids=["a large market", "a small one, kept unpacked"])
def test_texts_are_found_in_whatever_group_and_part_they_lie(
    kept: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.generations.text_parts.GROUPS_KEPT", kept)
    texts = {hashlib.sha256(text.encode()).hexdigest(): text for text in (f"Advert {n}." for n in range(1000))}
    some, rest = dict(list(texts.items())[:300]), dict(list(texts.items())[300:])
    names = write_parts(tmp_path, some, lambda asked: ((each, some[each]) for each in asked), [])
    names = write_parts(tmp_path, texts, lambda asked: ((each, rest[each]) for each in asked), names)
    assert len(names) == 2
    found = list(groups(tmp_path / name for name in names))
    assert len(found) > 10
    one, opened = next(iter(rest)), Texts(found)
    assert opened.read([one, "0" * 64, "f" * 64]) == {one: rest[one]}
    assert opened.read(texts.keys()) == texts
    assert opened.read([one]) == {one: rest[one]}
    assert sum(group.first <= one <= group.last for group in found) <= len(names)  # what is read for one


def test_frames_made_of_few_requisitions_at_a_time_are_those_made_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = []
    for folder, at_once in ((tmp_path / "all", 40_000), (tmp_path / "few", 1)):
        for name in _REQUISITIONS_AT_ONCE:
            monkeypatch.setitem(_REQUISITIONS_AT_ONCE, name, at_once)
        write_landing(folder / "landing")
        publish(folder)
        files.append(json.loads((folder / "generations" / "1" / "manifest.json").read_text())["files"])
    assert files[0] == files[1]
    assert pq.read_metadata(tmp_path / "few" / "generations" / "1" / "mention.parquet").num_rows > 2


def test_a_frame_is_written_in_groups_of_one_length_however_the_database_holds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.generations.publish._ROWS_AT_ONCE", 2)
    monkeypatch.setitem(_REQUISITIONS_AT_ONCE, "mention", 1)
    write_landing(tmp_path / "landing")
    publish(tmp_path)
    written = pq.read_metadata(tmp_path / "generations" / "1" / "mention.parquet")
    sizes = [written.row_group(number).num_rows for number in range(written.num_row_groups)]
    assert len(sizes) > 1
    assert set(sizes[:-1]) == {2}
    assert sum(sizes) == written.num_rows


def test_texts_that_are_wanting_are_never_written_as_others(tmp_path: Path) -> None:
    for found in ([], [("b" * 64, "Another advert.")]):
        with pytest.raises(KeyError):
            write_parts(tmp_path, ["a" * 64], lambda asked, found=found: iter(found), [])
        assert not list(tmp_path.glob("*.parquet"))


def test_many_parts_are_written_from_one_look_through_the_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.generations.text_parts.TEXTS_IN_PART", 3)
    texts = {hashlib.sha256(text.encode()).hexdigest(): text for text in (f"Advert {n}." for n in range(10))}
    looks = []

    def source(asked: Sequence[str]) -> Iterator[tuple[str, str]]:
        looks.append(list(asked))
        return ((each, texts[each]) for each in asked)

    names = write_parts(tmp_path, texts, source, [])
    assert looks == [sorted(texts)]
    assert len(names) == 4
    assert Texts(list(groups(tmp_path / name for name in names))).read(texts) == texts
    assert write_parts(tmp_path, texts, source, names) == names
    assert len(looks) == 1


def test_a_dropped_generation_is_a_sentence_to_who_still_reads_it(tmp_path: Path) -> None:
    write_landing(tmp_path / "landing")
    publish(tmp_path)
    opened = open_generation(tmp_path)
    for _ in range(KEPT_GENERATIONS):
        publish(tmp_path)
    with pytest.raises(BrokenDataError, match="open the data again"):
        opened.frame("posting")


PUBLISHER = """
import sys
from pathlib import Path
from tests.warehouse.markets import built, manifest
from warehouse.generations.publish import text_source, write_generation
from warehouse.database.store import open_store, single_writer
data = Path(sys.argv[1])
with single_writer(data), open_store(data) as con:
    frames = built(con)
    print("ready", flush=True)
    while True:
        write_generation(data, frames, text_source(con), manifest(con))
"""


def test_readers_see_whole_generations_while_publishers_are_killed(tmp_path: Path) -> None:
    write_landing(tmp_path / "landing")
    publish(tmp_path)
    seen: list[int] = []
    failures: list[BaseException] = []
    is_over = threading.Event()

    def keep_reading() -> None:
        while not is_over.is_set():
            try:
                opened = open_generation(tmp_path)
                assert len(opened.frame("requisition")) == 5
                assert len(opened.texts(["greenhouse/acme/4"])) == 1
                seen.append(opened.number)
                opened.close()
            except BrokenDataError as error:
                # Told to open again: allowed only where three newer ones came meanwhile.
                if "can no longer be read" not in str(error) and "missing" not in str(error):
                    failures.append(error)
            except BaseException as error:
                failures.append(error)

    reader = threading.Thread(target=keep_reading)
    reader.start()
    wait = random.Random(5)
    for _ in range(4):
        publisher = subprocess.Popen([sys.executable, "-c", PUBLISHER, str(tmp_path)], stdout=subprocess.PIPE)
        assert publisher.stdout is not None
        publisher.stdout.readline()
        before, give_up = current_number(tmp_path), time.monotonic() + 300
        while current_number(tmp_path) == before and time.monotonic() < give_up:
            time.sleep(0.01)
        time.sleep(wait.uniform(0.0, 0.3))
        os.kill(publisher.pid, signal.SIGKILL)
        publisher.communicate()
    is_over.set()
    reader.join()
    assert failures == []
    assert seen == sorted(seen)
    assert len(set(seen)) > 1
    before = current_number(tmp_path)
    publish(tmp_path)
    assert open_generation(tmp_path).number > before
    assert not list((tmp_path / "generations").rglob(".tmp-*"))


def test_publishing_again_says_the_same(tmp_path: Path) -> None:
    write_landing(tmp_path / "landing")
    first, second = publish(tmp_path), publish(tmp_path)
    files = [json.loads((folder / "manifest.json").read_text())["files"] for folder in (first, second)]
    assert files[0] == files[1]
    with open_store(tmp_path) as con:
        fill(con, tmp_path)
        assert write_generation(tmp_path, built(con), text_source(con), manifest(con)).name == "3"


def test_what_is_written_leaves_the_database(tmp_path: Path) -> None:
    write_landing(tmp_path / "landing")
    with open_store(tmp_path) as con:
        fill(con, tmp_path)
        write_generation(tmp_path, built(con), text_source(con), manifest(con))
        left = con.execute("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'frame%'").fetchall()
    assert left == []


def test_a_frame_without_a_column_is_a_sentence(tmp_path: Path) -> None:
    write_landing(tmp_path / "landing")
    publish(tmp_path)
    generation = open_generation(tmp_path)
    path = generation.folder / "requisition.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["title"]), path)
    with pytest.raises(BrokenDataError, match="can no longer be read"):
        generation.frame("requisition")


def test_what_a_board_has_not_confirmed_for_two_weeks_is_neither_open_nor_closed(tmp_path: Path) -> None:
    """Whatever kept it from being read: here it answers with another employer's name for weeks."""
    both = [(board_run(), [posting(1)]), (board_run(board="elder"), [posting(1, "elder")])]
    land(tmp_path / "landing", 0, both)
    refused = board_run(board="elder", outcome="failed", reason="wrong_company")
    for day in (7, 13, 15):
        land(tmp_path / "landing", 24 * day, [(board_run(), [posting(1)]), (refused, [])])
    publish(tmp_path)
    opened = open_generation(tmp_path)
    found = rows(opened, "SELECT posting_id, is_open, closed_at FROM posting ORDER BY posting_id")
    assert found == [("greenhouse/acme/1", True, None), ("greenhouse/elder/1", False, None)]
    (finding,) = unconfirmed_boards(opened)
    assert "greenhouse/elder" in finding.sentence and "2026-03-02" in finding.sentence
    opened.close()


def test_what_stands_in_the_place_of_texts_gives_way(tmp_path: Path) -> None:
    write_landing(tmp_path / "landing")
    publish(tmp_path)
    home = tmp_path / "generations"
    (part,) = (home / "texts").glob("*.parquet")
    part.unlink()
    (part / "inside").mkdir(parents=True)
    (home / "7").write_text("no generation")
    publish(tmp_path)
    opened = open_generation(tmp_path)
    assert opened.texts(list(opened.frame("posting")["posting_id"]))
    opened.close()
    for _ in range(3):
        publish(tmp_path)
    left = sorted(path.name for path in home.iterdir())
    assert left == ["10", "11", "9", "CURRENT", "texts"]
    assert [path.name for path in (home / "texts").iterdir()] == [part.name]
