"""The gap report as Markdown, one self-contained HTML page or JSON; dashboard and command line both call `render_gap`.

Everything in a report is untrusted text (a resume, adverts): HTML is autoescaped, and every value that goes into
Markdown is made inert by the environment itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dashboard import words
from dashboard.inert import inert
from dashboard.reports import answer, svg
from warehouse.models import MarketKind

FORMATS: Mapping[str, str] = {"md": "text/markdown", "html": "text/html", "json": "application/json"}
"""What a report may be, with its media type."""


def render_gap(report: Mapping[str, Any], format: str, *, kind: MarketKind | None = None) -> str:
    """A gap report (`to_plain` of a GapReport, or its JSON read back) in one of FORMATS, always the same to the byte.

    `kind` is the market's: a report from the example market says so. None: as the report's market.kind says, else real.
    Raises KeyError for a format that FORMATS lacks.
    """
    market = dict(report["market"])
    market["kind"] = kind or market.get("kind", "real")
    whole = {**report, "market": market}
    if format == "json":
        return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    if format not in FORMATS:
        raise KeyError(format)
    template = _environment(is_html=format == "html").get_template(f"gap.{format}.j2")
    return template.render(whole, lead=answer.lead_lane(whole), things=answer.three_things(whole)).strip() + "\n"


@cache
def _environment(*, is_html: bool) -> Environment:
    environment = Environment(
        loader=PackageLoader("dashboard.reports"),
        autoescape=is_html,  # noqa: S701 -- Markdown is escaped by `finalize`
        finalize=None if is_html else _inert_value,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "percent": words.percent,
        "percent_of": lambda share: words.percent(share["share"]),
        "interval": words.interval,
        "sample": words.sample,
        "count": words.count,
        "day": words.day,
        "listing": words.listing,
        "headline": answer.headline,
    }
    environment.globals |= {
        "word": words.word,
        "mark": svg.mark,
        "axis": svg.axis,
        "scale_for": svg.scale_for,
        "EXAMPLE": words.EXAMPLE,
        "css": Markup(resources.files("dashboard.reports").joinpath("report.css").read_text(encoding="utf-8")),  # noqa: S704 -- our own file
    }
    return environment


def _inert_value(value: object) -> object:
    return inert(value) if isinstance(value, str) else value
