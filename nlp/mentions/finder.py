"""Find where a text names a skill: Aho-Corasick over every surface, token boundaries, longest match, then context.

Shared by the posting and the resume reader. The finder proposes spans over the folded text (nlp/text.py); names that
are also everyday words («Go», «Ray», «inference») are then judged by their neighbours in a spaCy Doc of the statement.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick

from nlp.cues import facts
from nlp.kept import kept
from nlp.taxonomy.loader import CaseRule, Surface, Taxonomy
from nlp.text import Folded, fold, lower, same_length

_ROOM = Path(__file__).parents[1]
_JOINERS = re.compile(r"[\s-]+")
_VERSION = re.compile(r"[ -]?v?\d+(?:\.(?:\d+|x))*\+?(?![\w%])")
_MODEL_VERSION = re.compile(r"(?<=[a-zA-Z]{3})[vV]\d{1,2}(?![\w%])")
"""«MobileNetV3», «YOLOv8»."""
_DOMAIN = re.compile(r"\.[a-z]{2,}")
_PLAIN_ENDS = frozenset(" ,;:)/\n")
"""What says nothing about the token before it. No text, at its end, is not among them."""
_NAME = re.compile(r"[A-Z][A-Za-z]*[a-z]")
"""One word with a capital that is no abbreviation."""
_TWO_CAPITALS, _LAST_WORD = re.compile(r"(?<![A-Za-z])[A-Z]{2}$"), re.compile(r"[A-Za-z]{3,}$")
_ITEM = re.compile(r"(?:^|(?<=[,;|:•·/(]))[ \t]*([^,;|:•·/()\n]{1,40}?)[ \t]*(?=[,;|/)\n]|$)")
"""One item of a list, without the blanks around it."""
_NEIGHBOURS = 2
"""Items that are names, from which on a text may be a list of names; half of its items are."""
_COMPOUND = re.compile(r"(?<![^\W_])([a-z]{3,})-$")


_SIGNS_WITH_CAPITALS = re.compile("[\u0345\u24d0-\u24e9\U0001f130-\U0001f189]")
"""Signs that have capitals and are no letters: a word begins behind «ⓐ»."""


class Candidate(NamedTuple):
    """A span that writes a surface; context may still speak against it."""

    start: int
    end: int
    skill: str
    case: CaseRule
    listed: str
    """The surface as the taxonomy lists it."""


class _Entry(NamedTuple):
    skill: str
    case: CaseRule
    listed: str
    exact: str
    """What the text must read letter for letter (hyphens and blanks apart) where the rule is `exact`."""


_WORTH_KEEPING = 1_000
"""Surfaces of a taxonomy whose spellings are kept between two processes."""
_Spellings = dict[str, list[list[Any]]]
"""By what is looked for, the fields of the entries that it may stand for, the likeliest first."""


class SkillFinder:
    """All surfaces of a taxonomy in one automaton."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self._entries = _spellings(taxonomy)
        self._automaton = ahocorasick.Automaton()
        for key in self._entries:
            self._automaton.add_word(_initials(key), len(key))
        self._automaton.make_automaton()

    def __len__(self) -> int:
        """How many spellings the automaton knows."""
        return len(self._entries)

    def find(self, text: str) -> list[Candidate]:
        """The candidates of a text in order, none overlapping: the longest wins, then the leftmost."""
        folded = fold(text)
        found = [self.candidate(text, folded, first, end) for first, end in self._places(folded.text)]
        return longest([c for c in found if c is not None])

    def items_in_any_case(self, text: str, found: Sequence[Candidate]) -> list[Candidate]:
        """The whole items of a list of names that spell one in other letters than its own («python, git, jax, eks»).

        `found`: the names that stand there as they are written. People's own lists are often all in small letters.
        """
        names = {(c.start, c.end) for c in found}
        items = list(_ITEM.finditer(text)) if len(found) >= _NEIGHBOURS else []
        known = sum(item.span(1) in names for item in items)
        if known < _NEIGHBOURS:
            return []
        spelt = [
            Candidate(*item.span(1), skill, "any", listed)
            for item in items
            if item.span(1) not in names and (entries := self._entries.get(_key(item[1])))
            for skill, case, listed, _ in entries[:1]
            if case == "exact"
        ]
        return spelt if known + len(spelt) >= len(items) / 2 else []

    @property
    def spellings(self) -> Collection[str]:
        """All that the finder looks for in the folded copy of a text."""
        return self._entries.keys()

    def candidate(self, text: str, folded: Folded, first: int, end: int) -> Candidate | None:
        """What the spelling at [first, end) of the folded copy stands for; None where the text does not bear it out."""
        start, stop = folded.span(first, end)
        if not _is_bounded(text, start, stop):
            return None
        written = None
        for skill, case, listed, exact in self._entries[folded.text[first:end]]:
            if case == "exact":
                written = written or _JOINERS.sub(" ", same_length(text[start:stop]))
                if written != exact:
                    continue
            elif text[stop - 1] == "S" and exact[-2:-1].isupper() and exact.endswith("s"):
                continue  # the plural of «ML» is «MLs», «MLS» is another
            return Candidate(start, stop, skill, case, listed)
        return None

    def _places(self, copy: str) -> list[tuple[int, int]]:
        """[first, end) of each spelling in the copy that does not lie inside a longer word."""
        padded = copy + " "  # also what stands before the first character
        found = []
        for last, length in self._automaton.iter(_initials(copy)):
            end = last + 1
            if padded[end].isalpha() and padded[last].isalnum() and not _MODEL_VERSION.match(padded, end):
                continue
            first = end - length
            if not (padded[first - 1].isalnum() and padded[first].isalnum()):
                found.append((first, end))
        return found


def _initials(low: str) -> str:
    """A lower-case text with capitals where words begin, so that no spelling is met inside a word at all."""
    shown = low.title()
    if low.isascii() or (len(shown) == len(low) and not _SIGNS_WITH_CAPITALS.search(low)):
        return shown
    return "".join(_initial(low, at) for at in range(len(low)))


def _initial(low: str, at: int) -> str:
    """A letter of a text of which some capital is two, as that of «ß» is."""
    sign = low[at]
    opens = not (at and low[at - 1].isalpha())
    return capital if opens and len(capital := sign.title()) == 1 else sign


def _made_of(taxonomy: Taxonomy) -> list[bytes]:
    """All that the spellings of a taxonomy depend on."""
    listed = "\0".join(f"{s.skill}\0{s.case}\0{s.text}" for s in taxonomy.surfaces)
    rules = (Path(__file__), _ROOM / "text.py", _ROOM / "letters.py", _ROOM / "mentions" / "spelling.toml")
    return [listed.encode(), *(path.read_bytes() for path in rules)]


def _spellings(taxonomy: Taxonomy) -> _Spellings:
    if len(taxonomy.surfaces) < _WORTH_KEEPING:
        return _made(taxonomy)
    return kept("spellings", _made_of(taxonomy), lambda: _made(taxonomy))


def _made(taxonomy: Taxonomy) -> _Spellings:
    entries: dict[str, list[_Entry]] = {}
    for surface in taxonomy.surfaces:
        for variant in variants(surface):
            key = _key(variant)
            known = entries.setdefault(key, [])
            entry = _Entry(surface.skill, surface.case, surface.text, _JOINERS.sub(" ", same_length(variant)))
            # A surface as listed outranks another's derived variant; `exact` entries of one key may live together.
            if variant == surface.text:
                known[:] = [e for e in known if e.case == "exact" or e.listed == e.exact]
            if not any(e.skill == entry.skill and e.exact == entry.exact for e in known):
                known.append(entry)
    return {
        key: [list(entry) for entry in (sorted(known, key=_rank) if len(known) > 1 else known)]
        for key, known in entries.items()
    }


def longest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The longest of overlapping candidates, then the leftmost; in order of the text."""
    kept: list[Candidate] = []
    rivals: list[Candidate] = []
    reach = -1
    for c in sorted(candidates, key=_place):
        if c.start >= reach and rivals:
            kept += rivals if len(rivals) == 1 else _longest_first(rivals)
            rivals = []
        rivals.append(c)
        reach = max(reach, c.end)
    return kept + (rivals if len(rivals) < 2 else _longest_first(rivals))


_place = attrgetter("start", "end")


def _longest_first(rivals: Sequence[Candidate]) -> list[Candidate]:
    """What remains of candidates that overlap in a row."""
    kept: list[Candidate] = []
    for c in sorted(rivals, key=lambda c: (c.start - c.end, c.start)):
        if all(c.end <= k.start or k.end <= c.start for k in kept):
            kept.append(c)
    return sorted(kept, key=_place)


def variants(surface: Surface) -> set[str]:
    """The spellings that one listed surface stands for: plural or singular of the last word, British forms."""
    text = surface.text
    found = {text}
    if surface.case == "exact" or (surface.case == "context" and len(text) <= 2):
        return found | ({text + "s"} if text.isupper() and len(text) > 2 and text.isalpha() else set())
    if surface.case == "any" and _NAME.fullmatch(text):
        return found  # «Arize» and «Canva» have neither a British form nor a plural
    low = text.lower()
    if _two_ways().search(low):
        for pair in facts("mentions/spelling.toml")["pairs"]:
            for one, other in (pair, pair[::-1]):
                if one in low and other not in low:
                    found.add(re.sub(one, other, text, flags=re.IGNORECASE))
    if surface.case == "any" and "-" in text and _prefix().search(text):
        found.add(_prefix().sub(r"\1", text))
    if surface.case == "any" or not text[:1].isupper():  # «Modal» has no plural, «agent» has one
        found |= {number for spelling in tuple(found) if (number := _other_number(spelling))}
    return found


@cache
def _two_ways() -> re.Pattern[str]:
    """What is spelt otherwise in Britain or America."""
    return re.compile("|".join(re.escape(one) for pair in facts("mentions/spelling.toml")["pairs"] for one in pair))


@cache
def _prefix() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])({'|'.join(facts('mentions/spelling.toml')['prefixes'])})-(?=[a-z])", re.IGNORECASE)


def _other_number(text: str) -> str | None:  # noqa: PLR0911 -- one reason a line
    """The plural of a singular, the singular of a plural, None where neither is regular."""
    if text[-2:].isupper() and _TWO_CAPITALS.search(text):
        return text + "s"  # «vector DB»
    word = _LAST_WORD.search(text)
    if word is None:
        return None
    low = word.group().lower()
    if word.group().isupper() and low.endswith("s"):
        return None  # «SSRS»
    if low in facts("mentions/spelling.toml")["no_plural"]:
        return None
    if low.endswith(("lysis", "thesis")):
        return text[:-2] + "es"
    if low.endswith("process"):
        return text + "es"
    if low.endswith(("ss", "us", "is", "ics", "ous")):
        return None
    if low.endswith("ies") and len(low) > 4:
        return text[:-3] + "y"
    if low.endswith(("ches", "shes", "xes", "sses")):
        return text[:-2]
    if low.endswith("s"):
        return text[:-1] if len(low) > 3 else None
    if low.endswith(("ing", "ed", "ly", "able", "al", "ive")) and not low.endswith(
        ("embedding", "setting", "signal", "journal", "terminal")
    ):
        return None
    if low.endswith("y") and low[-2] not in "aeiou":
        return text[:-1] + "ies"
    return text + ("es" if low.endswith(("ch", "sh", "x")) else "s")


def _key(text: str) -> str:
    return _JOINERS.sub(" ", lower(same_length(text)))


def _rank(entry: _Entry) -> tuple[int, int]:
    """Of two skills' entries of one spelling the one comes first that is listed so; of two such the one that is asked
    letter for letter."""
    return (0 if entry.listed == entry.exact else 1, 0 if entry.case == "exact" else 1)


def _is_bounded(text: str, start: int, end: int) -> bool:  # noqa: PLR0911 -- one reason a line
    """Whether [start, end) begins and ends where a technical token does: «Kubernetes(EKS)» yes, «C» in «C++» no."""
    before = text[start - 1] if start else " "
    if before in " \n(" and text[end : end + 1] in _PLAIN_ENDS:
        return True  # most
    if before in "@_" or (before.isalnum() and (text[start].isalnum() or text[start] == ".")):
        return False  # also the domain of «tea.net»
    compound = _COMPOUND.search(text, max(0, start - 24), start) if before == "-" else None
    if compound and compound.group(1) not in facts("mentions/spelling.toml")["prefixes"]:
        return False  # «model-API» and «cutting-edge AI» name neither, «multi-GPU training» and «non-SQL» do
    if before == "'" and start > 1 and text[start - 2].isalpha():
        return False  # «we're training» is no retraining
    if before == "." and start > 1 and text[start - 2].isalnum() and not text[start].isupper():
        return False  # a domain: «x.ai»
    after = text[end] if end < len(text) else " "
    last = text[end - 1]
    if after.isalpha() and last.isalnum():
        return _MODEL_VERSION.match(text, end) is not None
    if after in "_@$" or (after.isdigit() and last.isdigit()):
        return False  # «R$», «C$»: currencies
    if after.isdigit() and last.isalpha():
        return _VERSION.match(text, end) is not None and end - start > 2  # «Python3»
    if after == "#" or text.startswith("++", end) or (after == "+" and end - start == 1):
        return False
    if after == "&" and _is_letter(text, end + 1) and (end - start == 1 or _is_one(text, end + 1, 1)):
        return False  # «R&D», «AST&I»
    if before == "&" and _is_letter(text, start - 2) and (end - start == 1 or _is_one(text, start - 2, -1)):
        return False
    return not (after == "." and last.isalnum() and _DOMAIN.match(text, end))


def _is_letter(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isalpha()


def _is_one(text: str, at: int, step: int) -> bool:
    """Whether the letter at a place, seen from a sign beside it, stands alone."""
    return not _is_letter(text, at + step)
