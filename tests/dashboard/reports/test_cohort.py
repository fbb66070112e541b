import pytest

from analysis.gap.cohort import cohort
from analysis.gap.report import gap
from dashboard.reports.cohort import cohort_tables, render_cohort, safe_cell
from tests.analysis.builders import market_of, resume, spread
from tests.dashboard.payloads import PAYLOADS
from tests.dashboard.reports.test_gap import _kinds
from warehouse.models import to_plain

JOBS = [*spread(60, "python kubernetes docker", employers=30), *spread(40, "python rag", employers=20, lane="mlops")]


def plain(**names):
    market = market_of(JOBS)
    people = {names.get("a", "a"): resume("python", "rag"), "b": resume("python", "docker")}
    return to_plain(cohort(market, {file: gap(market, person) for file, person in people.items()}))


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", " =1", "=cmd|' /C calc'!A0"])
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(value):
    assert safe_cell(value) == f"'{value}"


@pytest.mark.parametrize("value", ["a=b", "C++", -0.5, None, True, "", "1-2"])
def test_what_is_no_formula_stays(value):
    assert safe_cell(value) is value


def test_the_tables_have_a_row_each_and_shares_of_the_lane():
    found = cohort_tables(plain())
    assert len(found["cohort"]) == 8
    gaps = found["common_gaps"].set_index(["lane", "skill"])
    assert gaps.loc[("platform", "kubernetes"), "lacking"] == 2
    assert gaps.loc[("platform", "kubernetes"), "share"] == 1.0


def test_the_table_says_who_and_what_and_what_was_not_read():
    text = render_cohort(plain(), ["x.png is a picture."])
    assert "2 resumes" in text and "1 of 2" in text and "x.png is a picture" in text
    assert "What Platform asks for and many resumes do not show" in text
    assert "leads" in text or "| Mlops |" in text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_file_s_name_changes_no_structure(payload):
    blocks, inline = _kinds(render_cohort(plain(a=payload), [payload]))
    assert blocks == _kinds(render_cohort(plain(a="aa"), ["text"]))[0]
    assert not inline & {"link", "link_open", "image", "html_inline", "code_inline"}


def test_nobody_could_be_read():
    for form in ("md", "html"):
        text = render_cohort({"files": [], "members": [], "gaps": []}, ["x"], form)
        assert "0 resumes" in text
        assert "Closest lane" not in text and "Jobs mostly met" not in text  # a table without a row
