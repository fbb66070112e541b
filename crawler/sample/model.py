"""What the example market is made of: employers, adverts and their weeks. Plain frozen data.

Weeks are counted from 0 to WEEKS - 1; week w is observed at START + 7·w days. An advert's pieces carry their own truth.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from typing import Literal

from warehouse.models import Board, Degree, DegreeNeed, EmploymentType, Need, Period, Seniority, Workplace

START = dt.datetime(2026, 5, 18, 6, tzinfo=dt.UTC)
"""Monday of week 0, the moment of the first run."""
WEEKS = 26

SectionKind = Literal["blurb", "role", "duties", "requirements", "preferred", "benefits", "closing"]
Hidden = Literal["unlisted", "prospect"]
"""On the wire but not on the board: Ashby's isListed=false, Greenhouse's prospect post."""
Trouble = Literal["error", "html", "gone", "empty"]
"""What a board answers instead of its list: HTTP 500, an HTML page, 404, or a list without entries."""


def seeded(*keys: object) -> random.Random:
    """A generator that depends on these keys alone, so that one change does not move everything else."""
    return random.Random("/".join(map(str, keys)))  # noqa: S311 -- fiction, not cryptography


def week_start(week: int) -> dt.datetime:
    """The moment of the run of a week (UTC)."""
    return START + dt.timedelta(weeks=week)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; a planted skill has a `skill`, a planted look-alike a `lookalike`."""

    text: str
    skill: str | None = None
    """The truth name of the skill that this stretch means."""
    need: Need | None = None
    """Set where the wording overrules the section."""
    group: int | None = None
    """Members of one OR-group within a line share a number."""
    lookalike: str | None = None
    """What a careless reader would take this stretch for."""
    is_optional: bool = False
    """Neither a miss nor an error, whether it is found or not."""


@dataclass(frozen=True, slots=True)
class Line:
    """A bullet or a paragraph."""

    pieces: tuple[Piece, ...]
    is_bullet: bool = False

    @property
    def text(self) -> str:
        """The line as a reader sees it."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Section:
    """A labelled part of an advert; an empty heading means that none is shown."""

    kind: SectionKind
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A city as the employers file writes it."""

    city: str
    region: str
    country: str
    code: str


@dataclass(frozen=True, slots=True)
class Pay:
    """A pay range and where it is shown."""

    min: int
    max: int
    currency: str
    period: Period
    shown: Literal["field", "text"]


@dataclass(frozen=True, slots=True)
class Employer:
    """A fictional employer, from parts/employers.toml."""

    name: str
    boards: tuple[Board, ...]
    voice: str
    size: int
    lanes: dict[str, float]
    domain: str
    product: tuple[str, ...]
    data: tuple[str, ...]
    users: tuple[str, ...]
    teams: tuple[str, ...]
    places: tuple[Place, ...]
    currency: str
    pay_scale: float
    blurb: tuple[str, ...]
    benefits: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The name as a host label, e.g. `lumen-loam`."""
        return "-".join("".join(c if c.isalnum() and c.isascii() else " " for c in self.name.lower()).split())


@dataclass(frozen=True, slots=True)
class Job:
    """A requisition before it is written: what is sought, where, and when."""

    number: int
    employer: Employer
    lanes: dict[str, float]
    """Shares over lanes, summing to 1; empty for a job outside ML/AI engineering."""
    role: str
    title: str
    seniority: Seniority | None
    min_years: int | None
    degree: Degree | None
    degree_need: DegreeNeed | None
    workplace: Workplace | None
    has_workplace_text: bool
    employment_type: EmploymentType
    pay: Pay | None
    team: str
    opened_week: int
    """0 belongs to the stock that the first run finds."""
    closed_week: int | None
    """The first week in which no posting of it is shown any more."""

    @property
    def lane(self) -> str:
        """The lane with the largest share, or `none`."""
        return max(self.lanes, key=lambda lane: self.lanes[lane]) if self.lanes else "none"


@dataclass(frozen=True, slots=True)
class Advert:
    """One posting on one board: a job in one city."""

    board: Board
    source_job_id: str
    job: Job
    place: Place
    title: str
    """As the board writes it, stray blanks included."""
    sections: tuple[Section, ...]
    spells: tuple[tuple[int, int | None], ...]
    """Half-open ranges of weeks in which the board shows it; None is the end of time."""
    published_at: dt.datetime
    edited_week: int | None = None
    edit: str = ""
    """A line that is added to the text from `edited_week` on."""
    hidden: Hidden | None = None
    language: str = "en"

    @property
    def key(self) -> str:
        """`source/board/source_job_id`, as `Posting.key` will be."""
        return f"{self.board.source}/{self.board.slug}/{self.source_job_id}"

    def is_open(self, week: int) -> bool:
        """Whether the board shows it in this week, troubles of the board aside."""
        return any(start <= week and (end is None or week < end) for start, end in self.spells)


@dataclass(frozen=True, slots=True)
class Market:
    """The whole example market."""

    seed: int
    weeks: int
    employers: tuple[Employer, ...]
    adverts: tuple[Advert, ...]
    troubles: dict[tuple[str, str], dict[int, Trouble]]
    """(source, slug) → week → what the board answers instead."""
    rising: str
    falling: str

    @property
    def boards(self) -> tuple[Board, ...]:
        """All boards, in the order of the employers file."""
        return tuple(board for employer in self.employers for board in employer.boards)
