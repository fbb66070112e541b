"""The skills that somebody named before looking: tested as a set of their own, so that the crowd does not hide them."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.models import BadInputError, read_toml

if TYPE_CHECKING:  # every command asks where the list lies, few for a market
    from analysis.market.market import Market

MOST = 30
"""More would be a crowd again."""
OWN_LIST = "config/watch.toml"
"""In the data folder: a person's list, in place of the shipped one."""


@functools.cache
def shipped() -> tuple[str, ...]:
    """Ids of the skills that the field argues about (watch.toml)."""
    return tuple(tomllib.loads((Path(__file__).parent / "watch.toml").read_text(encoding="utf-8"))["skills"])


def watched(data: Path, market: Market) -> tuple[str, ...]:
    """Ids of the skills on a person's list, by id or name, else the shipped one.

    Raises BadInputError for a list that cannot be read, names more than MOST, or names what is no skill.
    """
    return own_list(data, dict(zip(market.skills, market.skill_names, strict=True))) or shipped()


def own_list(data: Path, names: Mapping[str, str]) -> tuple[str, ...] | None:
    """Ids of the skills on a person's list, None where they have none; `names` are the known skills, id -> name.

    Raises BadInputError as `watched`.
    """
    path = data / OWN_LIST
    if not path.exists():
        return None
    given = read_toml(path).get("skills")
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise BadInputError(f'{path} is no watch list; write skills = ["kubernetes", "rag"].')
    if len(given) > MOST:
        raise BadInputError(f"{path} names {len(given)} skills; at most {MOST} may be watched.")
    return tuple(dict.fromkeys(_id_of(names, one, path) for one in given))


def _id_of(names: Mapping[str, str], name: str, path: Path) -> str:
    if name in names:
        return name
    for skill, known in names.items():
        if known.casefold() == name.strip().casefold():
            return skill
    raise BadInputError(f"{path}: {name!r} is no skill that skillgap knows; `skillgap skills` lists them.")
