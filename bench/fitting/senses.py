"""Fit the model of senses that ships: `python -m bench.fitting.senses`.

Names found in resumes of invented people: the open half of those of other trades (bench/labels/trades.txt), the open
fictional people with what misleads in them, and the labelled sentences whose errors may be read. Prints how the names
of each person are read by a fit on the others, and writes nlp/resume/senses/sense_weights.json.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bench.fitting.claims import DEEDS
from bench.people import PEOPLE, columns, stands_in
from bench.sentences import CLOSED, MENDED
from bench.support.sentences import FRAMES, Name, sentences
from bench.support.trades import READ, resumes
from nlp.documents.files import read_resume_file
from nlp.mentions.finder import Candidate
from nlp.resume.reader import ResumeReader
from nlp.resume.sayings import Spoken
from nlp.resume.senses.model import UNIT, WEIGHTS, least_doubt
from nlp.resume.senses.surroundings import Found
from nlp.taxonomy.loader import load

INVERSE_RIDGE = 0.5
LEAST_NAMES = 3
"""A feature that fewer names have is left out."""
LEAST_WEIGHT = 4
PARTS = 8
WORD_COUNT = 4.0
"""What a name that is no skill counts beside one that is: there are few."""
COUNTS = {"trades": 1.0, "people": 1.0, "sentences": 0.5, "plain": 0.3}
TITLES = ("Analyst", "Engineer")
"""Under which the plain lines stand: their frame's own, and one that says nothing else."""
HELD_STATES = frozenset({"written", "coursework"})


@dataclass(frozen=True)
class Case:
    """One labelled name."""

    source: str
    group: str
    is_word: bool
    is_named: bool
    """Whether the rules take it for the skill."""
    seen: list[str]
    counts: float
    least: float
    """From which doubt on it is left out."""
    what: str

    @property
    def part(self) -> int:
        """Which part of a crossed fit the person or sentence is in."""
        return sha256(self.group.encode()).digest()[0] % PARTS


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--errors", action="store_true", help="also print what is misread")
    given = parser.parse_args()
    reader = ResumeReader(load())
    cases = [*_of_trades(reader), *_of_people(reader), *_of_sentences(reader), *_of_plain_lines(reader)]
    crossed = list(_crossed(cases))
    for source in ("trades", "people", "sentences", "plain"):
        rows = [(c, d) for c, d in crossed if c.source == source and c.is_named]
        for is_word, title in ((True, "no skill, taken"), (False, "a skill, lost")):
            own = [(c, d) for c, d in rows if c.is_word == is_word]
            wrong = [(c, d) for c, d in own if (d < c.least) == is_word]
            print(f"{source:12} {title:16}{len(wrong):5} of {len(own)}")
            for c, d in wrong if given.errors else ():
                print(f"    {d:.2f} {c.group}: {c.what}")
    WEIGHTS.write_text(
        json.dumps(_Fit(cases).shipped(), separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8"
    )


def _crossed(cases: Sequence[Case]) -> Iterator[tuple[Case, float]]:
    """Each name with its doubt by a fit on the other parts: no person speaks for himself."""
    for part in range(PARTS):
        fit, own = _Fit([c for c in cases if c.part != part]), [c for c in cases if c.part == part]
        yield from zip(own, fit.doubts(own), strict=True)


class _Fit:
    """A fit on some names."""

    def __init__(self, cases: Sequence[Case]) -> None:
        many = Counter(feature for case in cases for feature in case.seen)
        self.names = {f for f, n in many.items() if n >= LEAST_NAMES}
        self.columns = DictVectorizer()
        rows = self.columns.fit_transform([self._row(c) for c in cases])
        self.model = LogisticRegression(C=INVERSE_RIDGE, max_iter=2000)
        weights = [c.counts * (WORD_COUNT if c.is_word else 1.0) for c in cases]
        self.model.fit(rows, [c.is_word for c in cases], sample_weight=weights)

    def _row(self, case: Case) -> dict[str, float]:
        return {f: _loud(f) for f in case.seen if f in self.names}

    def doubts(self, cases: Sequence[Case]) -> np.ndarray:
        return self.model.predict_proba(self.columns.transform([self._row(c) for c in cases]))[:, 1]

    def shipped(self) -> dict[str, object]:
        names = self.columns.get_feature_names_out()
        rows = {str(n): round(float(w) * _loud(n) * UNIT) for n, w in zip(names, self.model.coef_[0], strict=True)}
        return {
            "bias": round(float(self.model.intercept_[0]) * UNIT),
            "features": {n: w for n, w in rows.items() if abs(w) >= LEAST_WEIGHT},
        }


def _loud(feature: str) -> float:
    """How loud a feature is: of single words there are many."""
    return 0.5 if "~" in feature else 0.7 if re.match(r"[LR]\d:", feature) else 1.0


def _case(source: str, group: str, one: Found, name: Candidate, reader: ResumeReader, *, is_word: bool) -> Case:
    skills, text = reader.taxonomy.skills, one.saying.text
    return Case(
        source,
        group,
        is_word,
        name in one.named,
        one.seen(name, skills, alone=source == "sentences"),
        COUNTS[source],
        least_doubt(name.case, skills[name.skill].kind, is_technical=one.entry.is_sure),
        f"{text[name.start : name.end]} · {text}",
    )


def _label(names: Sequence[Name], at: int, c: Candidate) -> str | None:
    return next((n.label for n in names if n.start < at + c.end and at + c.start < n.end), None)


def _of_trades(reader: ResumeReader) -> Iterator[Case]:
    for resume in (*resumes(), *resumes(READ)):
        lines = [line for line in resume.lines if not (resume.is_halved and line.is_closed)]
        for one in reader.found(resume.text):
            for line in lines:
                at = line.text.find(one.saying.text)
                for c in one.candidates if at >= 0 else ():
                    if (label := _label(line.names, at, c)) is not None:
                        yield _case("trades", resume.trade, one, c, reader, is_word=label == "word")


def _of_people(reader: ResumeReader) -> Iterator[Case]:
    """Names in the resumes of the people whose truth may be read: those that it lists, and what misleads."""
    for column in (column for folder in sorted(PEOPLE.iterdir()) if folder.is_dir() for column in columns(folder)):
        for path in [] if column.closed else column.people:
            truth = tomllib.loads(path.read_text(encoding="utf-8"))
            known = {s["skill"] for s in truth["skill"]} | set(truth.get("either", {}).get("skills", ()))
            traps = [(row["not"], row["phrase"]) for row in truth["never"]["misleading"]]
            text = read_resume_file(truth["file"], (path.parent / truth["file"]).read_bytes()).text
            for one in reader.found(text):
                for c in one.candidates:
                    is_trap = any(c.skill == s and stands_in(phrase, one.saying.text) for s, phrase in traps)
                    is_claimed = c in one.named and _is_claimed(one, c)  # else it may be the skill, but another's
                    if (is_trap and (is_claimed or c not in one.named)) or (
                        not is_trap and c.skill in known and c in one.named
                    ):
                        yield _case("people", path.stem, one, c, reader, is_word=is_trap)


def _is_claimed(one: Found, name: Candidate) -> bool:
    claim = Spoken(one.saying, [(c.start, c.end) for c in one.candidates]).claim(name.start, name.end)
    return claim is not None and claim.state in HELD_STATES


def _of_plain_lines(reader: ResumeReader) -> Iterator[Case]:
    """Names in the tests' plain lines of deeds and claims, each the skill, under two heads of roles."""
    with DEEDS.open(encoding="utf-8", newline="") as rows:
        lines = [FRAMES["experience"].format(row["line"]) for row in csv.DictReader(rows)]
    lines += [s.framed() for s in sentences() if s.writer in MENDED and all(n.label != "word" for n in s.names)]
    for number, line in enumerate(lines):
        for title in TITLES:
            for one in reader.found(line.replace(TITLES[0], title)):
                for c in one.named:
                    yield _case("plain", f"plain {number}", one, c, reader, is_word=False)


def _of_sentences(reader: ResumeReader) -> Iterator[Case]:
    for sentence in (s for s in sentences() if s.writer not in CLOSED | MENDED):
        at = 0
        for one in reader.found(sentence.framed()):
            if (begin := sentence.text.find(one.saying.text, at)) >= 0:
                at = begin
                for c in one.candidates:
                    label = _label(sentence.names, at, c)
                    if label == "word" or (label is not None and c in one.named):
                        group = f"{sentence.writer}{sentence.number}"
                        yield _case("sentences", group, one, c, reader, is_word=label == "word")


if __name__ == "__main__":
    main()
