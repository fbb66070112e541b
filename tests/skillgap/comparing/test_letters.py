"""People of many kinds against the reference market: letters that are true, read well, fit a page and are their own."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from skillgap.comparing.resumes import Comparer
from skillgap.settings import Settings
from tests.dashboard.reports.letter.test_letter import reads_well
from tests.dashboard.reports.letter.truths import TRUTHS

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "people" / "a"
SAMPLES = Path(__file__).parent.parent.parent.parent / "crawler" / "sample" / "resumes"
FIRST_PAGE, REPORT = 510, 1_500
"""Words, quotes and heading included."""
ALIKE, ALIKE_ON_AVERAGE = 0.55, 0.12
"""Of two letters' sentences, the part that may be the same to the letter: two analysts with one hurdle share most."""


@pytest.fixture(scope="module")
def letters() -> dict[str, tuple[Mapping[str, Any], str]]:
    """Each person's report as plain data and as Markdown."""
    comparer = Comparer(Settings(Path("none"), "reference"), today=dt.date(2026, 11, 30))
    found = {}
    for path in sorted([*FIXTURES.iterdir(), *SAMPLES.iterdir()]):
        if path.suffix == ".toml":
            continue
        reading = comparer.read(path)
        plain = comparer.plain(comparer.report(path, reading), reading)
        found[path.stem] = (json.loads(comparer.render(plain, "json")), comparer.render(plain, "md"))
    return found


def said(report: Mapping[str, Any]) -> dict[str, str]:
    return {s["id"]: s["text"] for paragraph in report["letter"] for s in paragraph["sentences"]}


def test_each_sentence_is_true_of_its_person_and_reads_well(letters) -> None:
    for name, (report, _) in letters.items():
        for sentence, text in said(report).items():
            assert TRUTHS[sentence](report), (name, sentence, text)
            assert reads_well(text), (name, sentence, text)


def test_each_letter_is_its_own(letters) -> None:
    assert len(letters) >= 12
    shares = []
    for one, other in itertools.combinations(letters, 2):
        mine, theirs = (set(said(letters[name][0]).values()) for name in (one, other))
        shares.append(len(mine & theirs) / min(len(mine), len(theirs)))
        assert shares[-1] <= ALIKE, (one, other, mine & theirs)
    assert sum(shares) / len(shares) <= ALIKE_ON_AVERAGE


def test_a_letter_fits_its_page_and_a_report_its_pages(letters) -> None:
    for name, (_, markdown) in letters.items():
        bare = re.sub(r"<http[^>]*>|[|]|---:?", "", markdown)
        first = re.split(r"^(?:## |>)", bare, flags=re.MULTILINE)[0]
        assert len(first.split()) <= FIRST_PAGE, name
        assert len(bare.split()) <= REPORT, name
        assert not re.search("requisition|τ", re.sub("“[^”]*”|«[^»]*»", "", first)), name


def test_no_line_is_quoted_twice_in_a_letter(letters) -> None:
    for name, (report, _) in letters.items():
        quoted = [quote for text in said(report).values() for quote in re.findall("«([^»]{30,})»", text)]
        for one, other in itertools.combinations(quoted, 2):
            assert one not in other and other not in one, (name, one, other)


def test_nobody_is_sent_below_their_standing_or_out_of_their_field(letters) -> None:
    """Who leads platforms learns no Git, who has a doctorate in recommenders is not sent to computer vision."""
    steps = {name: [step["skill"] for step in report["lanes"][0]["plan"]] for name, (report, _) in letters.items()}
    assert not {"git", "sql", "docker", "linux", "algorithms"} & set(steps["bogdan_ilieschu"])
    assert not {"computer_vision", "nlp", "pandas", "sql"} & set(steps["jonas_wehrle"])
    assert "retrieval_augmented_generation" not in steps["callum_strand"]
    for name, taken in steps.items():
        assert not {"aws_s3", "aws_lambda", "java", "cpp"} & set(taken), name
