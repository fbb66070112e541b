"""Read one posting: title and text in, a typed Reading out. No database, no network, no clock."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from nlp.cues import cues
from nlp.lanes.roles import role_of
from nlp.lanes.specialities import in_duties
from nlp.lanes.words import lane_words
from nlp.language import language_of
from nlp.mentions import context, needs, unknown
from nlp.mentions.alternatives import or_groups
from nlp.mentions.finder import Candidate, SkillFinder
from nlp.mentions.vocabulary import vocabulary
from nlp.mentions.years import years_of_skills
from nlp.placed import Placed
from nlp.posting.pay import pay_ranges_of, widest
from nlp.posting.profile import read_profile
from nlp.posting.relevance import Said, may_be_relevant, relevance_of
from nlp.posting.sections import place
from nlp.posting.surroundings import Surroundings
from nlp.seniority import seniority_of
from nlp.taxonomy.loader import Taxonomy
from nlp.text import Folded, Statement, plain, same_length, visible
from nlp.version import sources, version_of
from warehouse.models import Mention, Need, Reading, UnknownTerm, of_other_roles

_ROOM = Path(__file__).parents[1]
_READ_WITH = (
    *(
        _ROOM / name
        for name in (
            "text.py",
            "letters.py",
            "words.py",
            "cues.py",
            "expressions.py",
            "cues.toml",
            "placed.py",
            "language.py",
            "language.toml",
        )
    ),
    *(_ROOM / name for name in ("seniority.py", "seniority.toml")),
    *(
        _ROOM / "lanes" / name
        for name in ("roles.py", "lanes.toml", "words.py", "word_weights.json", "specialities.py", "specialities.toml")
    ),
    *(_ROOM.parent / "warehouse" / "models" / name for name in ("advertised.py", "advertised.toml")),
    *(_ROOM / name for name in ("taxonomy/loader.py", "mentions", "posting", "posting/sections", "posting/relevance")),
)
"""What a posting's reading depends on, skills and surfaces apart, which `vocabulary` holds."""

_MOST_CAPTION_WORDS, _LONGEST_CAPTION = 7, 200
_SIGNS_BEHIND = re.compile(r"[^\w:)]+$")
_LONGEST_CHOICE = 50
"""A longer point of a list asks for more than one thing."""
_ASKING = frozenset({"requirements", "preferred"})
_Found = TypeVar("_Found", Mention, UnknownTerm)


@dataclass(frozen=True)
class PostingReader:
    """Reads postings by one taxonomy."""

    taxonomy: Taxonomy

    @cached_property
    def finder(self) -> SkillFinder:
        """The automaton over all surfaces."""
        return SkillFinder(self.taxonomy)

    @cached_property
    def version(self) -> str:
        """Changes when code, taxonomy or overlay change what a text reads as."""
        return hashlib.sha256(f"{self.code_version}\n{self.vocabulary}".encode()).hexdigest()[:16]

    @cached_property
    def code_version(self) -> str:
        """Changes with the code and with every fact but skills and surfaces, which `vocabulary` holds."""
        return version_of(sources(*_READ_WITH))

    @cached_property
    def vocabulary(self) -> str:
        """The skills and surfaces that readings depend on, to be kept and compared (nlp/mentions/vocabulary.py)."""
        return vocabulary(self.taxonomy)

    def read(self, title: str, text: str, company: str | None = None) -> Reading:
        """The reading of a posting; mentions' offsets refer to `text`. An employer's own name is no skill there."""
        title, shown = plain(title), visible(text)
        seen = shown.text if shown else text
        placed = _of_this_role(place(seen), of_other_roles(seen, title))
        language = language_of(seen)
        mentions, terms = self._named(seen, placed, title, company) if language in (None, "en") else ((), ())
        profile = read_profile(title, placed)
        pay_ranges = pay_ranges_of(placed)
        said = Said.of(title, mentions, placed, self.taxonomy)
        relevance = relevance_of(title, mentions, placed, said)
        return Reading(
            relevant=relevance >= 0.5,
            relevance=round(relevance, 3),
            skills=_in_original(mentions, text, shown) if shown else mentions,
            unknown=_in_original(terms, text, shown) if shown else terms,
            role=role_of(title),
            seniority=profile.seniority,
            min_years=profile.min_years,
            degree=profile.degree,
            degree_need=profile.degree_need,
            remote=profile.workplace,
            employment_type=profile.employment_type,
            pay=widest(pay_ranges),
            language=language,
            reader_version=self.version,
            degree_preferred=profile.degree_preferred,
            degrees_named=profile.degrees_named,
            pay_ranges=pay_ranges,
            lane_words=lane_words(said.words),
            speciality_duties=in_duties(said.duties),
        )

    def read_if_relevant(self, title: str, text: str, company: str | None = None) -> Reading:
        """What `read` gives where a posting may be ML/AI work; of any other what a first look tells (`is_full` false).

        Most of a whole board is other work, and reading it in full is most of reading a board.
        """
        seen_title, seen = plain(title), plain(text)
        if may_be_relevant(seen_title, seen) or (language := language_of(seen)) not in (None, "en"):
            return self.read(title, text, company)
        return Reading(
            relevant=False,
            relevance=0.0,
            skills=(),
            role=role_of(seen_title),
            seniority=seniority_of(seen_title),
            min_years=None,
            degree=None,
            degree_need=None,
            remote=None,
            employment_type=None,
            pay=None,
            language=language,
            reader_version=self.version,
            is_full=False,
        )

    def mentions(
        self, text: str, placed: list[Placed], title: str = "", company: str | None = None
    ) -> tuple[Mention, ...]:
        """The skills that the text names where it speaks of the role, with need, section and OR-group."""
        return self._named(text, placed, title, company)[0]

    def _named(
        self, text: str, placed: list[Placed], title: str, company: str | None
    ) -> tuple[tuple[Mention, ...], tuple[UnknownTerm, ...]]:
        """The skills that the text names, and the terms that its lists of requirements name and the taxonomy lacks."""
        skills, vague = self.taxonomy.skills, self.taxonomy.vague
        by_statement = self._asked_of(text, placed, Surroundings(title, company))
        asked = [context.Asked(placed[i].statement.text, placed[i].statement.start, c) for i, (_, c) in by_statement]
        found: list[Mention] = []
        terms: list[UnknownTerm] = []
        groups = 0
        lists = _lists_of_choices(placed)
        group_of_list: dict[int, int] = {}
        for (index, (proposed, _)), kept in zip(by_statement, context.confirm_all(asked, self._soft), strict=True):
            where = placed[index]
            statement = where.statement
            spans = [(c.start - statement.start, c.end - statement.start) for c in kept]
            years = years_of_skills(statement.low, spans)
            group_of: dict[int, int] = {}
            if index in lists:
                groups += lists[index] not in group_of_list
                group = group_of_list.setdefault(lists[index], groups)
                group_of.update((i, group) for i, c in enumerate(kept) if skills[c.skill].kind != "soft")
            else:
                for members in or_groups(kept, self.taxonomy, statement.low, statement.start):
                    groups += 1
                    group_of.update(dict.fromkeys(members, groups))
            of_all = needs.need_of_all(statement.low, where.section)
            for i, c in enumerate(kept):
                need: Need = of_all or needs.need_of(*spans[i], statement.low, where.section)
                found.append(
                    Mention(
                        c.skill,
                        skills[c.skill].name,
                        skills[c.skill].kind,
                        text[c.start : c.end],
                        c.start,
                        c.end,
                        need,
                        where.section,
                        group_of.get(i),
                        years[i],
                        (c.skill, c.listed) not in vague,
                    )
                )
            if where.section in _ASKING and kept:
                terms += _unknown_terms(where, [(c.start - statement.start, c.end - statement.start) for c in proposed])
        return tuple(found), tuple(terms)

    def _asked_of(
        self, text: str, placed: list[Placed], around: Surroundings
    ) -> list[tuple[int, tuple[list[Candidate], list[Candidate]]]]:
        """Which statements may ask for skills, each with its candidates, and with those of them that context judges."""
        skills = self.taxonomy.skills
        asked = []
        for index, proposed in _by_statement(self.finder.find(text), placed).items():
            where = placed[index]
            if around.are_all_of(where):
                continue
            candidates = proposed
            if (is_named_else := around.hold(where)) is not None:
                candidates = [c for c in proposed if not is_named_else(skills[c.skill], text, c)]
            if _is_caption(where.statement):
                candidates = [c for c in candidates if skills[c.skill].kind != "soft"]
            asked.append((index, (proposed, candidates)))
        return asked

    @cached_property
    def _soft(self) -> frozenset[str]:
        return frozenset(s.id for s in self.taxonomy.skills.values() if s.kind == "soft")


def _of_this_role(placed: list[Placed], others: Sequence[tuple[int, int]]) -> list[Placed]:
    """The statements that stand in none of what an advert says of its other roles."""
    if not others:
        return placed
    return [p for p in placed if not any(start <= p.statement.start < end for start, end in others)]


def _unknown_terms(where: Placed, known: Sequence[tuple[int, int]]) -> Iterator[UnknownTerm]:
    """What a statement lists beside known skills (spans in it) and the taxonomy lacks."""
    statement = where.statement
    of_all = needs.need_of_all(statement.low, where.section)
    for start, end in unknown.listed(same_length(statement.text), known):
        need = of_all or needs.need_of(start, end, statement.low, where.section)
        at = statement.start
        yield UnknownTerm(statement.text[start:end], at + start, at + end, need, where.section)


def _in_original(mentions: Iterable[_Found], text: str, shown: Folded) -> tuple[_Found, ...]:
    """What was found in a text's visible copy with its places in the text itself."""
    moved: list[_Found] = []
    for m in mentions:
        start, end = shown.original(m.start), shown.original(m.end - 1) + 1
        moved.append(replace(m, surface=text[start:end], start=start, end=end))
    return tuple(moved)


def _lists_of_choices(placed: Sequence[Placed]) -> Mapping[int, int]:
    """The points of lists of which any will do, each with the index of the line that opens it: «At least one of:»."""
    found: dict[int, int] = {}
    opened: int | None = None
    for index, p in enumerate(placed):
        low = p.statement.low
        if low.endswith(":"):
            opened = index if cues("cues.toml", "group", "opens_choices").search(low) else None
        elif not p.statement.is_bullet:
            opened = None
        elif opened is not None and len(low) <= _LONGEST_CHOICE:
            found[index] = opened
    return found


def _is_caption(statement: Statement) -> bool:
    """Whether a statement is a short line that demands nothing: «Business Impact & Collaboration», «Mentor others:»."""
    is_line = statement.opens_line and statement.closes_line and not statement.is_bullet
    if not is_line or len(statement.text) > _LONGEST_CAPTION:
        return False
    shown = _SIGNS_BEHIND.sub("", statement.text)
    words = shown.rstrip(" :").split()
    return (
        len(words) <= _MOST_CAPTION_WORDS
        and (shown.endswith(":") or all(w[0].isupper() for w in words if len(w) > 3))
        and "skills" not in statement.low
        and "," not in statement.text
    )


def _by_statement(candidates: list[Candidate], placed: list[Placed]) -> Mapping[int, list[Candidate]]:
    """Candidates grouped by the statement that holds them whole; both run in the order of the text."""
    grouped: dict[int, list[Candidate]] = {}
    index = 0
    for c in candidates:
        while index < len(placed) and placed[index].statement.end < c.end:
            index += 1
        if index < len(placed) and placed[index].statement.start <= c.start:
            grouped.setdefault(index, []).append(c)
    return grouped
