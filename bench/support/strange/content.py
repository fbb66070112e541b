"""What a stranger's resume says: an invented career and what real resumes have around it, its truth unchanged."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from bench.support.careers import TODAY, Career, Job, Study

Maker = Callable[["Content"], tuple[str, bytes]]
Printer = Callable[..., bytes]

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MORE = (
    "Wrote the handbook that new colleagues read in their first week and kept it true while the office moved twice.",
    "Agreed the plan of each quarter with finance, the warehouse and two suppliers whose offers were always late.",
    "Brought the yearly spending down by a fifth without letting anybody go and without a complaint from the branches.",
    "Prepared the review by the auditors, who found nothing worth writing down for four years running.",
    "Explained difficult figures to people who had little time, in two pages or in five minutes as they preferred.",
    "Kept the archive of decisions, so that the reasons for an unpopular choice could be found again years later.",
)
_VOLUNTEERING = (
    ("Treasurer", "Rowing Club of the Old Harbour", 2016, 2019),
    ("Reader for the blind", "City Library", 2018, 2021),
)
_CERTIFICATES = (("First aid at work", 2019), ("Driving licence, class B", 2011))
_LANGUAGES = (("English", "Native or Bilingual"), ("Swedish", "Professional Working"), ("French", "Elementary"))
_PUBLICATIONS = (
    ("The weather of small lakes and what it does to fish", "Journal of Inland Waters 14(2), 101–117", "2020"),
    ("How moths find lamps: a second look at an old table", "Annals of Night Insects", "in press"),
    ("A note on counting birds twice", "Proceedings of the Tarrow Society, pp. 33–41", "2017"),
)


@dataclass(frozen=True, slots=True)
class Content:
    """One person's resume before it has a look."""

    career: Career
    seed: int

    @property
    def name(self) -> str:
        """Given name and family name."""
        return self.career.name

    @property
    def mail(self) -> str:
        """An address nobody has."""
        return f"{self.name.split()[0].lower()}@example.com"

    @property
    def place(self) -> str:
        """Where the person lives."""
        return next(job.place for job in self.career.jobs if job.place)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The jobs, the newest first."""
        return self.career.jobs

    @property
    def studies(self) -> tuple[Study, ...]:
        """The studies, the newest first."""
        return self.career.studies

    @property
    def skills(self) -> tuple[str, ...]:
        """Each listed skill by itself."""
        return tuple(skill for line in self.career.skills for skill in line.split(", "))

    @property
    def groups(self) -> tuple[tuple[str, str], ...]:
        """The listed skills under labels that say nothing."""
        return tuple(zip(("Strong in", "Daily tools", "Also"), self.career.skills, strict=False))

    def deeds(self, job: Job) -> tuple[str, ...]:
        """What was done in a job: its own deeds and one or two long sentences that name no skill."""
        if not job.deeds:
            return ()
        rng = random.Random(f"{self.seed} {self.name} {job.title}")
        return (*job.deeds, *rng.sample(_MORE, rng.choice((1, 1, 2))))

    @property
    def by_employer(self) -> list[tuple[str, list[Job]]]:
        """Jobs one after another at the same employer, together."""
        return [(employer, list(jobs)) for employer, jobs in groupby(self.jobs, key=lambda job: job.employer)]

    languages = _LANGUAGES
    certificates = _CERTIFICATES
    volunteering = _VOLUNTEERING
    publications = _PUBLICATIONS
    interests = "Rowing, bread, maps of places that no longer exist"


def month(m: int, form: str = "long") -> str:
    """A month as a form writes it: long, short, dotted, slash, digits, dots."""
    name, year, number = _MONTHS[m % 12], m // 12, m % 12 + 1
    return {
        "long": f"{name} {year}", "short": f"{name[:3]} {year}", "dotted": f"{name[:3]}. {year}",
        "slash": f"{number:02}/{year}", "digits": f"{year}-{number:02}", "dots": f"{number:02}.{year}",
        "upper": f"{name} {year}".upper(), "year": str(year), "comma": f"{name}, {year}",
        "day": f"01/{number:02}/{year}", "iso": f"{year}-{number:02}-01",
    }[form]  # fmt: skip


def span(job: Job, form: str = "long", joint: str = " – ", now: str = "Present") -> str:
    """The months of a job."""
    return f"{month(job.first, form)}{joint}{now if job.last is None else month(job.last, form)}"


def where(job: Job) -> str:
    """Employer and place, as far as there are any."""
    return ", ".join(x for x in (job.employer, job.place) if x)


def lasted(first: int, last: int | None) -> str:
    """How long, as networks of contacts write it: 4 years 3 months."""
    months = (TODAY if last is None else last) - first + 1
    years, rest = divmod(months, 12)
    parts = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in ((years, "year"), (rest, "month")) if n]
    return " ".join(parts)


def studied(study: Study, joint: str = " – ") -> str:
    """The years of a study."""
    return f"{study.start}{joint}{study.end}" if study.end else f"{study.start}{joint}Present"


def degree(study: Study) -> str:
    """The degree with its remark."""
    remark = {"left": "not completed", "under way": "in progress"}.get(study.note, study.note)
    return f"{study.degree} ({remark})" if remark else study.degree


def wrapped(words: Sequence[str], width: int) -> list[str]:
    """Words in lines of a width, as few as can be."""
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
