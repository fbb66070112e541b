"""Abbreviations that a resume spells out as something else: «API (active pharmaceutical ingredient)»."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from nlp.resume.everyday import blocks
from nlp.resume.lines import ResumeLine

_SHORT = re.compile(r"(?<![\w-])[A-Z]{2,6}(?![\w-])")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_BRACKET = re.compile(r" ?\(([^()]{4,80})\)")
_LABEL = re.compile(r" ?(?::|=|,? i\.e\.|[–—-](?= )) ?")
_OPENED = re.compile(r"\(\s*$")
_PART = re.compile(r"[\s’'-]+")
_JOINING = frozenset({"of", "the", "and", "for", "in", "to", "a", "an", "on", "or", "with"})
"""Words whose initials are often left out."""
_FEWEST = 3
"""Letters of an abbreviation that may be spelled anywhere in its line; a shorter one only right beside its words."""
_LONGEST = 1000
"""Letters of a line that are looked at."""


class Spelled:
    """The abbreviations that the lines of a resume spell out as something else.

    `means`: whether words are what an abbreviation is known to stand for; one that is spelled so anywhere is left out.
    """

    def __init__(self, lines: Sequence[ResumeLine], means: Callable[[str, str], bool]) -> None:
        texts = [line.text for line in lines]
        told = [
            (short, at, said)
            for at, text in enumerate(texts)
            for short in dict.fromkeys(m.group() for m in _SHORT.finditer(text, 0, _LONGEST))
            for said in _spellings(text[:_LONGEST], short)
        ]
        known = {short for short, _, said in told if means(short, said)}
        self._under = blocks(lines)
        self._entries: dict[str, set[int]] = {}
        self._words: dict[int, set[str]] = {}
        for short, at, words in told:
            if short not in known:
                self._entries.setdefault(short, set()).add(self._under[at])
                self._words.setdefault(at, set()).update(word.lower() for word in _PART.split(words))

    def is_other(self, said: str, at: int, *, has_tools: bool) -> bool:
        """Whether a name in a line is such an abbreviation: in the entry that spells it, or where no tools are named
        with it."""
        if said.lower() in self._words.get(at, ()):
            return True  # a part of what is spelled: «linguistic» of «neuro-linguistic programming»
        entries = self._entries.get(said)
        return entries is not None and (not has_tools or self._under[at] in entries)


def _spellings(text: str, short: str) -> Iterator[str]:
    """The words of a text that spell an abbreviation: in brackets or after a colon behind it, before it in brackets,
    or, of a long enough one, anywhere in its line."""
    for m in (m for m in _SHORT.finditer(text) if m.group() == short):
        if (behind := _BRACKET.match(text, m.end())) and (said := _begins(behind[1], short)):
            yield said
        if (label := _LABEL.match(text, m.end())) and (said := _begins(text[label.end() : label.end() + 80], short)):
            yield said
        if (opened := _OPENED.search(text, max(0, m.start() - 3), m.start())) and (
            said := _ends(text[: opened.start()], short)
        ):
            yield said
    if len(short) >= _FEWEST:
        words = [m.group() for m in _WORD.finditer(text)]
        initials = "".join(word[0].upper() for word in words)
        at = initials.find(short)
        while at >= 0:
            part = words[at : at + len(short)]
            if not _JOINING & {word.lower() for word in part} and all(len(word) > 2 for word in part):
                yield " ".join(part)
            at = initials.find(short, at + 1)


def _begins(text: str, short: str) -> str | None:
    """The words that a text begins with where they spell an abbreviation."""
    return _spelt([m.group() for m in _WORD.finditer(text)], short)


def _ends(text: str, short: str) -> str | None:
    words = [m.group() for m in _WORD.finditer(text[-120:])]
    for many in range(1, len(short) + 3):
        if len(words) >= many and (said := _spelt(words[-many:], short, whole=True)):
            return said
    return None


def _spelt(words: Sequence[str], short: str, *, whole: bool = False) -> str | None:
    """The first words, joining ones left out where they must be, whose initials are the abbreviation."""
    at, taken = 0, 0
    for word in words:
        taken += 1
        parts = [part for part in _PART.split(word) if part]
        for part in parts:
            if at < len(short) and part[0].upper() == short[at]:
                at += 1
            elif word.lower() not in _JOINING:
                return None
        if at == len(short):
            break
    is_all = at == len(short) and (not whole or taken == len(words))
    return " ".join(words[:taken]) if is_all else None
