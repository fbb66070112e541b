"""Invented postings in any number, landed as a crawl lands them, and the readings that a reader would make of them.

Each has 1,500 characters and names 20 skills in 20 lines, many of one trade; an employer has 20 postings, three in ten
of which are another one's copy for another city. For measuring, not for reading.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from crawler.landing.repeats import Landed
from crawler.landing.runs import OpenRun
from nlp.lanes.roles import role_of
from nlp.taxonomy.loader import Taxonomy, load
from warehouse.models import BoardRun, LandingRow, Location, Mention, Posting, Reading, Run

START = dt.datetime(2026, 3, 2, 6, tzinfo=dt.UTC)
AN_EMPLOYER = 20
"""Postings of one employer, on one board."""
COPIES = 0.3
EDITED = 0.05
"""Of postings, from one look to the next."""
SKILLS = 20
FILL_WORDS = 6
"""On each line, which makes some 1,500 characters."""
_TRADES, _OWN = 60, 40.0
"""Groups of skills that postings name together: those of its own a posting names so many times as often."""
_BEGIN, _END = "- You work with ", " for "
_FILL = tuple(f"{a}{b}" for a in ("mor", "tel", "ras", "vin", "kol", "sum") for b in ("ada", "ent", "ig", "olo", "us"))
_CITIES = ("Berlin", "Lyon", "Oslo", "Austin, TX", "Toronto, Canada", "Leeds")
_TITLES = ("ML Engineer", "Data Scientist", "AI Engineer", "Research Scientist", "MLOps Engineer", "LLM Engineer")
_LEVELS = ("", "Senior ", "Staff ", "Junior ")
_TEAMS = ("Search", "Ranking", "Fraud", "Speech", "Vision", "Maps", "Pricing", "Support")
_NEEDS: tuple[Any, ...] = ("required", "required", "preferred", "context")


def postings(count: int, seed: int = 1) -> Iterator[Posting]:
    """So many adverts, board after board; the first ones are the same whatever the count."""
    names = [skill.name for skill in _named().values()]
    for employer in range((count + AN_EMPLOYER - 1) // AN_EMPLOYER):
        draw = np.random.default_rng([seed, employer])
        board, advert = f"board{employer}", ("", "")
        for number in range(employer * AN_EMPLOYER, min(count, (employer + 1) * AN_EMPLOYER)):
            if not advert[1] or draw.random() >= COPIES:
                advert = _advert(draw, names)
            city = _CITIES[draw.integers(len(_CITIES))]
            yield Posting(
                source="greenhouse",
                board=board,
                source_job_id=str(number),
                title=advert[0],
                description_text=f"{advert[1]}\nWe hire in {city}.",
                url=f"https://boards.example/{board}/{number}",
                company=f"Employer {employer}",
                company_basis="stated",
                locations=(Location(city),),
                employment_type="full_time",
                posted_at=START - dt.timedelta(days=int(draw.integers(90))),
                posted_basis="first_published",
                language="en",
            )


def edited(shown: Iterable[Posting], look: int) -> Iterator[Posting]:
    """The postings as a later look sees them: some have a line more."""
    draw = np.random.default_rng([2, look])
    for posting in shown:
        if draw.random() >= EDITED:
            yield posting
        else:
            text = f"{posting.description_text}\nEdited {look}-{draw.integers(1_000_000)}."
            yield dataclasses.replace(posting, description_text=text)


def land(landing: Path, at: dt.datetime, shown: Iterable[Posting]) -> int:
    """One crawl of all boards, written as the crawler writes it; what the source sent repeats the text, as most do."""
    run_id = f"{at:%Y%m%dT%H%M%SZ}-crawl"
    run = OpenRun(landing, Run(run_id, "crawl", at, at, at, "example", (), ()), before=Landed(landing).of)
    adverts, rows = iter(shown), 0
    while part := list(islice(adverts, AN_EMPLOYER)):
        board = BoardRun(
            "greenhouse", part[0].board, part[0].company or "", "complete", postings=len(part), started_at=at
        )
        run.land(board, [LandingRow(p.source, p.board, at, p, _sent(p)) for p in part])
        rows += len(part)
    run.seal(at)
    return rows


class MadeReader:
    """Stands in for the posting reader: knows what an invented posting names by its lines, and how long that took it.

    So that storing is measured without reading.
    """

    def __init__(self, taxonomy: Taxonomy, edit: str = "") -> None:
        self.taxonomy = taxonomy
        self.code_version = "made"
        self.vocabulary = json.dumps(
            [[name, "any", name, name, "tool", "made", False] for name in ("word", edit) if name]
        )
        self.version = hashlib.sha256(self.vocabulary.encode()).hexdigest()[:16]
        self.seconds = 0.0
        """CPU that reading took."""
        self._skills = {skill.name: skill for skill in _named().values()}

    def read_if_relevant(self, title: str, text: str, company: str | None = None) -> Reading:
        """What a posting of `postings` names; all are relevant."""
        begun = time.process_time()
        found, at = [], 0
        for line in text.split("\n"):
            if line.startswith(_BEGIN):
                name = line[len(_BEGIN) : line.index(_END)]
                skill, start, need = self._skills[name], at + len(_BEGIN), _NEEDS[len(found) % len(_NEEDS)]
                place = start, start + len(name)
                found.append(Mention(skill.id, name, skill.kind, name, *place, need, "requirements"))
            at += len(line) + 1
        reading = Reading(
            relevant=True,
            relevance=1.0,
            skills=tuple(found),
            role=_role_of(title),
            seniority="senior" if title.startswith("Senior") else None,
            min_years=None,
            degree=None,
            degree_need=None,
            remote=None,
            employment_type=None,
            pay=None,
            language="en",
            reader_version=self.version,
        )
        self.seconds += time.process_time() - begun
        return reading


@cache
def _named() -> Mapping[str, Any]:
    """The skills that are named, by id."""
    known = {s.id: s for s in load().skills.values() if s.kind != "soft" and len(s.name) < 30 and _END not in s.name}
    return dict(sorted(known.items()))


@cache
def _role_of(title: str) -> str | None:
    return role_of(title)


def _sent(posting: Posting) -> Mapping[str, Any]:
    return {"id": posting.source_job_id, "title": posting.title, "content": posting.description_text}


def _advert(draw: np.random.Generator, names: list[str]) -> tuple[str, str]:
    """Title and text of a new advert."""
    trade = int(draw.integers(_TRADES))
    rank = np.arange(len(names))
    # As often as in a real market of 1,200 jobs: the first in most, the 500th in one of 80, the 1,000th in one of 400.
    wanted = (rank + 3) ** -0.65 * np.exp(-rank / 450) * np.where(rank % _TRADES == trade, _OWN, 1.0)
    chosen = np.argsort(draw.exponential(size=len(names)) / wanted)[:SKILLS]
    words = draw.integers(len(_FILL), size=(SKILLS, FILL_WORDS))
    lines = [
        f"{_BEGIN}{names[n]}{_END}{' '.join(_FILL[w] for w in row)}" for n, row in zip(chosen, words, strict=False)
    ]
    title = (
        f"{_LEVELS[draw.integers(len(_LEVELS))]}{_TITLES[trade % len(_TITLES)]}, {_TEAMS[draw.integers(len(_TEAMS))]}"
    )
    return title, "\n".join(lines)
