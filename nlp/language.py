"""The language that a text is written in."""

from __future__ import annotations

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from nlp.cues import facts

_WORDS = re.compile(r"[a-zà-ÿ]+")


def language_of(text: str) -> str | None:
    """ISO 639-1 of the text; None for fewer than 20 words."""
    words = _WORDS.findall(text[:4000].lower())
    if len(words) < 20:
        return None
    if sum(map(_english_words().__contains__, words)) / len(words) > 0.12:
        return "en"
    return str(_identifier().classify(text[:2000])[0])


@cache
def _english_words() -> frozenset[str]:
    return frozenset(facts("language.toml")["english_words"])


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(facts("language.toml")["known"])
    return identifier
