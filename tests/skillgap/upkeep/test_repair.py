"""Repair never destroys: what is there stays until the new is proven, and damage is mended as its sentence says."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gzip
import hashlib
import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from crawler.landing.forget import FILE, add_tombstone, tombstone
from crawler.landing.runs import OpenRun, read_run
from skillgap.settings import Settings
from skillgap.upkeep.checkup import known_runs
from tests.skillgap.upkeep.test_doctor import current, flip
from tests.skillgap.upkeep.test_forgetting import SECRET, build, traces
from tests.warehouse.landings import board_run, hours, land, posting
from warehouse.database.store import open_store
from warehouse.files import sha256_of
from warehouse.generations.layout import MANIFEST
from warehouse.generations.reader import open_generation
from warehouse.models import LandingRow

TEXT = "You train and serve models in Python with PyTorch and Kubernetes for {}, together with a team of twelve people."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "config").mkdir(parents=True)
    (folder / "market.toml").write_text('kind = "example"\n')
    for hour in (0, 24):
        secret = [posting(n, "lanternwick", description_text=TEXT.format(SECRET) + f" Number {n}.") for n in (1, 2)]
        open_ = [posting(n, description_text=TEXT.format("Acme") + f" Number {n}.") for n in (1, 2, 3)]
        land(folder / "landing", hour, [(board_run(board="lanternwick"), secret), (board_run(), open_)])
    build(folder)
    return folder


def postings_in(data: Path) -> int:
    with open_store(data) as con:
        return con.execute("SELECT count(*) FROM core.posting").fetchall()[0][0]


def published(data: Path) -> int:
    generation = open_generation(data)
    try:
        return len(generation.frame("posting"))
    finally:
        generation.close()


def newest_run(data: Path) -> Path:
    return sorted((data / "landing").iterdir())[-1]


def test_rebuild_refuses_by_name_to_lose_a_run(run, data: Path, tmp_path: Path) -> None:
    lost = newest_run(data)
    shutil.move(lost, tmp_path / "aside")
    ended = run("rebuild", "--data", data)
    assert ended.code == 3 and f"--accept-loss {lost.name}" in ended.err and "Nothing was changed" in ended.err
    assert postings_in(data) == published(data) == 5
    assert known_runs(Settings(data)) >= {lost.name}
    assert run("rebuild", "--data", data, "--accept-loss", "another").code == 2
    assert run("rebuild", "--data", data, "--accept-loss", lost.name).code == 0
    assert lost.name not in known_runs(Settings(data))


def test_rebuild_keeps_everything_where_the_landing_folder_is_not_there(run, data: Path) -> None:
    shutil.move(data / "landing", data / "unmounted")
    assert run("rebuild", "--data", data).code == 3
    assert postings_in(data) == published(data) == 5
    shutil.move(data / "unmounted", data / "landing")
    assert run("rebuild", "--data", data).code == 0
    assert postings_in(data) == published(data) == 5


@pytest.mark.parametrize("harm", ["row count", "no json"])
def test_rebuild_keeps_the_old_database_where_a_row_cannot_be_loaded(run, data: Path, harm: str) -> None:
    folder = newest_run(data)
    file = next(folder.glob("*.jsonl.gz"))
    ledger = json.loads((folder / "run.json").read_text())
    entry = next(f for f in ledger["files"] if f["name"] == file.name)
    if harm == "row count":
        entry["rows"] += 1
    else:
        file.write_bytes(gzip.compress(gzip.decompress(file.read_bytes()).replace(b"{", b"[", 1)))
        entry["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    (folder / "run.json").write_text(json.dumps(ledger))
    ended = run("rebuild", "--data", data)
    assert ended.code == 3 and "Traceback" not in ended.err
    assert postings_in(data) == published(data) == 5


def test_what_a_killed_forget_left_does_not_come_back(run, data: Path) -> None:
    add_tombstone(data, tombstone(url=None, company=SECRET, domain=None, now=hours(48)))
    assert "forgotten on request are still in" in run("doctor", "--data", data).out
    assert run("rebuild", "--data", data).code == 0
    assert traces(data) == []
    assert run("doctor", "--data", data).code == 0


def test_publishing_leaves_out_what_was_forgotten(run, data: Path) -> None:
    add_tombstone(data, tombstone(url=None, company=SECRET, domain=None, now=hours(48)))
    assert run("refresh", "--no-crawl", "--data", data).code == 0
    assert published(data) == 3
    assert traces(data) == []


def test_an_empty_list_of_what_was_forgotten_is_no_list(run, data: Path) -> None:
    (data / FILE).write_text("")
    ended = run("rebuild", "--data", data)
    assert ended.code == 2 and "is empty" in ended.err
    assert postings_in(data) == 5
    assert "is empty" in run("doctor", "--data", data).out


def edit_manifest(data: Path, **changes: object) -> None:
    path = current(data) / MANIFEST
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}, indent=1))


HARMS = {
    "the manifest was cut": lambda d: (current(d) / MANIFEST).write_bytes((current(d) / MANIFEST).read_bytes()[:90]),
    "the manifest says another day": lambda d: edit_manifest(d, as_of="2020-01-01T00:00:00"),
    "the manifest says another market": lambda d: edit_manifest(d, market="real"),
    "the manifest counts otherwise": lambda d: edit_manifest(d, counts={}),
    "a text part is empty": lambda d: next((d / "generations" / "texts").iterdir()).write_bytes(b""),
    "a bit of a text part": lambda d: flip(next((d / "generations" / "texts").iterdir())),
    "a frame": lambda d: flip(current(d) / "requisition.parquet"),
    "the generation is gone": lambda d: shutil.rmtree(current(d)),
    "the pointer is garbage": lambda d: (d / "generations" / "CURRENT").write_text("x y z"),
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_generation_is_mended_by_publishing(run, data: Path, harm: str) -> None:
    HARMS[harm](data)
    told = run("doctor", "--data", data)
    assert told.code == 3 and "skillgap publish" in told.out, told
    assert run("publish", "--data", data).code == 0
    assert run("doctor", "--data", data).code == 0
    generation = open_generation(data)
    assert len(generation.texts(list(generation.frame("posting")["posting_id"]))) == 5
    generation.close()


def test_doctor_names_every_finding(run, data: Path) -> None:
    flip(next(newest_run(data).glob("*.jsonl.gz")))
    flip(current(data) / "requisition.parquet")
    (data / "market.toml").unlink()
    told = run("doctor", "--data", data).out
    assert all(word in told for word in ("sha256 differs", "requisition.parquet", "market.toml"))


def as_of_an_earlier_skillgap(data: Path, change: str) -> None:
    """The generation as a program left it that knew a frame, or a column, less."""
    folder = current(data)
    manifest = json.loads((folder / MANIFEST).read_bytes())
    if change == "a frame":
        del manifest["files"]["requisition_pay.parquet"]
        (folder / "requisition_pay.parquet").unlink()
    else:
        path = folder / "posting.parquet"
        pq.write_table(pq.read_table(path).drop_columns(["text_hash"]), path)
        manifest["files"][path.name] = sha256_of(path)
    content = json.dumps(manifest).encode()
    (folder / MANIFEST).write_bytes(content)
    (data / "generations" / "CURRENT").write_text(f"{folder.name} {hashlib.sha256(content).hexdigest()}\n")


@pytest.mark.parametrize("change", ["a frame", "a column"])
def test_a_generation_of_an_earlier_skillgap_says_the_one_command(run, data: Path, resume: Path, change: str) -> None:
    as_of_an_earlier_skillgap(data, change)
    for command in (["doctor"], ["status"], ["gap", resume], ["trends"]):
        told = run(*command, "--data", data)
        assert told.code == 3, told
        assert "another version of skillgap: run `skillgap refresh --no-crawl`" in told.out + told.err
    assert run("refresh", "--no-crawl", "--data", data).code == 0
    assert run("doctor", "--data", data).code == 0


@pytest.mark.parametrize(
    "line", ["[" * 10_000 + "]" * 10_000, "[]", '{"posting": 3}', "{}"], ids=["deep", "list", "3", "{}"]
)
def test_a_line_that_is_no_row_is_named_whoever_reads_it(run, data: Path, line: str) -> None:
    folder = newest_run(data)
    file = next(folder.glob("*.jsonl.gz"))
    file.write_bytes(gzip.compress(line.encode() + b"\n"))
    ledger = json.loads((folder / "run.json").read_text())
    entry = next(f for f in ledger["files"] if f["name"] == file.name)
    entry |= {"rows": 1, "sha256": sha256_of(file)}
    (folder / "run.json").write_text(json.dumps(ledger))
    for command in (
        ("doctor", "--thin", "--days", "0", "--yes"), ("forget", "--company", "Acme", "--yes"), ("rebuild",),
    ):  # fmt: skip
        told = run(*command, "--data", data)
        assert (told.code, told.err.count("skillgap: ")) == (3, 1), (command, told)
        assert str(file) in told.err


def test_a_rebuild_goes_on_without_what_lay_in_a_lost_run(run, data: Path, tmp_path: Path) -> None:
    """A later run leans on the lost one: its rows go with it, and only when that was accepted by name."""
    runs = sorted((data / "landing").iterdir())
    again, first = read_run(runs[1]), runs[0].name
    at = again.started_at + dt.timedelta(days=7)
    run_id = f"{at:%Y%m%dT%H%M%SZ}-crawl"
    header = dataclasses.replace(again, run_id=run_id, started_at=at, observed_at=at, boards=(), files=())
    late = OpenRun(data / "landing", header, before=lambda source: lambda digest: first)
    late.land(board_run(postings=1), [LandingRow("greenhouse", "acme", at, posting(77, description_text="Gone."))])
    late.seal(at)
    assert "which lacks them: put its folder back" in run("refresh", "--no-crawl", "--data", data).err
    shutil.move(runs[0], tmp_path / "aside")
    told = run("doctor", "--data", data)
    assert told.code == 3 and f"lie in full in the run {first}" in told.out
    assert run("rebuild", "--data", data).code == 3
    assert run("rebuild", "--data", data, "--accept-loss", first).code == 0
    told = run("doctor", "--data", data)
    assert "postings of run" not in told.out
