"""Decides which jobs the example market offers: employer, lane, title, level, pay and weeks. No wording yet."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from crawler.sample.model import WEEKS, Employer, Job, Pay, seeded
from crawler.sample.parts import Parts
from warehouse.models import Degree, DegreeNeed, EmploymentType, Seniority, Workplace

STOCK = 8
"""Jobs in the stock of week 0 beyond the first one of each employer."""
HYBRID_SHARE = 0.22
STAYS_OPEN_SHARE = 0.55
LEVELS: dict[Seniority | None, tuple[float, tuple[int, int], float]] = {
    # share, range of stated years, pay as a multiple of the middle
    None: (0.33, (2, 5), 1.0),
    "senior": (0.33, (4, 7), 1.25),
    "staff": (0.10, (7, 10), 1.55),
    "lead": (0.07, (5, 9), 1.4),
    "principal": (0.05, (8, 12), 1.75),
    "junior": (0.08, (0, 0), 0.75),
    "intern": (0.04, (0, 0), 0.4),
}
_PREFIXES: dict[Seniority, tuple[str, ...]] = {
    "senior": ("Senior", "Senior", "Senior", "Sr."),
    "staff": ("Staff",),
    "lead": ("Lead",),
    "principal": ("Principal",),
    "junior": ("Junior", "Graduate", "Entry-Level"),
}
_NEIGHBOURS = {
    "research": ("platform", "mlops", "ai_application"),
    "platform": ("mlops", "mlops", "research"),
    "mlops": ("platform", "platform", "ai_application"),
    "ai_application": ("research", "mlops", "platform"),
}
_DEGREES = {
    "research": (
        "phd_required",
        "phd_required",
        "phd_preferred",
        "master_required",
        "master_required",
        "master_preferred",
    ),
    "none": ("bachelor_or_equivalent", "bachelor_preferred"),
}
_OTHER_DEGREES = (
    "bachelor_required",
    "bachelor_or_equivalent",
    "bachelor_or_equivalent",
    "master_preferred",
    "bachelor_preferred",
)
_BASE_PAY = 150_000
_ROUND = 1_000


@dataclass(frozen=True, slots=True)
class _Seat:
    """A place to be filled: an employer, a lane, a week."""

    employer: Employer
    lane: str
    week: int


def cast_jobs(parts: Parts, seed: int) -> list[Job]:
    """All jobs of the half-year, by the week in which they open; titles are unique within an employer."""
    taken: dict[str, set[str]] = {}
    return [_job(parts, seed, number, seat, taken) for number, seat in enumerate(_seats(parts, seed))]


def _seats(parts: Parts, seed: int) -> list[_Seat]:
    """The stock of week 0 (one or more of each employer), then an even flow over the later weeks."""
    rng = seeded(seed, "seats")
    first, rest = [], []
    for employer in parts.employers:
        lanes = list(_apportion(employer))
        rng.shuffle(lanes)
        late = _first_week(parts, employer)
        ranked = [(employer, lane) for lane in lanes]
        if late == 0:
            first.append(ranked.pop())
        rest += ranked
    rng.shuffle(rest)
    stock, flow = first + rest[:STOCK], rest[STOCK:]
    seats = [_Seat(employer, lane, 0) for employer, lane in stock]
    last = _last_weeks(parts)
    for position, (employer, lane) in enumerate(flow):
        week = 1 + position * (WEEKS - 1) // len(flow)
        week = min(max(week, _first_week(parts, employer)), last.get(employer.name, WEEKS))
        seats.append(_Seat(employer, lane, week))
    return sorted(seats, key=lambda seat: seat.week)


def _first_week(parts: Parts, employer: Employer) -> int:
    """The first week in which the employer's main board has anything to show."""
    main = f"{employer.boards[0].source}:{employer.boards[0].slug}"
    return max(
        (t["until"] + 1 for t in parts.events["trouble"] if t["board"] == main and t["kind"] == "empty"), default=0
    )


def _last_weeks(parts: Parts) -> dict[str, int]:
    """Employer → last week in which it opens jobs, for those whose board goes away."""
    gone = {t["board"]: t["from"] for t in parts.events["trouble"] if t["kind"] == "gone"}
    return {
        employer.name: gone[f"{board.source}:{board.slug}"] - 2
        for employer in parts.employers
        for board in employer.boards
        if f"{board.source}:{board.slug}" in gone
    }


def _apportion(employer: Employer) -> Iterator[str]:
    """`size` lanes in the employer's mix (largest remainders)."""
    total = sum(employer.lanes.values())
    exact = {lane: employer.size * weight / total for lane, weight in employer.lanes.items()}
    whole = {lane: int(share) for lane, share in exact.items()}
    by_remainder = sorted(exact, key=lambda lane: whole[lane] - exact[lane])
    for lane in by_remainder[: employer.size - sum(whole.values())]:
        whole[lane] += 1
    for lane, count in whole.items():
        yield from [lane] * count


def _job(parts: Parts, seed: int, number: int, seat: _Seat, taken: dict[str, set[str]]) -> Job:
    rng = seeded(seed, "job", number)
    employer, lane = seat.employer, seat.lane
    lanes = _shares(rng, lane)
    role = rng.choice(parts.families if lane == "none" else parts.lanes[lane]["roles"])
    level = _level(rng, lane)
    employment = _employment(rng, level)
    team = rng.choice(employer.teams)
    teams = [team, *(other for other in employer.teams if other != team)]
    title = _title(rng, role["titles"], level, teams, taken.setdefault(employer.name, set()))
    years = rng.randint(*LEVELS[level][1]) if rng.random() < (1 if lane == "none" else 0.78) else 0
    if lane == "none":
        years = max(years, 2)
    degree, degree_need = _degree(rng, lane)
    workplace: Workplace | None = rng.choices(("remote", "hybrid", "onsite", None), (0.24, 0.4, 0.2, 0.16))[0]
    return Job(
        number=number,
        employer=employer,
        lanes=lanes,
        role=role["role"],
        title=title,
        seniority=level or _level_in(title, role["role"]),
        min_years=years or None,
        degree=degree,
        degree_need=degree_need,
        workplace=workplace,
        has_workplace_text=workplace is not None and rng.random() < 0.65,
        employment_type=employment,
        pay=_pay(rng, employer, level, lane) if rng.random() < 0.5 else None,
        team=team,
        opened_week=seat.week,
        closed_week=_closing(rng, seat.week),
    )


def _shares(rng: random.Random, lane: str) -> dict[str, float]:
    if lane == "none":
        return {}
    if rng.random() >= HYBRID_SHARE:
        return {lane: 1.0}
    share = rng.choice((0.6, 0.7))
    return {lane: share, rng.choice(_NEIGHBOURS[lane]): round(1 - share, 1)}


def _level(rng: random.Random, lane: str) -> Seniority | None:
    if lane == "none":
        return None
    levels = list(LEVELS)
    return rng.choices(levels, [LEVELS[level][0] for level in levels])[0]


def _employment(rng: random.Random, level: Seniority | None) -> EmploymentType:
    if level == "intern":
        return "intern"
    return rng.choices(("full_time", "contract", "part_time"), (0.92, 0.05, 0.03))[0]


def _title(
    rng: random.Random,
    titles: list[str],
    level: Seniority | None,
    teams: list[str],
    taken: set[str],
) -> str:
    """A title not yet taken at the employer; a level word goes before it, the name of a team may go behind."""
    base = rng.choice([t for t in titles if not (level and _states_level(t))] or titles)
    if level == "intern":
        base = f"{base} Intern" if "," not in base and "(" not in base else f"Intern, {base}"
    elif level:
        base = f"{rng.choice(_PREFIXES[level])} {base}"
    variants = [base, *(form.format(title=base, team=t) for t in teams for form in _forms(base))]
    if rng.random() < 0.45:
        variants = [*variants[1:], variants[0]]
    title = next(variant for variant in variants if variant not in taken)
    taken.add(title)
    return title


def _forms(base: str) -> tuple[str, ...]:
    """How a team's name may follow; one comma is enough for a title."""
    first = "{title} ({team})" if "," in base else "{title}, {team}"
    return first, "{title} - {team}"


def _states_level(title: str) -> bool:
    return title.startswith(("Senior", "Founding"))


def _level_in(title: str, role: str) -> Seniority | None:
    if role == "engineering manager":
        return "manager"
    return "senior" if title.startswith("Senior") else None


def _degree(rng: random.Random, lane: str) -> tuple[Degree | None, DegreeNeed | None]:
    if rng.random() >= {"research": 0.8, "none": 0.2}.get(lane, 0.55):
        return None, None
    degree, _, need = rng.choice(_DEGREES.get(lane, _OTHER_DEGREES)).partition("_")
    return degree, need  # type: ignore[return-value]  # the tables above hold nothing else


def _pay(rng: random.Random, employer: Employer, level: Seniority | None, lane: str) -> Pay:
    """A range around the employer's middle; interns are paid by the hour, and only a field says so."""
    shown: Literal["field", "text"] = rng.choice(("field", "text"))
    scale = employer.pay_scale * (0.6 if lane == "none" else 1.0)
    if level == "intern":
        low = round(38 * scale)
        return Pay(low, low + rng.randint(4, 12), employer.currency, "hour", "field")
    middle = _BASE_PAY * scale * LEVELS[level][2] * rng.uniform(0.9, 1.1)
    low, high = (
        round(middle * part / _ROUND) * _ROUND for part in (1 - rng.uniform(0.06, 0.16), 1 + rng.uniform(0.06, 0.2))
    )
    return Pay(low, high, employer.currency, "year", shown)


def _closing(rng: random.Random, week: int) -> int | None:
    """The week in which the job is gone: for about half after three to fourteen weeks, else not in our time."""
    if rng.random() < STAYS_OPEN_SHARE:
        return None
    closed = week + rng.randint(3, 14)
    return closed if closed < WEEKS else None
