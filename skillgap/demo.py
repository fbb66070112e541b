"""The demo: a made-up market of 26 weeks crawled from a loopback server with a simulated clock, in `<data>/demo`."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import crawler.sample
from crawler.sample.market import boards, build_market, schedule
from crawler.sample.server import serve
from skillgap import pipeline
from skillgap.settings import Settings
from warehouse.models import BadInputError, Board
from warehouse.reference.shipped import EXAMPLE_FOLDER

SAMPLE_RESUMES = Path(crawler.sample.__file__).parent / "resumes"
_MADE_FROM = "made_from.txt"


def demo_settings(root: Path) -> Settings:
    """The demo's own folder inside the data folder; the user's market is never touched."""
    return Settings(root / EXAMPLE_FOLDER)


def crawl_example(place: Settings, on_event: Callable[[Mapping[str, Any]], None]) -> pipeline.CrawlResult:
    """Crawl every week of the example market that is not crawled yet.

    A folder made by another version of the example market is made anew. Raises BadInputError where it holds a real one.
    """
    if place.market == "real":
        raise BadInputError(
            f"{place.data} holds real postings; the demo needs a folder of its own: name another with --data."
        )
    _start_anew_if_changed(place)
    market = build_market()
    config = place.data / "config"
    config.mkdir(parents=True, exist_ok=True)
    with serve(market) as base_url:
        (config / "boards.toml").write_text(_boards_toml(boards(market)), encoding="utf-8")
        plan = config / "schedule.json"
        plan.write_text(json.dumps(schedule(market, base_url)), encoding="utf-8")
        arguments = [
            "--data",
            str(place.data),
            "--market",
            "example",
            "--schedule",
            str(plan),
            "--boards",
            str(config / "boards.toml"),
        ]
        return pipeline.crawl([*arguments, "--allow-loopback", "--resume", "--force"], on_event)


def _start_anew_if_changed(place: Settings) -> None:
    digest = hashlib.sha256()
    for path in sorted(Path(crawler.sample.__file__).parent.rglob("*")):
        if path.suffix in {".py", ".toml", ".json"}:
            digest.update(path.read_bytes())
    marker = place.data / _MADE_FROM
    if marker.exists() and marker.read_text(encoding="utf-8") != digest.hexdigest():
        shutil.rmtree(place.data)
    place.data.mkdir(parents=True, exist_ok=True)
    marker.write_text(digest.hexdigest(), encoding="utf-8")


def _boards_toml(given: Sequence[Board]) -> str:
    tables = []
    for board in given:
        rows = {
            "source": board.source,
            "slug": board.slug,
            "employer": board.employer,
            "region": board.region,
            "seen_in": "crawler/sample",
        }
        tables.append(
            "[[board]]\n"
            + "".join(f"{key} = {json.dumps(value)}\n" for key, value in rows.items() if value is not None)
        )
    return "\n".join(tables)
