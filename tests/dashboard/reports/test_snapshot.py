import copy
import json

import pytest
from lxml import etree, html

from analysis.snapshot.content import snapshot
from dashboard.reports.feed import Entry, feed
from dashboard.reports.snapshot import between_points, pay_words, render_snapshot, time_words
from dashboard.reports.svg import change_mark
from dashboard.words import EXAMPLE, interval
from tests.analysis.builders import market_of, spread
from tests.analysis.trends.test_trends import WATCHED, flow, market_at
from tests.dashboard.payloads import PAYLOADS
from tests.dashboard.reports.test_gap import _elements, _kinds
from warehouse.models import to_plain

ABOUT = {
    "name": "2026-03-02-7",
    "kind": "real",
    "as_of": "2026-03-02T06:00:00+00:00",
    "generation": 7,
    "window_days": 180,
    "reader_version": "r",
    "fit_id": "f",
    "tool_version": "1",
}

PAY = {"pay_min": 1e5, "pay_max": 2e5, "pay_currency": "USD", "pay_period": "year"}


@pytest.fixture(scope="module")
def plain():
    jobs = [
        *spread(60, "python kubernetes docker mlflow?", employers=30, role="ML engineer", **PAY),
        *spread(40, "python rag langchain?", employers=20, lane="ai_application"),
    ]
    return json.loads(json.dumps({"about": ABOUT, **to_plain(snapshot(market_of(jobs)))}))


@pytest.fixture(scope="module")
def moving():
    """A market in which a planted skill rises by 30 points."""
    import numpy as np

    jobs = flow(np.random.default_rng(4), 800, employers=200, share=0.1, shared=True, plant=(0.1, 0.4))
    found = snapshot(market_at(jobs, WATCHED), weeks=4)
    return json.loads(json.dumps({"about": ABOUT, **to_plain(found)}))


def poisoned(plain, payload):
    bad = copy.deepcopy(plain)
    bad["about"] |= {"name": payload, "reader_version": payload, "tool_version": payload}
    for lane in bad["lanes"]:
        lane |= {"name": payload, "definition": payload}
        for part in lane["roles"]:
            part["value"] = payload
    for part in bad["demand"]:
        for skill in part["skills"]:
            skill["name"] = payload
        for skill in part["set_apart"]:
            skill["name"] = payload
    for answer in bad["claims"]:
        answer |= {"asks": payload, "limit": payload}
    for source in bad["market"]["sampled"]["sources"]:
        source["source"] = payload
    return bad


@pytest.mark.parametrize("payload", PAYLOADS)
def test_untrusted_text_changes_no_structure(plain, payload):
    bad, tame = poisoned(plain, payload), poisoned(plain, "text")
    assert _elements(render_snapshot(bad, "html")) == _elements(render_snapshot(tame, "html"))
    blocks, inline = _kinds(render_snapshot(bad, "md"))
    assert blocks == _kinds(render_snapshot(tame, "md"))[0]
    assert not inline & {"link", "link_open", "image", "html_inline", "code_inline"}


@pytest.mark.parametrize("format", ["md", "html", "json"])
def test_the_same_object_gives_the_same_bytes(plain, format):
    assert render_snapshot(plain, format) == render_snapshot(json.loads(json.dumps(plain)), format)


def test_an_unknown_format_is_refused(plain):
    with pytest.raises(KeyError):
        render_snapshot(plain, "pdf")


@pytest.mark.parametrize("format", ["md", "html"])
def test_only_the_example_market_says_so(plain, format):
    assert EXAMPLE not in render_snapshot(plain, format)
    assert EXAMPLE in render_snapshot({**plain, "about": ABOUT | {"kind": "example"}}, format)


@pytest.mark.parametrize("format", ["md", "html"])
def test_withheld_shares_are_words_and_published_ones_have_interval_and_sample(plain, format):
    text = render_snapshot(plain, format)
    assert "not enough data" in text.casefold()
    assert "60 jobs from 30 employers" in text
    assert "USD a year: half between 150,000 and 150,000" in text


@pytest.mark.parametrize("format", ["md", "html"])
def test_levels_regions_and_what_sets_lanes_apart_stand_with_interval_and_sample(format):
    jobs = [
        *spread(40, "python kubernetes", employers=30, seniority="senior", region="eu_eea", workplace="remote"),
        *spread(20, "python kubernetes", employers=30, seniority="staff", region="us", workplace="hybrid"),
        *spread(40, "python rag", employers=20, lane="ai_application"),
    ]
    found = json.loads(json.dumps({"about": ABOUT, **to_plain(snapshot(market_of(jobs)))}))
    text = " ".join(html.document_fromstring(render_snapshot(found, "html")).text_content().split())
    text = text if format == "html" else render_snapshot(found, "md")
    platform = next(lane for lane in found["lanes"] if lane["lane"] == "platform")
    shown = [
        ("senior", platform["seniority"][0]),
        ("staff", platform["seniority"][1]),
        ("EU and EEA", platform["region"][0]),
        ("hybrid", platform["workplace"][1]),
    ]
    for value, part in shown:
        assert f"{value} {interval(part['share'])}" in text
    assert "Most often, of 60 jobs from 30 employers" in text
    apart = next(part for part in found["demand"] if part["lane"] == "platform")["set_apart"][0]
    assert f"{apart['name']}, {interval(apart['here'])} against {interval(apart['elsewhere'])}" in text


@pytest.mark.parametrize("format", ["md", "html"])
def test_a_planted_rise_is_told_and_drawn(moving, format):
    text = render_snapshot(moving, format)
    assert "planted" in text and "rising" in text and "With the mix held fixed" in text
    if format == "html":
        page = html.document_fromstring(text)
        (row,) = page.xpath("//tr[th[contains(., 'planted')] and .//td[contains(., 'points (between')]][1]")[:1]
        assert float(row.xpath(".//circle/@cx")[0].rstrip("%")) > 50


def test_without_any_flow_trends_are_one_sentence(plain):
    text = render_snapshot(plain, "md")
    assert text.count("No change can be spoken of") == 1
    assert "Kaplan-Meier" not in text


def test_words_for_changes_times_and_pay():
    assert (
        between_points({"change": -0.032, "low": -0.061, "high": -0.003}) == "down 3.2 points (between −6.1 and −0.3)"
    )
    time = {"state": "ok", "median_days": 61.0, "low": 54.0, "high": 70.0}
    assert time_words(time) == "61 days (54–70)"
    assert time_words(time | {"high": None}) == "61 days (54 to beyond what was observed)"
    assert "still open" in time_words(time | {"median_days": None})
    assert time_words({"state": "not enough data", "reason": "3 employers"}) == "not enough data (3 employers)"
    middle = {"at": 0.5, "value": 50.0, "low": 45.0, "high": 55.0}
    pay = {"currency": "EUR", "period": "hour", "n": 40, "employers": 12, "quantiles": [middle]}
    assert pay_words(pay) == "EUR an hour: middle 50 (45–55), from 40 jobs of 12 employers"


def test_a_change_is_drawn_from_the_middle():
    drawn = change_mark(0.1, 0.05, 0.15, 0.25)
    assert 'cx="70.00%"' in drawn and 'x="60.00%"' in drawn
    assert "circle" not in change_mark(None, None, None, 0.25)


def test_a_feed_s_entry_is_escaped():
    name = "<script>\"'&amp;</title>"
    (entry,) = etree.fromstring(feed([Entry(name, "m", name, ABOUT["as_of"], name, name)]).encode()).iter("{*}entry")
    assert {entry.findtext("{*}title"), entry.findtext("{*}summary"), entry.find("{*}link").get("href")} == {name}


def test_the_feed_is_newest_first_with_ids_of_their_own():
    entries = [Entry(f"s{k}", "real/run", f"S{k}", f"2026-0{k}-01T00:00:00+00:00", "…", "x") for k in (1, 3, 2)]
    found = etree.fromstring(feed(entries).encode())
    assert [e.findtext("{*}title") for e in found.iter("{*}entry")] == ["S3", "S2", "S1"]
    ids = [e.findtext("{*}id") for e in found.iter("{*}entry")]
    assert len(set(ids)) == 3 and all(i.startswith("urn:uuid:") for i in ids)
