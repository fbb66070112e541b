"""The main job from the command line: import → refresh → gap, and what a person is told when something is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.skillgap.conftest import Ended
from warehouse.database.store import single_writer


def test_postings_in_gap_out(run, postings: Path, resume: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    imported = run("import", postings, "--observed-on", "2026-03-01", "--data", data)
    assert imported.code == 0 and "46 postings brought in" in imported.err
    published = run("refresh", "--no-crawl", "--data", data, "--json")
    assert published.code == 0, published.err
    manifest = json.loads(published.out)
    assert manifest["as_of"].startswith("2026-03-01")
    assert manifest["counts"]["postings"] == 46
    assert manifest["counts"]["in_market"] + sum(manifest["exclusions"].values()) == manifest["counts"]["requisitions"]
    assert manifest["exclusions"]["not_english"] >= 2
    report = json.loads(run("gap", resume, "--data", data, "--format", "json").out)
    assert {"pytorch", "kubernetes", "python"} <= {skill["skill"] for skill in report["resume"]["skills"]}
    assert report["market"]["requisitions"] == manifest["counts"]["in_market"]
    assert {lane["lane"] for lane in report["lanes"]} == {"research", "platform", "mlops", "ai_application"}
    for lane in report["lanes"]:
        for missing in lane["missing"]:
            assert missing["skill"] not in {"pytorch", "python"}
            assert missing["low"] is None or missing["low"] <= missing["share"] <= missing["high"]
            assert missing["n"] > 0
    again = run("gap", resume, "--data", data, "--format", "json")
    assert json.loads(again.out) == report


def test_have_and_lack_change_what_is_held(run, postings: Path, resume: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", postings, "--observed-on", "2026-03-01", "--data", data)
    run("refresh", "--no-crawl", "--data", data)
    html = tmp_path / "gap.html"
    done = run(
        "gap", resume, "--data", data, "--have", "Terraform", "--lack", "docker", "--format", "html", "--out", html
    )
    assert done.code == 0, done.err
    page = html.read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "Docker" in page and "<script" not in page
    report = json.loads(
        run("gap", resume, "--data", data, "--have", "Terraform", "--lack", "docker", "--format", "json").out
    )
    assert report["resume"]["have"] == ["terraform"] and report["resume"]["lack"] == ["docker"]
    assert all(missing["skill"] != "terraform" for lane in report["lanes"] for missing in lane["missing"])
    wrong = run("gap", resume, "--data", data, "--have", "Terrafrom")
    assert wrong.code == 2 and "did you mean" in wrong.err and "terraform" in wrong.err


def test_refreshing_again_changes_no_reading(run, postings: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", postings, "--observed-on", "2026-03-01", "--data", data)
    first = json.loads(run("refresh", "--no-crawl", "--data", data, "--json").out)
    again = run("refresh", "--no-crawl", "--data", data, "--json")
    assert "Read 0 postings" in again.err
    second = json.loads(again.out)
    assert first["counts"] == second["counts"] and first["fit_id"] == second["fit_id"]
    rebuilt = run("rebuild", "--data", data)
    assert rebuilt.code == 0 and "Generation 3" in rebuilt.err


def sentence(ended: Ended, code: int, *words: str) -> None:
    """One sentence, the exit code, no traceback."""
    assert ended.code == code, ended.err
    assert "Traceback" not in ended.err
    lines = [line for line in ended.err.splitlines() if line.startswith("skillgap: ")]
    assert len(lines) == 1, ended.err
    for word in words:
        assert word in lines[0], lines[0]


def test_what_is_wrong_is_said_in_a_sentence(run, postings: Path, resume: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    sentence(run("gap", resume, "--data", data, "--market", "own"), 2, "skillgap demo")
    sentence(run("refresh", "--no-crawl", "--data", data), 2, "import")
    sentence(run("import", tmp_path / "nowhere.csv", "--data", data), 2, "nowhere.csv")
    sentence(run("import", postings, "--data", data, "--column", "text"), 2, "FIELD=COLUMN")
    run("import", postings, "--observed-on", "2026-03-01", "--data", data)
    sentence(run("import", postings, "--data", data, "--market", "example"), 2, "real")
    run("refresh", "--no-crawl", "--data", data)
    sentence(run("gap", tmp_path / "none.pdf", "--data", data), 2, "none.pdf")
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    sentence(run("gap", empty, "--data", data), 2, "empty.pdf")
    sentence(run("gap", resume, "--data", data, "--lane", "plumbing"), 2, "plumbing")
    sentence(run("gap", resume, "--data", data, "--format", "pdf"), 2, "pdf")
    sentence(run("boards", "add", "not an address", "--data", data), 2, "not an address")
    with single_writer(data):
        sentence(run("load", "--data", data), 2, "writing")
    assert run("gap", resume, "--data", data).code == 0  # nothing already published is lost


def test_bad_rows_are_named_and_the_rest_comes_in(run, tmp_path: Path) -> None:
    rows = tmp_path / "mixed.jsonl"
    rows.write_text(
        '{"id": "1", "title": "ML Engineer", "text": "We use PyTorch."}\n{"id": "2", "text": "no title"}\nnot json\n',
        encoding="utf-8",
    )
    ended = run("import", rows, "--data", tmp_path / "data")
    assert ended.code == 1
    assert "1 posting brought in" in ended.err and "row 2" in ended.err and "row 3" in ended.err


def test_annotate_keeps_order_and_offsets(run, postings: Path, tmp_path: Path) -> None:
    out = tmp_path / "readings.jsonl"
    assert run("annotate", "--in", postings, "--out", out).code == 0
    given = [json.loads(line) for line in postings.read_text(encoding="utf-8").splitlines()]
    read = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in read] == [row["id"] for row in given]
    for posting, reading in zip(given, read, strict=True):
        assert sum(reading["lanes"].values()) <= 1.001
        for skill in reading["skills"]:
            assert posting["text"][skill["start"] : skill["end"]] == skill["surface"]
            assert skill["counted"] in (True, False)
        for term in reading["unknown"]:
            assert posting["text"][term["start"] : term["end"]] == term["surface"]


def test_annotate_extracts_text_from_html(run, tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(
        json.dumps(
            {"id": "h", "title": "ML Engineer", "html": "<h3>Requirements</h3><ul><li>Python &amp; SQL</li></ul>"}
        )
        + "\nbroken\n"
    )
    assert run("annotate", "--in", source, "--out", out).code == 1
    (row,) = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    found = {row["text"][s["start"] : s["end"]] for s in row["skills"]}
    assert {"Python", "SQL"} <= found


@pytest.mark.parametrize(
    "command",
    [
        (),
        ("gap",),
        ("import",),
        ("boards", "list"),
        ("annotate",),
        ("crawl",),
        ("refresh",),
        ("demo",),
        ("dashboard",),
        ("rebuild",),
        ("sources",),
        ("publish",),
        ("load",),
        ("read",),
        ("lanes",),
    ],
)
def test_every_command_has_help_with_an_example(run, command: tuple[str, ...]) -> None:
    ended = run(*command, "--help")
    assert ended.code == 0
    if command:
        assert "Example:" in ended.out
