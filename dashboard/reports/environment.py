"""What every report's templates share: escaping, the house's words, charts and style.

Everything in a report is untrusted text (a resume, adverts): HTML is autoescaped, and every value that goes into
Markdown is made inert by the environment itself.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dashboard import words
from dashboard.inert import inert
from dashboard.reports import answer, svg


@cache
def environment(*, is_html: bool) -> Environment:
    """The templates' environment for HTML or for Markdown."""
    made = Environment(
        loader=PackageLoader("dashboard.reports"),
        autoescape=is_html,  # noqa: S701 -- Markdown is escaped by `finalize`
        finalize=None if is_html else _inert_value,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "percent": words.percent,
        "interval": words.interval,
        "sample": words.sample,
        "years_words": words.years_words,
        "count": words.count,
        "number": _number,
        "day": words.day,
        "banner": words.banner,
        "listing": words.listing,
        "evidence_words": words.evidence_words,
        "headline": answer.headline,
    }
    made.globals |= {
        "EXAMPLE": words.EXAMPLE,
        "QUOTES_LATER": words.QUOTES_LATER,
        "word": words.word,
        "mark": svg.mark,
        "axis": svg.axis,
        "scale_for": svg.scale_for,
        "css": Markup(resources.files("dashboard.reports").joinpath("report.css").read_text(encoding="utf-8")),  # noqa: S704 -- our own file
    }
    return made


def _number(value: float) -> float:
    """«5», «4.8»: a number with at most one decimal. It stays a number, so that Markdown's escapes leave it alone."""
    return int(value) if value == int(value) else round(value, 1)


def _inert_value(value: object) -> object:
    return inert(value) if isinstance(value, str) else value
