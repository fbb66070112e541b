"""The sample resumes are fictional people with evidence, plans and words that are no skills."""

import re
from pathlib import Path

import pytest

from crawler.sample.parts import FOLDER

RESUMES = sorted((FOLDER.parent / "resumes").glob("*.md"))


def test_there_are_three() -> None:
    assert [path.stem for path in RESUMES] == [
        "backend_to_ml_platform",
        "data_scientist_to_ai_application",
        "new_graduate",
    ]


@pytest.mark.parametrize("path", RESUMES, ids=lambda path: path.stem)
def test_a_resume_has_evidence_and_learning_and_reaches_nobody(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert 250 <= len(text.split()) <= 600
    assert re.search(r"(?im)^\W*(currently learning|learning now|at the moment i am learning)", text)
    assert re.search(r"(?im)^\W*experience", text)
    assert re.search(r"(?im)^\W*projects", text)
    assert all(mail.endswith(".example") for mail in re.findall(r"\S+@[\w.-]+", text))
