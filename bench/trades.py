"""`make bench-trades`: what is read of words that look like skills, in resumes of people of other trades.

    python -m bench.trades [--errors]

Each invented resume (bench/labels/trades.txt) is read whole, so that trade, role and neighbours speak. By half: how
many labelled names the taxonomy finds, and how many of those that are no skill of this person are taken for one, of
those held are dropped; of the lines that hold no skill, how many prove one in the reading all the same. Every second
line is closed, by a seeded draw: of those no error is printed.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator

from bench.support.sentences import HELD, Name
from bench.support.trades import Line, Resume, resumes
from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import load


def main() -> None:
    """Print the table of both halves."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--errors", action="store_true", help="also print what is misread in the open half")
    given = parser.parse_args()
    reader = ResumeReader(load())
    sums: dict[bool, Counter[str]] = {False: Counter(), True: Counter()}
    for resume in resumes():
        for line, what, case in counted(resume, reader):
            sums[line.is_closed][what] += 1
            if given.errors and not line.is_closed and case:
                print(f"{what}: {line.trade} · {case} · {line.text}")
    for is_closed, row in sums.items():
        print(f"\n{'closed' if is_closed else 'open'} half: {row['lines']} lines, {row['names']} names")
        for what, of in (
            ("no skill, taken", "no skill, found"),
            ("held, dropped", "held, found"),
            ("proves one, holds none", "holds none"),
        ):
            print(f"  {what:28}{row[what]:4} of {row[of]:4} = {row[what] / max(row[of], 1):6.1%}")


def counted(resume: Resume, reader: ResumeReader) -> Iterator[tuple[Line, str, str]]:
    """(line, what is counted, the case where it is a fault)."""
    said = {(id(line), name): got for line, name, got in readings(resume, reader)}
    proven: dict[str, list[str]] = {}
    for skill in reader.read(resume.text).skills:
        if skill.is_held and skill.kind != "soft":
            proven.setdefault(skill.quote, []).append(f"{skill.skill} ({skill.surface}, {skill.state})")
    for line in resume.lines:
        yield line, "lines", ""
        for name in line.names:
            yield line, "names", ""
            got = said.get((id(line), name))
            if got is None:
                continue
            is_own, word = name.label in HELD, line.text[name.start : name.end]
            yield line, "held, found" if is_own else "no skill, found", ""
            if (got in ("written", "coursework")) != is_own:
                yield line, "held, dropped" if is_own else "no skill, taken", word
        if all(name.label == "word" for name in line.names):
            yield line, "holds none", ""
            if line.text in proven:
                yield line, "proves one, holds none", ", ".join(proven[line.text])


def readings(resume: Resume, reader: ResumeReader) -> Iterator[tuple[Line, Name, str]]:
    """What is read of each labelled name that the taxonomy finds: the state claimed, «nothing» for none."""
    told = list(reader.told(resume.text))
    for line in resume.lines:
        for name in line.names:
            got = [
                "nothing" if one.claim is None else one.claim.state
                for one in told
                for at in (line.text.find(one.saying.text), one.saying.text.find(line.text))
                if at >= 0 and _meet(one.saying.text, line.text, (one.name.start, one.name.end), (name.start, name.end))
            ]
            if got:
                yield line, name, next((g for g in got if g in ("written", "coursework")), got[0])


def _meet(saying: str, line: str, found: tuple[int, int], name: tuple[int, int]) -> bool:
    """Whether a found name and a labelled one share letters; a saying is part of a line or a line part of it."""
    by = line.find(saying)
    by = by if by >= 0 else -saying.find(line)
    return found[0] + by < name[1] and name[0] < found[1] + by


if __name__ == "__main__":
    main()
