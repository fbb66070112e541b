"""Whether the boards are still what the list of boards says: one request each, findings as JSON in `<data>/checks/`.

The format of a findings file is in docs/boards.md.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from crawler.boards.listed import board_from_url
from crawler.boards.shipped import moves
from crawler.ledger import BoardKey
from crawler.parsing.board import company_key
from crawler.parsing.outcomes import BoardResult, Past
from crawler.runs.crawl import Clock, RunPlan, ids_known
from crawler.sources import source_facts
from warehouse.files import write_whole
from warehouse.models import SEEN_WHOLE, UNREADABLE, BadInputError, Board, BrokenDataError, read_kept, to_plain

DUE_AFTER = dt.timedelta(days=90)
FOLDER = "checks"
"""Under the data folder; one file a check, named by its time."""
State = Literal["fine", "empty", "drift", "wrong_company", "dead", "moved", "refused", "unreadable", "no_answer"]
_STATES: dict[str, State] = {
    "wrong_company": "wrong_company", "not_found": "dead", "moved": "moved", "redirected": "moved", "drift": "drift",
    "empty": "empty", "too_few": "empty", "refused": "refused", "robots": "refused", "no_key": "refused",
    "html": "unreadable", "malformed": "unreadable", "cut": "unreadable", "too_deep": "unreadable",
    "bodies_missing": "drift", "bad_board": "dead", "total": "drift",
}  # fmt: skip
"""By the reason of the ledger; any other reason without postings is `no_answer`."""
_ODD = ("_type", "_unparsed", "_unknown", "_not_https")
"""Counters that say that a field is not what it was."""
_DRIFT_SHARE = 0.5
_AMBIGUOUS = "SmartRecruiters answers the same for a company that it does not know."


@dataclass(frozen=True, slots=True)
class Finding:
    """What one request says about a board."""

    source: str
    board: str
    employer: str
    state: State
    detail: str
    """A sentence for a person."""
    reason: str | None = None
    http_status: int | None = None
    postings: int = 0
    """On the first page."""
    drift: Mapping[str, int] = field(default_factory=dict)
    is_to_remove: bool = False
    """Whether the board should leave the list: it is gone, another's, or empty after it had postings."""
    moved_to: tuple[str, ...] = ()
    """Boards that the employer may have moved to, as `source/slug`: by the address it leads to, by the list of moves,
    by its other boards."""


class CheckRun:
    """Boards under check. It stands in for a CrawlRun: spiders `land` their first answers here."""

    def __init__(
        self,
        plan: RunPlan,
        clock: Clock,
        on_finding: Callable[[CheckRun, Finding], None],
        *,
        landing: Path,
        history: Mapping[BoardKey, Past],
        listed: Sequence[Board],
    ) -> None:
        """`history` is what crawls knew of the boards, `listed` all boards in which an employer is looked for."""
        self.plan = plan
        self.clock = clock
        self.past: Mapping[BoardKey, Past] = {}
        """Empty: a check wants the whole answer, not "unchanged"."""
        self.findings: list[Finding] = []
        self._on_finding = on_finding
        self._landing = landing
        self._history = history
        self._listed = listed

    @property
    def todo(self) -> tuple[Board, ...]:
        """The planned boards without a finding."""
        done = {(finding.source, finding.board) for finding in self.findings}
        return tuple(b for b in self.plan.boards if (b.source, b.slug) not in done)

    def why_over(self, source: str) -> str | None:
        """A check goes on to its end."""
        return None

    def known_ids(self, board: Board) -> frozenset[str]:
        """The ids of a board's postings in its last complete crawl."""
        return ids_known(self._landing, self._history.get((board.source, board.slug)), board)

    def of(self, board: Board) -> CheckRun:
        """What a board's answer lands in."""
        return self

    def land(self, result: BoardResult, started_at: dt.datetime) -> None:
        """Keep what an answer says; its postings are not kept."""
        run = result.board_run
        finding = proposed(finding_of(result), self._history.get((run.source, run.board)), self._listed)
        self.findings.append(finding)
        self._on_finding(self, finding)


def finding_of(result: BoardResult) -> Finding:
    """The finding in a board's first answer."""
    row = result.board_run
    state, detail = _judged(result)
    return Finding(
        row.source, row.board, row.employer, state, detail, row.reason, row.http_status, len(result.rows), row.drift
    )


_GONE: frozenset[State] = frozenset({"dead", "wrong_company", "moved"})
_ADDRESS = re.compile(r"https?://[^\s:]\S{3,200}?(?=[,.:;]?(?:\s|\Z)|: )")


def proposed(finding: Finding, past: Past | None, listed: Sequence[Board]) -> Finding:
    """The finding with what to do about a board that is not what it was."""
    had = past.complete.postings if past and past.complete else 0
    is_emptied = finding.state == "empty" and had > 0
    if source_facts()[finding.source].kind != "ats" or not (is_emptied or finding.state in _GONE):
        return finding
    detail = f"{finding.detail} It had {had} postings before." if is_emptied else finding.detail
    homes = tuple(f"{source}/{slug}" for source, slug in homes_of(finding, listed))
    is_gone = bool(homes) or finding.reason != "redirected"  # a redirect to nowhere may be a passing fault
    return dataclasses.replace(finding, detail=detail, is_to_remove=is_gone, moved_to=homes)


def homes_of(finding: Finding, listed: Sequence[Board]) -> tuple[BoardKey, ...]:
    """Where the employer of a board may be now, the surest first."""
    found: list[BoardKey] = []
    for address in _ADDRESS.findall(finding.detail):
        with suppress(BadInputError):
            board = board_from_url(address)
            found.append((board.source, board.slug))
    found += [move.to for move in moves().get((finding.source, finding.board.casefold()), ())]
    name = company_key(finding.employer)
    found += [(b.source, b.slug) for b in listed if company_key(b.employer) == name and b.employer != b.slug]
    asked = (finding.source, finding.board.casefold())
    return tuple(
        dict.fromkeys(home for home in found if (home[0], home[1].casefold()) != asked and home[0] != "jsonld")
    )


def to_check(
    boards: Iterable[Board], history: Mapping[BoardKey, Past], checked: Mapping[BoardKey, dt.date], today: dt.date
) -> list[Board]:
    """The boards that nobody saw answer for `DUE_AFTER`: neither the table, nor a crawl, nor a check."""
    return [board for board in boards if (_seen_on(board, history, checked) or dt.date.min) <= today - DUE_AFTER]


def _seen_on(board: Board, history: Mapping[BoardKey, Past], checked: Mapping[BoardKey, dt.date]) -> dt.date | None:
    key = (board.source, board.slug)
    past = history.get(key)
    runs = (past.latest, past.complete) if past else ()
    answered = [run.started_at.date() for run in runs if run and run.started_at and run.outcome in SEEN_WHOLE]
    return max((day for day in (board.checked, checked.get(key), *answered) if day), default=None)


def write_findings(data: Path, checked_at: dt.datetime, findings: Sequence[Finding]) -> Path:
    """Write a check's findings, sorted by source and board; returns the file."""
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{checked_at:%Y%m%dT%H%M%SZ}.json"
    ordered = sorted(findings, key=lambda finding: (finding.source, finding.board))
    content = {"checked_at": to_plain(checked_at), "findings": to_plain(ordered)}
    write_whole(path, json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n")
    return path


def checked_on(data: Path) -> Mapping[BoardKey, dt.date]:
    """When a check last found a board fine."""
    days: dict[BoardKey, dt.date] = {}
    for path in sorted((data / FOLDER).glob("*.json")):
        check = _read_check(path)
        day = dt.datetime.fromisoformat(check["checked_at"]).date()
        days |= {(f["source"], f["board"]): day for f in check["findings"] if f["state"] == "fine"}
    return days


def latest_check(data: Path) -> Mapping[str, Any] | None:
    """The newest check as {"checked_at", "findings": [Finding as plain data]}; None before the first."""
    paths = sorted((data / FOLDER).glob("*.json"))
    if not paths:
        return None
    return _read_check(paths[-1])


def _read_check(path: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(read_kept(path))
        findings = [{"source": f["source"], "board": f["board"], "state": f["state"], **f} for f in content["findings"]]
        return {"checked_at": dt.datetime.fromisoformat(content["checked_at"]).isoformat(), "findings": findings}
    except UNREADABLE:
        raise BrokenDataError(f"{path} is not the findings of a check: remove it and check again.") from None


def _judged(result: BoardResult) -> tuple[State, str]:
    row, rows = result.board_run, len(result.rows)
    facts = source_facts()[row.source]
    if row.reason in ("empty", "too_few") and facts.kind == "hackernews":  # its first answer is the list of threads
        return "fine", "The threads are there."
    if row.reason is not None:
        more = f" {_AMBIGUOUS}" if row.source == "smartrecruiters" and row.reason == "empty" else ""
        return _STATES.get(row.reason, "drift" if rows else "no_answer"), (row.detail or "") + more
    odd = {name: n for name, n in row.drift.items() if name.endswith(_ODD) and n >= _DRIFT_SHARE * rows}
    if odd:
        names = ", ".join(sorted(odd))
        return "drift", f"Fields are not what {facts.name} used to send: {names}."
    return "fine", f"Postings on the first page: {rows}."
