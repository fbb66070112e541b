"""Prints that look like templates of LaTeX and designers: margins, small caps, symbols, justified lines, blocks."""

from __future__ import annotations

from collections.abc import Mapping

from bench.support.strange.content import Content, Maker, Printer, degree, month, span, studied, where
from bench.support.strange.profiles import esc, made, p, ul


def layouts(printed: Printer) -> Mapping[str, Maker]:
    """Each layout's maker."""
    return {
        "modern cv, dates in the margin": made(printed, margins, _MARGINS),
        "awesome cv, small caps": made(printed, awesome, _AWESOME),
        "one page of LaTeX, justified": made(printed, onepage, _ONEPAGE),
        "heading in the first cell": made(printed, cells, _CELLS),
        "loose blocks, spaced headings": made(printed, loose, _LOOSE),
        "online editor, sidebar right": made(printed, editor, _EDITOR),
        "cards in two columns": made(printed, cards, _CARDS),
        "dates in a right margin": made(printed, right_margin, _RIGHT),
        "headings that hang left": made(printed, hanging, _HANGING),
        "inline blocks, dates under titles": made(printed, inline, _INLINE),
    }


_SHY = "\u00ad"


def hyphenable(text: str) -> str:
    """The text with places where a long word may be parted at a line's end, as TeX parts them."""
    words = []
    for word in text.split(" "):
        if len(word) > 7 and word.isalpha():
            half = len(word) // 2
            words.append(word[:half] + _SHY + word[half:])
        else:
            words.append(word)
    return " ".join(words)


_MARGINS = """
@page { size: A4; margin: 16mm } body { font: 10pt 'DejaVu Serif'; margin: 0 } p { margin: 1pt 0 }
h1 { font-weight: normal; font-size: 24pt; margin: 0 }
.sec { display: flex; align-items: center; margin: 12pt 0 4pt } .sec i { width: 20%; height: 4pt;
background: #37b; display: block; margin-right: 8pt } .sec h2 { font: 14pt 'DejaVu Serif'; color: #37b; margin: 0 }
.row { display: flex; margin: 3pt 0 } .row > div:first-child { width: 20%; text-align: right;
margin-right: 8pt; font-size: 9pt; flex: none } ul { margin: 2pt 0; padding-left: 12pt }
li { text-align: justify } .top { text-align: right; font-size: 9pt; font-style: italic }"""


def margins(c: Content) -> str:
    """moderncv: bars before headings, dates in a left margin, «Title, Employer, Place.», skills by labels."""

    def row(left: str, right: str) -> str:
        return f"<div class=row><div>{left}</div><div>{right}</div></div>"

    def sec(name: str) -> str:
        return f"<div class=sec><i></i><h2>{name}</h2></div>"

    out = (
        f"<div class=top>14 Harbour Street, {esc(c.place)}<br>☎ +47 5550 100<br>✉ {c.mail}</div><h1>{esc(c.name)}</h1>"
        + p(c.career.headline)
    )
    out += f"<p style='margin:10pt 40pt;font-style:italic;text-align:center'>{esc(c.career.summary)}</p>" + sec(
        "Experience"
    )
    for job in c.jobs:
        head = f"<b>{esc(job.title)}</b>" + "".join(f", <i>{esc(x)}</i>" for x in (job.employer, job.place) if x) + "."
        out += row(
            span(job, "slash", "–"),
            head + "".join(f"<ul>{''.join(f'<li>{hyphenable(esc(d))}</li>' for d in c.deeds(job))}</ul>"),
        )
    out += sec("Education")
    for study in c.studies:
        out += row(studied(study, "–"), f"<b>{esc(degree(study))}</b>, <i>{esc(study.school)}</i>.")
    out += sec("Computer skills") + "".join(row(label, esc(line)) for label, line in c.groups)
    return out + sec("Languages") + "".join(row(name, level) for name, level in c.languages)


_AWESOME = """
@page { size: A4; margin: 14mm } body { font: 9.5pt 'Liberation Sans'; margin: 0 } p { margin: 1pt 0 }
.c { text-align: center } h1 { font-weight: 300; font-size: 28pt; margin: 0; text-align: center }
h2 { font-size: 15pt; margin: 10pt 0 4pt; display: flex; align-items: center } h2::after { content: '';
flex: 1; border-bottom: .8pt solid #888; margin-left: 6pt }
.r { display: flex; justify-content: space-between } .sc { font-variant: small-caps } .d { font-style: italic;
color: #777; font-size: 8.5pt } ul { margin: 3pt 0 6pt; padding-left: 12pt } li { text-align: justify }
.sk { display: grid; grid-template-columns: 22% 1fr; column-gap: 8pt } .sk b { text-align: right }"""


def awesome(c: Content) -> str:
    """awesome-cv: symbols before contacts, employer and place, title in small capitals and dates."""
    first, last = c.name.split(" ", 1)
    out = f"<h1>{esc(first)} <b>{esc(last)}</b></h1><p class='c sc'>{esc(c.career.headline)}</p>"
    out += (
        f"<p class=c>\uf3c5 {esc(c.place)} | \uf10b +47 5550 100 | \uf0e0 {c.mail} | \uf09b"
        f" {first.lower()} | \uf08c {first.lower()}-{last.split()[0].lower()}</p>"
    )
    out += "<h2>Summary</h2>" + p(c.career.summary) + "<h2>Work Experience</h2>"
    for job in c.jobs:
        out += f"<div class=r><b>{esc(job.employer or job.title)}</b><span class=d>{esc(job.place)}</span></div>"
        out += (
            f"<div class=r><span class=sc>{esc(job.title)}</span><span class=d>{span(job, 'dotted')}</span></div>"
            + ul(hyphenable(d) for d in c.deeds(job))
        )
    out += "<h2>Education</h2>"
    for study in c.studies:
        out += (
            f"<div class=r><b>{esc(study.school)}</b><span class=d>{esc(c.place)}</span></div><div"
            f" class=r><span class=sc>{esc(degree(study))}</span><span class=d>{studied(study)}</span></div>"
        )
    return (
        out
        + "<h2>Skills</h2><div class=sk>"
        + "".join(f"<b>{label}</b><span>{esc(line)}</span>" for label, line in c.groups)
        + "</div>"
    )


_ONEPAGE = """
@page { size: letter; margin: 14mm } body { font: 10pt 'DejaVu Serif'; margin: 0;
font-feature-settings: 'liga' 1 } p { margin: 1pt 0; text-align: justify } h1 { text-align: center;
font-variant: small-caps; margin: 0 }
h2 { font: 13pt 'DejaVu Serif'; font-variant: small-caps; border-bottom: .6pt solid #000; margin: 10pt 0 4pt }
.r { display: flex; justify-content: space-between } i { font-size: 9.5pt } ul { margin: 2pt 0 5pt;
padding-left: 14pt } li { text-align: justify; margin: 1pt 0 }"""


def onepage(c: Content) -> str:
    """The one-page LaTeX resume of students: small-caps headings with a rule, italics, justified and parted lines."""
    out = (
        f"<h1>{esc(c.name)}</h1><p style='text-align:center'>+47 5550 100 | <u>{c.mail}</u> | "
        f"<u>github.com/{c.name.split()[0].lower()}</u></p>"
    )
    out += "<h2>Education</h2>"
    for study in c.studies:
        out += (
            f"<div class=r><b>{esc(study.school)}</b><span>{esc(c.place)}</span></div><div class=r>"
            f"<i>{esc(degree(study))}</i><i>{studied(study)}</i></div>"
        )
    out += "<h2>Experience</h2>"
    for job in c.jobs:
        out += (
            f"<div class=r><b>{esc(job.title)}</b><span>{span(job, 'short', ' – ')}</span></div><div"
            f" class=r><i>{esc(job.employer)}</i><i>{esc(job.place)}</i></div>"
        )
        out += ul(hyphenable(d) for d in c.deeds(job))
    out += "<h2>About</h2>" + p(hyphenable(f"{c.career.headline}. {c.career.summary}"))
    return (
        out + "<h2>Technical Skills</h2>" + "".join(f"<p><b>{label}:</b> {esc(line)}</p>" for label, line in c.groups)
    )


_CELLS = """
@page { size: A4; margin: 14mm } body { font: 10pt 'Liberation Sans'; margin: 0 } p { margin: 1pt 0 }
table { width: 100%; border-collapse: collapse } td { vertical-align: top; padding: 5pt 6pt;
border-top: 1pt solid #ccc }
td:first-child { width: 22%; font-weight: bold; color: #446; text-transform: uppercase; font-size: 9pt }
ul { margin: 2pt 0 6pt; padding-left: 13pt } .d { color: #777 }"""


def cells(c: Content) -> str:
    """A table of two columns: the first cell of a row is the section's heading, the second all that stands in it."""

    def row(heading: str, inside: str) -> str:
        return f"<tr><td>{heading}</td><td>{inside}</td></tr>"

    jobs = "".join(
        f"<p><b>{esc(job.title)}</b>{' · ' + esc(job.employer) if job.employer else ''}</p>"
        + p(" · ".join(x for x in (span(job), job.place) if x), "d")
        + ul(c.deeds(job))
        for job in c.jobs
    )
    studies = "".join(p(degree(s)) + p(f"{s.school}, {studied(s)}", "d") for s in c.studies)
    out = row("Profile", p(c.career.summary)) + row("Experience", jobs) + row("Education", studies)
    out += (
        row("Skills", "".join(p(line) for line in c.career.skills))
        + row("Languages", p("English, Swedish, French"))
        + row("Interests", p(c.interests))
    )
    return f"<h1>{esc(c.name)}</h1>" + p(c.career.headline) + p(f"{c.mail} · {c.place}") + f"<table>{out}</table>"


_LOOSE = """
@page { size: A4; margin: 0 } body { font: 9.5pt 'Liberation Sans'; margin: 0; position: relative;
height: 297mm } .b { position: absolute } p { margin: 2pt 0; line-height: 1.4 }
h2 { font-size: 11pt; letter-spacing: .3em; text-transform: uppercase; margin: 0 0 6pt } ul { margin: 3pt 0;
padding-left: 12pt } .n { font-size: 30pt; letter-spacing: .2em; text-transform: uppercase }"""


def loose(c: Content) -> str:
    """A designer's page: each block put where it stands, in any order, name and headings letter-spaced."""

    def block(x: int, y: int, w: int, inside: str) -> str:
        return f"<div class=b style='left:{x}mm;top:{y}mm;width:{w}mm'>{inside}</div>"

    out, y = [], 62
    for job in c.jobs:
        head = (
            f"<p><b>{esc(job.title.upper())}</b></p>"
            + p(" | ".join(x for x in (job.employer, job.place) if x))
            + p(span(job, "short", " - "))
        )
        out.append(block(80, y, 118, head + ul(c.deeds(job))))
        y += 28 + 11 * len(c.deeds(job)) if job.deeds else 24
    studies = "<h2>Education</h2>" + "".join(
        f"<p><b>{esc(degree(s))}</b></p>" + p(s.school) + p(studied(s)) for s in c.studies
    )
    skills = "<h2>Skills</h2>" + ul(c.skills)
    out.append(block(12, 150, 58, skills))
    out.append(block(80, 52, 118, "<h2>Experience</h2>"))
    out.append(block(12, 90, 58, studies))
    out.append(block(12, 52, 58, "<h2>About me</h2>" + p(c.career.summary)))
    out.append(block(12, 235, 58, "<h2>Contact</h2>" + p(c.mail) + p("+47 5550 100") + p(c.place)))
    out.append(block(12, 12, 186, f"<div class=n>{esc(c.name)}</div>" + p(c.career.headline)))
    return "".join(out)


_EDITOR = """
@page { size: letter; margin: 14mm } body { font: 10pt 'DejaVu Sans'; margin: 0 } p { margin: 1pt 0 }
table { width: 100%; border-collapse: collapse } td { vertical-align: top } td:last-child { width: 30%;
padding-left: 9mm; font-size: 9pt }
h1 { font-size: 28pt; margin: 0 } h2 { font-size: 9pt; color: #2079c7; margin: 14pt 0 4pt;
text-transform: uppercase } h3 { font-size: 11pt; margin: 8pt 0 1pt } .d { font-size: 8pt; color: #666;
text-transform: uppercase } ul { margin: 2pt 0; padding-left: 13pt }"""


def editor(c: Content) -> str:
    """An online editor's template: «Employer, Place — Title», «MARCH 2021 - PRESENT» below; skills at the right."""
    main = f"<h1>{esc(c.name)}</h1>" + p(c.career.headline) + "<h2>Experience</h2>"
    for job in c.jobs:
        head = (
            f"<h3><b>{esc(job.employer)}</b>{', ' + esc(job.place) if job.place else ''} — <i>{esc(job.title)}</i></h3>"
            if job.employer
            else f"<h3>{esc(job.title)}</h3>"
        )
        main += head + p(span(job, joint=" - ", now="PRESENT"), "d") + ul(c.deeds(job))
    main += "<h2>Education</h2>"
    for study in c.studies:
        main += f"<h3><b>{esc(study.school)}</b>, {esc(c.place)} — <i>{esc(degree(study))}</i></h3>" + p(
            studied(study, " - "), "d"
        )
    main += (
        "<h2>Projects</h2>"
        + "<h3><b>Birdbox</b> — <i>A counter of nests</i></h3>"
        + p("A camera, a list and a patient family.")
    )
    side = (
        p(f"14 Harbour Street, {c.place}")
        + p("(555) 010-0100")
        + f"<p><b>{c.mail}</b></p>"
        + "<h2>About</h2>"
        + p(c.career.summary)
    )
    side += (
        "<h2>Skills</h2>"
        + "".join(p(skill) for skill in c.skills)
        + "<h2>Awards</h2>"
        + p("Lorem prize for bread, 2014")
        + "<h2>Languages</h2>"
        + p("English, Swedish")
    )
    return f"<table><tr><td>{main}</td><td>{side}</td></tr></table>"


_CARDS = """
@page { size: A4; margin: 12mm } body { font: 9.5pt 'Liberation Sans'; margin: 0 } p { margin: 1pt 0 }
h2 { font-size: 14pt; margin: 12pt 0 4pt } .g { display: grid; grid-template-columns: 1fr 1fr; gap: 7mm }
.g > div { border: .6pt solid #ccc; padding: 6pt } ul { margin: 2pt 0; padding-left: 12pt }
.t { font-weight: bold } .d { color: #777 }
.chips { display: flex; flex-wrap: wrap; gap: 5pt } .chips span { background: #def; border-radius: 6pt;
padding: 2pt 7pt }"""


def cards(c: Content) -> str:
    """Full-width headings, the entries below each as cards in two columns; skills as chips."""
    out = (
        f"<h1>{esc(c.name)}</h1>"
        + p(c.career.headline)
        + p(f"{c.mail} · {c.place}")
        + "<h2>About</h2>"
        + p(c.career.summary)
    )
    out += "<h2>Experience</h2><div class=g>"
    for job in c.jobs:
        when = " · ".join(x for x in (span(job, "short"), job.place) if x)
        out += f"<div>{p(job.title, 't')}{p(job.employer)}{p(when, 'd')}{ul(c.deeds(job))}</div>"
    out += "</div><h2>Education</h2><div class=g>"
    out += "".join(f"<div>{p(degree(s), 't')}{p(s.school)}{p(studied(s), 'd')}</div>" for s in c.studies)
    return (
        out
        + "</div><h2>Skills</h2><div class=chips>"
        + "".join(f"<span>{esc(skill)}</span>" for skill in c.skills)
        + "</div>"
    )


_RIGHT = """
@page { size: A4; margin: 18mm } body { font: 10.5pt 'Liberation Serif'; margin: 0 } p { margin: 1pt 0 }
h2 { font-size: 12pt; margin: 12pt 0 4pt } .e { position: relative; padding-right: 42mm; margin-bottom: 7pt }
.e .d { position: absolute; right: 0; top: 0; width: 38mm; text-align: right; font-style: italic }
ul { margin: 2pt 0; padding-left: 13pt }"""


def right_margin(c: Content) -> str:
    """Dates and places hang in a right margin, beside the entry's lines."""
    out = (
        f"<h1>{esc(c.name)}</h1>"
        + p(f"{c.career.headline} – {c.mail}")
        + "<h2>Profile</h2>"
        + p(c.career.summary)
        + "<h2>Professional experience</h2>"
    )
    for job in c.jobs:
        when = f"<div class=d>{span(job, 'short')}<br>{esc(job.place)}</div>"
        out += f"<div class=e>{when}<p><b>{esc(job.title)}</b></p>{p(job.employer)}{ul(c.deeds(job))}</div>"
    out += "<h2>Education</h2>"
    for study in c.studies:
        out += (
            f"<div class=e><div class=d>{studied(study)}</div><p><b>{esc(degree(study))}</b></p>{p(study.school)}</div>"
        )
    return (
        out
        + "<h2>Technical skills</h2>"
        + p(", ".join(c.skills))
        + "<h2>Languages</h2>"
        + p("English (fluent), Swedish (native)")
    )


_HANGING = """
@page { size: A4; margin: 16mm } body { font: 10pt 'DejaVu Sans'; margin: 0 } p { margin: 1pt 0 }
section { display: flex; margin: 12pt 0 } section > h2 { width: 26%; flex: none; font-size: 11pt; margin: 0;
text-align: right; padding-right: 7mm; box-sizing: border-box } section > div { flex: 1 }
.r { display: flex; justify-content: space-between } ul { margin: 2pt 0 6pt; padding-left: 13pt }"""


def hanging(c: Content) -> str:
    """Headings hang at the left of their sections, sometimes on two lines; dates at the far right."""
    out = (
        f"<h1 style='margin-left:26%'>{esc(c.name)}</h1><p"
        f" style='margin-left:26%'>{esc(c.career.headline)} · {c.mail}</p>"
    )
    out += f"<section><h2>Summary</h2><div>{p(c.career.summary)}</div></section>"
    jobs = "".join(
        f"<div class=r><b>{esc(job.title)}</b><span>{span(job, 'slash')}</span></div>"
        + p(where(job))
        + ul(c.deeds(job))
        for job in c.jobs
    )
    studies = "".join(
        f"<div class=r><b>{esc(degree(s))}</b><span>{studied(s)}</span></div>" + p(s.school) for s in c.studies
    )
    out += (
        f"<section><h2>Professional<br>experience</h2><div>{jobs}</div></section><section><h2>Education"
        f"</h2><div>{studies}</div></section>"
    )
    return (
        out
        + f"<section><h2>Technical<br>skills</h2><div>{''.join(p(line) for line in c.career.skills)}</div></section>"
    )


_INLINE = """
@page { size: A4; margin: 15mm } body { font: 10pt 'Liberation Sans'; margin: 0 } p { margin: 1pt 0 }
h2 { font-size: 13pt; border-left: 4pt solid #c60; padding-left: 6pt; margin: 12pt 0 4pt }
.l { display: inline-block; width: 30%; vertical-align: top; color: #555 } .m { display: inline-block;
width: 68%; vertical-align: top } ul { margin: 2pt 0 8pt; padding-left: 13pt }"""


def inline(c: Content) -> str:
    """Employer, place and dates in a left block, title and deeds in a right one; skills before all."""
    out = (
        f"<h1>{esc(c.name)}</h1>"
        + p(f"{c.career.headline} | {c.mail} | {c.place}")
        + "<h2>Core competencies</h2>"
        + p(" | ".join(c.skills))
        + "<h2>About me</h2>"
        + p(c.career.summary)
        + "<h2>Career history</h2>"
    )
    for job in c.jobs:
        left = (
            p(job.employer)
            + p(job.place)
            + p(f"{month(job.first, 'short')} to")
            + p("date" if job.last is None else month(job.last, "short"))
        )
        out += (
            f"<div><div class=l>{left}</div><div class=m><p><b>{esc(job.title)}</b></p>{ul(c.deeds(job))}</div></div>"
        )
    out += "<h2>Education</h2>"
    for study in c.studies:
        out += (
            f"<div><div class=l>{p(study.school)}{p(studied(study))}</div><div class=m>{p(degree(study))}</div></div>"
        )
    return out + "<h2>Referees</h2>" + p("Available on request")
