import copy
import html
import itertools
import json
import re

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from analysis.gap.report import Asked, gap
from dashboard.reports.answer import headline, job_level, lead_lane, listed_jobs, sayings, three_things, what_to_do
from dashboard.reports.gap import render_gap
from dashboard.reports.letter.fact import job_place
from dashboard.words import EXAMPLE, interval, part_of
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
        for item in (*lane["say"]["items"], *lane["say"]["if_true"]):
            item |= {"name": payload, "quote": payload, "words": payload, "through": [payload]}
    bad["resume"] |= {
        "name": f"{payload} {payload}",
        "titles": [payload],
        "goal": {"quote": payload, "lane": "platform"},
    }
    for job in bad["jobs"]["jobs"]:
        job |= {"title": payload, "employer": payload, "location": payload, "missing": [payload], "url": payload}
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
    assert not inline & {"image", "html_inline"}
    links = [
        t
        for t in MarkdownIt("commonmark").parse(render_gap(bad, "md"))
        for t in t.children or ()
        if t.type == "link_open"
    ]
    assert all(link.attrs["href"].startswith(("http://", "https://")) for link in links)
    assert json.loads(render_gap(bad, "json"))["closest"]["words"] == payload


@pytest.mark.parametrize("format", ["html", "md", "json"])
def test_same_to_the_byte_also_from_its_own_json(report, format):
    first = render_gap(report, format, kind="example")
    assert first == render_gap(json.loads(json.dumps(report)), format, kind="example")
    assert first == render_gap(json.loads(render_gap(report, "json", kind="example")), format)


def test_the_page_is_self_contained(report):
    page = lxml_html.document_fromstring(render_gap(report, "html"))
    assert not page.xpath("//script | //img | //link | //iframe | //@src | //@style")
    assert {a.get("rel") for a in page.xpath("//a")} <= {"noopener noreferrer"}
    assert all(re.match("https?://", href) for href in page.xpath("//@href"))
    assert "default-src 'none'" in page.xpath("string(//meta[@http-equiv]/@content)")
    assert not re.search(r"@import|url\(", page.xpath("string(//style)"))


@pytest.mark.parametrize("format", ["html", "md"])
def test_only_reports_from_the_example_market_say_so(report, format):
    assert EXAMPLE in render_gap(report, format, kind="example")
    assert EXAMPLE not in render_gap(report, format, kind="real")


@pytest.mark.parametrize("format", ["html", "md"])
def test_the_answer_comes_before_the_evidence(report, format):
    text = render_gap(report, format)
    order = [*(thing.title for thing in three_things(report)), "The numbers behind it", report["closest"]["words"]]
    places = [html.unescape(text).index(words) for words in order]
    assert places == sorted(places)


@pytest.mark.parametrize("format", ["html", "md"])
def test_shares_stand_with_interval_and_sample(report, format):
    text = html.unescape(render_gap(report, format))
    lead = report["lanes"][0]
    whole = html.unescape(render_gap(report, format, full=True))
    assert headline(lead) in " ".join(whole.split())
    for lane in report["lanes"]:
        stands = lane["standing"]
        assert f"{stands['open_jobs']} of {stands['n']}" in text
        if stands["median"] is not None:
            assert interval({"share": stands["median"], "low": stands["low"], "high": stands["high"]}) in text


@pytest.mark.parametrize("format", ["html", "md"])
def test_the_appendix_has_every_skill_with_its_interval(format):
    skills = tuple(f"skill{number:02d}" for number in range(12))
    frame = SKILL_FRAME.iloc[[0] * 12].assign(skill_id=skills, name=[skill.upper() for skill in skills])
    jobs = [*spread(60, " ".join(skills[1:]), employers=30), *spread(60, skills[0], employers=30, lane="research")]
    many = to_plain(gap(market_of(jobs, frame), resume(skills[0]), texts=texts_of({})))
    lane = next(lane for lane in many["lanes"] if lane["lane"] == "platform")
    assert (lead_lane(many)["lane"], len(lane["missing"])) == ("research", 11)
    text = " ".join(html.unescape(re.sub("<[^>]*>", "", render_gap(many, format, full=True))).replace("*", "").split())
    for skill in lane["missing"]:
        assert f"{skill['name']} ({interval(skill)} of 60" in text
    assert len(text.split()) > 1.5 * len(render_gap(many, format).split()) or format == "html"


def test_nothing_that_is_not_there_has_a_heading(report):
    bare = copy.deepcopy(report)
    bare["project"], bare["jobs"]["jobs"] = None, []
    for lane in bare["lanes"]:
        lane["plan"] = []
        lane["say"] |= {"items": [], "if_true": []}
    for format in ("html", "md"):
        text = render_gap(bare, format)
        assert not re.search(r"(## |<h2>)(Learn|Say|Build|Jobs|The \w+ things?)", text)
    blocks = MarkdownIt("commonmark").enable("table").parse(render_gap(bare, "md"))
    starts = [block.type for block in blocks if block.level == 0 and block.type.endswith("_open")]
    assert ("heading_open", "heading_open") not in itertools.pairwise(starts)


@pytest.mark.parametrize("format", ["html", "md"])
def test_a_share_below_the_floors_is_withheld(report, format):
    mlops = next(lane for lane in report["lanes"] if lane["lane"] == "mlops")
    assert mlops["standing"]["median"] is None
    assert mlops["standing"]["reason"] in render_gap(report | {"lanes": [mlops], "lead": "mlops"}, format)


def test_intervals_are_drawn_where_the_numbers_say(report):
    page = lxml_html.document_fromstring(render_gap(report, "html"))
    row = page.xpath("//table[contains(caption, 'divide over the lanes')]//tbody/tr[1]")[0]
    lane = report["lanes"][0]
    assert row.xpath(".//circle/@cx") == [f"{100 * lane['fit']:.2f}%"]
    assert row.xpath(".//rect/@x") == [f"{100 * lane['fit_low']:.2f}%"]


@pytest.mark.parametrize("format", ["html", "md"])
def test_an_empty_resume_still_gets_a_report(format):
    bare = to_plain(gap(market_of(JOBS), resume(), texts=texts_of(TEXTS)))
    text = render_gap(bare, format, full=True)
    assert "No skill was found in it." in text
    assert bare["closest"]["words"] in text


def test_the_three_things_are_the_first_rows_of_say_learn_and_project(report):
    lead = report["lanes"][0]
    titles = [thing.title for thing in three_things(report)]
    expected = []
    if lead["say"]["items"]:
        expected.append("Name")
    if lead["plan"]:
        expected.append(f"Learn {lead['plan'][0]['name']}")
    expected.append(f"Build: {report['project']['title']}")
    assert len(titles) == len(expected)
    assert all(title.startswith(begin) for title, begin in zip(titles, expected, strict=True))


@pytest.mark.parametrize("format", ["html", "md"])
def test_a_person_reads_of_jobs(report, format):
    text = html.unescape(re.sub("<style>.*?</style>", "", render_gap(report, format, full=True), flags=re.DOTALL))
    assert not re.search(r"requisition|generation|τ", text)


def test_the_same_skill_is_never_told_two_things():
    lane = {
        "say": {"confirm": ["Git"]},
        "plan": [{"skill": "terraform", "also": ["Infrastructure as code"]}],
    }

    def told(skill, name, advice="learn", is_step=True, **given):
        row = {"skill": skill, "name": name, "advice": advice, "is_step": is_step, **given}
        return what_to_do(row, lane, {"proves": ["vLLM"]})

    assert told("git", "Git") == "you may have it: write it"
    assert told("terraform", "Terraform") == "step 1"
    assert told("iac", "Infrastructure as code") == "comes with step 1"
    assert told("docker", "Docker") == "later"
    assert told("cpp", "C++", is_long=True) == "longer than this plan"
    assert told("mlops", "MLOps", is_step=False) == "work or study would show it"
    assert told("mlops", "MLOps", is_step=False, through=["MLflow", "Kubeflow"]) == "MLflow or Kubeflow would show it"
    assert told("vllm", "vLLM") == "the project shows it"
    assert told("devops", "DevOps", advice="say") == "say it"
    lane["say"]["if_true"] = [{"name": "Docker"}]
    assert told("docker", "Docker", advice="say") == "say it if it is true"


def test_a_place_is_where_one_works_and_not_how():
    def where(location, workplace=None, region="unknown"):
        return job_place({"location": location, "workplace": workplace, "region": region})

    assert where("Leeds", "hybrid") == "Leeds, hybrid"
    assert where("On-site", "remote") == where("Remote", "remote") == where(None, "remote") == "remote"
    assert where("On-Site", None, "uk") == where(None, None, "uk")
    assert where(None) == "not stated"


def test_one_employer_does_not_fill_a_short_list():
    def job(employer, group="open"):
        return {"employer": employer, "group": group, "title": f"{employer} {group}"}

    jobs = [
        *[job("Ash")] * 5,
        job("Birch"),
        job(None),
        job(None),
        job(None),
        job("Ash", "one_step"),
        job("Elm", "one_step"),
    ]
    jobs = [given | {"number": number} for number, given in enumerate(jobs)]
    told = listed_jobs({"jobs": {"jobs": jobs}}, most=8)
    assert [given["number"] for given in told] == [0, 1, 5, 6, 7, 8, 2, 10]
    assert len(listed_jobs({"jobs": {"jobs": jobs}}, most=20)) == len(jobs)


def test_a_share_whose_interval_rounds_to_itself_is_said_once_and_a_whole_one_in_words():
    assert interval({"share": 0.333, "low": 0.331, "high": 0.334}) == "33%"
    assert interval({"share": 0.333, "low": 0.25, "high": 0.4}) == "33% (25–40%)"
    assert part_of({"share": 1.0, "low": 0.88, "high": 1.0, "n": 34}) == "all 34"
    assert part_of({"share": 0.0, "low": 0.0, "high": 0.1, "n": 34}) == "none of the 34"
    assert part_of({"share": 0.5, "low": 0.4, "high": 0.6, "n": 1240}) == "50% (40–60%) of the 1,240"


def test_what_goes_into_one_line_of_the_resume_is_said_in_one_row_and_never_stuffed():
    def item(name, quote, words="write «{}» into the line that shows it."):
        return {"name": name, "quote": quote, "words": words.format(name)}

    one, two, three, four = (item(name, "Ran 6 clusters.") for name in ("A", "B", "C", "D"))
    beside = item("E", "Ran 6 clusters.", "write «{}» beside K8s in your list, and into a line that used it.")
    rows = sayings({"say": {"items": [one, item("F", "Cut costs."), two, three, four, beside]}}, 3)
    assert [[item["name"] for item in row["items"]] for row in rows] == [["A", "B"], ["F"], ["E"]]
    assert rows[0]["words"] == "write «A» and «B» into the line that shows them."
    assert rows[1]["words"] == "write «F» into the line that shows it."
    assert rows[2]["words"] == beside["words"]


def test_a_job_says_where_it_asks_for_more_than_the_person_has():
    asks = {"level": "staff", "level_fit": "stretch", "min_years": 5.0, "years_short": 2.0, "degree": "master"}
    above = {"degree_need": "required", "asks_higher_degree": True, "asks_higher_level": True}
    assert job_level({**asks, **above}) == "staff (above yours), 5 years (2 more than yours), master's (above yours)"
    by_years = {**asks, **above, "asks_higher_level": False}
    assert job_level(by_years) == "staff, 5 years (2 more than yours), master's (above yours)"
    less = {"level_fit": "fits", "years_short": None, "degree_need": "or_equivalent", "asks_higher_degree": False}
    assert job_level({**asks, **less}) == "staff, 5 years, master's or the like"


def test_what_goes_beside_different_words_of_one_list_stands_in_one_row():
    def row(name, beside):
        words = f"write «{name}» beside {beside} in your list, and into a line that used it."
        return {"name": name, "quote": "Git, pytest", "words": words}

    items = [row("Version control", "Git"), row("Software testing", "pytest")]
    (both,) = sayings({"say": {"items": items}}, 3)
    assert both["words"] == (
        "write «Version control» beside Git and «Software testing» beside pytest in your list, and into a line that"
        " used them."
    )
    assert sayings({"say": {"items": items[:1]}}, 3)[0]["words"] == items[0]["words"]


@pytest.mark.parametrize("format", ["md", "html"])
def test_a_course_s_report_speaks_of_what_it_teaches_and_to_no_person(format):
    market = market_of([*spread(60, "python docker kubernetes"), *spread(60, "python rag", lane="mlops")])
    report = to_plain(gap(market, resume("python"), lanes=["platform"], asked=Asked({}, is_course=True)))
    text = re.sub(r"<[^>]+>", " ", render_gap(report, format))
    assert not re.search(r"(?i)\b(?:you cover|your skills|your resume|you then|skills you show)\b", text)
    assert "a graduate then mostly meets" in text
