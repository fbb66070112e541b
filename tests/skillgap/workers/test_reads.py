"""What is sent to a worker, and that a worker of another version is refused."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from nlp.posting.reader import PostingReader
from nlp.taxonomy.loader import load
from skillgap.reading import Desk
from skillgap.workers import reads as workers_reads
from skillgap.workers.reads import Reads, StaleWorkerError, read_elsewhere

PART = [("ML engineer", "Requirements:\n- You know Python and the Frobnicator well.\n", None)]
OWN = '[[skill]]\nid = "frobnicator"\nname = "Frobnicator"\nkind = "tool"\n'


@pytest.fixture(autouse=True)
def no_reader_yet() -> None:
    workers_reads._own_reader.cache_clear()


def test_a_worker_builds_its_own_reader_once_by_the_same_overlay(tmp_path: Path) -> None:
    overlay = tmp_path / "skills.toml"
    overlay.write_text(OWN)
    reads = Desk(overlay).reads()
    sent = pickle.dumps(reads)
    assert len(sent) < 1_000, "a reader is not sent anywhere"
    there = [pickle.loads(sent) for _ in range(3)]
    found = [function(PART) for function in there]
    assert found == 3 * [reads(PART)]
    assert "frobnicator" in {mention.skill for mention in found[0][0].skills}
    assert workers_reads._own_reader.cache_info().misses == 1


def test_without_an_overlay_the_shipped_skills_are_read(tmp_path: Path) -> None:
    reads = Desk(tmp_path / "none.toml").reads()
    assert pickle.loads(pickle.dumps(reads))(PART) == reads(PART)


def test_a_worker_of_another_version_is_refused() -> None:
    with pytest.raises(StaleWorkerError, match=r"reads by version \w{16}-\w{4} and not 0123-4567: bring its checkout"):
        read_elsewhere("0123-4567", None, PART)


def test_a_worker_with_other_skills_is_refused(tmp_path: Path) -> None:
    overlay = tmp_path / "skills.toml"
    overlay.write_text(OWN)
    changed_meanwhile = Reads(PostingReader(load(overlay=overlay)), b"")
    with pytest.raises(StaleWorkerError):
        pickle.loads(pickle.dumps(changed_meanwhile))(PART)


def test_what_refuses_can_itself_be_sent() -> None:
    told = pickle.loads(pickle.dumps(StaleWorkerError("A worker is old.")))
    assert isinstance(told, StaleWorkerError) and str(told) == "A worker is old." and told.exit_code == 2
