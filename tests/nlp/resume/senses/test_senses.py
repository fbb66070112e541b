"""A name in a resume is the skill only where trade, neighbours and letters say so; the same word is it beside tools."""

from __future__ import annotations

import datetime as dt

import pytest

from nlp.resume.reader import ResumeReader
from nlp.resume.senses import model
from nlp.taxonomy.loader import load

READER = ResumeReader(load())
TRADE = (
    "Odalys Brandtner\n\nEXPERIENCE\n{title}, Fernhollow, Leeds\nMar 2014 - Feb 2021\n"
    "• Looked after rotas, visitors and two apprentices.\n• {line}\n• Kept the petty cash and the keys.\n"
    "• Met neighbours and suppliers every quarter.\n"
)
TECHNICAL = (
    "Odalys Brandtner\n\nEXPERIENCE\nMachine Learning Engineer, Fernhollow\nMar 2021 - Present\n"
    "• Wrote the features in Python and SQL.\n• {line}\n• Ran the jobs on Kubernetes.\n"
)


def held(text: str) -> frozenset[str]:
    return READER.read(text, as_of=dt.date(2026, 3, 31)).held


PAIRS = [
    ("Midwife", "Monitoring of mothers after birth.", "Monitoring of 14 models in Grafana.", "monitoring"),
    ("Choir master", "Orchestration of two carols for brass.", "Orchestration in Airflow.", "workflow_orchestration"),
    ("Groundsman", "Evaluation of turf after each match.", "Evaluation of the LLM with Ragas.", "model_evaluation"),
    ("Lift fitter", "Deployment of men to three sites.", "Deployment of the model with Docker.", "deployment"),
    ("Curator", "Classification of 900 beetles by hand.", "Text classification with BERT.", "classification"),
    ("Ferryman", "Swift crossings in rough weather.", "Wrote the app in Swift and Kotlin.", "swift"),
    ("Insurance clerk", "Paid agents and brokers monthly.", "Agents built with LangGraph and Claude.", "ai_agents"),
]


@pytest.mark.parametrize(("title", "plain", "real", "skill"), PAIRS)
def test_a_trades_own_word_is_no_skill_and_beside_tools_it_is(title: str, plain: str, real: str, skill: str) -> None:
    assert skill not in held(TRADE.format(title=title, line=plain))
    assert skill in held(TECHNICAL.format(line=real))


@pytest.mark.parametrize(
    "line", ["Kept the stock list in QGIS.", "Wrote a Python script for the rota.", "Logged the meters to InfluxDB."]
)
def test_a_tool_used_in_another_trade_is_held(line: str) -> None:
    before = held(TRADE.format(title="Gardener", line="Swept the yard."))
    assert held(TRADE.format(title="Gardener", line=line)) - before


@pytest.mark.parametrize("name", ["Python", "PyTorch", "Kubernetes", "Java", "Docker", "SQL", "Spark", "Rust", "React"])
def test_a_listed_tool_is_never_doubted(name: str) -> None:
    assert held(f"Odalys Brandtner\n\nSKILLS\n{name}, Linux, Terraform\n")


def test_what_no_fit_has_seen_is_silent() -> None:
    shipped = model.shipped()
    assert shipped.doubt(["never:seen"]) == shipped.doubt([])
    assert 0.0 <= shipped.doubt([]) < model.OPEN


def test_soft_skills_are_never_doubted() -> None:
    least = model.least_doubt
    assert least("any", "soft", is_technical=False) >= 1.0
    assert least("any", "tool", is_technical=False) > least("context", "tool", is_technical=False)
    assert least("context", "tool", is_technical=True) > least("any", "tool", is_technical=False)
