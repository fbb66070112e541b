"""Sources are switched on by name after their terms were shown; forgetting asks first."""

from __future__ import annotations

import json
from pathlib import Path

from crawler.boards.listed import load_boards
from skillgap import pipeline


def test_a_source_is_switched_on_and_off_by_name(run, tmp_path: Path) -> None:
    def is_on(name: str) -> bool:
        rows = json.loads(run("sources", "--data", tmp_path, "--json").out)
        return next(row["is_on"] for row in rows if row["id"] == name)

    assert is_on("greenhouse") and not is_on("remotive")
    enabled = run("sources", "enable", "remotive", "--data", tmp_path)
    assert enabled.code == 0 and "Terms:" in enabled.out
    assert is_on("remotive")
    assert run("sources", "disable", "remotive", "--data", tmp_path).code == 0
    assert not is_on("remotive")
    wrong = run("sources", "enable", "linkedin", "--data", tmp_path)
    assert wrong.code == 2 and "linkedin" in wrong.err


def test_a_board_of_a_source_that_is_off_says_how_to_switch_it_on(run, tmp_path: Path) -> None:
    added = run("boards", "add", "https://apply.workable.com/acme-example", "--data", tmp_path)
    assert added.code == 0 and "sources enable workable" in added.err


def test_forgetting_asks_first_and_takes_everything(run, postings: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    run("import", postings, "--observed-on", "2026-03-01", "--data", data)
    run("refresh", "--no-crawl", "--data", data)
    employer = json.loads(postings.read_text(encoding="utf-8").splitlines()[0])["company"]
    asked = run("forget", "--company", employer, "--data", data)
    assert asked.code == 2 and "--yes" in asked.err
    assert run("forget", "--data", data, "--yes").code == 2
    done = run("forget", "--company", employer, "--data", data, "--yes")
    assert done.code == 0, done.err
    again = run("refresh", "--no-crawl", "--data", data, "--json")
    assert json.loads(again.out)["counts"]["postings"] < 46


def test_real_boards_are_not_asked_without_a_contact(run, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("SKILLGAP_CONTACT", raising=False)
    for command in (("crawl",), ("boards", "check"), ("refresh",)):
        refused = run(*command, "--data", tmp_path)
        assert refused.code == 2 and "contact" in refused.err, refused.err


def test_an_unknown_careers_page_is_added_as_a_look_at_it_says(run, tmp_path: Path, monkeypatch) -> None:
    page = "https://quillhaven.example/careers"
    monkeypatch.delenv("SKILLGAP_CONTACT", raising=False)
    nameless = run("boards", "add", page, "--data", tmp_path)
    assert nameless.code == 2 and "--contact" in nameless.err
    found = {
        "source": "lever",
        "slug": "quillhaven",
        "employer": "Quillhaven",
        "seen_in": page,
        "region": None,
        "url": None,
    }
    look = {"event": "look", "board": found, "sentence": "The page shows its jobs by lever (quillhaven).", "others": []}

    def answer(arguments, on_event):
        assert arguments[arguments.index("--look") + 1] == page
        on_event(look)
        return pipeline.CrawlResult(0, {}, None)

    monkeypatch.setattr(pipeline, "crawl", answer)
    added = run("boards", "add", page, "--contact", "me@host.example", "--data", tmp_path)
    assert added.code == 0 and "by lever" in added.err
    assert ("lever", "quillhaven") in {(board.source, board.slug) for board in load_boards(tmp_path)}
    look = {"event": "look", "board": None, "sentence": "No jobs can be read from it.", "others": []}
    refused = run("boards", "add", page, "--contact", "me@host.example", "--data", tmp_path)
    assert refused.code == 2 and "No jobs can be read" in refused.err
