"""Reads the hand-written parts of the example market (crawler/sample/parts/*.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from crawler.sample.model import Employer, Place
from warehouse.models import Board

FOLDER = Path(__file__).parent / "parts"


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts as their files hold them; the tables are described at the head of each file."""

    slots: dict[str, list[str]]
    shared: dict[str, Any]
    voices: dict[str, dict[str, Any]]
    lanes: dict[str, dict[str, Any]]
    families: tuple[dict[str, Any], ...]
    employers: tuple[Employer, ...]
    german_texts: tuple[dict[str, Any], ...]
    events: dict[str, Any]
    tools: frozenset[str]
    """Names of skills that keep their case at the start of a line."""
    skills: dict[str, str]
    """Truth name → kind (tool, concept, soft)."""


@cache
def load_parts() -> Parts:
    """The parts of this checkout, read once."""
    skills = {name: kind for kind, names in _toml("skills.toml").items() for name in names}
    return Parts(
        slots=_toml("slots.toml"),
        shared=_toml("shared.toml"),
        voices={path.stem: _toml(f"voices/{path.name}") for path in sorted((FOLDER / "voices").glob("*.toml"))},
        lanes={path.stem: _toml(f"lanes/{path.name}") for path in sorted((FOLDER / "lanes").glob("*.toml"))},
        families=tuple(_toml("none.toml")["family"]),
        employers=tuple(_employer(row) for row in _toml("employers.toml")["employer"]),
        german_texts=tuple(_toml("german_texts.toml")["advert"]),
        events=_toml("events.toml"),
        tools=frozenset(name for name, kind in skills.items() if kind == "tool"),
        skills=skills,
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _employer(row: dict[str, Any]) -> Employer:
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    fields["boards"] = tuple(
        Board(source, slug, row["name"], seen_in="the example market")
        for source, _, slug in (text.partition(":") for text in row["boards"])
    )
    fields["places"] = tuple(Place(*place) for place in row["places"])
    return Employer(**fields)
