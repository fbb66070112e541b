"""What a resume says of a career: dated roles, years of professional experience, seniority, highest degree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from nlp.resume.career import work
from nlp.resume.career.dates import Span, parts_in, spans_in, years_in
from nlp.resume.lines import ResumeLine, facts, flat, pattern
from nlp.seniority import seniority_of
from warehouse.models import Degree, Seniority, WorkYears

_DEGREES: tuple[Degree, ...] = ("phd", "master", "bachelor")
_PROFESSIONAL = frozenset({"experience", "header", "summary"})
_ENTRIES = _PROFESSIONAL | {"internship", "volunteer"}
_LONGEST_HEAD = 4
"""Lines that the head of one entry may take."""
_HEADLINE = 4
"""Lines at the top among which a person's own title stands."""


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
    found = []
    for number, (at, spans, head) in enumerate(heads):
        following = heads[number + 1][2].start if number + 1 < len(heads) else len(lines)
        stop = next((i for i in range(head.stop, len(lines)) if lines[i].role == "heading"), len(lines))
        entry = range(head.start, max(head.stop, min(stop, following)))
        texts = _title_first(lines, head, at)
        title = work.title_of(texts)
        body = [line.text for line in lines[head.stop : entry.stop]]
        is_own = lines[at].section in _PROFESSIONAL and not work.is_apart(texts) and not _is_study(texts, title)
        kind = work.kind_of(texts, body)
        found += [DatedRole(texts, title, span, kind, is_own, entry) for span in spans]
    return found


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
        return line.role != "heading" and not line.is_bullet and not line.text.endswith(".")

    first = at
    while first > 0 and at - first < _LONGEST_HEAD - 1 and belongs(lines[first - 1]) and not lines[first].follows_blank:
        above = lines[first - 1]
        if spans_in(above.text, today) or above.role != "entry" or len(above.text.split()) > 14:
            break
        first -= 1
    last = at
    while last + 1 < len(lines) and last - at < 2 and belongs(lines[last + 1]) and not lines[last + 1].follows_blank:
        if spans_in(lines[last + 1].text, today) or len(lines[last + 1].text.split()) > 12:
            break
        last += 1
    if last + 2 < len(lines) and last > at and spans_in(lines[last + 1].text, today) and lines[last].role == "entry":
        last -= 1  # that line heads the next entry
    return range(first, last + 1)


def _title_first(lines: Sequence[ResumeLine], head: range, at: int) -> tuple[str, ...]:
    """The lines of a head: the dated one, those above it, those below it; the first that names a title before all."""
    order = [at, *reversed(range(head.start, at)), *range(at + 1, head.stop)]
    return tuple(lines[i].text for i in sorted(order, key=lambda i: work.title_of([lines[i].text]) is None))


def _is_study(head: Sequence[str], title: str | None) -> bool:
    """Whether an entry among the roles is a degree all the same."""
    low = flat("\n".join(head))
    return any(pattern("degree", degree).search(low) for degree in _DEGREES) and (
        title is None or any(pattern("degree", degree).search(flat(title)) for degree in _DEGREES)
    )


def total_years(found: Sequence[DatedRole]) -> float | None:
    """Years of professional experience with overlaps counted once, one decimal; None where no role is dated."""
    return _years(_months(role.span for role in found if role.is_professional) - _off(found))


def years_by_kind(found: Sequence[DatedRole]) -> WorkYears:
    """Those years by kind of work. Where two kinds overlap, the months count as ML/AI, then as engineering."""
    counted = _off(found)
    years: dict[str, float | None] = {}
    for kind in ("ml_ai", "engineering", "other"):
        months = _months(r.span for r in found if r.is_professional and r.kind == kind)
        years[kind] = _years(months - counted) if months else None
        counted |= months
    return WorkYears(**years)


def _off(found: Sequence[DatedRole]) -> set[int]:
    """The months of time off, which are no work of the role that they fall in."""
    return _months(role.span for role in found if work.is_time_off(role.head) and not role.is_professional)


def _months(spans: Iterable[Span]) -> set[int]:
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


def seniority(lines: Sequence[ResumeLine], found: Sequence[DatedRole]) -> Seniority | None:
    """The level in the latest title, of engineering before work near it, else in the headline, else `intern`.

    The level of other work («shop manager») says nothing of engineering. Who held but an internship is `intern`.
    """
    own = sorted((r for r in found if r.is_professional), key=_recency, reverse=True)
    technical = [r for r in own if r.kind != "other"] or [r for r in own if work.is_near(r.head)]
    for text in technical[0].head if technical else ():
        if (level := seniority_of(text)) is not None:
            return level
    if any(seniority_of(role.title or "") == "junior" for role in technical[1:]):
        return "mid"  # a title without «junior» after one with it
    for line in lines[:_HEADLINE]:
        if line.section == "header" and "@" not in line.text and (level := seniority_of(line.text)) is not None:
            return level
    return "intern" if not technical and _had_internship(lines) else None


def _had_internship(lines: Sequence[ResumeLine]) -> bool:
    """Whether some entry is an internship, dated or not."""
    return any(
        line.role != "heading"
        and (line.section == "internship" or (line.section in _ENTRIES and work.is_internship([line.text])))
        for line in lines
        if not line.is_bullet
    )


def highest_degree(lines: Sequence[ResumeLine], today: int) -> Degree | None:
    """The highest degree held; one that is expected or under way is none."""
    own = [x for x in lines if x.section == "education" and x.role != "heading"]
    places = own or [x for x in lines if x.section in ("header", "summary")]
    for degree in _DEGREES:
        for i, line in enumerate(places):
            if pattern("degree", degree).search(flat(line.text)) and not _is_unfinished(places, i, today):
                return degree
    return None


def _is_unfinished(lines: Sequence[ResumeLine], at: int, today: int) -> bool:
    """Whether the entry of a degree says that it is not finished, in its line or the lines up to the next degree."""
    around = [lines[at].text]
    has_date = years_in(lines[at].text) != []
    for line in lines[at + 1 : at + 3]:
        if line.follows_blank or any(pattern("degree", d).search(flat(line.text)) for d in _DEGREES):
            break
        if has_date and years_in(line.text):
            break
        around.append(line.text)
        has_date = has_date or years_in(line.text) != []
    for line in reversed(lines[max(0, at - 3) : at]):
        if has_date:
            break
        around.append(line.text)
        has_date = years_in(line.text) != []
    low = flat(" ".join(around))
    years = years_in(low)
    return pattern("degree", "unfinished").search(low) is not None or (bool(years) and max(years) * 12 > today)
