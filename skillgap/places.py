"""Where requisitions' jobs are: the places that all their postings' locations name."""

from __future__ import annotations

import dataclasses
import functools
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
