"""Unknown terms of a corpus that may be skills, ranked for a person to accept or refuse. Nothing is merged by itself.

Candidates stand in statements that ask for something and are covered by no surface: names (capitals, digits) and short
runs of words. Rank: C-value (Frantzi & Ananiadou 1996) × log-odds of being asked for against company and benefit
statements × spread over employers (reference/skills.md 4.3) × how often it stands in a list with skills that we know.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path

from spacy.lang.en.stop_words import STOP_WORDS

from nlp.mentions.finder import SkillFinder
from nlp.placed import SILENT
from nlp.posting.sections import place
from nlp.taxonomy.loader import Taxonomy
from nlp.text import lower, same_length

LEAST_EMPLOYERS = 3
LEAST_LIKENESS = 0.5
"""A known skill that is spelt less alike is no hint."""
LONGEST = 3
"""Words of a candidate."""
ASKING = frozenset({"requirements", "preferred"})
NEAR = 40
"""Characters between a list's members."""
_WORD = re.compile(r"[^\W_](?:[\w.+#'&-]*[\w+#])?")
_NAME_GAPS = {False: (" ",), True: (" ", " & ")}
"""What may stand between two words of a candidate, by whether both are names."""
_LIST_BEFORE = re.compile(r"(?:[,;:/|&(•]|\b(?:and|or|like|as|with|using|in|e\.g\.,?|i\.e\.))\s*$|^$")
_LIST_AFTER = re.compile(r"\s*(?:[,;:/|&).]|(?:and|or|etc)\b|$)")


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
        for run in _runs(statement, known):
            terms.written_small |= {word.low for word in run if not word.is_name}
            for start, stop in _spans(run):
                key = term_key(statement[start:stop])
                if not is_asking:
                    terms.silent.add(key)
                    continue
                use = terms.asked.setdefault(key, _Use(statement[start:stop], statement, is_listed=False))
                use.is_listed |= _is_listed(statement, start, stop, known)
    return terms


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    low: str
    is_name: bool
    """Written as names are: PyTorch, AWS, S3, or with a capital inside a sentence."""
    is_common: bool
    """A number, a stop word or a word of adverts: no candidate by itself, but a part of names («New Relic»)."""


def _runs(statement: str, known: Sequence[tuple[int, int]]) -> Iterator[list[_Word]]:
    """Runs of words one blank apart that no surface covers; common words stand in them only where written as names."""
    is_title = _is_title(statement, known)
    run: list[_Word] = []
    for match in _WORD.finditer(statement):
        start, end = match.span()
        word, low = match.group(), match.group().lower()
        is_name = _is_coined(word) or (word[0].isupper() and start > 0 and not is_title)
        is_common = low in _words() or word[0].isdigit()
        is_passed = (is_common and not is_name) or any(a < end and start < b for a, b in known)
        if run and (is_passed or statement[run[-1].end : start] not in _NAME_GAPS[is_name and run[-1].is_name]):
            yield run
            run = []
        if not is_passed:
            run.append(_Word(start, end, low, is_name, is_common))
    if run:
        yield run


def _spans(run: Sequence[_Word]) -> Iterator[tuple[int, int]]:
    """Every name alone and every two or three words together; common words only in names, and never alone."""
    for size in range(1, LONGEST + 1):
        for words in (run[left : left + size] for left in range(len(run) - size + 1)):
            is_name = all(word.is_name for word in words)
            has_common = any(word.is_common for word in words)
            is_long = words[-1].end - words[0].start > 1
            if is_long and (is_name or (size > 1 and not has_common)) and not all(word.is_common for word in words):
                yield words[0].start, words[-1].end


def _is_listed(statement: str, start: int, end: int, known: Sequence[tuple[int, int]]) -> bool:
    """Whether a span is a list's member with a skill we know near by: «Kubernetes, Foo and Bar»; no field of study."""
    return (
        not any(word in statement.lower() for word in _lists()["study_marks"])
        and any(-NEAR <= a - end <= NEAR or -NEAR <= start - b <= NEAR for a, b in known)
        and _LIST_BEFORE.search(statement, 0, start) is not None
        and _LIST_AFTER.match(statement, end) is not None
    )


def _is_title(statement: str, known: Sequence[tuple[int, int]]) -> bool:
    """Whether a statement is no list and its uncovered words have capitals, so that a capital says nothing."""
    words = [
        m.group()
        for m in _WORD.finditer(statement)
        if m.end() - m.start() > 3 and not any(a < m.end() and m.start() < b for a, b in known)
    ]
    return "," not in statement and len(words) > 2 and sum(w[0].isupper() for w in words) >= 0.7 * len(words)


def _is_coined(word: str) -> bool:
    """Written as only names are: a capital or a digit after the first letter."""
    return word[0].isalpha() and any(c.isupper() or c.isdigit() for c in word[1:])


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


@cache
def _words() -> frozenset[str]:
    """The words that are no candidate by themselves."""
    lists = _lists()
    return frozenset(chain(lists["advert"], lists["study"], lists["joining"])) | STOP_WORDS


@cache
def _lists() -> Mapping[str, Sequence[str]]:
    return tomllib.loads((Path(__file__).parent / "proposing.toml").read_text(encoding="utf-8"))
