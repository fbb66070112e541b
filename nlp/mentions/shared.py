"""Names that share their last word with the next one: «unit and snapshot tests», «batch- and stream processing»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.mentions.finder import Candidate, SkillFinder

_JOINED = re.compile(
    r"(?<![\w-])([A-Za-z][\w-]{1,20}(?:, [A-Za-z][\w-]{1,20}){0,3}),? (?:and|or|&) "
    r"[A-Za-z][\w-]{1,20}[ -]([A-Za-z]{3,20})\b"
)
_HYPHENED = re.compile(r"(?<![\w-])([A-Za-z]{2,20})- (?:and|or|&|/) [A-Za-z]{2,20}-([A-Za-z]{3,20})\b")
"""«front- and back-end»."""
_MEMBER = re.compile(r"[A-Za-z](?:[\w-]*\w)?")


def with_shared_words(text: str, finder: SkillFinder, found: Sequence[Candidate]) -> list[Candidate]:
    """The names that a text cuts short, where no other stands already: first words that make a name with the last."""
    taken = [(c.start, c.end) for c in found]
    named = []
    for m in (*_JOINED.finditer(text), *_HYPHENED.finditer(text)):
        for member in _MEMBER.finditer(text, m.start(1), m.end(1)):
            if any(start < member.end() and member.start() < end for start, end in taken):
                continue
            whole = f"{member.group()} {m[2]}"
            name = next(iter(finder.find(whole)), None)
            if name is not None and (name.start, name.end) == (0, len(whole)) and name.case == "any":
                named.append(name._replace(start=member.start(), end=member.end()))
    return named
