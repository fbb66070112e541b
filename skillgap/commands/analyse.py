"""`trends` and `snapshot`: the market over time, and dated reports of it that never change."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from analysis.snapshot.content import WEEKS, lane_trends
from dashboard.reports.snapshot import render_trends
from skillgap import snapshots
from skillgap.commands.options import AsJson, Data, OfMarket
from skillgap.comparing.opened import open_market
from skillgap.comparing.told import say_market
from skillgap.console import bar, result, summary
from skillgap.settings import now, settings
from warehouse.models import BadInputError, to_plain

Periods = Annotated[
    int,
    typer.Option("--periods", min=1, max=52, metavar="WEEKS", help="How many whole weeks each of the two periods has."),
]


def trends(
    data: Data = None,
    market: OfMarket = None,
    lane: Annotated[
        list[str] | None, typer.Option(help="Only this lane (may be repeated; default: the whole market).")
    ] = None,
    periods: Periods = WEEKS,
    as_json: AsJson = False,
) -> None:
    """What is new, rising or falling among new requisitions: the last weeks against as many before them, tested.

    Example: skillgap trends --lane platform --periods 12
    """
    place = settings(data, market)
    opened = open_market(place)
    if opened.kind == "reference":
        raise BadInputError(
            f"{place.data} holds no market of your own yet, and the reference market has no history: trends come with"
            " your own crawls, by `skillgap refresh` week after week."
        )
    say_market(place, opened, now().date())
    watched = opened.market
    wanted: list[str | None] = [*lane] if lane else [None]
    found = [lane_trends(watched, one, periods) for one in wanted]
    names = dict(zip(watched.lanes, watched.lane["name"].astype(str), strict=True))
    if as_json:
        result(json.dumps(to_plain(found), ensure_ascii=False))
    else:
        result("\n".join(render_trends(to_plain(part), names) for part in found))
    if any(part.trends.is_partial or not part.trends.tested for part in found):
        summary("Some of it could not be tested, or was not watched from end to end.")
        raise typer.Exit(1)


def snapshot(
    data: Data = None,
    name: Annotated[
        str | None, typer.Option(help="Added to the folder's name: letters, digits, '.', '_' and '-'.")
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(metavar="OLD", help="Say what changed since this snapshot (its name, or a snapshot.json)."),
    ] = None,
    every: Annotated[
        str | None, typer.Option(metavar="week", help="Look back: a snapshot as of the last crawl of each week.")
    ] = None,
    periods: Periods = WEEKS,
) -> None:
    """Write a dated report of the market, with its data, into a folder of its own that is never changed.

    Example: skillgap snapshot --against 2026-03-02-7
    """
    place = settings(data, "own")
    if every is None:
        made = snapshots.make(place, open_market(place), name=name, against=against, weeks=periods)
        summary(f"The snapshot is in {made.folder}{'' if made.is_new else ', unchanged: it was there already'}.")
        result(str(made.folder))
        return
    if every != "week":
        raise BadInputError(f"--every {every!r} is not known; write --every week.")
    if against:
        raise BadInputError("--every week compares each week with the one before it; leave --against out.")
    opened = open_market(place)
    fresh = 0
    with bar() as shown:
        task = shown.add_task("weeks", total=snapshots.count_weeks(opened))
        for made in snapshots.make_weekly(place, opened, name=name, weeks=periods):
            fresh += made.is_new
            shown.advance(task)
            result(str(made.folder))
    summary(f"{fresh} weekly snapshots written; those that were there already are unchanged.")
