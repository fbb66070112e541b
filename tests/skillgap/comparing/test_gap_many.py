"""`gap` beyond one resume and one market: folders, a syllabus, a single posting, an earlier report, another reader."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from pathlib import Path

import pandas as pd
import pytest

from dashboard.reports.gap import render_gap
from dashboard.reports.posting import render_posting
from skillgap import pipeline
from skillgap.commands.build import build
from skillgap.comparing.given_posting import given_posting
from skillgap.comparing.resumes import earlier_report
from skillgap.settings import Settings
from tests.skillgap.conftest import POSTINGS
from warehouse.generations.reader import open_generation
from warehouse.models import BadInputError

ADVERT = """ML Platform Engineer

Requirements
- 5+ years of Python
- Kubernetes or Slurm
- Experience with Terraform

Nice to have
- MLflow
"""
URL = "https://jobs.acme.example/42"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small published market, one of whose postings has an address."""
    folder = tmp_path_factory.mktemp("market")
    rows = [json.loads(line) for line in POSTINGS.read_text(encoding="utf-8").splitlines()]
    keys = ("id", "title", "company", "location", "text")
    given = [{key: row.get(key) for key in keys} for row in rows]
    given.append({"id": "with-url", "title": "Engineer", "company": "Acme Example", "url": URL, "text": ADVERT})
    source = folder / "postings.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in given), encoding="utf-8")
    place = Settings(folder / "data")
    day = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
    pipeline.bring_in(place, [source], started_at=day, observed_on=day.date(), market="real", columns={})
    build(place)
    return place.data


@pytest.fixture
def folder(tmp_path: Path, resume: Path) -> Path:
    """Two resumes, a file that is none, a hidden file."""
    home = tmp_path / "people"
    home.mkdir()
    (home / "tove.md").write_text(resume.read_text(encoding="utf-8"), encoding="utf-8")
    (home / "=cmd|calc.txt").write_text(
        "# Ada Example\n\n## Skills\n\nPython, Terraform, LangChain\n", encoding="utf-8"
    )
    (home / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (home / ".hidden").write_text("no", encoding="utf-8")
    return home


def test_a_folder_gives_a_report_each_and_one_table(run, data: Path, folder: Path) -> None:
    ended = run("gap", folder, "--data", data)
    assert ended.code == 1
    home = folder.with_name("people-gaps")
    assert {path.name for path in home.iterdir()} == {
        *("tove.md.md", "=cmd|calc.txt.md"),
        *("cohort.md", "cohort.csv", "cohort.parquet", "common_gaps.csv", "common_gaps.parquet"),
    }
    assert "scan.png is a picture" in ended.err and "scan.png is a picture" in ended.out
    assert "2 of 3 reports" in ended.err
    table = pd.read_parquet(home / "cohort.parquet")
    assert set(table["file"]) == {"tove.md", "'=cmd|calc.txt"} and len(table) == 8
    alone = json.loads(run("gap", folder / "tove.md", "--data", data, "--format", "json").out)
    counted = sum(skill["is_counted"] for skill in alone["resume"]["skills"])
    assert set(table.query("file == 'tove.md'")["skills_shown"]) == {counted}
    assert (home / "tove.md.md").read_text(encoding="utf-8") == run("gap", folder / "tove.md", "--data", data).out[:-1]


def test_a_cohort_is_a_page_too(run, data: Path, folder: Path) -> None:
    (folder / "<b>ada.txt").write_text("# Ada Example\n\n## Skills\n\nPython, Terraform, LangChain\n", encoding="utf-8")
    run("gap", folder, "--data", data, "--format", "html")
    home = folder.with_name("people-gaps")
    page = (home / "cohort.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page and "<script" not in page
    assert "&lt;b&gt;ada.txt" in page and "scan.png is a picture" in page
    names = [
        line.split("**")[1] for line in (home / "cohort.md").read_text(encoding="utf-8").splitlines() if ". **" in line
    ]
    assert all(f"<strong>{name}</strong>" in page for name in names)


def test_no_cell_is_a_formula(run, data: Path, folder: Path) -> None:
    run("gap", folder, "--data", data)
    for name in ("cohort", "common_gaps"):
        text = (folder.with_name("people-gaps") / f"{name}.csv").read_text(encoding="utf-8")
        cells = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False).to_numpy().ravel()
        assert len(cells) and not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_several_files_and_a_place_of_ones_own(run, data: Path, folder: Path, tmp_path: Path) -> None:
    two = [folder / "tove.md", folder / "=cmd|calc.txt"]
    assert run("gap", *two, "--data", data).code == 2
    out = tmp_path / "reports"
    ended = run("gap", *two, "--data", data, "--out", out, "--format", "html", "--lane", "platform")
    assert ended.code == 0, ended.err
    assert (out / "tove.md.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert set(pd.read_csv(out / "cohort.csv")["lane"]) == {"platform"}


def test_what_cannot_be_a_cohort_is_said(run, data: Path, folder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "holds no file" in run("gap", empty, "--data", data).err
    (empty / "tove.md").write_text("Python", encoding="utf-8")
    assert "Two of the files" in run("gap", folder, empty, "--data", data, "--out", tmp_path / "o").err
    assert run("gap", folder, "--posting", "-", "--data", data).code == 2


def test_a_syllabus_stands_in_for_a_resume(run, data: Path, tmp_path: Path) -> None:
    course = tmp_path / "syllabus.txt"
    course.write_text("Course plan\n\nCurrently learning: Docker, Kubernetes\n", encoding="utf-8")

    def held(*flags: str) -> set[str]:
        report = json.loads(run("gap", course, "--data", data, "--format", "json", *flags).out)
        return {skill["skill"] for skill in report["resume"]["skills"] if skill["is_counted"]}

    assert held() == set()
    assert held("--syllabus") == {"docker", "kubernetes"}


def test_one_posting_from_a_file_from_standard_input_and_from_the_market(
    run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generation = open_generation(data)
    text, row = tmp_path / "posting.txt", tmp_path / "posting.json"
    text.write_text(ADVERT, encoding="utf-8")
    row.write_text(json.dumps({"title": "ML Platform Engineer", "html": f"<p>{ADVERT}</p>", "company": "Acme"}))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ADVERT.encode())))
    found = {name: given_posting(name, generation) for name in (str(text), "-", URL + "/", str(row))}
    assert all(given.text.startswith("ML Platform Engineer") for given in found.values())
    assert found["-"] == found[str(text)] and found["-"].title == "ML Platform Engineer"
    assert found[URL + "/"].company == "Acme Example" and found[str(row)].company == "Acme"
    generation.close()


def test_a_resume_against_one_posting(run, data: Path, resume: Path, tmp_path: Path) -> None:
    advert = tmp_path / "posting.txt"
    advert.write_text(ADVERT, encoding="utf-8")
    found = json.loads(run("gap", resume, "--posting", advert, "--data", data, "--format", "json").out)
    assert (found["fit"]["met"], found["fit"]["required"]) == (2, 3)
    units = {tuple(unit["skills"]): unit for unit in found["fit"]["units"]}
    assert units["kubernetes", "slurm"]["met_by"] == "kubernetes"
    assert units["terraform",]["advice"] == "learn" and units["mlflow",]["need"] == "preferred"
    said = run("gap", resume, "--posting", advert, "--data", data)
    assert said.out.startswith("# You meet 2 of 3 requirements that can be counted (67%)") and "Terraform" in said.out
    page = render_posting(found, "html")
    assert "default-src 'none'" in page and "Kubernetes or Slurm" in page
    assert "**Kubernetes or Slurm**: you write Kubernetes" in said.out  # which of the two it is that is met
    assert said.out.count("Not in your resume") in (1, 2)  # one for the required, one for the rest


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "not text"),
        (b'{"title": "x"}', "text"),
        (b'{"title": 1, "text": "Python"}', "title"),
        (b'{"id": 1}\n{"id": 2}', "one JSON object"),
        (b"x" * 1_000_001, "larger"),
    ],
)
def test_what_is_no_posting_is_said(data: Path, tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "posting"
    path.write_bytes(content)
    generation = open_generation(data)
    with pytest.raises(BadInputError, match=words):
        given_posting(str(path), generation)
    generation.close()


def test_an_address_that_the_market_does_not_hold_is_not_fetched(run, data: Path, resume: Path, tmp_path: Path) -> None:
    ended = run("gap", resume, "--posting", "https://jobs.acme.example/43", "--data", data)
    assert ended.code == 2 and "not fetched" in ended.err
    assert run("gap", resume, "--posting", tmp_path / "none.txt", "--data", data).code == 2
    assert run("gap", resume, "--posting", "-", "--lane", "mlops", "--data", data).code == 2


def test_against_an_earlier_report(run, data: Path, resume: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    run("gap", resume, "--data", data, "--format", "json", "--out", old)
    resume.write_text(resume.read_text(encoding="utf-8") + "\nTerraform\n", encoding="utf-8")
    found = json.loads(run("gap", resume, "--data", data, "--against", old, "--format", "json").out)
    assert found["change"]["same_market"] and "terraform" in found["change"]["gained"]
    for format in ("md", "html"):
        assert "What changed since the earlier report" in render_gap(found, format)
    for name, content in (("a.json", "no json"), ("b.json", "{}"), ("c.json", "[]")):
        wrong = tmp_path / name
        wrong.write_text(content, encoding="utf-8")
        with pytest.raises(BadInputError, match=name):
            earlier_report(wrong)


def test_a_market_of_another_reader_is_said_and_refresh_offered(
    run, data: Path, resume: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = open_generation(data).manifest["reader_version"]
    monkeypatch.setattr("nlp.posting.reader.PostingReader.version", installed)
    assert json.loads(run("gap", resume, "--data", data, "--format", "json").out)["notices"] == []
    monkeypatch.setattr("nlp.posting.reader.PostingReader.version", "another")
    report = json.loads(run("gap", resume, "--data", data, "--format", "json").out)
    for format in ("md", "html"):
        assert "run skillgap refresh --no-crawl." in render_gap(report, format)


def test_a_file_that_is_no_resume_is_named_and_counts_in_no_denominator(run, data: Path, folder: Path) -> None:
    before = len(list(folder.glob("*")))
    (folder / "menu.txt").write_text("Monday: lentil soup\nTuesday: bread and cheese\n" * 8, encoding="utf-8")
    told = run("gap", folder, "--data", data)
    assert told.code == 1
    assert "menu.txt" in told.out.split("## Not read")[1]
    assert f" of {before + 1} |" not in told.out
