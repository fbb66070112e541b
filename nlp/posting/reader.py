"""Read one posting: title and text in, a typed Reading out. No database, no network, no clock."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from nlp.cues import Cues, cues, facts
from nlp.lanes.roles import role_of
from nlp.lanes.words import lane_words
from nlp.language import language_of
from nlp.mentions import context, needs, unknown
from nlp.mentions.alternatives import or_groups
from nlp.mentions.finder import Candidate, SkillFinder
from nlp.mentions.vocabulary import vocabulary
from nlp.mentions.years import years_of_skills
from nlp.placed import SILENT, Placed
from nlp.posting.pay import pay_ranges_of, widest
from nlp.posting.profile import may_name_degree, read_profile
from nlp.posting.relevance import Said, relevance_of
from nlp.posting.sections import place
from nlp.taxonomy.loader import Skill, Taxonomy
from nlp.text import Folded, Statement, lower, plain, same_length, visible
from nlp.version import sources, version_of
from warehouse.models import Mention, Need, Reading, UnknownTerm

_ROOM = Path(__file__).parents[1]
_READ_WITH = (
    *(
        _ROOM / name
        for name in (
            "text.py",
            "letters.py",
            "words.py",
            "cues.py",
            "cues.toml",
            "placed.py",
            "language.py",
            "language.toml",
        )
    ),
    *(_ROOM / name for name in ("seniority.py", "seniority.toml")),
    *(_ROOM / "lanes" / name for name in ("roles.py", "lanes.toml", "words.py", "word_weights.json")),
    *(_ROOM / name for name in ("taxonomy/loader.py", "mentions", "posting", "posting/sections", "posting/relevance")),
)
"""What a posting's reading depends on, skills and surfaces apart, which `vocabulary` holds."""

_MOST_CAPTION_WORDS = 7
_ASKING = frozenset({"requirements", "preferred"})
_TOLD = frozenset({"role", "responsibilities"})
_Found = TypeVar("_Found", Mention, UnknownTerm)
_ADDRESSED = re.compile(r"\b(?:you|your|seeking|looking for|hiring|this role)\b")
_NAME = r"[A-Z][\w.&'-]*(?:\s[A-Z][\w.&'-]*){0,3}"
_MORE_NAMES = rf"(?:(?:,\s(?:and\s|or\s)?|\s(?:and|or|&)\s){_NAME})"
_LIST_OF_NAMES, _NAMES = re.compile(rf"{_NAME}{_MORE_NAMES}+"), re.compile(rf"{_NAME}{_MORE_NAMES}*")
_AROUND = 40
"""Characters before a skill that may say whose it is."""


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
        placed = place(seen)
        language = language_of(seen)
        mentions, terms = self._named(seen, placed, title, company) if language in (None, "en") else ((), ())
        profile = read_profile(title, placed)
        pay_ranges = pay_ranges_of(placed)
        said = Said.of(title, mentions, placed, self.taxonomy)
        relevance = relevance_of(title, mentions, placed, self.taxonomy, said)
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
        own_names, heading = names_of(company), lower(same_length(title)).strip()
        makes = _products_of(company)
        by_statement = _by_statement(self.finder.find(text), placed)
        found: list[Mention] = []
        terms: list[UnknownTerm] = []
        groups = 0
        for index, proposed in by_statement.items():
            where = placed[index]
            statement = where.statement
            if where.section in SILENT or statement.low == heading or _is_on_employer(where, own_names):
                continue
            if where.section in _TOLD and _is_on_product(statement, own_names):
                continue
            is_named_else = _named_else(where, own_names, makes)
            candidates = [c for c in proposed if not is_named_else(skills[c.skill], text, c)]
            if _is_caption(statement):
                candidates = [c for c in candidates if skills[c.skill].kind != "soft"]
            kept = context.confirm(statement.text, statement.start, candidates, self._soft)
            spans = [(c.start - statement.start, c.end - statement.start) for c in kept]
            years = years_of_skills(statement.low, spans)
            group_of: dict[int, int] = {}
            for members in or_groups(kept, self.taxonomy, statement.low, statement.start):
                groups += 1
                group_of.update(dict.fromkeys(members, groups))
            for i, c in enumerate(kept):
                need: Need = needs.need_of(*spans[i], statement.low, where.section)
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

    @cached_property
    def _soft(self) -> frozenset[str]:
        return frozenset(s.id for s in self.taxonomy.skills.values() if s.kind == "soft")


def _unknown_terms(where: Placed, known: Sequence[tuple[int, int]]) -> Iterator[UnknownTerm]:
    """What a statement lists beside known skills (spans in it) and the taxonomy lacks."""
    statement = where.statement
    for start, end in unknown.listed(same_length(statement.text), known):
        need = needs.need_of(start, end, statement.low, where.section)
        at = statement.start
        yield UnknownTerm(statement.text[start:end], at + start, at + end, need, where.section)


def _is_called(surface: str, names: frozenset[str]) -> bool:
    """Whether a surface is one of an employer's names, written as a name."""
    return bool(names) and surface[0].isupper() and " ".join(surface.lower().split()) in names


def names_of(company: str | None) -> frozenset[str]:
    """How an employer is called in its own texts, in lower case: «Mistral AI» also «Mistral», «R Systems» never «R»."""
    words = re.findall(r"[^\W_][\w.+#&'-]*", (company or "").partition("(")[0].lower())
    forms = frozenset(facts("posting/surroundings.toml")["employer"]["forms"])
    sizes = (size for size in range(1, len(words) + 1) if forms.issuperset(words[size:]))
    return frozenset(name for size in sizes if len(name := " ".join(words[:size]).rstrip(".")) > 2)


def _in_original(mentions: Iterable[_Found], text: str, shown: Folded) -> tuple[_Found, ...]:
    """What was found in a text's visible copy with its places in the text itself."""
    moved: list[_Found] = []
    for m in mentions:
        start, end = shown.original(m.start), shown.original(m.end - 1) + 1
        moved.append(replace(m, surface=text[start:end], start=start, end=end))
    return tuple(moved)


def _spoken_for(name: str) -> re.Pattern[str]:
    return cues("cues.toml", "spoken_for", name).pattern


def _is_on_employer(where: Placed, own_names: Collection[str]) -> bool:
    """Whether a line below requirements or duties goes back to the employer: «Tern Labs has always valued openness»."""
    if where.section == "role" or where.statement.is_bullet:
        return False
    subject = where.statement.low.removeprefix("at ").removeprefix("joining ")
    for name in sorted(own_names, key=len, reverse=True):
        if re.match(rf"{re.escape(name)}(?:'s|,| )", subject) and not _ADDRESSED.search(subject):
            return where.statement.text[len(name) - len(subject) :].lstrip("'’s, ")[:1].islower()
    return False


def _is_caption(statement: Statement) -> bool:
    """Whether a statement is a short line in capitals that demands nothing: «Business Impact & Collaboration»."""
    is_line = statement.opens_line and statement.closes_line and not statement.is_bullet
    words = statement.text.rstrip(" :").split()
    return (
        is_line
        and len(words) <= _MOST_CAPTION_WORDS
        and all(w[0].isupper() for w in words if len(w) > 3)
        and "skills" not in statement.low
        and "," not in statement.text
    )


def _named_else(
    where: Placed, own_names: frozenset[str], makes: Collection[str]
) -> Callable[[Skill, str, Candidate], bool]:
    """Whether a candidate names the employer or its product, a company among others, a job, a team or a degree."""
    statement = where.statement
    spoken_for, of_companies = _titles_and_fields(statement.low), _company_lists(statement)
    powers = _surrounding("product", "powers")

    def is_named_else(skill: Skill, text: str, c: Candidate) -> bool:
        if _is_called(text[c.start : c.end], own_names):
            return True
        start = c.start - statement.start
        if skill.kind != "tool":
            return spoken_for(skill.id, start, c.end - statement.start)
        if any(c.start in span for span in of_companies):
            return True
        return where.section in _TOLD and (
            skill.id in makes or powers.pattern.search(statement.low, max(0, start - _AROUND), start) is not None
        )

    return is_named_else


def _products_of(company: str | None) -> frozenset[str]:
    """The skills that are an employer's own products."""
    words = frozenset(re.findall(r"[^\W_]+", (company or "").lower()))
    makers = facts("posting/surroundings.toml")["makers"]
    return frozenset(skill for maker, products in makers.items() if maker in words for skill in products)


def _is_on_product(statement: Statement, own_names: Collection[str]) -> bool:
    """Whether a statement only says what the employer is or what its product does: «We detect forged invoices»."""
    if statement.is_bullet or _ADDRESSED.search(statement.low):
        return False
    low = statement.low
    own = next(
        (name for name in own_names if low.startswith(name) and not low[len(name) : len(name) + 1].isalnum()), ""
    )
    return _product().match(f"our product{low[len(own) :]}" if own else low) is not None


@cache
def _product() -> re.Pattern[str]:
    """How clauses on the employer's product open."""
    data = facts("posting/surroundings.toml")["product"]
    does = "|".join(f"(?:{expression})" for expression in data["does"])
    return re.compile(does.replace("{own}", f"(?:{data['own']})"))


def _surrounding(*path: str) -> Cues:
    return cues("posting/surroundings.toml", *path)


def _company_lists(statement: Statement) -> list[range]:
    """Where a statement lists companies, in the text's offsets: «engineers from Google, Okta and Meta»."""
    hits = [(_LIST_OF_NAMES, cue) for cue in _surrounding("companies", "after").finditer(statement.low)]
    hits += [(_NAMES, cue) for cue in _surrounding("companies", "worked").finditer(statement.low)]
    lists = (names.match(statement.text, cue.end()) for names, cue in hits)
    return [range(statement.start + found.start(), statement.start + found.end()) for found in lists if found]


def _titles_and_fields(low: str) -> Callable[[str, int, int], bool]:
    """Whether a skill's span names a job, a team or a field of study instead: «ML team», «degree in Physics»."""
    fields = [m.span("fields") for m in _spoken_for("field_of_study").finditer(low)] if may_name_degree(low) else []
    together = _spoken_for("together").search(low)
    listed_from = together.end() if together else len(low)
    studied = facts("posting/surroundings.toml")["study"]["fields"] if fields else ()

    def is_spoken_for(skill: str, start: int, end: int) -> bool:
        if skill in studied and any(a <= start and end <= b for a, b in fields):
            return True
        if _spoken_for("job_noun").match(low, end):
            return True
        return listed_from <= start <= listed_from + 160 and _spoken_for("team_list").match(low, end) is not None

    return is_spoken_for


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
