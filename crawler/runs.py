"""One crawl of many boards: who is asked, each board's single outcome as it comes, and the sealed run at the end."""

from __future__ import annotations

import dataclasses
import datetime as dt
import ipaddress
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from crawler.landing import OpenRun
from crawler.ledger import BoardKey
from crawler.outcomes import BoardResult, Past, failed
from warehouse.models import BadInputError, Board, LandingRow, MarketKind, Run

Clock = Callable[[], dt.datetime]


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
        on_board: Callable[[CrawlRun, BoardResult], None] | None = None,
    ) -> None:
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
        self._open = OpenRun(landing, header, resume=resume)
        self._on_board = on_board
        self.postings = sum(b.postings for b in self._open.boards)

    @property
    def todo(self) -> tuple[Board, ...]:
        """The planned boards that have no outcome yet."""
        done = self._open.done
        return tuple(b for b in self.plan.boards if (b.source, b.slug) not in done)

    def land(self, result: BoardResult, started_at: dt.datetime) -> None:
        """Keep a board's outcome and rows; a second outcome of the same board is not taken."""
        row = result.board_run
        if (row.source, row.board) in self._open.done or self.fault:
            return
        observed_at = self.plan.started_at
        landed = (LandingRow(row.source, row.board, observed_at, r.posting, r.raw) for r in result.rows)
        timed = dataclasses.replace(row, started_at=started_at, finished_at=self.clock())
        try:
            self._open.land(timed, landed, result.rejects)
        except OSError as fault:
            self.fault = fault
            return
        self.postings += row.postings
        if self._on_board:
            self._on_board(self, result)

    def finish(self, *, is_interrupted: bool) -> Run:
        """Seal the run. Boards without an outcome get one. Raises BadInputError where the disk refused a board."""
        if self.fault:
            self._open.close()
            raise BadInputError(
                f"{self._open.folder} cannot be written ({self.fault.strerror}): make room and go on with --resume."
            )
        for board in self.todo:
            reason, detail = (
                ("interrupted", "The crawl was stopped before this board was asked; the next crawl asks it.")
                if is_interrupted
                else ("fault", "The crawl ended without an answer for this board; run it with --log FILE to see why.")
            )
            self.land(failed(board, reason, detail), self.clock())
        return self._open.seal(self.clock())


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
                    "add --user-agent-contact with an e-mail address or a web page of yours."
                )


def is_loopback(url: str) -> bool:
    """Whether a URL's host is this machine by its name or literal address."""
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def shard(boards: Sequence[Board], part: int, parts: int) -> tuple[Board, ...]:
    """The boards of one of `parts` machines, numbered from 1. A source is never split: its hosts see one crawler."""
    sources = sorted({board.source for board in boards})
    return tuple(b for b in boards if sources.index(b.source) % parts == part - 1)
