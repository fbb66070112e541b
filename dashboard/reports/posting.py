"""A resume against one posting, as Markdown, as one self-contained HTML page or as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.reports.environment import environment
from dashboard.words import count, percent, word

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
        template.render(
            report,
            headline_words=_headline(fit),
            groups=[
                (title, [unit for unit in units if not _is_bare(unit)], _bare(units))
                for title, units in _groups(fit["units"])
            ],
            state_words=_state,
            CAVEAT=CAVEAT,
        ).strip()
        + "\n"
    )


def _headline(fit: Mapping[str, Any]) -> str:
    if fit["coverage"] is None:
        return "This posting requires nothing that can be counted"
    share = percent(fit["coverage"])
    return f"You meet {fit['met']} of {count(fit['required'], 'requirement')} that can be counted ({share})"


def _state(unit: Mapping[str, Any]) -> str:
    """How a resume meets a requirement; of several that each meet it, the one that it shows is named."""
    words = word("unit_state", unit["state"])
    if len(unit["names"]) == 1:
        return words
    return words.replace(" it", f" {unit['names'][list(unit['skills']).index(unit['met_by'])]}", 1)


def _is_bare(unit: Mapping[str, Any]) -> bool:
    """Whether a resume says nothing of what a posting asks for: of several such one sentence speaks."""
    return unit["is_counted"] and unit["met_by"] is None and unit["state"] == "absent"


def _bare(units: Sequence[Mapping[str, Any]]) -> str:
    """«Docker; AWS or GCP»: the names of what a resume says nothing of."""
    return "; ".join(" or ".join(unit["names"]) for unit in units if _is_bare(unit))


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
    uncounted = ("Named among the duties or too general, and not counted", rest)
    return [(title, found) for title, found in (*groups, uncounted) if found]
