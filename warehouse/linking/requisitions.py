"""Keeps requisitions in step with the postings: reads the adverts, lets `linking.py` group them, writes the groups."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from warehouse.batches import insert_rows, registered
from warehouse.database.store import transaction
from warehouse.linking.adverts import Advert, Links
from warehouse.linking.grouping import link
from warehouse.statements import statement

_LINKED = pa.schema([("posting_id", pa.string()), ("requisition_id", pa.string())])


@dataclass(frozen=True, slots=True)
class LinkSummary:
    """What one call of `link_postings` found."""

    postings: int
    requisitions: int
    merged: int
    """Requisition ids of old that lead to another now, in all."""


def link_postings(con: duckdb.DuckDBPyConnection) -> LinkSummary:
    """Group all postings into requisitions, in one transaction; linking again changes nothing."""
    found = con.execute(statement("link/advert"))
    names = [column[0] for column in found.description]
    adverts = [_advert(dict(zip(names, row, strict=True))) for row in found.fetchall()]

    def texts(text_hashes: Collection[str]) -> Mapping[str, str]:
        return dict(con.execute(statement("link/text"), {"text_hashes": sorted(text_hashes)}).fetchall())

    links = link(adverts, texts, _earlier(con))
    with transaction(con):
        linked = [{"posting_id": posting, "requisition_id": name} for posting, name in links.requisition_of.items()]
        with registered(con, "linked", linked, _LINKED):
            con.execute(statement("link/update_posting"))
        con.execute("DELETE FROM core.requisition")
        insert_rows(con, "core.requisition", _rows(links))
    return LinkSummary(len(adverts), len(links.representative_of), len(links.merged_into))


def _advert(row: dict[str, Any]) -> Advert:
    return Advert(**{**row, "places": tuple(row["places"]), "urls": tuple(row["urls"])})


def _earlier(con: duckdb.DuckDBPyConnection) -> Links:
    assigned = con.execute("SELECT posting_id, requisition_id FROM core.posting WHERE requisition_id IS NOT NULL")
    requisition_of = dict(assigned.fetchall())
    merged = con.execute("SELECT requisition_id, merged_into FROM core.requisition WHERE merged_into IS NOT NULL")
    return Links(requisition_of, {}, dict(merged.fetchall()))


def _rows(links: Links) -> list[dict[str, str]]:
    living = [
        {"requisition_id": name, "representative_posting_id": posting}
        for name, posting in sorted(links.representative_of.items())
    ]
    retired = [{"requisition_id": name, "merged_into": into} for name, into in sorted(links.merged_into.items())]
    return [*living, *retired]
