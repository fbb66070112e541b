"""A resume against one posting, as Markdown, as one self-contained HTML page or as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.reports.environment import environment
from dashboard.words import count, percent

CAVEAT = "Read from the posting's wording; no employer's decision. Made on this machine; nothing was sent anywhere."


def render_posting(report: Mapping[str, Any], format: str) -> str:
    """A report with the keys resume, posting, fit (a PostingFit) and notices. Raises KeyError for an unknown format."""
    if format == "json":
        return json.dumps(report, ensure_ascii=False, indent=1) + "\n"
    if format not in ("md", "html"):
        raise KeyError(format)
    template = environment(is_html=format == "html").get_template(f"posting.{format}.j2")
    fit = report["fit"]
    return (
        template.render(report, headline_words=_headline(fit), groups=_groups(fit["units"]), CAVEAT=CAVEAT).strip()
        + "\n"
    )


def _headline(fit: Mapping[str, Any]) -> str:
    if fit["coverage"] is None:
        return "This posting requires nothing that can be counted"
    return f"You meet {fit['met']} of {count(fit['required'], 'requirement')} ({percent(fit['coverage'])})"


def _groups(units: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The units under headings, the most pressing first; empty groups are left out."""
    counted = [unit for unit in units if unit["is_counted"]]
    headings = (
        ("Required, and your resume does not show it", "required", False),
        ("Wished for, and your resume does not show it", "preferred", False),
        ("Required, and your resume shows it", "required", True),
        ("Wished for, and your resume shows it", "preferred", True),
    )
    groups = [
        (title, [unit for unit in counted if unit["need"] == need and (unit["met_by"] is not None) == is_met])
        for title, need, is_met in headings
    ]
    rest = [unit for unit in units if not unit["is_counted"]]
    return [(title, found) for title, found in (*groups, ("Named, and not counted", rest)) if found]
