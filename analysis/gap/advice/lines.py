"""A resume's line as it may be quoted: the whole sentence, though the page broke it into several lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST = 125
"""Characters from which a quoted sentence is narrowed to the clause that is meant."""
LABEL = 3
"""A clause of so few words before a colon is the label of the next."""
MOST_LINES = 3
"""Printed lines that one sentence may run over."""
_ENDS = (".", "!", "?", ":", ";")
_ITEM = re.compile(r"(?:[-–—*•·▪◦‣]|\d+[.)]\s|#|\||[A-Z][\w /&]{1,28}:)")
_CLAUSE = re.compile(r"(?<=[;:.!?])\s+|\s[–—]\s")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_COUNT = re.compile(
    r"(?i)\b(?:three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|dozens?"
    r"|hundreds?|thousands?|millions?)\b"
)
"""A number in words. «One» and «two» are no count: one of them stands in every other line."""
_HANGING = frozenset(
    "a an and any as at between but by for from in including into of on or such than the to using via with".split()  # noqa: SIM905
)


def whole(text: str, quote: str) -> str:
    """`quote` with what the page broke off: the printed lines after it, as long as they go on with its sentence."""
    lines = text.splitlines()
    at = next((number for number, line in enumerate(lines) if quote.strip() and quote.strip() in line), None)
    if at is None or not lines[at].rstrip().endswith(quote.strip()):
        return _flat(quote)
    joined = _flat(quote)
    for line in lines[at + 1 : at + MOST_LINES]:
        if not _goes_on(joined, line):
            break
        joined = f"{joined} {_flat(line)}"
    return joined


def _goes_on(so_far: str, line: str) -> bool:
    """Whether a printed line goes on with the sentence before it."""
    if not line.strip() or so_far.endswith(_ENDS) or _ITEM.match(line.lstrip()):
        return False
    if (
        line.strip()[0].islower()
        or so_far.rsplit(maxsplit=1)[-1].casefold() in _HANGING
        or so_far.endswith((",", "(", "/", "&"))
    ):
        return True
    return len(so_far) > 40 and line.strip().split()[-1].endswith(".") and "  " not in line.strip()


def clause(sentence: str, surfaces: Sequence[str], longest: int = LONGEST) -> str:
    """A long sentence narrowed to the clause that holds the first of the surfaces; never cut within one."""
    if len(sentence) <= longest:
        return sentence
    for surface in surfaces:
        inside = [part for part in _clauses(sentence) if surface.casefold() in part.casefold()]
        if inside and len(inside[0].split()) > 2:
            return inside[0].strip().rstrip(";:,.")
    return sentence


def result_after(sentence: str, told: str, longest: int = LONGEST) -> str | None:
    """The clause of a sentence that tells in numbers what came of what the clause `told` tells: the last one with any
    after it, of so many characters at most; one that does not follow at once begins with «…»."""
    parts = [part.strip().rstrip(";:,.") for part in _clauses(sentence)]
    at = parts.index(told) if told in parts else len(parts)
    last = next((n for n in range(len(parts) - 1, at, -1) if has_number(parts[n])), None)
    if last is None or len(parts[last]) > longest:
        return None
    return parts[last] if last == at + 1 else f"… {parts[last]}"


def has_number(text: str) -> bool:
    """Whether a text holds a number that is no year, in digits or in words."""
    return bool(_DIGIT.search(_YEAR.sub("", text)) or _COUNT.search(text))


def _clauses(sentence: str) -> list[str]:
    """The clauses of a sentence, a label («Open source: …») with the one that it is the label of."""
    found: list[str] = []
    for part in _CLAUSE.split(sentence):
        if found and found[-1].endswith(":") and len(found[-1].split()) <= LABEL:
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return found


def _flat(line: str) -> str:
    return " ".join(line.split())
