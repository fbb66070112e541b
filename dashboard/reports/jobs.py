"""A person's jobs as Markdown or JSON: all that `skillgap jobs` found, nearest first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dashboard.reports.environment import environment
from dashboard.words import banner, count, unnarrowed

FORMATS = ("md", "json")
NO_ADVERTS = "No job can be listed: this market holds facts of jobs and none of their adverts."


def render_jobs(found: Mapping[str, Any], format: str) -> str:
    """`found` has resume (file, name), market (as in a gap report, with kind), lane and jobs (`to_plain` of Jobs).

    Raises KeyError for a format that FORMATS lacks.
    """
    if format == "json":
        return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    if format not in FORMATS:
        raise KeyError(format)
    about = banner(unnarrowed(found["market"]))
    return environment(is_html=False).get_template("jobs.md.j2").render(found, about=about).strip() + "\n"


def summed_up(jobs: Mapping[str, Any]) -> str:
    """The list in one sentence."""
    if jobs["no_texts"] and not jobs["jobs"]:
        return NO_ADVERTS
    return f"{count(len(jobs['jobs']), 'job')}, {jobs['counts']['open']} of them open to you."
