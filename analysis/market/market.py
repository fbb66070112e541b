"""The market: which requisitions count, and their frames as arrays that questions are asked of.

`build` is done once a generation; everything else in this room takes the `Market` it returns and is quick.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.market.answers import Answers
from analysis.market.columns import probabilities, ranges_from, skill_years, unknown_terms
from analysis.market.facts import Topic, needs
from analysis.market.mentions import Mentions, mentions_from
from analysis.market.units import Asks, asks_from
from analysis.market.weights import BoolArray, FloatArray, IntArray, Sample, sample, weigh
from warehouse.models import BadInputError, BrokenDataError

WINDOW_DAYS = 180
NOT_ENGLISH, NOT_READ_IN_FULL, NOT_RELEVANT, BORDERLINE, TRUNCATED, UNDATED, OUTSIDE_WINDOW = REASONS = (
    *("not_english", "not_read_in_full", "not_relevant", "borderline", "truncated", "undated", "outside_window"),
)
"""Why a requisition stands outside the market; the first that holds is its reason."""
LEAST_RELEVANCE, SURE_RELEVANCE = 0.3, 0.7
"""What is ML/AI engineering with less probability than the first is not relevant; between the two it is borderline."""
FILTERS = (
    "role",
    "seniority",
    "region",
    "workplace",
    "employment_type",
    "employer",
    "source",
    "board",
    "is_open",
    "primary_lane",
)
"""Columns of requisition that a sample may be narrowed by."""
PERIOD = "published_within"
"""The filter by time, in days: what is known to have been out no earlier than so long before as_of."""
SPECIALITY = "speciality"
"""The filter by field of work: requisitions whose likeliest speciality it is."""
UNKNOWN_REGION = "unknown"
_Answer = TypeVar("_Answer")
FRAMES = (
    *("requisition", "requisition_skill", "requisition_lane", "lane", "skill", "skill_edge", "skill_cluster"),
    *("mention", "board_run", "requisition_speciality", "speciality", "requisition_pay", "unknown_term"),
)
"""The frames of a generation that a whole market is built from."""


def utc_naive(column: pd.Series) -> pd.Series:
    """A column of times as plain UTC, whether it came with a zone or without."""
    return pd.to_datetime(column, utc=True).dt.tz_localize(None)


def plain_utc(moment: dt.datetime | pd.Timestamp) -> pd.Timestamp:
    """A moment as plain UTC; one without a zone is UTC already."""
    stamp = pd.Timestamp(moment)
    return stamp.tz_convert("UTC").tz_localize(None) if stamp.tzinfo else stamp


def exclusions(requisition: pd.DataFrame, as_of: dt.datetime, window_days: int = WINDOW_DAYS) -> pd.Series:
    """Why each requisition stands outside the market at `as_of`, one of REASONS, or null: it is in.

    In are requisitions that are surely relevant (`SURE_RELEVANCE`), English or of unknown language, whole, and open at
    `as_of` or first seen or published within `window_days` days before it. Indexed like `requisition`.
    """
    seen, posted = utc_naive(requisition["first_seen_at"]), utc_naive(requisition["posted_at"])
    end = plain_utc(as_of)
    start = end - pd.Timedelta(days=window_days)
    recent = seen.between(start, end) | posted.between(start, end)
    is_open = _flag(requisition["is_open"])
    relevance = requisition["relevance"].astype(np.float64)
    reasons = {
        NOT_READ_IN_FULL: relevance.isna(),
        NOT_RELEVANT: ~(relevance >= LEAST_RELEVANCE),
        BORDERLINE: ~(relevance >= SURE_RELEVANCE),
        NOT_ENGLISH: requisition["language"].notna() & (requisition["language"] != "en"),
        TRUNCATED: _flag(requisition["is_truncated"]),
        UNDATED: seen.isna() & posted.isna(),
        OUTSIDE_WINDOW: ~(is_open | recent),
    }
    none = np.full(len(requisition), None, dtype=object)
    result = pd.Series(none, index=requisition.index, dtype=object, name="exclusion")
    for reason in reversed(REASONS):
        result[reasons[reason]] = reason
    return result


def members(requisition: pd.DataFrame) -> pd.DataFrame:
    """The requisitions in the market, sorted by id, numbered from 0; without a column of regions each is unknown."""
    inside = requisition[requisition["exclusion"].isna()]
    ordered = inside.sort_values("requisition_id", kind="stable").reset_index(drop=True)
    return ordered if "region" in ordered else ordered.assign(region=UNKNOWN_REGION)


def employer_codes(employer: pd.Series) -> tuple[IntArray, tuple[str, ...]]:
    """A number for each row's employer, case and outer spaces apart, and the names by number.

    All unknown employers are one, named "".
    """
    names = employer.fillna("").astype(str).str.strip()
    folded, codes = np.unique(names.str.casefold().to_numpy(dtype=str), return_inverse=True)
    shown = pd.Series(names.to_numpy(dtype=str)).groupby(codes).min()
    return codes.astype(np.int64), tuple(shown.loc[list(range(len(folded)))])


def weights(requisition: pd.DataFrame) -> pd.Series:
    """The weight of each requisition with no employer above weights.EMPLOYER_CAP of the total, indexed like it."""
    codes, _ = employer_codes(requisition["employer"])
    return pd.Series(weigh(codes), index=requisition.index, name="weight")


@dataclass(frozen=True, eq=False)
class Market:
    """A generation's market, ready to be asked."""

    requisition: pd.DataFrame
    """The requisitions in the market; row i is row i of every array and matrix here."""
    skill: pd.DataFrame
    """The skills in order of id; row k is column k of every matrix here."""
    lane: pd.DataFrame
    """lane, name, definition."""
    lane_probability: FloatArray
    """(n, lanes)"""
    speciality: pd.DataFrame
    """speciality, lane, name, definition; no rows in a generation that knows none."""
    speciality_probability: FloatArray
    """(n, specialities), as if the requisition were of the speciality's lane."""
    mention: Mentions
    late: Mapping[str, pd.DataFrame]
    """The generation's frames, of which those are read that a question needs."""
    skill_years: pd.DataFrame
    """row, skill (positions here) and years: where a requisition asks for years of one skill."""
    pay_range: pd.DataFrame
    """row, middle, currency, period: one row a stated range."""
    unknown: pd.DataFrame
    """row, surface: what lists of requirements name and no skill covers."""
    employer: IntArray
    """(n,) employer codes."""
    employer_names: tuple[str, ...]
    asks: Asks
    excluded: Mapping[str, int]
    """Requisitions outside, by reason."""
    as_of: dt.datetime | None
    generation: int | None
    scope: str = ""
    """Which part of its generation's market it is; empty: the whole."""
    beside: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """What other rooms worked out of it when it was published, by the names that they gave it."""
    of_skills: Answers = field(default_factory=Answers)
    """Answers that depend on its skills and edges alone: those of all its parts."""

    @cached_property
    def board_run(self) -> pd.DataFrame:
        """The looks at boards."""
        return self.late.get("board_run", pd.DataFrame())

    @cached_property
    def cluster(self) -> pd.DataFrame:
        """skill_cluster: one row a cluster and skill."""
        return self.late.get("skill_cluster", pd.DataFrame(columns=["cluster_id"]))

    @cached_property
    def edge(self) -> pd.DataFrame:
        """skill_edge: one row a relation between two skills."""
        return self.late.get("skill_edge", pd.DataFrame(columns=["skill_id", "relation", "other_id"]))

    @property
    def n(self) -> int:
        """How many requisitions are in the market."""
        return len(self.requisition)

    @cached_property
    def lanes(self) -> tuple[str, ...]:
        """The lanes' ids in their order."""
        return tuple(self.lane["lane"])

    @cached_property
    def has_adverts(self) -> bool:
        """Whether its requisitions have titles and texts; those of a reference market are facts alone."""
        return not self.n or bool(self.requisition["title"].notna().any())

    @cached_property
    def skills(self) -> tuple[str, ...]:
        """The skills' ids in order."""
        return tuple(self.skill["skill_id"])

    @cached_property
    def skill_code(self) -> dict[str, int]:
        """A skill's position by its id."""
        return {skill: code for code, skill in enumerate(self.skills)}

    def mask(self, skills: Iterable[str]) -> BoolArray:
        """(skills,) which skills are among some ids; an id that is none of the market's is passed over."""
        found = np.zeros(len(self.skills), dtype=bool)
        found[[self.skill_code[skill] for skill in skills if skill in self.skill_code]] = True
        return found

    def coded(self, column: str) -> tuple[IntArray, tuple[Any, ...]]:
        """A column of requisition as (n,) numbers, -1 where it says nothing, and what the numbers stand for."""

        def made() -> tuple[IntArray, tuple[Any, ...]]:
            codes, values = pd.factorize(self.requisition[column])
            return codes.astype(np.int64), tuple(values)

        return self.kept(("coded", column), made)

    def among(self, column: str, values: Collection[Any]) -> BoolArray:
        """(n,) which requisitions say one of these in a column."""
        codes, known = self.coded(column)
        return np.array([*(value in values for value in known), False], dtype=bool)[codes]

    def of_topic(self, wanted: Topic) -> BoolArray:
        """(skills,) which skills belong to a topic."""
        return self.of_skills.kept(("topic", wanted), lambda: wanted.codes(self.skill))

    @cached_property
    def needs(self) -> dict[str, tuple[str, ...]]:
        """What comes before each skill, as the edges say."""
        return needs(self.edge, self.skill_code)

    @cached_property
    def tool_family(self) -> IntArray:
        """(skills,) a number for the family of each tool, -1 for concepts, soft skills and tools without one."""
        family = self.skill["family"].where(self.skill["kind"] == "tool")
        return pd.factorize(family, sort=True)[0].astype(np.int64)

    @cached_property
    def skill_names(self) -> tuple[str, ...]:
        """The skills' names as shown, in order of id."""
        return tuple(self.skill["name"].astype(str))

    @cached_property
    def families(self) -> tuple[Any, ...]:
        """The skills' families, in order of id."""
        return tuple(self.skill["family"])

    @cached_property
    def primary_lane(self) -> IntArray:
        """(n,) the position of each requisition's primary lane, -1 for none."""
        return pd.Index(self.lanes).get_indexer(pd.Index(self.requisition["primary_lane"])).astype(np.int64)

    @property
    def specialities(self) -> tuple[str, ...]:
        """The specialities' ids in their order."""
        return tuple(self.speciality["speciality"])

    @cached_property
    def primary_speciality(self) -> IntArray:
        """(n,) the position of each requisition's likeliest speciality, -1 where none is likelier than any."""
        chance = np.column_stack([1 - self.speciality_probability.sum(axis=1), self.speciality_probability])
        best: IntArray = chance.argmax(axis=1) - 1
        return best

    @cached_property
    def _samples(self) -> dict[str | None, Sample]:
        return {}

    @cached_property
    def _answers(self) -> Answers:
        return Answers()

    def kept(self, key: tuple[Hashable, ...], make: Callable[[], _Answer]) -> _Answer:
        """An answer that depends on the market and its key alone, made once, when it is first asked for."""
        return self._answers.kept(key, make)

    def sample(
        self, lane: str | None = None, filters: Mapping[str, Any] | None = None, *, soft: bool = False
    ) -> Sample:
        """The requisitions of a lane (None: of the whole market) that fit the filters, with their weights.

        `filters` maps a column of FILTERS or SPECIALITY to a value or to a list of them, and PERIOD to a number of
        days. `soft`: every requisition belongs to the lane by its probability, not to its primary lane alone. Raises
        BadInputError for an unknown lane, speciality or column, and for a period in a market without a date.
        """
        position = self._lane_position(lane)
        if not filters and not soft:
            if lane not in self._samples:
                inside = np.ones(self.n, dtype=bool) if lane is None else self.primary_lane == position
                self._samples[lane] = sample(np.flatnonzero(inside), self.employer)
            return self._samples[lane]
        inside = self._matching(filters or {})
        if soft and lane is not None:
            rows = np.flatnonzero(inside)
            return sample(rows, self.employer, self.lane_probability[rows, position])
        if lane is not None:
            inside &= self.primary_lane == position
        return sample(np.flatnonzero(inside), self.employer)

    def _lane_position(self, lane: str | None) -> int:
        if lane is None:
            return -1
        if lane not in self.lanes:
            raise BadInputError(f"there is no lane {lane!r}; the lanes are {', '.join(self.lanes)}.")
        return self.lanes.index(lane)

    def _speciality_position(self, name: str) -> int:
        if name not in self.specialities:
            raise BadInputError(f"there is no speciality {name!r}; they are {', '.join(self.specialities)}.")
        return self.specialities.index(name)

    def _matching(self, filters: Mapping[str, Any]) -> BoolArray:
        inside = np.ones(self.n, dtype=bool)
        for column, wanted in filters.items():
            if column == PERIOD:
                inside &= self._out_since(int(wanted))
                continue
            values = wanted if isinstance(wanted, (list, tuple, set, frozenset)) else [wanted]
            if column == SPECIALITY:
                inside &= np.isin(self.primary_speciality, [self._speciality_position(name) for name in values])
                continue
            if column not in FILTERS:
                known = ", ".join((*FILTERS, PERIOD, SPECIALITY))
                raise BadInputError(f"requisitions cannot be filtered by {column!r}; use one of {known}.")
            inside &= self.among(column, values)
        return inside

    def _out_since(self, days: int) -> BoolArray:
        """Which requisitions came out within so many days before as_of: the earlier of published and first seen says,
        as a board's first crawl sees all that it has at once. One published later than as_of is new."""
        if self.as_of is None:
            raise BadInputError("this market has no date to count a period back from; publish it again.")
        dates = self.requisition[["first_seen_at", "posted_at"]].apply(utc_naive)
        start = plain_utc(self.as_of) - pd.Timedelta(days=days)
        return (dates.min(axis="columns") >= start).to_numpy(dtype=bool)

    def asking(self, drawn: Sample, need: str = "any") -> sparse.csr_array:
        """Which requisition of a sample names which skill: 0-1, shape (n of the sample, skills).

        `need` is required, preferred, context, asked (required or preferred) or any.
        """
        return sparse.csr_array(self.asks.matrix(need)[drawn.rows])


def build(frames: Mapping[str, pd.DataFrame], manifest: Mapping[str, Any] | None = None) -> Market:
    """The market of a generation from its frames (names and columns as published) and its manifest.

    Needs requisition, requisition_skill, requisition_lane, lane and skill; the other FRAMES may be absent: mention for
    quotes, board_run for trends, requisition_pay for every range of pay. Raises BrokenDataError where the frames
    contradict each other.
    """
    given = manifest or {}
    requisition = frames["requisition"]
    inside = members(requisition)
    skill = frames["skill"].sort_values("skill_id", kind="stable").reset_index(drop=True)
    lane = frames["lane"].reset_index(drop=True)
    speciality = frames.get("speciality", _NO_SPECIALITY).reset_index(drop=True)
    ids = pd.Index(inside["requisition_id"])
    if not ids.is_unique:
        raise BrokenDataError(
            f"requisition {ids[ids.duplicated()][0]!r} stands twice in the generation; publish again."
        )
    mention = mentions_from(frames, ids, skill)  # before what is held beside it
    asked = frames["requisition_skill"]
    unknown = ~asked["skill_id"].isin(skill["skill_id"])
    if unknown.any():
        missing = asked.loc[unknown, "skill_id"].iloc[0]
        raise BrokenDataError(f"requisition_skill names {missing!r}, which the skill table lacks; publish again.")
    codes, names = employer_codes(inside["employer"])
    return Market(
        requisition=inside,
        skill=skill,
        lane=lane,
        lane_probability=probabilities(frames["requisition_lane"], "lane", ids, lane["lane"]),
        speciality=speciality,
        speciality_probability=probabilities(
            frames.get("requisition_speciality", _NO_SPECIALITY), SPECIALITY, ids, speciality[SPECIALITY]
        ),
        mention=mention,
        late=frames,
        skill_years=skill_years(asked, ids, skill),
        pay_range=ranges_from(frames, ids),
        unknown=unknown_terms(frames, ids),
        employer=codes,
        employer_names=names,
        asks=asks_from(asked, ids, skill),
        excluded={reason: int(count) for reason, count in _excluded(requisition).items() if count},
        as_of=as_of(given, frames),
        generation=given.get("generation"),
    )


def _excluded(requisition: pd.DataFrame) -> dict[str, int]:
    counts = requisition["exclusion"].value_counts()
    return {reason: int(counts.get(reason, 0)) for reason in REASONS}


def as_of(manifest: Mapping[str, Any], frames: Mapping[str, pd.DataFrame]) -> dt.datetime | None:
    """The manifest's, else the start of the latest run."""
    given = manifest.get("as_of")
    if given is None and "board_run" in frames and len(frames["board_run"]):
        given = frames["board_run"]["started_at"].max()
    if given is None or pd.isna(given):
        return None
    return plain_utc(pd.Timestamp(given)).to_pydatetime().replace(tzinfo=dt.UTC)


_NO_SPECIALITY = pd.DataFrame(columns=["requisition_id", "speciality", "lane", "name", "definition", "probability"])


def _flag(column: pd.Series) -> pd.Series:
    """A column of yes, no and unknown as booleans; unknown is no."""
    return column.fillna(False).astype(bool)
