"""Snapshots of a published market: computed by analysis, rendered by dashboard.reports, kept by the warehouse."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.market.history import as_it_stood, weekly_runs
from analysis.market.market import Market, build
from analysis.snapshot.content import Snapshot, dated, snapshot, weeks_that_fit
from analysis.snapshot.diff import diff
from analysis.snapshot.tables import tables
from analysis.trends.watch import watched
from dashboard.reports.feed import Entry, feed
from dashboard.reports.snapshot import lane_names, render_diff, render_snapshot
from dashboard.words import sample
from skillgap.comparing.opened import Opened
from skillgap.console import summary
from skillgap.settings import VERSION, Settings
from skillgap.tables import content_hash, parquet_bytes
from warehouse.models import BadInputError, BrokenDataError, read_given, to_plain
from warehouse.snapshots.reader import SNAPSHOTS, snapshot_file, snapshot_json, snapshot_names
from warehouse.snapshots.writer import write_feed, write_snapshot

SCHEMA = "skillgap-snapshot-1"
_LARGEST = 200_000_000
"""Bytes of a snapshot.json."""
"""The version of snapshot.json's shape (docs/snapshot.schema.json)."""
JSON_FILE, MANIFEST = "snapshot.json", "manifest.json"


@dataclass(frozen=True, slots=True)
class Made:
    """A snapshot that stands in the data folder."""

    folder: Path
    is_new: bool
    """False: it was there already, with the same content."""


def make(
    place: Settings, opened: Opened, *, name: str | None = None, against: str | None = None, weeks: int | None = None
) -> Made:
    """Write the snapshot of the current generation; `against` names an earlier one, or a snapshot.json.

    Raises BadInputError where the market has no date, `against` is none of the snapshots, or a snapshot of that name
    is there with another content.
    """
    earlier = _earlier(place, against) if against else None
    made = _write(place, opened, opened.market, name, earlier, weeks=weeks)
    _publish_feed(place)
    return made


def make_weekly(
    place: Settings, opened: Opened, *, name: str | None = None, weeks: int | None = None
) -> Iterator[Made]:
    """A snapshot as of the last run of each week, the oldest first, each compared with the one before it.

    All are read from the current generation, so by one reader. Raises BadInputError where no run has a day.
    """
    moments = weekly_runs(opened.frames["board_run"])
    if not moments:
        raise BadInputError(
            f"{place.data} holds undated imports alone: there are no weeks to look back on. Import with --observed-on."
        )
    earlier = None
    for moment in moments:
        manifest = {**opened.generation.manifest, "as_of": moment.isoformat()}
        then = build(as_it_stood(opened.frames, moment, manifest["window_days"]), manifest)
        made = _standing(place, opened, then, name) or _write(place, opened, then, name, earlier, weeks=weeks)
        earlier = snapshot_json(place.data, made.folder.name, JSON_FILE)
        yield made
    _publish_feed(place)


def count_weeks(opened: Opened) -> int:
    """How many snapshots `make_weekly` makes."""
    return len(weekly_runs(opened.frames["board_run"]))


def _standing(place: Settings, opened: Opened, market: Market, name: str | None) -> Made | None:
    """The snapshot of that name, where there is one already."""
    known = _name(opened, market, name)
    return Made(place.data / SNAPSHOTS / known, is_new=False) if known in snapshot_names(place.data) else None


def _write(
    place: Settings,
    opened: Opened,
    market: Market,
    name: str | None,
    earlier: Mapping[str, Any] | None,
    *,
    weeks: int | None,
) -> Made:
    weeks = weeks_that_fit(market, weeks)
    computed = snapshot(market, weeks, watched(place.data, market), opened.generation.texts)
    about = _about(place, opened, market, name, weeks)
    files = _files(about, computed, earlier)
    folder = place.data / SNAPSHOTS / about["name"]
    if folder.is_dir() and all((folder / n).is_file() and (folder / n).read_bytes() == files[n] for n in files):
        return Made(folder, is_new=False)
    return Made(write_snapshot(place.data, about["name"], files), is_new=True)


def _name(opened: Opened, market: Market, name: str | None) -> str:
    parts = (f"{dated(market):%Y-%m-%d}", str(opened.generation.number), name)
    return "-".join(part for part in parts if part)


def _about(place: Settings, opened: Opened, market: Market, name: str | None, weeks: int) -> dict[str, Any]:
    """What a snapshot was made from."""
    given = opened.generation.manifest
    seen = set(market.board_run["run_id"])
    entries = market.skill[["name", "kind", "family"]].itertuples(index=False, name=None)
    vocabulary = {
        skill: hashlib.sha256(repr(entry).encode()).hexdigest()[:12]
        for skill, entry in zip(market.skills, entries, strict=True)
    }
    return {
        "schema": SCHEMA,
        "name": _name(opened, market, name),
        "kind": place.market or "real",
        "as_of": dated(market).isoformat(),
        "generation": opened.generation.number,
        "window_days": given["window_days"],
        "trend_weeks": weeks,
        "tool_version": VERSION,
        "reader_version": given["reader_version"],
        "fit_id": given["fit_id"],
        "runs": [run for run in given["created_from"] if run in seen],
        "vocabulary": vocabulary,
    }


def _files(about: dict[str, Any], computed: Snapshot, earlier: Mapping[str, Any] | None) -> dict[str, bytes]:
    whole = json.loads(json.dumps({"about": about, **to_plain(computed)}))
    frames = tables(computed)
    files = {
        JSON_FILE: render_snapshot(whole, "json").encode(),
        "report.md": render_snapshot(whole, "md").encode(),
        "report.html": render_snapshot(whole, "html").encode(),
        "feed.xml": feed([_entry(about, whole["market"], "report.html")]).encode(),
        **{f"{name}.parquet": parquet_bytes(frame) for name, frame in frames.items()},
    }
    if earlier is not None:
        changes = to_plain(diff(whole, earlier))
        files["diff.json"] = (json.dumps(changes, ensure_ascii=False, indent=1) + "\n").encode()
        files["diff.md"] = render_diff(changes, lane_names(whole)).encode()
    manifest = {
        **{key: value for key, value in about.items() if key != "vocabulary"},
        "vocabulary": hashlib.sha256(json.dumps(about["vocabulary"], sort_keys=True).encode()).hexdigest(),
        "against": earlier["about"]["name"] if earlier is not None else None,
        "requisitions": whole["market"]["requisitions"],
        "employers": whole["market"]["employers"],
        "excluded": whole["market"]["excluded"],
        "sources": whole["market"]["sampled"]["sources"],
        "is_partial": whole["trends"][0]["trends"]["is_partial"],
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())},
        "content": {f"{name}.parquet": content_hash(frame) for name, frame in frames.items()},
    }
    files[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    return files


def _entry(about: Mapping[str, Any], market: Mapping[str, Any], link: str) -> Entry:
    return Entry(
        name=about["name"],
        market=f"{about['kind']}/{about['runs'][0]}" if about["runs"] else about["kind"],
        title=f"The market as of {about['as_of'][:10]} ({about['name']})",
        updated=about["as_of"],
        summary=f"{sample({'n': market['requisitions'], 'employers': market['employers']})}.",
        link=link,
    )


def _publish_feed(place: Settings) -> None:
    """The feed of all snapshots, beside them."""
    manifests = []
    for name in snapshot_names(place.data):
        try:
            manifests.append(snapshot_json(place.data, name, MANIFEST))
        except BrokenDataError as error:  # the others are there all the same
            summary(f"Left out of the feed: {error}")
    entries = [_entry(manifest, manifest, f"{manifest['name']}/report.html") for manifest in manifests]
    write_feed(place.data, feed(entries).encode())


def _earlier(place: Settings, against: str) -> Mapping[str, Any]:
    path = Path(against)
    if path.suffix == ".json":
        content, shown = read_given(path, _LARGEST), against
    else:
        content, shown = snapshot_file(place.data, against, JSON_FILE), f"{against}/{JSON_FILE}"
    try:
        found = json.loads(content)
        if found["about"]["schema"] != SCHEMA:
            raise BadInputError(f"{shown} was written by another skillgap ({found['about']['schema']}); make it anew.")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadInputError(f"{shown} is no snapshot.json; name a snapshot that skillgap wrote.") from error
    earlier: Mapping[str, Any] = found
    return earlier
