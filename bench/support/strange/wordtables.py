"""Word files of tables: tables in tables, headings in first cells, a table a project, ratings in cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import docx

from bench.support.strange.content import Content, Maker, degree, month, span, studied, where
from bench.support.strange.word import saved


def layouts() -> Mapping[str, Maker]:
    """Each layout's maker."""
    return {
        "docx tables in tables": nested,
        "docx headings in first cells": first_cells,
        "docx a table a project": projects,
        "docx rated skills, merged heads": rated,
        "docx one table for all": one_table,
    }


def _add(cell: Any, *lines: str, style: str | None = None) -> None:
    for line in lines:
        if line:
            cell.add_paragraph(line, style=style)


def nested(c: Content) -> tuple[str, bytes]:
    """A table of the page, in its right cell a table of the jobs, in each row another of title and dates."""
    document = docx.Document()
    outer = document.add_table(rows=2, cols=2)
    outer.cell(0, 0).merge(outer.cell(0, 1)).text = f"{c.name}\n{c.career.headline}"
    side, main = outer.rows[1].cells
    _add(side, "Contact", c.mail, c.place, "Skills")
    skills = side.add_table(rows=0, cols=1)
    for skill in c.skills:
        skills.add_row().cells[0].text = skill
    _add(side, "Languages", "English, Swedish")
    _add(main, "Profile", c.career.summary, "Experience")
    jobs = main.add_table(rows=0, cols=1)
    for job in c.jobs:
        cell = jobs.add_row().cells[0]
        head = cell.add_table(rows=2, cols=2)
        head.cell(0, 0).text, head.cell(0, 1).text = job.title, span(job, "short")
        head.cell(1, 0).text, head.cell(1, 1).text = job.employer, job.place
        _add(cell, *c.deeds(job), style="List Bullet")
    _add(main, "Education")
    studies = main.add_table(rows=0, cols=2)
    for study in c.studies:
        cells = studies.add_row().cells
        cells[0].text, cells[1].text = f"{degree(study)}\n{study.school}", studied(study)
    return saved(document)


def first_cells(c: Content) -> tuple[str, bytes]:
    """One table; the heading stands in the first cell of its row, the contents in the second."""
    document = docx.Document()
    document.add_paragraph(c.name)
    document.add_paragraph(f"{c.career.headline} · {c.mail}")
    table = document.add_table(rows=0, cols=2)

    def row(heading: str) -> Any:
        cells = table.add_row().cells
        cells[0].text = heading
        return cells[1]

    row("PROFILE").text = c.career.summary
    cell = row("WORK EXPERIENCE")
    for job in c.jobs:
        _add(
            cell, f"{job.title}, {job.employer}".strip(", "), ", ".join(x for x in (span(job, "slash"), job.place) if x)
        )
        _add(cell, *c.deeds(job), style="List Bullet")
    cell = row("EDUCATION")
    for study in c.studies:
        _add(cell, degree(study), f"{study.school}, {studied(study)}")
    _add(row("SKILLS"), *c.career.skills)
    _add(row("INTERESTS"), c.interests)
    return saved(document)


def projects(c: Content) -> tuple[str, bytes]:
    """A consultant's file: for each project a table of labels and values."""
    document = docx.Document()
    document.add_heading(f"Profile of {c.name}", 0)
    document.add_paragraph(c.career.headline)
    document.add_paragraph(c.career.summary)
    document.add_heading("Competences", 1)
    table = document.add_table(rows=0, cols=2)
    for label, line in c.groups:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, line
    document.add_heading("Projects and positions", 1)
    for job in c.jobs:
        table = document.add_table(rows=0, cols=2)
        rows = [
            ("Project period", span(job, "slash", " - ")),
            ("Role", job.title),
            ("Customer", where(job)),
        ]
        rows += [("Responsibilities", "\n".join(c.deeds(job)))] if job.deeds else []
        for label, value in (*rows, ("Team", "5 people")):
            cells = table.add_row().cells
            cells[0].text, cells[1].text = label, value
        document.add_paragraph()
    document.add_heading("Education", 1)
    for study in c.studies:
        document.add_paragraph(f"{studied(study)}: {degree(study)}, {study.school}")
    return saved(document)


def rated(c: Content) -> tuple[str, bytes]:
    """Headings across merged cells; skills in a table of name, stars and years; jobs with dates at left."""
    document = docx.Document()
    document.add_paragraph(f"{c.name} – {c.career.headline}")
    table = document.add_table(rows=0, cols=3)

    def heading(text: str) -> None:
        cells = table.add_row().cells
        cells[0].merge(cells[2]).text = text

    heading("Summary")
    cells = table.add_row().cells
    cells[0].merge(cells[2]).text = c.career.summary
    heading("Skills")
    for i, skill in enumerate(c.skills):
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[2].text = skill, ("★★★★☆", "★★★☆☆", "★★★★★")[i % 3], f"{3 + i % 4} yrs"
    heading("Work experience")
    for job in c.jobs:
        cells = table.add_row().cells
        cells[0].text = f"{month(job.first, 'short')} –\n{'Present' if job.last is None else month(job.last, 'short')}"
        told = cells[1].merge(cells[2])
        told.text = job.title
        _add(told, where(job))
        _add(told, *c.deeds(job), style="List Bullet")
    heading("Education")
    for study in c.studies:
        cells = table.add_row().cells
        cells[0].text = studied(study)
        told = cells[1].merge(cells[2])
        told.text = degree(study)
        _add(told, study.school)
    return saved(document)


def one_table(c: Content) -> tuple[str, bytes]:
    """Four columns as an office's form has them: From, To, Employer, Position; skills and studies in forms as well."""
    document = docx.Document()
    document.add_paragraph("Curriculum Vitae")
    document.add_paragraph(f"Name: {c.name}")
    document.add_paragraph(f"Current position: {c.career.headline}")
    document.add_paragraph("Motivation")
    document.add_paragraph(c.career.summary)
    document.add_paragraph("Employment record")
    table = document.add_table(rows=1, cols=4)
    for cell, text in zip(table.rows[0].cells, ("From", "To", "Employer", "Position and duties"), strict=True):
        cell.text = text
    for job in c.jobs:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = (
            month(job.first, "slash"),
            "present" if job.last is None else month(job.last, "slash"),
        )
        cells[2].text = where(job)
        cells[3].text = job.title
        _add(cells[3], *c.deeds(job))
    document.add_paragraph("Education")
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("Years", "School", "Degree"), strict=True):
        cell.text = text
    for study in c.studies:
        cells = table.add_row().cells
        cells[0].text, cells[1].text, cells[2].text = studied(study), study.school, degree(study)
    document.add_paragraph("Computer skills")
    for line in c.career.skills:
        document.add_paragraph(line)
    return saved(document)
