"""The wire formats with their quirks, and that the crawler's own parsers get the truth out of them."""

import html
import importlib
import re
from collections import Counter
from typing import Any

from crawler.sample.market import boards, payload
from crawler.sample.model import Market

WEEKS = (0, 8, 25)


def records(market: Market, source: str, key: str | None) -> list[dict[str, Any]]:
    found = [payload(market, b, w) for b in boards(market) if b.source == source for w in WEEKS]
    return [record for listing in found for record in (listing[key] if key else listing)]


def test_greenhouse_records_have_the_quirks(market: Market) -> None:
    jobs = records(market, "greenhouse", "jobs")
    assert all(isinstance(job["id"], int) and "<" not in job["content"] for job in jobs)
    assert any('class="content-intro"' in html.unescape(job["content"]) for job in jobs)
    assert any('class="content-conclusion"' in html.unescape(job["content"]) for job in jobs)
    assert any("&amp;amp;" in job["content"] for job in jobs)
    assert any("&amp;nbsp;" in job["content"] for job in jobs)
    assert {job["metadata"] is None for job in jobs} == {True, False}
    assert any(job["internal_job_id"] is None for job in jobs)
    assert any(";" in job["location"]["name"] for job in jobs)
    assert any(job["location"]["name"] == "Hybrid" and job["offices"][0]["name"] != "Hybrid" for job in jobs)
    cents = [pay for job in jobs for pay in job.get("pay_input_ranges", [])]
    assert cents and all(pay["max_cents"] > pay["min_cents"] >= 1_000 for pay in cents)


def test_greenhouse_touches_updated_at_in_bulk_on_some_boards(market: Market) -> None:
    bulk = set()
    for board in boards(market):
        if board.source == "greenhouse":
            stamps = Counter(job["updated_at"] for job in payload(market, board, 20)["jobs"])
            bulk.add(len(stamps) == 1 and sum(stamps.values()) > 1)
    assert bulk == {True, False}


def test_lever_is_a_bare_array_with_lists_and_epoch_milliseconds(market: Market) -> None:
    rows = records(market, "lever", None)
    assert all(isinstance(row["createdAt"], int) and 1.7e12 < row["createdAt"] < 1.9e12 for row in rows)
    lists = [entry for row in rows for entry in row["lists"]]
    assert lists and all("<ul" not in entry["content"] and "<li>" in entry["content"] for entry in lists)
    assert any(not row["lists"] for row in rows)
    assert {row["workplaceType"] for row in rows} >= {"unspecified", "remote", "hybrid", "on-site", "onsite"}
    assert all(row["description"].removeprefix("<div>").startswith(row["opening"][5:-6]) for row in rows)
    intervals = {row["salaryRange"]["interval"] for row in rows if "salaryRange" in row}
    assert "per-year-salary" in intervals
    assert any(row["country"] is None for row in rows)


def test_ashby_has_blanks_unlisted_jobs_and_nested_pay(market: Market) -> None:
    jobs = records(market, "ashby", "jobs")
    assert any(job["title"].endswith(" ") for job in jobs)
    assert any(job["isRemote"] and job["workplaceType"] == "Hybrid" for job in jobs)
    assert any(job["workplaceType"] is None for job in jobs)
    assert {job["isListed"] for job in jobs} == {True, False}
    shapes = {
        "bare" if isinstance(s, str) else "nested" if "postalAddress" in s["address"] else "flat"
        for job in jobs
        for s in job["secondaryLocations"]
    }
    assert shapes == {"bare", "nested", "flat"}
    tiers = [job["compensation"] for job in jobs if job.get("compensation")]
    assert tiers and all("minValue" not in tier and tier["summaryComponents"][0]["minValue"] for tier in tiers)
    assert any(job["address"] is None for job in jobs)
    assert any(job["address"] and job["address"]["postalAddress"]["addressRegion"].endswith(" ") for job in jobs)


def test_no_address_leads_to_a_real_host(market: Market) -> None:
    for source, key in (("greenhouse", "jobs"), ("lever", None), ("ashby", "jobs")):
        for record in records(market, source, key):
            links = [value for value in record.values() if isinstance(value, str) and value.startswith("http")]
            assert links and all(re.match(r"https://[a-z.-]+\.example/", link) for link in links)


def test_the_crawlers_parsers_read_every_record_with_all_planted_skills(market: Market, facts: dict[str, Any]) -> None:
    planted = {p["key"]: p for p in facts["postings"]}
    seen = {}
    drift: Counter[str] = Counter()
    for board in boards(market):
        parser = importlib.import_module(f"crawler.sources.{board.source}")
        for week in range(market.weeks):
            for row in parser.rows(payload(market, board, week)):
                posting = parser.posting(row, board, drift)
                if posting is not None:
                    seen[posting.key] = posting
    assert set(seen) == set(planted)
    assert set(drift) == {"prospect_left_out", "unlisted_left_out"}
    for key, posting in seen.items():
        fact = planted[key]
        assert posting.title == fact["title"]
        lost = [s for skill in fact["skills"] for s in skill["surfaces"] if s not in posting.description_text]
        assert lost == [], key
        if fact["pay"] and fact["pay"]["shown"] == "field":
            assert (posting.salary_min, posting.salary_period) == (fact["pay"]["min"], fact["pay"]["period"])
