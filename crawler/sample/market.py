"""The example market: fictional employers, what their boards show week by week, and what is true about it.

`build_market` is pure and seeded; `payload` gives the wire JSON of a board, `boards` and `schedule` what a crawl needs.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import replace
from typing import Any

from crawler.sample import wire
from crawler.sample.casting import cast_jobs
from crawler.sample.compose import write_sections
from crawler.sample.markup import parse
from crawler.sample.model import WEEKS, Advert, Job, Line, Market, Piece, Place, Section, Trouble, seeded, week_start
from crawler.sample.parts import Parts, load_parts
from warehouse.models import Board

DEFAULT_SEED = 20260518
CITY_SHARE = 0.14
"""Jobs that are advertised in a second city of the same country as well."""
CROSS_SHARE = 0.5
"""Jobs of employers with two boards that stand on both."""
EDIT_SHARE = 0.06
RETURNS = 5
"""Postings that vanish for some weeks and come back under their old id."""
ABSENCE = 4
"""Weeks that such a posting stays away."""
_SOURCES = {"greenhouse": wire.greenhouse, "lever": wire.lever, "ashby": wire.ashby}


def build_market(seed: int = DEFAULT_SEED) -> Market:
    """The market of a seed: the same seed gives the same market, to the byte."""
    parts = load_parts()
    adverts = [advert for job in cast_jobs(parts, seed) for advert in _adverts(parts, seed, job)]
    adverts = _with_returns(adverts, seeded(seed, "returns"))
    adverts += [*_german_adverts(parts, seed, adverts), *_hidden(parts, seed)]
    trend = parts.shared["trend"]
    return Market(
        seed=seed,
        weeks=WEEKS,
        employers=parts.employers,
        adverts=tuple(adverts),
        troubles=_troubles(parts),
        rising=trend["rising"]["name"],
        falling=trend["falling"]["name"],
    )


def boards(market: Market) -> list[Board]:
    """The boards to crawl."""
    return list(market.boards)


def shown(market: Market, board: Board, week: int) -> list[Advert]:
    """What the board lists in a week if nothing is wrong with it, hidden entries included."""
    return [
        a for a in market.adverts if (a.board.source, a.board.slug) == (board.source, board.slug) and a.is_open(week)
    ]


def trouble(market: Market, board: Board, week: int) -> Trouble | None:
    """What is wrong with the board in this week."""
    return market.troubles.get((board.source, board.slug), {}).get(week)


def payload(market: Market, board: Board, week: int) -> Any:
    """The JSON that the board's API answers in a week, troubles of transport (500, 404, HTML) aside."""
    return _SOURCES[board.source](shown(market, board, week), week)


def schedule(market: Market, base_url: str) -> list[dict[str, Any]]:
    """One entry a week: `run_id`, `started_at` (ISO 8601, UTC) and `base_urls` {source: url} under the server's URL."""
    root = base_url.rstrip("/")
    return [
        {
            "run_id": f"{week_start(week):%Y%m%dT%H%M%SZ}-crawl",
            "started_at": week_start(week).isoformat(),
            "base_urls": {source: f"{root}/{week}/{source}" for source in _SOURCES},
        }
        for week in range(market.weeks)
    ]


def _adverts(parts: Parts, seed: int, job: Job) -> list[Advert]:
    """The postings of a job: one, or more in other cities and on the employer's other board."""
    rng = seeded(seed, "adverts", job.number)
    employer = job.employer
    place = rng.choice(employer.places)
    spots: list[tuple[Board, Place]] = [(employer.boards[0], place)]
    neighbours = [p for p in employer.places if p != place and p.code == place.code]
    if neighbours and rng.random() < CITY_SHARE:
        spots.append((employer.boards[0], rng.choice(neighbours)))
    if len(employer.boards) > 1 and rng.random() < CROSS_SHARE:
        spots.append((employer.boards[1], place))
    published = _published(rng, job.opened_week)
    edited = job.opened_week + rng.randint(2, 6) if rng.random() < EDIT_SHARE else None
    edit = rng.choice(parts.shared["asides"]["updates"])
    adverts = []
    for position, (board, spot) in enumerate(spots):
        end = job.closed_week
        if position and end is not None:
            end = max(job.opened_week + 1, end - rng.randint(0, 2))
        adverts.append(
            Advert(
                board=board,
                source_job_id=_job_id(board, seed, job.number, position),
                job=job,
                place=spot,
                title=_board_title(board, job, rng),
                sections=write_sections(parts, seed, job, spot),
                spells=((job.opened_week, end),),
                published_at=published + dt.timedelta(minutes=11 * position),
                edited_week=edited,
                edit=edit,
            )
        )
    return adverts


def _published(rng: random.Random, week: int) -> dt.datetime:
    """Between the run before and the run of the opening week; the stock of week 0 is up to four months older."""
    days = rng.uniform(2, 120) if week == 0 else rng.uniform(0.3, 6.7)
    moment = week_start(week) - dt.timedelta(days=days)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _board_title(board: Board, job: Job, rng: random.Random) -> str:
    """The title as that board writes it: German boards add (m/f/d), Ashby keeps stray blanks."""
    title = job.title
    if job.employer.voice == "german":
        title += rng.choice((" (m/f/d)", " (f/m/x)", " (m/f/d)"))
    if board.source == "ashby" and rng.random() < 0.25:
        title += " "
    return title


def _job_id(board: Board, seed: int, number: int, position: int) -> str:
    rng = seeded(seed, "id", board.source, board.slug, number, position)
    if board.source == "greenhouse":
        return str(4_000_000_000 + number * 1_000 + rng.randrange(1_000))
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def _with_returns(adverts: list[Advert], rng: random.Random) -> list[Advert]:
    """Some early postings that stand alone vanish for ABSENCE weeks and come back."""
    alone = {a.job.number for a in adverts}
    for number in [a.job.number for a in adverts if sum(b.job.number == a.job.number for b in adverts) > 1]:
        alone.discard(number)
    fit = [
        i
        for i, a in enumerate(adverts)
        if a.job.number in alone and a.job.closed_week is None and a.job.lanes and a.job.opened_week <= 6
    ]
    for index in rng.sample(fit, RETURNS):
        advert = adverts[index]
        left = advert.job.opened_week + rng.randint(3, 7)
        adverts[index] = replace(advert, spells=((advert.job.opened_week, left), (left + ABSENCE, None)))
    return adverts


def _german_adverts(parts: Parts, seed: int, adverts: list[Advert]) -> list[Advert]:
    """The adverts in German, each standing where a plain one of the same board stands."""
    german = []
    for number, text in enumerate(parts.german_texts, start=800_000):
        source, _, slug = text["board"].partition(":")
        like = next(a for a in adverts if (a.board.source, a.board.slug) == (source, slug))
        job = replace(
            like.job,
            number=number,
            title=text["title"],
            role=text["role"],
            lanes={text["lane"]: 1.0},
            seniority=None,
            min_years=text["min_years"] or None,
            degree=None,
            degree_need=None,
            workplace=None,
            employment_type="full_time",
            pay=None,
            opened_week=text["week"],
            closed_week=None,
        )
        advert = Advert(
            board=like.board,
            source_job_id=_job_id(like.board, seed, number, 0),
            job=job,
            place=like.place,
            title=text["title"],
            sections=tuple(_section(section) for section in text["section"]),
            spells=((text["week"], None),),
            published_at=_published(seeded(seed, "german", number), text["week"]),
            language="de",
        )
        german.append(advert)
    return german


def _section(table: dict[str, Any]) -> Section:
    """A section written out in a parts file; lines that start with a hyphen are bullets."""
    lines = tuple(Line(parse(line.removeprefix("- ")), is_bullet=line.startswith("- ")) for line in table["lines"])
    return Section(table["kind"], table["heading"], lines)


def _hidden(parts: Parts, seed: int) -> list[Advert]:
    """What is on the wire and must not be taken for a posting: unlisted jobs and prospect posts."""
    jobs = [job for job in cast_jobs(parts, seed) if job.opened_week == 0]
    hidden: list[Advert] = []
    for job in jobs:
        board = job.employer.boards[0]
        if board.source == "lever" or len(hidden) == 8:
            continue
        kind = "unlisted" if board.source == "ashby" else "prospect"
        sections = write_sections(parts, seed + 1, job, job.employer.places[0])
        if kind == "prospect":
            note = Line(
                (Piece("Nothing here that fits? Leave us your CV, and we will come back to you when something does."),)
            )
            sections = (Section("role", "", (note,)),)
        hidden.append(
            Advert(
                board=board,
                source_job_id=_job_id(board, seed, 900_000 + job.number, 0),
                job=job,
                place=job.employer.places[0],
                title="General Application" if kind == "prospect" else f"{job.title} (confidential)",
                sections=sections,
                spells=((0, None),),
                published_at=week_start(0) - dt.timedelta(days=30),
                hidden=kind,  # type: ignore[arg-type]  # one of the two by construction
            )
        )
    return hidden


def _troubles(parts: Parts) -> dict[tuple[str, str], dict[int, Trouble]]:
    troubles: dict[tuple[str, str], dict[int, Trouble]] = {}
    for event in parts.events["trouble"]:
        source, _, slug = event["board"].partition(":")
        weeks = range(event["from"], event.get("until", WEEKS - 1) + 1)
        troubles.setdefault((source, slug), {}).update(dict.fromkeys(weeks, event["kind"]))
    return troubles
