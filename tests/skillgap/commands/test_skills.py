"""`skills` from the command line: shown with demand, proposed, accepted into the overlay, refused for good."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from nlp.taxonomy.loader import load, refused_terms


@pytest.fixture
def market(run, tmp_path: Path) -> Path:
    """A small market whose employers all ask for something the taxonomy does not know."""
    data = tmp_path / "data"
    rows = [
        {
            "id": str(i),
            "title": "Machine Learning Engineer",
            "company": f"Employer {i}",
            "text": f"Requirements\n- Train deep learning models in PyTorch, batch {i}\n"
            "- Kubernetes, Zorblat and Docker\n"
            "- Deploy machine learning models with MLflow\n",
        }
        for i in range(5)
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert run("import", file, "--observed-on", "2026-03-01", "--data", data).code == 0
    assert run("refresh", "--no-crawl", "--data", data).code == 0
    return data


def proposed(run, data: Path) -> list[str]:
    return [one["term"] for one in json.loads(run("skills", "propose", "--data", data, "--json").out)]


def test_a_proposed_term_is_accepted_and_read(run, market: Path) -> None:
    found = run("skills", "propose", "--data", market)
    assert found.code == 0 and "Zorblat · 5 postings of 5 employers" in found.out
    accepted = run("skills", "accept", "Zorblat", "--new", "--family", "container_orchestrator", "--data", market)
    assert accepted.code == 0, accepted.err
    assert "Zorblat" not in proposed(run, market)
    assert run("refresh", "--no-crawl", "--data", market).code == 0
    facts = json.loads(run("skills", "show", "zorblat", "--data", market, "--json").out)
    assert facts["family"] == "container_orchestrator" and "kubernetes" in facts["family_members"]
    whole = facts["demand"][0]["asked"]
    assert whole["n"] == 5 and whole["share"] is None and "employers" in whole["reason"]  # below the floors


def test_another_name_of_a_known_skill(run, market: Path) -> None:
    assert run("skills", "accept", "Zorblat", "--as", "k8s", "--data", market).code == 0
    overlay = market / "config" / "skills.toml"
    assert tomllib.loads(overlay.read_text(encoding="utf-8")) == {
        "surface": [{"skill": "kubernetes", "text": "Zorblat", "case": "any"}]
    }
    assert "Zorblat" in {s.text for s in load(overlay=overlay).surfaces if s.skill == "kubernetes"}
    assert "Zorblat" in run("skills", "show", "zorblat", "--data", market).out


def test_a_refused_term_stays_away_and_own_lines_stay(run, market: Path) -> None:
    overlay = market / "config" / "skills.toml"
    overlay.parent.mkdir(exist_ok=True)
    overlay.write_text('# my own\n[[refused]]\nterm = "Frob"\n', encoding="utf-8")
    assert "Zorblat" in proposed(run, market)
    assert run("skills", "refuse", "zorblat", "--data", market).code == 0
    assert "Zorblat" not in proposed(run, market)
    again = run("skills", "refuse", "ZORBLAT", "--data", market)
    assert again.code == 0 and "refused before" in again.err
    assert overlay.read_text(encoding="utf-8").startswith("# my own\n")
    assert refused_terms(overlay) == ("Frob", "zorblat")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("accept", "Kubernetes", "--new"), "found already"),
        (("accept", "Zorblat"), "--as"),
        (("accept", "Zorblat", "--new", "--as", "docker"), "--as"),
        (("accept", "Zorblat", "--as", "Kubernettes"), "did you mean"),
        (("accept", "Zorblat", "--new", "--kind", "gadget"), "--kind"),
        (("accept", "Zorblat", "--new", "--case", "loud"), "--case"),
        (("accept", "Q", "--new"), "one letter"),
        (("accept", "\n", "--new"), "no term"),
        (("accept", "éé", "--new"), "taken"),
        (("refuse", "  "), "no term"),
        (("show", "Kubernettes"), "did you mean"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    run, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    ended = run("skills", *arguments, "--data", tmp_path / "data")
    assert ended.code == 2 and says in ended.err and "Traceback" not in ended.err, ended.err
    assert not (tmp_path / "data" / "config" / "skills.toml").exists()


def test_a_skill_shows_without_a_market(run, tmp_path: Path) -> None:
    ended = run("skills", "show", "PyTorch", "--data", tmp_path)
    assert ended.code == 0 and "PyTorch (pytorch)" in ended.out and "Reference market" in ended.out
    assert run("skills", "propose", "--data", tmp_path).code == 2
