"""The language that a text is written in: by its script, and of what is written in Latin letters by its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from nlp.cues import facts

_WORDS = re.compile(r"[a-zà-ÿ]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_OTHER = re.compile(r"[^\x00-ɏ\u2000-\u2bff]")
"""What may be a letter of another script; most texts hold none."""
_ANY_WORDS = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 12
_FEWEST_LETTERS = 20
_SURE = 5
"""By how much, in natural logarithms, a language must lead the next one in a short text."""
_SHORT = 20
_ENGLISH = 0.12
"""The least share of English's small words in an English text."""
_LEAST_SURE = 50
"""Words by which a text is said to be in another language than English."""
_SMALL_WORDS = 0.06
"""The least share of that language's small words in it."""
_MOSTLY, _PARTLY = 0.5, 0.2
"""Shares of other letters: a text of more is not English, one of less is what its Latin words say."""


@dataclass(frozen=True, slots=True)
class _Script:
    letters: re.Pattern[str]
    languages: tuple[str, ...]
    weight: int


def language_of(text: str) -> str | None:
    """ISO 639-1 of the text; None for very few words, and for few that fit several."""
    start = text[:4000]
    words = _WORDS.findall(start.lower())
    is_english = len(words) >= _FEWEST_WORDS and sum(map(_english_words().__contains__, words)) / len(words) > _ENGLISH
    if _OTHER.search(start):
        letters = {name: len(s.letters.findall(start)) * s.weight for name, s in _scripts().items()}
        other = sum(letters.values())
        share = other / (other + len(_LATIN.findall(start))) if other else 0.0
        if other >= _FEWEST_LETTERS and (share > _MOSTLY or (share > _PARTLY and not is_english)):
            return _of_script(letters, text)
    if is_english:
        return "en"
    return _identified(text, _SURE if len(words) < _SHORT else 0) if len(words) >= _FEWEST_WORDS else None


def foreign_language(text: str) -> str | None:
    """The language of a text that is surely not in English («German»); None for English and where it is not sure."""
    words = [w.lower() for w in _ANY_WORDS.findall(text)]
    language = language_of(text) if len(words) >= _LEAST_SURE else None
    if language is None or language == "en":
        return None
    named: str | None = facts("language.toml")["names"].get(language)
    is_latin = sum(map(str.isascii, words)) > 0.5 * len(words)
    small = frozenset(facts("language.toml")["small_words"].get(language, ()))
    if is_latin and sum(map(small.__contains__, words)) < _SMALL_WORDS * len(words):
        return None
    return named


def _of_script(letters: Mapping[str, int], text: str) -> str:
    """The language of a text by the script that most of its letters are of; who writes kana writes Han beside them."""
    most = max(letters, key=letters.__getitem__)
    script = _scripts()["kana" if most == "han" and letters["kana"] > _FEWEST_LETTERS else most]
    if len(script.languages) > 1 and (named := _identified(text)) in script.languages:
        return named
    return script.languages[0]


def _identified(text: str, margin: float = 0) -> str | None:
    """The likeliest language, where it leads the next one by the margin."""
    (first, best), (_, second) = sorted(_identifier().rank(text[:2000]), key=lambda found: -found[1])[:2]
    return str(first) if best - second >= margin else None


@cache
def _english_words() -> frozenset[str]:
    return frozenset(facts("language.toml")["english_words"])


@cache
def _scripts() -> Mapping[str, _Script]:
    return {
        name: _Script(re.compile(f"[{row['letters']}]"), tuple(row["languages"]), row.get("weight", 1))
        for name, row in facts("language.toml")["script"].items()
    }


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(facts("language.toml")["known"])
    return identifier
