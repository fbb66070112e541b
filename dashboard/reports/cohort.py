"""A cohort of resumes: Markdown or a page to read, frames for CSV and Parquet in which a spreadsheet runs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.reports.environment import environment

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell of text that begins so is a formula to a spreadsheet."""
MEMBER_COLUMNS = (
    *("file", "lane", "lane_name", "is_closest", "fit", "share", "low", "high", "n", "employers"),
    *("skills_shown", "years", "seniority", "first_step"),
)
GAP_COLUMNS = (
    *("lane", "lane_name", "skill", "name", "lacking", "resumes"),
    *("share", "low", "high", "n", "employers", "n_eff", "state", "reason"),
)


def render_cohort(cohort: Mapping[str, Any], unreadable: Sequence[str] = (), format: str = "md") -> str:
    """A cohort (`to_plain` of a Cohort) as Markdown, or with `html` as one self-contained page; `unreadable` has one
    sentence a file that could not be read.
    """
    lanes = list(dict.fromkeys((row["lane"], row["lane_name"]) for row in cohort["members"]))
    rows = {file: {m["lane"]: m for m in cohort["members"] if m["file"] == file} for file in cohort["files"]}
    gaps = [(name, [gap for gap in cohort["gaps"] if gap["lane"] == lane]) for lane, name in lanes]
    template = environment(is_html=format == "html").get_template(f"cohort.{format}.j2")
    told = {"lanes": lanes, "rows": rows, "gaps": gaps, "teach": cohort.get("teach", ()), "unreadable": unreadable}
    return template.render(told, closest=_closest).strip() + "\n"


def cohort_tables(cohort: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """The tables `cohort` (a row a resume and lane) and `common_gaps` (a row a lane and skill), their cells safe."""
    gaps = [{**{k: v for k, v in gap.items() if k != "asked"}, **gap["asked"]} for gap in cohort["gaps"]]
    return {
        "cohort": _safe(pd.DataFrame(cohort["members"], columns=list(MEMBER_COLUMNS))),
        "common_gaps": _safe(pd.DataFrame(gaps, columns=list(GAP_COLUMNS))),
    }


def _closest(members: Iterable[Mapping[str, Any]]) -> str:
    """A resume's closest lane, or which one leads where it is too close to call."""
    rows = [row for row in members if row["fit"] is not None]
    if not rows:
        return "no skill of this market"
    first = max(rows, key=lambda row: float(row["fit"]))
    return str(first["lane_name"]) if first["is_closest"] else f"{first['lane_name']}, by too little to tell"


def safe_cell(value: object) -> object:
    """Text that a spreadsheet would take for a formula, with an apostrophe before it; anything else as it is."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(_DANGEROUS) else value


def _safe(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.map(safe_cell)
