"""What a market is a sample of: sources, boards, employers by size, and how much of it goes by the name of the day."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from analysis.market.intervals import Share, share_of
from analysis.market.market import Market
from analysis.market.weights import BoolArray
from warehouse.models import IMPORT_SOURCE

SIZES = ((1, 1), (2, 9), (10, None))
"""Employers by how many jobs they have here: at least, at most."""
NAME = "AI engineer"
_NAMED = re.compile(r"\b(?:ai|artificial intelligence)(?:[ /&-]+ml)? engineer", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How much of the market one source brought."""

    source: str
    boards: int
    """Boards of it that have a job in the market; 0 for files, which are none, and where it is not known."""
    requisitions: int
    employers: int


@dataclass(frozen=True, slots=True)
class SizeCount:
    """Employers with so many jobs in the market."""

    least: int
    most: int | None
    """None: and more."""
    employers: int
    requisitions: int


@dataclass(frozen=True, slots=True)
class Sampled:
    """Whose jobs these are."""

    sources: tuple[SourceCount, ...]
    """The most jobs first."""
    sizes: tuple[SizeCount, ...]
    largest: float
    """The part of the jobs that are the largest employer's, before it is weighed down (0-1)."""
    imported: float
    """The part that came from a person's own files: gathered by hand, so a share of it is one of what was gathered."""
    ai_titled: Share
    """Jobs with the title «AI engineer», in whatever level or speciality; without titles, with that role."""


def sampled(market: Market) -> Sampled:
    """What the market is a sample of, found once a market."""
    return market.kept(("sampled",), lambda: _sampled(market))


def _sampled(market: Market) -> Sampled:
    frame = market.requisition[["source", "board"]].assign(code=market.employer)
    per_employer = np.bincount(market.employer) if market.n else np.zeros(0, dtype=np.int64)
    per_employer = per_employer[per_employer > 0]
    named = [
        SourceCount(str(source), boards, len(part), int(part["code"].nunique()))
        for source, part in frame.groupby("source")
        for boards in [0 if source == IMPORT_SOURCE else int(part["board"].nunique())]
    ]
    return Sampled(
        sources=tuple(sorted(named, key=lambda one: (-one.requisitions, one.source))),
        sizes=tuple(
            SizeCount(least, most, int(inside.sum()), int(per_employer[inside].sum()))
            for least, most in SIZES
            for inside in [(per_employer >= least) & (per_employer <= (most or np.inf))]
        ),
        largest=round(market.sample().largest, 6),
        imported=round(float((frame["source"] == IMPORT_SOURCE).mean()), 6) if market.n else 0.0,
        ai_titled=share_of(market.sample(), titled(market, _NAMED, (NAME,))),
    )


def titled(market: Market, pattern: re.Pattern[str], roles: tuple[str, ...], *, whole: bool = False) -> BoolArray:
    """(n,) whose title has a pattern, or is one as a `whole`; in a market without titles, whose role is named here."""
    if not market.has_adverts:
        return market.requisition["role"].isin(roles).to_numpy(dtype=bool)
    found = pattern.match if whole else pattern.search
    return np.array([found(str(title)) is not None for title in market.requisition["title"]], dtype=bool)
