"""Unknown terms: names and short runs of words that no surface covers, and which of them a list asks for.

«Experience with Kubernetes, document loaders and Zorblat» names two things that the taxonomy lacks. A reading carries
them beside its mentions; over many postings nlp/proposing ranks them. The words that make no term are data.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import cast

from nlp.cues import facts

LONGEST = 3
"""Words of a term."""
NEAR = 40
"""Characters between a list's members."""
_WORD = re.compile(r"[^\W_](?:[\w.+#'&-]*[\w+#])?")
_NAME_GAPS = {False: (" ",), True: (" ", " & ")}
"""What may stand between two words of a term, by whether both are names."""
_LIST_BEFORE = re.compile(r"(?:[,;:/|&(•]|\b(?:and|or|like|as|with|using|in|e\.g\.,?|i\.e\.))\s*$|^$")
_JOINT, _JOINT_LENGTH = re.compile(r"[,;:/|&(•]|\b(?:and|or|like|as|e\.g|i\.e)\b"), 12
"""What every list has, and the most characters that it takes."""
_LIST_AFTER = re.compile(r"\s*(?:[,;:/|&).]|(?:and|or|etc)\b|$)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a statement that no surface covers."""

    start: int
    end: int
    low: str
    is_name: bool
    """Written as names are: PyTorch, AWS, S3, or with a capital inside a sentence."""
    is_common: bool
    """A number, a stop word or a word of adverts: no candidate by itself, but a part of names («New Relic»)."""


def listed(statement: str, known: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The terms that a statement lists beside known skills (given by their spans), each as long as it goes.

    `statement` has plain quotes and hyphens (`nlp.text.same_length`).
    """
    found: list[tuple[int, int]] = []
    if not may_list(statement):
        return found
    for run in (run for part in _open_parts(statement, known) for run in runs(statement, known, *part)):
        fitting = (span for span in spans(run) if is_listed(statement, *span, known))
        longest = max(fitting, key=lambda span: span[1] - span[0], default=None)
        if longest is not None:
            found.append(longest)
    return found


def _open_parts(statement: str, known: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What stands between two joints of a list and holds no surface."""
    at = start = 0
    for joint in chain(_JOINT.finditer(statement), [None]):
        end = joint.start() if joint else len(statement)
        while at < len(known) and known[at][1] <= start:
            at += 1
        if end - start > 1 and not (at < len(known) and known[at][0] < end):
            yield start, end
        start = joint.end() if joint else end


def runs(
    statement: str, known: Sequence[tuple[int, int]], first: int = 0, last: int | None = None
) -> Iterator[list[Word]]:
    """Runs of words one blank apart that no surface covers; common words stand in them only where written as names.

    `known`: spans of surfaces in order. Words are looked for from `first` to `last`.
    """
    words = list(_with_known(statement, known, first, len(statement) if last is None else last))
    is_title = "," not in statement and _is_title(
        m.group() for m, is_known in _with_known(statement, known, 0, len(statement)) if not is_known
    )
    run: list[Word] = []
    for match, is_known in words:
        start, end = match.span()
        word = match.group()
        low = word.lower()
        is_name = _is_coined(word) or (word[0].isupper() and start > 0 and not is_title)
        is_common = low in _words() or word[0].isdigit()
        is_passed = is_known or (is_common and not is_name)
        if run and (is_passed or statement[run[-1].end : start] not in _NAME_GAPS[is_name and run[-1].is_name]):
            yield run
            run = []
        if not is_passed:
            run.append(Word(start, end, low, is_name, is_common))
    if run:
        yield run


def _with_known(
    statement: str, known: Sequence[tuple[int, int]], first: int, last: int
) -> Iterator[tuple[re.Match[str], bool]]:
    """The words of a statement, and whether a surface covers any of each."""
    at = 0
    for match in _WORD.finditer(statement, first, last):
        while at < len(known) and known[at][1] <= match.start():
            at += 1
        yield match, at < len(known) and known[at][0] < match.end()


def spans(run: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Every name alone and every two or three words together; common words only in names, and never alone."""
    for size in range(1, LONGEST + 1):
        for words in (run[left : left + size] for left in range(len(run) - size + 1)):
            is_name = all(word.is_name for word in words)
            has_common = any(word.is_common for word in words)
            is_long = words[-1].end - words[0].start > 1
            if is_long and (is_name or (size > 1 and not has_common)) and not all(word.is_common for word in words):
                yield words[0].start, words[-1].end


def may_list(statement: str) -> bool:
    """Whether a statement may list skills: it joins things, and they are no fields of study."""
    low = statement.lower()
    return _JOINT.search(low) is not None and not any(word in low for word in _lists()["study_marks"])


def is_listed(statement: str, start: int, end: int, known: Sequence[tuple[int, int]]) -> bool:
    """Whether a span is a list's member with a skill we know near by: «Kubernetes, Foo and Bar»."""
    return (
        any(-NEAR <= a - end <= NEAR or -NEAR <= start - b <= NEAR for a, b in known)
        and _LIST_BEFORE.search(statement, max(0, start - _JOINT_LENGTH), start) is not None
        and _LIST_AFTER.match(statement, end) is not None
    )


def _is_title(uncovered: Iterable[str]) -> bool:
    """Whether the uncovered words of a statement have capitals, so that a capital says nothing."""
    words = [word for word in uncovered if len(word) > 3]
    return len(words) > 2 and sum(w[0].isupper() for w in words) >= 0.7 * len(words)


def _is_coined(word: str) -> bool:
    """Written as only names are: a capital or a digit after the first letter."""
    return word[0].isalpha() and any(c.isupper() or c.isdigit() for c in word[1:])


@cache
def _words() -> frozenset[str]:
    """The words that are no candidate by themselves."""
    from spacy.lang.en.stop_words import STOP_WORDS  # noqa: PLC0415 -- spaCy takes half a second to load

    lists = _lists()
    return frozenset(chain(lists["advert"], lists["study"], lists["joining"])) | STOP_WORDS


@cache
def _lists() -> Mapping[str, Sequence[str]]:
    return cast(Mapping[str, Sequence[str]], facts("mentions/unknown.toml"))
