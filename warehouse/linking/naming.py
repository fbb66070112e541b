"""Which requisition id each group of postings keeps: the oldest name stays, merged ones lead to the living."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from warehouse.linking.adverts import Advert, Links
from warehouse.models import SOURCE_PRECEDENCE


def named(groups: Sequence[Sequence[Advert]], earlier: Links) -> Links:
    """Name each group: an old name stays where the posting it was made from is, else with its oldest member."""
    home: dict[str, int] = {}
    """Old name -> the group that keeps it. Groups come oldest member first."""
    place = {advert.posting_id: number for number, group in enumerate(groups) for advert in group}
    for advert in sorted((advert for group in groups for advert in group), key=lambda advert: advert.age):
        name = earlier.requisition_of.get(advert.posting_id)
        if name is not None:
            home.setdefault(name, place.get(name, place[advert.posting_id]))
    claims: dict[int, list[str]] = defaultdict(list)
    for name, number in home.items():
        claims[number].append(name)
    requisition_of: dict[str, str] = {}
    representative_of: dict[str, str] = {}
    merged_into = dict(earlier.merged_into)
    for number, group in enumerate(groups):
        names = claims[number] or [group[0].posting_id]
        requisition_id, *others = names
        merged_into.update(dict.fromkeys(others, requisition_id))
        representative_of[requisition_id] = min(group, key=_precedence).posting_id
        requisition_of.update((advert.posting_id, requisition_id) for advert in group)
    return Links(requisition_of, representative_of, _resolved(merged_into, representative_of.keys()))


def _precedence(advert: Advert) -> tuple[int, int, tuple[bool, dt.datetime, str]]:
    return SOURCE_PRECEDENCE[advert.kind], -advert.text_length, advert.age


def _resolved(merged_into: Mapping[str, str], living: Collection[str]) -> dict[str, str]:
    """Each retired name with the living one at the end of its chain; a name that lives again is not retired."""
    found = {}
    for retired in merged_into.keys() - living:
        name, passed = merged_into[retired], {retired}
        while name not in living and name in merged_into and name not in passed:
            passed.add(name)
            name = merged_into[name]
        if name in living:
            found[retired] = name
    return found
