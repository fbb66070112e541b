"""The role that a title names, from the list in `lanes.toml` (shipped, overlaid by the user's)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nlp.text import lower, same_length
from warehouse.models import BadInputError, tables_of

LANES = Path(__file__).with_name("lanes.toml")


@dataclass(frozen=True, slots=True)
class Lane:
    """A role lane: what the person does most of the time."""

    id: str
    name: str
    definition: str
    seeds: tuple[str, ...]
    title: re.Pattern[str] | None
    """What a title of this lane says; None where no cue is given."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role under a lane, known by its titles."""

    name: str
    lane: str
    title: re.Pattern[str]


@cache
def lanes(overlay: Path | None = None) -> tuple[Lane, ...]:
    """The lanes in the order of the file; a lane of the overlay with a known id takes its place, others follow."""
    found = {row["id"]: row for path in _files(overlay) for row in rows_of(path, "lane")}
    return tuple(
        Lane(
            str(r["id"]),
            str(r["name"]),
            str(r.get("definition", "")),
            tuple(r.get("seeds", ())),
            any_of(r.get("title", ())),
        )
        for r in found.values()
    )


@cache
def roles(overlay: Path | None = None) -> tuple[Role, ...]:
    """The roles, the user's first: the first title that fits wins."""
    rows = [row for path in reversed(_files(overlay)) for row in rows_of(path, "role")]
    return tuple(
        Role(str(r["name"]), str(r["lane"]), pattern)
        for r in rows
        if (pattern := any_of(r.get("title", ()))) is not None
    )


def role_of(title: str, overlay: Path | None = None) -> str | None:
    """The role that a title names, None where it names none that we know."""
    low = lower(same_length(title))
    return next((role.name for role in roles(overlay) if role.title.search(low)), None)


def lane_of(words: str, overlay: Path | None = None) -> tuple[str | None, str | None]:
    """Lane and role that words name («an MLOps role», «research on vision»); None for what they do not name."""
    low = lower(same_length(words))
    role = next((role for role in roles(overlay) if role.title.search(low)), None)
    if role is not None:
        return role.lane, role.name
    return next((lane.id for lane in lanes(overlay) if lane.title and lane.title.search(low)), None), None


def _files(overlay: Path | None) -> list[Path]:
    return [LANES, *([overlay] if overlay is not None and overlay.exists() else [])]


_KINDS = {
    **dict.fromkeys(("id", "name", "lane", "definition"), str),
    **dict.fromkeys(("title", "seeds", "families"), list),
}
"""What the keys of all kinds of tables hold."""


def rows_of(path: Path, name: str) -> list[dict[str, Any]]:
    """The tables `[[name]]` of a file of lanes. Raises BadInputError naming the row that lacks a key."""
    rows = tables_of(path, name, _KINDS)
    needed = {"lane": ("id", "name"), "role": ("name", "lane", "title"), "speciality": ("id", "name", "lane")}[name]
    for number, row in enumerate(rows, 1):
        if missing := [key for key in needed if key not in row]:
            raise BadInputError(f"{path}: [[{name}]] number {number} lacks «{missing[0]}»; add it.")
        for form in row.get("title", ()):
            try:
                re.compile(form)
            except (re.error, RecursionError, OverflowError) as error:
                what = f"«{form[:60]}» in «title» is no regular expression ({error})"
                raise BadInputError(f"{path}: [[{name}]] number {number}: {what}; correct it.") from None
    return rows


def any_of(forms: Sequence[str]) -> re.Pattern[str] | None:
    """The expressions as one; None where there are none."""
    return re.compile("|".join(f"(?:{f})" for f in forms)) if forms else None
