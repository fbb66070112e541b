"""What every report's templates share: escaping, the house's words, charts and style.

Everything in a report is untrusted text (a resume, adverts): HTML is autoescaped, and every value that goes into
Markdown is made inert by the environment itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from dashboard import words
from dashboard.inert import inert, safe_link
from dashboard.reports import answer, svg
from dashboard.reports.letter.fact import job_place, short

SHORTLY = 70
"""Characters of a resume's line in brackets."""


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
        "jobs_sample": words.jobs_sample,
        "years_words": words.years_words,
        "spanned": lambda years: words.spanned(years["value"], years["low"], years["high"]),
        "count": words.count,
        "number": _number,
        "day": words.day,
        "banner": words.banner,
        "listing": words.listing,
        "clause": words.clause,
        "shortly": partial(short, longest=SHORTLY),
        "evidence_words": words.evidence_words,
        "headline": answer.headline,
        "what_to_do": answer.what_to_do,
        "job_group": answer.job_group,
        "job_level": answer.job_level,
        "job_place": job_place,
        "job_pay": answer.job_pay,
        "job_missing": answer.job_missing,
        "link": _html_link if is_html else _markdown_link,
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


@dataclass(frozen=True, slots=True)
class Raw:
    """Markdown that is ours and made of inert parts: it is not escaped again."""

    text: str

    def __str__(self) -> str:
        return self.text


def _markdown_link(text: str, address: str | None) -> Raw:
    """A link where the address is one of the web; else the text alone."""
    target = safe_link(address)
    if not target:
        return Raw(inert(text))
    return Raw(
        f"[{inert(text)}](<{target.replace('$', '%24')}>)"
    )  # a dollar opens mathematics where Streamlit draws it


def _html_link(text: str, address: str | None) -> Markup:
    target = safe_link(address)
    if target is None:
        return escape(text)
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(target, text)


def _inert_value(value: object) -> object:
    return inert(value) if isinstance(value, str) else value
