"""Postings of the database get their requisitions, and keep them over runs."""

from __future__ import annotations

from pathlib import Path

from tests.warehouse.contents import content_hash
from tests.warehouse.landings import RULES, board_run, land, posting
from warehouse.database.load import load_runs
from warehouse.database.store import open_store
from warehouse.linking.requisitions import LinkSummary, link_postings
from warehouse.models import Location


def test_copies_of_one_advert_become_one_requisition_and_stay_it(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    same = {"title": "ML Engineer", "description_text": "We train models by the sea."}
    berlin = posting(1, locations=(Location("Berlin"),), **same)
    lyon = posting(2, locations=(Location("Lyon"),), **same)
    land(landing, 0, [(board_run(), [berlin, posting(3)])])
    with open_store(tmp_path) as con:
        load_runs(con, landing, RULES)
        assert link_postings(con) == LinkSummary(postings=2, requisitions=2, merged=0)
        land(landing, 24, [(board_run(), [berlin, lyon, posting(3)])])
        load_runs(con, landing, RULES)
        assert link_postings(con) == LinkSummary(postings=3, requisitions=2, merged=0)
        linked = con.execute("SELECT posting_id, requisition_id FROM core.posting ORDER BY ALL").fetchall()
        assert linked == [
            ("greenhouse/acme/1", "greenhouse/acme/1"),
            ("greenhouse/acme/2", "greenhouse/acme/1"),
            ("greenhouse/acme/3", "greenhouse/acme/3"),
        ]
        before = content_hash(con)
        link_postings(con)
        assert content_hash(con) == before


def test_a_merge_is_recorded(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    land(landing, 0, [(board_run(), [posting(1, title="A", description_text="One."), posting(2)])])
    land(landing, 24, [(board_run(), [posting(n, title="A", description_text="One.") for n in (1, 2)])])
    (landing / "later").mkdir()
    later = next(landing.glob("20260303*"))
    later.rename(tmp_path / later.name)
    with open_store(tmp_path) as con:
        load_runs(con, landing, RULES)
        link_postings(con)
        (tmp_path / later.name).rename(later)
        load_runs(con, landing, RULES)
        assert link_postings(con) == LinkSummary(postings=2, requisitions=1, merged=1)
        assert con.execute("SELECT * FROM core.requisition ORDER BY ALL").fetchall() == [
            ("greenhouse/acme/1", "greenhouse/acme/1", None),
            ("greenhouse/acme/2", None, "greenhouse/acme/1"),
        ]


def test_posts_under_one_number_of_the_job_are_one_requisition(tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    posts = [posting(n, title="ML Engineer", description_text=f"Other words {n}.", job_number="77") for n in (1, 2)]
    land(landing, 0, [(board_run(), posts)])
    with open_store(tmp_path) as con:
        load_runs(con, landing, RULES)
        assert link_postings(con) == LinkSummary(postings=2, requisitions=1, merged=0)
