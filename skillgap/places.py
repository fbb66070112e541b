"""Where requisitions' jobs are, by all their postings' locations; and where a person is, by a resume's head."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterable

import pandas as pd

from nlp.places.parser import places_of
from warehouse.models import Location, Place

_SURER_FIRST = ("stated", "text", "inferred")
_PLACE = [field.name for field in dataclasses.fields(Place)]


def requisition_places(located: Iterable[tuple[str, Location, str | None]]) -> pd.DataFrame:
    """The frame requisition_place from (requisition id, location, workplace): each place once, by its surest basis."""
    surest: dict[tuple[str | None, ...], Place] = {}
    for requisition_id, location, workplace in located:
        for place in _places(location, workplace):
            key = (requisition_id, place.country, place.state, place.city, place.remote_scope)
            known = surest.setdefault(key, place)
            if _SURER_FIRST.index(place.basis) < _SURER_FIRST.index(known.basis):
                surest[key] = place
    rows = [(key[0], *(getattr(place, name) for name in _PLACE)) for key, place in surest.items()]
    return pd.DataFrame(rows, columns=["requisition_id", *_PLACE])


@functools.lru_cache(maxsize=100_000)
def _places(location: Location, workplace: str | None) -> list[Place]:
    return places_of(location.raw, location.city, location.region, location.country, workplace)


HEAD_LINES = 8
"""Lines at the head of a resume in which its address stands."""
_BESIDE = re.compile(r"\s*(?:[·|•;]|\s[-–—]\s|,\s*(?=\+?\d))\s*")


def home_region(text: str) -> str | None:
    """The region of the place that the head of a resume names; None where it names none, or several."""
    regions: set[str] = set()
    for line in text.splitlines()[:HEAD_LINES]:
        for part in _BESIDE.split(line):
            if "," in part and "@" not in part:
                regions |= {place.region for place in places_of(part) if place.country and place.city}
    return regions.pop() if len(regions) == 1 else None
