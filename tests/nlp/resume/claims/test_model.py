"""The model of claims: it hears what surrounds a name and never the name itself, and it claims by cost."""

from __future__ import annotations

import json

import pytest

from nlp.resume.claims.model import CLAIMED, HELD, KEPT, LABELS, WEIGHTS, features, label_of, shipped
from nlp.resume.claims.surroundings import Surroundings
from nlp.resume.headings import flat

LINES = [
    "Built {} jobs for a ferry line; the {} cluster belongs to another office.",
    "Learning now: {}, {} (evening class)",
    "Neither {} nor {} has ever been on my desk.",
]


def seen(line: str, *names: str) -> list[list[str]]:
    text = line.format(*names)
    at, spans = 0, []
    for name in names:
        start = text.index(name, at)
        at = start + len(name)
        spans.append((start, at))
    around = Surroundings(flat(text), spans)
    return [features(around, span, text[slice(*span)], "experience", "nothing") for span in spans]


@pytest.mark.parametrize("line", LINES)
def test_a_name_itself_is_not_heard(line: str) -> None:
    assert seen(line, "Kafka", "Airflow") == seen(line, "Flink", "Trino")


def test_each_feature_is_seen_once_and_most_are_known() -> None:
    for found in seen(LINES[0], "Kafka", "Airflow"):
        assert len(found) == len(set(found))
        assert sum(feature in shipped().rows for feature in found) > len(found) / 3


def test_shares_are_probabilities_whatever_is_seen() -> None:
    for found in ([], ["no such feature"], seen(LINES[1], "Kafka", "Airflow")[0]):
        shares = shipped().shares(found)
        assert set(shares) == set(LABELS)
        assert sum(shares.values()) == pytest.approx(1)


def test_what_the_rules_claim_is_dropped_late_and_what_they_do_not_is_claimed_late() -> None:
    def shares(held: float) -> dict[str, float]:
        return dict.fromkeys(LABELS, 0.0) | {"held": held, "denied": 1 - held}

    assert label_of(shares(KEPT + 0.01), is_ruled_held=True) in HELD
    assert label_of(shares(KEPT - 0.01), is_ruled_held=True) == "denied"
    assert label_of(shares(CLAIMED - 0.01), is_ruled_held=False) == "denied"
    assert label_of(shares(CLAIMED + 0.01), is_ruled_held=False) in HELD


def test_a_list_is_heard_as_one_by_each_of_its_names() -> None:
    first, second = (set(found) for found in seen("I have never touched {} or {}.", "Kafka", "Airflow"))
    assert {"LL1:touch", "LL2:%negation"} <= first & second


def test_weights_are_whole_hundredths_of_known_labels() -> None:
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert tuple(data["labels"]) == LABELS
    assert all(len(row) == len(LABELS) and all(isinstance(w, int) for w in row) for row in data["features"].values())
    assert WEIGHTS.stat().st_size < 1_000_000
