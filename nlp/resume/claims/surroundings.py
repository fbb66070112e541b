"""What surrounds a skill's name in its statement, as features of the model of claims (model.py).

A feature says where a word, its stem or its class stands: before or behind the name, in its clause or beyond, as the
label of the list that it is in, in the brackets behind it, right before or behind the list of names that it is one of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from nlp.cues import facts

Span = tuple[int, int]

_TOKEN = re.compile(r"\ue001|[a-zà-ÿ]+(?:['-][a-zà-ÿ]+)*|\d+(?:[.,]\d+)*|[^\w\s]")
_BOUND = re.compile(
    r"-(?!(?:inspired|related|styled|shaped|themed)\b)(?:[a-zà-ÿ]+ed|built|driven|run|written|native)(?![\w-])"
)
"""What a hyphen binds to a name that something is made with: «Kafka-backed queues» speaks as «Kafka queues»."""
_NAME = "\ue001"
_NUMBER = "0"
_SHORT = {"m": "am", "ve": "have", "d": "would", "ll": "will", "re": "are"}
_HARD = frozenset(".;!?|")
"""What ends a sentence or a part of it."""
_SOFT = frozenset(
    [
        *("but", "while", "whereas", "although", "though", "however", "yet", "because", "which", "who", "whom"),
        *("whose", "where", "when", "if", "unless", "until", "since", "so", "that", ":", "–", "(", ")"),
    ]
)
_LINKS = frozenset([",", "and", "or", "/", "&", "+", "nor", _NAME])
"""What stands between the names of a list."""
_QUOTES = frozenset('"»”')
_WHO = {
    **dict.fromkeys(("i", "my", "me", "myself", "mine"), "i"),
    **dict.fromkeys(("we", "our", "us"), "we"),
    **dict.fromkeys(("they", "them", "their", "others", "else", "someone", "somebody", "people"), "they"),
    **dict.fromkeys(("he", "she", "his", "her", "him"), "she"),
    **dict.fromkeys(("you", "your"), "you"),
    **dict.fromkeys(("it", "its"), "it"),
    **dict.fromkeys(("team", "who"), "who"),
}
_ENDINGS = ("ingly", "edly", "ing", "ied", "ies", "ed", "es", "s", "ly", "e")
_FAR = 30
"""Words on either side that may speak of a name."""
_NEAR = 6


class Surroundings:
    """A statement's words, asked for the features of each name in it."""

    def __init__(self, low: str, names: Sequence[Span]) -> None:
        self.words, self._at = _words(low, names)
        self._closing = _brackets(self.words)

    def of(self, name: Span, said: str) -> list[str]:
        """The features of a name, each once; `said` is how the text writes it."""
        t = self._at[name]
        left, right, inside = self._bounds(t)
        found = dict.fromkeys(self._of_label(left, t))
        found.update(dict.fromkeys(self._of_brackets(t, inside)))
        found.update(dict.fromkeys(self._of_list(t, left, right)))
        for side, step in (("L", -1), ("R", 1)):
            found.update(dict.fromkeys(self._walk(t, side, step, is_inside=inside is not None)))
        found.update(dict.fromkeys(self._of_place(t, left, said)))
        return list(found)

    def holds(self, classes: frozenset[str]) -> bool:
        """Whether any word of the statement is in one of these classes."""
        return any(not classes.isdisjoint(_classes().get(word, ())) for word in self.words)

    def _bounds(self, t: int) -> tuple[int, int, Span | None]:
        """Where the sentence of a name, or what is said in its brackets, begins and ends."""
        inside = max(((a, b) for a, b in self._closing.items() if a < t < b), default=None)
        low, high = (inside[0] + 1, inside[1]) if inside else (0, len(self.words))
        left, right = t, t
        while left > low and self.words[left - 1] not in _HARD:
            left -= 1
        while right < high and self.words[right] not in _HARD:
            right += 1
        return left, right, inside

    def _colon(self, left: int, t: int) -> int:
        return next((k for k in range(t - 1, left - 1, -1) if self.words[k] == ":"), -1)

    def _of_label(self, left: int, t: int) -> Iterator[str]:
        """What stands before the colon that the name is listed behind."""
        if (colon := self._colon(left, t)) < 0:
            return
        begin = next((k + 1 for k in range(colon - 1, left - 1, -1) if self.words[k] == ":"), left)
        yield from ("label", f"label{min(colon - begin, 6)}")
        for word in self.words[begin:colon]:
            yield from _spoken("LB:", word)

    def _of_brackets(self, t: int, inside: Span | None) -> Iterator[str]:
        """The brackets right behind a name, or what stands around those that it is in."""
        behind = t + 1
        while behind < len(self.words) and self.words[behind] in _QUOTES:
            behind += 1
        if behind in self._closing:
            yield "remark"
            for word in self.words[behind + 1 : self._closing[behind]]:
                yield from _spoken("PR:", word)
            yield "PR^" + " ".join(self.words[behind + 1 : behind + 3])
        if inside:
            yield "inside"
            for word in self.words[max(0, inside[0] - _NEAR) : inside[0]]:
                yield from _spoken("OB:", word)
            for word in self.words[inside[1] + 1 : inside[1] + 5]:
                yield from _spoken("AB:", word)

    def _of_list(self, t: int, left: int, right: int) -> Iterator[str]:
        """What stands right before and behind the list of names that a name is one of."""
        words = self.words
        begin = max(left, self._colon(left, t) + 1)
        first, last = t, t + 1
        while first > begin and words[first - 1] in _LINKS:
            first -= 1
        while last < right and (words[last] in _LINKS or last in self._closing):
            last = self._closing[last] + 1 if last in self._closing else last + 1
        if first < t:
            yield "after others"
        if last > t + 1:
            yield "before others"
        for n, k in enumerate(range(first - 1, max(begin, first - 3) - 1, -1), start=1):
            yield from _spoken(f"LL{n}:", words[k])
        if first - 2 >= begin:
            yield _pair("LL", words[first - 2], words[first - 1])
        if first - 3 >= begin:
            yield "LL3:" + " ".join(words[first - 3 : first])
        if first == begin:
            yield "LL^"
        for n, word in enumerate(words[last : min(right, last + 3)], start=1):
            yield from _spoken(f"RR{n}:", word)
        if last + 1 < right:
            yield _pair("RR", words[last], words[last + 1])
        if last >= right:
            yield "RR$"
        if last < len(words):
            yield "RR." + (words[last] if not words[last].isalpha() else "word")

    def _walk(self, t: int, side: str, step: int, *, is_inside: bool) -> Iterator[str]:
        """The words on one side, in its clause (0), the next (1) or beyond (2)."""
        words, away, before = self.words, 0.0, ""
        kinds: list[list[str]] = []
        k, distance = t + step, 1
        while 0 <= k < len(words) and distance <= _FAR:
            if side == "R" and not is_inside and not away and self._closing.get(k, len(words)) < len(words) - 1:
                k = self._closing[k] + 1
                continue
            word = words[k]
            away += 2 if word in _HARD else 1 if word in _SOFT else 0.5 if word == "," else 0
            if away >= 4:
                break
            zone = min(int(away), 2)
            yield from _spoken(f"{side}{zone}:", word)
            if distance <= _NEAR:
                yield from _spoken(f"{side}<:", word)
            if before and zone <= 1:
                yield _pair(side, *((word, before) if step < 0 else (before, word)))
            before = word
            if zone <= 1 and word in _classes():
                kinds.append(_classes()[word])
            k, distance = k + step, distance + 1
        for near, far in pairwise(kinds[:4]):
            yield from (f"{side}%{one}>{other}" for one in near for other in far)

    def _of_place(self, t: int, left: int, said: str) -> Iterator[str]:
        words = self.words
        for side, step in (("L", -1), ("R", 1)):
            zone, k = 0, t + step
            while 0 <= k < len(words):
                zone += words[k] in _HARD or words[k] in _SOFT
                if words[k] in _WHO:
                    yield f"who{side}{min(zone, 2)}:{_WHO[words[k]]}"
                    break
                k += step
        first = next((word for word in words[left:] if word.isalpha()), "")
        yield from _spoken("first:", first)
        yield "first-" + ("ed" if first.endswith("ed") else "ing" if first.endswith("ing") else "")
        yield "as:" + ("low" if said.islower() else "up" if said.isupper() else "cap")
        names = [k for k, word in enumerate(words) if word == _NAME]
        yield f"names{min(len(names), 5)}"
        yield f"before{min(sum(k < t for k in names), 4)}"
        yield f"words{min(6, len(words) // 6)}"
        if " " in said:
            yield "phrase"
        if t == 0:
            yield "^"
        if t == len(words) - 1 or words[t + 1 :] == ["."]:
            yield "$"


def _words(low: str, names: Sequence[Span]) -> tuple[list[str], dict[Span, int]]:
    """The words and signs of a flat statement, each name as one sign, with the place of each name."""
    masked = list(low)
    starts = {}
    for start, end in names:
        bound = _BOUND.match(low, end)
        last = bound.end() if bound else end
        masked[start:last] = [" "] * (last - start)
    for start, end in names:
        masked[start] = _NAME
        starts[start] = (start, end)
    words: list[str] = []
    at: dict[Span, int] = {}
    for m in _TOKEN.finditer("".join(masked)):
        if m.start() in starts:
            at[starts[m.start()]] = len(words)
        is_dash = m.group() == "-" and m.string[m.start() - 1 : m.end() + 1] == " - "
        words += ("–",) if is_dash else _parts(m.group())
    return words, at


@lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[str, ...]:
    """«I've» in two, «didn't» as «did not», a number as any."""
    if word[0].isdigit():
        return (_NUMBER,)
    if word.endswith("n't"):
        return ("can" if word == "can't" else word[:-3], "not")
    head, quote, rest = word.partition("'")
    if not quote:
        return (word,)
    return (head, _SHORT[rest]) if rest in _SHORT else (head,)


def _brackets(words: Sequence[str]) -> dict[int, int]:
    """Where each bracket that is opened is closed."""
    opened: list[int] = []
    found = {}
    for k, word in enumerate(words):
        if word in "([":
            opened.append(k)
        elif word in ")]" and opened:
            found[opened.pop()] = k
    return found


def _spoken(place: str, word: str) -> list[str]:
    return [place + form for form in _forms(word)]


def _pair(place: str, first: str, second: str) -> str:
    return f"{place}+{_stem(first)} {_stem(second)}"


@lru_cache(maxsize=8192)
def _forms(word: str) -> tuple[str, ...]:
    """A word's stem and the classes that it is in."""
    return (_stem(word), *("%" + name for name in _classes().get(word, ())))


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


@cache
def _classes() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, words in facts("resume/claims/words.toml")["classes"].items():
        for word in words:
            found.setdefault(word, []).append(name)
    return found
