"""What is read from one posting: its mentions of skills, its profile, its pay, its places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from warehouse.models.words import (
    Basis,
    Degree,
    DegreeNeed,
    EmploymentType,
    Need,
    Period,
    PlaceRegion,
    Seniority,
    SkillKind,
    Workplace,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A skill's surface at a place of a text."""

    skill: str
    """The skill's id."""
    name: str
    kind: SkillKind
    surface: str
    start: int
    """Python string offset into the text as given."""
    end: int
    need: Need
    section: str
    group: int | None = None
    """Mentions of one OR-group share a number; None stands alone."""
    min_years: int | None = None
    """Years of experience with this skill that the statement asks for; None where it states none."""
    counted: bool = True
    """False where the surface is a word too vague to be learned: shown with the posting, in no share, gap or plan."""


@dataclass(frozen=True, slots=True)
class UnknownTerm:
    """What a list of requirements asks for and the taxonomy lacks; shown with the posting, counted nowhere."""

    surface: str
    start: int
    """Python string offset into the text as given."""
    end: int
    need: Need
    section: str


@dataclass(frozen=True, slots=True)
class Pay:
    """Money as the text or the source states it."""

    min: float | None
    max: float | None
    currency: str
    period: Period
    basis: Basis


@dataclass(frozen=True, slots=True)
class Reading:
    """All that nlp reads from one posting (design.md section 6)."""

    relevant: bool
    relevance: float
    skills: tuple[Mention, ...]
    role: str | None
    seniority: Seniority | None
    min_years: int | None
    degree: Degree | None
    degree_need: DegreeNeed | None
    remote: Workplace | None
    employment_type: EmploymentType | None
    pay: Pay | None
    language: str | None
    reader_version: str
    degree_preferred: Degree | None = None
    """The lowest of the degrees that the posting would rather have; `degree` itself where it asks for none."""
    degrees_named: tuple[Degree, ...] = ()
    """Each degree that it names where it asks for one, the lowest first."""
    pay_ranges: tuple[Pay, ...] = ()
    """Each range that the text names, of zones, levels and currencies; `pay` is the widest of the first one's kind."""
    unknown: tuple[UnknownTerm, ...] = ()
    lane_words: Mapping[str, float] = field(default_factory=dict)
    """Lane → what the words of title and duties say for it, around 0 over the lanes (nlp.lanes.words)."""
    speciality_duties: Mapping[str, float] = field(default_factory=dict)
    """Speciality → how much of the duties names it, 0-1 (nlp.lanes.specialities.in_duties)."""
    is_full: bool = True
    """False: a first look at title and text found no ML/AI work. Then only title and language were read; what is empty
    was not looked for, and says nothing of what the posting asks for."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a posting, as read from a location's wording and stated parts (nlp.places.parser)."""

    country: str | None
    """ISO 3166-1 alpha-2; None where the wording fits several countries or none."""
    state: str | None
    """The code of a US state or Canadian province ("CA", "ON")."""
    city: str | None
    """As written."""
    remote_scope: str | None
    """Where a remote worker may live: a country or a state of it (`US`, `US-CA`), a wider region (`EU`, `EMEA`,
    `worldwide`), or `unstated`; None where the place is not said to be remote."""
    region: PlaceRegion
    basis: Basis
    """`stated` by a field of the source, `text` where the wording names country or state, `inferred` from the city."""
