"""Places as a source states them in parts."""

from __future__ import annotations

from collections.abc import Iterable

from warehouse.models import Location


def location_of(
    city: str | None = None, region: str | None = None, country: str | None = None, raw: str | None = None
) -> Location | None:
    """A place; without wording of its own its parts are joined. None where nothing is stated."""
    raw = raw or ", ".join(part for part in (city, region, country) if part)
    return Location(raw, city, region, country) if raw else None


def distinct(places: Iterable[Location | None]) -> tuple[Location, ...]:
    """The places in their order, each wording once."""
    unique: dict[str, Location] = {}
    for place in places:
        if place:
            unique.setdefault(place.raw, place)
    return tuple(unique.values())
