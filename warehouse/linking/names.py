"""Brings employers' names, titles and addresses of postings into a form in which equal things are equal."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
_ACCENT = re.compile("[\u0300-\u036f]+")
_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")
_GENDERS = re.compile(r"\(?\b[mwfdxhtn](?:\s?[/|*]\s?[mwfdxhtn]){1,3}\b\)?")
_OPENING_ID = re.compile(r"#\s?\d+|\b(?:jr|req|id|r)[-_ ]?\d{4,}\b|\b\d{4,}\b")
_BREAK = re.compile(r"[()\[\]|,;:@•·]|\s[-–—/]\s|\s(?:in|at|bei|based in)\s|[–—]")


@dataclass(frozen=True, slots=True)
class TitleMarks:
    """The facts of `title_marks.toml`, ready to apply to words."""

    marks: frozenset[str]
    synonyms: dict[tuple[str, ...], str]
    noise: frozenset[tuple[str, ...]]
    longest: int
    """Words in the longest phrase."""


@dataclass(frozen=True, slots=True)
class TitleKey:
    """What of a title names the job: equal keys are one title, whatever the order and spelling of its words."""

    words: frozenset[str]
    marks: frozenset[str]
    """Those of the words that set jobs apart: level and specialty."""

    def fits(self, other: TitleKey) -> bool:
        """Whether both may name one job: the same marks, and one says at most more words than the other."""
        return self.marks == other.marks and (self.words <= other.words or other.words <= self.words)


def fold(text: str) -> str:
    """Lower case, one form for characters that look alike, no accents."""
    if text.isascii():
        return text.lower()
    return _ACCENT.sub("", unicodedata.normalize("NFKD", text)).casefold()


def words_of(text: str) -> list[str]:
    """The words of a text in folded form, `c++` and `c#` among them."""
    return _WORD.findall(fold(text))


@cache
def title_marks() -> TitleMarks:
    """The room's own list of words that set titles apart."""
    facts = tomllib.loads((_HERE / "title_marks.toml").read_text(encoding="utf-8"))
    synonyms = {
        tuple(spelling.split()): canonical for canonical, others in facts["synonyms"].items() for spelling in others
    }
    noise = frozenset(tuple(phrase.split()) for phrase in facts["noise"]["words"])
    return TitleMarks(
        marks=frozenset(word for words in facts["marks"].values() for word in words),
        synonyms=synonyms,
        noise=noise,
        longest=max(map(len, [*synonyms, *noise])),
    )


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(tomllib.loads((_HERE / "legal_forms.toml").read_text(encoding="utf-8"))["words"])


@cache
def employer_key(name: str) -> str:
    """An employer's name without case, punctuation and legal form; empty where nothing is left of it."""
    words = words_of(re.sub(r"(?<=\w)[.'’](?=\w)", "", name.replace("&", " and ")))
    kept = list(words)
    while len(kept) > 1 and kept[-1] in _legal_forms():
        kept.pop()
    return " ".join(kept)


def title_key(title: str, employer: str, places: Collection[str]) -> TitleKey:
    """The words that name the job: without places, the employer's own name, numbers of openings and noise.

    `employer` is a key of `employer_key`; `places` are words of places where that employer hires.
    """
    facts = title_marks()
    text = _OPENING_ID.sub(" ", _GENDERS.sub(" ", fold(title)))
    own_name = set(employer.split())
    kept: list[str] = []
    for number, part in enumerate(_BREAK.split(text)):
        words = _canonical(_WORD.findall(part), facts)
        is_elsewhere = number > 0 and all(word in places or word in own_name for word in words)
        kept.extend([] if is_elsewhere else words)
    found = frozenset(kept)
    return TitleKey(found, found & facts.marks)


def _canonical(words: list[str], facts: TitleMarks) -> list[str]:
    """The words with synonyms replaced, the longest phrase first, and noise left out."""
    found: list[str] = []
    place = 0
    while place < len(words):
        for length in range(min(facts.longest, len(words) - place), 0, -1):
            phrase = tuple(words[place : place + length])
            if phrase in facts.synonyms:
                found.append(facts.synonyms[phrase])
                break
            if phrase in facts.noise:
                break
        else:
            length = 1
            found.append(words[place])
        place += length
    return found


@cache
def _addresses() -> tuple[tuple[str, re.Pattern[str]], ...]:
    facts = tomllib.loads((_HERE / "ats_urls.toml").read_text(encoding="utf-8"))
    return tuple((address["source"], re.compile(address["pattern"], re.IGNORECASE)) for address in facts["address"])


def ats_reference(urls: Iterable[str | None]) -> tuple[str, str] | None:
    """(source, posting's id in lower case) of the employer's own board that one of the addresses leads to."""
    for url in filter(None, urls):
        for source, pattern in _addresses():
            if found := pattern.search(url):
                return source, found["id"].lower()
    return None
