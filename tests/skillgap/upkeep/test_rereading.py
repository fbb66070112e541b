"""After an edit of the taxonomy only the texts that hold it are read again, and the result is that of reading all."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from nlp.posting.reader import PostingReader
from nlp.taxonomy.loader import Skill, Surface, Taxonomy, load
from skillgap import pipeline
from skillgap.settings import Settings
from skillgap.workers.reads import Reads
from tests.skillgap.conftest import OTHER_WORK, POSTINGS
from warehouse.database import readings
from warehouse.database.store import database_path, open_store

MOMENT = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
Edit = Callable[[Taxonomy], Taxonomy]


@dataclass
class FixedDesk:
    """A desk with a taxonomy of the test's own."""

    reader: PostingReader

    def reads(self) -> Reads:
        return Reads(self.reader)


def without(skill: str, text: str) -> Edit:
    return lambda t: Taxonomy(t.skills, tuple(s for s in t.surfaces if (s.skill, s.text) != (skill, text)))


def ruled(text: str, case: Any) -> Edit:
    return lambda t: Taxonomy(t.skills, tuple(replace(s, case=case) if s.text == text else s for s in t.surfaces))


def with_surface(*added: Surface) -> Edit:
    return lambda t: Taxonomy(t.skills, (*t.surfaces, *added))


def with_skill(skill: Skill, text: str) -> Edit:
    return lambda t: Taxonomy({**t.skills, skill.id: skill}, (*t.surfaces, Surface(skill.id, text, "any")))


def filed_under(skill: str, **facts: Any) -> Edit:
    return lambda t: Taxonomy({**t.skills, skill: replace(t.skills[skill], **facts)}, t.surfaces)


def no_skill(skill: str) -> Edit:
    return lambda t: Taxonomy(
        {name: s for name, s in t.skills.items() if name != skill},
        tuple(s for s in t.surfaces if s.skill != skill),
    )


EDITS = {
    "a surface is added": with_surface(Surface("software_engineering", "weekly", "any")),
    "a surface is removed": without("kubernetes", "Kubernetes"),
    "a case rule is stricter": ruled("PyTorch", "exact"),
    "a name is judged by context": ruled("Docker", "context"),
    "a skill is added": with_skill(Skill("owning", "Owning things", "concept", "other"), "own"),
    "a skill is gone": no_skill("pytorch"),
    "a skill is soft now": filed_under("docker", kind="soft"),
    "a skill has another family": filed_under("pytorch", family="office_suite"),
    "much at once": lambda t: no_skill("airflow")(with_surface(Surface("python", "team", "any"))(t)),
}


@pytest.fixture(scope="module")
def shipped() -> PostingReader:
    return PostingReader(load())


@pytest.fixture(scope="module")
def read_once(shipped: PostingReader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the invented postings, read once by the shipped taxonomy."""
    place = Settings(tmp_path_factory.mktemp("data"))
    pipeline.bring_in(
        place, [POSTINGS, OTHER_WORK], started_at=MOMENT, observed_on=MOMENT.date(), market="real", columns={}
    )
    with open_store(place.data) as con:
        pipeline.load(con, place)
        assert pipeline.read(con, FixedDesk(shipped)) == pipeline.ReadSummary(48, 0, 2)
    return place.data


@pytest.fixture
def con(read_once: Path, tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    shutil.copy(database_path(read_once), tmp_path)
    with open_store(tmp_path) as opened:
        yield opened


def kept(con: duckdb.DuckDBPyConnection, version: str) -> tuple[list[Any], list[Any]]:
    """Readings and mentions of a version, without the numbers by which they refer to each other."""
    rows = con.execute(
        "SELECT * EXCLUDE (reading_id) FROM core.reading WHERE reader_version = ? ORDER BY input_hash", [version]
    ).fetchall()
    mentions = con.execute(
        "SELECT input_hash, mention.* EXCLUDE (reading_id) FROM core.mention JOIN core.reading USING (reading_id) "
        'WHERE reader_version = ? ORDER BY input_hash, "start", "end", skill_id',
        [version],
    ).fetchall()
    return rows, mentions


def forget_readings(con: duckdb.DuckDBPyConnection) -> None:
    """As if nothing had ever been read."""
    for table in ("core.mention", "core.reading", "core.reader"):
        con.execute(f"DELETE FROM {table}")


@pytest.mark.parametrize("name", EDITS)
def test_the_result_is_that_of_reading_all_again(
    con: duckdb.DuckDBPyConnection, shipped: PostingReader, name: str
) -> None:
    edited = PostingReader(EDITS[name](shipped.taxonomy))
    done = pipeline.read(con, FixedDesk(edited))
    assert done.read + done.carried == 48
    assert 0 < done.read < 48, "an edit that touches no text or all of them tests nothing"
    after_edit = kept(con, edited.version)
    forget_readings(con)
    assert pipeline.read(con, FixedDesk(edited)) == pipeline.ReadSummary(48, 0, 2)
    assert after_edit == kept(con, edited.version)


def test_going_back_reads_nothing(con: duckdb.DuckDBPyConnection, shipped: PostingReader) -> None:
    pipeline.read(con, FixedDesk(PostingReader(EDITS["a surface is removed"](shipped.taxonomy))))
    assert pipeline.read(con, FixedDesk(shipped)) == pipeline.ReadSummary(0, 0)
    assert len(kept(con, shipped.version)[0]) == 48


def test_other_code_reads_all_again(con: duckdb.DuckDBPyConnection, shipped: PostingReader) -> None:
    changed = PostingReader(EDITS["a surface is removed"](shipped.taxonomy))
    object.__setattr__(changed, "code_version", "of other code")
    assert pipeline.read(con, FixedDesk(changed)) == pipeline.ReadSummary(48, 0, 2)


def test_a_kill_before_the_copy_leaves_the_version_before(
    con: duckdb.DuckDBPyConnection, shipped: PostingReader
) -> None:
    before = readings.current_reader(con)
    assert before is not None and before.version == shipped.version
    edited = PostingReader(EDITS["a surface is removed"](shipped.taxonomy))

    def killed(title: str, text: str) -> bool:
        raise KeyboardInterrupt

    changed = readings.ReaderVersion(edited.version, edited.code_version, edited.vocabulary)
    with pytest.raises(KeyboardInterrupt):
        readings.carry_over(con, before.version, changed, killed)
    assert readings.current_reader(con) == before


def test_the_overlay_is_an_edit_too(run, postings: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", postings, "--observed-on", "2026-03-01", "--data", data)
    run("refresh", "--no-crawl", "--data", data)
    assert run("skills", "accept", "weekly", "--as", "software_engineering", "--data", data).code == 0
    again = run("refresh", "--no-crawl", "--data", data)
    assert again.code == 0 and "that hold nothing edited since" in again.err
    assert run("skills", "refuse", "Acme", "--data", data).code == 0
    assert "Read 0 postings (" in run("refresh", "--no-crawl", "--data", data).err
