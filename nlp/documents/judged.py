"""Whether extracted text is a text: letters that make words, in English. Says what is wrong, never what is written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from nlp.language import language_of

_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[(\[\"'“‘]*[^\W\d_]+(?:[-'’/.&][^\W\d_]+)*[)\]\"'”’.,;:!?]*")
_VOWEL = re.compile(r"[aeiouyà-öø-üœæåäöőűăâîıąęó]", re.IGNORECASE)
_COMMON = frozenset("etaoinsr")
"""Letters of which half of every text in a language of Latin letters is made."""
_LEAST_LETTERS = 80
_LEAST_COMMON = 0.46
_LEAST_WORDS = 0.45
_LEAST_FOREIGN = 50
"""Words by which another language is told."""
_SMALL_WORDS = 0.06


def makes_words(text: str) -> bool:
    """False where most of a text is no words, as where a file's fonts do not say which letters they show."""
    latin = _LATIN.findall(text.lower())
    others = sum(map(len, _LETTERS.findall(text))) - len(latin)
    if len(latin) < _LEAST_LETTERS or others > len(latin):
        return True  # too little to judge, or another script
    if sum(map(_COMMON.__contains__, latin)) < _LEAST_COMMON * len(latin):
        return False
    tokens = [t for t in _TOKEN.findall(text) if len(t) > 2 and not t[0].isdigit() and "@" not in t]
    words = sum(_WORD.fullmatch(t) is not None and _VOWEL.search(t) is not None for t in tokens)
    return words >= _LEAST_WORDS * len(tokens)


def foreign_language(text: str) -> str | None:
    """The language of a text that is surely not in English («German»); None for English and where it is not sure."""
    words = [w.lower() for w in _LETTERS.findall(text)]
    language = language_of(text) if len(words) >= _LEAST_FOREIGN else None
    if language is None or language == "en":
        return None
    named: str | None = _facts()["names"].get(language)
    is_latin = sum(map(str.isascii, words)) > 0.5 * len(words)
    small = frozenset(_facts()["small_words"].get(language, ()))
    if is_latin and sum(map(small.__contains__, words)) < _SMALL_WORDS * len(words):
        return None
    return named


@cache
def _facts() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("languages.toml").read_text(encoding="utf-8"))
