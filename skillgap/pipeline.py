"""The stages from boards to a published generation, each a short function that joins the rooms.

crawl and import lock only their own run; load to publish run under the data folder's writer lock.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import json
import subprocess
import sys
from array import array
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import duckdb
import numpy as np
import pandas as pd

from analysis.gap.standing import packed_with_people
from analysis.market.arrays import version
from analysis.market.market import REASONS, WINDOW_DAYS, build, exclusions
from crawler.landing.forget import forget_landed, read_forgotten
from crawler.landing.imports import import_files
from crawler.landing.runs import sealed_runs
from crawler.landing.sweeping import sweep_landing
from crawler.sources import source_facts
from nlp.lanes import model as lane_model
from nlp.lanes.clusters import find_clusters, shipped_clusters, with_ids
from nlp.lanes.roles import lanes as lane_list
from nlp.lanes.roles import roles as role_list
from nlp.lanes.sampling import sampled
from nlp.lanes.specialities import Evidence as SpecialityEvidence
from nlp.lanes.specialities import specialities as speciality_list
from nlp.mentions.vocabulary import edit_between
from nlp.posting.reader import PostingReader
from skillgap.places import requisition_places
from skillgap.reading import Desk
from skillgap.settings import VERSION, Settings, now
from skillgap.upkeep.unmounted import is_gone
from skillgap.workers.mapping import TEXTS_IN_PART, Over, Part, here
from warehouse.batches import batches
from warehouse.database import forgetting, readings
from warehouse.database.landed import ParseAnew
from warehouse.database.load import LoadSummary, SourceKind, SourceRule, load_runs
from warehouse.database.store import ask_for_compaction
from warehouse.generations import publish as publishing
from warehouse.generations.layout import MANIFEST
from warehouse.generations.reader import open_generation
from warehouse.linking.requisitions import LinkSummary, link_postings
from warehouse.models import IMPORT_SOURCE, BadInputError, MarketKind, Pay, Reading, Run, SkillgapError

Manifest = Mapping[str, Any]
Progress = Callable[[int, int], None]
"""Called with (done, of all)."""


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """What the crawler's child process reported."""

    exit_code: int
    summary: Mapping[str, Any]
    error: str | None


def crawl(arguments: Sequence[str], on_event: Callable[[Mapping[str, Any]], None]) -> CrawlResult:
    """Run `python -m crawler` with `arguments` as a child; `on_event` hears each of its progress lines."""
    child = subprocess.Popen(  # noqa: S603 -- our own module, arguments as a list
        [sys.executable, "-m", "crawler", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    summary: Mapping[str, Any] = {}
    try:
        for event in _events(child):
            if event.get("event") == "summary":
                summary = event
            on_event(event)
    except KeyboardInterrupt:  # the child got it too and ends its run in order
        for event in _events(child):
            summary = event if event.get("event") == "summary" else summary
    _, errors = child.communicate()
    return CrawlResult(
        child.returncode, summary, errors.strip().removeprefix("error: ").splitlines()[-1] if errors.strip() else None
    )


def _events(child: subprocess.Popen[str]) -> Iterator[Mapping[str, Any]]:
    for line in child.stdout or ():
        if line.startswith("{"):
            yield json.loads(line)


def bring_in(
    settings: Settings,
    paths: Sequence[Path],
    *,
    started_at: dt.datetime,
    observed_on: dt.date | None,
    market: MarketKind,
    columns: Mapping[str, str],
    name: str | None = None,
    covers_from: dt.date | None = None,
    on_row: Callable[[Path, int], None] | None = None,
) -> Run:
    """Write files of postings as one landing run. Raises BadInputError; nothing of a refused file stays, and nothing
    of an import that was killed before.
    """
    sweep_landing(settings.landing)
    folder = _claimed(settings.landing, f"{started_at:%Y%m%dT%H%M%SZ}-import")
    try:
        return import_files(
            paths,
            landing=settings.landing,
            run_id=folder.name,
            started_at=started_at,
            observed_on=observed_on,
            market=market,
            columns=columns,
            name=name,
            covers_from=covers_from,
            tool_version=VERSION,
            on_row=on_row,
        )
    except BaseException:
        if folder.exists() and not any(folder.iterdir()):
            folder.rmdir()
        raise


def _claimed(landing: Path, run_id: str) -> Path:
    """A run's folder that is ours alone: of two imports begun in one second the later is `…-2`."""
    landing.mkdir(parents=True, exist_ok=True)
    folder = landing / run_id
    for number in itertools.count(2):
        with suppress(FileExistsError):
            folder.mkdir()
            break
        folder = landing / f"{run_id}-{number}"
    return folder


def load(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    progress: Progress | None = None,
    parse_anew: ParseAnew | None = None,
    without: Collection[str] = (),
) -> tuple[LoadSummary, LinkSummary]:
    """Landing runs → raw and core tables → requisitions; with `parse_anew` from the sources' own objects; what lay in
    the runs `without` is given up.
    """
    if not settings.landing.exists():
        if loaded_before := publishing.run_ids(con):
            raise is_gone(settings.landing, len(loaded_before))
        raise BadInputError(
            f"{settings.data} holds no postings yet; run `skillgap crawl` or `skillgap import FILE` first."
        )
    rules = {
        name: SourceRule(cast(SourceKind, facts.kind), facts.closes, facts.expires_after_days)
        for name, facts in source_facts().items()
    }
    rules[IMPORT_SOURCE] = SourceRule("import")
    loaded = load_runs(con, settings.landing, rules, progress, parse_anew, without=without)
    apply_tombstones(con, settings)
    return loaded, link_postings(con)


def apply_tombstones(con: duckdb.DuckDBPyConnection, settings: Settings) -> int:
    """Take what was forgotten out of database and landing files where it is there all the same; postings removed.

    A `forget` that was killed, a run put back from a copy and a database from a backup bring such postings.
    """
    forgotten = read_forgotten(settings.data)
    doomed = forgetting.known_postings(con, forgotten.covers_facts) if forgotten.tombstones else set()
    if not doomed:
        return 0
    ask_for_compaction(settings.data)
    forgetting.remove_postings(con, doomed)
    forgetting.remove_boards(con, forgotten.covers_facts)
    with suppress(BadInputError):  # a crawl is at work: its run is loaded later, and this is done again
        forget_landed(settings.landing, doomed, forgotten, now())
        forgetting.follow_ledgers(con, settings.landing)
    return len(doomed)


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """What one call of `read` did."""

    read: int
    carried: int
    """Readings taken over from the version before, whose texts hold nothing that was edited since."""
    skimmed: int = 0
    """Of those read, how many a first look found to be other work, so that they were not read in full."""


def read(
    con: duckdb.DuckDBPyConnection, desk: Desk, progress: Progress | None = None, over: Over = here
) -> ReadSummary:
    """Read what this reader version has not read yet, part by part, each committed alone; `over` says who reads.

    After an edit of skills or surfaces only the texts that hold what was edited are read again. The tables come out
    the same whoever reads: readings come back in the order of their inputs, and are written here alone.
    """
    carried = _carry_over(con, desk.reader)
    total, done, skimmed = readings.count_pending(con, desk.reader.version), 0, 0
    inputs = (given for part in readings.pending(con, desk.reader.version) for given in part.items())
    sent: deque[list[tuple[str, readings.ReaderInput]]] = deque()

    def parts() -> Iterator[Part]:
        for part in batches(inputs, TEXTS_IN_PART):
            sent.append(part)
            yield [(seen.title, seen.text, seen.company) for _, seen in part]

    def read_so_far(found: Iterable[list[Reading]]) -> Iterator[tuple[str, Reading]]:
        nonlocal done, skimmed
        for reads in found:
            part = sent.popleft()
            yield from ((name, with_stated(read, seen)) for (name, seen), read in zip(part, reads, strict=True))
            done += len(part)
            skimmed += sum(not read.is_full for read in reads)
            if progress:
                progress(done, total)

    with closing(over(desk.reads(), parts())) as found:
        for rows in batches(read_so_far(found), readings.INPUTS_AT_ONCE):
            readings.save_readings(con, dict(rows))
    return ReadSummary(done, carried, skimmed)


def _carry_over(con: duckdb.DuckDBPyConnection, reader: PostingReader) -> int:
    before = readings.current_reader(con)
    current = readings.ReaderVersion(reader.version, reader.code_version, reader.vocabulary)
    if before is None or before.version == current.version or before.code_version != current.code_version:
        readings.start_version(con, current)
        return 0
    edit = edit_between(before.vocabulary or "[]", reader.vocabulary)
    return readings.carry_over(con, before.version, current, edit.touches)


def with_stated(reading: Reading, seen: readings.ReaderInput) -> Reading:
    """A reading whose workplace, employment and pay are the source's own where it states them."""
    stated: dict[str, Any] = {}
    if seen.workplace:
        stated["remote"] = seen.workplace
    if seen.employment_type:
        stated["employment_type"] = seen.employment_type
    if seen.salary_currency and seen.salary_period and (seen.salary_min is not None or seen.salary_max is not None):
        period: Any = seen.salary_period
        stated["pay"] = Pay(seen.salary_min, seen.salary_max, seen.salary_currency, period, "stated")
    return dataclasses.replace(reading, **stated) if stated else reading


def fit_lanes(con: duckdb.DuckDBPyConnection, desk: Desk, data: Path) -> str:
    """Lane probabilities for every requisition's representative, and the skill clusters; returns the fit's id.

    A corpus of fewer than `nlp.lanes.model.LEAST_CORPUS` relevant postings uses what ships.
    A database made anew takes the clusters' ids from the generation that is published in `data`.
    """
    version = desk.reader.version
    lanes, roles = lane_list(desk.lanes_overlay), role_list(desk.lanes_overlay)
    shipped = lane_model.shipped_fit()
    documents = sampled(_documents(con, desk))
    is_own = len(documents) >= lane_model.LEAST_CORPUS or tuple(lane.id for lane in lanes) != shipped.lanes
    fit = lane_model.fit_affinities(documents, lanes, shipped.softmax) if is_own else shipped
    clusters = find_clusters(documents, fit) if is_own else shipped_clusters()
    clusters = with_ids(clusters, readings.known_clusters(con) or _published_clusters(data))
    ids: list[str] = []
    in_lanes, in_fields = array("d"), array("d")
    for postings, skills in readings.representatives(con, version):
        ids.extend(postings["posting_id"])
        for p in postings.itertuples():
            title, asked = str(p.title), desk.document(skills.get(str(p.posting_id), ()))
            relevance = float(cast(float, p.relevance))
            evidence = lane_model.Evidence(title, asked, cast(Mapping[str, float], p.lane_words))
            in_lanes.extend(lane_model.probabilities(evidence, relevance, fit, lanes, roles).values())
            duties = SpecialityEvidence(title, asked, cast(Mapping[str, float], p.speciality_duties))
            in_fields.extend(desk.specialities(duties, fit).values())
    fields = [speciality.id for speciality in speciality_list(desk.lanes_overlay)]
    affinities = [
        {"skill_id": skill, "lane": lane, "affinity": value, "is_shared": fit.is_shared(skill)}
        for skill, values in fit.affinity.items()
        for lane, value in zip(fit.lanes, values, strict=True)
    ]
    readings.save_lane_fit(
        con,
        fit.fit_id,
        reader_version=version,
        basis="corpus" if is_own else "shipped",
        affinities=pd.DataFrame(affinities),
        posting_lanes=_one_a_row(ids, "lane", [lane.id for lane in lanes], in_lanes),
        posting_specialities=_one_a_row(ids, "speciality", fields, in_fields),
        clusters=[dataclasses.asdict(cluster) for cluster in clusters],
    )
    return fit.fit_id


def _documents(con: duckdb.DuckDBPyConnection, desk: Desk) -> Iterator[tuple[str, tuple[str, dict[str, float]]]]:
    """Id, employer and hard skills of each representative that says what a market asks: relevant and whole."""
    for postings, skills in readings.representatives(con, desk.reader.version):
        for p in postings[postings["is_relevant"] & ~postings["is_truncated"]].itertuples():
            yield str(p.posting_id), (str(p.employer), desk.document(skills.get(str(p.posting_id), ())))


def _one_a_row(postings: Sequence[str], kind: str, names: Sequence[str], shares: Sequence[float]) -> pd.DataFrame:
    """Each posting's probabilities, in the order of the names, one below the other."""
    ids = np.repeat(np.array(postings, dtype=object), len(names))
    named = np.tile(np.array(names, dtype=object), len(postings))
    return pd.DataFrame({"posting_id": ids, kind: named, "probability": np.asarray(shares)})


def _published_clusters(data: Path) -> dict[str, list[str]]:
    try:
        published = open_generation(data)
    except SkillgapError:  # none yet, or of a version without clusters: every cluster is new
        return {}
    members = published.frame("skill_cluster")
    published.close()
    return {str(name): list(rows["skill_id"]) for name, rows in members.groupby("cluster_id")}


def publish(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    desk: Desk,
    window_days: int = WINDOW_DAYS,
    *,
    is_fresh: bool = False,
) -> Manifest:
    """Write the next generation: frames, exclusions as analysis judges them, texts; returns its manifest.

    With `is_fresh`, and where an earlier one holds what was forgotten since, nothing of earlier generations is kept.
    Raises BadInputError where there is nothing to publish or no lanes have been fitted for this reader.
    """
    if apply_tombstones(con, settings):
        link_postings(con)
    if sealed_runs(settings.landing) and not publishing.run_ids(con):
        raise BadInputError("What has landed is not in the database: run `skillgap refresh --no-crawl`.")
    as_of, version = publishing.as_of(con), desk.reader.version
    fit = con.execute("SELECT fit_id, basis FROM core.lane_fit WHERE reader_version = ?", [version]).fetchall()
    if not fit:
        raise BadInputError(
            "These postings have not been read by this version of skillgap; run `skillgap refresh --no-crawl`."
        )
    frames = publishing.build_frames(
        con,
        reader_version=version,
        fit_id=fit[0][0],
        skills=_skill_frame(desk),
        edges=_edge_frame(desk),
        lanes=_lane_frame(desk),
        specialities=_speciality_frame(desk),
        places=requisition_places(publishing.locations(con)),
    )
    requisition = cast(pd.DataFrame, frames["requisition"])
    requisition["exclusion"] = exclusions(requisition, as_of, window_days)
    inside = requisition[requisition["exclusion"].isna()]
    manifest = {
        "as_of": as_of,
        "window_days": window_days,
        "market": settings.market,
        "created_from": publishing.run_ids(con),
        "reader_version": version,
        "fit_id": fit[0][0],
        "fit_basis": fit[0][1],
        "tool_version": VERSION,
        "counts": {
            "postings": len(frames["posting"]),
            "requisitions": len(requisition),
            "in_market": len(inside),
            "employers": int(inside["employer"].nunique()),
            "lanes": {lane: int(n) for lane, n in inside["primary_lane"].value_counts().sort_index().items()},
        },
        "exclusions": {reason: int((requisition["exclusion"] == reason).sum()) for reason in REASONS},
    }
    forgotten = read_forgotten(settings.data)
    if forgotten.tombstones and not is_fresh:
        kept = publishing.published(settings.data)
        is_fresh = any(forgotten.covers_facts(employer, [url]) for employer, url in kept)
    folder = publishing.write_generation(
        settings.data, frames, publishing.text_source(con), manifest, is_fresh=is_fresh, arrays=market_arrays()
    )
    written: Manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return written


def market_arrays() -> publishing.Arrays:
    """A generation's market as it is kept with it."""
    return publishing.Arrays(version(), lambda frames, manifest: packed_with_people(build(frames, manifest)))


def _skill_frame(desk: Desk) -> pd.DataFrame:
    columns = ["skill_id", "name", "kind", "family", "definition", "url"]
    rows = [(s.id, s.name, s.kind, s.family, s.definition, s.url) for s in desk.reader.taxonomy.skills.values()]
    return pd.DataFrame(rows, columns=columns)


def _edge_frame(desk: Desk) -> pd.DataFrame:
    rows = [(e.skill, e.relation, e.other, e.certainty, e.remains or None) for e in desk.reader.taxonomy.graph.edges]
    return pd.DataFrame(rows, columns=["skill_id", "relation", "other_id", "certainty", "remains"])


def _lane_frame(desk: Desk) -> pd.DataFrame:
    return pd.DataFrame(
        [(lane.id, lane.name, lane.definition) for lane in lane_list(desk.lanes_overlay)],
        columns=["lane", "name", "definition"],
    )


def _speciality_frame(desk: Desk) -> pd.DataFrame:
    return pd.DataFrame(
        [(s.id, s.lane, s.name, s.definition) for s in speciality_list(desk.lanes_overlay)],
        columns=["speciality", "lane", "name", "definition"],
    )
