"""All layouts together, and exports of a document kept online: as text, as Markdown."""

from __future__ import annotations

from collections.abc import Mapping

from bench.support.strange import academic, later, marked, pastes, profiles, templates, word, wordtables
from bench.support.strange.content import Content, Maker, Printer, degree, span, studied, where


def layouts(printed: Printer) -> Mapping[str, Maker]:
    """Each layout's maker, by a name that says which."""
    return {
        **profiles.layouts(printed), **templates.layouts(printed), **academic.layouts(printed), **word.layouts(),
        **wordtables.layouts(), **marked.layouts(), **pastes.layouts(), "txt export of an online document": as_text,
        "md export of an online document": as_markdown, **later.layouts(printed),
    }  # fmt: skip


def as_text(c: Content) -> tuple[str, bytes]:
    """A byte order mark, rules of underscores, stars for bullets, tabs before dates, Windows line ends, comments."""
    lines = [
        c.name,
        f"{c.career.headline}[a]",
        f"{c.mail}\t{c.place}",
        "",
        "________________",
        "",
        "",
        "Summary",
        c.career.summary,
        "",
        "Experience",
    ]
    for job in c.jobs:
        lines += [
            f"{job.title}\t{span(job, 'short', ' – ')}",
            where(job),
            *(f"* {deed}" for deed in c.deeds(job)),
            "",
        ]
    lines += ["________________", "", "Education"]
    for study in c.studies:
        lines += [f"{degree(study)}\t{studied(study)}", study.school, ""]
    lines += ["Skills", *(f"* {label}: {line}" for label, line in c.groups), "", "[a]Shorter, please?"]
    return "cv.txt", ("\ufeff" + "\r\n".join(lines)).encode()


def as_markdown(c: Content) -> tuple[str, bytes]:
    """Escaped signs, headings emphasised instead of marked, two blanks at line ends, tables of tabs gone."""

    def mark(text: str) -> str:
        return text.replace("-", r"\-").replace("+", r"\+").replace("#", r"\#").replace("_", r"\_")

    lines = [
        f"# **{c.name}**",
        "",
        f"{mark(c.career.headline)}  ",
        f"[{c.mail}](mailto:{c.mail}) \\| {c.place}",
        "",
        "**SUMMARY**",
        "",
        mark(c.career.summary),
        "",
        "**EXPERIENCE**",
        "",
    ]
    for job in c.jobs:
        lines += [
            f"**{mark(job.title)}**, {mark(job.employer)}  ",
            f"*{mark(span(job, 'short', ' - '))}*",
            "",
            *(f"* {mark(deed)}  " for deed in c.deeds(job)),
            "",
        ]
    lines += ["**EDUCATION**", ""]
    for study in c.studies:
        lines += [f"**{mark(degree(study))}**, {study.school}  ", f"*{mark(studied(study, ' - '))}*", ""]
    return "cv.md", "\n".join([*lines, "**SKILLS**", "", *(f"{line}  " for line in c.career.skills)]).encode()
