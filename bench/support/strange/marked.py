"""Markdown and markup pastes: a code host's README, an export of notes, HTML, LaTeX's source, YAML, JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bench.support.strange.content import Content, Maker, degree, month, span, studied
from bench.support.strange.profiles import esc


def layouts() -> Mapping[str, Maker]:
    """Each layout's maker."""
    return {
        "md README with badges": readme,
        "md export of notes": notes,
        "md bare table of jobs": table,
        "txt paste of HTML": html_paste,
        "txt paste of a piece of HTML": html_piece,
        "txt paste of YAML": yaml_paste,
        "txt paste of JSON": json_paste,
        "txt paste of LaTeX": latex_paste,
    }


def _file(name: str, lines: list[str]) -> tuple[str, bytes]:
    return name, ("\n".join(lines) + "\n").encode()


def readme(c: Content) -> tuple[str, bytes]:
    """Badges, a centred block of HTML, emoji headings, links, a fold, an emphasised head."""
    handle = c.name.lower().replace(" ", "-")
    lines = [f'<h1 align="center">Hi 👋, I\'m {c.name}</h1>', f'<h3 align="center">{c.career.headline}</h3>', "",
             f"[![LinkedIn](https://img.shields.io/badge/LinkedIn-blue)](https://linkedin.com/in/{handle})"
             f" ![visitors](https://visitor-badge.example/{handle})", "",
             "## 🙋 About me", "", c.career.summary, "", "## 💼 Work Experience", ""]  # fmt: skip
    for job in c.jobs:
        where = f" @ [{job.employer}](https://example.com)" if job.employer else ""
        lines += [
            f"### **{job.title}**{where}",
            f"*{span(job, 'short')}*" + (f" · 📍 {job.place}" if job.place else ""),
            "",
        ]
        lines += [*(f"- {deed}" for deed in c.deeds(job)), ""]
    lines += ["## 🎓 Education", ""]
    for study in c.studies:
        lines += [f"- **{degree(study)}** — {study.school} _({studied(study)})_"]
    lines += ["", "## 🛠️ Skills", "", "| | |", "|---|---|", *(f"| **{label}** | {line} |" for label, line in c.groups),
              "",
              "<details><summary>More</summary>", "", "I bake.", "", "</details>"]  # fmt: skip
    return _file("cv.md", lines)


def notes(c: Content) -> tuple[str, bytes]:
    """An export of a notes program: properties, «Date: 2020 → 2023», toggles as bullets, callouts in asides."""
    lines = [
        f"# {c.name}",
        "",
        f"Role: {c.career.headline}",
        f"Location: {c.place}",
        "Tags: CV, 2026",
        "",
        "<aside>",
        f"💡 {c.career.summary}",
        "",
        "</aside>",
        "",
        "# Experience",
        "",
    ]
    for job in c.jobs:
        lines += [
            f"- **{job.title}{', ' + job.employer if job.employer else ''}**",
            "    ",
            f"    Date: {span(job, 'long', ' → ', 'Now')}",
            "    ",
        ]
        lines += [f"    - {deed}" for deed in c.deeds(job)]
    lines += ["", "# Education", ""]
    for study in c.studies:
        lines += [
            f"- **{degree(study)}**",
            "    ",
            f"    {study.school}",
            "    ",
            f"    Date: {studied(study, ' → ')}",
            "    ",
        ]
    lines += [
        "",
        "# Skills",
        "",
        *(f"- [x]  {skill}" for skill in c.skills),
        "",
        "---",
        "",
        "# Languages",
        "",
        "English, Swedish",
    ]
    return _file("cv.md", lines)


def table(c: Content) -> tuple[str, bytes]:
    """Jobs and studies as tables, headings underlined."""
    lines = [
        c.name,
        "=" * len(c.name),
        "",
        f"> {c.career.headline}",
        "",
        "Summary",
        "-------",
        c.career.summary,
        "",
        "Experience",
        "----------",
        "",
        "| When | What | Where |",
        "|:-----|:-----|------:|",
    ]
    for job in c.jobs:
        lines.append(f"| {span(job, 'digits')} | **{job.title}**<br>{'<br>'.join(c.deeds(job))} | {job.employer} |")
    lines += ["", "Education", "---------", "", "| When | Degree | School |", "|---|---|---|"]
    lines += [f"| {studied(s)} | {degree(s)} | {s.school} |" for s in c.studies]
    return _file("cv.md", [*lines, "", "Skills", "------", "", *(f"* `{skill}`" for skill in c.skills)])


def html_paste(c: Content) -> tuple[str, bytes]:
    """A web page's source pasted as text."""
    lines = [
        "<!DOCTYPE html>",
        "<html><head><title>CV</title><style>h2 { color: red }</style></head><body>",
        f"<h1>{esc(c.name)}</h1>",
        f"<p>{esc(c.career.headline)}</p>",
        "<h2>About</h2>",
        f"<p>{esc(c.career.summary)}</p>",
        "<h2>Experience</h2>",
    ]
    for job in c.jobs:
        lines += [
            '<div class="job">',
            f'  <h3>{esc(job.title)}</h3> <span class="when">{span(job, "short", " &ndash; ")}</span>',
            f"  <p>{esc(job.employer)}, {esc(job.place)}</p>",
            "  <ul>",
        ]
        lines += [*(f"    <li>{esc(deed)}</li>" for deed in c.deeds(job)), "  </ul>", "</div>"]
    lines += [
        "<h2>Education</h2>",
        *(f"<p><b>{esc(degree(s))}</b>, {esc(s.school)}, {studied(s, '&ndash;')}</p>" for s in c.studies),
    ]
    return _file(
        "cv.txt",
        [
            *lines,
            "<h2>Skills</h2>",
            "<ul>",
            *(f"<li>{esc(line)}</li>" for line in c.career.skills),
            "</ul>",
            "</body></html>",
        ],
    )


def html_piece(c: Content) -> tuple[str, bytes]:
    """The inside of a web page's body pasted as text."""
    whole = html_paste(c)[1].decode()
    return _file("cv.txt", whole.partition("<body>")[2].partition("</body>")[0].split("\n"))


def yaml_paste(c: Content) -> tuple[str, bytes]:
    """A renderer's YAML pasted as text."""
    lines = [
        "cv:",
        f"  name: {c.name}",
        f"  headline: {c.career.headline}",
        f"  email: {c.mail}",
        "  sections:",
        "    summary:",
        f"      - {c.career.summary}",
        "    experience:",
    ]
    for job in c.jobs:
        lines += [
            f"      - company: {job.employer or '-'}",
            f'        position: "{job.title}"',
            f"        location: {job.place}",
            f"        start_date: {month(job.first, 'digits')}",
            f"        end_date: {'present' if job.last is None else month(job.last, 'digits')}",
        ]
        lines += ["        highlights:", *(f"          - {deed}" for deed in c.deeds(job))] if job.deeds else []
    lines += ["    education:"]
    for study in c.studies:
        lines += [
            f"      - institution: {study.school}",
            f"        degree: {degree(study)}",
            f"        start_date: {study.start}",
            f"        end_date: {study.end or 'present'}",
        ]
    lines += ["    skills:", *(f"      - label: {label}\n        details: {line}" for label, line in c.groups)]
    return _file("cv.txt", lines)


def json_paste(c: Content) -> tuple[str, bytes]:
    """JSON Resume pasted as text, behind a line that says so."""
    work = [
        {
            "name": job.employer,
            "position": job.title,
            "location": job.place,
            "startDate": month(job.first, "iso"),
            **({} if job.last is None else {"endDate": month(job.last, "iso")}),
            "highlights": list(c.deeds(job)),
        }
        for job in c.jobs
    ]
    education = [
        {
            "institution": s.school,
            "area": "",
            "studyType": degree(s),
            "startDate": str(s.start),
            **({"endDate": str(s.end)} if s.end else {}),
        }
        for s in c.studies
    ]
    skills = [{"name": label, "keywords": line.split(", ")} for label, line in c.groups]
    whole = {
        "basics": {"name": c.name, "label": c.career.headline, "email": c.mail, "summary": c.career.summary},
        "work": work,
        "education": education,
        "skills": skills,
    }
    return _file("cv.txt", ["my resume:", "```json", json.dumps(whole, indent=2, ensure_ascii=False), "```"])


def latex_paste(c: Content) -> tuple[str, bytes]:
    """The source of a LaTeX resume pasted as text."""

    def tex(text: str) -> str:
        return text.replace("&", r"\&").replace("%", r"\%").replace("#", r"\#")

    first, last = c.name.split(" ", 1)
    lines = [
        r"\documentclass[11pt,a4paper]{moderncv}",
        r"\moderncvstyle{classic} % look",
        rf"\name{{{first}}}{{{last}}}",
        rf"\title{{{tex(c.career.headline)}}}",
        r"\begin{document}",
        r"\makecvtitle",
        r"\section{Profile}",
        tex(c.career.summary),
        r"\section{Experience}",
    ]
    for job in c.jobs:
        items = "".join(rf"\item {tex(deed)}" + "\n" for deed in c.deeds(job))
        inside = "\\begin{itemize}\n" + items + "\\end{itemize}" if items else ""
        lines.append(
            rf"\cventry{{{span(job, 'slash', '--')}}}{{{tex(job.title)}}}{{{tex(job.employer)}}}"
            rf"{{{job.place}}}{{}}{{{inside}}}"
        )
    lines += [
        r"\section{Education}",
        *(rf"\cventry{{{studied(s, '--')}}}{{{tex(degree(s))}}}{{{s.school}}}{{}}{{}}{{}}" for s in c.studies),
    ]
    return _file(
        "cv.txt",
        [
            *lines,
            r"\section{Skills}",
            *(rf"\cvitem{{{label}}}{{{tex(line)}}}" for label, line in c.groups),
            r"\end{document}",
        ],
    )
