"""Pasted texts: ASCII rules, an e-mail with quoting, a network's page, columns kept by blanks."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from itertools import zip_longest

from bench.support.strange.content import Content, Maker, degree, lasted, month, span, studied, where


def layouts() -> Mapping[str, Maker]:
    """Each layout's maker."""
    return {
        "txt ASCII rules": rules,
        "txt e-mail quoted": mailed,
        "txt network's page": network_page,
        "txt columns kept by blanks": columns,
        "txt numbered form": form,
        "txt job in a sentence": sentences,
    }


def _file(lines: list[str]) -> tuple[str, bytes]:
    return "cv.txt", ("\n".join(lines) + "\n").encode()


def rules(c: Content) -> tuple[str, bytes]:
    """Headings boxed by rules of signs; each field of a job labelled by its place alone; stars for bullets."""
    rule = ("=" * 64, "-" * 64, "*" * 64, "#" * 64)[c.seed % 4]
    lines = [c.name.upper(), f"{c.place} * +47 5550 100 * {c.mail}", ""]

    def heading(text: str) -> None:
        lines.extend(["", rule, f"{text.upper():^64}".rstrip(), rule])

    heading("Professional summary")
    lines.extend(textwrap.wrap(c.career.summary, 64))
    heading("Professional experience")
    for job in c.jobs:
        lines.extend(
            [
                "",
                job.employer.upper(),
                *([job.place] if job.place else []),
                f"{job.title}   {span(job, 'slash', ' to ')}",
            ]
        )
        for deed in c.deeds(job):
            lines.extend(textwrap.wrap(f"* {deed}", 64, subsequent_indent="  "))
    heading("Education")
    for study in c.studies:
        lines.extend([f"{degree(study)}, {study.school}", studied(study), ""])
    heading("Core competencies")
    lines.extend(textwrap.wrap(" ... ".join(c.skills), 64))
    return _file(lines)


def mailed(c: Content) -> tuple[str, bytes]:
    """A forwarded message: heads, quoting of two depths, a greeting and a signature around the resume."""
    lines = [
        f"From: {c.name} <{c.mail}>",
        "Date: Mon, 2 Nov 2026 09:14:03 +0100",
        "Subject: Fwd: my CV",
        "To: jobs@example.org",
        "",
        "Hello,",
        "",
        "as agreed, here is the text again.",
        "",
        f"On 1 November 2026, {c.name} wrote:",
    ]
    body = [c.name, c.career.headline, "", "PROFILE", *textwrap.wrap(c.career.summary, 68), "", "EXPERIENCE"]
    for job in c.jobs:
        body += [", ".join(x for x in (job.title, job.employer, job.place) if x), span(job)]
        for deed in c.deeds(job):
            body += textwrap.wrap(f"- {deed}", 68, subsequent_indent="  ")
        body.append("")
    body += [
        "EDUCATION",
        *(f"{degree(s)}, {s.school}, {studied(s)}" for s in c.studies),
        "",
        "SKILLS",
        *c.career.skills,
    ]
    mark = ("> ", ">> ", "> > ", ">")[c.seed % 4]
    return _file(
        [
            *lines,
            *(f"{mark}{line}".rstrip() for line in body),
            "",
            "Kind regards",
            c.name.split()[0],
            "-- ",
            "Sent from my telephone",
        ]
    )


def network_page(c: Content) -> tuple[str, bytes]:
    """The page of a network copied: each heading twice, logos' names, «Full-time · 4 yrs 3 mos», buttons between."""

    def short(first: int, last: int | None) -> str:
        return lasted(first, last).replace("year", "yr").replace("month", "mo")

    lines = [
        c.name,
        c.name,
        "1st degree connection",
        "1st",
        c.career.headline,
        f"{c.place}  Contact info",
        "500+ connections",
        "",
        "Message",
        "More",
        "",
        "AboutAbout",
        c.career.summary,
        "",
        "ExperienceExperience",
    ]
    for employer, jobs in c.by_employer:
        if len(jobs) > 1:
            lines += [
                "",
                f"{employer} logo",
                employer,
                employer,
                f"Full-time · {short(jobs[-1].first, jobs[0].last)}",
                f"Full-time · {short(jobs[-1].first, jobs[0].last)}",
            ]
        for job in jobs:
            lines += ["", *([f"{employer} logo"] if len(jobs) == 1 and employer else []), job.title, job.title]
            when = f"{span(job, 'short', ' - ')} · {short(job.first, job.last)}"
            lines += [
                *([f"{employer} · Full-time"] * 2 if len(jobs) == 1 and employer else []),
                when,
                when,
                *([f"{job.place}, Europe"] if job.place else []),
                *(f"- {deed}" for deed in c.deeds(job)),
                *(["…see more"] if job.deeds else []),
            ]
    lines += ["", "EducationEducation"]
    for study in c.studies:
        lines += [
            "",
            f"{study.school} logo",
            study.school,
            study.school,
            degree(study),
            degree(study),
            studied(study, " - "),
            studied(study, " - "),
        ]
    lines += ["", "SkillsSkills"]
    for i, skill in enumerate(c.skills):
        lines += [
            skill,
            skill,
            *(["Endorsed by 3 colleagues at Marlow & Finch", f"{4 + i} endorsements"] if i % 3 == 0 else []),
        ]
    return _file([*lines, f"Show all {len(c.skills)} skills", "", "InterestsInterests", "Companies", "Groups"])


def columns(c: Content) -> tuple[str, bytes]:
    """A two-column print whose places were kept by blanks, as a copier of text from PDFs does."""
    left = ["CONTACT", c.mail, c.place, "", "SKILLS", *c.skills, "", "EDUCATION"]
    for study in c.studies:
        left += [*textwrap.wrap(degree(study), 26), *textwrap.wrap(study.school, 26), studied(study), ""]
    right = ["PROFILE", *textwrap.wrap(c.career.summary, 56), "", "EXPERIENCE"]
    for job in c.jobs:
        right += [f"{job.title:<34} {span(job, 'slash')}", where(job)]
        for deed in c.deeds(job):
            right += textwrap.wrap(f"• {deed}", 56, subsequent_indent="  ")
        right.append("")
    return _file(
        [
            f"{'':<32}{c.name}",
            f"{'':<32}{c.career.headline}",
            "",
            *(f"{a:<32}{b}".rstrip() for a, b in zip_longest(left, right, fillvalue="")),
        ]
    )


def form(c: Content) -> tuple[str, bytes]:
    """A form's answers: numbered headings, a labelled line for each field."""
    lines = [
        f"Full name: {c.name}",
        f"E-mail: {c.mail}",
        f"Current title: {c.career.headline}",
        "",
        "1. Summary",
        c.career.summary,
        "",
        "2. Work experience",
    ]
    for number, job in enumerate(c.jobs, 1):
        lines += [
            "",
            f"2.{number}",
            f"Job title: {job.title}",
            f"Company: {job.employer or '-'}",
            f"Location: {job.place or '-'}",
            f"Start date: {month(job.first, 'slash')}",
            f"End date: {'Present' if job.last is None else month(job.last, 'slash')}",
        ]
        lines += ["Description:", *c.deeds(job)] if job.deeds else []
    lines += ["", "3. Education"]
    for study in c.studies:
        lines += [
            "",
            f"School: {study.school}",
            f"Degree: {degree(study)}",
            f"From: {study.start}",
            f"To: {study.end or 'present'}",
        ]
    return _file([*lines, "", "4. Skills", *c.career.skills])


def sentences(c: Content) -> tuple[str, bytes]:
    """Headings with colons, a job as «Since March 2021: …» or «March 2018 to May 2021: …», semicolons between deeds."""
    lines = [f"CV of {c.name}", c.career.headline, "", "Profile:", c.career.summary, "", "Jobs:"]
    for job in c.jobs:
        when = f"Since {month(job.first)}" if job.last is None else f"{month(job.first)} to {month(job.last)}"
        where = f" at {job.employer}" + (f" in {job.place}" if job.place else "") if job.employer else ""
        lines.append(f"{when}: {job.title}{where}. " + " ".join(c.deeds(job)))
    lines += ["", "Studies:", *(f"{studied(s, ' to ')}: {degree(s)}, {s.school}." for s in c.studies)]
    return _file([*lines, "", "Tools I use:", "; ".join(c.skills) + "."])
