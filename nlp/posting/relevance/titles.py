"""What kind of title a title is, and what that kind does with AI, from `titles.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache

from nlp.cues import Cues, facts
from nlp.text import lower, same_length

_MOST = 120
"""Characters of a title that are looked at."""


@lru_cache(maxsize=4096)
def title_kind(title: str) -> str:
    """The first kind of titles.toml that fits: `engineer`, `recruiter` … `other`."""
    low = lower(same_length(title))[:_MOST]
    return next(kind for kind, (_, cue) in _kinds().items() if cue.search(low))


def works() -> tuple[str, ...]:
    """What a title's kind may do with AI: `makes` first, which the others are compared with."""
    return tuple(dict.fromkeys(("makes", *(work for work, _ in _kinds().values()))))


def work_of(kind: str) -> str:
    """What titles of a kind do with AI: `makes`, `learns`, `analyses`, `leads`, `applies` or `speaks`."""
    return _kinds()[kind][0]


@cache
def _kinds() -> Mapping[str, tuple[str, Cues]]:
    return {row["id"]: (row["work"], Cues(row["title"])) for row in facts("posting/relevance/titles.toml")["kind"]}
