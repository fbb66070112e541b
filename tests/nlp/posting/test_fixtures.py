"""The labelled fixtures agree with themselves; a wrong label would make every other test of the reader lie."""

import collections
import itertools
import json
from pathlib import Path
from typing import Any, get_args

import pytest

from warehouse import models

FIXTURES = Path(__file__).parents[2] / "fixtures" / "nlp"
LANES = ("research", "platform", "mlops", "ai_application")
POSTING_FIELDS = {
    "id",
    "title",
    "company",
    "location",
    "text",
    "relevant",
    "lanes",
    "primary_lane",
    "seniority",
    "min_years",
    "degree",
    "degree_need",
    "remote",
    "employment_type",
    "pay",
    "language",
    "skills",
    "or_groups",
}
PERIODS = get_args(models.Period)


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FIXTURES / name).read_text(encoding="utf-8").splitlines()]


def assert_pay(pay: dict[str, Any]) -> None:
    assert set(pay) == {"min", "max", "currency", "period"}
    assert pay["period"] in PERIODS
    assert len(pay["currency"]) == 3
    assert pay["currency"].isupper()
    ends = [end for end in (pay["min"], pay["max"]) if end is not None]
    assert ends
    assert ends == sorted(ends)


AMBIGUITY = rows("ambiguity.jsonl")
POSTINGS = rows("postings.jsonl")
PAY = rows("pay_traps.jsonl")


def test_each_ambiguous_name_has_enough_texts_of_both_senses() -> None:
    senses: dict[str, collections.Counter[bool]] = collections.defaultdict(collections.Counter)
    for row in AMBIGUITY:
        senses[row["name"]][row["skill"]] += 1
    assert len(senses) >= 64
    for name, count in senses.items():
        assert count.total() >= 8, name
        assert min(count[True], count[False]) >= 3, name


def test_ambiguous_surfaces_stand_where_the_label_says() -> None:
    for row in AMBIGUITY:
        assert set(row) == {"name", "skill", "text", "surface", "start"}
        assert row["text"][row["start"] :].startswith(row["surface"]), row
    assert len({(row["text"], row["start"]) for row in AMBIGUITY}) == len(AMBIGUITY)


def test_the_postings_cover_every_lane_and_the_near_misses() -> None:
    assert len(POSTINGS) >= 44
    assert len({p["id"] for p in POSTINGS}) == len(POSTINGS)
    lanes = collections.Counter(p["primary_lane"] for p in POSTINGS if p["language"] == "en")
    assert lanes["none"] >= 10
    assert all(lanes[lane] >= 7 for lane in LANES)
    assert {p["language"] for p in POSTINGS} > {"en"}


@pytest.mark.parametrize("posting", POSTINGS, ids=lambda p: p["id"])
def test_a_posting_is_labelled_by_the_guidelines(posting: dict[str, Any]) -> None:
    assert set(posting) == POSTING_FIELDS
    assert 145 <= len(posting["text"].split()) <= 460

    shares = posting["lanes"]
    assert tuple(shares) == LANES
    if posting["relevant"]:
        assert sum(shares.values()) == pytest.approx(1)
        assert shares[posting["primary_lane"]] == max(shares.values())
    else:
        assert not any(shares.values())
        assert posting["primary_lane"] == "none"

    assert posting["seniority"] in (None, *get_args(models.Seniority))
    assert posting["degree"] in (None, *get_args(models.Degree))
    assert posting["degree_need"] in (None, *get_args(models.DegreeNeed))
    assert (posting["degree"] is None) == (posting["degree_need"] is None)
    assert posting["remote"] in (None, *get_args(models.Workplace))
    assert posting["employment_type"] in (None, *get_args(models.EmploymentType))
    if posting["pay"]:
        assert_pay(posting["pay"])

    surfaces = [s["text"] for s in posting["skills"]]
    assert len({s.casefold() for s in surfaces}) == len(surfaces)
    assert bool(surfaces) == (posting["language"] == "en")
    for skill in posting["skills"]:
        assert set(skill) == {"text", "kind", "need"}
        assert skill["text"] == skill["text"].strip()
        assert skill["text"] in posting["text"]
        assert skill["kind"] in get_args(models.SkillKind)
        assert skill["need"] in ("required", "preferred", "context")
    for group in posting["or_groups"]:
        assert len(set(group)) == len(group) >= 2
        assert set(group) <= set(surfaces)
    for one, other in itertools.combinations(posting["or_groups"], 2):
        assert set(one) != set(other)


def test_most_of_the_pay_phrases_are_traps() -> None:
    assert sum(row["pay"] is None for row in PAY) >= 60
    assert sum(row["pay"] is not None for row in PAY) >= 10
    assert len({row["text"] for row in PAY}) == len(PAY) >= 70
    for row in PAY:
        assert set(row) == {"text", "pay"}
        if row["pay"] is not None:
            assert_pay(row["pay"])
