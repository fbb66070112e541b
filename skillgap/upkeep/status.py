"""How a data folder stands: its last run, the boards that fail and since when, its market's age, its room on the disk,
and what comes next. Reads without the writer's lock and opens no database, so that it may run beside a refresh.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from analysis.trends.panel import trends_begin
from crawler.boards.listed import load_boards
from crawler.boards.switches import enabled_sources
from crawler.landing.runs import begun_runs, read_run, sealed_runs
from crawler.ledger import BoardKey, due, with_run
from crawler.parsing.outcomes import Past
from dashboard.words import OLD_AFTER_DAYS, count, day
from skillgap.settings import Settings
from warehouse.database.store import database_path
from warehouse.generations.layout import GENERATIONS, has_lost_pointer
from warehouse.generations.reader import open_generation
from warehouse.models import SEEN_WHOLE, BadInputError, Board, BoardRun, Run
from warehouse.reference.shipped import is_published
from warehouse.snapshots.reader import SNAPSHOTS


@dataclass(frozen=True, slots=True)
class LastRun:
    """The run that landed last."""

    run_id: str
    kind: str
    started_at: dt.datetime
    finished_at: dt.datetime | None
    boards: Counter[str]
    """How many boards had which outcome."""
    postings: int


@dataclass(frozen=True, slots=True)
class Failing:
    """A listed board whose last run was not whole."""

    source: str
    board: str
    employer: str
    outcome: str
    reason: str | None
    whole_at: dt.datetime | None
    """When it was last read in full; None: never."""
    runs: int
    """Runs since then."""


@dataclass(frozen=True, slots=True)
class Published:
    """The market that questions are put to."""

    generation: int
    as_of: dt.datetime
    age_days: int
    jobs: int
    employers: int
    trends_begin: dt.date | None
    """The first day on which two periods can be compared, if the same boards are seen again; None without a board."""


@dataclass(frozen=True, slots=True)
class Status:
    """All that `skillgap status` says."""

    data: str
    market: str | None
    """`real | example`; None before the first row came in."""
    last_run: LastRun | None
    unfinished: tuple[str, ...]
    """Runs that were begun and not finished."""
    unpublished: tuple[str, ...]
    """Runs that landed and are not in the published market."""
    lost: tuple[str, ...]
    """Runs that the published market is made from and that have landed no more."""
    failing: tuple[Failing, ...]
    boards_due: int
    boards_on: int
    """Listed boards whose source is on."""
    published: Published | None
    bytes: Mapping[str, int]
    """By what: landing, database, generations, snapshots."""
    free_bytes: int
    next: str

    @property
    def is_well(self) -> bool:
        """Whether nothing waits to be done."""
        is_old = self.published is None or self.published.age_days >= OLD_AFTER_DAYS
        return not (self.failing or self.unfinished or self.unpublished or self.lost or is_old)


def status(place: Settings, now: dt.datetime) -> Status:
    """How `place` stands at `now`. Raises BadInputError where there is no such folder, BrokenDataError for a ledger or
    a market that is not ours (`doctor` says more of these).
    """
    if not place.data.exists():
        raise BadInputError(f"{place.data} does not exist yet: name the data folder with --data.")
    runs = [read_run(folder) for folder in sealed_runs(place.landing)]
    enabled = set(enabled_sources(place.data))
    boards = [board for board in load_boards(place.data) if board.source in enabled]
    published, created_from = _published(place, now)
    unfinished = tuple(folder.name for folder in begun_runs(place.landing))
    unpublished = tuple(run.run_id for run in runs if run.run_id not in created_from)
    lost = tuple(sorted(created_from - {run.run_id for run in runs}))
    past: dict[BoardKey, Past] = reduce(with_run, runs, {})  # as `read_ledger`, of runs already read
    waiting = len(due(boards, past, now))
    return Status(
        data=str(place.data),
        market=place.market,
        last_run=_last(runs[-1]) if runs else None,
        unfinished=unfinished,
        unpublished=unpublished,
        lost=lost,
        failing=failing_boards(runs, boards),
        boards_due=waiting,
        boards_on=len(boards),
        published=published,
        bytes=_bytes(place),
        free_bytes=shutil.disk_usage(place.data).free,
        next=_gone(place, lost) if lost else _next(runs, unfinished, unpublished, waiting, len(boards)),
    )


def failing_boards(runs: Sequence[Run], boards: Sequence[Board]) -> tuple[Failing, ...]:
    """The listed boards whose last visit was not trusted, those failing longest first. `runs` are oldest first."""
    last: dict[BoardKey, BoardRun] = {}
    whole: dict[BoardKey, dt.datetime | None] = {}
    since: Counter[BoardKey] = Counter()
    for run in runs:
        for visit in run.boards if run.kind == "crawl" else ():
            key = (visit.source, visit.board)
            last[key] = visit
            if visit.outcome in SEEN_WHOLE:
                whole[key] = visit.started_at or run.started_at
                since[key] = 0
            else:
                since[key] += 1
    found = [
        Failing(*key, board.employer, visit.outcome, visit.reason, whole.get(key), since[key])
        for board in boards
        if since[key := (board.source, board.slug)] and (visit := last[key])
    ]
    return tuple(sorted(found, key=lambda one: (-one.runs, one.source, one.board)))


def _published(place: Settings, now: dt.datetime) -> tuple[Published | None, frozenset[str]]:
    """The folder's own market and the runs that it is made from."""
    if not is_published(place.data) and not has_lost_pointer(place.data):
        return None, frozenset()
    generation = open_generation(place.data)
    manifest = generation.manifest
    as_of = dt.datetime.fromisoformat(str(manifest["as_of"])).replace(tzinfo=dt.UTC)
    own = Published(
        generation=generation.number,
        as_of=as_of,
        age_days=(now.date() - as_of.date()).days,
        jobs=manifest["counts"]["in_market"],
        employers=manifest["counts"]["employers"],
        trends_begin=trends_begin(generation.frame("board_run")),
    )
    generation.close()
    return own, frozenset(manifest["created_from"])


def _last(run: Run) -> LastRun:
    outcomes: Counter[str] = Counter(visit.outcome for visit in run.boards)
    postings = sum(visit.postings for visit in run.boards)
    return LastRun(run.run_id, run.kind, run.started_at, run.finished_at, outcomes, postings)


def _bytes(place: Settings) -> dict[str, int]:
    database = database_path(place.data)
    files = {
        "landing": place.landing.rglob("*"),
        "database": database.parent.glob(f"{database.name}*"),
        "generations": (place.data / GENERATIONS).rglob("*"),
        "snapshots": (place.data / SNAPSHOTS).rglob("*"),
    }
    return {name: sum(path.stat().st_size for path in found if path.is_file()) for name, found in files.items()}


def _gone(place: Settings, lost: Sequence[str]) -> str:
    what = f"put {count(len(lost), 'run')} back into {place.landing} from a copy, or mount the disk that it lies on"
    return f"{what}; `skillgap doctor` names what is gone."


def _next(runs: Sequence[Run], unfinished: Sequence[str], unpublished: Sequence[str], waiting: int, boards: int) -> str:
    """The one thing to do now."""
    if unfinished:
        return f"`skillgap crawl --resume` goes on with {unfinished[-1]}, which was begun and not finished."
    if not runs:
        return "`skillgap crawl --contact you@example.org` or `skillgap import FILE` brings the first postings in."
    if unpublished:
        return f"`skillgap refresh --no-crawl` brings {count(len(unpublished), 'run')} into the market."
    if waiting:
        return f"`skillgap refresh` asks {waiting} of {count(boards, 'board')}: nobody asked them in the last 20 hours."
    return "Nothing: every board was asked in the last 20 hours."


def lines(found: Status) -> list[str]:
    """A status as a person reads it, in lines."""
    return [
        *_run_lines(found),
        *_failing_lines(found),
        *_market_lines(found),
        *_disk_lines(found),
        f"Next: {found.next}",
    ]


def _run_lines(found: Status) -> list[str]:
    run = found.last_run
    if run is None:
        return ["Last run: none is there." if found.lost else "Last run: none yet."]
    outcomes = ", ".join(f"{number} {outcome.replace('_', ' ')}" for outcome, number in sorted(run.boards.items()))
    what = f"boards: {outcomes or 'none'}" if run.kind == "crawl" else f"from {count(run.boards.total(), 'file')}"
    held = count(run.postings, "posting")
    return [f"Last run: {run.kind} of {day(run.started_at)}, {run.started_at:%H:%M} UTC, {held}, {what}."]


def _failing_lines(found: Status) -> list[str]:
    if not found.failing:
        return []
    shown = found.failing[:10]
    more = [f"  … and {len(found.failing) - len(shown)} more: `skillgap boards list`"] if found.failing[10:] else []
    return [f"Boards not read in full: {len(found.failing)}", *map(_failing_line, shown), *more]


def _failing_line(board: Failing) -> str:
    when = f"last read in full on {day(board.whole_at)}" if board.whole_at else "never read in full"
    why = f", {board.reason.replace('_', ' ')}" if board.reason else ""
    who = f"{board.source}/{board.board} ({board.employer})"
    return f"  {who}: {board.outcome}{why}; {when}, {count(board.runs, 'run')} since"


def _market_lines(found: Status) -> list[str]:
    own = found.published
    if own is None:
        return ["Market: none published."]
    held = f"{count(own.jobs, 'job')} of {count(own.employers, 'employer')}"
    line = f"Market: {held} as of {day(own.as_of)}, {count(own.age_days, 'day')} ago (generation {own.generation})."
    if own.trends_begin and own.trends_begin > own.as_of.date():
        return [line, f"Trends can begin on {day(own.trends_begin)}, if the same boards are seen again."]
    return [line]


def _disk_lines(found: Status) -> list[str]:
    parts = ", ".join(f"{name} {size / 1e6:,.1f} MB" for name, size in found.bytes.items())
    return [f"Disk: {parts}; {found.free_bytes / 1e9:,.1f} GB free."]
