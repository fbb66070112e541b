"""Prints of web pages by Chromium: a network's «Save to PDF», Europass, timelines, rated skills, federal, projects."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping

from bench.support.strange.content import Content, Maker, Printer, degree, lasted, month, span, studied, where

esc = html.escape


def made(printed: Printer, body: Callable[[Content], str], style: str = "", **options: object) -> Maker:
    """A maker of PDFs: the body of a page, its style, options of the print."""

    def make(content: Content) -> tuple[str, bytes]:
        return "cv.pdf", printed(f"<style>{style}</style>{body(content)}", print_background=True, **options)

    return make


def layouts(printed: Printer) -> Mapping[str, Maker]:
    """Each layout's maker."""
    footer = (
        "<div style='font-size:8px;width:100%;text-align:center'>Page <span class=pageNumber></span>"
        " of <span class=totalPages></span></div>"
    )
    pages: dict[str, object] = {
        "footer_template": footer,
        "header_template": "<span></span>",
        "display_header_footer": True,
    }
    margin = {"margin": {"top": "12mm", "bottom": "14mm", "left": "0", "right": "0"}}
    return {
        "network's save as PDF": made(printed, network, _NETWORK, **pages, **margin),
        "europass, old": made(printed, europass, _EUROPASS),
        "europass, new": made(printed, europass_new, _EUROPASS_NEW),
        "timeline of circles": made(printed, timeline, _TIMELINE),
        "rated skills in a sidebar": made(printed, rated, _RATED),
        "rated skills in a grid": made(printed, graded, _RATED),
        "federal": made(printed, federal, _FEDERAL),
        "consultant's projects": made(printed, consultant, _CONSULTANT),
        "functional": made(printed, functional, _FEDERAL),
    }


def ul(items: Iterable[str]) -> str:
    """A list of bullets, nothing for none."""
    inside = "".join(f"<li>{esc(item)}</li>" for item in items)
    return f"<ul>{inside}</ul>" if inside else ""


def p(text: str, klass: str = "") -> str:
    """A paragraph."""
    return f"<p class='{klass}'>{esc(text)}</p>" if text else ""


# --- a network's «Save to PDF» ---------------------------------------------------------------------------------------

_NETWORK = """
@page { size: letter } body { font: 10.5pt 'Liberation Sans'; margin: 0; color: #222 }
.bg { position: fixed; left: 0; top: -20mm; bottom: -20mm; width: 30%; background: #293e49 }
.side { position: absolute; left: 0; top: 0; width: 25%; padding: 6mm 5mm; color: #fff; font-size: 9.5pt }
.side h2 { font-size: 12pt; font-weight: normal; margin: 14pt 0 4pt } .side p { margin: 2pt 0 }
.main { margin-left: 33%; width: 60%; padding-top: 4mm } h1 { font-size: 24pt; font-weight: normal; margin: 0 }
.main h2 { font-size: 15pt; font-weight: normal; margin: 16pt 0 6pt } .main p { margin: 1pt 0 }
.co { font-size: 12pt; margin-top: 10pt !important } .ti { font-size: 11pt } .dim { color: #888; font-size: 9.5pt }
.deed { margin-top: 4pt !important }"""


def network(c: Content) -> str:
    """A dark sidebar of contact, top skills, languages; company alone on its line, several titles below it."""
    handle = c.name.lower().replace(" ", "-")
    side = "<h2>Contact</h2>" + p(c.mail) + p(f"www.linkedin.com/in/{handle}") + p("(LinkedIn)")
    side += "<h2>Top Skills</h2>" + "".join(p(skill) for skill in c.skills)
    side += "<h2>Languages</h2>" + "".join(p(f"{name} ({level})") for name, level in c.languages)
    side += "<h2>Certifications</h2>" + "".join(p(name) for name, _ in c.certificates)
    main = f"<h1>{esc(c.name)}</h1>" + p(c.career.headline) + p(f"{c.place}, Europe", "dim")
    main += "<h2>Summary</h2>" + p(c.career.summary) + "<h2>Experience</h2>"
    for employer, jobs in c.by_employer:
        main += p(employer or jobs[0].title.split(":")[0], "co")
        if len(jobs) > 1:
            main += p(lasted(jobs[-1].first, jobs[0].last), "dim")
        for job in jobs:
            main += p(job.title, "ti") + p(f"{span(job, joint=' - ')} ({lasted(job.first, job.last)})", "dim")
            main += p(job.place, "dim") + "".join(p(f"• {deed}", "deed") for deed in c.deeds(job))
    main += "<h2>Education</h2>"
    for study in c.studies:
        main += p(study.school, "co") + p(f"{degree(study)} · ({studied(study, ' - ')})", "dim")
    return f"<div class=bg></div><div class=side>{side}</div><div class=main>{main}</div>"


# --- Europass --------------------------------------------------------------------------------------------------------

_EUROPASS = """
@page { size: A4; margin: 15mm } body { font: 9.5pt 'Liberation Sans Narrow'; margin: 0 }
table { border-collapse: collapse; width: 100% } td { vertical-align: top; padding: 1.5pt 6pt }
.l { width: 31%; text-align: right; color: #0e4194; border-right: 1pt solid #999 } .h { font-size: 11pt;
text-transform: uppercase }
p { margin: 0 0 2pt } ul { margin: 2pt 0; padding-left: 12pt } .top { padding-top: 12pt }"""


def europass(c: Content) -> str:
    """Labels and dates at the left, flush right; contents at the right; headings are labels too."""

    def row(left: str, right: str, klass: str = "") -> str:
        return f"<tr><td class='l {klass}'>{esc(left)}</td><td class='{'top' if klass else ''}'>{right}</td></tr>"

    out = row("Personal information", f"<b>{esc(c.name)}</b>", "h top")
    out += row("", p(f"14 Harbour Street, {c.place}")) + row("", p(f"{c.mail} · +47 5550 100"))
    out += row("Job applied for", p(c.career.headline), "h top") + row(
        "Personal statement", p(c.career.summary), "h top"
    )
    out += row("Work experience", "", "h top")
    for job in c.jobs:
        inside = p(job.title) + p(where(job)) + ul(c.deeds(job))
        out += row(span(job, joint="–", now="Present"), inside)
    out += row("Education and training", "", "h top")
    for study in c.studies:
        out += row(studied(study, "–"), p(degree(study)) + p(study.school))
    out += row("Personal skills", "", "h top") + row("Mother tongue(s)", p("Swedish"))
    out += row("Other language(s)", p("English C1, French A2"))
    out += row("Digital skills", "".join(p(line) for line in c.career.skills))
    out += row("Driving licence", p("B"))
    return f"<table>{out}</table>"


_EUROPASS_NEW = """
@page { size: A4; margin: 14mm } body { font: 10pt 'DejaVu Sans'; margin: 0 } p { margin: 2pt 0 }
h1 { font-size: 18pt; color: #004494; margin: 0 } h2 { font-size: 10pt; color: #004494;
border-bottom: 1pt solid #ccc; margin: 14pt 0 6pt; text-transform: uppercase }
.head { background: #eef3fa; padding: 8pt } .w { color: #555; font-size: 9pt; margin-top: 8pt } b { font-weight: bold }
.chips span { padding: 2pt 5pt } .dot { color: #004494 }"""


def europass_new(c: Content) -> str:
    """The newer look: «01/03/2021 – CURRENT Malmö», then title and employer in capitals; skills as chips."""
    out = f"<div class=head><h1>{esc(c.name)}</h1>" + p(f"Address: 14 Harbour Street, {c.place} (Home)")
    out += (
        p(f"Email address: {c.mail}")
        + p("Phone number: (+47) 5550100 (Mobile)")
        + p("Gender: — | Date of birth: 04/05/1991")
        + "</div>"
    )
    out += "<h2>About me</h2>" + p(f"{c.career.headline}. {c.career.summary}") + "<h2>Work experience</h2>"
    for job in c.jobs:
        out += p(f"{span(job, 'day', now='CURRENT')} {job.place}", "w")
        out += f"<p><b>{esc(job.title.upper())}</b> {esc(job.employer.upper())}</p>" + ul(c.deeds(job))
    out += "<h2>Education and training</h2>"
    for study in c.studies:
        out += p(studied(study), "w") + f"<p><b>{esc(degree(study).upper())}</b> {esc(study.school)}</p>"
    out += "<h2>Language skills</h2>" + p("Mother tongue(s): SWEDISH") + p("Other language(s): ENGLISH C1 C1 B2 B2 C1")
    chips = "<span class=dot> | </span>".join(f"<span>{esc(skill)}</span>" for skill in c.skills)
    return out + f"<h2>Digital skills</h2><p class=chips>{chips}</p>"


# --- timelines and ratings -------------------------------------------------------------------------------------------

_TIMELINE = """
@page { size: A4; margin: 14mm } body { font: 10pt 'Liberation Sans'; margin: 0 } p { margin: 1pt 0 }
ul { margin: 2pt 0; padding-left: 13pt }
h2 { font-size: 13pt; color: #333; margin: 12pt 0 6pt; letter-spacing: .08em } .row { position: relative;
padding: 0 0 10pt 84pt; border-left: 2pt solid #bbb; margin-left: 30pt }
.circle { position: absolute; left: -32pt; top: 0; width: 58pt; height: 58pt; border-radius: 50%;
background: #3a6; color: #fff; text-align: center; font-size: 9pt }
.circle p { margin: 0 } .circle p:first-child { margin-top: 12pt } .t { font-weight: bold }"""


def timeline(c: Content) -> str:
    """A line down the page, a circle for each entry with its dates on three lines."""

    def row(first: str, last: str, inside: str) -> str:
        return f"<div class=row><div class=circle><p>{first}</p><p>–</p><p>{last}</p></div>{inside}</div>"

    out = (
        f"<h1>{esc(c.name)}</h1>"
        + p(c.career.headline)
        + p(f"{c.mail} · {c.place}")
        + "<h2>Who I am</h2>"
        + p(c.career.summary)
    )
    out += "<h2>Career path</h2>"
    for job in c.jobs:
        inside = p(job.title, "t") + p(where(job)) + ul(c.deeds(job))
        out += row(month(job.first, "slash"), "now" if job.last is None else month(job.last, "slash"), inside)
    out += "<h2>Education</h2>"
    for study in c.studies:
        out += row(str(study.start), str(study.end or "now"), p(degree(study), "t") + p(study.school) + "<br><br>")
    return out + "<h2>What I work with</h2>" + "".join(p(line) for line in c.career.skills)


_RATED = """
@page { size: A4; margin: 0 } body { font: 10pt 'DejaVu Sans'; margin: 0 } p { margin: 2pt 0 }
ul { margin: 2pt 0; padding-left: 13pt }
.page { display: flex } .side { width: 30%; background: #223; color: #fff; padding: 10mm 6mm; font-size: 9pt;
min-height: 270mm }
.main { padding: 10mm 8mm; flex: 1 } h2 { font-size: 12pt; margin: 12pt 0 4pt } .bar { background: #556;
height: 4pt } .fill { background: #fc3; height: 4pt }
.skill { display: flex; justify-content: space-between } .job { display: flex; justify-content: space-between }
.head { background: #223; color: #fff; padding: 3pt 8pt } .four { display: grid;
grid-template-columns: 1fr 1fr; column-gap: 10mm }
.cell { display: flex; justify-content: space-between }"""


def rated(c: Content) -> str:
    """A sidebar of skills with dots, bars, percentages; two columns of jobs' heads."""
    out = (
        f"<h1 style='font-size:16pt'>{esc(c.name)}</h1>"
        + p(c.career.headline)
        + "<h2>Contact</h2>"
        + p(c.mail)
        + p(c.place)
    )
    out += "<h2>Skills</h2>"
    for i, skill in enumerate(c.skills):
        mark = ("●●●●○", "90%", "★★★☆☆", "4/5")[c.seed % 4]
        out += (
            f"<div class=skill><span>{esc(skill)}</span><span>{mark}</span></div><div class=bar><div"
            f" class=fill style='width:{60 + 7 * (i % 5)}%'></div></div>"
        )
    out += (
        "<h2>Languages</h2>"
        + "".join(p(f"{name} ●●●○○") for name, _ in c.languages)
        + "<h2>Interests</h2>"
        + p(c.interests)
    )
    main = "<h2>About</h2>" + p(c.career.summary) + "<h2>Experience</h2>"
    for job in c.jobs:
        main += f"<div class=job><b>{esc(job.title)}</b><span>{span(job, 'short')}</span></div>"
        main += f"<div class=job><i>{esc(job.employer)}</i><span>{esc(job.place)}</span></div>" + ul(c.deeds(job))
    main += "<h2>Education</h2>"
    for study in c.studies:
        main += f"<div class=job><b>{esc(degree(study))}</b><span>{studied(study)}</span></div>" + p(study.school)
    return f"<div class=page><div class=side>{out}</div><div class=main>{main}</div></div>"


def graded(c: Content) -> str:
    """Headings in coloured bars; skills in a grid of two columns with words and stars for how good."""
    out = f"<div style='padding:12mm'><h1>{esc(c.name)}</h1>" + p(f"{c.career.headline} · {c.mail} · {c.place}")
    out += "<p class=head>PROFILE</p>" + p(c.career.summary) + "<p class=head>TECHNICAL EXPERTISE</p><div class=four>"
    for i, skill in enumerate(c.skills):
        mark = ("Expert", "Advanced", "Proficient", "★★★★☆", "●●●○○", "80 %")[(i + c.seed) % 6]
        out += f"<div class=cell><span>{esc(skill)}</span><span>{mark}</span></div>"
    out += "</div><p class=head>WORK HISTORY</p>"
    for job in c.jobs:
        out += f"<div class=job><b>{esc(job.employer)}</b><span>{esc(job.place)}</span></div>"
        out += f"<div class=job><i>{esc(job.title)}</i><span>{span(job, 'dotted')}</span></div>" + ul(c.deeds(job))
    out += "<p class=head>ACADEMIC QUALIFICATIONS</p>"
    for study in c.studies:
        out += f"<div class=job><b>{esc(study.school)}</b><span>{studied(study)}</span></div>" + p(degree(study))
    return (
        out
        + "<p class=head>VOLUNTEERING</p>"
        + "".join(p(f"{t}, {w} ({a} – {b})") for t, w, a, b in c.volunteering)
        + "</div>"
    )


# --- federal, functional, consultant ---------------------------------------------------------------------------------

_FEDERAL = """
@page { size: letter; margin: 20mm } body { font: 11pt 'Liberation Serif'; margin: 0 } p { margin: 1pt 0 }
h2 { font-size: 12pt; text-transform: uppercase; border-bottom: 1pt solid #000; margin: 12pt 0 4pt }
ul { margin: 3pt 0 }"""


def federal(c: Content) -> str:
    """What a government's form asks: street, hours a week, grade, salary, supervisor and whether one may ask them."""
    out = (
        f"<h1>{esc(c.name)}</h1>"
        + p(f"14 Harbour Street, {c.place}")
        + p(f"Email: {c.mail}")
        + p("Mobile: 555-010-0100")
    )
    out += p("Citizenship: none of the above | Veterans' Preference: No | Highest Grade Held: GS-09, 01/2014 – 06/2015")
    out += "<h2>Career summary</h2>" + p(c.career.summary) + "<h2>Work experience</h2>"
    for job in c.jobs:
        out += (
            f"<p><b>{esc(job.title)}</b></p>"
            + p(job.employer)
            + p(f"112 Mill Road, {job.place} 20410" if job.place else "")
        )
        out += p(f"{month(job.first, 'slash')} – {'Present' if job.last is None else month(job.last, 'slash')}") + p(
            "Hours per week: 40"
        )
        out += (
            p("Salary: $96,000 per year")
            + p("Series: 1550 Pay Plan: GS Grade: 13")
            + p("Supervisor: Ms. R. Okafor (555-010-0123)")
            + p("Okay to contact this supervisor: Yes")
        )
        out += (
            (p("Duties, Accomplishments and Related Skills:") + "".join(p(d) for d in c.deeds(job)))
            if job.deeds
            else ""
        )
    out += "<h2>Education</h2>"
    for study in c.studies:
        out += (
            p(f"{study.school}, {c.place}")
            + p(f"{degree(study)}, {study.end or 'expected 2027'}")
            + p("Credits Earned: 120 Semester hours | GPA: 3.6 of a maximum 4.0")
        )
    out += "<h2>Job Related Training</h2>" + "".join(p(f"{name} ({year})") for name, year in c.certificates)
    out += "<h2>Additional information</h2>" + p("COMPUTER SKILLS: " + "; ".join(c.skills))
    return out + "<h2>References</h2>" + p("R. Okafor, Ferncliff, supervisor 2015 – 2019, 555-010-0123")


def functional(c: Content) -> str:
    """Skills first under themes with what was done; the jobs a bare list at the end."""
    out = f"<h1>{esc(c.name)}</h1>" + p(f"{c.place} | {c.mail}") + "<h2>Career summary</h2>" + p(c.career.summary)
    out += "<h2>Key skills</h2>" + p(" • ".join(c.skills)) + "<h2>Selected achievements</h2>"
    themes = ("Building", "Running", "Explaining", "Planning")
    for theme, job in zip(themes, (job for job in c.jobs if job.deeds), strict=False):
        out += f"<p><b>{theme}</b></p>" + ul(c.deeds(job))
    out += "<h2>Employment history</h2>"
    for job in c.jobs:
        out += p(", ".join(x for x in (job.title, job.employer, job.place, span(job, "year", "–")) if x))
    return out + "<h2>Education</h2>" + "".join(p(f"{degree(s)}, {s.school}, {studied(s, '–')}") for s in c.studies)


_CONSULTANT = """
@page { size: A4; margin: 16mm } body { font: 9.5pt 'Liberation Sans'; margin: 0 } p { margin: 1pt 0 }
h2 { font-size: 13pt; color: #a03; margin: 12pt 0 4pt }
table { border-collapse: collapse; width: 100%; margin: 0 0 9pt; page-break-inside: avoid }
td { border: .6pt solid #999; padding: 2pt 5pt; vertical-align: top } td:first-child { width: 22%;
background: #eee; font-weight: bold } ul { margin: 0; padding-left: 12pt }"""


def consultant(c: Content) -> str:
    """A consultant's profile: a table for each project, rows Period, Role, Client, Tasks, Technologies."""
    out = (
        f"<h1>Consultant profile: {esc(c.name)}</h1>"
        + p(f"{c.career.headline}, {c.place}")
        + "<h2>Profile</h2>"
        + p(c.career.summary)
    )
    out += (
        "<h2>Skills</h2><table>"
        + "".join(f"<tr><td>{label}</td><td>{esc(line)}</td></tr>" for label, line in c.groups)
        + "</table>"
    )
    out += "<h2>Project history</h2>"
    for job in c.jobs:
        rows = [
            ("Period", span(job, "slash")),
            ("Role", job.title),
            ("Client", where(job) or "–"),
        ]
        inside = "".join(f"<tr><td>{label}</td><td>{esc(value)}</td></tr>" for label, value in rows)
        inside += (
            f"<tr><td>Tasks</td><td>{ul(c.deeds(job))}</td></tr><tr><td>Team size</td><td>6</td></tr>"
            if job.deeds
            else ""
        )
        out += f"<table>{inside}</table>"
    out += "<h2>Education</h2><table>"
    return (
        out
        + "".join(f"<tr><td>{studied(s)}</td><td>{esc(degree(s))}, {esc(s.school)}</td></tr>" for s in c.studies)
        + "</table>"
    )
