"""The names of countries, states, big cities and wider regions (CSV files beside this one): what a word may mean."""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast, get_args

from warehouse.models import PlaceRegion

_FOLDER = Path(__file__).parent
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "đ": "d", "ı": "i"})


@dataclass(frozen=True, slots=True)
class City:
    """A big city; several share some names."""

    name: str
    country: str
    state: str | None


@dataclass(frozen=True, slots=True)
class Meanings:
    """All that a word may be. `states` are (country, code), `scopes` (scope, region)."""

    countries: frozenset[str] = frozenset()
    states: frozenset[tuple[str, str]] = frozenset()
    cities: frozenset[City] = frozenset()
    scopes: frozenset[tuple[str, PlaceRegion]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.countries or self.states or self.cities or self.scopes)


@dataclass(frozen=True, slots=True)
class _Names:
    words: Mapping[str, Meanings]
    codes: Mapping[str, Meanings]
    """Short ones that are meant only in capitals."""
    regions: Mapping[str, PlaceRegion]


@dataclass(slots=True)
class _Building:
    kinds: dict[str, dict[str, set[object]]] = field(default_factory=dict)

    def add(self, kind: str, name: str, meaning: object) -> None:
        self.kinds.setdefault(name, {}).setdefault(kind, set()).add(meaning)

    def meanings(self) -> dict[str, Meanings]:
        return {
            name: Meanings(**{kind: cast(Any, frozenset(found)) for kind, found in kinds.items()})
            for name, kinds in self.kinds.items()
        }


def folded(word: str) -> str:
    """A name without case, accents, dots and double blanks: what is compared."""
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).replace(".", "").split())


def meanings_of(word: str) -> Meanings:
    """What a word or name may mean as a place; false where it means none. Codes ("CA", "NYC") only in capitals."""
    names = _names()
    bare = word.replace(".", "").strip()
    is_code = bare.isupper() or (len(bare) == 2 and word.endswith(".") and bare[:1].isupper())  # "Ma." is a state too
    found = [names.words.get(folded(word)), names.codes.get(bare.upper()) if is_code else None]
    known = [meaning for meaning in found if meaning]
    return Meanings(
        frozenset().union(*(m.countries for m in known)),
        frozenset().union(*(m.states for m in known)),
        frozenset().union(*(m.cities for m in known)),
        frozenset().union(*(m.scopes for m in known)),
    )


def region_of(country: str | None) -> PlaceRegion:
    """The region that a country is counted in."""
    return _names().regions[country] if country else "unknown"


@functools.cache
def _names() -> _Names:
    words, codes, regions = _Building(), _Building(), {}

    def add(kind: str, name: str, meaning: object) -> None:
        bare = name.replace(".", "")
        is_code = len(bare) <= 3 and bare.isupper()
        (codes if is_code else words).add(kind, bare if is_code else folded(name), meaning)

    for row in _rows("countries"):
        regions[row["code"]] = cast(PlaceRegion, row["region"])
        for name in (row["code"], row["alpha3"], row["name"], *_several(row["aliases"])):
            add("countries", name, row["code"])
    for everyday in ("us", "usa", "uk"):  # written in small letters too
        words.add("countries", everyday, {"us": "US", "usa": "US", "uk": "GB"}[everyday])
    for row in _rows("states"):
        for name in (row["code"], row["name"], *_several(row["aliases"])):
            add("states", name, (row["country"], row["code"]))
    for row in _rows("cities"):
        for name in (row["name"], *_several(row["aliases"])):
            add("cities", name, City(row["name"], row["country"], row["state"] or None))
    for row in _rows("regions"):
        for name in _several(row["names"]):
            add("scopes", name, (row["scope"], cast(PlaceRegion, row["region"])))
            words.add("scopes", folded(name), (row["scope"], cast(PlaceRegion, row["region"])))
    if unknown := set(regions.values()) - set(get_args(PlaceRegion)):
        raise ValueError(f"places_countries.csv names unknown regions: {sorted(unknown)}")
    return _Names(words.meanings(), codes.meanings(), regions)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _several(names: str) -> list[str]:
    return [name for name in re.split(r"\s*;\s*", names) if name]
