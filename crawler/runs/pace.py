"""In which order boards are asked and how long that takes: by the delay of each host, hosts side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.ledger import BoardKey
from crawler.parsing.outcomes import Past
from crawler.sources import host_group, load_source, source_facts
from warehouse.models import Board, SchemaDrift

UNASKED = frozenset({"interrupted", "fault", "budget", "stopped"})
"""Reasons in the ledger of boards that a run had planned and never asked."""
FIRST_MINUTES = 10.0
"""So long a data folder's first crawl lasts at most, unless it is told otherwise."""


@dataclass(frozen=True, slots=True)
class HostLoad:
    """What a crawl asks of one host group."""

    host: str
    boards: int
    seconds: float
    """At least, by the delay between requests; a host that answers slowly takes longer."""
    has_details: bool
    """Whether each advert costs a request more, whose number nobody knows before."""


def in_order(boards: Iterable[Board], past: Mapping[BoardKey, Past]) -> list[Board]:
    """Boards that were never asked first, then those asked longest ago; among equals many employers' boards, then
    those with most ML/AI titles, then those that most is said of.
    """

    def place(board: Board) -> tuple[float, bool, int, int]:
        is_one_employer = source_facts()[board.source].kind == "ats"
        return _asked_at(past.get((board.source, board.slug))), is_one_employer, -board.ml_titles, -len(board.tags)

    return sorted(boards, key=place)


def _asked_at(past: Past | None) -> float:
    if past is None:
        return 0.0
    run = past.complete if past.latest.reason in UNASKED else past.latest
    return run.started_at.timestamp() if run and run.started_at else 0.0


def group_of(board: Board, base_urls: Mapping[str, str] | None = None) -> str:
    """The host group that a board's first request goes to."""
    return _asked(board, base_urls)[0]


def _asked(board: Board, base_urls: Mapping[str, str] | None) -> tuple[str, int]:
    """The host group and how many requests a board takes at least: a tenant's own host has a robots.txt of its own."""
    try:
        first = load_source(board.source).requests_for(board, (base_urls or {}).get(board.source))[0]
    except SchemaDrift:  # it will never be asked
        return board.source, 0
    group = host_group(first.url, source_facts()[board.source])
    return group, 1 if urlsplit(first.url).hostname == group else 2


def loads(boards: Sequence[Board], base_urls: Mapping[str, str] | None = None) -> tuple[HostLoad, ...]:
    """What each host is asked, the longest first."""
    counts: Counter[tuple[str, str]] = Counter()
    requests: Counter[tuple[str, str]] = Counter()
    for board in boards:
        host, number = _asked(board, base_urls)
        counts[host, board.source] += 1
        requests[host, board.source] += number
    facts = source_facts()
    found = [
        HostLoad(host, n, requests[host, source] * facts[source].delay_s, facts[source].max_details > 0)
        for (host, source), n in counts.items()
    ]
    return tuple(sorted(found, key=lambda load: (-load.seconds, load.host)))


def least_seconds(boards: Sequence[Board], base_urls: Mapping[str, str] | None = None) -> float:
    """How long all boards take at least: as long as the slowest host."""
    return max((load.seconds for load in loads(boards, base_urls)), default=0.0)
