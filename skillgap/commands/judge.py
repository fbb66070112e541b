"""`gap`: resumes against the market, or one against a single posting; `jobs`: the list of a person's jobs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from analysis.gap.results import GapReport
from dashboard.reports.cohort import cohort_tables, render_cohort
from dashboard.reports.gap import FORMATS
from dashboard.reports.jobs import FORMATS as JOB_FORMATS
from dashboard.reports.jobs import render_jobs, summed_up
from dashboard.reports.posting import render_posting
from dashboard.words import count, percent
from skillgap.commands.options import Data, Level, OfMarket, Region, Role, Since, Speciality, Workplace
from skillgap.comparing.given_posting import given_posting
from skillgap.comparing.narrowing import Wanted
from skillgap.comparing.resumes import Comparer, earlier_report, resume_files
from skillgap.comparing.told import say_market
from skillgap.console import progress, result, summary
from skillgap.files import replacing, replacing_bytes
from skillgap.settings import settings
from skillgap.tables import csv_text, parquet_bytes
from warehouse.models import BadInputError, ResumeReading, shown_name, to_plain

INCOMPLETE = 1
ANY = "any"


def gap(
    resume: Annotated[
        list[Path],
        typer.Argument(
            help="A resume (PDF, DOCX, Markdown, text or JSON Resume), several, or a folder of them.",
            show_default=False,
        ),
    ],
    data: Data = None,
    market: OfMarket = None,
    lane: Annotated[list[str] | None, typer.Option(help="Only this lane (may be repeated).")] = None,
    format: Annotated[str, typer.Option("--format", help="md, html or json.")] = "md",
    out: Annotated[
        Path | None,
        typer.Option(help="Write the report here (for a folder: a folder, default FOLDER-gaps)."),
    ] = None,
    have: Annotated[
        list[str] | None, typer.Option(help="A skill you have though the resume does not show it (may be repeated).")
    ] = None,
    lack: Annotated[
        list[str] | None, typer.Option(help="A skill the resume names that you do not have (may be repeated).")
    ] = None,
    posting: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|-|URL", help="Compare with this one posting: a text or JSON file, or one the market holds."
        ),
    ] = None,
    against: Annotated[
        Path | None, typer.Option(metavar="OLD.json", help="Say what changed since this earlier JSON report.")
    ] = None,
    syllabus: Annotated[
        bool, typer.Option("--syllabus", help="The text is a course's: what it teaches counts as held.")
    ] = False,
    jobs: Annotated[int, typer.Option("--jobs", min=0, metavar="N", help="How many jobs the report lists.")] = 10,
    compare: Annotated[
        str | None, typer.Option(metavar="A,B", help="Which of these skills first? Each is tried alone.")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="With the appendix: every lane, skill and number.")] = False,
    show_text: Annotated[
        bool, typer.Option("--show-text", help="Print what was read, section by section, and compare nothing.")
    ] = False,
    region: Region = None,
    workplace: Workplace = None,
    level: Level = None,
    role: Role = None,
    speciality: Speciality = None,
    since: Since = None,
) -> None:
    """Where you stand, which jobs, what to say and what to learn. The resume is read on this machine and not kept.

    Example: skillgap gap resume.pdf --lane platform --region uk --format html --out gap.html
    """
    if format not in FORMATS:
        raise BadInputError(f"--format {format!r} is none of {', '.join(FORMATS)}.")
    comparer = Comparer(
        settings(data, market),
        lanes=lane,
        have=have or (),
        lack=lack or (),
        is_syllabus=syllabus,
        wanted=_wanted(region=region, workplace=workplace, level=level, role=role, speciality=speciality, since=since),
        compare=[name.strip() for name in compare.split(",") if name.strip()] if compare else (),
    )
    is_cohort = len(resume) > 1 or resume[0].is_dir()
    if show_text:
        _show(comparer, resume, out)
        return
    say_market(comparer.place, comparer.opened, comparer.today)
    if is_cohort and (posting or against):
        raise BadInputError("--posting and --against are for one resume; name a single file.")
    if posting and (lane or against):
        raise BadInputError("--posting compares with one posting; leave --lane and --against out.")
    if is_cohort:
        _cohort(comparer, resume, format, out, full=full)
    elif posting:
        given = given_posting(posting, comparer.opened.generation)
        _put(render_posting(comparer.posting(resume[0], given), format), out, shown_name(resume[0]))
        _doubt(comparer.read(resume[0]), shown_name(resume[0]))
    else:
        then = earlier_report(against) if against else None
        reading = comparer.read(resume[0])
        report = comparer.plain(comparer.report(resume[0], reading), reading, then)
        _put(comparer.render(report, format, full=full, jobs=jobs), out, shown_name(resume[0]))
        _doubt(reading, shown_name(resume[0]))


def _show(comparer: Comparer, given: list[Path], out: Path | None) -> None:
    """What was read of one resume; exit 1 where it is doubtful."""
    if len(given) > 1 or given[0].is_dir():
        raise BadInputError("--show-text shows one resume; name a single file.")
    reading, text = comparer.as_read(given[0])
    _put(text, out, shown_name(given[0]))
    _doubt(reading, shown_name(given[0]))


def _doubt(reading: ResumeReading, name: str) -> None:
    """Exit 1 with the reason where a resume was read with too little confidence to believe what follows from it."""
    if reading.is_doubtful:
        confidence = percent(reading.parse_confidence)
        summary(f"{name} was hard to read ({confidence} confidence). {' '.join(reading.warnings)}")
        raise typer.Exit(INCOMPLETE)


def jobs(
    resume: Annotated[Path, typer.Argument(help="A resume (PDF, DOCX, Markdown, text or JSON Resume).")],
    data: Data = None,
    market: OfMarket = None,
    lane: Annotated[list[str] | None, typer.Option(help="Only this lane (may be repeated).")] = None,
    have: Annotated[list[str] | None, typer.Option(help="A skill you have (may be repeated).")] = None,
    lack: Annotated[list[str] | None, typer.Option(help="A skill you do not have (may be repeated).")] = None,
    most: Annotated[int | None, typer.Option("--most", min=1, metavar="N", help="Only the N nearest.")] = None,
    format: Annotated[str, typer.Option("--format", help="md or json.")] = "md",
    out: Annotated[Path | None, typer.Option(help="Write the list here.")] = None,
    region: Region = None,
    workplace: Workplace = None,
    level: Level = None,
    role: Role = None,
    speciality: Speciality = None,
    since: Since = None,
) -> None:
    """Your jobs: every open one that the market can show, the nearest first, with what you meet and what is missing.

    Example: skillgap jobs resume.pdf --region uk --workplace remote --level senior --since 2026-03
    """
    if format not in JOB_FORMATS:
        raise BadInputError(f"--format {format!r} is none of {', '.join(JOB_FORMATS)}.")
    comparer = Comparer(
        settings(data, market),
        lanes=lane,
        have=have or (),
        lack=lack or (),
        wanted=_wanted(region=region, workplace=workplace, level=level, role=role, speciality=speciality, since=since),
    )
    say_market(comparer.place, comparer.opened, comparer.today)
    found = comparer.jobs(resume, comparer.read(resume), most)
    _put(render_jobs(found, format), out, shown_name(resume))
    summary(summed_up(found["jobs"]))


def _wanted(*, level: Sequence[str] | None, since: str | None, **given: Sequence[str] | None) -> Wanted:
    """The filters as given; `--level any` takes every level."""
    levels = [one for one in level or () if one != ANY]
    lists = {name: values or () for name, values in given.items()}
    return Wanted(**lists, level=levels, since=since, any_level=ANY in (level or ()))


def _put(text: str, out: Path | None, name: str) -> None:
    if out is None:
        result(text)
        return
    with replacing(out) as file:
        file.write(text)
    summary(f"The report of {name} is in {out}.")


def _cohort(comparer: Comparer, given: list[Path], format: str, out: Path | None, *, full: bool) -> None:
    """A report a resume and a cohort's table, in a folder; exit 1 where some could not be read."""
    files = resume_files(given)
    home = out or _home(given)
    reports: dict[str, GapReport] = {}
    unreadable: list[str] = []
    doubtful: list[str] = []
    for path in progress(files, "resumes"):
        try:
            reading = comparer.read(path)
        except BadInputError as error:
            unreadable.append(str(error))
            continue
        if not reading.held and not reading.titles:
            unreadable.append(f"{shown_name(path)} names neither a skill nor a job; it is left out as no resume.")
            continue
        if reading.is_doubtful:
            doubtful.append(f"{shown_name(path)}: {' '.join(reading.warnings)}")
        reports[shown_name(path)] = report = comparer.report(path, reading)
        text = comparer.render(comparer.plain(report, reading), format, full=full)
        with replacing(home / f"{shown_name(path)}.{format}") as file:
            file.write(text)
    cohort = to_plain(comparer.cohort(reports))
    table = render_cohort(cohort, unreadable)
    for form in {"md", format} & {"md", "html"}:
        with replacing(home / f"cohort.{form}") as file:
            file.write(render_cohort(cohort, unreadable, form))
    for name, frame in cohort_tables(cohort).items():
        with replacing(home / f"{name}.csv") as file:
            file.write(csv_text(frame))
        with replacing_bytes(home / f"{name}.parquet") as binary:
            binary.write(parquet_bytes(frame))
    result(table)
    for sentence in unreadable:
        summary(f"not read: {sentence}")
    for sentence in doubtful:
        summary(f"hard to read: {sentence}")
    summary(f"{len(reports)} of {count(len(files), 'report')}, and the cohort's table, are in {home}.")
    if unreadable or doubtful:
        raise typer.Exit(INCOMPLETE)


def _home(given: list[Path]) -> Path:
    if len(given) > 1:
        raise BadInputError("Name a folder for the reports with --out.")
    folder = given[0].resolve()
    return folder.with_name(f"{folder.name}-gaps")
