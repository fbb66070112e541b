"""Unknown terms of a corpus that may be skills, ranked for a person to accept or refuse. Nothing is merged by itself.

Candidates stand in statements that ask for something and are covered by no surface: names (capitals, digits) and short
runs of words. Rank: C-value (Frantzi & Ananiadou 1996) × log-odds of being asked for against company and benefit
statements × spread over employers (reference/skills.md 4.3) × how often it stands in a list with skills that we know.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from nlp.mentions import unknown
from nlp.mentions.finder import SkillFinder
from nlp.placed import SILENT
from nlp.posting.sections import place
from nlp.taxonomy.loader import Taxonomy
from nlp.text import lower, same_length

LEAST_EMPLOYERS = 3
LEAST_LIKENESS = 0.5
"""A known skill that is spelt less alike is no hint."""
ASKING = frozenset({"requirements", "preferred"})


@dataclass(frozen=True, slots=True)
class Advert:
    """A posting as far as this is concerned."""

    employer: str
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A term that no surface covers."""

    term: str
    """As it is written most often."""
    score: float
    """No unit; greater is likelier a skill that is missing."""
    postings: int
    """That ask for it."""
    employers: int
    example: str
    """A statement that asks for it."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The known skill whose spelling is nearest: a hint for the person who decides, right about half of the time."""

    skill: str
    surface: str
    likeness: float
    """0-1: cosine of the two spellings' character n-grams."""


@dataclass(slots=True)
class _Seen:
    """What the corpus says of one candidate."""

    example: str = ""
    asked: int = 0
    """Postings that ask for it."""
    silent: int = 0
    """Postings that name it where they speak of the company or its benefits."""
    listed: int = 0
    """Of those that ask, postings that list it beside a skill we know."""
    employers: set[str] = field(default_factory=set)
    spellings: Counter[str] = field(default_factory=Counter)

    def rank(self, key: str, asked: int, silent: int, longer: Sequence[_Seen]) -> float:
        """Its score in a corpus of which so many postings ask and so many speak of the company."""
        nested = sum(whole.asked for whole in longer) / len(longer) if longer else 0.0
        c_value = math.log2(len(key.split()) + 1) * (self.asked - nested)
        log_odds = math.log((self.asked + 0.5) / (asked + 1) * (silent + 1) / (self.silent + 0.5))
        company = (self.listed + 0.1) / (self.asked + 1)
        return round(max(0.0, c_value) * max(0.0, log_odds) * math.log2(len(self.employers)) * company, 3)


@dataclass(slots=True)
class _Use:
    """How one posting asks for a candidate."""

    spelling: str
    statement: str
    is_listed: bool


@dataclass(slots=True)
class _Terms:
    """The candidates of one posting by key."""

    asked: dict[str, _Use] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    written_small: set[str] = field(default_factory=set)


def propose(adverts: Iterable[Advert], finder: SkillFinder, refused: Collection[str] = ()) -> list[Proposal]:
    """All candidates that at least LEAST_EMPLOYERS employers ask for, the likeliest skill first; without `refused`."""
    seen: dict[str, _Seen] = {}
    written_small = Counter[str]()
    asked = silent = 0
    for advert in adverts:
        terms = _terms_of(advert.text, finder)
        asked, silent = asked + bool(terms.asked), silent + bool(terms.silent)
        written_small.update(terms.written_small)
        for key, use in terms.asked.items():
            known = seen.setdefault(key, _Seen())
            known.example = known.example or use.statement
            known.asked += 1
            known.listed += use.is_listed
            known.employers.add(advert.employer.casefold())
            known.spellings[use.spelling] += 1
        for key in terms.silent:
            seen.setdefault(key, _Seen()).silent += 1
    dropped = {term_key(term) for term in refused}
    kept = {
        key: term
        for key, term in seen.items()
        if len(term.employers) >= LEAST_EMPLOYERS and term.asked >= written_small[key] and key not in dropped
    }
    longer = _containers(kept)
    found = [
        Proposal(
            term=term.spellings.most_common(1)[0][0],
            score=term.rank(key, asked, silent, longer[key]),
            postings=term.asked,
            employers=len(term.employers),
            example=term.example,
        )
        for key, term in kept.items()
    ]
    return sorted((p for p in found if p.score > 0), key=lambda p: (-p.score, p.term))


def nearest(terms: Sequence[str], taxonomy: Taxonomy) -> dict[str, Suggestion]:
    """Term → the known skill that is spelt most alike, by character TF-IDF (reference/skills.md 4.3)."""
    if not terms:
        return {}
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 -- a sixth of a second at every start

    surfaces = [s for s in taxonomy.surfaces if len(s.text) > 1]
    weights = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
    known = weights.fit_transform([s.text for s in surfaces])
    alike = (weights.transform(terms) @ known.T).tocsr()
    found = {}
    for row, term in enumerate(terms):
        one = alike[[row]]
        likeness = float(one.max())
        if likeness >= LEAST_LIKENESS:
            best = surfaces[one.indices[one.data.argmax()]]
            found[term] = Suggestion(best.skill, best.text, round(likeness, 2))
    return found


def term_key(term: str) -> str:
    """What two spellings of a term have in common: case, hyphens and the form of quotes apart."""
    return re.sub(r"[\s-]+", " ", lower(same_length(term))).strip()


def _terms_of(text: str, finder: SkillFinder) -> _Terms:
    covered = [(c.start, c.end) for c in finder.find(text)]
    terms = _Terms()
    for placed in place(text):
        is_asking = placed.section in ASKING
        if placed.is_heading or not (is_asking or placed.section in SILENT):
            continue
        at, end = placed.statement.start, placed.statement.end
        statement = same_length(placed.statement.text)
        known = [(max(a - at, 0), b - at) for a, b in covered if at < b and a < end]
        lists = unknown.may_list(statement)
        for run in unknown.runs(statement, known):
            terms.written_small |= {word.low for word in run if not word.is_name}
            for start, stop in unknown.spans(run):
                key = term_key(statement[start:stop])
                if not is_asking:
                    terms.silent.add(key)
                    continue
                use = terms.asked.setdefault(key, _Use(statement[start:stop], statement, is_listed=False))
                use.is_listed |= lists and unknown.is_listed(statement, start, stop, known)
    return terms


def _containers(kept: Mapping[str, _Seen]) -> dict[str, list[_Seen]]:
    """Key → the longer candidates that hold it."""
    longer: dict[str, list[_Seen]] = {key: [] for key in kept}
    for key, term in kept.items():
        words = key.split()
        for size in range(1, len(words)):
            for left in range(len(words) - size + 1):
                if (part := " ".join(words[left : left + size])) in longer:
                    longer[part].append(term)
    return longer
