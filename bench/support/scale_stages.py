"""One stage of `bench.scale` in a process of its own: `python -m bench.support.scale_stages NAME FOLDER POSTINGS`.

Prints one JSON line: CPU seconds of the work, the process's peak of memory (MB), what it left on disk (MB). Linux only
where `/proc` is asked.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from bench.support.made_postings import START, MadeReader, edited, land, postings
from nlp.taxonomy.loader import load
from skillgap import pipeline
from skillgap.reading import Desk
from skillgap.settings import Settings
from warehouse.database.load import SourceRule, load_runs
from warehouse.database.store import open_store, single_writer
from warehouse.linking.requisitions import link_postings

WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True)
class Told:
    """What a stage took."""

    cpu: float
    """Seconds."""
    written: Path | None = None
    peak: float | None = None
    """MB; None: this process's own."""


class MadeDesk(Desk):
    """A desk whose reader's readings are made ones."""

    edit = ""

    @cached_property
    def reader(self) -> Any:
        """Stands in for the posting reader."""
        return MadeReader(load(), self.edit)


class EditedDesk(MadeDesk):
    """The same after a skill that no posting names was added."""

    edit = "quernstone"


def _land(place: Settings, count: int) -> Told:
    place.data.mkdir(parents=True, exist_ok=True)
    (place.data / "market.toml").write_text('kind = "example"\n', encoding="utf-8")
    return Told(_cpu(lambda: land(place.landing, START, postings(count))), place.landing)


def _land_later(place: Settings, count: int) -> Told:
    shown = edited(postings(count), 1)
    return Told(_cpu(lambda: land(place.landing, START + WEEK, shown)), place.landing)


def _load(place: Settings, count: int) -> Told:
    return _in_store(place, lambda con: load_runs(con, place.landing, {"greenhouse": SourceRule("ats", closes=True)}))


def _link(place: Settings, count: int) -> Told:
    return _in_store(place, link_postings)


def _store(place: Settings, count: int) -> Told:
    desk = MadeDesk()
    desk.reader.taxonomy  # noqa: B018 -- loaded beforehand
    told = _in_store(place, lambda con: pipeline.read(con, desk))
    return replace(told, cpu=told.cpu - desk.reader.seconds)


def _carry(place: Settings, count: int) -> Told:
    desk = EditedDesk()
    desk.reader.taxonomy  # noqa: B018
    return _in_store(place, lambda con: pipeline.read(con, desk))


def _lanes(place: Settings, count: int) -> Told:
    desk = EditedDesk()
    desk.reader.taxonomy  # noqa: B018
    return _in_store(place, lambda con: pipeline.fit_lanes(con, desk, place.data))


def _clusters(place: Settings, count: int) -> Told:
    spent = 0.0
    find = pipeline.find_clusters

    def timed(*given: Any) -> Any:
        nonlocal spent
        begun = time.process_time()
        found = find(*given)
        spent = time.process_time() - begun
        return found

    pipeline.find_clusters = timed
    return replace(_lanes(place, count), cpu=spent)


def _publish(place: Settings, count: int) -> Told:
    desk = EditedDesk()
    desk.reader.taxonomy  # noqa: B018 -- loaded beforehand
    told = _in_store(place, lambda con: pipeline.publish(con, place, desk))
    return replace(told, written=place.data / "generations")


def _page(place: Settings, count: int) -> Told:
    """A dashboard from its start to its first page."""
    from tests.served import served  # noqa: PLC0415 -- only this stage needs them
    from tests.visitor import visitor  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder, served(place.data, Path(folder) / "log") as dashboard:
        with visitor(dashboard.address) as session:
            if session.open("overview").has_failed:
                sys.exit("the page failed")
        peak = _high_water(dashboard.process.pid)
        fields = Path(f"/proc/{dashboard.process.pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return Told((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), peak=peak)


_ROWS = "SELECT posting.*, source, board, observed_at FROM read_json('{path}', format = 'newline_delimited')"


def _read_json(place: Settings, count: int) -> Told:
    with _peer(place) as (con, path):
        return Told(_cpu(lambda: con.execute(f"CREATE TABLE landed AS {_ROWS.format(path=path)}")))


def _merge(place: Settings, count: int) -> Told:
    hashed = _ROWS.replace("posting.*", "posting.*, sha256(posting.description_text) AS text_hash")
    with _peer(place) as (con, path):
        rows = hashed.format(path=path)
        con.execute(f"CREATE TABLE landed AS {rows} LIMIT 0")
        on = "ON given.board = landed.board AND given.source_job_id = landed.source_job_id"
        matched = "WHEN MATCHED THEN UPDATE WHEN NOT MATCHED THEN INSERT"
        return Told(_cpu(lambda: con.execute(f"MERGE INTO landed USING ({rows}) AS given {on} {matched}")))


def _executemany(place: Settings, count: int) -> Told:
    with _peer(place) as (con, path):
        names = ("source", "board", "source_job_id", "title", "description_text", "company", "url", "employment_type")
        con.execute(f"CREATE TABLE landed ({', '.join(f'{name} VARCHAR' for name in names)})")

        def work() -> None:
            with gzip.open(path, "rb") as lines:
                rows = [[json.loads(line)["posting"][name] for name in names] for line in lines]
            con.executemany(f"INSERT INTO landed VALUES ({', '.join('?' * len(names))})", rows)

        return Told(_cpu(work))


@contextmanager
def _peer(place: Settings) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(str(Path(folder) / "peer.duckdb")) as con:
        con.execute("SET threads = 2")
        yield con, sorted(place.landing.glob("*/greenhouse.jsonl.gz"))[0]


STAGES: dict[str, Callable[[Settings, int], Told]] = {
    "land": _land,
    "land a week later": _land_later,
    "load": _load,
    "load a week later": _load,
    "load: DuckDB read_json": _read_json,
    "load: DuckDB hash and merge": _merge,
    "load: DuckDB executemany": _executemany,
    "link": _link,
    "link again": _link,
    "store readings": _store,
    "carry over": _carry,
    "lanes and clusters": _lanes,
    "clusters alone": _clusters,
    "publish": _publish,
    "publish again": _publish,
    "page": _page,
}


def main(name: str, data: Path, count: int) -> None:
    """Run it and say what it took."""
    told = STAGES[name](Settings(data), count)
    disk = round(sum(p.stat().st_size for p in _files(told.written)) / 1e6, 1) if told.written else None
    print(json.dumps({"cpu": told.cpu, "peak": told.peak or _high_water(os.getpid()), "disk": disk}))


def _in_store(place: Settings, work: Callable[[duckdb.DuckDBPyConnection], object]) -> Told:
    with single_writer(place.data):
        begun = time.process_time()
        with open_store(place.data) as con:
            work(con)
        return Told(time.process_time() - begun, place.data / "warehouse.duckdb")


def _cpu(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]


def _high_water(pid: int) -> float:
    """The most memory (MB) that a process has held."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
