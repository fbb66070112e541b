"""`make bench`: seconds, CPU seconds and peak memory of each stage, on the example market and on files you name.

    python -m bench.stages [--gold FILE] [--postings FILE…]

Each set of postings goes through the real stages in a data folder of its own that is removed at the end. Wall times are
printed with the machine's load and judged by a person; nothing here fails a build.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.support.labelled import rows
from skillgap import pipeline
from skillgap.comparing import resumes as comparing
from skillgap.demo import SAMPLE_RESUMES, crawl_example
from skillgap.reading import Desk, annotation, given_posting
from skillgap.settings import Settings
from warehouse.database.store import open_store, single_writer


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--gold", type=Path, help="labelled postings: annotate is timed on them")
    parser.add_argument("--postings", type=Path, nargs="*", default=[], help="postings to import")
    given = parser.parse_args()
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'stage':34} {'n':>8} {'wall s':>8} {'CPU s':>8} {'peak MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        place = Settings(Path(folder))
        stage("example: crawl 26 weeks", lambda: crawl_example(place, lambda _: None).summary.get("postings", 0))
        _stages("example", place)
    if given.postings:
        with tempfile.TemporaryDirectory() as folder:
            place = Settings(Path(folder))
            stage("postings: import", lambda: _import(place, given.postings))
            _stages("postings", place)
    if given.gold:
        desk, gold = Desk(), [given_posting(json.dumps(row)) for row in rows([given.gold])]
        stage("gold: annotate", lambda: len([annotation(row, desk) for row in gold]))


def stage(name: str, work: Callable[[], int]) -> None:
    """Run one stage and print its line; children count too."""
    wall, cpu = time.perf_counter(), _cpu()
    n = work()
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(f"{name:34} {n:>8} {time.perf_counter() - wall:>8.1f} {_cpu() - cpu:>8.1f} {peak:>8.0f}", flush=True)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(u.ru_utime + u.ru_stime for u in used)


def _import(place: Settings, paths: list[Path]) -> int:
    now = dt.datetime.now(dt.UTC)
    run = pipeline.bring_in(place, paths, started_at=now, observed_on=now.date(), market="real", columns={})
    return sum(board.postings for board in run.boards)


def _stages(name: str, place: Settings) -> None:
    with single_writer(place.data), open_store(place.data) as con:
        desk = Desk()
        stage(f"{name}: load and link", lambda: pipeline.load(con, place)[1].postings)
        stage(f"{name}: read", lambda: pipeline.read(con, desk))
        stage(f"{name}: lanes", lambda: len(pipeline.fit_lanes(con, desk, place.data)) and 1)
        stage(f"{name}: publish", lambda: _count(pipeline.publish(con, place, desk)))
    resume = sorted(SAMPLE_RESUMES.glob("*.md"))[0]
    stage(
        f"{name}: gap, cold", lambda: len(comparing.gap_of_file(place, resume, lanes=None, have=(), lack=())["lanes"])
    )


def _count(manifest: Any) -> int:
    return int(manifest["counts"]["in_market"])


if __name__ == "__main__":
    main()
