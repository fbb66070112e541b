"""The gap report as Markdown, one self-contained HTML page or JSON; dashboard and command line call `render_gap`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.reports import answer
from dashboard.reports.environment import environment
from dashboard.reports.letter.compose import letter
from dashboard.reports.letter.doing import calendar
from dashboard.words import banner, unnarrowed
from warehouse.models import MarketKind

FORMATS: Mapping[str, str] = {"md": "text/markdown", "html": "text/html", "json": "application/json"}
"""What a report may be, with its media type."""


MOST_SAID = 6
"""How many lines of a resume a report, with its appendix, says to mend."""


def render_gap(
    report: Mapping[str, Any],
    format: str,
    *,
    kind: MarketKind | None = None,
    months: Sequence[str] | None = None,
    full: bool = False,
    jobs: int = answer.LISTED_JOBS,
) -> str:
    """A gap report (`to_plain` of a GapReport, or its JSON read back) in one of FORMATS, always the same to the byte.

    `kind` is the market's: a report from the example or the reference market says so, the latter with its first and
    last of `months`. None: as the report's market.kind and market.months say, else real.
    `full` adds the appendix: every lane, every skill, the checklist and how strict an employer may be; `jobs` is how
    many are listed. Raises KeyError for a format that FORMATS lacks.
    """
    whole = as_data(report, kind=kind, months=months)
    if format == "json":
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    if format not in FORMATS:
        raise KeyError(format)
    lead = answer.lead_lane(whole)
    template = environment(is_html=format == "html").get_template(f"gap.{format}.j2")
    return (
        template.render(
            whole,
            lead=lead,
            lane_names={lane["lane"]: lane["name"] for lane in whole["lanes"]},
            heading=answer.title(whole),
            about=banner(unnarrowed(whole["market"])),
            shown_jobs=answer.listed_jobs(whole, jobs),
            sayings=answer.sayings(lead, MOST_SAID),
            is_full=full,
        ).strip()
        + "\n"
    )


def as_data(
    report: Mapping[str, Any], *, kind: MarketKind | None = None, months: Sequence[str] | None = None
) -> dict[str, Any]:
    """What the JSON of `render_gap` says."""
    market = dict(report["market"])
    market["kind"] = kind or market.get("kind", "real")
    if months is not None:
        market["months"] = list(months)
    whole = {**report, "market": market}
    whole["letter"] = letter(whole)
    whole["calendar"] = calendar(whole, answer.lead_lane(whole))
    return whole
