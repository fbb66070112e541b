"""Work that no entry dates: a headline's «since 2017», a paragraph's «for two years I was a back-end developer»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from nlp.cues import cues
from nlp.resume.career import work
from nlp.resume.career.dates import Span, spans_in, without_dates
from nlp.resume.headings import facts, flat
from nlp.resume.lines import ResumeLine

_FILE = "resume/career/told.toml"
_HEADLINE = 4
"""Lines at the top among which a person's own title stands."""
_CELLS = re.compile(r"\s[|·•—–-]\s|,\s|\s{2,}")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_AHEAD = 30
"""Letters after a number of years that may say that they are none of work."""
_LONGEST = 45
"""Years that somebody works."""


def of_headline(lines: Sequence[ResumeLine], today: int) -> tuple[str, Span] | None:
    """The title and time of a headline that dates the trade: «Freelance ML consultant — since 2017»."""
    top = [line.text for line in lines[:_HEADLINE] if line.section == "header"]
    own = [(i, title) for i, text in enumerate(top) if "@" not in text and (title := _title(text)) is not None]
    if not own:
        return None
    at, title = own[0]
    for text in top[at : at + 2]:
        for cell in _CELLS.split(text):
            spans = [span for span in spans_in(cell, today) if span.is_open]
            rest = without_dates(cell).strip(" ()")
            if spans and (not rest or work.title_of([rest]) is not None):
                return title, spans[0]
    return None


def of_paragraphs(lines: Iterable[ResumeLine], today: int) -> list[tuple[str, Span]]:
    """The title and time of each stretch of work that plain paragraphs tell of, the latest first.

    They are laid end to end back from today, as they are told: a paragraph says how long, and seldom when.
    """
    found: list[tuple[str, Span]] = []
    own, until = None, today
    for line in lines:
        if line.section not in ("header", "summary") or line.role == "heading":
            continue
        for sentence in _SENTENCE.split(line.text):
            title = _title(sentence)
            own = own or title
            for clause, months in _stretches(sentence):
                is_now = not found and cues(_FILE, "now").search(flat(clause)) is not None
                named = _title(clause) or title or (own if is_now else None)
                if named is None:
                    continue
                found.append((named, Span(until - months, until, is_open=until == today)))
                until -= months
    return found


def _stretches(sentence: str) -> Iterator[tuple[str, int]]:
    """Each clause of a sentence that says how long something was done, with its months."""
    low, begin = flat(sentence), 0
    for found in cues(_FILE, "lasting").finditer(low):
        if cues(_FILE, "other").search(low[found.end() : found.end() + _AHEAD]):
            continue
        number = next((word for word in re.findall(r"[a-z]+|\d+", found.group()) if _number(word)), None)
        years = _number(number) if number else None
        if years is not None and 0 < years <= _LONGEST:
            yield sentence[begin : found.end()], round(years * 12)
            begin = found.end()


def _number(word: str) -> float | None:
    return float(word) if word.isdigit() else facts()["text"]["numbers"].get(word)


def _title(text: str) -> str | None:
    """The job title that a sentence says its writer has or had: «an ML engineer» of «I'm an ML engineer who …»."""
    said = cues(_FILE, "being").search(flat(text))
    title = work.title_of([text[said.end() :] if said else text])
    if title is None:
        return None
    end = cues(_FILE, "end").search(flat(title))
    cut = (title[: end.start()] if end else title).strip(" ,.;:")
    return cut if cut and work.title_of([cut]) is not None else None
