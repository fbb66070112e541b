import hashlib
import json
import re

import pandas as pd
import pyarrow as pa
import pytest
from markdown_it import MarkdownIt

from dashboard.inert import safe_link
from dashboard.words import EXAMPLE, QUOTES_LATER, banner_of
from tests.analysis.builders import spread
from tests.dashboard.conftest import PAGES, held, labels, tables, words
from tests.dashboard.market import JOBS, LOOKED_AT, publish
from tests.dashboard.payloads import PAYLOADS
from warehouse.generations.reader import open_generation
from warehouse.reference.shipped import REFERENCE
from warehouse.snapshots.writer import write_snapshot

RESUME = (
    "Experience\n\nPlatform engineer, Tern & Tansy, 2020 - 2025\n- Ran Docker on AWS for 12 teams\n\nSkills\nPython"
)


def _reading(app):
    app.text_area(key="pasted").input(RESUME)
    return _read_it(app)


def _read_it(app):
    return next(button for button in app.button if button.label == "Read it").click().run()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_and_says_which_market_it_shows(open_app, published, page):
    app = open_app(published, page)
    assert not app.exception
    assert EXAMPLE in words(app)
    assert f"{len(JOBS)} jobs from" in words(app)


@pytest.mark.parametrize("page", ["overview", "lanes", "skills", "claims"])
def test_charts_are_tables_with_a_name_and_numbers(open_app, published, page):
    charts = [table for table in tables(open_app(published, page)) if table["end"]]
    assert charts
    for chart in charts:
        assert chart["caption"] and all(chart["columns"])
        said = [cell[0] for line in chart["lines"] for cell in line["cells"]]
        assert all("%" in each or each == "not enough data" for each in said)


@pytest.mark.parametrize("page", ["overview", "lanes", "skills"])
def test_a_click_on_a_line_leads_to_its_skill_or_lane_within_what_is_chosen(open_app, published, page):
    for chart in tables(open_app(published, page, seniority="senior")):
        if chart["label"] in ("Skill", "Lane"):
            hrefs = [line["href"] for line in chart["lines"]]
            assert all(re.match(r"(skills|lanes)\?", href) and "seniority=senior" in href for href in hrefs)


def test_small_multiples_share_their_axis(open_app, published):
    asked = [table for table in tables(open_app(published, "overview")) if "require or prefer" in table["caption"]]
    assert len(asked) > 1
    assert len({tuple(table["ticks"]) for table in asked}) == len({table["end"] for table in asked}) == 1


@pytest.mark.parametrize("page", PAGES)
def test_without_a_market_of_ones_own_every_page_shows_the_reference(open_app, tmp_path, page):
    app = open_app(tmp_path / "nothing", page)
    assert not app.exception and not app.error
    shown = words(app)
    assert banner_of(open_generation(REFERENCE).manifest) in shown and QUOTES_LATER in shown
    assert "nan" not in shown.lower().split() and "None" not in shown
    if page in ("trends", "postings"):
        assert app.code[0].value.startswith("skillgap refresh")


def test_ones_own_market_is_offered_once_it_is_published(open_app, tmp_path):
    app = open_app(tmp_path, "overview")
    publish(tmp_path, kind="real")
    app.run()
    assert "Newer data has been published" in words(app)
    app.button(key="reload").click().run()
    assert "Real market" in words(app) and "Reference market" not in words(app)


@pytest.mark.parametrize("page", PAGES)
def test_a_market_without_requisitions_is_no_failure(open_app, tmp_path, page):
    publish(tmp_path, [dict(JOBS[0], exclusion="not_relevant")])
    app = open_app(tmp_path, page)
    assert not app.exception
    assert "No job is in this market" in words(app)


def test_damaged_files_are_one_sentence(open_app, tmp_path):
    folder = publish(tmp_path)
    (folder / "requisition.parquet").write_bytes(b"torn")
    app = open_app(tmp_path)
    assert not app.exception
    assert "cannot be read" in app.title[0].value


def test_a_real_market_is_not_called_an_example(open_app, tmp_path):
    publish(tmp_path, JOBS, kind="real")
    assert EXAMPLE not in words(open_app(tmp_path, "overview"))


def test_lanes_are_linked_to_by_address(open_app, published):
    app = open_app(published, "lanes", lane="ai_application")
    assert app.segmented_control[0].value == "ai_application"
    assert "Ai_Application" in words(app)


def test_clusters_stand_with_their_share_and_how_sure_they_are(open_app, published):
    app = open_app(published, "lanes", lane="ai_application")
    app.session_state["lane_parts"] = "Skill clusters"
    app.run()
    assert not app.exception
    assert "The group around LANGCHAIN and RAG is asked for most" in words(app)
    assert "share of" in words(app).lower()
    (table,) = [table for table in tables(app) if "comes back" in table["columns"]]
    assert labels(table)[0] == "LANGCHAIN · RAG"
    assert [line["cells"][table["columns"].index("comes back")][0] for line in table["lines"]] == ["0.80", "0.80"]


def test_a_skill_says_in_which_group_it_stands_and_the_years_asked_of_it(open_app, tmp_path):
    publish(tmp_path, [*spread(60, "rag langchain", skill_years={"rag": 3}, lane="ai_application")])
    app = open_app(tmp_path, "skills", skill="rag")
    assert "Stands in a group with LANGCHAIN, in Ai_Application" in words(app)
    assert "60 jobs from 20 employers state years of it: 3 years, median 3." in words(app)


def test_an_unknown_lane_in_the_address_is_ignored(open_app, published):
    app = open_app(published, "lanes", lane="<script>")
    assert not app.exception
    assert app.segmented_control[0].value == "research"


def test_skills_are_linked_to_by_address_and_searched(open_app, published):
    app = open_app(published, "skills", skill="kubernetes")
    assert app.title[0].value == "Who asks for KUBERNETES?"
    app.selectbox(key="choice_skill").set_value("docker").run()
    assert app.title[0].value == "Who asks for DOCKER?"
    assert app.query_params["skill"] == "docker"


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    """A market watched weekly over three periods, the middle one with too few new requisitions to tell a share."""
    data = tmp_path_factory.mktemp("watched")
    months = [(60, "python", "2025-12-20"), (9, "python docker", "2026-01-15"), (60, "python docker", "2026-02-15")]
    jobs = [
        job
        for number, asks, seen in months
        for job in spread(number, asks, employers=30, first_seen_at=pd.Timestamp(seen), is_new=True)
    ]
    publish(data, jobs, looks=list(pd.date_range("2025-11-17 06:00", LOOKED_AT, freq="7D")))
    return data


def test_a_skills_line_is_linked_to_and_breaks_where_there_is_not_enough_data(open_app, watched):
    app = open_app(watched, "trends", skill="docker")
    assert not app.exception
    assert app.multiselect(key="line_skills").value == ["docker"]
    (table,) = (frame.value for frame in app.dataframe)
    assert table["until"].tolist() == ["4 January 2026", "1 February 2026", "1 March 2026"]
    assert [value.partition(",")[0].partition(" (")[0] for value in table["value"]] == ["0%", "not enough data", "100%"]
    (chart,) = app.get("vega_lite_chart")
    assert "until 1 February 2026: not enough data, 9 jobs" in chart.proto.alt
    assert [row["value"] for row in _charted(app)] == [0, None, 1]
    assert "DOCKER 100% (" in words(app)
    assert "since 4 January 2026" in words(app)


def test_several_lines_stand_in_one_chart_and_in_the_address(open_app, watched):
    app = open_app(watched, "trends", skill="docker", beside="python,unheard-of")
    assert app.multiselect(key="line_skills").value == ["docker", "python"]
    assert {row["line"] for row in _charted(app)} == {"DOCKER", "PYTHON"}
    app.multiselect(key="line_skills").set_value(["python", "docker"]).run()
    assert (app.query_params["skill"], app.query_params["beside"]) == ("python", "docker")


@pytest.mark.parametrize(
    ("of", "said"), [("seniority", "Not enough new jobs"), ("pay", "Not enough new jobs"), ("numbers", "new jobs 60")]
)
def test_levels_pay_and_numbers_have_lines_or_say_what_is_needed(open_app, watched, of, said):
    app = open_app(watched, "trends", trend_parts="Lines over time", of=of)
    assert not app.exception
    assert said in words(app)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("Who is hired, where, for how much", "on the same board"),
        ("What is new", "that no skill covers yet"),
        ("Do concepts outlast tools?", "Cannot say: only"),
    ],
)
def test_each_part_of_the_trends_begins_with_a_sentence(open_app, watched, part, said):
    app = open_app(watched, "trends", trend_parts=part)
    assert not app.exception
    assert said in words(app)
    assert not re.search(r"\bNone\b|\bq\b|\|z\||\bnan\b", words(app))


def test_a_skill_without_a_line_says_what_is_needed(open_app, watched):
    app = open_app(watched, "trends", skill="docker", lane="research")
    assert "Not enough new jobs for a line" in words(app)
    app.multiselect(key="line_skills").set_value([]).run()
    assert "Choose a skill" in words(app)


def _write_snapshot(data, name, requisitions, against=None):
    files = {"report.md": f"# The market, snapshot {name}\n"}
    if against:
        files["diff.md"] = f"# From {against} to {name}\n"
    about = {
        "as_of": f"{name[:10]}T06:00:00+00:00",
        "requisitions": requisitions,
        "employers": 30,
        "against": against,
        "files": {file: hashlib.sha256(text.encode()).hexdigest() for file, text in files.items()},
    }
    write_snapshot(
        data, name, {file: text.encode() for file, text in (files | {"manifest.json": json.dumps(about)}).items()}
    )


def test_snapshots_are_listed_read_and_linked_to(open_app, tmp_path):
    publish(tmp_path)
    app = open_app(tmp_path, "trends")
    app.session_state["trend_parts"] = "Snapshots"
    app.run()
    assert "No snapshot was written yet" in words(app)
    _write_snapshot(tmp_path, "2026-02-23-1", 130)
    _write_snapshot(tmp_path, "2026-03-02-1", 144, against="2026-02-23-1")
    app.run()
    assert not app.exception
    assert app.dataframe[0].value["name"].tolist() == ["2026-03-02-1", "2026-02-23-1"]
    text = words(app)
    assert "As of 2 March 2026: 144 jobs from 30 employers" in text
    assert "(./2026-03-02-1/report.html)" in text
    assert "### From 2026-02-23-1 to 2026-03-02-1" in text
    older = words(open_app(tmp_path, "trends", snapshot="2026-02-23-1"))
    assert "### The market, snapshot 2026-02-23-1" in older
    assert "### From" not in older


def test_a_damaged_snapshot_is_one_sentence(open_app, tmp_path):
    publish(tmp_path)
    write_snapshot(tmp_path, "2026-02-23-1", {"manifest.json": b"{"})
    app = open_app(tmp_path, "trends", snapshot="2026-02-23-1")
    assert not app.exception
    assert "manifest.json is not as it was written" in app.error[0].value


def test_choices_hold_across_pages(open_app, published):
    app = open_app(published, "lanes", lane="platform", seniority="senior")
    app.switch_page("views/skills.py").run()
    assert app.query_params["lane"] == "platform"
    assert app.query_params["seniority"] == "senior"


def test_the_market_is_narrowed_to_a_region_by_its_words(open_app, published):
    app = open_app(published, "skills", lane="platform", region="eu_eea")
    chosen = app.selectbox(key="choice_region")
    assert (chosen.value, chosen.options) == ("eu_eea", ["EU and EEA", "not known"])


@pytest.mark.parametrize("page", ["lanes", "skills"])
def test_the_market_is_narrowed_to_a_period_in_the_address_too(open_app, tmp_path, page):
    older = spread(40, "kubernetes", employers=20, first_seen_at=pd.Timestamp("2025-10-20"))
    publish(tmp_path, [*spread(40, "python", employers=20), *older])
    app = open_app(tmp_path, page, lane="platform", published_within="90")
    assert app.selectbox(key="choice_published_within").options == ["30 days", "90 days", "180 days"]
    assert labels(tables(app)[0]) == ["PYTHON"]
    app.selectbox(key="choice_published_within").set_value("180").run()
    assert set(labels(tables(app)[0])) == {"PYTHON", "KUBERNETES"}
    assert app.query_params["published_within"] == "180"


def test_a_period_without_requisitions_says_so(open_app, tmp_path):
    publish(tmp_path, spread(40, "python", employers=20, first_seen_at=pd.Timestamp("2025-10-20")))
    app = open_app(tmp_path, "lanes", lane="platform", published_within="30")
    assert not app.exception
    assert "No job of this lane fits these filters" in words(app)


def test_a_posting_shows_its_mentions_named_by_need(open_app, published):
    app = open_app(published, "postings", requisition="r00000")
    text = words(app)
    assert ":blue-background[kubernetes] :small[:blue[required]]" in text
    assert ":orange-background[mlflow] :small[:orange[preferred]]" in text
    assert ":gray-background[rag]" in text and ":gray-badge[mentioned]" in text


def test_postings_are_found_by_words_lane_and_skill(open_app, published):
    app = open_app(published, "postings", lane="research", skill="aws")
    assert "40 jobs, " in words(app)
    app.text_input(key="words").input("nobody of that name").run()
    assert "No job fits" in words(app)


def test_postings_are_narrowed_to_a_region_and_to_what_was_first_seen_lately(open_app, published):
    app = open_app(published, "postings", region="eu_eea", days="30")
    assert "60 jobs, " in words(app)
    app.selectbox(key="choice_days").set_value("14").run()
    assert "No job fits" in words(app)
    assert (app.query_params["days"], app.query_params["region"]) == ("14", "eu_eea")


def test_a_resume_is_read_judged_and_forgotten(open_app, published):
    app = _reading(open_app(published))
    assert not app.exception
    assert app.title[0].value == "Where do you stand, and what is next?"
    assert "stand closest to" in words(app) or "Too close to call" in words(app)
    assert "docker" in held(app)
    app.button(key="another").click().run()
    assert "Which lane are you closest to" in app.title[0].value
    assert not {"resume", "report", "report_files"} & app.session_state.to_dict().keys()
    assert not app.text_area(key="pasted").value


def test_a_beginner_is_told_where_to_begin(open_app, published):
    app = open_app(published)
    app.text_area(key="pasted").input("# Ada Example\n\n## Education\n\nB.Sc. 2026\n\n## Skills\n\nPython, Docker\n")
    _read_it(app)
    assert not app.exception
    assert "Where to begin" in [element.value for element in (*app.header, *app.subheader)]


def test_a_sample_resume_is_tried_and_named_as_one(open_app, published):
    app = open_app(published)
    app.button(key="sample").click().run()
    assert not app.exception
    assert "fictional person, not yours" in app.info[0].value
    assert {"python", "docker", "kubernetes", "aws"} <= held(app)
    assert "pytorch" not in held(app)
    assert app.session_state["report"].look["report"]["resume"]["file"] == "sample resume of a fictional person"
    app.button(key="another").click().run()
    assert not app.info


def test_an_uploaded_file_is_read(open_app, published):
    app = open_app(published)
    app.file_uploader(key="file").upload("resume.md", RESUME.encode(), "text/markdown")
    app.run()
    assert "docker" in held(app)


def test_an_unreadable_file_is_one_sentence(open_app, published):
    app = open_app(published)
    app.file_uploader(key="file").upload("resume.pdf", b"%PDF-1.7 torn", "application/pdf")
    app.run()
    assert not app.exception
    assert len(app.error) == 1
    assert app.error[0].value.startswith("resume.pdf ")


def test_a_corrected_skill_changes_the_report(open_app, published):
    app = _reading(open_app(published))
    before = app.session_state["report"].look
    app.selectbox(key="add").set_value("kubernetes").run()
    assert "kubernetes" in held(app)
    after = app.session_state["report"].look
    assert after["report"]["resume"]["have"] == ["kubernetes"]
    platform = [next(row for row in each["rows"] if row["lane"] == "platform") for each in (before, after)]
    assert platform[0]["standing"]["open_jobs"] == 0 < platform[1]["standing"]["open_jobs"]
    (used,) = [pills for pills in app.pills if "docker" in pills.value]
    used.set_value([skill for skill in used.value if skill != "docker"]).run()
    assert app.session_state["report"].look["report"]["resume"]["lack"] == ["docker"]


def test_what_is_ticked_is_what_if_and_stays_within_the_picture(open_app, published):
    app = _reading(open_app(published, lane="platform"))
    picture = tables(app)[-3]
    assert labels(picture) == ["word for word", "as you are read", "once all is said"]
    app.checkbox(key="learn_platform_kubernetes").check().run()
    assert "With KUBERNETES you mostly meet 60 of 60 jobs" in words(app)
    assert labels(tables(app)[-3])[-1] == "with KUBERNETES"
    assert tables(app)[-3]["lines"][-1]["cells"][0][1] == "60 of 60"
    app.checkbox(key="learn_platform_kubernetes").uncheck().run()
    assert "Today you mostly meet 0 of 60 jobs" in words(app)


def test_the_downloaded_report_is_gone_on_from(open_app, published):
    app = _reading(open_app(published, lane="platform"))
    app.selectbox(key="add").set_value("rag").run()
    app.checkbox(key="learn_platform_kubernetes").check().run()
    saved = app.session_state["report_files"].file("json", frozenset({"kubernetes"}))
    assert json.loads(saved)["continue"]["ticked"] == ["kubernetes"]
    again = open_app(published, lane="platform")
    again.file_uploader(key="file").upload("skill-gap.json", saved.encode(), "application/json")
    again.run()
    assert not again.exception and held(again) == held(app)
    assert again.checkbox(key="learn_platform_kubernetes").value
    assert "pasted text: " in words(again) and "1 added by you" in words(again)


def test_a_report_without_its_resume_is_refused_in_words(open_app, published):
    app = open_app(published)
    report = json.dumps({"resume": {}, "market": {}, "lanes": []})
    app.file_uploader(key="file").upload("gap.json", report.encode(), "application/json")
    app.run()
    assert not app.exception
    assert "gap.json is a report without the resume" in app.error[0].value


def _charted(app):
    """The rows that the last chart draws."""
    proto = app.get("vega_lite_chart")[-1].proto
    return pa.ipc.open_stream(proto.data.data).read_all().to_pylist()


def test_nothing_of_a_resume_goes_into_the_address(open_app, published):
    app = _reading(open_app(published))
    app.selectbox(key="add").set_value("rag").run()
    assert not set(app.query_params) - {"lane"}


def test_a_newer_generation_waits_until_one_reloads(open_app, tmp_path):
    publish(tmp_path)
    app = open_app(tmp_path, "overview")
    publish(tmp_path, JOBS[:60])
    app.run()
    assert f"{len(JOBS)} jobs from" in words(app)
    assert "Newer data" in words(app)
    app.button(key="reload").click().run()
    assert "60 jobs from" in words(app)
    assert "Newer data" not in words(app)


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory):
    """A market in which every requisition carries a payload wherever its advert could."""
    data = tmp_path_factory.mktemp("poisoned")
    places = ("title", "employer", "location", "url")
    publish(
        data,
        [job | dict.fromkeys(places, text) | {"more": f"\n{text}"} for job, text in zip(JOBS, PAYLOADS, strict=False)],
    )
    return data


def test_payloads_are_inert_in_an_advert(open_app, poisoned):
    app = open_app(poisoned, "postings")
    for number, payload in enumerate(PAYLOADS):
        app.query_params["requisition"] = f"r{number:05d}"
        app.run()
        assert not app.exception, payload
        _assert_inert(words(app))


def test_payloads_are_inert_in_quotes(open_app, poisoned):
    app = open_app(poisoned, "skills", skill="python")
    app.session_state["skill_parts"] = "Postings that ask for it"
    app.run()
    assert not app.exception
    assert len(app.get("page_link")) == 11  # and the way to all of them
    _assert_inert(words(app))


def test_payloads_are_inert_in_a_gap_and_a_resume(open_app, poisoned):
    app = open_app(poisoned)
    app.text_area(key="pasted").input(RESUME + "\n\nProjects\n" + "\n".join(f"- Used Docker {p}" for p in PAYLOADS))
    _read_it(app)
    assert not app.exception
    _assert_inert(words(app))


ADDRESSES = {safe_link(payload) for payload in PAYLOADS} - {None}
"""Payloads that are whole web addresses: as an advert's address they may be its link, and only there."""


def _assert_inert(text):

    for block in text.split("\n\n"):
        tokens = MarkdownIt("commonmark").enable("table").parse(block)
        children = [child for token in tokens for child in token.children or ()]
        kinds = {token.type for token in tokens + children}
        assert not kinds & {"image", "html_inline", "html_block", "fence", "heading_open", "code_inline"}
        targets = [str(child.attrs["href"]) for child in children if child.type == "link_open"]
        assert all(target in ADDRESSES for target in targets)
    assert "://evil" not in re.sub(r"\]\([^)]*\)", "", text)


def test_a_posting_says_every_range_of_pay_and_which_degrees_it_names(open_app, tmp_path):
    dollars = {"pay_currency": "USD", "pay_period": "year"}
    zones = [("Zone A", 150_000.0, 180_000.0), ("Zone B", 130_000.0, 160_000.0)]
    ranges = [{"label": name, "pay_min": low, "pay_max": high, **dollars} for name, low, high in zones]
    asked = {"degree": "master", "degree_need": "required", "degrees_named": "master, phd"}
    publish(tmp_path, spread(60, "python", ranges=ranges, pay_min=130_000.0, pay_max=180_000.0, **dollars, **asked))
    app = open_app(tmp_path, "postings", requisition="r00000")
    said = words(app).replace("\\", "")
    assert "150,000–180,000 USD a year (Zone A); 130,000–160,000 USD a year (Zone B)" in said
    assert "degree: master's and PhD (required)" in said


def test_before_there_is_a_history_the_trends_say_when_they_begin_and_nothing_else(open_app, tmp_path):
    publish(tmp_path, JOBS)
    app = open_app(tmp_path, "trends")
    assert not app.exception
    assert "Trends begin on" in words(app) or "There are no trends yet" in words(app)
    assert [tab.label for tab in app.tabs] == ["What is new", "Snapshots"] and "0 new jobs" not in words(app)
