"""Fit the model of claims that ships: `python -m bench.fitting.claims`.

Labelled sentences of invented resumes (bench/labels/sentences; the closed writers take no part), the open people and
the tests' lines of deeds. Prints how names of each writer are read by a fit on the others, beside the rules, and writes
nlp/resume/claims/claim_weights.json.
"""

from __future__ import annotations

import csv
import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bench.people import PEOPLE, columns
from bench.sentences import CLOSED, MENDED, verdict
from bench.support.sentences import FRAMES, HELD, sentences
from nlp.documents.files import read_resume_file
from nlp.mentions.finder import Candidate
from nlp.resume.claims.model import LABELS, UNIT, WEIGHTS, label_of
from nlp.resume.lines import read_lines
from nlp.resume.reader import ResumeReader
from nlp.resume.sayings import Spoken, sayings
from nlp.taxonomy.loader import load

DEEDS = PEOPLE.parent / "nlp" / "deeds.csv"
INVERSE_RIDGE = 0.2
LEAST_NAMES = 2
"""A feature that fewer names have is left out."""
LEAST_WEIGHT = 3
"""In hundredths: a feature whose weights all lie below it is left out."""
HEARD = {
    "rules:": 1.5,
    "rules&:": 1.5,
    "LL": 0.9,
    "RR": 0.9,
    "L1:": 0.7,
    "R1:": 0.7,
    **dict.fromkeys(("L<:", "R<:", "L+", "R+", "OB:", "AB:", "first:"), 0.6),
    **dict.fromkeys(("L%", "R%"), 0.5),
    **dict.fromkeys(("L2:", "R2:"), 0.4),
}
"""How loud features are that begin so (a ridge moves a louder one sooner); all others are 1. The longest beginning
counts."""

TRUE = {"written": "held", "never": "others"} | {s: s for s in ("coursework", "denied", "wished", "in_progress")}
"""Labels of the states in a truth file."""
PERSON_COUNT, TEST_COUNT = 0.4, 2.0
"""What a name in a person's resume and one in a test's sentence count beside one in a fresh sentence: of ordinary lines
there are many, of a plain way of saying something often one."""
PARTS = 4
RULED_HELD = frozenset({"written", "coursework"})


@dataclass(frozen=True)
class Case:
    """One labelled name."""

    writer: str
    label: str
    ruled: str
    seen: dict[str, float]
    is_mended: bool = False
    counts: float = 1.0

    @property
    def heard(self) -> dict[str, float]:
        """What a fit sees: where the rules were mended by it, not what they say."""
        return {f: v for f, v in self.seen.items() if not (self.is_mended and f.startswith("rules"))}


def main() -> None:
    """Fit, print, write."""
    reader = ResumeReader(load())
    told, people = list(_cases(reader)), list(_cases_of_people(reader))
    cases, tests = ([case for case in told if case.is_mended is is_mended] for is_mended in (False, True))
    tests += _cases_of_deeds(reader)
    every: tuple[list[Case], list[str]] = [], []
    for writer in sorted({case.writer for case in cases}):
        own = [case for case in cases if case.writer == writer]
        got = _Fit([*(case for case in cases if case.writer != writer), *tests, *people]).labels(own)
        every[0].extend(own)
        every[1].extend(got)
        _print(writer, own, got)
    _print("all", *every)
    names = sorted({case.writer for case in people})
    lost = held = 0
    for part in (names[k::PARTS] for k in range(PARTS)):
        own = [case for case in people if case.writer in part and case.label in HELD]
        fit = _Fit([*cases, *tests, *(case for case in people if case.writer not in part)])
        lost, held = lost + sum(label not in HELD for label in fit.labels(own)), held + len(own)
    print(f"dropped of what people hold by truth and rules, fitted on the others: {lost} of {held} = {lost / held:.4f}")
    fit = _Fit([*cases, *tests, *people])
    rows = fit.rows()
    out = {
        "made_by": "python -m bench.fitting.claims",
        "names": len(cases) + len(tests) + len(people),
        "labels": LABELS,
        "bias": fit.model.intercept_[fit.order].round(3).tolist(),
        "features": rows,
    }
    text = json.dumps(out, separators=(",", ":"), ensure_ascii=False).replace('],"', '],\n"') + "\n"
    WEIGHTS.write_text(text, encoding="utf-8")
    print(f"{out['names']} names, {len(rows)} features, {len(text) / 1e6:.2f} MB")


class _Fit:
    """A fit on some names."""

    def __init__(self, cases: Sequence[Case]) -> None:
        often = Counter(feature for case in cases for feature in case.heard)
        kept = [{f: v for f, v in case.heard.items() if often[f] >= LEAST_NAMES} for case in cases]
        self.columns = DictVectorizer()
        self.model = LogisticRegression(C=INVERSE_RIDGE, max_iter=500)
        counts = [case.counts for case in cases]
        self.model.fit(self.columns.fit_transform(kept), [case.label for case in cases], sample_weight=counts)
        self.order = [list(self.model.classes_).index(label) for label in LABELS]

    def labels(self, cases: Sequence[Case]) -> list[str]:
        shares = self.model.predict_proba(self.columns.transform([case.seen for case in cases]))[:, self.order]
        return [
            label_of(dict(zip(LABELS, row, strict=True)), is_ruled_held=case.ruled in RULED_HELD)
            for case, row in zip(cases, shares, strict=True)
        ]

    def rows(self) -> dict[str, list[int]]:
        """The weights of each feature as it is seen (once, whatever its loudness), by label."""
        names = self.columns.get_feature_names_out()
        heard = np.array([_heard(name) for name in names])
        weights = np.rint(self.model.coef_[self.order] * heard * UNIT).astype(int).T
        return {str(n): w.tolist() for n, w in zip(names, weights, strict=True) if abs(w).max() >= LEAST_WEIGHT}


def _cases(reader: ResumeReader) -> Iterator[Case]:
    """The names of the labelled sentences."""
    for sentence in sentences():
        if sentence.writer in CLOSED:
            continue
        at = 0
        for saying in sayings(read_lines(sentence.framed())):
            if (begin := sentence.text.find(saying.text, at)) < 0:
                continue
            at = begin
            end = at + len(saying.text)
            own = {(n.start - at, n.end - at): n.label for n in sentence.names if at <= n.start and n.end <= end}
            found = [(c.start, c.end) for c in reader.finder.find(saying.text)]
            others = [(a, b) for a, b in found if not any(a < right and left < b for left, right in own)]
            spoken = Spoken(saying, sorted([*own, *others]))
            for name, label in own.items():
                case = _case(spoken, name, sentence.writer, label)
                yield replace(case, is_mended=True, counts=TEST_COUNT) if sentence.writer in MENDED else case


def _cases_of_people(reader: ResumeReader) -> Iterator[Case]:
    """Names in resumes of the fictional people whose truth may be read, where rules and truth agree on what is claimed:
    what ordinary lines are like."""
    for column in (column for folder in sorted(PEOPLE.iterdir()) if folder.is_dir() for column in columns(folder)):
        for path in [] if column.closed else column.people:
            truth = tomllib.loads(path.read_text(encoding="utf-8"))
            states = dict.fromkeys(truth["never"]["held"], "never") | {s["skill"]: s["state"] for s in truth["skill"]}
            text = read_resume_file(truth["file"], (path.parent / truth["file"]).read_bytes()).text
            for spoken, name in _named(reader, text):
                label = TRUE.get(states.get(name.skill, ""))
                if label is None:
                    continue
                case = _case(spoken, (name.start, name.end), path.stem, label)
                if (case.ruled in RULED_HELD) == (label in HELD):
                    yield replace(case, is_mended=True, counts=PERSON_COUNT)


def _cases_of_deeds(reader: ResumeReader) -> Iterator[Case]:
    """Names in the short lines of deeds of the project's own tests, each of which its teller did."""
    with DEEDS.open(encoding="utf-8", newline="") as rows:
        lines = [row["line"] for row in csv.DictReader(rows)]
    for line in lines:
        for spoken, name in _named(reader, FRAMES["experience"].format(line)):
            case = _case(spoken, (name.start, name.end), "deeds", "held")
            if case.ruled in RULED_HELD:
                yield replace(case, is_mended=True)


def _named(reader: ResumeReader, text: str) -> Iterator[tuple[Spoken, Candidate]]:
    """The names in a resume's text, each with what its saying claims."""
    for saying, told in groupby(reader.told(text), key=attrgetter("saying")):
        names = list(told)
        spoken = Spoken(saying, [(t.name.start, t.name.end) for t in names])
        yield from ((spoken, t.name) for t in names if t.is_named)


def _case(spoken: Spoken, name: tuple[int, int], writer: str, label: str) -> Case:
    statement, left = spoken.at(name[0])
    place = name[0] - left, name[1] - left
    seen = {feature: _heard(feature) for feature in statement.seen(*place)}
    return Case(writer, label, statement.ruled(*place) or "nothing", seen)


def _heard(feature: str) -> float:
    return max(((len(begin), loud) for begin, loud in HEARD.items() if feature.startswith(begin)), default=(0, 1.0))[1]


def _print(writer: str, cases: Sequence[Case], got: Sequence[str]) -> None:
    held = sum(case.label in HELD for case in cases)
    ruled = [{"written": "held"}.get(case.ruled, case.ruled) for case in cases]
    for title, labels in ((f"{writer}, rules", ruled), (f"{writer}, fitted on the others", got)):
        counts = Counter(verdict(case.label, one) for case, one in zip(cases, labels, strict=True))
        print(
            f"{title:28} right {counts['right'] / len(cases):.3f} · wrongly held {counts['wrongly held']} of "
            f"{len(cases) - held} · dropped {counts['wrongly dropped']} of {held} · misnamed {counts['misnamed']}"
        )


if __name__ == "__main__":
    main()
