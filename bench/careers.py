"""`make bench-careers`: is a career read the same however a resume writes it?

    python -m bench.careers [--texts 3000] [--files 20] [--seed 0] [--show 8]

Invented careers (bench/support/careers.toml) whose truth is known by construction are written in many ways: 36 ways of
dates in seven languages, 29 orders of an entry's head, orders of sections, bullets, wrapped and pasted texts, Markdown;
Word files of paragraphs and tables; PDFs of one column, two columns and sidebars, printed by Chromium. Of each, years
by kind of work must be right within one, level, degree and lane of the goal must be right. Printed are the shares and
which way of writing fails most. Exit code 1 below 95 %.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bench.support import career_files
from bench.support.careers import Career, Way, as_markdown, as_text, careers, some_way
from nlp.documents.files import read_resume_file
from nlp.documents.judged import judged
from nlp.documents.plain import read_marked, read_text
from nlp.resume.career import dates
from nlp.resume.career import roles as roles_of
from nlp.resume.career.degrees import highest_degree
from nlp.resume.career.goals import goal_of
from nlp.resume.career.level import level_of
from nlp.resume.lines import read_lines

AS_OF = dt.date(2026, 11, 30)
WITHIN = 1.0
"""Years of a kind may be off by so many."""
LEAST = 0.95


@dataclass(frozen=True, slots=True)
class Case:
    """One resume: whose, how written, its text."""

    career: Career
    way: Way
    layout: str
    text: str


def main() -> None:
    """Print the shares, and the ways that fail most."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--texts", type=int, default=3000)
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=0, help="print so many failing resumes")
    given = parser.parse_args()
    hits: Counter[str] = Counter()
    of: Counter[str] = Counter()
    by_way: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    shown = 0
    for case in (*texts(given.texts, given.seed), *files(given.files, given.seed)):
        missed = faults(case)
        kind = "texts" if case.layout in ("text", "markdown") else "files"
        for what in ("years", "level", "degree", "goal"):
            of[f"{kind} {what}"] += 1
            hits[f"{kind} {what}"] += not any(fault.startswith(what) for fault in missed)
        for name in (
            f"dates {case.way.dates}",
            f"head {case.way.head}",
            f"layout {case.layout}",
            f"who {case.career.name}",
        ):
            by_way[name][0] += bool(missed)
            by_way[name][1] += 1
        if missed and shown < given.show:
            shown += 1
            print(f"--- {case.layout} {case.way}\n{missed}\n{case.text}\n")
    worst = sorted(by_way.items(), key=lambda item: -item[1][0] / item[1][1])[:24]
    for name, (bad, count) in worst:
        if bad:
            print(f"  {name:40} {bad:5} of {count:5} fail")
    for what, count in of.items():
        print(f"{what:20} {hits[what]:6} of {count:6} = {hits[what] / count:6.1%}")
    sys.exit(any(hits[what] < LEAST * count for what, count in of.items()))


def texts(count: int, seed: int) -> Iterator[Case]:
    """Plain texts and Markdown, the careers in turn."""
    people = careers()
    for i in range(count):
        career, way = people[i % len(people)], some_way(seed * 100_000 + i)
        if i % 4 == 3:
            data, name = as_markdown(career, way).encode(), "cv.md"
        else:
            data, name = as_text(career, way).encode(), "cv.txt"
        yield Case(career, way, "markdown" if name.endswith("md") else "text", _plain(name, data))


def files(count: int, seed: int) -> Iterator[Case]:
    """Word files and PDFs, the careers in turn."""
    people = careers()
    with career_files.printer() as printed:
        for i in range(count):
            for layout, make in career_files.layouts(printed).items():
                career, way = people[(i * 7 + len(layout)) % len(people)], some_way(seed * 100_000 + 50_000 + i)
                name, data = make(career, way)
                yield Case(career, way, layout, read_resume_file(name, data).text)


def faults(case: Case) -> list[str]:
    """What is read wrongly of one resume, in words."""
    career = case.career
    lines = read_lines(case.text)
    today = dates.month_of(AS_OF)
    roles = roles_of.roles(lines, today)
    found = []
    years = roles_of.years_by_kind(roles)
    for kind, true in career.years().items():
        read = getattr(years, kind) or 0.0
        if abs(read - true) > WITHIN + 0.05:
            found.append(f"years of {kind} {read} for {true:.1f}")
    read_degree, goal = highest_degree(lines, today), goal_of(lines)
    level = level_of(lines, roles, read_degree, goal)
    if career.level != "any" and level != career.level:
        found.append(f"level {level} for {career.level}")
    degree = read_degree or "none"
    if degree != career.degree:
        found.append(f"degree {degree} for {career.degree}")
    if (goal.lane if goal else None) != career.lane:
        found.append(f"goal {goal} for {career.lane}")
    return found


def _plain(name: str, data: bytes) -> str:
    """The text as the child would clean it, without a child process for each."""
    read = read_marked if name.endswith(".md") else read_text
    return judged(read(data, 60_000), 200_000).text


if __name__ == "__main__":
    main()
