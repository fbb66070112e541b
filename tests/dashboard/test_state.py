"""Only what is clicked is kept; what is kept lies in the address, and one page's filters are the next one's."""

import json

import pandas as pd
import pytest

from dashboard.parts import advert
from dashboard.parts.charts import Row, crowned, stands_clear
from dashboard.texts import unwrapped
from dashboard.words import IMPORTED, OLD_AFTER_DAYS, age, state_of
from tests.analysis.builders import AS_OF, spread
from tests.dashboard.conftest import FOLDS, PAGES, held, tables, words
from tests.dashboard.market import JOBS, publish
from tests.dashboard.test_pages import _reading


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_shows_of_itself_is_no_choice(open_app, published, page):
    app = open_app(published, page)
    app.switch_page("views/postings.py").run()
    assert not app.query_params
    assert f"{len(JOBS)} jobs, " in words(app)


def test_the_closest_lane_of_a_resume_stays_out_of_the_address(open_app, published):
    app = _reading(open_app(published))
    assert not app.query_params


def test_a_click_is_kept_across_pages_and_taken_away_by_its_chip(open_app, published):
    app = open_app(published, "lanes")
    app.segmented_control[0].set_value("platform").run()
    app.selectbox(key="choice_seniority").set_value("senior").run()
    app.switch_page("views/postings.py").run()
    assert dict(app.query_params) == {"lane": "platform", "seniority": "senior"}
    assert "60 jobs, " in words(app)
    app.button(key="drop_seniority").click().run()
    assert dict(app.query_params) == {"lane": "platform"}


def test_a_link_that_says_something_is_the_whole_truth(open_app, published):
    app = open_app(published, "lanes", seniority="senior")
    app.query_params.clear()
    app.query_params["skill"] = "aws"
    app.switch_page("views/postings.py").run()
    assert dict(app.query_params) == {"skill": "aws"}
    assert "40 jobs, " in words(app)


def test_back_is_where_one_was(open_app, published):
    app = open_app(published, "postings", lane="research", seniority="senior")
    app.query_params.clear()  # as the browser does
    app.run()
    assert not app.query_params
    assert f"{len(JOBS)} jobs, " in words(app)


def test_search_page_and_posting_lie_in_the_address(open_app, published):
    app = open_app(published, "postings")
    app.text_input(key="words").input("engineer").run()
    assert app.query_params["words"] == "engineer"
    again = open_app(published, "postings", words="engineer", number="3", requisition="r00007")
    assert again.text_input(key="words").value == "engineer"
    assert "41–60" in words(again)
    next(button for button in app.button if button.key.startswith("read_")).click().run()
    assert app.query_params["requisition"].startswith("r000")
    assert again.header[0].value == "Engineer"
    assert dict(again.query_params) == {"words": "engineer", "number": "3", "requisition": "r00007"}


def test_every_posting_that_fits_can_be_reached(open_app, published):
    seen = []
    for number in range(1, 9):
        app = open_app(published, "postings", number=str(number))
        seen += [button.key for button in app.button if button.key.startswith("read_")]
    assert len(seen) == len(set(seen)) == len(JOBS)


def test_a_skill_is_taken_away_or_added_by_one_click_each_counted_and_undone(open_app, published):
    app = _reading(open_app(published))
    assert app.selectbox(key="add").proto.filter_mode
    before = held(app)
    (used,) = [pills for pills in app.pills if "docker" in pills.value]
    used.set_value([skill for skill in used.value if skill != "docker"]).run()
    assert held(app) == before - {"docker"} and "1 taken away by you" in words(app)
    assert "Docker" in app.pills(key=used.key).options
    app.button(key="undo").click().run()
    assert held(app) == before
    assert f"{len(before)} skills held" in words(app)
    assert f": {len(before)} skills," in words(app)


def test_with_a_resume_postings_say_how_one_stands_to_each(open_app, tmp_path):
    jobs = [*spread(20, "python docker aws", employers=20), *spread(20, "python docker kubernetes rag", employers=20)]
    publish(tmp_path, [{**job, "url": "https://jobs.example/1"} for job in jobs])
    app = _reading(open_app(tmp_path))
    app.switch_page("views/postings.py").run()
    assert not app.exception
    assert "You meet 2 of 4" in words(app)
    assert ":small[:blue[✓ required]]" in words(app)


def _row(label, share, low, high):
    return Row(label, share, low, high)


def test_titles_crown_only_what_stands_clear():
    first, near, far = _row("Rust", 0.5, 0.45, 0.55), _row("Go", 0.46, 0.4, 0.5), _row("C", 0.1, 0.08, 0.12)
    assert stands_clear([far, first]) and not stands_clear([near, first, far]) and not stands_clear([])
    assert crowned([far, first], "is asked for most") == "Rust is asked for most: 50% (45–55%)"
    assert crowned([near, first, far], "is asked for most") == (
        "Rust and Go: too close to tell which is asked for most"
    )
    assert crowned([_row("C", None, None, None)], "is asked for most").startswith("Not enough data")


def test_a_tie_of_lanes_is_said_on_the_overview(open_app, tmp_path):
    publish(tmp_path, [*spread(60, "python", employers=30), *spread(58, "python", employers=30, lane="research")])
    shown = words(open_app(tmp_path, "overview"))
    assert "Platform and Research: too close to tell which is the largest lane" in shown


@pytest.mark.parametrize(("text", "skill"), [("We run MLOps well. Know ML.", "ML"), ("PostgreSQL, then SQL.", "SQL")])
def test_the_mention_is_marked_and_not_what_only_looks_like_it(text, skill):
    start = text.rindex(skill)
    quoted = advert.quote(text, start, start + len(skill), "required")
    assert f":blue-background[{skill}]" in quoted
    if "PostgreSQL" in text:
        assert quoted.startswith("PostgreSQL, then :blue")


def test_a_quote_goes_on_where_a_line_is_left_hanging():
    text = "You know\nthe tools:\n- PyTorch and\nJAX in production\n- Go"
    assert len(unwrapped(text)) == len(text)
    start = text.index("PyTorch")
    assert "JAX in production" in advert.quote(text, start, start + 7, "required")


def test_imported_jobs_are_files_and_never_open_now(open_app, tmp_path):
    publish(tmp_path, spread(30, "python", employers=20, source=IMPORTED), kind="real")
    shown = words(open_app(tmp_path, "overview"))
    assert ":orange-badge[from files, " in shown and "which jobs are open is not known" in shown
    assert not [metric.label for metric in open_app(tmp_path, "overview").metric if "pen" in metric.label]
    assert "from a file" in words(open_app(tmp_path, "postings"))
    assert state_of({"source": IMPORTED, "is_open": True, "closed_at": None}) == "from a file"


def test_a_market_is_old_from_fourteen_days_on(open_app, tmp_path):
    assert OLD_AFTER_DAYS == 14
    young = (AS_OF + pd.Timedelta(days=13)).date()
    assert not age(AS_OF, young) and age(AS_OF, young + pd.Timedelta(days=1))
    publish(tmp_path, kind="real")
    app = open_app(tmp_path, "overview")
    assert "days old] :small[many jobs may be gone" in words(app)
    assert "Open on 2 March 2026" in [metric.label for metric in app.metric]


def test_an_employer_is_one_however_its_name_is_written(open_app, tmp_path):
    jobs = [{**job, "employer": name} for name in ("Tern", "tern", "TERN") for job in spread(10, "python")]
    publish(tmp_path, jobs)
    app = open_app(tmp_path, "overview")
    assert {metric.label: metric.value for metric in app.metric}["Employers"] == "1"
    (sources,) = [table for table in tables(app) if "source" in table["caption"]]
    assert sources["lines"][0]["cells"][1][0] == "1"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_its_own_title_and_headings_in_order(open_app, published, page):
    app = open_app(published, page)
    levels = [int(element.proto.tag[1]) for element in app.main if type(element).__name__ in ("Title", "Header")]
    assert all(b - a <= 1 for a, b in zip([0, *levels], levels, strict=False))


@pytest.mark.parametrize("page", PAGES)
def test_pages_speak_of_jobs_and_keep_statistics_behind_a_question(open_app, published, page):
    app = open_app(published, page)
    shown = words(app)
    for said in ("requisition", "Jaccard", "|z|", "mix held fixed"):
        outside = [
            line for line in shown.splitlines() if said in line and not line.startswith(("By log-odds", "Stability"))
        ]
        assert not outside, said
    assert not {"q", "mix held fixed"} & {str(column) for frame in app.dataframe[:1] for column in frame.value.columns}


def test_a_page_that_says_a_command_shows_it_as_one(open_app, tmp_path):
    folder = publish(tmp_path)
    (folder / "requisition.parquet").write_bytes(b"torn")
    app = open_app(tmp_path)
    assert "\\`" not in words(app)
    assert app.button(key="look_again")


@pytest.mark.parametrize(
    "part", ["Skills asked for", "What sets it apart", "Skill clusters", "Overlap and bridges", "Roles and terms"]
)
def test_filters_stand_once_and_count_in_every_tab(open_app, published, part):
    app = open_app(published, "lanes", lane="platform", seniority="senior", lane_parts=part)
    assert not app.exception
    assert app.session_state["lane_parts"] == part
    assert len([box for box in app.selectbox if box.key == "choice_seniority"]) == 1
    assert {metric.label: metric.value for metric in app.metric}["Jobs"] == "60"
    none = open_app(published, "lanes", lane="research", seniority="senior", lane_parts=part)
    assert "No job of this lane fits these filters" in words(none)


def test_all_postings_of_a_skill_are_postings_with_the_filters_in_the_address(open_app, published):
    app = open_app(published, "skills", skill="docker", seniority="senior", skill_parts="Postings that ask for it")
    link = app.get("page_link")[0].proto
    assert link.page == "postings" and link.query_string == "skill=docker&seniority=senior"
    assert "**The newest 10 jobs that name it" in words(app)


def test_what_is_folded_away_is_drawn_when_it_is_unfolded(open_app, published):
    app = _reading(open_app(published, lane="platform", unfold=()))
    assert [fold.label for fold in app.expander if fold.label.startswith("What")] == [
        "What was read, to be corrected",
        "What Platform asks for and you do not show",
        "What a portfolio can prove",
    ]
    folded = words(app)
    assert not held(app) and not [link for link in app.get("page_link") if "skill=" in link.proto.query_string]
    for fold in FOLDS:
        app.session_state[fold] = True
    app.run()
    assert not app.exception and held(app) and "Not counted: soft skills" in words(app)
    assert "What would prove it" in words(app) and "What would prove it" not in folded
    assert [link for link in app.get("page_link") if "skill=kubernetes" in link.proto.query_string]


def test_a_lane_is_said_the_same_whether_it_leads_or_was_chosen_and_in_the_files_too(open_app, published):
    app = _reading(open_app(published))
    seen, whole = app.session_state["report"], app.session_state["report_files"]
    lead = seen.look["report"]["lead"]
    for row in seen.look["rows"]:
        app.query_params["lane"] = row["lane"]
        app.run()
        assert not app.exception
    in_file = json.loads(whole.file("json", frozenset()))
    assert [lane["lane"] for lane in in_file["lanes"]] == [row["lane"] for row in seen.look["rows"]]
    assert in_file["lead"] == lead and len(seen.lanes) == len(in_file["lanes"]) > 1
    for lane, row in zip(in_file["lanes"], seen.look["rows"], strict=True):
        assert json.loads(json.dumps(seen.lanes[lane["lane"]])) == lane
        assert json.loads(json.dumps(row)).items() <= lane.items()
    assert in_file["jobs"]["counts"] == seen.look["report"]["jobs"]["counts"]


def test_what_is_missing_leads_to_its_postings(open_app, published):
    app = _reading(open_app(published, lane="platform"))
    links = [link.proto for link in app.get("page_link") if "skill=kubernetes" in link.proto.query_string]
    assert links and {link.page for link in links} == {"postings"}
