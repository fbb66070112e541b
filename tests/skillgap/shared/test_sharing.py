"""What one machine pushes another takes: whole, proven, once; a kill between two puts leaves the market of before."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest

from crawler.landing.amending import rewritten, sweep_unnamed
from crawler.landing.runs import read_run, write_run
from skillgap.settings import Settings
from skillgap.shared import market as shared_market
from skillgap.shared.market import bring, copy_folder
from skillgap.shared.place import SharedPlace, TakenMeanwhileError
from skillgap.shared.pulling import Pulled, pull_landing, pull_snapshots
from skillgap.shared.pushing import Pushed, push_landing, push_market, push_snapshots
from skillgap.shared.tables import BY_MONTH, push_tables
from tests.warehouse.landings import START
from tests.warehouse.markets import publish
from warehouse.generations.frames import TEXT_FRAME, frames
from warehouse.generations.reader import open_generation
from warehouse.models import Amendment, BadInputError, BrokenDataError

pytest.importorskip("fsspec", reason="the extra `scale` is not installed")


def quiet(*_: int) -> None:
    """Nobody looks at the bar."""


class Killed(BaseException):
    """Nothing below the test may catch it."""


@dataclass(frozen=True)
class Dying(SharedPlace):
    """A place whose user is killed before the change that has a number."""

    at: int = 10**9
    done: list[str] = field(default_factory=list)

    def put_new(self, key: str, content: Path | bytes) -> bool:
        self._count(f"put {key}")
        return super().put_new(key, content)

    def replace(self, key: str, content: bytes, before: Any) -> None:
        self._count(f"replace {key}")
        super().replace(key, content, before)

    def remove(self, keys: Any) -> None:
        for key in keys:
            self._count(f"remove {key}")
            super().remove([key])

    def _count(self, what: str) -> None:
        if len(self.done) == self.at:
            raise Killed
        self.done.append(what)


def push(data: Settings, place: SharedPlace, *, is_replacing: bool = False) -> Pushed:
    done = Pushed()
    push_landing(data, place, quiet, done)
    push_market(data, place, quiet, done, is_replacing=is_replacing)
    push_snapshots(data, place, quiet, done)
    return done


def pull(data: Settings, place: SharedPlace) -> Pulled:
    done = Pulled()
    pull_landing(data, place, quiet, done)
    pull_snapshots(data, place, quiet, done)
    return done


def files_of(folder: Path, *under: str) -> dict[str, bytes]:
    paths = [path for name in under for path in (folder / name).rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def market_of(folder: Path) -> list[tuple[Any, ...]]:
    """All that a reader can see of a folder's current generation."""
    generation = open_generation(folder)
    told = [tuple(generation.frame(name).astype(str).to_numpy().ravel()) for name in sorted(frames().keys())]
    generation.close()
    return [(generation.number,), *told]


def forget_a_row(data: Settings) -> str:
    """Take something out of the oldest run, as `forget` does; its name."""
    folder = sorted(data.landing.iterdir())[0]
    run = read_run(folder)
    files = tuple(
        rewritten(folder, file, lambda line, _: None if b"irrelevant" in line else line) for file in run.files
    )
    assert files != run.files
    amended = dataclasses.replace(run, files=files, amendments=(Amendment(START, "forget", 1),))
    write_run(folder, amended)
    sweep_unnamed(folder, amended)
    return folder.name


def test_another_machine_gets_runs_market_and_snapshots(own: Settings, place: SharedPlace, tmp_path: Path) -> None:
    done = push(own, place)
    assert (done.runs, done.generation, done.snapshots) == (4, 2, 1)
    other = Settings(tmp_path / "other")
    came = pull(other, place)
    assert (came.runs, came.snapshots, other.market) == (4, 1, "example")
    assert files_of(other.data, "landing", "snapshots") == files_of(own.data, "landing", "snapshots")
    assert bring(place, tmp_path / "copy")
    assert market_of(tmp_path / "copy") == market_of(own.data)
    assert (tmp_path / "copy" / "config" / "lanes.toml").read_text() == "# the team's own lanes\n"
    publish(other.data)
    assert len(market_of(other.data)) == 1 + len(frames()), "what was pulled makes a market"


def test_a_second_time_nothing_goes_and_nothing_comes(own: Settings, place: SharedPlace, tmp_path: Path) -> None:
    push(own, place)
    counting = Dying(place.url, place.root, place.fs)
    assert push(own, counting) == Pushed() and not counting.done
    pull(Settings(tmp_path / "other"), place)
    assert pull(Settings(tmp_path / "other"), place) == Pulled()
    bring(place, tmp_path / "copy")
    assert not bring(place, tmp_path / "copy")


def test_the_next_market_brings_its_new_files_alone(
    own: Settings, place: SharedPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    push(own, place)
    bring(place, tmp_path / "copy")
    publish(own.data)
    assert push(own, place).generation == 3
    fetched: list[str] = []
    fetch = SharedPlace.fetch
    monkeypatch.setattr(SharedPlace, "fetch", lambda self, key, path: (fetched.append(key), fetch(self, key, path)))
    assert bring(place, tmp_path / "copy")
    assert fetched and not [key for key in fetched if "/texts/" in key], "texts are shared by generations"
    assert market_of(tmp_path / "copy") == market_of(own.data)


def test_a_kill_between_any_two_puts_leaves_the_market_of_before(
    own: Settings, place: SharedPlace, tmp_path: Path
) -> None:
    """Every place of the bucket's puts is tried, a seventh of the folder's."""
    push(own, place)
    before, content = market_of(own.data), {key: place.read(key) for key in place.names("")}
    publish(own.data)
    forget_a_row(own)
    shutil.rmtree(own.data / "generations" / "2")  # as after `forget`: what the place has must go from there too
    after = market_of(own.data)
    whole = Dying(place.url, place.root, place.fs)
    push(own, whole)
    ended = place.names("")
    assert len(whole.done) > 25 and {what.split()[0] for what in whole.done} == {"put", "replace", "remove"}
    runs = sorted(path.name for path in own.landing.iterdir())
    seen = []
    for at in range(0, len(whole.done), 1 if place.url.startswith("s3:") else 7):
        give_back(place, content)
        with pytest.raises(Killed):
            push(own, Dying(place.url, place.root, place.fs, at))
        bring(place, tmp_path / f"copy-{at}")
        found = market_of(tmp_path / f"copy-{at}")
        assert found in (before, after), f"after {at} changes"
        seen.append(found == after)
        other = Settings(tmp_path / f"other-{at}")
        pull(other, place)  # every file is proven by its ledger
        assert sorted(path.name for path in other.landing.iterdir()) == runs
        push(own, place)
        assert place.names("") == ended, "it ends whole, whatever was killed"
    assert seen[0] is False and seen[-1] is True and sorted(seen) == seen


def give_back(place: SharedPlace, content: dict[str, bytes]) -> None:
    """The place as it was."""
    place.remove(sorted(place.names("")))
    for key, what in content.items():
        place.put_new(key, what)


def test_what_was_forgotten_here_is_gone_there_and_on_the_next_machine(
    own: Settings, place: SharedPlace, tmp_path: Path
) -> None:
    push(own, place)
    other = Settings(tmp_path / "other")
    pull(other, place)
    name = forget_a_row(own)
    assert push(own, place).runs == 1
    there = {key.rpartition("/")[2] for key in place.names(f"landing/{name}")}
    assert there == {path.name for path in (own.landing / name).iterdir()}
    assert pull(other, place).amended == [name]
    assert files_of(other.data, "landing") == files_of(own.data, "landing")


def test_who_knows_less_was_forgotten_does_not_bring_it_back(
    own: Settings, place: SharedPlace, made: Path, tmp_path: Path
) -> None:
    push(own, place)
    name = forget_a_row(own)
    push(own, place)
    shutil.copytree(made, tmp_path / "old")
    done = Pushed()
    push_landing(Settings(tmp_path / "old"), place, quiet, done)
    assert done.newer_there == [name] and done.runs == 0


def test_two_runs_of_one_name_are_told_apart(own: Settings, place: SharedPlace) -> None:
    push(own, place)
    folder = sorted(own.landing.iterdir())[0]
    plain = json.loads((folder / "run.json").read_bytes())
    plain["finished_at"] = "2031-01-01T00:00:00+00:00"
    (folder / "run.json").write_text(json.dumps(plain))
    with pytest.raises(BadInputError, match="another run of the same name"):
        push(own, place)


def test_a_market_made_from_less_is_refused(own: Settings, place: SharedPlace, tmp_path: Path) -> None:
    push(own, place)
    less = Settings(tmp_path / "less")
    shutil.copytree(sorted(own.landing.iterdir())[0], less.landing / sorted(own.landing.iterdir())[0].name)
    publish(less.data)
    with pytest.raises(BadInputError, match="made from runs that this one lacks, such as"):
        push(less, place)
    assert push(less, place, is_replacing=True).generation == 1
    bring(place, tmp_path / "copy")
    assert market_of(tmp_path / "copy") == market_of(less.data)


def test_of_two_who_push_at_once_the_later_is_told(
    own: Settings, place: SharedPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    push(own, place)
    shutil.copytree(own.data, tmp_path / "other")
    other = Settings(tmp_path / "other")
    publish(own.data)
    publish(other.data)
    (tmp_path / "other" / "generations" / "CURRENT").read_bytes()
    replace = SharedPlace.replace

    def other_first(self: SharedPlace, key: str, content: bytes, before: Any) -> None:
        monkeypatch.setattr(SharedPlace, "replace", replace)
        self.remove([key])
        self.replace(key, b"9 " + b"0" * 64, None)
        replace(self, key, content, before)

    monkeypatch.setattr(SharedPlace, "replace", other_first)
    with pytest.raises(TakenMeanwhileError, match="run this again"):
        push(own, place)


@pytest.mark.parametrize("where", ["frame", "text", "manifest"])
def test_a_file_that_is_not_what_its_manifest_says_is_refused(
    own: Settings, place: SharedPlace, tmp_path: Path, where: str
) -> None:
    push(own, place)
    part = {"frame": "requisition.parquet", "text": "/texts/", "manifest": "manifest.json"}[where]
    key = next(key for key in place.names("generations") if part in key)
    place.remove([key])
    place.put_new(key, b"something else")
    with pytest.raises(BrokenDataError):
        bring(place, tmp_path / "copy")
    place.remove([key])
    with pytest.raises(BrokenDataError, match="lacks files of its market"):
        bring(place, tmp_path / "copy")


def test_a_damaged_file_is_not_pushed(own: Settings, place: SharedPlace) -> None:
    next(sorted(own.landing.iterdir())[0].glob("*.gz")).write_bytes(b"")
    with pytest.raises(BrokenDataError, match="was not pushed"):
        push(own, place)
    assert not place.names("landing")


def test_a_place_without_a_market(place: SharedPlace, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="holds no market yet: `skillgap push`"):
        bring(place, tmp_path / "copy")


def test_names_that_lead_out_of_the_folder_are_left(own: Settings, place: SharedPlace, tmp_path: Path) -> None:
    push(own, place)
    for key in list(place.names("landing")):
        name = key.split("/")[1]
        place.put_new(key.replace(name, f"..{name}"), place.read(key))
    came = pull(Settings(tmp_path / "other"), place)
    assert len(came.left) == came.runs == 4


def test_another_kind_of_market_does_not_come_in(own: Settings, place: SharedPlace, tmp_path: Path) -> None:
    push(own, place)
    other = Settings(tmp_path / "other")
    other.data.mkdir()
    (other.data / "market.toml").write_text('kind = "real"\n')
    with pytest.raises(BadInputError, match="holds runs of kind 'example', this folder those of kind 'real'"):
        pull(other, place)
    assert not other.landing.exists()


def test_where_the_place_is_gone_the_copy_is_asked(
    own: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from skillgap.settings import settings
    from skillgap.shared.place import shared_place

    url = str(tmp_path / "place")
    push(own, shared_place(url))
    found = settings(tmp_path / "reader", url)
    assert found.published == copy_folder(tmp_path / "reader", url)
    assert "was brought here" in capsys.readouterr().err
    shutil.rmtree(url)
    assert settings(tmp_path / "reader", url) == found
    assert "The copy that was brought before is asked." in capsys.readouterr().err
    with pytest.raises(BadInputError):
        settings(tmp_path / "another reader", url)


def test_a_program_that_goes_on_for_days_follows(
    own: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    from skillgap.shared.place import shared_place

    monkeypatch.setattr(shared_market, "FOLLOW_SECONDS", 0.05)
    url = str(tmp_path / "place")
    push(own, shared_place(url))
    shared_market.follow(url, tmp_path / "reader")
    copy = copy_folder(tmp_path / "reader", url)
    assert open_generation(copy).number == 2
    publish(own.data)
    push(own, shared_place(url))
    until = time.monotonic() + 300
    while open_generation(copy).number != 3:
        assert time.monotonic() < until
        time.sleep(0.05)


Run = Callable[..., Any]


@pytest.mark.long
def test_duckdb_reads_a_bucket_as_it_lies(own: Settings, bucket: str) -> None:
    """Without skillgap: the frames of the generation that CURRENT names, and the texts, over the network."""
    from skillgap.shared.place import shared_place

    place = shared_place(bucket)
    push(own, place)
    number, sha256 = place.read("generations/CURRENT").decode().split()
    folder = f"{bucket}/generations/{number}-{sha256[:16]}"
    with duckdb.connect() as con:
        con.register_filesystem(place.fs)
        found = con.execute(
            f"""
            SELECT count(DISTINCT requisition.requisition_id), count(DISTINCT text.text_hash)
            FROM '{folder}/requisition.parquet' AS requisition
            JOIN '{folder}/posting.parquet' AS posting USING (requisition_id)
            JOIN '{bucket}/generations/texts/*.parquet' AS text USING (text_hash)
            """
        ).fetchall()
    generation = open_generation(own.data)
    here = generation.query("SELECT count(*) AS n FROM requisition")["n"][0]
    texts = generation.query(f"SELECT count(*) AS n FROM {TEXT_FRAME}")["n"][0]
    assert found == [(here, texts)] and here > 0


@pytest.mark.parametrize("reader", ["folder", pytest.param("bucket", marks=pytest.mark.long)])
def test_tables_in_parts_by_month_are_read_by_others(
    own: Settings, request: pytest.FixtureRequest, tmp_path: Path, reader: str
) -> None:
    """By DuckDB as any engine that knows Hive's folders: a month is a column, and only its files are opened."""
    from skillgap.shared.place import shared_place

    place = shared_place(request.getfixturevalue("bucket") if reader == "bucket" else str(tmp_path / "place"))
    place.put_new("tables/1-of-before/requisition/month=2026-01/part.parquet", b"")
    home = push_tables(own, place, quiet)
    assert push_tables(own, place, quiet) == home
    keys = place.names("tables")
    assert all(key.startswith(home) for key in keys) and f"{home}/_SUCCESS" in keys
    generation = open_generation(own.data)
    told = "SELECT strftime(first_seen_at, '%Y-%m') AS month, count(*) AS n FROM requisition GROUP BY ALL ORDER BY ALL"
    with duckdb.connect() as con:
        if reader == "bucket":
            con.register_filesystem(place.fs)
        for name in BY_MONTH:
            view = f"read_parquet('{place.url}/{home}/{name}/*/*.parquet', hive_partitioning = true, hive_types = "
            con.execute(f"CREATE VIEW {name} AS SELECT * FROM {view}{{'month': VARCHAR}})")
        months = con.execute("SELECT month, count(*) FROM requisition GROUP BY ALL ORDER BY ALL").fetchall()
        joined = con.execute("SELECT count(*) FROM requisition JOIN requisition_skill USING (requisition_id)")
        assert joined.fetchall()[0][0] == len(generation.frame("requisition_skill"))
    here = [(m if isinstance(m, str) else None, n) for m, n in generation.query(told).itertuples(index=False)]
    assert months == here and any(month is None for month, _ in months) and len(months) > 1


@pytest.mark.long
def test_a_team_shares_a_bucket(run: Run, postings: Path, resume: Path, bucket: str, tmp_path: Path) -> None:
    """One collects, one makes the market, one asks it: three folders that know of each other by the bucket alone."""
    collects, makes, asks = (tmp_path / name for name in ("collects", "makes", "asks"))
    run("import", postings, "--observed-on", "2026-03-01", "--data", collects)
    assert run("push", bucket, "--data", collects).err.endswith(
        ": 1 run, no market, as none is published, 0 snapshots.\n"
    )
    pulled = run("pull", bucket, "--data", makes)
    assert pulled.code == 0 and "1 run" in pulled.err and "Next: skillgap refresh --no-crawl" in pulled.err
    assert run("refresh", "--no-crawl", "--data", makes).code == 0
    pushed = run("push", bucket, "--data", makes)
    assert pushed.code == 0 and "generation 1" in pushed.err
    asked = run("gap", resume, "--format", "json", "--market", bucket, "--data", asks)
    own = run("gap", resume, "--format", "json", "--market", "own", "--data", makes)
    assert asked.code == 0 and json.loads(asked.out) == json.loads(own.out)


def test_wrong_words(run: Run, tmp_path: Path) -> None:
    ended = run("push", tmp_path / "place", "--only", "everything", "--data", tmp_path)
    assert ended.code == 2 and "--only 'everything' is none of landing, market, snapshots, tables." in ended.err
    ended = run("gap", "resume.md", "--market", "somebody's", "--data", tmp_path)
    assert ended.code == 2 and "no address of a shared place" in ended.err
