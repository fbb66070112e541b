"""`make bench-resumes`: what is read of fictional people, whose truth is known, and what would be advised to them.

    python -m bench.people [FOLDER…] [--errors NAME]

A folder holds resumes and a `NAME.truth.toml` beside each (tests/fixtures/people/README.md): skills with their states,
years by kind, level, goal, and what must never be said. Folders are shown apart, each written by another hand, and
within a folder the columns of people.toml: those whose errors may be read while rules are mended, and the closed ones,
known in totals only, of whom no error is ever printed. What is asked for is `asked.csv`: how many requisitions of a
real market ask for each skill. Of each person the LEARNED most asked skills that they do not hold are advised on, as a
report does.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.market.facts import generic
from nlp.documents.files import read_resume_file
from nlp.resume.reader import ResumeReader
from nlp.taxonomy.loader import Taxonomy, load
from warehouse.models import ResumeReading

PEOPLE = Path(__file__).parents[1] / "tests" / "fixtures" / "people"
LEARNED = 60
"""As many as a report of four lanes names."""
_SAME = 0.7
"""Of a phrase's words those that the line it stands in holds; its lines may be wrapped elsewhere."""
KINDS = ("ml_ai", "engineering", "other")


@dataclass
class Sums:
    """Counts by name, as (hits, of), with the cases that missed."""

    counts: dict[str, list[int]] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    states: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, name: str, hit: bool, case: str = "", *, bad: bool = False) -> None:
        """Count one; `bad` counts where a hit is the fault."""
        row = self.counts.setdefault(name, [0, 0])
        row[0] += hit
        row[1] += 1
        if hit == bad:
            self.missed.append(f"{name}: {case}")


@dataclass(frozen=True)
class Column:
    """People whose counts are shown together; of the closed ones no error is printed."""

    name: str
    people: list[Path]
    closed: bool


def main() -> None:
    """Print the table of each folder."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, default=sorted(p for p in PEOPLE.iterdir() if p.is_dir()))
    parser.add_argument(
        "--errors",
        default=None,
        help="also print what missed of the person of this name; «all»: of all that are not closed",
    )
    given = parser.parse_args()
    reader = ResumeReader(load())
    asked = asked_skills(reader.taxonomy)
    for column in (column for folder in given.folders for column in columns(folder)):
        whole = Sums()
        for path in column.people:
            folder = path.parent
            truth = tomllib.loads(path.read_text(encoding="utf-8"))
            one = measure(truth, read_person(folder / truth["file"], truth, reader), asked)
            for what, (hits, of) in one.counts.items():
                row = whole.counts.setdefault(what, [0, 0])
                row[0], row[1] = row[0] + hits, row[1] + of
            whole.states.update(one.states)
            if not column.closed and given.errors in ("all", path.name.split(".")[0]):
                print(path.name, *one.missed, sep="\n  ")
        print(f"\n{column.name}: {len(column.people)} people")
        for what, (hits, of) in whole.counts.items():
            print(f"  {what:58} {hits:4} of {of:4} = {hits / max(of, 1):6.1%}")
        _table(whole.states)


def columns(folder: Path) -> Iterator[Column]:
    """The people of a folder by the columns of people.toml; who stands in none makes a column of the folder's name."""
    people = {f"{folder.name}/{path.name.split('.')[0]}": path for path in sorted(folder.glob("*.truth.toml"))}
    for row in tomllib.loads((PEOPLE / "people.toml").read_text(encoding="utf-8"))["column"]:
        if named := [people.pop(name) for name in row["people"] if name in people]:
            yield Column(row["name"], named, row["closed"])
    if people:
        yield Column(folder.name, list(people.values()), closed=False)


def measure(truth: Mapping[str, Any], read: ResumeReading, asked: list[str]) -> Sums:
    """One person's counts."""
    sums = Sums()
    true = {s["skill"]: s for s in truth["skill"]}
    found = {s.skill: s for s in read.skills}
    has = {s for s, x in true.items() if x["state"] in ("written", "coursework") or x.get("certainty") == "certain"}
    never, either = truth["never"], truth.get("either", {})
    for skill in sorted(has):
        sums.add(
            "held skills found", skill in read.held, f"{_state(true[skill])} {skill} · {true[skill]['quote'][:70]}"
        )
    for skill, said in true.items():
        if said["state"] == "written":
            sums.add("  of these written in its own word", skill in read.held)
        sums.states[_state(said), _state_of(found.get(skill))] += 1
    for row in never["misleading"]:
        if row["not"] not in has:
            is_taken = row["not"] in read.held and stands_in(row["phrase"], found[row["not"]].quote)
            sums.add("misleading words taken", is_taken, f"{row['not']} · {row['phrase']}", bad=True)
    for skill in (s for s in never["held"] if s not in has):
        sums.add("held of what must never be", skill in read.held, _line(found, skill), bad=True)
    usual = {s for s, x in found.items() if x.state == "shown"} - read.held
    learn = [skill for skill in asked if skill not in read.held | usual][:LEARNED]
    for skill in learn:
        sums.add("«learn it» of what is written or certainly shown", skill in has, skill, bad=True)
    for skill in never["learn"]:
        sums.add("«learn it» of what must never be", skill not in read.held | usual, skill, bad=True)
    unsaid = {s for s, x in true.items() if x["state"] in ("denied", "wished")} | (set(never["held"]) - has)
    for skill in sorted(usual):
        sums.add("«say it» of what is denied, wished or another's", skill in unsaid, _line(found, skill), bad=True)
    claimed = {s for s, x in found.items() if x.state in ("written", "coursework") and x.kind != "soft"}
    claimed -= set(either.get("skills", ()))
    for skill in sorted(claimed):
        sums.add(
            "claimed in its own word and in no list of the truth", skill not in true, _line(found, skill), bad=True
        )
    years = {kind: getattr(read.years_by_kind, kind) or 0.0 for kind in KINDS}
    true_years = _nearest(years, [truth["years"], *truth.get("or_years", ())])
    for kind, is_near in true_years.items():
        sums.add("years of a kind within one", is_near, f"{kind} {years[kind]}")
    lane = read.goal.lane if read.goal else None
    for name, got, true_one in (
        ("level", read.seniority, truth["level"]),
        ("degree", read.degree or "none", truth["degree"]),
        ("lane of the goal", lane or "none", truth.get("goal_lane", "none")),
    ):
        right = [true_one, *either.get(name if name != "lane of the goal" else "goal_lane", ())]
        sums.add(name, got in right, f"{got} for {' or '.join(right)}")
    return sums


def _nearest(years: Mapping[str, float], truths: list[Mapping[str, float]]) -> dict[str, bool]:
    """By kind whether the years are within one of the truth; of several defensible truths of the one that fits best."""
    fits = [{kind: abs(years[kind] - true[kind]) <= 1 for kind in KINDS} for true in truths]
    return max(fits, key=lambda fit: sum(fit.values()))


def read_person(path: Path, truth: Mapping[str, Any], reader: ResumeReader) -> ResumeReading:
    """The reading of a person's file on the day of the truth."""
    got = read_resume_file(path.name, path.read_bytes())
    return reader.read(got.text, got.parse_confidence, got.warnings, as_of=dt.date.fromisoformat(truth["as_of"]))


def asked_skills(taxonomy: Taxonomy) -> list[str]:
    """What is asked for and counts, the most asked first."""
    vague = generic()
    with (PEOPLE / "asked.csv").open(encoding="utf-8", newline="") as lines:
        ids = [row["skill"] for row in csv.DictReader(lines) if row["skill"] in taxonomy.skills]
    return [s for s in ids if s not in vague.skills and taxonomy.skills[s].family not in vague.families]


def stands_in(phrase: str, quote: str) -> bool:
    """Whether a line, as one that is taken for a proof, is the misleading one; what another line proves is no fault."""
    words = set(re.findall(r"\w+", phrase.lower()))
    return len(words & set(re.findall(r"\w+", quote.lower()))) >= _SAME * len(words)


def _state(said: Mapping[str, Any]) -> str:
    return f"{said['certainty']} shown" if said["state"] == "shown" else str(said["state"])


def _state_of(skill: Any) -> str:
    if skill is None:
        return "absent"
    return f"{skill.certainty} shown" if skill.state == "shown" else str(skill.state)


def _line(found: Mapping[str, Any], skill: str) -> str:
    one = found.get(skill)
    return f"{skill} {_state_of(one)} {'/'.join(one.through)} · {one.quote[:90]}" if one else skill


def _table(states: Mapping[tuple[str, str], int]) -> None:
    """What the truth says (rows) and what was read (columns)."""
    names = [
        "written",
        "certain shown",
        "usual shown",
        "coursework",
        "in_progress",
        "near",
        "denied",
        "wished",
        "absent",
    ]
    print(f"  {'truth / read':14}" + "".join(f"{name[:12]:>14}" for name in names))
    for name in _rows(names, states):
        print(f"  {name:14}" + "".join(f"{states.get((name, other), 0):14}" for other in names))


def _rows(names: list[str], states: Mapping[tuple[str, str], int]) -> Iterator[str]:
    return (name for name in names if any(row == name for row, _ in states))


if __name__ == "__main__":
    main()
