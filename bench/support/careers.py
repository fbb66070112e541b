"""Careers with a known truth, and the many ways in which a resume may write one: dates, heads of entries, layouts.

A way of writing changes nothing that is true of the person: what is read of all of them must agree.
"""

from __future__ import annotations

import random
import textwrap
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.cues import facts

_EXTRA = 0.15
"""How often one of EXTRAS is written."""
TODAY = 2026 * 12 + 10  # November 2026, as months since year 0 before it
_FILE = Path(__file__).with_name("careers.toml")


@dataclass(frozen=True, slots=True)
class Job:
    """One entry of a career; `first` and `last` are months since year 0, `last` None where it goes on."""

    title: str
    employer: str
    place: str
    first: int
    last: int | None
    kind: str
    deeds: tuple[str, ...]
    counts: bool

    @property
    def is_internship(self) -> bool:
        """Whether it may stand in a section of its own."""
        return "Intern" in self.title


@dataclass(frozen=True, slots=True)
class Study:
    """One entry of an education."""

    degree: str
    school: str
    start: int
    end: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Career:
    """A person, and what is true of them."""

    name: str
    headline: str
    summary: str
    skills: tuple[str, ...]
    jobs: tuple[Job, ...]
    studies: tuple[Study, ...]
    level: str
    degree: str
    lane: str | None

    def years(self) -> dict[str, float]:
        """Years by kind of work: overlaps once, first as ML/AI, then as engineering."""
        off = {m for job in self.jobs if "break" in job.title for m in _months(job)}
        found = {}
        for kind in ("ml_ai", "engineering", "other"):
            months = {m for job in self.jobs if job.counts and job.kind == kind for m in _months(job)} - off
            found[kind] = len(months) / 12
            off |= months
        return found


def careers() -> list[Career]:
    """All of them, in the order of the file."""
    return [_career(row) for row in tomllib.loads(_FILE.read_text(encoding="utf-8"))["career"]]


def _career(row: Mapping[str, Any]) -> Career:
    jobs = tuple(
        Job(
            j["title"], j["employer"], j["place"], _month(j["start"]), _month(j["end"]) if "end" in j else None,
            j["kind"], tuple(j["deeds"]), j.get("counts", True),
        )
        for j in row["jobs"]
    )  # fmt: skip
    studies = tuple(
        Study(s["degree"], s["school"], s["start"], s.get("end"), s.get("note", "")) for s in row["studies"]
    )
    return Career(
        row["name"], row["headline"], row["summary"], tuple(row["skills"]), jobs, studies,
        row["level"], row["degree"], row.get("lane"),
    )  # fmt: skip


def _month(text: str) -> int:
    year, month = map(int, text.split("-"))
    return year * 12 + month - 1


def _months(job: Job) -> set[int]:
    return set(range(job.first, (TODAY if job.last is None else job.last) + 1))


# --- ways to write dates ---------------------------------------------------------------------------------------------

Dates = Callable[[int, int | None], str]
_PRESENT = {
    "en": ("Present", "present", "now", "current", "today", "ongoing"),
    "de": ("heute", "jetzt"),
    "fr": ("aujourd'hui", "présent"),
    "es": ("actualidad", "presente"),
    "it": ("oggi", "in corso"),
    "nl": ("heden", "nu"),
    "pt": ("atual", "hoje"),
}
_TO = {"en": "to", "de": "bis", "fr": "à", "es": "a", "it": "a", "nl": "tot", "pt": "a"}
_SINCE = {"en": "since", "de": "seit", "fr": "depuis", "es": "desde", "it": "dal", "nl": "sinds", "pt": "desde"}


def date_styles() -> dict[str, Dates]:
    """Ways to write a stretch of months, each by a name that says which."""
    found: dict[str, Dates] = {}
    for language in _PRESENT:
        names = facts("resume/career/dates.toml")["months"][language]
        for form in ("long", "short"):
            found[f"{language} {form}"] = _named(names, language, short=form == "short")
    found["en dotted"] = _ranged(lambda m: f"{_english(m, short=True)}. {m // 12}", " – ", "Present")
    found["en comma"] = _ranged(lambda m: f"{_english(m)}, {m // 12}", " – ", "Present")
    found["en '21"] = _ranged(lambda m: f"{_english(m, short=True)} '{m // 12 % 100:02}", " – ", "Present")
    found["en through"] = _ranged(lambda m: f"{_english(m)} {m // 12}", " through ", "present")
    found["en day"] = _ranged(lambda m: f"{_english(m)} 1, {m // 12}", " to ", "present")
    found["mm/yyyy"] = _ranged(lambda m: f"{m % 12 + 1:02}/{m // 12}", " - ", "Present")
    found["m/yyyy"] = _ranged(lambda m: f"{m % 12 + 1}/{m // 12}", " – ", "now")
    found["mm.yyyy"] = _ranged(lambda m: f"{m % 12 + 1:02}.{m // 12}", " – ", "heute")
    found["mm/yy"] = _ranged(lambda m: f"{m % 12 + 1:02}/{m // 12 % 100:02}", " – ", "current")
    found["yyyy-mm"] = _ranged(lambda m: f"{m // 12}-{m % 12 + 1:02}", " – ", "present")
    found["yyyy.mm"] = _ranged(lambda m: f"{m // 12}.{m % 12 + 1:02}", " ~ ", "present")
    found["yyyy/mm"] = _ranged(lambda m: f"{m // 12}/{m % 12 + 1:02}", " - ", "Present")
    found["yyyy-mm-dd"] = _ranged(lambda m: f"{m // 12}-{m % 12 + 1:02}-15", " to ", "today")
    found["dd.mm.yyyy"] = _ranged(lambda m: f"15.{m % 12 + 1:02}.{m // 12}", " - ", "heute")
    found["m/d/yyyy"] = _ranged(lambda m: f"{m % 12 + 1}/15/{m // 12}", " - ", "present")
    found["q"] = _ranged(lambda m: f"Q{m % 12 // 3 + 1} {m // 12}", " – ", "Present")
    found["roman"] = _ranged(lambda m: f"{_ROMAN[m % 12]} {m // 12}", " – ", "present")
    found["yyyy"] = _ranged(lambda m: str(m // 12), " – ", "Present")
    found["yyyy-yyyy"] = _ranged(lambda m: str(m // 12), "-", "present")
    found["yyyy to"] = _ranged(lambda m: str(m // 12), " to ", "date")
    found["yyyy–yy"] = lambda a, b: f"since {a // 12}" if b is None else _short_years(a // 12, b // 12)
    found["en same year once"] = _same_year
    return found


COARSE = frozenset({"yyyy", "yyyy-yyyy", "yyyy to", "yyyy–yy", "q"})
"""Ways that do not say the month: they may be off by some."""
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def _english(month: int, *, short: bool = False) -> str:
    forms = facts("resume/career/dates.toml")["months"]["en"][month % 12].split()
    return forms[1 if short and len(forms) > 1 else 0].title()


def _ranged(write: Callable[[int], str], joint: str, now: str) -> Dates:
    return lambda first, last: f"{write(first)}{joint}{now if last is None else write(last)}"


def _named(names: Sequence[str], language: str, *, short: bool) -> Dates:
    def write(month: int) -> str:
        forms = names[month % 12].split()
        of = " de " if language in ("es", "pt") and not short else " "
        return f"{forms[-1 if short else 0].title()}{of}{month // 12}"

    def dates(first: int, last: int | None) -> str:
        if last is None:
            now = _PRESENT[language][first % len(_PRESENT[language])]
            return f"{_SINCE[language]} {write(first)}" if short and first % 2 else f"{write(first)} – {now}"
        return f"{write(first)} {_TO[language] if first % 2 else '–'} {write(last)}"

    return dates


def _short_years(a: int, b: int) -> str:
    return str(a) if a == b else f"{a}–{b % 100:02}"


def _same_year(first: int, last: int | None) -> str:
    if last is not None and first // 12 == last // 12 and first != last:
        return f"{_english(first, short=True)} – {_english(last, short=True)} {last // 12}"
    return f"{_english(first, short=True)} {first // 12} – " + (
        "Present" if last is None else f"{_english(last, short=True)} {last // 12}"
    )


# --- ways to write the head of an entry ------------------------------------------------------------------------------

HEADS: Mapping[str, tuple[str, ...]] = {
    "T | E | D": ("{T} | {E} | {D}",),
    "T, E, P  D": ("{T}, {E}, {P}  {D}",),
    "T — E (D)": ("{T} — {E} ({D})",),
    "T at E, D": ("{T} at {E}, {D}",),
    "E | T | D": ("{E} | {T} | {D}",),
    "E, P — T  D": ("{E}, {P} — {T}  {D}",),
    "E · T · D": ("{E} · {T} · {D}",),
    "D  T, E": ("{D}  {T}, {E}",),
    "D: T, E": ("{D}: {T}, {E}",),
    "D | E | T": ("{D} | {E} | {T}",),
    "D  E, P — T": ("{D}  {E}, {P} — {T}",),
    "T<tab>D / E": ("{T}\t{D}", "{E}, {P}"),
    "T (D) / E": ("{T} ({D})", "{E}, {P}"),
    "T | D / E | P": ("{T} | {D}", "{E} | {P}"),
    "E<tab>D / T": ("{E}\t{D}", "{T}"),
    "E, P / T, D": ("{E}, {P}", "{T}, {D}"),
    "E<tab>P / T<tab>D": ("{E}\t{P}", "{T}\t{D}"),
    "T<tab>P / E<tab>D": ("{T}\t{P}", "{E}\t{D}"),
    "T / E<tab>D": ("{T}", "{E}, {P}\t{D}"),
    "D / T, E": ("{D}", "{T}, {E}"),
    "T, E / D": ("{T}, {E}", "{D}"),
    "T / E / D": ("{T}", "{E}, {P}", "{D}"),
    "T / D / E": ("{T}", "{D}", "{E}, {P}"),
    "E / T / D": ("{E}", "{T}", "{D}"),
    "E / D / T": ("{E}", "{D}", "{T}"),
    "D / T / E": ("{D}", "{T}", "{E}, {P}"),
    "D / E / T": ("{D}", "{E}, {P}", "{T}"),
    "T / E / P / D": ("{T}", "{E}", "{P}", "{D}"),
    "E / T / D / P": ("{E}", "{T}", "{D}", "{P}"),
}


def head(way: str, title: str, employer: str, place: str, dates: str) -> list[str]:
    """The lines of one head; what is empty leaves no sign behind."""
    lines = []
    for form in HEADS[way]:
        line = form.format(T=title, E=employer, P=place, D=dates)
        for sign in (", , ", " | | ", " ·  · "):
            line = line.replace(sign, sign[:2])
        line = line.replace(" |  | ", " | ").strip(" |,·—").strip("\t")
        line = line.replace(" at , ", ", ").replace(", \t", "\t").replace(" —  (", " (")
        lines += [line] if line else []
    return lines


# --- sections --------------------------------------------------------------------------------------------------------

HEADINGS = {
    "experience": ("Experience", "Work Experience", "Professional Experience", "Employment", "Employment history"),
    "internship": ("Internships", "Internship"),
    "education": ("Education", "Education and training", "Academic background"),
    "skills": ("Skills", "Technical skills", "Tools"),
    "summary": ("Summary", "Profile", "About me"),
}


@dataclass(frozen=True)
class Way:
    """How one resume is written."""

    dates: str
    head: str
    order: tuple[str, ...]
    bullet: str
    capitals: bool
    blank_between: bool
    wrap: int
    doubled: bool
    apart: bool
    """Whether internships have their own section."""
    seed: int
    extras: frozenset[str] = frozenset()
    """What is written around each entry, of EXTRAS."""


def some_way(seed: int) -> Way:
    """A way of writing, drawn at random."""
    rng = random.Random(seed)
    order = rng.choice(
        [
            ("summary", "experience", "education", "skills"),
            ("summary", "skills", "experience", "education"),
            ("education", "experience", "skills", "summary"),
            ("summary", "education", "skills", "experience"),
        ]
    )
    return Way(
        dates=rng.choice(list(date_styles())),
        head=rng.choice(list(HEADS)),
        order=order,
        bullet=rng.choice(["• ", "- ", "* ", "– ", "", "▪ "]),
        capitals=rng.random() < 0.5,
        blank_between=rng.random() < 0.6,
        wrap=rng.choice([0, 0, 72, 90]),
        doubled=rng.random() < 0.15,
        apart=rng.random() < 0.5,
        seed=seed,
        extras=frozenset(extra for extra in EXTRAS if rng.random() < _EXTRA),
    )


@dataclass(frozen=True, slots=True)
class Block:
    """One entry: its head's lines, and what was done."""

    head: tuple[str, ...]
    deeds: tuple[str, ...]
    dates: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One section."""

    name: str
    heading: str
    blocks: tuple[Block, ...]


def parts(career: Career, way: Way) -> list[Part]:
    """The sections of a resume in their order."""
    write = date_styles()[way.dates]
    headings = {name: forms[way.seed % len(forms)] for name, forms in HEADINGS.items()}

    def entries(jobs: Sequence[Job]) -> tuple[Block, ...]:
        return tuple(_entry(job, write(job.first, job.last), way) for job in jobs)

    interns = [job for job in career.jobs if job.is_internship] if way.apart else []
    found = []
    for name in way.order:
        if name == "summary":
            blocks = (Block((), (career.summary,)),)
        elif name == "skills":
            blocks = (Block((), career.skills),)
        elif name == "education":
            blocks = tuple(_study(study, way) for study in career.studies)
        else:
            blocks = entries([job for job in career.jobs if job not in interns])
        if blocks:
            found.append(Part(name, _set(headings[name], way), blocks))
        if name == "experience" and interns:
            found.append(Part("internship", _set(headings["internship"], way), entries(interns)))
    return found


def _entry(job: Job, dates: str, way: Way) -> Block:
    """One entry of a career, with what some resumes write around it: how long, how, for whom, with what."""
    rng = random.Random(f"{way.seed} {job.title}")
    title, place = job.title, job.place
    if "duration" in way.extras:
        months = (TODAY if job.last is None else job.last) - job.first + 1
        dates += f" ({_counted(months // 12, 'yr')} {_counted(months % 12, 'mo')})"
    if "type" in way.extras and job.employer:
        title += rng.choice((" (Full-time)", " (contract)", ", permanent"))
    if "remote" in way.extras and place:
        place += rng.choice((" (remote)", ", Hybrid"))
    lines = head(way.head, title, job.employer, place, dates)
    deeds = list(job.deeds)
    if "blurb" in way.extras and job.employer:
        deeds.insert(
            0,
            rng.choice(
                ("A family business with 300 people in four towns.", "Third largest of its country, founded 1987.")
            ),
        )
    if "stack" in way.extras and deeds:
        deeds.append(rng.choice(("Tech: Git, Linux, Jira", "Environment: Linux, Git, Confluence")))
    if "label" in way.extras and len(deeds) > 1:
        deeds.insert(1, "Key achievements:")
    return Block(tuple(lines), tuple(deeds), dates)


def _counted(n: int, unit: str) -> str:
    return f"{n} {unit}{'' if n == 1 else 's'}"


EXTRAS = ("duration", "type", "remote", "blurb", "stack", "label")
"""What some resumes write around an entry."""


def _set(heading: str, way: Way) -> str:
    return heading.upper() if way.capitals else heading


_UNDER_WAY = (
    "in progress, part-time", "expected 2027", "ongoing", "now in the second year", "year 2 of 3", "thesis pending",
    "to be completed in 2027", "4 of 12 modules so far", "part-time, to finish in July 2027",
)  # fmt: skip
_LEFT = (
    "left without degree", "not completed", "dropped out", "withdrew", "discontinued", "no degree", "unfinished",
    "left for family reasons", "two years, no thesis", "did not graduate", "stopped after the second year", "ABD",
)  # fmt: skip


def _study(study: Study, way: Way) -> Block:
    """An education's entry: orders of degree, school and dates; remarks on the degree, after it or in a line below."""
    rng, style = random.Random(f"{way.seed} {study.degree}"), random.Random(way.seed)
    dates = f"{study.start} – {study.end or ''}".strip() if study.end else f"since {study.start}"
    if study.end and rng.random() < 0.3:
        dates = (
            str(study.end),
            f"{study.start % 100:02}/{study.end % 100:02}",
            f"Sept {study.start} – June {study.end}",
        )[rng.randrange(3) if study.start // 100 == study.end // 100 and not study.note else 2]
        dates = dates if "/" not in dates else f"{study.start}–{study.end % 100:02}"
    note = ""
    if study.note:
        note = rng.choice(_LEFT if study.note.startswith("left") else _UNDER_WAY)
    is_below = bool(note) and rng.random() < 0.4
    degree = f"{study.degree} ({note})" if note and not is_below else study.degree
    school = study.school
    lines = style.choice(
        (
            (f"{degree}, {school}, {dates}",),
            (f"{degree}\t{dates}", school),
            (school, f"{degree}, {dates}"),
            (f"{dates}  {degree}", school),
            (school + "\t" + dates, degree),
            (degree, school, dates),
            (f"{school} — {degree} — {dates}",),
            (f"{dates}: {degree}, {school}",),
            (school, degree, dates),
            (dates, degree, school),
            (f"{degree} | {school} | {dates}",),
            (f"{degree} at {school} ({dates})",),
        )
    )
    below = [note[0].upper() + note[1:]] if is_below else []
    below += ["Thesis: the flight of moths around three kinds of lamp"] if rng.random() < 0.2 else []
    below += ["Grade: 1.7"] if rng.random() < 0.1 else []
    return Block(lines, tuple(below), dates)


def as_text(career: Career, way: Way) -> str:
    """A resume as plain text, perhaps wrapped, perhaps pasted with a blank line after each line."""
    lines = [career.name, career.headline, f"{career.name.split()[0].lower()}@example.com | +47 5550 100"]
    for part in parts(career, way):
        lines += ["", part.heading]
        for number, block in enumerate(part.blocks):
            if number and way.blank_between:
                lines.append("")
            lines += block.head
            sign = way.bullet if part.name in ("experience", "internship") else ""
            for deed in block.deeds:
                lines += _wrapped(sign + deed, way.wrap)
    return ("\n\n" if way.doubled else "\n").join(lines) + "\n"


def as_markdown(career: Career, way: Way) -> str:
    """A resume as Markdown: headings, bold titles, lists; a table of jobs in some."""
    lines = [f"# {career.name}", "", f"**{career.headline}**", ""]
    for part in parts(career, way):
        lines += [f"## {part.heading}", ""]
        for block in part.blocks:
            mark = ("### ", "**")[way.seed % 2]
            lines += [
                (f"{mark}{line}" + ("**" if mark == "**" else "")) if i == 0 else line
                for i, line in enumerate(block.head)
            ]
            lines += [""] if block.head and way.blank_between else []
            lines += [f"- {deed}" if block.head else deed for deed in block.deeds]
            lines.append("")
    return "\n".join(lines)


def _wrapped(line: str, width: int) -> list[str]:
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) if width else [line]
