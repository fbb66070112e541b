"""Reading keeps its figures on the project's own labelled postings: a floor on each."""

import json
from pathlib import Path

import pytest

from bench.reading import read_all
from bench.support.scoring import figures, score

POSTINGS = Path(__file__).parents[2] / "fixtures" / "nlp" / "postings.jsonl"

# A little below what is measured, so that only a real loss fails.
FLOORS = {
    "precision": 0.82,
    "recall": 0.92,
    "f1": 0.87,
    "need": 0.90,
    "or_pairs": 0.85,
    "lane": 0.85,
    "lane_macro_f1": 0.85,
    "relevant": 0.88,
    "seniority": 0.92,
    "min_years": 0.90,
    "degree": 0.82,
    "degree_need": 0.82,
    "remote": 0.84,
}
MOST_SQUARED_ERROR = 0.15


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    lines = POSTINGS.read_text(encoding="utf-8").splitlines()
    return figures(score(read_all(json.loads(line) for line in lines)))


@pytest.mark.parametrize("name", FLOORS)
def test_a_figure_stays_above_its_floor(measured: dict[str, float], name: str) -> None:
    assert measured[name] >= FLOORS[name], measured


def test_lane_shares_stay_near_the_labelled_ones(measured: dict[str, float]) -> None:
    assert measured["lane_brier"] <= MOST_SQUARED_ERROR
