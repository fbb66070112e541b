"""How numbers, dates and the house's words are said to a person; the same on every page and in every report."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

EXAMPLE = "Example market, fictional employers"
"""Stands on every screen and report that is made from the example market."""
QUOTES_LATER = "Quotes, adverts and links come with a market of your own, by one command: skillgap refresh"
"""What a person is told where the reference market has no text to show."""
OLD_AFTER_DAYS = 14
"""A market that was looked at so long ago says so: many of its jobs may be gone."""
IMPORTED = "import"
"""The source of what came from a person's own files: no board that anybody looks at again."""


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    """The words for values, by field (words.toml)."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def word(field: str, value: str | None) -> str:
    """The words for a value of a field, e.g. word("seniority", "mid"); a value without words is shown as it is."""
    if value is None:
        return "not stated"
    return _words().get(field, {}).get(value, value.replace("_", " "))


def percent(share: float | None) -> str:
    """A share as «18%»; «<1%» where it is small but not nothing."""
    if share is None:
        return "not enough data"
    if 0 < share < 0.005:
        return "<1%"
    return f"{share:.0%}"


def points(change: float | None) -> str:
    """A change of a share as «+3.1 points»."""
    return "" if change is None else f"{100 * change:+.1f} points"


def interval(share: Mapping[str, Any]) -> str:
    """«18% (12–25%)», «33%» where both ends round to it, or «not enough data» where a floor was missed."""
    if share["share"] is None:
        return "not enough data"
    value, around = percent(share["share"]), between(share)
    return value if value == around else f"{value} ({around})"


def part_of(share: Mapping[str, Any]) -> str:
    """«all 34», «none of the 34», «76% (70–81%) of the 1,240»: a share with what it is of."""
    if share["share"] in (0, 1):
        return f"{'all' if share['share'] else 'none of the'} {share['n']:,}"
    return f"{interval(share)} of the {share['n']:,}"


def share_words(share: Any) -> str:
    """As `interval`, for an object with share, low and high."""
    return interval({"share": share.share, "low": share.low, "high": share.high})


def between(share: Mapping[str, Any]) -> str:
    """The interval alone: «12–25%»."""
    low, high = percent(share["low"]).removesuffix("%"), percent(share["high"])
    return high if f"{low}%" == high else f"{low}–{high}"


def spanned(value: float, low: float, high: float) -> str:
    """«5 (4–6)», «5» where both ends are the value."""
    value, low, high = (round(number, 1) for number in (value, low, high))
    return f"{value:g}" if low == value == high else f"{value:g} ({low:g}–{high:g})"


def count(number: int, one: str, many: str | None = None) -> str:
    """«1 employer», «1,240 employers»."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def years_words(years: Mapping[str, Any]) -> str:
    """The years asked of a skill, from plain data: «12 jobs from 9 employers state years of it: 2–5 years.»"""
    stated = f"{count(years['n'], 'job')} from {count(years['employers'], 'employer')}"
    verb = "states" if years["n"] == 1 else "state"
    fewest, most, median = years["fewest"], years["most"], years["median"]
    between = f"{fewest:g}" if fewest == most else f"{fewest:g}–{most:g}"
    middle = f", median {spanned(median['value'], median['low'], median['high'])}" if median else ""
    return f"{stated} {verb} years of it: {between} {'year' if between == '1' else 'years'}{middle}."


def sample(share: Any) -> str:
    """«412 jobs from 187 employers», for plain data or an object with n and employers."""
    n, employers = (share["n"], share["employers"]) if isinstance(share, Mapping) else (share.n, share.employers)
    return f"{count(n, 'job')} from {count(employers, 'employer')}"


def jobs_sample(share: Mapping[str, Any]) -> str:
    """«412 jobs from 187 employers»: what a person is told of a sample."""
    return f"{count(share['n'], 'job')} from {count(share['employers'], 'employer')}"


def day(moment: dt.date | str | None) -> str:
    """«2 March 2026»."""
    if moment is None:
        return "an unknown date"
    date = dt.datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{date.day} {date:%B %Y}"


def state_of(job: Mapping[str, Any]) -> str:
    """Whether a job (`is_open`, `closed_at`) is open, closed, or was not confirmed lately: neither is known.

    Nobody looked after one that came with a file (`source`).
    """
    if job.get("source") == IMPORTED:
        return "from a file"
    if job["is_open"]:
        return "open"
    return "not confirmed lately" if job["closed_at"] is None else "closed"


def cluster_name(cluster: Any) -> str:
    """«LangChain · RAG · vector database»: a cluster by its most specific skills."""
    return " · ".join(cluster.name_parts)


def evidence_words(skill: Mapping[str, Any]) -> str:
    """What speaks for a skill of a resume: how it is written, or what else written shows it."""
    if skill["state"] == "shown":
        through = listing(skill["through_names"][:2])
        return f"shown by {through or 'this line'}"
    return word("evidence", "studied" if skill["state"] == "coursework" else skill["evidence"])


def months(given: Sequence[str]) -> str:
    """«February to April 2026», «November 2025 to March 2026» for the first and the last month («2026-02»)."""
    first, last = (dt.date.fromisoformat(f"{month}-01") for month in (given[0], given[-1]))
    if first == last:
        return f"{last:%B %Y}"
    return f"{first:%B}{'' if first.year == last.year else f' {first.year}'} to {last:%B %Y}"


def unnarrowed(market: Mapping[str, Any]) -> dict[str, Any]:
    """The market of a gap report as it was before filters and level."""
    whole = {"requisitions": market.get("whole"), "employers": market.get("whole_employers")}
    return {**market, **{key: value for key, value in whole.items() if value is not None}}


def banner(market: Mapping[str, Any]) -> str:
    """What stands on every screen and report about a market that is not one's own; empty for one's own.

    `market` has kind, requisitions, employers and, of a reference, its months.
    """
    if market.get("kind") == "example":
        return EXAMPLE
    if market.get("kind") != "reference":
        return ""
    jobs, employers = count(market["requisitions"], "job"), count(market["employers"], "employer")
    return f"Reference market: {jobs} of {employers}, {months(market['months'])}"


def banner_of(manifest: Mapping[str, Any]) -> str:
    """As `banner`, for the manifest of a generation."""
    kind, counts = manifest.get("market"), manifest.get("counts", {})
    known = {"requisitions": counts.get("in_market"), "employers": counts.get("employers")}
    return banner({"kind": kind, "months": manifest.get("months"), **known})


def age(as_of: dt.datetime | str, today: dt.date) -> str:
    """That a market was looked at too long ago to know which of its jobs are still open; empty where it was not."""
    seen = (dt.datetime.fromisoformat(as_of) if isinstance(as_of, str) else as_of).date()
    if (today - seen).days < OLD_AFTER_DAYS:
        return ""
    return (
        f"This market was last looked at on {day(seen)}, {count((today - seen).days, 'day')} ago: which of its jobs are"
        " still open is not known. `skillgap refresh` looks again."
    )


def power_words(detectable: float | None) -> str:
    """What a comparison of two periods could have seen, as a sentence."""
    if detectable is None:
        return (
            "No change of a skill that 10-40 % ask for would have been called four times in five: there is too little."
        )
    return (
        f"Had a skill asked for by 10-40 % changed by {100 * detectable:.0f} points, this comparison would have"
        " called it four times in five."
    )


def inside(name: str, kind: str | None) -> str:
    """A skill's name within a sentence: that of a concept begins small unless its first word is a name itself."""
    first = name.split(" ", maxsplit=1)[0]
    if kind != "concept" or first in _words()["proper"] or not first[1:].islower():
        return name
    return f"{name[0].lower()}{name[1:]}"


def clause(text: str) -> str:
    """A text of our own as it goes on with a sentence: it begins small unless a name stands first («Goroutines and its
    plain style», but «Redis's data types», «Label Studio's templates», «Kubernetes operators»)."""
    first, _, rest = text.partition(" ")
    bare = first.rstrip(",")
    second = rest.removeprefix("& ")[:1]
    is_name = bare.endswith(("'s", "s'")) or second.isupper() or bare in _words()["proper"]
    return text if is_name or not bare[1:].replace("-", "").islower() else f"{text[:1].lower()}{text[1:]}"


def listing(names: list[str] | tuple[str, ...]) -> str:
    """«a», «a and b», «a, b and c»."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""
