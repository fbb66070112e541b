"""How long the warehouse takes: `python -m bench.warehouse [postings]` loads, links and publishes invented postings.

Prints seconds of CPU, rows a second and peak memory a step; nothing here passes or fails.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from skillgap.places import requisition_places
from warehouse.database.load import SourceRule, load_runs
from warehouse.database.store import open_store
from warehouse.generations.publish import as_of, build_frames, locations, text_source, write_generation
from warehouse.generations.queries import market_summary, search_postings
from warehouse.generations.reader import open_generation
from warehouse.linking.requisitions import link_postings
from warehouse.models import BoardRun, LandingFile, LandingRow, Location, Posting, Run, to_plain

START = dt.datetime(2026, 3, 2, 6, tzinfo=dt.UTC)
BOARD_SIZE = 50
TITLES = ("ML Engineer", "Data Scientist", "AI Engineer", "Senior ML Engineer", "Research Scientist")


def postings(count: int, seed: int = 1) -> Iterator[Posting]:
    """Adverts of some 5 KB; three in ten are copies of another one of their board."""
    draw = random.Random(seed)
    words = [f"word{number}" for number in range(5_000)]
    for number in range(count):
        board = f"board{number // BOARD_SIZE}"
        if number % BOARD_SIZE == 0:
            base = draw.choices(words, k=600)
        body = base if draw.random() < 0.3 else [*base[:500], *draw.choices(words, k=100)]
        yield Posting(
            source="greenhouse",
            board=board,
            source_job_id=str(number),
            title=draw.choice(TITLES),
            description_text=" ".join(body),
            company=board,
            locations=(Location(draw.choice(("Berlin", "Lyon", "Oslo"))),),
        )


def land(folder: Path, count: int, started_at: dt.datetime) -> None:
    """One crawl of all boards."""
    folder.mkdir(parents=True)
    path = folder / "greenhouse.jsonl.gz"
    boards = [f"board{number}" for number in range((count + BOARD_SIZE - 1) // BOARD_SIZE)]
    with gzip.open(path, "wt", compresslevel=1) as lines:
        for posting in postings(count):
            lines.write(json.dumps(to_plain(LandingRow("greenhouse", posting.board, started_at, posting))) + "\n")
    run = Run(
        run_id=folder.name,
        kind="crawl",
        started_at=started_at,
        finished_at=started_at,
        observed_at=started_at,
        market="example",
        boards=tuple(BoardRun("greenhouse", board, board, "complete") for board in boards),
        files=(LandingFile(path.name, hashlib.sha256(path.read_bytes()).hexdigest(), count),),
    )
    (folder / "run.json").write_text(json.dumps(to_plain(run)))


@contextmanager
def timed(step: str, rows: int) -> Iterator[None]:
    """Print what the block took."""
    cpu, wall = time.process_time(), time.perf_counter()
    yield
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{step:28} {cpu:7.2f} s CPU {wall:7.2f} s {rows / max(cpu, 1e-3):10.0f} rows/CPU-s, peak {peak:5.0f} MB")


def main(count: int) -> None:
    """Time each step over `count` postings seen by two crawls."""
    lanes = pd.DataFrame({"lane": ["mlops"], "name": ["MLOps"], "definition": [""]})
    skills = pd.DataFrame(columns=["skill_id", "name", "kind", "family", "definition", "url"])
    edges = pd.DataFrame(columns=["skill_id", "relation", "other_id", "certainty", "remains"])
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        for day in (0, 1):
            started_at = START + dt.timedelta(days=day)
            land(data / "landing" / f"{started_at:%Y%m%dT%H%M%SZ}-crawl", count, started_at)
        with open_store(data) as con:
            with timed("load two runs", 2 * count):
                load_runs(con, data / "landing", {"greenhouse": SourceRule("ats", closes=True)})
            with timed("link", count):
                print(link_postings(con))
            with timed("link again", count):
                link_postings(con)
            with timed("places", count):
                places = requisition_places(locations(con))
            with timed("frames", count):
                frames = build_frames(
                    con,
                    reader_version="",
                    fit_id="",
                    skills=skills,
                    edges=edges,
                    lanes=lanes,
                    specialities=pd.DataFrame(columns=["speciality", "lane", "name", "definition"]),
                    places=places,
                )
            frames["requisition"]["exclusion"] = None
            for step in ("first generation", "next generation"):
                with timed(step, count):
                    write_generation(data, frames, text_source(con), {"as_of": as_of(con)})
        with timed("open a generation", count):
            generation = open_generation(data)
        with timed("market summary", count):
            market_summary(generation)
        with timed("search", count):
            search_postings(generation, words="scientist")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
