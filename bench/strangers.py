"""`make bench-strangers`: is a career read the same in layouts that the reader was not written by?

    python -m bench.strangers [--careers 10] [--seed 0] [--only WORDS] [--show 3] [--keep FOLDER]

Each of the invented careers (bench/support/careers.toml) in each layout of bench/support/strange: prints by Chromium
and groff, Word files, pastes. Of each file: years by kind within one, level, degree, lane of the goal; the skills that
a plain text of the same words gives, held and shown as well; the deeds whole and under experience, studies under
education, listed skills under skills; and whether what is wrong is said: years wrong or deeds lost at full confidence
without a warning is a silent loss. Exit code 1 where a share is below 95 % or a loss is silent.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.careers import AS_OF, Case, faults
from bench.support.career_files import printer
from bench.support.careers import Career, careers, some_way
from bench.support.strange.content import Content, degree, span, studied
from bench.support.strange.exports import layouts
from nlp.documents.files import ResumeText, UnreadableFileError, read_resume_file
from nlp.resume.lines import ResumeLine, read_lines
from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import load
from warehouse.models import ResumeReading

_ASKED = ("years", "level", "degree", "goal", "skills", "deeds", "sections", "silent")
_LEAST = 0.95
_WITHOUT_DEEDS = frozenset({"functional"})
"""Layouts whose deeds stand by themes and not by jobs: what kind of work a job was is not always told."""
_SAYS_MORE = frozenset({"academic of several pages"})
"""Layouts that write what shows skills of its own: papers, reviews."""
_SEEN = 28
"""Letters by which a line is found again."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One file, read."""

    content: Content
    layout: str
    file: ResumeText
    lines: Sequence[ResumeLine]
    reading: ResumeReading


def main() -> None:
    """Print the shares of each layout and of all."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--careers", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="layouts whose names hold this")
    parser.add_argument("--show", type=int, default=0, help="print so many failing resumes")
    parser.add_argument("--keep", type=Path, help="write the files and their texts here")
    given = parser.parse_args()
    reader = ResumeReader(load())
    plain = {one.name: reader.read(_plainly(one, given.seed), as_of=AS_OF) for one in careers()[: given.careers]}
    hits: Counter[str] = Counter()
    count = shown = 0
    print(f"{'':44}" + "".join(f"{what:>9}" for what in _ASKED))
    with printer() as printed:
        for layout, make in layouts(printed).items():
            if given.only not in layout:
                continue
            right: Counter[str] = Counter()
            for career in careers()[: given.careers]:
                content = Content(career, given.seed)
                name, data = make(content)
                try:
                    file = read_resume_file(name, data)
                except UnreadableFileError:
                    right["silent"] += 1  # refused, and said
                    continue
                lines = read_lines(file.text)
                reading = reader.read(file.text, file.parse_confidence, file.warnings, as_of=AS_OF)
                seen = Seen(content, layout, file, lines, reading)
                missed = _missed(seen, plain[career.name])
                right.update(what for what in _ASKED if what not in {m.partition(" ")[0] for m in missed})
                if given.keep:
                    _kept(given.keep, seen, name, data, missed)
                if missed and shown < given.show:
                    shown += 1
                    print(
                        f"--- {layout} {career.name} {reading.parse_confidence} {reading.warnings}\n{missed}\n"
                        f"{_sections(lines)}"
                    )
            done = len(careers()[: given.careers])
            count += done
            hits.update(right)
            print(f"{layout:44}" + "".join(f"{right[what]:6}/{done:2}" for what in _ASKED))
    print(f"{'all, of ' + str(count):44}" + "".join(f"{hits[what] / count:9.1%}" for what in _ASKED))
    sys.exit(any(hits[what] < _LEAST * count for what in _ASKED) or hits["silent"] < count)


def _plainly(career: Career, seed: int) -> str:
    """The same resume as a plain text in the usual order."""
    c = Content(career, seed)
    lines = [c.name, career.headline, c.mail, "", "Summary", career.summary, "", "Experience"]
    for job in c.jobs:
        lines += [
            "",
            f"{job.title}, {job.employer}, {job.place}".strip(", "),
            span(job),
            *(f"- {deed}" for deed in c.deeds(job)),
        ]
    lines += [
        "",
        "Education",
        *(f"{degree(s)}, {s.school}, {studied(s)}" for s in c.studies),
        "",
        "Skills",
        *career.skills,
    ]
    return "\n".join(lines)


def _missed(seen: Seen, plain: ResumeReading) -> list[str]:
    """What is wrong with a file's reading, each with the word of _ASKED that it falls under."""
    career = seen.content.career
    found = faults(Case(career, some_way(0), seen.layout, seen.file.text))
    kinds = ("years of ml_ai", "years of other")  # a bare title does not always tell its kind
    found = [one for one in found if not (_is_bare(seen) and one.startswith(kinds))]
    held = {skill.skill: skill for skill in seen.reading.skills if skill.is_held}
    for skill in plain.skills:
        if skill.is_held and skill.skill not in held:
            found.append(f"skills lack {skill.skill}")
        elif (
            skill.is_held
            and skill.standing == "bullet"
            and held[skill.skill].standing != "bullet"
            and not _is_bare(seen)
        ):
            found.append(f"skills list alone {skill.skill}")
    known = {skill.skill for skill in plain.skills}
    if seen.layout not in _SAYS_MORE:
        found += [f"skills invented {skill}" for skill in held if skill not in known]
    whole = _letters(seen.file.text)
    deeds = [deed for job in career.jobs for deed in seen.content.deeds(job)]
    found += [f"deeds torn: {deed}" for deed in deeds if _letters(deed) not in whole]
    wanted = [(study.degree, "education") for study in career.studies] + [
        (line, "skills") for line in seen.content.skills
    ]
    wanted += [] if _is_bare(seen) else [(deed, "experience") for deed in deeds]
    found += [f"sections {text!r} not under {name}" for text, name in wanted if not _stands(seen.lines, text, name)]
    is_wrong = any(f.startswith(("years", "deeds")) for f in found)
    if is_wrong and seen.reading.parse_confidence >= 1 and not seen.reading.warnings:
        found.append("silent")
    return found


def _is_bare(seen: Seen) -> bool:
    return seen.layout in _WITHOUT_DEEDS


def _stands(lines: Sequence[ResumeLine], text: str, section: str) -> bool:
    sought = _letters(text)[:_SEEN]
    named = {"experience": {"experience", "internship"}}.get(section, {section})
    return any(sought in _letters(line.text) and line.section in named for line in lines)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def _sections(lines: Sequence[ResumeLine]) -> str:
    return "\n".join(f"{line.section:13}{line.role:8}{'• ' if line.is_bullet else ''}{line.text}" for line in lines)


def _kept(folder: Path, seen: Seen, name: str, data: bytes, missed: Sequence[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stem = re.sub(r"\W+", "-", f"{seen.layout} {seen.content.name.split()[0]}").lower()
    (folder / f"{stem}{Path(name).suffix}").write_bytes(data)
    said = f"{seen.reading.parse_confidence} {seen.reading.warnings}"
    (folder / f"{stem}.read").write_text("\n".join([*missed, said, "", _sections(seen.lines)]), encoding="utf-8")


if __name__ == "__main__":
    main()
