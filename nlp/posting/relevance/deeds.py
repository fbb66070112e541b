"""What the reader of an advert does: the verbs that have them as subject, their kind, and whether AI is their object.

«Build and serve models» is the reader's, «help researchers train models» is others' training, «our models power search»
is nobody's here. By rule over plain tokens (`deeds.toml`), linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache

from nlp.cues import facts
from nlp.text import Statement
from nlp.words import Token

FILE = "posting/relevance/deeds.toml"
OTHERS = "others"
"""The kind of a verb whose subject is somebody the reader helps."""
_MOST_BEFORE = 3
"""Words that may stand between «you will» and the verb."""
_DOUBLES = re.compile(r"[^aeiou][aeiou][bdgmnpt]$")
_HISSES = re.compile(r"(?:sh|ch|x|s|z)$")


@dataclass(frozen=True, slots=True)
class Deed:
    """One verb of the reader, or of those that the reader helps."""

    verb: str
    """In its plain form."""
    kinds: tuple[str, ...]
    """Of deeds.toml, or `others`."""
    names_ai: bool


@dataclass(frozen=True, slots=True)
class _Verb:
    plain: str
    form: str
    """`plain | s | ed | ing`"""
    kinds: tuple[str, ...]


def kinds() -> tuple[str, ...]:
    """The kinds of verbs in the order of the file, `others` last."""
    return (*facts(FILE)["verbs"], OTHERS)


def names_ai(words: Set[str], *, surely: bool) -> bool:
    """Whether a statement's words name AI: surely, or in the company of others that do."""
    return not _ai("sure" if surely else "perhaps").isdisjoint(words)


def deeds(statement: Statement, words: Sequence[Token], is_core: Callable[[int, int], bool]) -> list[Deed]:
    """The deeds of one statement of the duties, from its tokens.

    `is_core(start, end)` says whether a skill of the field stands there, in the text's offsets.
    """
    if not (places := _verbs_of_reader(statement, words)):
        return []
    ends = [*places[1:], len(words)]
    for i in range(len(places) - 2, -1, -1):  # «design, build and run X»: each has X for object
        if all(word in _JOINING or word.endswith("ly") for word, _ in words[places[i] + 1 : places[i + 1]]):
            ends[i] = ends[i + 1]
    found, is_others = [], False
    for i, (place, end) in enumerate(zip(places, ends, strict=True)):
        verb = _verbs()[words[place][0]]
        before = words[place - 1][0] if i else ""
        is_others = bool(i) and (
            is_others or (before == "to" and _verbs()[words[places[i - 1]][0]].plain in _helping())
        )
        until = words[end][1] if end < len(words) else len(statement.low)
        about_ai = any(word in _ai("sure") for word, _ in words[place + 1 : end]) or is_core(
            statement.start + words[place][1] + 1, statement.start + until
        )
        found.append(Deed(verb.plain, (OTHERS,) if is_others else verb.kinds, about_ai))
    return found


_JOINING = frozenset({"and", "or", "&", ",", "then", "also"})


def _verbs_of_reader(statement: Statement, words: Sequence[Token]) -> list[int]:
    """Which tokens are verbs whose subject is the reader: the first one, and those joined to it in a fitting form."""
    first = _first_verb(statement, words)
    if first is None:
        return []
    known, joins = _verbs(), _subject("joins")
    found, form = [first], known[words[first][0]].form
    for i in range(first + 1, len(words)):
        verb = known.get(words[i][0])
        if verb is None:
            continue
        before = words[i - 1][0]
        if before.endswith("ly") and i > first + 1:
            before = words[i - 2][0]
        if before not in joins and before != ",":
            continue
        if verb.form == ("plain" if before == "to" else "ing" if before in _BY else form):
            found.append(i)
            form = verb.form
    return found


_BY = frozenset({"by", "while"})


def _first_verb(statement: Statement, words: Sequence[Token]) -> int | None:
    """The first verb at the start of a line or after what opens the reader's deeds («you will», «responsible for»)."""
    starts = [m.end() for m in _opens().finditer(statement.low)]
    if statement.opens_line or statement.is_bullet or (words and words[0][0] in _verbs()):
        starts.insert(0, 0)
    i = 0
    for start in starts:
        while i < len(words) and words[i][1] < start:
            i += 1
        for k in range(i, min(i + _MOST_BEFORE + 1, len(words))):
            word = words[k][0]
            if word in _verbs():
                return k
            if word not in _subject("before") and not word.endswith("ly"):
                break
    return None


@cache
def _verbs() -> Mapping[str, _Verb]:
    """Every form of every verb."""
    of_kind: dict[str, list[str]] = {}
    for kind, verbs in facts(FILE)["verbs"].items():
        for verb in verbs:
            of_kind.setdefault(verb, []).append(kind)
    found: dict[str, _Verb] = {}
    for plain, kinds_of in of_kind.items():
        for form, written in _forms(plain).items():
            found.setdefault(written, _Verb(plain, form, tuple(kinds_of)))
    return found


def _forms(plain: str) -> dict[str, str]:
    """A regular verb's forms."""
    if plain.endswith("e"):
        return {"plain": plain, "s": plain + "s", "ed": plain + "d", "ing": plain[:-1] + "ing"}
    if plain.endswith("y") and plain[-2] not in "aeiou":
        return {"plain": plain, "s": plain[:-1] + "ies", "ed": plain[:-1] + "ied", "ing": plain + "ing"}
    stem = plain + plain[-1] if _DOUBLES.search(plain) else plain
    return {
        "plain": plain,
        "s": plain + ("es" if _HISSES.search(plain) else "s"),
        "ed": stem + "ed",
        "ing": stem + "ing",
    }


@cache
def _opens() -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{re.escape(o)}\b" for o in facts(FILE)["subject"]["opens"]))


@cache
def _subject(name: str) -> frozenset[str]:
    return frozenset(facts(FILE)["subject"][name])


@cache
def _helping() -> frozenset[str]:
    return _subject("others")


@cache
def _ai(name: str) -> frozenset[str]:
    return frozenset(facts(FILE)["objects"][name])
