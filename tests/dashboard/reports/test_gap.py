import copy
import html
import itertools
import json
import re

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from analysis.gap.report import gap
from dashboard.reports.answer import lead_lane
from dashboard.reports.gap import render_gap
from dashboard.words import EXAMPLE, interval
from tests.analysis.builders import SKILL_FRAME, market_of, resume, spread, texts_of
from tests.dashboard.payloads import PAYLOADS
from warehouse.models import to_plain

JOBS = [
    *spread(60, "python kubernetes docker mlflow? rag~", employers=30),
    *spread(40, "python pytorch|jax aws", employers=20, lane="research"),
    *spread(40, "python rag langchain? docker", employers=20, lane="ai_application"),
    *spread(4, "python mlflow", employers=2, lane="mlops"),
]
TEXTS = {
    f"r{n:05d}": " ".join(job["asks"].translate(str.maketrans("", "", "?~")).split()) for n, job in enumerate(JOBS)
}


@pytest.fixture(scope="module")
def report():
    person = resume("docker", "aws", pytorch="learning", kubernetes="used", text="docker aws", years=4.0)
    return to_plain(gap(market_of(JOBS), person, texts=texts_of(TEXTS), file="resume.pdf"))


def _poisoned(report, payload):
    """The report with the payload in every text that comes from a resume or an advert."""
    bad = copy.deepcopy(report)
    bad["resume"]["file"] = payload
    for skill in bad["resume"]["skills"]:
        skill |= {"name": payload, "surface": payload, "quote": payload}
    for lane in bad["lanes"]:
        lane["name"] = payload
        for skill in lane["missing"]:
            skill |= {"name": payload, "because": payload}
            for posting in skill["evidence"]:
                posting |= {"company": payload, "title": payload, "quote": payload}
        for step in lane["plan"]:
            step["name"] = payload
        for item in lane["checklist"]:
            item |= {"name": payload, "prove": payload}
    bad["closest"]["words"] = bad["caveat"] = payload
    return bad


def _elements(page):
    return [
        (element.tag, sorted(set(element.attrib) - {"x", "width", "cx"}))
        for element in lxml_html.document_fromstring(page).iter()
    ]


def _kinds(markdown):
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    return [t.type for t in tokens], {c.type for t in tokens for c in t.children or ()}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_untrusted_text_changes_no_structure(report, payload):
    bad, plain = _poisoned(report, payload), _poisoned(report, "text")
    assert _elements(render_gap(bad, "html")) == _elements(render_gap(plain, "html"))
    blocks, inline = _kinds(render_gap(bad, "md"))
    assert blocks == _kinds(render_gap(plain, "md"))[0]
    assert not inline & {"link", "link_open", "image", "html_inline", "code_inline"}
    assert json.loads(render_gap(bad, "json"))["closest"]["words"] == payload


@pytest.mark.parametrize("format", ["html", "md", "json"])
def test_same_to_the_byte_also_from_its_own_json(report, format):
    first = render_gap(report, format, kind="example")
    assert first == render_gap(json.loads(json.dumps(report)), format, kind="example")
    assert first == render_gap(json.loads(render_gap(report, "json", kind="example")), format)


def test_the_page_is_self_contained(report):
    page = lxml_html.document_fromstring(render_gap(report, "html"))
    assert not page.xpath("//script | //img | //link | //iframe | //a | //@src | //@href | //@style")
    assert "default-src 'none'" in page.xpath("string(//meta[@http-equiv]/@content)")
    assert not re.search(r"@import|url\(", page.xpath("string(//style)"))


@pytest.mark.parametrize("format", ["html", "md"])
def test_only_reports_from_the_example_market_say_so(report, format):
    assert EXAMPLE in render_gap(report, format, kind="example")
    assert EXAMPLE not in render_gap(report, format, kind="real")


@pytest.mark.parametrize("format", ["html", "md"])
def test_the_answer_comes_before_the_evidence(report, format):
    text = render_gap(report, format)
    order = [report["closest"]["words"], "that matter", "The plan for", "your resume does not show"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


@pytest.mark.parametrize("format", ["html", "md"])
def test_shares_stand_with_interval_and_sample(report, format):
    text = render_gap(report, format)
    for lane in report["lanes"]:
        coverage = lane["coverage"]
        if coverage["share"]:
            assert f"{coverage['share']:.0%} ({coverage['low']:.0%}".removesuffix("%") in text
        assert f"{coverage['n']} requisitions from {coverage['employers']} employers" in text


@pytest.mark.parametrize("format", ["html", "md"])
def test_the_last_of_many_skills_too_stands_with_its_interval(format):
    skills = tuple(f"skill{number:02d}" for number in range(12))
    frame = SKILL_FRAME.iloc[[0] * 12].assign(skill_id=skills, name=[skill.upper() for skill in skills])
    jobs = [*spread(60, " ".join(skills[1:]), employers=30), *spread(60, skills[0], employers=30, lane="research")]
    many = to_plain(gap(market_of(jobs, frame), resume(skills[0]), texts=texts_of({})))
    lane = next(lane for lane in many["lanes"] if lane["lane"] == "platform")
    assert (lead_lane(many)["lane"], len(lane["missing"])) == ("research", 11)
    text = " ".join(html.unescape(re.sub("<[^>]*>", "", render_gap(many, format))).split())
    assert "60 requisitions from 30 employers" in text
    for skill in lane["missing"]:
        assert re.search(rf"{skill['name']} .{{0,40}}{re.escape(interval(skill))}", text), skill["name"]


def test_without_a_plan_no_heading_promises_one(report):
    bare = copy.deepcopy(report)
    for lane in bare["lanes"]:
        lane["plan"] = []
    for format in ("html", "md"):
        assert "The plan for" not in render_gap(bare, format)
    blocks = MarkdownIt("commonmark").enable("table").parse(render_gap(bare, "md"))
    starts = [block.type for block in blocks if block.level == 0 and block.type.endswith("_open")]
    assert ("heading_open", "heading_open") not in itertools.pairwise(starts)


@pytest.mark.parametrize("format", ["html", "md"])
def test_a_share_below_the_floors_is_withheld(report, format):
    mlops = next(lane for lane in report["lanes"] if lane["lane"] == "mlops")
    assert mlops["coverage"]["share"] is None
    assert mlops["coverage"]["reason"] in render_gap(report | {"lanes": [mlops]}, format)


def test_intervals_are_drawn_where_the_numbers_say(report):
    page = lxml_html.document_fromstring(render_gap(report, "html"))
    row = page.xpath("//table[1]//tbody/tr[1]")[0]
    lane = report["lanes"][0]
    assert row.xpath(".//circle/@cx") == [f"{100 * lane['fit']:.2f}%"]
    assert row.xpath(".//rect/@x") == [f"{100 * lane['fit_low']:.2f}%"]


@pytest.mark.parametrize("format", ["html", "md"])
def test_an_empty_resume_still_gets_a_report(format):
    bare = to_plain(gap(market_of(JOBS), resume(), texts=texts_of(TEXTS)))
    text = render_gap(bare, format)
    assert "No skill was found in it." in text
    assert bare["closest"]["words"] in text
