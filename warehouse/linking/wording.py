"""What two adverts' texts have in common, apart from what they say of places and pay: pure functions over words."""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Collection, Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from warehouse.linking.names import fold, words_of

SHINGLE = 3
"""Words in a row that are compared as one."""
LEAST_WORDS = 40
"""A text of which less is left without places and pay is compared whole."""
_MIX, _WIDTH = np.uint64(0x9E3779B1), np.uint64(2**32)
_SENTENCE_END = re.compile(r"[\n;•]+|[.!?](?=\s)")
_PLACE_END = re.compile(r"[,;:/|()\[\]·•–—]|\s-\s|\bor\b|\band\b")
_FIGURE = re.compile(r"\d")

Phrase = tuple[str, ...]


def place_names(places: Iterable[str]) -> frozenset[Phrase]:
    """The names in places as written, as words: «New York, NY (Remote)» → new york. Codes of two letters are none."""
    parts = (tuple(words_of(part)) for place in places for part in _PLACE_END.split(fold(place)))
    return frozenset(part for part in parts if part and len("".join(part)) > 2 and part not in _no_places())


def body(text: str, names: Collection[Phrase]) -> tuple[str, ...]:
    """The words of a text without its sentences about pay and those that name one of the places.

    All its words where little is left. The copies of one advert for many cities differ in such sentences alone.
    """
    begun: dict[str, set[int]] = {}
    for name in names:
        begun.setdefault(name[0], set()).add(len(name))
    sentences = [(sentence, words_of(sentence)) for sentence in _SENTENCE_END.split(fold(text))]
    kept = tuple(
        word
        for sentence, words in sentences
        if not speaks_of_pay(sentence) and not _names_one(words, names, begun)
        for word in words
    )
    return kept if len(kept) >= LEAST_WORDS else tuple(word for _, words in sentences for word in words)


def speaks_of_pay(sentence: str) -> bool:
    """Whether a folded sentence says what is paid: a figure beside a currency or a word of pay."""
    return _FIGURE.search(sentence) is not None and _pay_words().search(sentence) is not None


@lru_cache(maxsize=1024)  # asked of pairs: once a text
def opening_numbers(text: str) -> frozenset[str]:
    """The numbers that a text labels as those of its opening: «Req ID: R-10471», «Job number 2291»."""
    return frozenset(found["number"].upper().strip("-_") for found in _labelled().finditer(fold(text)))


def shingles(words: Iterable[str]) -> frozenset[int]:
    """Each run of words as a number of 32 bits that is the same in every process."""
    given = [zlib.crc32(word.encode("utf-8")) for word in words]
    codes = np.fromiter(given, dtype=np.uint64, count=len(given))
    runs = np.zeros(max(len(given) - SHINGLE + 1, 0), dtype=np.uint64)
    for place in range(SHINGLE):
        runs = (runs * _MIX + codes[place : place + len(runs)]) % _WIDTH
    return frozenset(runs.tolist())


def jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    """Shared of all; 0 where one is empty."""
    return len(one & other) / len(one | other) if one and other else 0.0


def _names_one(words: list[str], names: Collection[Phrase], begun: Mapping[str, Collection[int]]) -> bool:
    """Whether one of the names stands in a sentence; `begun` says how long those are that begin with a word."""
    return not begun.keys().isdisjoint(words) and any(
        tuple(words[at : at + length]) in names for at, word in enumerate(words) for length in begun.get(word, ())
    )


@cache
def _facts() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(Path(__file__).with_name("wording.toml").read_text(encoding="utf-8"))


@cache
def _no_places() -> frozenset[Phrase]:
    return frozenset(tuple(phrase.split()) for phrase in _facts()["place"]["no_names"])


@cache
def _pay_words() -> re.Pattern[str]:
    words = "|".join(map(re.escape, _facts()["pay"]["words"]))
    return re.compile(rf"[{re.escape(''.join(_facts()['pay']['signs']))}]|\b(?:{words})\b")


@cache
def _labelled() -> re.Pattern[str]:
    labels = "|".join(label.replace(" ", r"\s") for label in _facts()["opening"]["labels"])
    return re.compile(rf"\b(?:{labels})\s?(?:is|=|:|#|\.|-)?\s?[:#]?\s?(?P<number>[a-z]{{0,4}}[-_]?\d[\w-]{{2,20}})")
