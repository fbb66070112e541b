"""What kind of work a role was: its job title found in the head of its entry, and the kind that title names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Literal

from nlp.cues import Cues, cues, facts
from nlp.resume.career.dates import without_dates
from nlp.resume.headings import flat

Kind = Literal["ml_ai", "engineering", "other"]

_FACTS = "resume/career/work.toml"
_CELLS = re.compile(r"\s{2,}|\s*[|·•;/]\s+|\s[—–-]+\s|\t|\s+(?:at|bei|chez|@)\s+")
_PARTS = re.compile(r",\s+|\s*\(|\)\s*")
_PROMOTION = re.compile(r"(?<!\s)\s*(?:→|-{1,20}>|>{1,2}|,? then |,? (?:later|now|subsequently) )\s*(?=[A-Z])")
"""«Junior Engineer → Engineer»: the later title."""
_EARLIER = re.compile(
    r"^(?:before|previously|earlier|formerly|prior|until then|since then|then|now|currently)\s?:\s", re.I
)
"""A label before a title: «Before: Statistician»."""
_SHORT = 3
"""Words of a line that says nothing but «Internship»."""
_LONGEST_TITLE = 9
_MODELLING = 5
"""Different words of ML by which an entry is modelling under whatever title."""
_OUTER = " \t,;:|·•–—-()"
_WORD = re.compile(r"\b\w[\w'+#/.-]*")


def title_of(head: Iterable[str]) -> str | None:
    """The job title that the head of an entry names, without dates, employer and place; None where none is sure."""
    found = next(_titles(head), None)
    return found[0] if found else None


def is_apart(head: Sequence[str]) -> bool:
    """Whether an entry is no work that counts: an internship, study, unpaid help, time off."""
    return _said(head, "words")


def may_be_beside_study(head: Sequence[str]) -> bool:
    """Whether an entry is such as students have beside their degree: an assistant's, a tutor's, a grader's."""
    return _said(head, "beside_study")


def is_time_off(head: Sequence[str]) -> bool:
    """Whether an entry names time off: «Career break: care of a parent»."""
    return any(_cues("off", "words").search(flat(line)) for line in head)


def time_off_within(line: str) -> int | None:
    """Where a line that dates a role begins to tell of time off: «…, 2019 – 2022 (parental leave May – Dec 2021)»."""
    found = _cues("off", "words").search(flat(line))
    return found.start() if found is not None and found.start() > 0 else None


def is_internship(head: Sequence[str]) -> bool:
    """Whether an entry is an internship, an apprenticeship or the like."""
    return _said(head, "internship")


def kind_of(head: Sequence[str], body: Sequence[str]) -> Kind:
    """The kind of work of an entry: by its title, else by what the lines under an open title name."""
    title, cell = next(_titles(head), ("", ""))
    low, wide = flat(title), flat(cell)
    is_own = not low and any(_cues("own", "words").search(flat(line)) for line in head)
    if (not low and not is_own) or _cues("kind", "other").search(low):
        return "other"
    is_engineering, is_open = _cues("kind", "engineering").search(low), is_own or _cues("kind", "open").search(low)
    if _cues("kind", "ml_ai").search(wide if is_engineering or is_open else low):
        return "ml_ai"
    if is_engineering:
        return "engineering"
    if is_open:
        return kind_told(body)
    return "ml_ai" if _cues("kind", "modelling").search(low) and _is_modelling(body) else "other"


def is_for_a_client(head: Sequence[str], heading: str) -> bool:
    """Whether an entry without a title is known by whom its work was for: «Harrow, 2019» under «Clients»."""
    return _cues("own", "headings").search(flat(heading)) is not None and not any(map(_names_title, head))


def names_other_work(text: str) -> bool:
    """Whether the first job title of a text is none of engineering or science: «an AI product manager»."""
    title = title_of([text])
    return title is not None and _cues("kind", "other").search(flat(title)) is not None


def kind_told(body: Sequence[str]) -> Kind:
    """The kind of work that the lines of an entry tell of, whatever its title."""
    said = flat("\n".join(body))
    kinds: tuple[Kind, ...] = ("ml_ai", "engineering")
    return next((kind for kind in kinds if _different(_cues("entry", kind), said) >= 2), "other")


def _is_modelling(body: Sequence[str]) -> bool:
    """Whether much of what an entry tells is of models, in words of several kinds."""
    found = _cues("entry", "ml_ai")
    told = [flat(line) for line in body if len(line.split()) > _SHORT]
    telling = sum(found.search(line) is not None for line in told)
    return telling >= 0.4 * len(told) and _different(found, flat("\n".join(body))) >= _MODELLING


def is_near(head: Sequence[str]) -> bool:
    """Whether a role stands near engineering, so that its level tells of its holder's: analysts, researchers."""
    return _cues("kind", "near").search(flat(title_of(head) or " ".join(head))) is not None


def is_technical(head: str) -> bool:
    """Whether a line heads a role in or near engineering."""
    return title_of([head]) is not None and (kind_of([head], []) != "other" or is_near([head]))


def is_open(title: str) -> bool:
    """Whether a title names no field, so that its entry's own words decide."""
    return _cues("kind", "open").search(flat(title)) is not None


def core_of(title: str) -> str:
    """A title without its level: «biologist» of «Senior Biologist»."""
    return " ".join(word for word in flat(title).split() if word not in facts(_FACTS)["kind"]["levels"])


def later(text: str) -> str:
    """The text from the last title of a promotion on: «Engineer» of «Junior Engineer → Engineer»."""
    return _PROMOTION.split(text)[-1]


def _titles(head: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each title of a head with the cell of the line that holds it."""
    for line in head:
        for cell in _CELLS.split(without_dates(line)):
            for part in _PARTS.split(cell):
                title = _EARLIER.sub("", later(part).strip(_OUTER), count=1)
                if title and len(title.split()) <= _LONGEST_TITLE and _names_title(title):
                    yield title, cell


def _names_title(text: str) -> bool:
    return _noun().search(flat(text)) is not None


@cache
def _noun(*, singular: bool = False) -> re.Pattern[str]:
    found = facts(_FACTS)["title"]
    end = "" if singular else "s?"
    return re.compile(rf"\b(?:{'|'.join(found['nouns'])}|{'|'.join(found['abbreviations'])}){end}\b")


def is_plural(title: str) -> bool:
    """Whether a title names several people at once, as a firm's name does: «Alder Couriers»."""
    return all(_noun(singular=True).fullmatch(m.group()) is None for m in _noun().finditer(flat(title)))


def _said(head: Sequence[str], words: str) -> bool:
    """Whether the line with the title, or one of a few words beside it, holds such a word; any line without a title."""
    lines = [line for line in head if next(_titles([line]), None)][:1] or list(head)
    lines += [line for line in head if len(_WORD.findall(without_dates(line))) <= _SHORT]
    return any(_cues("apart", words).search(flat(line)) for line in lines)


def _different(found: Cues, low: str) -> int:
    return len({m.group() for m in found.finditer(low)})


def _cues(*path: str) -> Cues:
    return cues(_FACTS, *path)
