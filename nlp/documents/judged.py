"""What the child does with the text of any file: it is cleaned, cut to what may be sent, and judged by its letters."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.documents.cleaning import clean
from nlp.documents.reasons import Extract

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


def judged(found: Extract, max_bytes: int) -> Extract:
    """The extract with its text cleaned and cut, and what its lines and letters say of it."""
    whole = found.text.encode("utf-8", "ignore")
    text = clean(whole[:max_bytes].decode("utf-8", "ignore"))
    lines = [line for line in text.split("\n") if line.strip()]
    lone = sum(len(line.strip()) == 1 for line in lines) / (len(lines) or 1)
    return replace(
        found, text=text, has_words=makes_words(text), lone=lone, is_cut=found.is_cut or len(whole) > max_bytes
    )


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
