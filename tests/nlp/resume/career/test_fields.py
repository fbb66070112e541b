"""An entry written as fields reads like the same entry without their labels, whatever the labels and signs."""

from __future__ import annotations

import datetime as dt

import pytest

from nlp.resume.career import dates, roles
from nlp.resume.career.fields import without_labels
from nlp.resume.lines import read_lines

TODAY = dates.month_of(dt.date(2026, 11, 30))
LABELS = [
    ("Job title", "Company", "Location", "Start date", "End date"),
    ("Position", "Employer", "City", "From", "To"),
    ("position", "company", "location", "start_date", "end_date"),
    ("Role", "Client", "Place", "Start", "End"),
]


@pytest.mark.parametrize("labels", LABELS, ids=lambda names: names[0])
@pytest.mark.parametrize("sign", [": ", "  ", ":\t"])
def test_jobs_of_fields_have_titles_and_dates(labels: tuple[str, ...], sign: str) -> None:
    jobs = [
        ("Data Engineer", "Pellworth", "Oslo", "03/2019", "Present"),
        ("Clerk", "Harrow", "Lund", "01/2015", "02/2019"),
    ]
    text = "EXPERIENCE\n"
    for job in jobs:
        text += (
            "\n".join(f"{label}{sign}{value}" for label, value in zip(labels, job, strict=True)) + "\nKept lists.\n\n"
        )
    found = roles.roles(read_lines(text), TODAY)
    assert [(role.title, role.span.start, role.span.is_open) for role in found] == [
        ("Data Engineer", 2019 * 12 + 2, True),
        ("Clerk", 2015 * 12, False),
    ]


@pytest.mark.parametrize(
    ("lines", "plain"),
    [
        (["Period  03/2021 – Present", "Role  Engineer", "Client  -"], ["03/2021 – Present", "Engineer"]),
        (["03/2021", "present", "Pellworth"], ["03/2021 – present", "Pellworth"]),
        (["03/2021  05/2022  Pellworth"], ["03/2021 – 05/2022  Pellworth"]),
        (["- **Engineer**", "", "    2019 – 2021"], ["**Engineer**", "2019 – 2021"]),
        (["Start date: May 2021", "Title: Cook"], ["since May 2021", "Cook"]),
        # Nothing dates these, so they are no entry.
        (["Role: Engineer", "Location: Oslo"], ["Role: Engineer", "Location: Oslo"]),
        (["From  To  Employer", "2015  2012"], ["From  To  Employer", "2015  2012"]),
        (["Graduated 2018", "2015"], ["Graduated 2018", "2015"]),
        (["- Kept lists of bees.", "2019 – 2021"], ["- Kept lists of bees.", "2019 – 2021"]),
    ],
)
def test_labels_go_and_ends_of_a_range_come_together(lines: list[str], plain: list[str]) -> None:
    assert without_labels(lines) == plain


def test_a_text_without_fields_stays_as_it_is() -> None:
    lines = ["EXPERIENCE", "Engineer, Pellworth, 2019 – 2021", "• Kept lists: of bees, of flowers", "", "To: everybody"]
    assert without_labels(lines) == lines
