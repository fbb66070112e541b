"""What a resume says of a career: dated roles and the years of each kind of work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from nlp.resume.career import told, work
from nlp.resume.career.dates import Span, parts_in, spans_in, without_dates
from nlp.resume.career.degrees import names_degree
from nlp.resume.headings import facts, flat
from nlp.resume.lines import ResumeLine
from warehouse.models import WorkYears

_PROFESSIONAL = "experience"
_ENTRIES = frozenset({_PROFESSIONAL, "internship", "volunteer"})
_LONGEST_HEAD = 4
"""Lines that the head of one entry may take."""
_LONGEST_LINE = 14
"""Words of one of them."""
_LASTING = re.compile(r"(?<!\d)\d{1,3}\s?(?:years?|yrs?|months?|mos?)\b(?:,? and\b)?")
_HEADLINE = 4
"""Lines at the top among which a person's own title stands."""
_HALF = 6
"""Months of half a year."""


@dataclass(frozen=True, slots=True)
class DatedRole:
    """A role with its dates."""

    head: tuple[str, ...]
    """The lines that head it, those with its title first."""
    title: str | None
    span: Span
    kind: work.Kind
    is_professional: bool
    """False for internships, study, volunteering and time off."""
    lines: range
    """Where its entry stands among the lines of the resume."""


def roles(lines: Sequence[ResumeLine], today: int) -> list[DatedRole]:
    """The dated roles of a resume in its own order; schools, projects and certificates are none."""
    heads = [(at, spans, _head(lines, at, today)) for at, spans in _dated(lines, today)]
    studies = [
        span for line in lines if line.section == "education" for span in spans_in(line.text, today) if _lasts(span)
    ]
    found = []
    for number, (at, named, head) in enumerate(heads):
        following = heads[number + 1][2].start if number + 1 < len(heads) else len(lines)
        stop = next((i for i in range(head.stop, len(lines)) if lines[i].role == "heading"), len(lines))
        entry = range(head.start, max(head.stop, min(stop, following)))
        texts, spans = _title_first(lines, head, at), named
        if away := _away(lines[at].text, texts, today):
            role, spans, texts = away
            found.append(replace(role, lines=entry))
        title = work.title_of(texts)
        body = [line.text for line in lines[head.stop : entry.stop]]
        body += [text for text in texts if len(text.split()) > _LONGEST_LINE]  # a head that tells on in its line
        is_own = lines[at].section == _PROFESSIONAL and not work.is_apart(texts) and not _is_study(texts, title)
        above = next((line.text for line in reversed(lines[: head.start]) if line.role == "heading"), "")
        kind = work.kind_of(texts, body)
        if kind == "other" and work.is_for_a_client(texts, above):
            told = work.kind_told(body)
            kind = told if told != "other" else _kind_of_headline(lines)
        beside = [
            s for s in spans if work.may_be_beside_study(texts) and any(x.start <= _begin(s) < x.end for x in studies)
        ]
        found += [DatedRole(texts, title, span, kind, is_own and span not in beside, entry) for span in spans]
    found += _told(lines, found, today)
    found = [_as_namesakes(role, found) for role in found]
    return [replace(role, span=_settled(role, found, today)) for role in found]


def _told(lines: Sequence[ResumeLine], found: Sequence[DatedRole], today: int) -> list[DatedRole]:
    """The work that no entry dates: a headline's trade that no entry falls into, paragraphs where there is no entry."""
    at_top = told.of_headline(lines, today)
    begun = at_top[1].start + 12 * at_top[1].starts_in_year if at_top is not None else 0
    if at_top is None:
        stretches = [] if found else told.of_paragraphs(lines, today)
    else:
        stretches = [] if any(r.is_professional and r.span.end > begun for r in found) else [at_top]
    return [
        DatedRole((title,), title, span, work.kind_of([title], []), is_professional=True, lines=range(0))
        for title, span in stretches
        if not work.is_apart([title])
    ]


def _kind_of_headline(lines: Sequence[ResumeLine]) -> work.Kind:
    """The kind of work of the title that a person gives themselves at the top."""
    titles = (work.title_of([line.text]) for line in lines[:_HEADLINE] if line.section == "header")
    own = next((title for title in titles if title is not None and "@" not in title), None)
    return work.kind_of([own], []) if own is not None else "other"


def _begin(span: Span) -> int:
    """The month in which a stretch surely began: the last one of a year that is said alone."""
    return span.start + 11 if span.starts_in_year else span.start


def _lasts(study: Span) -> bool:
    """Whether a study is long enough for jobs beside it."""
    return study.end - study.start >= 2 * _HALF


def _away(dated: str, texts: tuple[str, ...], today: int) -> tuple[DatedRole, list[Span], tuple[str, ...]] | None:
    """The time off that the dated line of a role tells of, the role's own dates, and its head without it; else None."""
    at = work.time_off_within(dated)
    if at is None or not (off := spans_in(dated[at:], today)):
        return None
    kept = tuple(text.replace(dated, dated[:at]) for text in texts)
    spans = spans_in(dated[:at], today)
    role = DatedRole((dated[at:],), None, off[0], "other", is_professional=False, lines=range(0))
    return (role, spans, kept) if spans and work.title_of(kept) is not None else None


def _as_namesakes(role: DatedRole, among: Sequence[DatedRole]) -> DatedRole:
    """A role of whose work its entry says too little, read as the same title at another level: «Biologist» as «Senior
    Biologist»."""
    if role.kind != "other" or role.title is None or not work.is_open(role.title):
        return role
    core = work.core_of(role.title)
    named = [other for other in among if other.title and work.core_of(other.title) == core and other.is_professional]
    kinds = [other.kind for other in named if other.kind != "other"]
    return replace(role, kind=kinds[0]) if kinds else role


def _settled(role: DatedRole, among: Sequence[DatedRole], today: int) -> Span:
    """A span whose year alone is said, in months: what joins its neighbours, else from the middle of the year.

    «2018 – 2021» may be a month more than two years or a month less than four: its middle is three.
    """
    span = role.span
    others = [other.span for other in among if other.span is not span]
    start, end = span.start, span.end
    if span.starts_in_year:
        before = [o for o in others if o.start < start and not o.is_open]
        joint = [o.end for o in before if not o.ends_in_year and start < o.end < start + 12]
        ended = {o.end - o.end % 12 for o in before if o.ends_in_year}
        is_next = start - 12 in ended and start not in ended
        start = max(joint) if joint else start if is_next else start + _HALF
    if span.ends_in_year:
        end -= end % 12
        after = [o for o in others if o.start >= end]
        joint = [o.start for o in after if not o.starts_in_year and o.start < end + 12]
        begun = {o.start for o in after if o.starts_in_year}
        is_next = end + 12 in begun and end not in begun
        end = min(joint) if joint else end + 12 if is_next else end + _HALF
    end = min(end, today)
    return replace(span, start=start, end=end) if end - start >= _HALF or start == span.start else span


def _dated(lines: Sequence[ResumeLine], today: int) -> list[tuple[int, list[Span]]]:
    """The lines that date an entry."""
    found = []
    for i, line in enumerate(lines):
        if line.section not in _ENTRIES or line.role == "heading" or (line.is_bullet and len(line.text) > 80):
            continue
        spans = spans_in(line.text, today) or (parts_in(line.text, today) if line.role == "entry" else [])
        if spans:
            found.append((i, spans))
    return found


def _head(lines: Sequence[ResumeLine], at: int, today: int) -> range:
    """The lines around a date that head the same entry."""

    def belongs(line: ResumeLine) -> bool:
        if line.role == "heading" or line.is_bullet:
            return False
        # «Harbour Cranes, Oslo. Software engineer.» ends as a sentence does and tells nothing.
        is_title = line.role == "entry" and work.title_of([line.text]) is not None
        return is_title or not line.text.endswith(".")

    place = _place_of_dates(lines, at)
    first = at
    while place != "above" and first > 0 and at - first < _LONGEST_HEAD - 1:
        above = lines[first - 1]
        is_cut = not belongs(above) or (lines[first].follows_blank and not _heads(above, lines[first]))
        if is_cut or spans_in(above.text, today) or above.role != "entry" or len(above.text.split()) > _LONGEST_LINE:
            break
        first -= 1
    last = at
    while place != "below" and last + 1 < len(lines) and last - at < 2:
        below = lines[last + 1]
        is_cut = not belongs(below) or below.follows_blank
        if is_cut or spans_in(below.text, today) or len(below.text.split()) > _LONGEST_LINE - 2:
            break
        last += 1
    is_next = last + 2 < len(lines) and last > at and not lines[last + 1].follows_blank
    is_next = is_next and bool(spans_in(lines[last + 1].text, today))
    if place != "above" and is_next and lines[last].role == "entry":
        last -= 1  # that line heads the next entry
    return range(first, last + 1)


def _heads(above: ResumeLine, dated: ResumeLine) -> bool:
    """Whether a title stands over the line with employer and dates, though a blank line parts them."""
    is_title = above.role == "entry" and work.title_of([above.text]) is not None
    return is_title and not _is_bare(dated.text) and work.title_of([dated.text]) is None


def _place_of_dates(lines: Sequence[ResumeLine], at: int) -> Literal["above", "below"] | None:
    """Where the dates of a section stand by the head of its first entry: over its title, or under it; else None."""
    if not _is_bare(lines[at].text):
        return None
    first = at
    while first > 0 and lines[first - 1].role != "heading" and lines[first - 1].section == lines[at].section:
        first -= 1
    if _is_bare(lines[first].text):
        return "above"
    until = next((i for i in range(first, at + 1) if _is_bare(lines[i].text)), at)
    over = [line for line in lines[first:until] if line.role == "entry" and not line.is_bullet]
    has_head = lines[at - 1].role == "entry" and not lines[at - 1].is_bullet
    return (
        "below" if has_head and len(over) == until - first and work.title_of(x.text for x in over) is not None else None
    )


def _is_bare(text: str) -> bool:
    """Whether a line says nothing but dates, and how long that is."""
    return not any(map(str.isalpha, _LASTING.sub("", without_dates(text))))


def _title_first(lines: Sequence[ResumeLine], head: range, at: int) -> tuple[str, ...]:
    """The lines of a head: the dated one, those above it, those below it; the first that names a title before all."""
    order = [at, *reversed(range(head.start, at)), *range(at + 1, head.stop)]
    texts = [lines[i].text for i in order]
    if at + 1 in head and _parts_title(lines[at].text, lines[at + 1].text):
        texts = [
            f"{lines[at].text} {lines[at + 1].text}",
            *(t for i, t in zip(order, texts, strict=True) if i not in (at, at + 1)),
        ]
    return tuple(sorted(texts, key=_doubt_of_title))


def _doubt_of_title(text: str) -> int:
    """How little a line is the one with the title: several people are a firm («Swift Couriers»), nobody's title."""
    title = work.title_of([text])
    return 2 if title is None else int(work.is_plural(title))


def _parts_title(dated: str, below: str) -> bool:
    """Whether a title goes over two lines: «04.2023 – today  Lead Data⏎Scientist, Pellworth»."""
    title = work.title_of([below])
    if title is None or " " in title or not below.startswith(title) or not dated[-1].isalpha():
        return False
    apart = {work.kind_of([line], []) for line in (dated, below)}
    return work.kind_of([f"{dated} {below}"], []) not in {"other", *apart}


def _is_study(head: Sequence[str], title: str | None) -> bool:
    """Whether an entry among the roles is a degree all the same."""
    return names_degree("\n".join(head)) and (title is None or names_degree(title))


def total_years(found: Sequence[DatedRole]) -> float | None:
    """Years of professional experience with overlaps counted once, one decimal; None where no role is dated."""
    return _years(months_of(role.span for role in found if role.is_professional) - _off(found))


def years_by_kind(found: Sequence[DatedRole]) -> WorkYears:
    """Those years by kind of work. Where two kinds overlap, the months count as ML/AI, then as engineering."""
    counted = _off(found)
    years: dict[str, float | None] = {}
    for kind in ("ml_ai", "engineering", "other"):
        months = months_of(r.span for r in found if r.is_professional and r.kind == kind)
        years[kind] = _years(months - counted) if months else None
        counted |= months
    return WorkYears(**years)


def _off(found: Sequence[DatedRole]) -> set[int]:
    """The months of time off, which are no work of the role that they fall in."""
    return months_of(role.span for role in found if work.is_time_off(role.head) and not role.is_professional)


def months_of(spans: Iterable[Span]) -> set[int]:
    """The months of stretches, each once."""
    return {month for span in spans for month in range(span.start, span.end)}


def _years(months: set[int]) -> float | None:
    return round(len(months) / 12, 1) if months else None


def titles(found: Iterable[DatedRole]) -> tuple[str, ...]:
    """Job titles, the latest first, each once."""
    ordered = sorted((r for r in found if r.is_professional and r.title), key=_recency, reverse=True)
    return tuple(dict.fromkeys(r.title for r in ordered if r.title))


def _recency(role: DatedRole) -> tuple[int, int]:
    return role.span.end, role.span.start


def stated_years(lines: Iterable[ResumeLine]) -> float | None:
    """«eight years of experience» as the summary says it."""
    for line in lines:
        if line.section in ("header", "summary") and (m := pattern_of_years().search(flat(line.text))):
            text = next(g for g in m.groups() if g)
            return float(text) if text.isdigit() else float(facts()["text"]["numbers"][text])
    return None


@cache
def pattern_of_years() -> re.Pattern[str]:
    """The forms of a stated number of years."""
    forms = facts()["experience"]["stated"]
    return re.compile("|".join(f.replace("?P<n>", f"?P<n{i}>") for i, f in enumerate(forms)))
