"""Options that many commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="The data folder (default: SKILLGAP_DATA, else ./data).")
]
OfMarket = Annotated[
    str | None,
    typer.Option(
        "--market",
        metavar="WHICH",
        help="own, reference (real jobs that ship with skillgap, as facts), example, or a shared place's address "
        "(s3://…, a path; docs/scale.md). Default: own, else reference.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the answer as one JSON object on stdout.")]
LogJson = Annotated[
    bool, typer.Option("--log-json", help="Say what happens as JSON lines on stderr, one event a line.")
]
Window = Annotated[
    int,
    typer.Option(
        "--window",
        min=1,
        metavar="DAYS",
        help="How far back a posting may have been first seen or published to be in the market.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        metavar="N",
        help="How many processes read (default: the cores, as far as memory goes round; one where there is little).",
    ),
]
Contact = Annotated[
    str | None,
    typer.Option(envvar="SKILLGAP_CONTACT", help="Your e-mail address or web page, told to every host."),
]

Region = Annotated[list[str] | None, typer.Option(help="Only jobs of this region: us, uk, india, … (may be repeated).")]
Workplace = Annotated[list[str] | None, typer.Option(help="Only remote, hybrid or onsite jobs (may be repeated).")]
Level = Annotated[
    list[str] | None,
    typer.Option(help="Only jobs of this level: junior, senior, … (default: yours and the next), or any."),
]
Role = Annotated[list[str] | None, typer.Option(help="Only jobs of this role (may be repeated).")]
Speciality = Annotated[list[str] | None, typer.Option(help="Only jobs of this speciality (may be repeated).")]
Since = Annotated[
    str | None, typer.Option(metavar="MONTH|DAY|DAYS", help="Only jobs that came out since then, e.g. 2026-03.")
]
