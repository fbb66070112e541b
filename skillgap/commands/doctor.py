"""`status` and `doctor`: how the data folder stands, whether it is sound, and what is to be done where it is not."""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Annotated

import typer

from crawler.landing.thinning import thinnable
from dashboard.words import count
from skillgap.commands.options import AsJson, Data
from skillgap.console import advancing, result, summary
from skillgap.settings import Settings, now, settings
from skillgap.upkeep import checkup
from skillgap.upkeep import status as folder_status
from skillgap.upkeep.thinning import thin_landing
from warehouse.models import BadInputError, to_plain

_LEADS = {"broken": "Broken", "incomplete": "To do"}


def doctor(
    data: Data = None,
    thin: Annotated[
        bool, typer.Option("--thin", help="Take the sources' own objects out of old landing runs; postings stay.")
    ] = False,
    days: Annotated[int, typer.Option(min=0, help="With --thin: runs older than so many days.")] = 180,
    is_sure: Annotated[bool, typer.Option("--yes", help="With --thin: do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check landing files, database and published market against each other; every finding says how to mend it.

    Ends with 0 where all is well, 1 where something is to be done, 3 where something is broken.

    Example: skillgap doctor --thin --days 365
    """
    place = settings(data, is_proven=thin)
    if thin:
        _thin(place, days, is_sure=is_sure)
    found = checkup.examine(place)
    if as_json:
        result(json.dumps(to_plain(found), ensure_ascii=False))
    else:
        for finding in found:
            result(f"{_LEADS[finding.severity]}: {finding.sentence}")
    broken = sum(finding.severity == "broken" for finding in found)
    summary(f"{place.data}: {broken} broken, {len(found) - broken} to do." if found else f"{place.data} is sound.")
    if found:
        raise typer.Exit(3 if broken else 1)


def status(data: Data = None, as_json: AsJson = False) -> None:
    """The last run, boards that fail and since when, the market's age, the room on the disk, and what comes next.

    Ends with 0 where nothing waits to be done, else with 1.

    Example: skillgap status
    """
    found = folder_status.status(settings(data), now())
    if as_json:
        result(json.dumps(to_plain(found), ensure_ascii=False))
    else:
        for line in folder_status.lines(found):
            result(line)
    if not found.is_well:
        raise typer.Exit(1)


def _thin(place: Settings, days: int, *, is_sure: bool) -> None:
    moment = now()
    before = moment - dt.timedelta(days=days)
    old = thinnable(place.landing, before)
    if not old:
        thin_landing(place, before, moment)  # what a killed thinning left is swept all the same
        summary(f"No run is older than {count(days, 'day')} and still has its sources' objects: nothing to thin.")
        return
    if not is_sure:
        if not sys.stdin.isatty():
            raise BadInputError("What is thinned cannot be parsed anew; add --yes to do it without being asked.")
        typer.confirm(
            f"Thin {count(len(old), 'run')}, {old[0].name} to {old[-1].name}? They cannot be parsed anew", abort=True
        )
    with advancing("thinning") as progress:
        done = thin_landing(place, before, moment, progress)
    summary(f"Thinned {count(done.runs, 'run')}: {done.bytes / 1e6:,.1f} MB less.")
