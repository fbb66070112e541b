"""Whether extracted text is a text: letters that make words."""

from __future__ import annotations

import re

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
