"""Curricula vitae of several pages: printed with running heads, set by groff, hyphenated and justified."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping

from bench.support.strange import typeset
from bench.support.strange.content import Content, Maker, Printer, degree, span, studied, where
from bench.support.strange.profiles import esc, made, p, ul

_STYLE = """
@page { size: A4; margin: 0 } body { font: 11pt 'DejaVu Serif'; margin: 0 20mm } p { margin: 2pt 0;
text-align: justify } h1 { font-size: 16pt; text-align: center } h2 { font-size: 12pt; margin: 16pt 0 5pt }
.r { display: flex; justify-content: space-between } ol, ul { margin: 3pt 0; padding-left: 18pt }
li { margin: 3pt 0; text-align: justify }
.y { display: grid; grid-template-columns: 26mm 1fr } .y p { text-align: left }"""


def layouts(printed: Printer) -> Mapping[str, Maker]:
    """Each layout's maker."""

    def with_head(content: Content) -> tuple[str, bytes]:
        head = (
            "<div style='font-size:8px;width:100%;padding:0 20mm;text-align:right'>Curriculum vitae,"
            f" {content.name}, <span class=pageNumber></span>/<span class=totalPages></span></div>"
        )
        margin = {"top": "20mm", "bottom": "20mm", "left": "0", "right": "0"}
        make = made(
            printed,
            academic,
            _STYLE,
            display_header_footer=True,
            header_template=head,
            footer_template="<span></span>",
            margin=margin,
        )
        return make(content)

    return {
        "academic of several pages": with_head,
        "txt set by groff, justified": groff,
        "pdf set as TeX sets": typeset.tex,
    }


def academic(c: Content) -> str:
    """Appointments and education by year, publications numbered, talks, teaching, service, referees."""
    out = (
        f"<h1>{esc(c.name)}</h1><p style='text-align:center'>{esc(c.career.headline)}, {esc(c.place)}<br>{c.mail}</p>"
        + "<h2>Research interests</h2>"
        + p(c.career.summary)
    )
    out += "<h2>Appointments</h2>"
    for job in c.jobs:
        at = f", {esc(where(job))}" if where(job) else ""
        inside = f"<p><b>{esc(job.title)}</b>{at}</p>" + ul(c.deeds(job))
        out += f"<div class=y><p>{span(job, 'short', '–', 'present')}</p><div>{inside}</div></div>"
    out += "<h2>Education</h2>" + "".join(
        f"<div class=y><p>{studied(s, '–')}</p><p>{esc(degree(s))}, {esc(s.school)}</p></div>" for s in c.studies
    )
    names = f"{c.name.split()[-1]}, {c.name[0]}."
    papers = "".join(
        f"<li>{esc(names)}, Abernathy, Q. and Liu, W. ({year}). {title}. <i>{where}</i>.</li>"
        for title, where, year in c.publications * 3
    )
    out += f"<h2>Publications</h2><ol>{papers}</ol><h2>Invited talks</h2>" + "".join(
        f"<div class=y><p>{y}</p><p>Tarrow Summer School on lakes, Riga</p></div>" for y in (2023, 2021, 2018)
    )
    out += "<h2>Teaching</h2>" + "".join(
        f"<div class=y><p>{y}–{y + 2}</p><p>Teaching assistant, Writing for naturalists, Harrowby University</p></div>"
        for y in (2019, 2016)
    )
    out += "<h2>Grants and awards</h2>" + "".join(
        f"<div class=y><p>{y}</p><p>Travel grant of the Tarrow Society, 2,000 euros</p></div>" for y in (2022, 2019)
    )
    out += "<h2>Academic service</h2>" + p(
        "Reviewer for the Annals of Night Insects since 2018; seminar's organiser 2019–2021."
    )
    out += (
        "<h2>Technical skills</h2>"
        + p("; ".join(c.skills) + ".")
        + "<h2>Languages</h2>"
        + p("English (fluent), Swedish (native).")
    )
    return out + "<h2>References</h2>" + p("Prof. Ottoline Grieg, Harrowby University, o.grieg@example.org")


def groff(c: Content) -> tuple[str, bytes]:
    """Set by groff for a terminal: paragraphs hyphenated, justified by blanks, dates at a right tab."""
    lines = [".ll 76n", ".pl 10000", ".ad b", ".hy 1", ".ta 76nR", ".ce 3", c.name, c.career.headline, c.mail]

    def heading(text: str) -> None:
        lines.extend([".sp", ".in 0", text.upper(), ".br", ".in 4n"])

    heading("Profile")
    lines.append(c.career.summary)
    heading("Employment")
    for job in c.jobs:
        place = where(job)
        lines += [".sp", ".in 0", job.title + "\t" + span(job, "short", " - "), *([".br", place] if place else [])]
        for deed in c.deeds(job):
            lines += [".in 6n", ".ti 4n", f"* {deed}"]
    heading("Education")
    for study in c.studies:
        lines += [".in 0", degree(study) + "\t" + studied(study, " - "), ".br", study.school, ".br"]
    heading("Skills")
    for label, line in c.groups:
        lines += [f"{label}: {line}", ".br"]
    text = "".join(sign if ord(sign) < 128 else f"\\[u{ord(sign):04X}]" for sign in "\n".join(lines) + "\n")
    done = subprocess.run(["groff", "-Tutf8", "-P-cbou"], input=text.encode(), capture_output=True, check=True)
    return "cv.txt", done.stdout
