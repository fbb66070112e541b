"""What a sentence outside of work says of the names in it, by the class of its words rather than by phrases.

There nobody tells deeds one by one, so that a word of lack, wish or study speaks for what follows it, and for the names
that a clause begins with where it is told of them («Kubernetes never came my way»). The words are data (`prose.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nlp.resume.claims.cues import Stretch, cues, end_of, until

_LONGEST_TOLD = 90
"""Characters of what is told of a name."""
_BETWEEN = re.compile(
    r"[\s|,/&\"'“”«»(\[+]*(?:(?:my|the|all|any|and|or|some|as for|for|with|on|about|in|of|your|such)\s+)*[\"'“«]?"
)
"""What may stand before a name that a clause begins with, and between two of them."""
_COMMA = re.compile(r", ")
_NEXT = re.compile(r",? (?:and|but) (?!that\b)|[.;!?]")
"""Where what is told of a clause's first names ends."""


def forward(table: str, low: str, kind: str) -> list[Stretch]:
    """The stretches that the words of a table speak for: what follows them in their clause."""
    return [(cue.end(), end_of(low, cue.end(), kind)) for cue in cues(f"says_{table}", "forward").finditer(low)]


def told(table: str, low: str, names: Sequence[Stretch]) -> list[Stretch]:
    """The names that a clause begins with and of which it tells what a table knows."""
    return [(start, end) for start, end, said in _topics(low, names) if _is_told(table, said)]


def is_done(after: str) -> bool:
    """Whether what stands behind a name says that one does it: «…, which I run daily»."""
    return cues("doing", "behind").match(after) is not None


def is_told_done(said: str) -> bool:
    """Whether what is told of a name says that one does it."""
    return cues("doing", "told").search(said) is not None


def _is_told(table: str, said: str) -> bool:
    found = cues(f"says_{table}", "told").search(said)
    return found is not None and cues("doing", "told").search(said, 0, found.start()) is None


def _topics(low: str, names: Sequence[Stretch]) -> Iterator[tuple[int, int, str]]:
    """The names that begin a clause, from the first's begin to the last's, with what is told of them."""
    begins = {0, *(m.end() for m in until("start").finditer(low)), *(m.end() for m in _COMMA.finditer(low))}
    ends = dict(names)
    for begin in sorted(begins):
        at, first, last = begin, None, begin
        while (gap := _BETWEEN.match(low, at)) and gap.end() in ends:
            if first is None or gap.group().strip() == ",":
                first = gap.end()  # of «Kafka, Flink only from talks» the last alone
            at = last = ends[gap.end()]
        if first is None:
            continue
        stop = _NEXT.search(low, last)
        rest = min(
            [start for start in ends if start >= last] + [stop.start() if stop else len(low), last + _LONGEST_TOLD]
        )
        yield first, last, low[last:rest]
