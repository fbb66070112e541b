"""What dashboard and reports ask of a generation: one function a query, each reading `sql/<its name>.sql`.

All return pandas frames whose columns are named as in `frames.toml`; an unknown id gives an empty frame. Values are
bound, so whatever a person types is only ever compared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from warehouse.generations.reader import Generation
from warehouse.statements import statement

RECENT = 256
"""So many small answers are kept: a click within a list of adverts asks most of the last ones again."""
A_SCREEN = 50
"""Longer lists are not kept."""


def _ask(generation: Generation, name: str, **values: Any) -> pd.DataFrame:
    bound = {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}
    return generation.query(statement(name), bound)


def _ask_again(generation: Generation, name: str, **values: Any) -> pd.DataFrame:
    """A frame of one's own, which shares its values with the answer that is kept until one writes to it."""
    return _answered(generation, name, **values).copy(deep=False)


@lru_cache(maxsize=RECENT)
def _answered(generation: Generation, name: str, **values: Any) -> pd.DataFrame:
    return _ask(generation, name, **values)


@lru_cache(maxsize=3)
def market_summary(generation: Generation) -> pd.DataFrame:
    """One row: how many requisitions (all, open, new), employers, postings, excluded; first_seen_at, last_seen_at.

    Each generation is asked once, as in `board_health`.
    """
    return _ask(generation, "market_summary")


@lru_cache(maxsize=3)
def exclusions(generation: Generation) -> pd.DataFrame:
    """exclusion, requisitions: why what was collected stands outside the market. Asked once, as in `board_health`."""
    return _ask(generation, "exclusions")


def lanes_overview(generation: Generation) -> pd.DataFrame:
    """One row a lane: lane, name, definition, requisitions, employers, expected_requisitions (sum of probabilities)."""
    return _ask(generation, "lanes_overview")


def requisition_by_id(generation: Generation, requisition_id: str) -> pd.DataFrame:
    """The requisition's row."""
    return _ask_again(generation, "requisition_by_id", requisition_id=requisition_id)


def postings_of_requisition(generation: Generation, requisition_id: str) -> pd.DataFrame:
    """Its postings, the oldest first."""
    return _ask_again(generation, "postings_of_requisition", requisition_id=requisition_id)


def posting_by_url(generation: Generation, url: str) -> pd.DataFrame:
    """posting_id, requisition_id, title, employer, url of the postings with that public page, last seen first."""
    return _ask(generation, "posting_by_url", url=url)


def mentions_of_requisition(generation: Generation, requisition_id: str) -> pd.DataFrame:
    """The mentions in its representative's text, in order, with each skill's name and kind."""
    return _ask_again(generation, "mentions_of_requisition", requisition_id=requisition_id)


def unknown_terms_of_requisition(generation: Generation, requisition_id: str) -> pd.DataFrame:
    """surface, start, end, need, section of what its lists ask for and the taxonomy lacks, in order."""
    return _ask(generation, "unknown_terms_of_requisition", requisition_id=requisition_id)


def pay_of_requisition(generation: Generation, requisition_id: str) -> pd.DataFrame:
    """pay_min, pay_max, pay_currency, pay_period, label of each range that it states, as named."""
    return _ask_again(generation, "pay_of_requisition", requisition_id=requisition_id)


def lanes_of_requisition(generation: Generation, requisition_id: str) -> pd.DataFrame:
    """lane, name, probability: the likeliest first."""
    return _ask_again(generation, "lanes_of_requisition", requisition_id=requisition_id)


def postings_for_skill(
    generation: Generation, skill_id: str, *, lane: str | None = None, need: str | None = None, limit: int = 50
) -> pd.DataFrame:
    """The requisitions of the market that ask for a skill, open and new ones first, with where their text says so."""
    return _ask(generation, "postings_for_skill", skill_id=skill_id, lane=lane, need=need, limit=limit)


def search_postings(
    generation: Generation,
    *,
    words: str | None = None,
    lane: str | None = None,
    role: str | None = None,
    seniority: str | None = None,
    region: str | None = None,
    workplace: str | None = None,
    employer: str | None = None,
    source: str | None = None,
    is_open: bool | None = None,
    seen_since: dt.datetime | None = None,
    skill_ids: Sequence[str] | None = None,
    limit: int = 200,
    offset: int = 0,
) -> pd.DataFrame:
    """Requisitions of the market that fit all filters given, `limit` of them after the first `offset`; `total` says how
    many there are in all. `words` is sought in title, employer and location.

    `seen_since`: first seen then or later, so never an undated one.
    """
    ask = _ask_again if limit <= A_SCREEN else _ask
    return ask(
        generation,
        "search_postings",
        words=words or None,
        lane=lane,
        role=role,
        seniority=seniority,
        region=region,
        workplace=workplace,
        employer=employer,
        source=source,
        is_open=is_open,
        # The frames hold UTC without a zone; DuckDB would read a zone as this machine's.
        seen_since=seen_since.astimezone(dt.UTC).replace(tzinfo=None) if seen_since else None,
        skill_ids=tuple(dict.fromkeys(skill_ids)) if skill_ids else None,
        limit=limit,
        offset=offset,
    )


@lru_cache(maxsize=3)
def board_health(generation: Generation) -> pd.DataFrame:
    """One row a board: its latest run, complete_at, runs_since_complete; the sickest first.

    Each generation is asked once, for it looks through all runs of all boards: do not change the frame.
    """
    return _ask(generation, "board_health")


def skill_search(generation: Generation, words: str, *, limit: int = 20) -> pd.DataFrame:
    """Skills whose name or id contains the words, with the number of requisitions of the market that ask for each."""
    return _ask(generation, "skill_search", words=words, limit=limit)


def related_skills(generation: Generation, skill_id: str, *, limit: int = 20) -> pd.DataFrame:
    """skill_id, name, requisitions: what the market asks for together with a skill."""
    return _ask(generation, "related_skills", skill_id=skill_id, limit=limit)
