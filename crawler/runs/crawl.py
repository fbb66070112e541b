"""One crawl of many boards: who is asked, each board's single outcome as it comes, and the sealed run at the end."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import ipaddress
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from crawler.landing.forget import read_forgotten
from crawler.landing.repeats import Landed
from crawler.landing.runs import OpenRun
from crawler.ledger import BoardKey, ids_landed
from crawler.parsing.outcomes import BoardResult, Past, failed
from crawler.runs.pace import group_of
from crawler.sources import source_facts
from warehouse.models import BadInputError, Board, BoardRun, LandingRow, MarketKind, Run

Clock = Callable[[], dt.datetime]
_NOT_ASKED = {
    "interrupted": "The crawl was stopped before this board was asked; the next crawl asks it.",
    "fault": "The crawl ended without an answer for this board; run it with --log FILE to see why.",
    "budget": "The run had brought as many bytes as it may before this board was asked; the next crawl asks it.",
    "stopped": "Too many boards of this source failed, so the rest was left alone; look at their reasons first.",
}
"""Why a planned board has no answer, by the reason in the ledger."""


@dataclass(frozen=True, slots=True)
class Limits:
    """When a crawl stops by itself."""

    max_bytes: int
    """Of answers, over all sources; boards that are left then wait for the next run."""
    stop_boards: int
    stop_share: float
    """A source of whose first `stop_boards` or more boards a greater share failed is left alone."""
    seconds: float | None = None
    """Of the run's clock; boards that are left then are no part of the run, and the next one asks them first."""


@dataclass(frozen=True, slots=True)
class RunPlan:
    """What a crawl is to do. `boards` are those to be asked, in order."""

    run_id: str
    started_at: dt.datetime
    market: MarketKind
    boards: tuple[Board, ...]
    base_urls: Mapping[str, str] = field(default_factory=dict)
    """By source: stands in for the source's own host."""
    tool_version: str = ""
    limits: Limits | None = None
    believes_few: bool = False
    """Few postings are not doubted: what is looked at does not grow any more."""
    is_check: bool = False
    """One request a board, nothing is landed (crawler.runs.canary)."""


class CrawlRun:
    """A crawl under way: spiders `land` into it, `finish` gives what was never answered its outcome and seals it."""

    def __init__(
        self,
        plan: RunPlan,
        landing: Path,
        past: Mapping[BoardKey, Past],
        clock: Clock,
        *,
        resume: bool = False,
        on_boards: Callable[[CrawlRun, Sequence[BoardRun]], None] | None = None,
        later: Callable[[Callable[[], None]], object] | None = None,
    ) -> None:
        """`later` calls what it is given in a moment, so that the boards that end until then are brought to disk
        together; without it each is by itself. `on_boards` is told of boards once they are on disk.
        """
        header = Run(
            run_id=plan.run_id,
            kind="crawl",
            started_at=plan.started_at,
            finished_at=plan.started_at,
            observed_at=plan.started_at,
            market=plan.market,
            boards=(),
            files=(),
            tool_version=plan.tool_version,
        )
        self.plan = plan
        self.past = past
        self.clock = clock
        self.fault: OSError | None = None
        """What kept a finished board from being written; nothing more is crawled then."""
        self._landing = landing
        self._open = OpenRun(landing, header, resume=resume, before=Landed(landing).of)
        self._forgotten = read_forgotten(landing.parent)
        self._on_boards = on_boards
        self._later = later
        self._held: list[BoardRun] = []
        """Boards of which nobody was told yet."""
        self._is_called_for = False
        self.postings = self._bytes = self.left = 0
        """`left`: planned boards for which the time did not suffice."""
        self._boards: Counter[str] = Counter()
        self._failures: Counter[str] = Counter()
        for board_run in self._open.boards:
            self._count(board_run)
        self._landed_before = Counter(self._boards)
        self.landed = self._boards.total()
        """How many boards have their outcome on disk."""
        self._planned = Counter(board.source for board in plan.boards)

    @property
    def todo(self) -> tuple[Board, ...]:
        """The planned boards that have no outcome yet."""
        done = self._open.done
        return tuple(b for b in self.plan.boards if (b.source, b.slug) not in done)

    def why_over(self, source: str) -> str | None:
        """Why no more of a source's boards are to be asked; None to go on."""
        if self.fault:
            return "disk"
        limits = self.plan.limits
        if limits is None:
            return None
        if limits.seconds is not None and self._elapsed() >= limits.seconds:
            return "time"
        if self._bytes >= limits.max_bytes:
            return "budget"
        boards, failures = self._boards[source], self._failures[source]
        return "stopped" if boards >= limits.stop_boards and failures > limits.stop_share * boards else None

    def _elapsed(self) -> float:
        return (self.clock() - self.plan.started_at).total_seconds()

    def seconds_left(self) -> float:
        """How long the run still takes: each source at its pace so far, not faster than its delay, side by side."""
        elapsed, longest = self._elapsed(), 0.0
        for source, planned in self._planned.items():
            asked = self._boards[source] - self._landed_before[source]
            pace = max(source_facts()[source].delay_s, elapsed / asked if asked else 0.0)
            longest = max(longest, (planned - self._boards[source]) * pace)
        limit = self.plan.limits.seconds if self.plan.limits else None
        return longest if limit is None else max(0.0, min(longest, limit - elapsed))

    def known_ids(self, board: Board) -> frozenset[str]:
        """The ids of a board's postings in its last complete run."""
        return ids_known(self._landing, self.past.get((board.source, board.slug)), board)

    def of(self, board: Board) -> CrawlRun:
        """What a board's answer lands in."""
        return self

    def land(self, result: BoardResult, started_at: dt.datetime) -> None:
        """Keep a board's outcome and rows, on disk once settled; a second outcome of the same board is not taken."""
        self._hold(result, started_at)
        if self._later is None:
            self.settle()
        elif self._held and not self._is_called_for:
            self._is_called_for = True
            self._later(self.settle)

    def _hold(self, result: BoardResult, started_at: dt.datetime) -> None:
        row = result.board_run
        if (row.source, row.board) in self._open.done or self.fault:
            return
        observed_at = self.plan.started_at
        kept = [r for r in result.rows if not self._forgotten.covers(r.posting)]
        if forgotten := len(result.rows) - len(kept):
            row = dataclasses.replace(row, postings=len(kept), drift={**row.drift, "forgotten": forgotten})
        landed = (LandingRow(row.source, row.board, observed_at, r.posting, r.raw) for r in kept)
        timed = dataclasses.replace(row, started_at=started_at, finished_at=self.clock())
        try:
            self._open.hold(timed, landed, result.rejects)
        except OSError as fault:
            self.fault = fault
            return
        self._count(row)
        self._held.append(timed)

    def settle(self) -> None:
        """Bring to disk what is held, and tell of it."""
        held, self._held, self._is_called_for = self._held, [], False
        if not held or self.fault:
            return
        try:
            self._open.settle()
        except OSError as fault:
            self.fault = fault
            return
        self.landed += len(held)
        if self._on_boards:
            self._on_boards(self, held)

    def _count(self, row: BoardRun) -> None:
        self.postings += row.postings
        self._bytes += row.bytes
        self._boards[row.source] += 1
        self._failures[row.source] += row.outcome == "failed"

    def finish(self, *, is_interrupted: bool) -> Run:
        """Seal the run. Boards without an outcome get one. Raises BadInputError where the disk refused a board."""
        self._settle_or_raise()
        over = {source: self.why_over(source) for source in {board.source for board in self.todo}}
        for board in self.todo:
            if over[board.source] == "time":
                self.left += 1
                continue
            reason = over[board.source] or ("interrupted" if is_interrupted else "fault")
            self._hold(failed(board, reason, _NOT_ASKED[reason]), self.clock())
        self._settle_or_raise()
        return self._open.seal(self.clock())

    def _settle_or_raise(self) -> None:
        self.settle()
        if self.fault:
            self._open.close()
            raise BadInputError(
                f"{self._open.folder} cannot be written ({self.fault.strerror}): make room and go on with --resume."
            )


def ids_known(landing: Path, past: Past | None, board: Board) -> frozenset[str]:
    """The ids of a board's postings in the last complete run that `past` knows."""
    run_id = past.complete_run_id if past else None
    return ids_landed(landing, run_id, board.source, board.slug) if run_id else frozenset()


def check_reach(plans: Sequence[RunPlan], *, allow_loopback: bool, contact: str | None) -> None:
    """Refuse a crawl that would ask public hosts without naming a contact, or this machine without being told to."""
    for plan in plans:
        for source in {board.source for board in plan.boards}:
            base_url = plan.base_urls.get(source)
            if base_url is not None and is_loopback(base_url):
                if not allow_loopback:
                    raise BadInputError(f"{base_url} is this machine: add --allow-loopback if that is meant.")
            elif not contact:
                raise BadInputError(
                    "Public job boards are asked only by a crawler that says who it is: "
                    "add --contact with an e-mail address or a web page of yours."
                )


def is_loopback(url: str) -> bool:
    """Whether a URL's host is this machine by its name or literal address."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def shard(boards: Iterable[Board], part: int, parts: int) -> tuple[Board, ...]:
    """The boards of one of `parts` machines, numbered from 1. By the group's name alone, so that machines whose lists
    differ agree, and no two of them ever ask one host.
    """
    return tuple(b for b in boards if int(hashlib.sha256(group_of(b).encode()).hexdigest(), 16) % parts == part - 1)
