"""A board's requests one after another, without any I/O: what to ask next, what came, and the outcome in the end.

Trouble with the first answer is the board's outcome. Trouble after it leaves the board `partial`: what came is landed,
nothing closes on it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
import json
from collections import Counter, deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.fields.payload import BadPayload, Drift, decode_json
from crawler.parsing.board import judge, parse_rows
from crawler.parsing.outcomes import GONE, Answer, BoardResult, Past, by_status, failed, judged_result
from crawler.sources import (
    Detailed,
    Doubt,
    InGenerations,
    Merging,
    OwnFormat,
    Page,
    Paged,
    PageRequest,
    Relative,
    SourceFacts,
    load_source,
)
from warehouse.models import Board, SchemaDrift

_MAX_MISSES = 3
"""Answers after the first that may fail before the host is left alone."""
_LESS_THAN_A_DOUBT = frozenset({None, "empty", "drop", "too_few"})
"""Reasons that only count postings: a doubt about the list says why they are few."""
_ENDS_THE_WALK = frozenset({"refused", "robots", "address", "network"})


@dataclass(frozen=True, slots=True)
class _Asked:
    request: PageRequest
    row: Any = None
    """The row whose detail this is; None for a list page."""

    @property
    def is_detail(self) -> bool:
        return self.row is not None


@dataclass(frozen=True, slots=True)
class _Abilities:
    """A source as each of the optional protocols that it fulfils; to ask a module anew takes Python long."""

    own_format: OwnFormat | None
    paged: Paged | None
    detailed: Detailed | None
    relative: Relative | None
    merging: Merging | None
    in_generations: InGenerations | None


@functools.cache
def _abilities(name: str) -> _Abilities:
    source = load_source(name)
    return _Abilities(
        own_format=source if isinstance(source, OwnFormat) else None,
        paged=source if isinstance(source, Paged) else None,
        detailed=source if isinstance(source, Detailed) else None,
        relative=source if isinstance(source, Relative) else None,
        merging=source if isinstance(source, Merging) else None,
        in_generations=source if isinstance(source, InGenerations) else None,
    )


class Walk:
    """One board, asked request by request: `next`, then `take` or `miss`, until `next` is None; then `result`."""

    def __init__(
        self,
        board: Board,
        facts: SourceFacts,
        past: Past | None,
        base_url: str | None = None,
        *,
        is_check: bool = False,
        known_ids: Callable[[], Collection[str]] = frozenset,
    ) -> None:
        """`known_ids` are those of the last complete run. With `is_check` only the first request is asked, and a list
        is not blamed for what it leaves to others.
        """
        self.asked_at: dt.datetime | None = None
        """When the board is asked, for dates that are relative to it."""
        self.board = board
        self._source = load_source(board.source)
        self._can = _abilities(board.source)
        self._is_check = is_check
        is_list_only = is_check and (self._can.detailed or self._can.merging) is not None
        self.facts = dataclasses.replace(facts, max_bodyless_share=1.0) if is_list_only else facts
        self._past = past
        self._known_ids = known_ids
        self._details: deque[_Asked] = deque()
        self._detail_urls: set[str] = set()
        self._asked: _Asked | None = None
        self._rows: list[Any] = []
        self._seen: dict[str, set[bytes]] = {}
        self._kept: set[bytes] = set()
        self._has_begun = False
        """A list page came that could be read."""
        self._drift: Drift = Counter()
        self._doubt: Doubt | None = None
        self._end: BoardResult | None = None
        self._lists: deque[PageRequest] = deque()
        try:
            self._lists.extend(self._source.requests_for(board, base_url))
        except SchemaDrift as fault:
            self._end = failed(board, "bad_board", f"The board cannot be asked: {fault}.")
        self._first: Answer | None = None
        self._digest = hashlib.sha256()
        self._pages = self._bytes = self._misses = self._listed = 0

    @property
    def is_one_request(self) -> bool:
        """Whether the first answer is the whole board, so that its validators speak for the board."""
        return self._can.paged is None and self._can.detailed is None

    def next(self) -> PageRequest | None:
        """What to ask now: list pages before details; None when there is nothing more to ask."""
        if self._end is not None or (self._is_check and self._asked is not None):
            return None
        if self._lists:
            self._asked = _Asked(self._lists.popleft())
        elif self._details:
            self._asked = self._details.popleft()
        else:
            return None
        return self._asked.request

    def take(self, answer: Answer) -> None:
        """An answer of any status to what `next` gave."""
        asked = self._current()
        is_first = self._first is None
        if is_first:
            self._first = answer
        self._bytes += len(answer.body)
        self._digest.update(answer.body)
        self._pages += not asked.is_detail
        if is_first and self.is_one_request and self._is_unchanged(answer.status):
            self._end = self._unchanged()
            return
        try:
            if asked.is_detail:
                self._take_detail(asked, answer)
            else:
                self._take_list(asked.request, answer)
        except BadPayload as fault:
            self._trouble(fault.reason, f"{fault.detail[:1].upper()}{fault.detail[1:]}.")
        except SchemaDrift as fault:
            self._trouble("drift", f"The answer is not what {self.facts.name} sends: {fault}.")

    def miss(self, reason: str, detail: str) -> None:
        """No answer to what `next` gave."""
        self._current()
        self._trouble(reason, detail)

    def lead_away(self, url: str, detail: str) -> None:
        """The answer to what `next` gave leads to a host that is not the source's, which is not asked."""
        if self.facts.redirect_means_unknown and self._is_at_the_start():
            unknown = f"There is no such board: {self.board.slug!r} leads away to {url[:200]}."
            self._trouble("not_found", unknown, "gone")
        else:
            self._trouble("redirected", detail)

    def result(self) -> BoardResult:
        """The board's outcome with the rows to land under it, numbers and validators filled in."""
        end = self._end or self._judged()
        if self._first is None:
            return end
        board_run = dataclasses.replace(
            end.board_run,
            http_status=self._first.status,
            pages=self._pages,
            postings=len(end.rows),
            rejects=len(end.rejects),
            bytes=self._bytes,
            etag=self._first.etag if self.is_one_request else None,
            last_modified=self._first.last_modified if self.is_one_request else None,
            body_hash=self._digest.hexdigest() if self._bytes else None,
        )
        return dataclasses.replace(end, board_run=board_run)

    def _current(self) -> _Asked:
        if self._asked is None:
            raise RuntimeError("an answer without a question: call next() first")
        return self._asked

    def _take_list(self, request: PageRequest, answer: Answer) -> None:
        if answer.status != 200:
            if not self._ask_instead(request, answer.status):
                self._trouble_of_status(answer.status)
            return
        payload = self._decoded(answer)
        rows = self._source.rows(payload)
        self._has_begun = True
        try:
            if self._can.paged:
                self._take_page(self._can.paged, request, payload, rows)
            else:
                self._keep(request, rows)
        except Doubt as doubt:
            self._doubt = self._doubt or doubt

    def _ask_instead(self, request: PageRequest, status: int) -> bool:
        """Whether another interface of the source is to be asked first; then nothing is asked yet."""
        if self._can.in_generations is None or not self._is_at_the_start():
            return False
        other = self._can.in_generations.instead(request, status, self.board)
        if other is None:
            return False
        self._lists.appendleft(other)
        self._asked = self._first = None
        self._digest = hashlib.sha256()
        return True

    def _take_page(self, source: Paged, request: PageRequest, payload: Any, rows: list[Any]) -> None:
        """Keep what a page has that no page before had, and ask for what it leads to."""
        prints = [_fingerprint(row) for row in rows]
        seen = self._seen.setdefault(request.chain, set())
        known = len(seen)
        seen.update(prints)
        fresh = [row for row, mark in zip(rows, prints, strict=True) if mark not in self._kept]
        self._kept.update(prints)
        self._keep(request, fresh)
        if rows and 0 < known == len(seen):
            raise Doubt("repeated_page", f"Page {self._pages} of the list repeats rows that had come before.")
        self._go_on(source.further(Page(request, payload, rows, len(seen)), self.board))

    def _keep(self, request: PageRequest, rows: list[Any]) -> None:
        """Rows that are whole as they are; the others wait for their detail."""
        self._listed += len(rows)
        for given in rows:
            row = self._dated(given)
            detail = self._detail_for(row, request)
            if detail is None or (self._can.merging and detail.url in self._detail_urls):
                self._rows.append(row)  # a row of its own for each place: one of them brings the text
            elif len(self._details) < self.facts.max_details:
                self._details.append(_Asked(detail, row))
                self._detail_urls.add(detail.url)
            else:
                raise Doubt("too_many", f"The board lists more than {self.facts.max_details} postings.")

    def _detail_for(self, row: Any, request: PageRequest) -> PageRequest | None:
        """What to ask for a row; None also for one that is not what it should be: a reject, and the list goes on."""
        try:
            return self._can.detailed.detail_for(row, request, self.board) if self._can.detailed else None
        except SchemaDrift:
            self._drift["detail_unaskable"] += 1
            return None

    def _dated(self, row: Any) -> Any:
        if self.asked_at and self._can.relative and isinstance(row, dict):
            return self._can.relative.dated(row, self.asked_at)
        return row

    def _go_on(self, further: Sequence[PageRequest]) -> None:
        """Ask for what a page leads to, as long as that is believable."""
        if further and self._pages + len(self._lists) + len(further) > self.facts.max_pages:
            detail = f"The list goes on after page {self._pages}, longer than is believable."
            raise Doubt("too_many_pages", detail)
        self._lists.extend(further)

    def _take_detail(self, asked: _Asked, answer: Answer) -> None:
        if self._can.detailed is None:
            return
        if self._can.detailed.is_withdrawn(answer.status, answer.body):
            self._drift["withdrawn_meanwhile"] += 1
            self._doubt_if_many_are_gone()
        elif answer.status != 200:
            self._trouble_of_status(answer.status)
        else:
            self._rows.append(self._can.detailed.with_detail(asked.row, self._decoded(answer)))

    def _doubt_if_many_are_gone(self) -> None:
        """One advert may end while its board is read; many of them mean that their address is not what it was."""
        gone, whole = self._drift["withdrawn_meanwhile"], self._listed
        if gone == whole or (gone > 1 and gone > self.facts.max_bodyless_share * whole):
            detail = f"Postings that are listed but have no page of their own: {gone} of {whole}."
            self._doubt = self._doubt or Doubt("bodies_missing", detail)

    def _decoded(self, answer: Answer) -> Any:
        decode = self._can.own_format.decode if self._can.own_format else decode_json
        payload, drift = decode(answer.body)
        self._drift.update(drift)
        return payload

    def _trouble_of_status(self, status: int) -> None:
        run = by_status(status, self.board).board_run
        if self._is_at_the_start() or status not in GONE:
            self._trouble(run.reason or "unexpected", run.detail or "", run.outcome)
        else:
            self._trouble("not_found", "The host does not know a page that it had named.")

    def _trouble(self, reason: str, detail: str, outcome: Any = None) -> None:
        if self._is_at_the_start():
            self._end = failed(self.board, reason, detail, outcome or ("partial" if reason == "drift" else "failed"))
            return
        asked = self._current()
        where = "A posting's own page" if asked.is_detail else f"Page {self._pages or 1} of the list"
        self._doubt = self._doubt or Doubt(reason, f"{where} did not come: {detail}")
        self._misses += 1
        if not asked.is_detail:
            self._lists.clear()
        if reason in _ENDS_THE_WALK or self._misses > _MAX_MISSES:
            self._lists.clear()
            self._details.clear()

    def _is_at_the_start(self) -> bool:
        """Whether the trouble is with the first answer, before which nothing was known."""
        return not self._has_begun and self._misses == 0

    def _judged(self) -> BoardResult:
        rows = [*self._rows, *(asked.row for asked in self._details)]
        if self._can.merging:
            rows = self._can.merging.merged(rows)
        parsed = parse_rows(self._source, rows, self.board, self._drift)
        judged = judge(parsed, self.board, self.facts, self._past.before() if self._past else None, self._known_ids)
        if self._doubt and judged.reason in _LESS_THAN_A_DOUBT:
            judged = dataclasses.replace(
                judged, outcome="partial", reason=self._doubt.reason, detail=self._doubt.detail
            )
        if judged.outcome == "complete" and self._is_unchanged(200):
            return self._unchanged()
        return judged_result(judged, self.board, parsed.drift)

    def _is_unchanged(self, status: int) -> bool:
        complete = self._past.complete if self._past else None
        if complete is None:
            return False
        return status == 304 or (status == 200 and self._digest.hexdigest() == complete.body_hash)

    def _unchanged(self) -> BoardResult:
        complete = self._past.complete if self._past else None
        run_id = self._past.complete_run_id if self._past else None
        detail = f"Unchanged since run {run_id} (postings: {complete.postings if complete else 0})."
        return failed(self.board, "unchanged", detail, "not_modified")


def from_answer(answer: Answer, board: Board, facts: SourceFacts, past: Past | None) -> BoardResult:
    """The outcome of a board of which only this answer is known."""
    walk = Walk(board, facts, past)
    walk.next()
    walk.take(answer)
    return walk.result()


def _fingerprint(row: Any) -> bytes:
    return hashlib.sha256(json.dumps(row, sort_keys=True, default=str).encode("utf-8", "surrogatepass")).digest()
