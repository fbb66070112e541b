"""doctor: a sound folder is called sound; every harm is found, with its severity, its exit code and its mend."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from skillgap.__main__ import app
from skillgap.settings import Settings
from tests.served import ROOT
from tests.skillgap.conftest import POSTINGS
from warehouse.database.landed import finished_runs
from warehouse.database.store import database_path, open_store


def call(*arguments: object) -> object:
    """A command's exit code."""
    with pytest.raises(SystemExit) as ended:
        app([str(argument) for argument in arguments])
    return ended.value.code


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small published market in a data folder."""
    data = tmp_path_factory.mktemp("market") / "data"
    assert call("import", POSTINGS, "--observed-on", "2026-03-01", "--data", data) == 0
    assert call("refresh", "--no-crawl", "--data", data) == 0
    return data


@pytest.fixture
def data(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "data"))


def landing_file(data: Path) -> Path:
    return next((data / "landing").glob("*/*.jsonl.gz"))


def current(data: Path) -> Path:
    return data / "generations" / (data / "generations" / "CURRENT").read_text(encoding="ascii").split()[0]


def flip(path: Path, place: float = 0.5) -> None:
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 1
    path.write_bytes(content)


def begun_run(data: Path, kind: str = "crawl") -> None:
    folder = data / "landing" / f"20260401T000000Z-{kind}"
    folder.mkdir()
    (folder / "ledger.jsonl").write_text("{}\n")


def forget_run(data: Path) -> None:
    with open_store(data) as con:
        con.execute("DELETE FROM raw.run")
        con.execute("DELETE FROM raw.sighting")


def lose_sightings(data: Path) -> None:
    with open_store(data) as con:
        con.execute("DELETE FROM raw.sighting WHERE posting_id = (SELECT min(posting_id) FROM raw.sighting)")


def other_text(data: Path) -> None:
    (part,) = (data / "generations" / "texts").glob("*.parquet")
    duckdb.sql(f"COPY (SELECT text_hash, text || '.' AS text FROM '{part}') TO '{part}.new' (FORMAT parquet)")
    Path(f"{part}.new").rename(part)


def own_skill(data: Path) -> None:
    assert call("skills", "accept", "Zorblat", "--new", "--data", data) == 0


def broken_overlay(data: Path) -> None:
    (data / "config").mkdir(exist_ok=True)
    (data / "config" / "skills.toml").write_text("[[", encoding="utf-8")


def edit_ledger(data: Path) -> None:
    ledger = landing_file(data).parent / "run.json"
    run = json.loads(ledger.read_text(encoding="utf-8"))
    ledger.write_text(json.dumps({**run, "tool_version": "another"}), encoding="utf-8")


HARMS: dict[str, tuple[Callable[[Path], object], int, str]] = {
    "a data file is damaged": (lambda d: flip(landing_file(d)), 3, "sha256 differs"),
    "a data file is gone": (lambda d: landing_file(d).unlink(), 3, "is not there"),
    "a run is gone": (lambda d: shutil.rmtree(landing_file(d).parent), 3, "landing files are gone"),
    "a ledger is no ledger": (lambda d: (landing_file(d).parent / "run.json").write_text("{}"), 3, "no ledger"),
    "a ledger was edited": (edit_ledger, 3, "changed after it was loaded"),
    "a run was never finished": (begun_run, 1, "--resume"),
    "an import was killed": (lambda d: begun_run(d, "import"), 1, "import its file again"),
    "a folder of landing is empty": (lambda d: (d / "landing" / "\udcff").mkdir(), 1, "holds no run: remove it"),
    "a file lies in landing": (lambda d: (d / "landing" / "notes.txt").touch(), 1, "is no run's folder"),
    "a stray file in a run": (lambda d: (landing_file(d).parent / "x.part").touch(), 1, "remove it"),
    "the market's kind is gone": (lambda d: (d / "market.toml").unlink(), 1, 'kind = "real"'),
    "the market's kind is wrong": (lambda d: (d / "market.toml").write_text('kind = "example"\n'), 3, "correct it"),
    "the market's kind is nonsense": (lambda d: (d / "market.toml").write_text("kind = 1\n"), 3, "market.toml"),
    "the database is gone": (lambda d: database_path(d).unlink(), 1, "refresh --no-crawl"),
    "the database is damaged": (lambda d: database_path(d).write_bytes(b"no database" * 999), 3, "rebuild"),
    "a run is not loaded": (forget_run, 1, "not in the database"),
    "the database lost rows": (lose_sightings, 3, "rebuild"),
    "a frame is damaged": (lambda d: flip(current(d) / "requisition.parquet"), 3, "publish"),
    "a text is another": (other_text, 3, "lacks texts (46)"),
    "texts are garbage": (
        lambda d: [p.write_bytes(b"x") for p in (d / "generations" / "texts").glob("*.parquet")],
        3,
        "publish",
    ),
    "nothing is published": (lambda d: shutil.rmtree(d / "generations"), 1, "no published market"),
    "what names the generation is gone": (
        lambda d: (d / "generations" / "CURRENT").unlink(),
        3,
        "run `skillgap publish`",
    ),
    "a folder lies among the generations": (lambda d: (d / "generations" / "old").mkdir(), 1, "is no generation"),
    "a publisher was killed": (lambda d: (d / "generations" / ".tmp-7").mkdir(), 1, "next `skillgap publish`"),
    "the skills changed": (own_skill, 1, "with other skills"),
    "the overlay is broken": (broken_overlay, 3, "is not TOML"),
}


def test_a_sound_folder_is_called_sound(run, data: Path) -> None:
    ended = run("doctor", "--data", data)
    assert (ended.code, ended.out) == (0, "") and "is sound" in ended.err


@pytest.mark.parametrize("harm", HARMS)
def test_every_harm_is_found_with_its_mend(run, data: Path, harm: str) -> None:
    do, code, says = HARMS[harm]
    do(data)
    ended = run("doctor", "--data", data, "--json")
    findings = json.loads(ended.out)
    assert ended.code == code, findings
    assert any(says in finding["sentence"] for finding in findings), findings
    assert all(finding["sentence"].endswith(".") for finding in findings)


@pytest.mark.parametrize("name", ["lanes", "boards", "sources"])
def test_own_lists_are_looked_at(run, data: Path, name: str) -> None:
    path = data / "config" / f"{name}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("= junk")
    ended = run("doctor", "--data", data)
    assert ended.code == 3
    assert str(path) in ended.out


@pytest.mark.parametrize("name", ["snapshot.json", "manifest.json", "shares.parquet"])
def test_snapshots_are_looked_at(run, data: Path, name: str) -> None:
    assert run("snapshot", "--data", data).code in (0, 1)
    (folder,) = (path for path in (data / "snapshots").iterdir() if path.is_dir())
    assert run("doctor", "--data", data).code == 0
    (folder / name).write_bytes((folder / name).read_bytes()[:-20])
    ended = run("doctor", "--data", data)
    assert ended.code == 3
    assert f"({name})" in ended.out


@contextmanager
def beside(data: Path, how: str) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that writes to a data folder (`single_writer`) or looks through it (`writers_kept_off`), until
    the block ends or its stdin is closed."""
    holding = f"import sys; from pathlib import Path; from warehouse.database.store import {how} as how\n"
    holding += "with how(Path(sys.argv[1])): print(flush=True); sys.stdin.read()"
    call = [sys.executable, "-c", holding, str(data)]
    with subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as other:
        assert other.stdout is not None
        other.stdout.readline()
        try:
            yield other
        finally:
            other.kill()


def test_doctors_do_not_wait_for_each_other(run, data: Path) -> None:
    with beside(data, "writers_kept_off"):
        assert run("doctor", "--data", data).code == 0


def test_doctor_looks_at_the_rest_beside_a_refresh(run, data: Path) -> None:
    flip(current(data) / "requisition.parquet")
    with beside(data, "single_writer") as other:
        ended = run("doctor", "--data", data)
    assert ended.code == 3
    assert f"process {other.pid} is writing to {data}, so warehouse.duckdb was not looked at" in ended.out
    assert "requisition.parquet is missing or damaged" in ended.out


@pytest.mark.parametrize("how", ["single_writer", "writers_kept_off"])
def test_a_refresh_waits_for_what_is_beside_it(run, data: Path, how: str) -> None:
    with beside(data, how) as other:
        refused = run("refresh", "--no-crawl", "--wait", 0, "--data", data)
        assert refused.code == 2
        assert f"process {other.pid} is writing" in refused.err
        assert other.stdin is not None
        threading.Timer(1.0, other.stdin.close).start()  # while the next one waits
        assert run("refresh", "--no-crawl", "--data", data).code == 0


def test_no_folder_is_wrong_use(run, tmp_path: Path) -> None:
    ended = run("doctor", "--data", tmp_path / "none")
    assert ended.code == 2 and "--data" in ended.err


def spoil_log(data: Path, tmp_path: Path) -> None:
    """A write-ahead log with a flipped bit, as a crash may leave one: a clean end would have emptied it."""
    with open_store(data) as con:
        con.execute("INSERT INTO core.source (source, kind) SELECT md5(range::VARCHAR), 'ats' FROM range(1000)")
        copy = Path(shutil.copytree(data, tmp_path / "killed"))
    shutil.rmtree(data)
    copy.rename(data)
    flip(data / "warehouse.duckdb.wal")


def test_a_log_that_cannot_be_replayed_is_moved_aside(run, data: Path, tmp_path: Path) -> None:
    spoil_log(data, tmp_path)
    ended = run("doctor", "--data", data)
    assert ended.code == 3 and "log of" in ended.out and "refresh --no-crawl" in ended.out
    assert not list(data.glob("warehouse.duckdb.wal.*.bad")), "doctor changes nothing"
    ended = run("refresh", "--no-crawl", "--data", data)
    assert ended.code == 0 and "moved to warehouse.duckdb.wal." in ended.err
    assert len(list(data.glob("warehouse.duckdb.wal.*.bad"))) == 1
    assert run("doctor", "--data", data).code == 0


def test_rebuild_keeps_a_log_that_cannot_be_replayed(run, data: Path, tmp_path: Path) -> None:
    spoil_log(data, tmp_path)
    assert run("rebuild", "--data", data).code == 0
    assert len(list(data.glob("warehouse.duckdb.wal.*.bad"))) == 1
    assert run("doctor", "--data", data).code == 0


def test_thinning_takes_the_sources_objects_and_nothing_else(run, data: Path) -> None:
    assert "--yes" in run("doctor", "--thin", "--days", "0", "--data", data).err
    before = landing_file(data).stat().st_size
    ended = run("doctor", "--thin", "--days", "0", "--yes", "--data", data)
    assert ended.code == 0 and "Thinned 1 run:" in ended.err
    assert landing_file(data).stat().st_size < before
    (landed,) = finished_runs(Settings(data).landing)
    assert [a.reason for a in landed.run.amendments] == ["thin"] and landed.rows == 46
    assert "nothing to thin" in run("doctor", "--thin", "--days", "0", "--yes", "--data", data).err
    assert run("refresh", "--no-crawl", "--data", data).code == 0
    assert run("rebuild", "--data", data).code == 0


@pytest.mark.parametrize("by", ["thin", "refresh"])
def test_what_a_killed_thinning_left_goes_by_itself(run, data: Path, by: str) -> None:
    file = landing_file(data)
    left = file.with_name(f"{file.name.split('.')[0]}.2.jsonl.gz")  # the ledger names the other one
    left.write_bytes(file.read_bytes())
    assert run("doctor", "--data", data).code == 1
    command = {"thin": ["doctor", "--thin", "--yes", "--days", 99_999], "refresh": ["refresh", "--no-crawl"]}[by]
    run(*command, "--data", data)
    assert not left.exists() and file.exists()
    assert run("doctor", "--data", data).code == 0


@pytest.mark.parametrize("by", ["doctor --thin --yes", "refresh --no-crawl", "rebuild"])
def test_a_thinning_that_was_killed_before_the_database_knew_is_gone_on_with(
    run, data: Path, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("skillgap.upkeep.thinning.follow_thinning", killed)
        assert run("doctor", "--thin", "--days", "0", "--yes", "--data", data).code == 130
    told = run("doctor", "--data", data)
    assert (told.code, told.out.count("\n")) == (1, 1) and "was killed before its end, and nothing is lost" in told.out
    assert run(*by.split(), "--data", data).code == 0
    assert run("doctor", "--data", data).code == 0
    edit_ledger(data)  # what nobody thins may not differ
    assert run("doctor", "--data", data).code == run("refresh", "--no-crawl", "--data", data).code == 3


def test_nothing_is_swept_where_what_the_ledger_names_is_damaged(run, data: Path) -> None:
    """The ledger may be what is wrong: the file that it does not name may be the only whole one."""
    file = landing_file(data)
    left = file.with_name(f"{file.name.split('.')[0]}.2.jsonl.gz")
    left.write_bytes(file.read_bytes())
    flip(file)
    run("refresh", "--no-crawl", "--data", data)
    assert left.exists()


def test_a_refresh_says_which_run_is_gone(run, data: Path) -> None:
    (lost,) = (data / "landing").iterdir()
    lost.rename(data / "aside")
    ended = run("refresh", "--no-crawl", "--data", data)
    (said,) = [line for line in run("doctor", "--data", data).out.splitlines() if lost.name in line]
    assert said in ended.err and ended.code == 1
    assert run("load", "--data", data).code == 1
    told = json.loads(run("refresh", "--no-crawl", "--data", data, "--json").out)
    assert told["lost_runs"] == 1


def test_a_landing_folder_that_is_gone_is_not_called_an_empty_one(run, data: Path) -> None:
    """A disk that is not mounted: nobody is told to crawl into the place where it belongs."""
    (data / "landing").rename(data / "unmounted")
    for command in (("refresh", "--no-crawl"), ("load",)):
        ended = run(*command, "--data", data)
        assert ended.code == 3 and f"{data / 'landing'} is gone, from which 1 runs were loaded" in ended.err
    collecting = (
        ("import", POSTINGS, "--observed-on", "2026-03-08"),
        ("crawl", "--contact", "a@b.example"),
        ("crawl", "--resume", "--contact", "a@b.example"),
        ("crawl", "--dry-run"),
        ("refresh",),
    )
    for command in collecting:
        ended = run(*command, "--data", data)
        assert ended.code == 3 and f"{data / 'landing'} is gone, from which 1 runs were loaded" in ended.err, command
        assert ended.err.count("skillgap: ") == 1 and not (data / "landing").exists()
    (data / "landing").mkdir()  # as the place of a disk is while it is not mounted
    for command in collecting:
        ended = run(*command, "--data", data)
        assert ended.code == 3 and "mount the disk that it lies on" in ended.err, command
        assert list((data / "landing").iterdir()) == []
    (data / "landing").rmdir()
    told = run("status", "--data", data)
    assert told.code == 1 and "Last run: none is there." in told.out and "crawl" not in told.out
    assert "Next: put 1 run back" in told.out


def test_what_landed_is_not_called_nothing_where_the_database_is_gone(run, data: Path) -> None:
    database_path(data).unlink()
    ended = run("publish", "--data", data)
    assert ended.code == 2 and "not in the database: run `skillgap refresh --no-crawl`" in ended.err


def test_one_whose_market_has_lost_its_name_is_not_shown_another(run, data: Path, tmp_path: Path) -> None:
    """Without CURRENT the generations are still there: the reference market is no answer to their owner."""
    resume = tmp_path / "resume.md"
    resume.write_text("# Tove Example\n\n## Skills\n\nPython, SQL\n", encoding="utf-8")
    (data / "generations" / "CURRENT").unlink()
    for command in (("gap", resume), ("trends",), ("status",)):
        ended = run(*command, "--data", data)
        assert ended.code == 3 and "CURRENT is gone" in ended.err, ended
    assert run("publish", "--data", data).code == 0
    assert run("doctor", "--data", data).code == 0


def test_a_market_comes_back_from_its_backup(run, data: Path, tmp_path: Path) -> None:
    """As docs/operations.md says: landing, config, snapshots and market.toml, then rebuild."""
    run("snapshot", "--data", data)
    restored = tmp_path / "restored"
    kept = shutil.ignore_patterns("warehouse.duckdb*", "generations")
    shutil.copytree(data, restored, ignore=kept)
    assert run("rebuild", "--data", restored).code == 0
    assert run("doctor", "--data", restored).code == 0
    before, after = (json.loads((current(where) / "manifest.json").read_bytes()) for where in (data, restored))
    assert after["counts"] == before["counts"]
    assert after["created_from"] == before["created_from"]


def test_a_damaged_landing_is_not_thinned(run, data: Path) -> None:
    flip(landing_file(data))
    kept = landing_file(data).read_bytes()
    ended = run("doctor", "--thin", "--days", "0", "--yes", "--data", data)
    assert ended.code == 3 and "sha256 differs" in ended.err
    assert landing_file(data).read_bytes() == kept
