"""The skills that somebody named before looking: tested as a set of their own, so that the crowd does not hide them."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Sequence
from pathlib import Path

from analysis.market.market import Market
from warehouse.models import BadInputError

MOST = 30
"""More would be a crowd again."""
OWN_LIST = "config/watch.toml"
"""In the data folder: a person's list, in place of the shipped one."""


@functools.cache
def shipped() -> tuple[str, ...]:
    """Ids of the skills that the field argues about (watch.toml)."""
    return tuple(_skills((Path(__file__).parent / "watch.toml").read_text(encoding="utf-8")))


def watched(data: Path, market: Market) -> tuple[str, ...]:
    """Ids of the skills on a person's list, by id or name, else the shipped one.

    Raises BadInputError for a list that cannot be read, names more than MOST, or names what is no skill.
    """
    path = data / OWN_LIST
    if not path.is_file():
        return shipped()
    try:
        given = _skills(path.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError) as error:
        raise BadInputError(f'{path} is no watch list; write skills = ["kubernetes", "rag"].') from error
    if len(given) > MOST:
        raise BadInputError(f"{path} names {len(given)} skills; at most {MOST} may be watched.")
    return tuple(dict.fromkeys(_id_of(market, one, path) for one in given))


def _skills(text: str) -> Sequence[str]:
    given = tomllib.loads(text)["skills"]
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise TypeError("`skills` is a list of names")
    return given


def _id_of(market: Market, name: str, path: Path) -> str:
    if name in market.skill_code:
        return name
    for skill, known in zip(market.skills, market.skill_names, strict=True):
        if known.casefold() == name.strip().casefold():
            return skill
    raise BadInputError(f"{path}: {name!r} is no skill that skillgap knows; `skillgap skills` lists them.")
