"""How much room half a year of looks takes: `python -m bench.keeping.growth [--postings 1500] [--weeks 26]`.

Weekly looks at invented boards, one in twenty postings edited each week, loaded each week as a refresh does.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from crawler.landing.repeats import Landed
from crawler.landing.runs import OpenRun
from warehouse.database.load import SourceRule, load_runs
from warehouse.database.store import ask_for_compaction_if_due, compact_if_asked, open_store, single_writer
from warehouse.models import BoardRun, LandingRow, Location, Posting, Run

START = dt.datetime(2026, 3, 2, 6, tzinfo=dt.UTC)
BOARD_SIZE = 50
TITLES = ("ML Engineer", "Data Scientist", "AI Engineer", "Senior ML Engineer", "Research Scientist")
EDITED = 0.05


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


def look(landing: Path, at: dt.datetime, shown: list[Posting]) -> None:
    """One weekly crawl of all boards; what the source sends repeats the text, as most do."""
    run = OpenRun(
        landing,
        Run(f"{at:%Y%m%dT%H%M%SZ}-crawl", "crawl", at, at, at, "example", (), ()),
        before=Landed(landing).of,
    )
    for start in range(0, len(shown), BOARD_SIZE):
        part = shown[start : start + BOARD_SIZE]
        board = BoardRun("greenhouse", part[0].board, part[0].board, "complete", postings=len(part), started_at=at)
        rows = [
            LandingRow(p.source, p.board, at, p, {"id": p.source_job_id, "content": p.description_text}) for p in part
        ]
        run.land(board, rows)
    run.seal(at)


def size(path: Path) -> float:
    """MB of a file or of all files in a folder."""
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]
    return sum(p.stat().st_size for p in files) / 1e6


def main() -> None:
    """Print the sizes after each quarter of the weeks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--postings", type=int, default=1500)
    parser.add_argument("--weeks", type=int, default=26)
    given = parser.parse_args()
    draw = random.Random(2)
    shown = list(postings(given.postings))
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        for week in range(given.weeks):
            if week:
                shown = [
                    dataclasses.replace(p, description_text=f"{p.description_text} {draw.random()}")
                    if draw.random() < EDITED
                    else p
                    for p in shown
                ]
            look(data / "landing", START + dt.timedelta(weeks=week), shown)
            with single_writer(data):
                with open_store(data) as con:
                    load_runs(con, data / "landing", {"greenhouse": SourceRule("ats", closes=True)})
                    ask_for_compaction_if_due(con, data)
                compact_if_asked(data)
            if week in (0, given.weeks - 1) or week % (given.weeks // 4 or 1) == 0:
                sizes = f"landing {size(data / 'landing'):5.1f} MB, warehouse {size(data / 'warehouse.duckdb'):5.1f} MB"
                print(f"after {week + 1:2} looks: {sizes}", flush=True)


if __name__ == "__main__":
    main()
