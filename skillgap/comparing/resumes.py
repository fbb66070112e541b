"""Resumes against a published generation: each is read, judged, and forgotten."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.gap.cohort import Cohort, cohort
from analysis.gap.compare import Change, changed_since, compare_posting
from analysis.gap.report import Asked, gap
from analysis.gap.results import GapReport
from dashboard.reports.answer import LISTED_JOBS
from dashboard.reports.gap import render_gap
from dashboard.texts import RepresentativeTexts
from dashboard.words import day
from nlp.documents.files import Limits, read_resume_file
from nlp.resume.doubts import refuse_foreign
from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import Taxonomy
from skillgap.comparing.as_read import shown_text
from skillgap.comparing.given_posting import GivenPosting
from skillgap.comparing.narrowing import EVERYTHING, Wanted
from skillgap.comparing.opened import Opened, open_market
from skillgap.nearness import did_you_mean
from skillgap.places import home_region
from skillgap.reading import Desk
from skillgap.settings import Settings, now
from warehouse.models import UNREADABLE, BadInputError, ResumeReading, read_given, shown_name, to_plain, why_unread

_LARGEST_RESUME = Limits().max_bytes
_LARGEST_REPORT = 50_000_000
"""Bytes."""
OTHER_READER = (
    "The market was read by an older version of skillgap than this resume: a few skills may be named differently in"
    " the two."
)
READ_ANEW = "To read the market anew, run skillgap refresh --no-crawl."


class Comparer:
    """A market that resumes are compared with. It keeps none of them.

    `have` and `lack` name skills that the person adds or takes away, by id, name or surface; `today` is what «present»
    means in a resume. Raises BadInputError for an unknown skill and where nothing was published yet.
    """

    def __init__(
        self,
        place: Settings,
        *,
        lanes: Sequence[str] | None = None,
        have: Collection[str] = (),
        lack: Collection[str] = (),
        is_syllabus: bool = False,
        wanted: Wanted = EVERYTHING,
        compare: Sequence[str] = (),
        today: dt.date | None = None,
    ) -> None:
        self.place, self.lanes, self.is_syllabus, self.wanted = place, lanes, is_syllabus, wanted
        self.today = today or now().date()
        self.desk = Desk(place.skills_overlay, place.lanes_overlay)
        taxonomy = self.desk.reader.taxonomy
        self.have, self.lack = skill_ids(have, taxonomy), skill_ids(lack, taxonomy)
        self.compare = tuple(skill_ids(compare, taxonomy))

    @cached_property
    def opened(self) -> Opened:
        """The current generation."""
        return open_market(self.place)

    @cached_property
    def reader(self) -> ResumeReader:
        """The installed reader of resumes."""
        return ResumeReader(self.desk.reader.taxonomy, self.place.skills_overlay)

    def read(self, path: Path) -> ResumeReading:
        """The reading of a resume file; a syllabus's skills count though they are being learned.

        Raises BadInputError, with one sentence, for a file that cannot be read as a resume.
        """
        read = read_resume_file(shown_name(path), read_given(path, _LARGEST_RESUME))
        refuse_foreign(shown_name(path), read.text)
        reading = self.reader.read(read.text, read.parse_confidence, read.warnings, as_of=self.today)
        if not self.is_syllabus:
            return reading
        taught = [
            dataclasses.replace(skill, evidence="listed", state="coursework") if skill.state == "in_progress" else skill
            for skill in reading.skills
        ]
        return dataclasses.replace(reading, skills=tuple(taught))

    def report(self, path: Path, reading: ResumeReading) -> GapReport:
        """The gap report of a reading."""
        return gap(
            self.opened.market,
            reading,
            have=self.have,
            lack=self.lack,
            lanes=self.lanes,
            texts=RepresentativeTexts(self.opened.generation, self.opened.market.requisition),
            file=shown_name(path),
            asked=dataclasses.replace(self.asked, home=home_region(reading.text)),
            today=self.today,
        )

    @property
    def asked(self) -> Asked:
        """What of the market is wanted."""
        return Asked(
            self.wanted.filters(self.opened.market), self.wanted.any_level, self.compare, is_course=self.is_syllabus
        )

    def jobs(self, path: Path, reading: ResumeReading, most: int | None) -> dict[str, Any]:
        """A person's jobs as plain data, all or the `most` nearest, with what `render_jobs` needs beside them."""
        market = self.opened.market
        asked = dataclasses.replace(self.asked, jobs=most or market.n, home=home_region(reading.text))
        report = to_plain(
            gap(
                market,
                reading,
                have=self.have,
                lack=self.lack,
                lanes=self.lanes,
                file=shown_name(path),
                asked=asked,
                today=self.today,
            )
        )
        return {
            "resume": {key: report["resume"][key] for key in ("file", "name", "seniority", "years")},
            "market": {
                **report["market"],
                "kind": self.opened.kind,
                "months": self.opened.generation.manifest.get("months"),
            },
            "lane": report["lanes"][0]["name"],
            "jobs": report["jobs"],
            "notices": self.notices(reading),
        }

    def plain(self, report: GapReport, reading: ResumeReading, then: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """A report as plain data with its notices and, where an earlier report is given, what changed since."""
        change = {} if then is None else {"change": to_plain(_change(report, then))}
        return {**to_plain(report), "notices": self.notices(reading), **change}

    def posting(self, path: Path, given: GivenPosting) -> dict[str, Any]:
        """A resume against one posting, as plain data."""
        resume = self.read(path)
        reading = self.desk.reader.read(given.title, given.text, given.company)
        fit = compare_posting(
            self.opened.market,
            resume,
            reading,
            have=self.have,
            lack=self.lack,
            where=given.where,
            text=given.text,
        )
        return {
            "resume": {
                "file": shown_name(path),
                "parse_confidence": resume.parse_confidence,
                "have": self.have,
                "lack": self.lack,
            },
            "posting": {"title": given.title or None, "company": given.company, "url": given.url},
            "fit": to_plain(fit),
            "notices": list(resume.warnings),
        }

    def notices(self, reading: ResumeReading) -> list[str]:
        """What a person should know before the numbers, in sentences."""
        market, installed = self.opened.generation.manifest["reader_version"], self.desk.reader.version
        said = [*reading.warnings]
        if reading.present:
            said.append(f"Work that goes on is counted up to {day(reading.present)}.")
        if market == installed:
            return said
        mend = "" if self.opened.kind == "reference" else f" {READ_ANEW}"  # what ships is read anew by nobody
        return [*said, OTHER_READER + mend]

    def as_read(self, path: Path) -> tuple[ResumeReading, str]:
        """A resume's reading and the same as a parser sees it, section by section; asks no market."""
        reading = self.read(path)
        read = read_resume_file(shown_name(path), read_given(path, _LARGEST_RESUME))
        return reading, shown_text(path, reading, read.text, self.today)

    def render(self, report: Mapping[str, Any], format: str, *, full: bool = False, jobs: int = LISTED_JOBS) -> str:
        """A report's plain data as a document that says whose market it speaks of."""
        opened = self.opened
        months = opened.generation.manifest.get("months")
        return render_gap(report, format, kind=opened.kind, months=months, full=full, jobs=jobs)

    def cohort(self, reports: Mapping[str, GapReport]) -> Cohort:
        """Many reports side by side."""
        return cohort(self.opened.market, reports)


def gap_of_file(
    settings: Settings, path: Path, *, lanes: Sequence[str] | None, have: Collection[str], lack: Collection[str]
) -> dict[str, Any]:
    """The gap report (plain data) of a resume file against the current generation.

    Raises BadInputError for a file that cannot be read as a resume, an unknown lane or skill, or no generation.
    """
    comparer = Comparer(settings, lanes=lanes, have=have, lack=lack)
    reading = comparer.read(path)
    return comparer.plain(comparer.report(path, reading), reading)


def earlier_report(path: Path) -> Mapping[str, Any]:
    """A report that `gap --format json` wrote. Raises BadInputError where the file is none."""
    try:
        found = json.loads(read_given(path, _LARGEST_REPORT))
    except (ValueError, RecursionError) as error:
        raise BadInputError(f"{path} is not JSON; name a report that `skillgap gap --format json` wrote.") from error
    if not isinstance(found, dict) or not {"resume", "market", "lanes"} <= found.keys():
        raise BadInputError(f"{path} is no gap report; name one that `skillgap gap --format json` wrote.")
    return found


def _change(report: GapReport, then: Mapping[str, Any]) -> Change:
    """What changed since an earlier report. Raises BadInputError where its parts are of other kinds than a report's."""
    try:
        return changed_since(report, then)
    except UNREADABLE as error:
        why = f"not one that `skillgap gap --format json` wrote ({why_unread(error)})"
        raise BadInputError(f"The earlier report given with --against is {why}: name another.") from error


def resume_files(given: Sequence[Path]) -> list[Path]:
    """The files named, and what lies directly in the folders named, by name; what is hidden is left out.

    A folder's pipes, devices and folders are among them, so that they are named as not read. Raises BadInputError for a
    folder that holds nothing, and where two files have the same name.
    """
    found: list[Path] = []
    for path in given:
        inside = sorted(p for p in path.iterdir() if not p.name.startswith(".")) if path.is_dir() else [path]
        if not inside:
            raise BadInputError(f"{path} holds no file; name a folder with resumes.")
        found += inside
    names = [shown_name(path) for path in found]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadInputError(f"Two of the files are called {twice[0]}; give one of them another name.")
    return found


def skill_ids(given: Collection[str], taxonomy: Taxonomy) -> list[str]:
    """Ids of skills that a person names by id, name or any surface. Raises BadInputError naming near ones."""
    by_surface = {s.text.casefold(): s.skill for s in taxonomy.surfaces} | {
        s.name.casefold(): s.id for s in taxonomy.skills.values()
    }
    found = []
    for one in given:
        skill = one if one in taxonomy.skills else by_surface.get(one.casefold())
        if skill is None:
            raise BadInputError(
                f"{one!r} is no skill that skillgap knows{did_you_mean(one, by_surface) or ': write it as adverts do.'}"
            )
        found.append(skill)
    return found
