"""What stands around the mentions of a posting and is none: the employer and its products, companies, jobs, fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cache, cached_property

from nlp.cues import Cues, cues, facts
from nlp.mentions.finder import Candidate
from nlp.placed import SILENT, Placed
from nlp.posting.profile import may_name_degree
from nlp.taxonomy.loader import Skill
from nlp.text import Statement, lower, same_length

_TOLD = frozenset({"role", "responsibilities"})
_ADDRESSED = re.compile(r"\b(?:you|your|seeking|looking for|hiring|this role)\b")
_NAME = r"[A-Z][\w.&'-]*(?:\s[A-Z][\w.&'-]*){0,3}"
_MORE_NAMES = rf"(?:(?:,\s(?:and\s|or\s)?|\s(?:and|or|&)\s){_NAME})"
_LIST_OF_NAMES, _NAMES = re.compile(rf"{_NAME}{_MORE_NAMES}+"), re.compile(rf"{_NAME}{_MORE_NAMES}*")
_AROUND = 40
"""Characters before a skill that may say whose it is."""
_TITLE_LABEL = re.compile(r"(?:(?:job|position|role) )?(?:title|position|role|designation|job)\s?:")
_SEPARATOR = re.compile(r"\s[|–—•·-]\s|\s?\|\s?")
_LONGEST_HEADER = 240


@dataclass(frozen=True)
class Surroundings:
    """What a posting's title and employer make of the words of its text."""

    title: str
    company: str | None

    def are_all_of(self, where: Placed) -> bool:
        """Whether nothing that a statement names is asked of the reader: it is the title, or on the employer alone."""
        statement = where.statement
        return (
            where.section in SILENT
            or statement.low == self._heading
            or (statement.opens_line and _TITLE_LABEL.match(statement.low) is not None)
            or _is_on_employer(where, self._names)
            or (where.section in _TOLD and _is_on_product(statement, self._names))
        )

    def hold(self, where: Placed) -> Callable[[Skill, str, Candidate], bool] | None:
        """Whether a candidate names the employer or its product, a company among others, a job, a team or a degree.

        None where the statement says nothing that could make a candidate one of these.
        """
        statement = where.statement
        low = statement.low
        of_employer = [m.span() for m in self._name.finditer(low)] if self._name else ()
        is_spoken_for, companies, is_header = _titles_and_fields(low), _company_lists(statement), _is_header(statement)
        powers = _surrounding("product", "powers")
        is_told = where.section in _TOLD and (bool(self._makes) or powers.may_match(low))
        if not (of_employer or is_spoken_for or companies or is_header or is_told):
            return None

        def holds(skill: Skill, text: str, c: Candidate) -> bool:
            start, end = c.start - statement.start, c.end - statement.start
            if of_employer and any(a <= start and end <= b for a, b in of_employer) and text[c.start].isupper():
                return True
            if skill.kind != "tool":
                return is_header or (is_spoken_for is not None and is_spoken_for(skill.id, start, end))
            if any(c.start in span for span in companies):
                return True
            return is_told and (
                skill.id in self._makes or powers.pattern.search(low, max(0, start - _AROUND), start) is not None
            )

        return holds

    @cached_property
    def _heading(self) -> str:
        return lower(same_length(self.title)).strip()

    @cached_property
    def _names(self) -> frozenset[str]:
        return names_of(self.company)

    @cached_property
    def _name(self) -> re.Pattern[str] | None:
        """The employer's names in a text."""
        found = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(self._names, key=len, reverse=True))
        return re.compile(rf"(?<![\w.])(?:{found})(?!\w)") if found else None

    @cached_property
    def _makes(self) -> frozenset[str]:
        """The skills that are the employer's own products."""
        words = frozenset(re.findall(r"[^\W_]+", (self.company or "").lower()))
        makers = facts("posting/surroundings.toml")["makers"]
        return frozenset(skill for maker, products in makers.items() if maker in words for skill in products)


def names_of(company: str | None) -> frozenset[str]:
    """How an employer is called in its own texts, in lower case: «Mistral AI» also «Mistral», «R Systems» never «R»."""
    words = re.findall(r"[^\W_][\w.+#&'-]*", (company or "").partition("(")[0].lower())
    forms = frozenset(facts("posting/surroundings.toml")["employer"]["forms"])
    sizes = (size for size in range(1, len(words) + 1) if forms.issuperset(words[size:]))
    return frozenset(name for size in sizes if len(name := " ".join(words[:size]).rstrip(".")) > 2)


def _is_header(statement: Statement) -> bool:
    """Whether a statement is the line of facts that opens a posting: «Orrin | AI Engineer | Leeds | B2B SaaS»."""
    is_first = statement.opens_line and statement.closes_line and statement.start <= _LONGEST_HEADER
    return is_first and len(statement.text) <= _LONGEST_HEADER and len(_SEPARATOR.findall(statement.text)) > 1


def _is_on_employer(where: Placed, own_names: Collection[str]) -> bool:
    """Whether a line below requirements or duties goes back to the employer: «Tern Labs has always valued openness»."""
    if where.section == "role" or where.statement.is_bullet:
        return False
    subject = where.statement.low.removeprefix("at ").removeprefix("joining ")
    for name in sorted(own_names, key=len, reverse=True):
        if subject.startswith((f"{name}'s", f"{name},", f"{name} ")) and not _ADDRESSED.search(subject):
            return where.statement.text[len(name) - len(subject) :].lstrip("'’s, ")[:1].islower()
    return False


def _is_on_product(statement: Statement, own_names: Collection[str]) -> bool:
    """Whether a statement only says what the employer is or what its product does: «We detect forged invoices»."""
    if statement.is_bullet:
        return False
    low = statement.low.removeprefix("at ")
    opens = (name for name in own_names if low.startswith(name) and not low[len(name) : len(name) + 1].isalnum())
    own = max(opens, key=len, default="")
    if own and low != statement.low:
        clause = low[len(own) :].lstrip(" ,")  # «At Tern Labs, we offer …»
    else:
        clause = f"our product{low[len(own) :]}" if own else statement.low
    return _product().match(clause) is not None and not _ADDRESSED.search(statement.low)


@cache
def _product() -> re.Pattern[str]:
    """How clauses on the employer's product open."""
    data = facts("posting/surroundings.toml")["product"]
    does = "|".join(f"(?:{expression})" for expression in data["does"])
    return re.compile(does.replace("{own}", f"(?:{data['own']})"))


def _company_lists(statement: Statement) -> list[range]:
    """Where a statement lists companies, in the text's offsets: «engineers from Google, Okta and Meta»."""
    hits = [(_LIST_OF_NAMES, cue) for cue in _surrounding("companies", "after").finditer(statement.low)]
    hits += [(_NAMES, cue) for cue in _surrounding("companies", "worked").finditer(statement.low)]
    lists = (names.match(statement.text, cue.end()) for names, cue in hits)
    return [range(statement.start + found.start(), statement.start + found.end()) for found in lists if found]


def _titles_and_fields(low: str) -> Callable[[str, int, int], bool] | None:
    """Whether a skill's span names a job, a team or a field of study instead: «ML team», «degree in Physics».

    None where the statement names none of these.
    """
    is_of_job = _spoken_for("job_noun").may_match(low)
    fields = (
        [m.span("fields") for m in _spoken_for("field_of_study").pattern.finditer(low)] if may_name_degree(low) else []
    )
    teams = _spoken_for("team_list")
    may_list = _spoken_for("together").may_match(low) and teams.may_match(low)
    together = _spoken_for("together").pattern.search(low) if may_list else None
    if not (is_of_job or fields or together):
        return None
    job = _spoken_for("job_noun").pattern
    listed_from = together.end() if together else len(low)
    studied = facts("posting/surroundings.toml")["study"]["fields"] if fields else ()

    def is_spoken_for(skill: str, start: int, end: int) -> bool:
        if skill in studied and any(a <= start and end <= b for a, b in fields):
            return True
        if is_of_job and job.match(low, end):
            return True
        return listed_from <= start <= listed_from + 160 and teams.pattern.match(low, end) is not None

    return is_spoken_for


@cache
def _spoken_for(name: str) -> Cues:
    return cues("cues.toml", "spoken_for", name)


@cache
def _surrounding(*path: str) -> Cues:
    return cues("posting/surroundings.toml", *path)
