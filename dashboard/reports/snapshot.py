"""A snapshot as Markdown, as one self-contained HTML page with its charts inside, or as JSON; and how two differ.

All take the plain object of snapshot.json (docs/snapshot.schema.json) and give the same bytes for the same object.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.demand.clusters import NAMED_BY
from dashboard import market_words
from dashboard.reports.environment import environment
from dashboard.reports.svg import SCALES, change_axis, change_mark
from dashboard.words import count, day, power_words, word

MOST_WHOLE, MOST_LANE = 25, 12
"""How many skills the report names of the whole market and of a lane; snapshot.json and the Parquet files have all."""
MOST_NEW = 30
MOST_PARTS = 3
"""How many values of a field (levels, regions …) the report names of a lane."""
MIXES = (
    ("Role", "role", "roles"),
    ("Level", "seniority", "seniority"),
    ("Region", "region", "region"),
    ("Workplace", "workplace", "workplace"),
)
"""A lane's fields in the report: label, field of words.toml, name in snapshot.json."""
MOVED = ("new", "rising", "falling")
_WORDS = (
    *("sample_words", "volume_words", "shifts_words", "pay_shift_words", "emerging_words", "premiums_lines"),
    *("verdict_words", "PREMIUM_LIMIT"),
)
WHOLE = "the whole market"


def render_snapshot(snapshot: Mapping[str, Any], format: str) -> str:
    """A snapshot as `md`, `html` or `json`. Raises KeyError for another format."""
    if format == "json":
        return json.dumps(snapshot, ensure_ascii=False, indent=1) + "\n"
    if format not in ("md", "html"):
        raise KeyError(format)
    return _rendered(f"snapshot.{format}.j2", snapshot, is_html=format == "html")


def render_trends(trends: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """A trend section alone, as Markdown: one of snapshot.trends, with the lanes' names by id."""
    return _rendered("trends.md.j2", {"part": trends, "lane_names": names}, is_html=False)


def render_diff(diff: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What changed between two snapshots, as Markdown, with the lanes' names by id."""
    return _rendered("diff.md.j2", {"diff": diff, "lane_names": names}, is_html=False)


def lane_names(snapshot: Mapping[str, Any]) -> dict[str, str]:
    """The lanes' names as shown, by id."""
    return {lane["lane"]: lane["name"] for lane in snapshot["lanes"]}


def lane_name(lane: str | None, names: Mapping[str, str]) -> str:
    """How a lane is called inside a sentence; None: the whole market."""
    return WHOLE if lane is None else names.get(lane, lane)


def has_flow(snapshot: Mapping[str, Any]) -> bool:
    """Whether any requisition appeared while its board was watched: without one there are no trends and no times."""
    return any(part["trends"]["requisitions_after"] for part in snapshot["trends"])


def _rendered(name: str, values: Mapping[str, Any], *, is_html: bool) -> str:
    shared = {
        "lane_name": lane_name,
        "heading": lambda lane, names: lane_name(lane, names)[:1].upper() + lane_name(lane, names)[1:],
        "points": points,
        "between_points": between_points,
        "moved": moved,
        "shown": shown,
        "in_sets": in_sets,
        "power_words": power_words,
        "scale_of_changes": scale_of_changes,
        "change_axis": change_axis,
        "change_mark": change_mark,
        "pay_words": pay_words,
        "time_words": time_words,
        "period_words": period_words,
        "NAMED_BY": NAMED_BY,
        "lane_mixes": lane_mixes,
        "pay_shown": pay_shown,
        "by_lane": by_lane,
        "single": single,
        **{name: getattr(market_words, name) for name in _WORDS},
        "MOST_NEW": MOST_NEW,
        "MOST_WHOLE": MOST_WHOLE,
        "MOST_LANE": MOST_LANE,
        "MOST_PARTS": MOST_PARTS,
    }
    own = {"lane_names": lane_names(values), "has_flow": has_flow(values)} if "lanes" in values else {}
    template = environment(is_html=is_html).get_template(f"market/{name}")
    return template.render({**shared, **own, **values}).strip() + "\n"


def points(change: float | None) -> str:
    """«up 3.2 points», «down 0.4 points»."""
    if change is None:
        return "not enough data"
    return f"{'down' if change < 0 else 'up'} {100 * abs(change):.1f} points"


def between_points(mover: Mapping[str, Any]) -> str:
    """«up 3.2 points (between −0.4 and +6.8)»."""
    low, high = (f"{100 * mover[bound]:+.1f}".replace("-", "−") for bound in ("low", "high"))
    return f"{points(mover['change'])} (between {low} and {high})"


def moved(movers: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The skills whose change is proved."""
    return [mover for mover in movers if mover["state"] in MOVED]


def in_sets(movers: Iterable[Mapping[str, Any]]) -> list[tuple[str, int, int]]:
    """(the set, how many were tested in it, how many of them moved) for each set of skills."""
    found = list(movers)
    return [
        (one, sum(m["tested_in"] == one for m in found), sum(m["tested_in"] == one for m in moved(found)))
        for one in ("watch list", "all skills")
        if any(m["tested_in"] == one for m in found)
    ]


def scale_of_changes(movers: Iterable[Mapping[str, Any]]) -> float:
    """The shortest axis on which all changes and their intervals fit."""
    widest = max((abs(mover[bound]) for mover in movers for bound in ("low", "high")), default=1.0)
    return next((end for end in SCALES if widest <= end), 1.0)


def shown(lane: Mapping[str, Any], most: int) -> list[Mapping[str, Any]]:
    """A lane's skills that the report names: those most asked for, without the soft and the very general."""
    counted = [skill for skill in lane["skills"] if skill["is_counted"] and skill["asked"]["share"] is not None]
    return counted[:most]


def topmost(parts: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The most frequent values of a field that have a share; what is not said is left out."""
    return [part for part in parts if part["value"] is not None and part["share"]["share"]][:MOST_PARTS]


def lane_mixes(lane: Mapping[str, Any]) -> list[tuple[str, str, list[Mapping[str, Any]]]]:
    """What a lane's requisitions are most often: (label, field, its topmost values), without fields of unknown share.

    All shares of a lane are of the same sample, that of its open share.
    """
    found = ((label, field, topmost(lane[name])) for label, field, name in MIXES)
    return [mix for mix in found if mix[2]]


def pay_words(pay: Mapping[str, Any]) -> str:
    """«USD a year: half between 150,000 and 210,000, middle 180,000 (170,000–190,000), from 120 jobs»."""
    at = {quantile["at"]: quantile for quantile in pay["quantiles"]}
    middle, n, employers = at[0.5], count(pay["n"], "job"), count(pay["employers"], "employer")
    half = f"half between {at[0.25]['value']:,.0f} and {at[0.75]['value']:,.0f}, " if {0.25, 0.75} <= at.keys() else ""
    return (
        f"{pay['currency']} {word('period', pay['period'])}: {half}middle {middle['value']:,.0f}"
        f" ({middle['low']:,.0f}–{middle['high']:,.0f}), from {n} of {employers}"
    )


def time_words(time: Mapping[str, Any]) -> str:
    """«61 days (54–70)», or why there is no median."""
    if time["state"] != "ok":
        return f"not enough data ({time['reason']})"
    low = f"{time['low']:.0f}" if time["low"] is not None else "?"
    high = f"{time['high']:.0f}" if time["high"] is not None else "beyond what was observed"
    if time["median_days"] is None:
        return f"more than half were still open when last seen (at least {low} days)"
    return (
        f"{time['median_days']:.0f} days ({low}–{high})"
        if time["high"] is not None
        else (f"{time['median_days']:.0f} days ({low} to {high})")
    )


def period_words(period: Mapping[str, Any]) -> str:
    """«14 September 2026 to 9 November 2026», the end not included."""
    return f"{day(period['start'])} to {day(period['end'])}"


def pay_shown(pays: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The currencies and periods with enough data."""
    return [pay for pay in pays if any(quantile["at"] == 0.5 for quantile in pay["quantiles"])]


def by_lane(answer: Mapping[str, Any]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """An answer's figures that are given lane by lane: (label, a figure each lane), in order."""
    rows: dict[str, list[Mapping[str, Any]]] = {}
    for figure in answer["figures"]:
        rows.setdefault(figure["label"], []).append(figure)
    return [(label, figures) for label, figures in rows.items() if len(figures) > 1]


def single(answer: Mapping[str, Any], *, enough: bool) -> list[Mapping[str, Any]]:
    """An answer's other figures, those with or those without enough data."""
    in_lanes = {label for label, _ in by_lane(answer)}
    return [
        figure
        for figure in answer["figures"]
        if figure["label"] not in in_lanes and (figure["share"]["share"] is not None) == enough
    ]
