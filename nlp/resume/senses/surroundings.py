"""What surrounds a name in a resume, as features of the model of senses (model.py).

A feature says how the name is written, what stands right beside it, which other skills its statement names, and how
technical the entry is that it stands in: the field of a role is evidence of what its words mean.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import NamedTuple

from nlp.cues import cues
from nlp.mentions.finder import Candidate
from nlp.resume import everyday
from nlp.resume.headings import flat
from nlp.resume.sayings import Saying
from nlp.resume.senses.entries import Entry
from nlp.taxonomy.loader import Skill

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]")
_INITIAL = re.compile(r"(?<!\w)[A-Z]\. ?$")
_CLOSE, _NEAR, _FAR = 3, 5, 20
"""Words on a side by their place, those near, and those of whom only the longer speak."""
_ENDINGS = ("ing", "ied", "ies", "ed", "es", "s", "ly", "e")
_LISTING = frozenset({",", "and", "or", "/", "&", ";"})
_OPENING, _CLOSED = "«“„", "»”"
_MANY = 3


@dataclass(frozen=True)
class Found:
    """What is found in a statement."""

    saying: Saying
    candidates: list[Candidate]
    """All spans that write a surface."""
    named: list[Candidate]
    """Those that their neighbours confirm."""
    entry: Entry

    def has_tools_beside(self, name: Candidate) -> bool:
        """Whether another sure name stands in the statement."""
        return any(c.skill != name.skill and c.case != "context" for c in self.named)

    def seen(self, name: Candidate, skills: Mapping[str, Skill], *, alone: bool = False) -> list[str]:
        """The features of a name; `alone`: of its statement alone, not of the entry that it stands in."""
        text, entry = self.saying.text, self.entry
        said, skill = text[name.start : name.end], skills[name.skill]
        case = _case(said, name.listed)
        sure = "sure" if name in self.named else "unsure"
        beside = [c for c in self.named if c.skill != name.skill and skills[c.skill].kind != "soft"]
        others = [c for c in beside if c.case != "context" and c.listed.lower() not in everyday.plain_words()]
        tools = sum(skills[c.skill].kind == "tool" for c in others)
        kind = f"{skill.kind} {name.case}"
        is_plain = name.listed.lower() in everyday.plain_words()
        modelling, building = (len(self._cues_beside(name, of)) for of in ("ml_ai", "engineering"))
        seen = [
            f"rule:{name.case}",
            f"kind:{kind} {case}",
            f"sure:{sure} {name.case}",
            f"plain:{is_plain} {sure}",
            f"form:{' ' in said} {skill.kind} {case}",
            f"others:{min(len(others), _MANY)} {min(len(beside) - len(others), 2)}",
            f"tools:{min(tools, 2)} {sure}",
            f"alone:{not others} {kind} {sure}",
            f"section:{self.saying.line.section}",
            f"told:{'ml_ai' if modelling > 1 else 'engineering' if building > 1 else 'other'}",
            f"cues:{min(modelling + building, _MANY)}",
        ]
        if not alone:
            seen += [
                f"entry:{entry.kind}",
                f"share:{entry.share}",
                f"entry&:{entry.kind} {entry.share}",
                f"share&:{entry.share} {not others} {kind}",
                f"entry&alone:{entry.kind} {not others} {case}",
                f"share&case:{entry.share} {case} {is_plain} {bool(others)}",
            ]
        return list(dict.fromkeys([*seen, *self._beside(name)]))

    def _cues_beside(self, name: Candidate, kind: str) -> set[str]:
        """The different words of a kind of work that stand in the statement beside the name itself."""
        return {
            word for of, word, start, end in self._cues if of == kind and not (start < name.end and name.start < end)
        }

    @cached_property
    def _cues(self) -> list[tuple[str, str, int, int]]:
        low = flat(self.saying.text)
        return [
            (kind, m.group(), m.start(), m.end())
            for kind in ("ml_ai", "engineering")
            for m in cues("resume/career/work.toml", "entry", kind).finditer(low)
        ]

    @cached_property
    def _words(self) -> list[_Word]:
        confirmed = set(self.named)
        spans = sorted((c.start, c.end, c in confirmed) for c in self.candidates)
        starts = [start for start, _, _ in spans]
        words = []
        for m in _TOKEN.finditer(self.saying.text):
            at = bisect_right(starts, m.start()) - 1
            is_in = at >= 0 and m.start() < spans[at][1]
            words.append(_Word(m.group(), is_in and spans[at][2], is_in and not spans[at][2], m.start()))
        return words

    def _is_quoted(self, name: Candidate) -> bool:
        """Whether a name stands in quotation marks: a title, a pet name."""
        text = self.saying.text
        opened = max(text.rfind(mark, 0, name.start) for mark in _OPENING)
        closed = max(text.rfind(mark, 0, name.start) for mark in _CLOSED)
        return opened > closed and any(text.find(mark, name.end) >= 0 for mark in _CLOSED)

    def _beside(self, name: Candidate) -> Iterator[str]:
        """What stands right before and behind a name and near it."""
        begin = bisect_left(self._words, name.start, key=attrgetter("at"))
        end = bisect_left(self._words, name.end, key=attrgetter("at"))
        left = self._words[max(0, begin - _FAR) : begin][::-1]
        right = self._words[end : end + _FAR]
        yield "inner" if left else "^"
        if not any(word.text.isalnum() for word in right):
            yield "$"
        for side, walked in (("L", left), ("R", right)):
            for n, word in enumerate(walked[:_CLOSE], start=1):
                yield f"{side}{n}:{'SKILL' if word.is_skill else _form(word.text)}"
            if walked:
                yield f"{side}1^{walked[0].look}"
                if walked[0].is_doubtful:
                    yield f"{side}1 doubtful"
            yield from (f"{side}~{_form(word.text)}" for word in walked[:_NEAR] if word.tells)
            yield from (f"far~{_form(word.text)}" for word in walked[_NEAR:] if word.tells and len(word.text) > _MANY)
            yield from _listed(side, walked)
        if _INITIAL.search(self.saying.text, max(0, name.start - _CLOSE), name.start):
            yield "initial"
        if self._is_quoted(name):
            yield "quoted"
        looks = [walked[0].look if walked else "end" for walked in (left, right)]
        yield f"between:{looks[0]} {looks[1]} {_case(self.saying.text[name.start : name.end], name.listed)}"


def _case(said: str, listed: str) -> str:
    if said.islower():
        return "low" if listed.islower() else "lowered"
    if said.isupper() and len(said) > 1:
        return "up" if listed.isupper() else "shouted"
    return "listed" if said == listed else "cap"


class _Word(NamedTuple):
    text: str
    is_skill: bool
    is_doubtful: bool
    """Whether it writes a surface that its neighbours do not confirm."""
    at: int

    @property
    def tells(self) -> bool:
        return self.text.isalpha() and not self.is_skill

    @property
    def look(self) -> str:
        if self.is_skill:
            return "skill"
        if self.text[0].isdigit():
            return "number"
        return "sign" if not self.text[0].isalpha() else "Cap" if self.text[0].isupper() else "low"


def _listed(side: str, words: Sequence[_Word]) -> Iterator[str]:
    """The next member of the list that a name is in: a skill, or a stranger with a capital («Tokyo, Phoenix»)."""
    if words and words[0].text in _LISTING:
        behind = next((word for word in words[1:3] if word.text not in _LISTING), None)
        if behind is not None:
            yield f"list{side}:{behind.look}"


@lru_cache(maxsize=8192)
def _form(word: str) -> str:
    if word[:1].isdigit():
        return "0"
    low = word.lower()
    for ending in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            low = low[: -len(ending)]
            break
    return low
