"""What speaks against the reading of a resume though its file was read: nothing that parts it, nothing that was done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nlp.resume.lines import ResumeLine
from warehouse.models import Evidence

NO_SECTIONS = (
    "No section was recognised (Experience, Skills, Education …): look at the text that was read, "
    "and give the resume plain headings or paste its text."
)
ONLY_LISTED = (
    "Every skill found stands in a list and none in what you did: look at the text that was read; "
    "where your jobs are missing from it, paste the text."
)
_DOUBT = 0.6
"""What is left of the confidence after one doubt."""
_ENOUGH_WORDS = 80
_TWO_PAGES = 550
"""Words of a resume of more than a page."""
_ENOUGH_SKILLS = 5


def doubts(lines: Sequence[ResumeLine], evidence: Iterable[Evidence]) -> tuple[float, list[str]]:
    """The share of the confidence that is left, and why, in sentences."""
    words = sum(len(line.text.split()) for line in lines)
    found = list(evidence)
    said = []
    if words >= _ENOUGH_WORDS and all(line.role != "heading" for line in lines):
        said.append(NO_SECTIONS)
    if words >= _TWO_PAGES and len(found) >= _ENOUGH_SKILLS and set(found) <= {"listed", "learning"}:
        said.append(ONLY_LISTED)
    return _DOUBT ** len(said), said
