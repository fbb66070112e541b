"""Layouts written after the reader was mended by the others, before a look at how it reads them: the honest half."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH

from bench.support.strange.content import Content, Maker, Printer, degree, month, span, studied, where
from bench.support.strange.profiles import esc, made, p, ul
from bench.support.strange.word import saved


def layouts(printed: Printer) -> Mapping[str, Maker]:
    """Each layout's maker."""
    return {
        "later: three columns a job": made(printed, three, _TABLE),
        "later: sidebar right drawn first": made(printed, reverse, _REVERSE),
        "later: paragraphs without bullets": made(printed, paragraphs, _PLAIN),
        "later: newspaper columns": made(printed, newspaper, _NEWS),
        "later: spaced capitals, dates below": made(printed, spaced, _SPACED),
        "later: from and to over one another": made(printed, stacked, _TABLE),
        "later: docx tabs and typed dots": tabbed,
        "later: docx a row a section": rowed,
        "later: md employers first": listed,
        "later: txt job board's export": board,
        "later: txt bars in one line": bars,
        "later: txt bullets on their own lines": torn,
        "later: txt narrow, dates first": narrow,
    }


_TABLE = """
@page { size: A4; margin: 15mm } body { font: 10pt 'Liberation Serif'; margin: 0 } p { margin: 1pt 0 }
table { width: 100%; border-spacing: 0 4pt } td { vertical-align: top } ul { margin: 1pt 0; padding-left: 12pt }
.a { width: 21% } .c { width: 17%; text-align: right } h2 { font-size: 13pt; border-bottom: 1pt dotted #888 }"""


def three(c: Content) -> str:
    """A row a job: dates, what, place; deeds in the middle."""
    out = f"<h1>{esc(c.name)}</h1>" + p(f"{c.career.headline} — {c.mail}") + "<h2>In short</h2>" + p(c.career.summary)
    out += "<h2>Employment</h2><table>"
    for job in c.jobs:
        told = f"<b>{esc(job.title)}</b>{p(job.employer)}{ul(c.deeds(job))}"
        out += f"<tr><td class=a>{span(job, 'short')}</td><td>{told}</td><td class=c>{esc(job.place)}</td></tr>"
    out += "</table><h2>Education</h2><table>"
    for study in c.studies:
        out += (
            f"<tr><td class=a>{studied(study)}</td><td>{esc(degree(study))}</td><td"
            f" class=c>{esc(study.school)}</td></tr>"
        )
    return out + "</table><h2>Technologies</h2>" + p(", ".join(c.skills))


def stacked(c: Content) -> str:
    """Dates at the left on two lines: «03/2021» and «to 02/2023» below it."""
    out = (
        f"<h1>{esc(c.name)}</h1>"
        + p(c.career.headline)
        + p(f"{c.mail}, {c.place}")
        + "<h2>Profile</h2>"
        + p(c.career.summary)
    )
    out += "<h2>Professional experience</h2><table>"
    for job in c.jobs:
        ends = "to today" if job.last is None else f"to {month(job.last, 'slash')}"
        out += (
            f"<tr><td class=a>{month(job.first, 'slash')}<br>{ends}</td>"
            f"<td>{p(job.title)}{p(where(job))}{ul(c.deeds(job))}</td></tr>"
        )
    out += "</table><h2>Education</h2><table>"
    for study in c.studies:
        out += f"<tr><td class=a>{studied(study)}</td><td>{p(degree(study))}{p(study.school)}</td></tr>"
    return out + "</table><h2>Skills</h2>" + "".join(p(line) for line in c.career.skills)


_REVERSE = """
@page { size: letter; margin: 0 } body { font: 10pt 'DejaVu Sans'; margin: 0 } p { margin: 2pt 0 }
ul { margin: 2pt 0; padding-left: 13pt }
.page { display: flex; flex-direction: row-reverse } .side { width: 29%; background: #eee; padding: 10mm 5mm;
font-size: 8.5pt }
.main { flex: 1; padding: 10mm 7mm } h2 { font-size: 11pt; color: #276; margin: 10pt 0 3pt } .d { color: #777;
font-size: 9pt }"""


def reverse(c: Content) -> str:
    """The sidebar stands at the right and comes first in the file."""
    side = (
        f"<h1 style='font-size:15pt'>{esc(c.name)}</h1>"
        + p(c.career.headline)
        + "<h2>Reach me</h2>"
        + p(c.mail)
        + p(c.place)
    )
    side += "<h2>Skills</h2>" + ul(c.skills) + "<h2>Education</h2>"
    side += "".join(f"<p><b>{esc(degree(s))}</b></p>{p(s.school)}{p(studied(s), 'd')}" for s in c.studies)
    main = "<h2>Summary</h2>" + p(c.career.summary) + "<h2>Work experience</h2>"
    for job in c.jobs:
        main += f"<p><b>{esc(job.title)}</b></p>" + p(where(job)) + p(span(job, "dotted"), "d") + ul(c.deeds(job))
    return f"<div class=page><div class=side>{side}</div><div class=main>{main}</div></div>"


_PLAIN = """
@page { size: A4; margin: 20mm } body { font: 11pt 'Liberation Serif'; margin: 0 } p { margin: 2pt 0 8pt }
h2 { font: small-caps bold 13pt 'Liberation Serif'; margin: 10pt 0 2pt }
.r { display: flex; justify-content: space-between } .r b { font-weight: bold }"""


def paragraphs(c: Content) -> str:
    """Employer and dates on a line, the title below in italics, what was done as one paragraph."""
    out = (
        f"<h1 style='text-align:center'>{esc(c.name)}</h1><p"
        f" style='text-align:center'>{esc(c.career.headline)}<br>{c.mail}</p>"
    )
    out += "<h2>Personal statement</h2>" + p(c.career.summary) + "<h2>Career</h2>"
    for job in c.jobs:
        out += f"<div class=r><b>{esc(where(job) or job.title)}</b><span>{span(job, 'short', '–')}</span></div>"
        out += (f"<i>{esc(job.title)}</i>" if job.employer else "") + p(" ".join(c.deeds(job)))
    out += "<h2>Education</h2>"
    for study in c.studies:
        out += (
            f"<div class=r><b>{esc(study.school)}</b><span>{studied(study, '–')}</span></div>"
            f"<i>{esc(degree(study))}</i><br>"
        )
    return out + "<h2>Skills</h2>" + p("; ".join(c.career.skills) + ".")


_NEWS = """
@page { size: A4; margin: 14mm } body { font: 9.5pt 'Liberation Sans'; margin: 0 } p { margin: 1pt 0 }
ul { margin: 2pt 0; padding-left: 12pt }
.n { columns: 2; column-gap: 9mm } h2 { font-size: 12pt; margin: 8pt 0 3pt; break-after: avoid }
.d { font-style: italic }"""


def newspaper(c: Content) -> str:
    """Two columns as a newspaper has them: the text flows from the foot of one to the head of the other."""
    out = "<h2>Profile</h2>" + p(c.career.summary) + "<h2>Experience</h2>"
    for job in c.jobs:
        out += f"<p><b>{esc(job.title)}</b></p>" + p(where(job)) + p(span(job, "short"), "d") + ul(c.deeds(job))
    out += "<h2>Education</h2>" + "".join(
        f"<p><b>{esc(degree(s))}</b></p>{p(s.school)}{p(studied(s), 'd')}" for s in c.studies
    )
    out += "<h2>Skills</h2>" + "".join(p(line) for line in c.career.skills) + "<h2>Interests</h2>" + p(c.interests)
    return f"<h1>{esc(c.name)}</h1>{p(c.career.headline)}{p(c.mail)}<div class=n>{out}</div>"


_SPACED = """
@page { size: A4; margin: 18mm } body { font: 10pt 'DejaVu Serif'; margin: 0 } p { margin: 2pt 0 }
ul { margin: 2pt 0 8pt; padding-left: 13pt }
h1, h2, .t { text-transform: uppercase; letter-spacing: .18em; font-weight: normal } h2 { font-size: 12pt;
text-align: center } .t { font-size: 9pt } .d { text-align: right; font-size: 8.5pt; font-style: italic }"""


def spaced(c: Content) -> str:
    """Name, headings and titles in spaced capitals; dates in a line of their own at the right."""
    out = (
        f"<h1>{esc(c.name)}</h1>"
        + p(f"{c.career.headline} / {c.mail}")
        + "<h2>About</h2>"
        + p(c.career.summary)
        + "<h2>Experience</h2>"
    )
    for job in c.jobs:
        out += p(job.title, "t") + p(where(job)) + p(span(job, "comma"), "d") + ul(c.deeds(job))
    out += "<h2>Education</h2>"
    for study in c.studies:
        out += p(degree(study), "t") + p(study.school) + p(studied(study), "d")
    return out + "<h2>Expertise</h2>" + p(" / ".join(c.skills))


_TIGHT = "\u00a0–\u00a0"


def tabbed(c: Content) -> tuple[str, bytes]:
    """Dates, title and employer set by tabs; typed dots for bullets, blanks that do not break."""
    document = docx.Document()
    document.add_paragraph(f"Curriculum vitae\t{c.name}")
    document.add_paragraph(f"{c.career.headline}\t{c.mail}")
    for heading, lines in (
        ("Profile", [c.career.summary]),
        ("Experience", None),
        ("Education", None),
        ("Skills", list(c.career.skills)),
    ):
        document.add_heading(heading, 1)
        for line in lines or []:
            document.add_paragraph(line)
        for job in c.jobs if heading == "Experience" else ():
            document.add_paragraph(f"{span(job, 'slash', _TIGHT)}\t{job.title}\t{where(job)}".strip())
            for deed in c.deeds(job):
                document.add_paragraph(f"\t·\u00a0{deed}")
        for study in c.studies if heading == "Education" else ():
            document.add_paragraph(f"{studied(study)}\t{degree(study)}\t{study.school}")
    return saved(document)


def rowed(c: Content) -> tuple[str, bytes]:
    """A table of two columns, a row a section; in the right cell the dates are paragraphs of their own at the right."""
    document = docx.Document()
    document.add_heading(c.name, 0)
    document.add_paragraph(f"{c.career.headline} | {c.mail} | {c.place}")
    table = document.add_table(rows=0, cols=2)

    def row(heading: str) -> docx.table._Cell:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(heading).bold = True
        return cells[1]

    row("Profile").text = c.career.summary
    cell = row("Work history")
    for job in c.jobs:
        cell.add_paragraph(job.title)
        cell.add_paragraph(where(job)) if where(job) else None
        cell.add_paragraph(span(job, "long")).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for deed in c.deeds(job):
            cell.add_paragraph(deed, style="List Bullet")
    cell = row("Education")
    for study in c.studies:
        cell.add_paragraph(f"{degree(study)}, {study.school}")
        cell.add_paragraph(studied(study)).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    cell = row("Technical skills")
    for line in c.career.skills:
        cell.add_paragraph(line)
    return saved(document)


def listed(c: Content) -> tuple[str, bytes]:
    """Markdown: employers as headings, below each «*Title* | dates», rules between sections."""
    lines = [
        f"# {c.name}",
        f"_{c.career.headline}_  ",
        f"<{c.mail}>",
        "",
        "---",
        "",
        "### Summary",
        c.career.summary,
        "",
        "---",
        "",
        "### Employment",
    ]
    for job in c.jobs:
        lines += [
            "",
            f"#### {job.employer or job.title}{', ' + job.place if job.place else ''}",
            f"*{job.title}* | {span(job, 'short')}",
            "",
        ]
        lines += [f"+ {deed}" for deed in c.deeds(job)]
    lines += [
        "",
        "---",
        "",
        "### Education",
        *(f"#### {s.school}\n*{degree(s)}* | {studied(s)}\n" for s in c.studies),
        "---",
        "",
        "### Skills",
    ]
    return "cv.md", "\n".join([*lines, *(f"+ **{label}** — {line}" for label, line in c.groups)]).encode()


def _file(lines: list[str]) -> tuple[str, bytes]:
    return "cv.txt", ("\n".join(lines) + "\n").encode()


def board(c: Content) -> tuple[str, bytes]:
    """A job board's own export: title, «Employer - Place», «March 2021 to Present», deeds with dots."""
    lines = [
        c.name,
        c.career.headline,
        c.place,
        c.mail,
        "Authorized to work for any employer",
        "",
        c.career.summary,
        "",
        "Work Experience",
    ]
    for job in c.jobs:
        lines += [
            "",
            job.title,
            *([" - ".join(x for x in (job.employer, job.place) if x)] if job.employer else []),
            span(job, "long", " to "),
        ]
        lines += [f"• {deed}" for deed in c.deeds(job)]
    lines += ["", "Education"]
    for study in c.studies:
        lines += [
            "",
            f"{degree(study)} in General studies" if " " not in degree(study) else degree(study),
            f"{study.school} - {c.place}",
            studied(study, " to "),
        ]
    return _file(
        [
            *lines,
            "",
            "Skills",
            *(f"• {skill} ({3 + i % 5} years)" for i, skill in enumerate(c.skills)),
            "",
            "Languages",
            "• English - Fluent",
        ]
    )


def bars(c: Content) -> tuple[str, bytes]:
    """All of a head in one line between bars, dates first, in another language's word for today."""
    lines = [c.name, f"{c.career.headline} || {c.mail}", "", "::: About :::", c.career.summary, "", "::: Positions :::"]
    for job in c.jobs:
        parts = (span(job, "dots", " - ", "heute"), job.title, job.employer, job.place)
        lines += [" | ".join(x for x in parts if x), *(f"  > {deed}" for deed in c.deeds(job))]
    lines += ["", "::: Education :::", *(f"{studied(s, ' - ')} | {degree(s)} | {s.school}" for s in c.studies)]
    return _file([*lines, "", "::: Toolbox :::", *c.career.skills])


def torn(c: Content) -> tuple[str, bytes]:
    """Copied out of a viewer: bullets on lines of their own, lines wrapped at 80, page numbers between."""
    lines = [c.name, c.career.headline, c.mail, "SUMMARY", *textwrap.wrap(c.career.summary, 80), "EXPERIENCE"]
    for number, job in enumerate(c.jobs):
        lines += [job.title, *([where(job)] if where(job) else []), span(job, "short")]
        for deed in c.deeds(job):
            lines += ["•", *textwrap.wrap(deed, 80)]
        lines += ["1 / 2"] if number == 1 else []
    lines += ["EDUCATION"]
    for study in c.studies:
        lines += [degree(study), study.school, studied(study)]
    return _file([*lines, "SKILLS", *c.career.skills, "2 / 2"])


def narrow(c: Content) -> tuple[str, bytes]:
    """Fifty letters wide, dates before the title, «o» for bullets, headings with a colon and a dash."""
    lines = [c.name, c.career.headline, "", "Summary -", *textwrap.wrap(c.career.summary, 50), "", "Employment -"]
    for job in c.jobs:
        head = f"{span(job, 'short', '-')}: {job.title}" + (f", {where(job)}" if where(job) else "")
        lines += textwrap.wrap(head, 50)
        for deed in c.deeds(job):
            lines += textwrap.wrap(deed, 50, initial_indent="o  ", subsequent_indent="   ")
    lines += ["", "Education -"]
    for study in c.studies:
        lines += textwrap.wrap(f"{studied(study, '-')}: {degree(study)}, {study.school}", 50)
    return _file([*lines, "", "Skills -", *c.career.skills])
