"""Whether the boards are still what the list of boards says: one request each, findings as JSON in `<data>/checks/`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from crawler.landing.ledger import BoardKey
from crawler.parsing.outcomes import BoardResult, Past
from crawler.runs.crawl import Clock, RunPlan
from crawler.sources import source_facts
from warehouse.models import Board, BrokenDataError, to_plain

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


class CheckRun:
    """Boards under check. It stands in for a CrawlRun: spiders `land` their first answers here."""

    def __init__(self, plan: RunPlan, clock: Clock, on_finding: Callable[[CheckRun, Finding], None]) -> None:
        self.plan = plan
        self.clock = clock
        self.past: Mapping[BoardKey, Past] = {}
        """Empty: a check wants the whole answer, not "unchanged"."""
        self.findings: list[Finding] = []
        self._on_finding = on_finding

    @property
    def todo(self) -> tuple[Board, ...]:
        """The planned boards without a finding."""
        done = {(finding.source, finding.board) for finding in self.findings}
        return tuple(b for b in self.plan.boards if (b.source, b.slug) not in done)

    def why_over(self, source: str) -> str | None:
        """A check goes on to its end."""
        return None

    def of(self, board: Board) -> CheckRun:
        """What a board's answer lands in."""
        return self

    def land(self, result: BoardResult, started_at: dt.datetime) -> None:
        """Keep what an answer says; its postings are not kept."""
        finding = finding_of(result)
        self.findings.append(finding)
        self._on_finding(self, finding)


def finding_of(result: BoardResult) -> Finding:
    """The finding in a board's first answer."""
    row = result.board_run
    state, detail = _judged(result)
    return Finding(
        row.source, row.board, row.employer, state, detail, row.reason, row.http_status, len(result.rows), row.drift
    )


def write_findings(data: Path, checked_at: dt.datetime, findings: Sequence[Finding]) -> Path:
    """Write a check's findings, sorted by source and board; returns the file."""
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{checked_at:%Y%m%dT%H%M%SZ}.json"
    ordered = sorted(findings, key=lambda finding: (finding.source, finding.board))
    temp = path.with_suffix(".tmp")
    content = {"checked_at": to_plain(checked_at), "findings": to_plain(ordered)}
    temp.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    temp.rename(path)
    return path


def latest_check(data: Path) -> Mapping[str, Any] | None:
    """The newest check as {"checked_at", "findings": [Finding as plain data]}; None before the first."""
    paths = sorted((data / FOLDER).glob("*.json"))
    if not paths:
        return None
    try:
        content = json.loads(paths[-1].read_bytes())
        return {"checked_at": content["checked_at"], "findings": list(content["findings"])}
    except (ValueError, KeyError, TypeError):
        raise BrokenDataError(f"{paths[-1]} is not the findings of a check: remove it and check again.") from None


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
