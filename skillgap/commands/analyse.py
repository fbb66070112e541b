"""`trends`, `pay` and `snapshot`: the market over time, what it pays for, and dated reports of it that never change."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from analysis.demand.premium import premiums
from analysis.market.market import Market
from analysis.snapshot.content import WEEKS, begins, lane_trends, last_periods, weeks_that_fit
from analysis.trends.emergence import emerging
from analysis.trends.watch import watched
from dashboard.market_words import PREMIUM_LIMIT, emerging_words, premium_words, premiums_lines
from dashboard.reports.snapshot import render_trends
from dashboard.words import count
from nlp.taxonomy.loader import load
from skillgap import snapshots
from skillgap.commands.options import AsJson, Data, OfMarket
from skillgap.comparing.opened import open_market
from skillgap.comparing.resumes import skill_ids
from skillgap.comparing.told import say_market
from skillgap.console import bar, result, summary
from skillgap.settings import now, settings
from warehouse.models import BadInputError, to_plain

AUTO = "auto"
Periods = Annotated[
    str,
    typer.Option(
        "--periods",
        metavar="WEEKS",
        help="Whole weeks in each of the two periods (1-52); auto: as many as the looks allow, up to "
        f"{WEEKS}, more where too few jobs appear.",
    ),
]
MOST_WEEKS = 52


def _weeks(periods: str) -> int | None:
    """None for «auto». Raises BadInputError for what is no number of weeks."""
    if periods == AUTO:
        return None
    if not periods.isascii() or not periods.isdigit() or not 1 <= int(periods[:4]) <= MOST_WEEKS:
        raise BadInputError(f"--periods {periods} is neither {AUTO} nor a number of weeks from 1 to {MOST_WEEKS}.")
    return int(periods)


def trends(
    data: Data = None,
    market: OfMarket = None,
    lane: Annotated[
        list[str] | None, typer.Option(help="Only this lane (may be repeated; default: the whole market).")
    ] = None,
    periods: Periods = AUTO,
    as_json: AsJson = False,
) -> None:
    """What is new, rising or falling among new jobs: the last weeks against as many before them, tested.

    Example: skillgap trends --lane platform --periods 12
    """
    place, weeks = settings(data, market), _weeks(periods)
    opened = open_market(place)
    if opened.kind == "reference":
        raise BadInputError(
            f"{place.data} holds no market of your own yet, and the reference market has no history: trends come with"
            " your own crawls, by `skillgap refresh` week after week."
        )
    say_market(place, opened, now().date())
    market_ = opened.history
    watch = watched(place.data, market_)
    wanted: list[str | None] = [*lane] if lane else [None]
    fitting = weeks_that_fit(market_, weeks, is_history=True)
    found = [lane_trends(market_, one, fitting, watch) for one in wanted]
    names = dict(zip(market_.lanes, market_.lane["name"].astype(str), strict=True))
    if as_json:
        result(json.dumps(to_plain(found), ensure_ascii=False))
    else:
        result("\n".join(render_trends(to_plain(part), names) for part in found))
    if not as_json:
        result(_emerging(market_, fitting, wanted))
    if not_yet := begins(market_):
        summary(not_yet)
    elif weeks is None and fitting < WEEKS:
        summary(f"Periods of {fitting} weeks: the longest that the looks allow (--periods {WEEKS} asks for more).")
    elif weeks is None and fitting > WEEKS:
        summary(f"Periods of {fitting} weeks: in {WEEKS} too few jobs appear (--periods {WEEKS} takes them).")
    if any(part.trends.is_partial or not part.trends.tested for part in found):
        summary("Some of it could not be tested, or was not watched from end to end.")
        raise typer.Exit(1)


def _emerging(market: Market, weeks: int, lanes: Sequence[str | None]) -> str:
    """What is new in each lane, a line a name; empty where nothing is."""
    periods = last_periods(market, weeks)
    lines = []
    for lane in lanes:
        found = [one for one in emerging(market, *periods, lane) if one.novelty in ("new", "perhaps new")]
        if found:
            lines.append(f"\nNamed by nobody before{f' in {lane}' if lane else ''}:")
        lines += [f"- {one.name}, {one.novelty}: {emerging_words(to_plain(one))}" for one in found]
    return "\n".join(lines)


def pay(
    data: Data = None,
    market: OfMarket = None,
    lane: Annotated[str | None, typer.Option(help="Only this lane (default: the whole market).")] = None,
    skill: Annotated[
        list[str] | None, typer.Option(help="Only these skills, by id or name (may be repeated; default: all).")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What skills are paid more than the same job without them: level, lane and region held fixed, by currency.

    Example: skillgap pay --skill kubernetes --market reference
    """
    place = settings(data, market)
    opened = open_market(place)
    wanted = skill_ids(skill, load(overlay=place.skills_overlay)) if skill else []
    found = premiums(opened.market, lane)
    if as_json:
        told = [replace(one, skills=tuple(x for x in one.skills if not wanted or x.skill in wanted)) for one in found]
        result(json.dumps(to_plain(told), ensure_ascii=False))
    else:
        say_market(place, opened, now().date())
        result("\n".join(premiums_lines(to_plain(found))))
        for one in found:
            for each in (x for x in one.skills if x.skill in wanted):
                beyond = "beyond chance" if each.is_called else "may be chance"
                sample = f"{count(each.ranges, 'range')} of {count(each.employers, 'employer')}"
                result(f"  {premium_words(to_plain(each))}, {beyond}: {sample}")
            if one.reason is None and (missing := set(wanted) - {x.skill for x in one.skills}):
                result(f"  too few employers state pay with it, or without it: {', '.join(sorted(missing))}")
    summary(PREMIUM_LIMIT)
    if all(one.reason for one in found):
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
        str | None, typer.Option(metavar="week", help="Look back: a snapshot as of the last run of each week.")
    ] = None,
    periods: Periods = AUTO,
) -> None:
    """Write a dated report of the market, with its data, into a folder of its own that is never changed.

    Example: skillgap snapshot --against 2026-03-02-7
    """
    place, weeks = settings(data, "own"), _weeks(periods)
    if every is None:
        made = snapshots.make(place, open_market(place), name=name, against=against, weeks=weeks)
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
        for made in snapshots.make_weekly(place, opened, name=name, weeks=weeks):
            fresh += made.is_new
            shown.advance(task)
            result(str(made.folder))
    summary(f"{fresh} weekly snapshots written; those that were there already are unchanged.")
