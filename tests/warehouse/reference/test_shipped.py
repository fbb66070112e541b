"""The market that ships: whole, small, of today's shape, and without a word of anyone's advert."""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest

from bench.reference import CARD, MOST_BYTES
from dashboard.words import banner_of
from nlp.lanes.roles import lanes, roles
from nlp.places import parser
from nlp.taxonomy.loader import load
from warehouse.generations.frames import TEXT_FRAME, frames
from warehouse.generations.reader import Generation, open_generation
from warehouse.models import Basis, Degree, DegreeNeed, EmploymentType, Need, Period, PlaceRegion, Seniority, Workplace
from warehouse.reference.kept import kept
from warehouse.reference.shipped import REFERENCE, is_published, market_folder

LATER = "`python -m bench.reference` (docs/reference-market.md) makes it anew, `--again` gives it today's columns"
CODE = r"[A-Z]{2}"
REGIONS = "|".join(row["scope"] for row in csv.DictReader((Path(parser.__file__).parent / "regions.csv").open()))
VOCABULARIES = {
    "region": {*get_args(PlaceRegion), "several"},
    "workplace": set(get_args(Workplace)),
    "employment_type": set(get_args(EmploymentType)),
    "seniority": set(get_args(Seniority)),
    "degree": set(get_args(Degree)),
    "degree_preferred": set(get_args(Degree)),
    "degree_need": set(get_args(DegreeNeed)),
    "need": set(get_args(Need)),
    "pay_period": set(get_args(Period)),
    "pay_basis": set(get_args(Basis)),
    "basis": set(get_args(Basis)),
    "source": {"ats", "aggregator", "hackernews"},
    "language": {"en"},
    "primary_lane": {lane.id for lane in lanes()} | {"none"},
    "lane": {lane.id for lane in lanes()},
    "role": {role.name for role in roles()},
}
ANY_DEGREE = "|".join(get_args(Degree))
PATTERNS = {
    "degrees_named": rf"(({ANY_DEGREE})(, ({ANY_DEGREE}))*)?",
    "requisition_id": r"job-\d{4}",
    "posting_id": r"job-\d{4}",
    "employer": r"employer-\d{4}",
    "country": CODE,
    "state": r"[A-Z]{2,3}",
    "pay_currency": r"[A-Z]{3}",
    "remote_scope": rf"{CODE}(-[A-Z]{{2,3}})?|unstated|{REGIONS}",
    "skill_id": r"[a-z0-9_]+",
    "speciality": r"[a-z0-9_]+",
    "cluster_id": r"[a-z0-9]+",
}
OUR_OWN = ("skill", "skill_edge", "lane", "speciality")
"""Frames that hold the project's own words, as its taxonomy and lanes say them."""


@pytest.fixture(scope="module")
def shipped() -> Generation:
    return open_generation(REFERENCE)


def test_it_opens_and_is_of_todays_shape(shipped: Generation) -> None:
    for name, frame in frames().items():
        if name != TEXT_FRAME:
            assert list(shipped.frame(name)) == [column.name for column in frame.columns], f"{name}: {LATER}"
    assert shipped.kind == "reference"
    assert tomllib.loads((REFERENCE / "market.toml").read_text(encoding="utf-8")) == {"kind": "reference"}


def test_it_may_travel_with_the_program() -> None:
    assert sum(path.stat().st_size for path in REFERENCE.rglob("*") if path.is_file()) <= MOST_BYTES


def test_every_text_of_it_is_a_word_of_ours_or_a_key(shipped: Generation) -> None:
    """No title, no text, no address, no name: a value is of a closed vocabulary, or a key that was dealt out."""
    for name, frame in frames().items():
        if name in {*OUR_OWN, TEXT_FRAME}:
            continue
        read = shipped.frame(name)
        for column in frame.columns:
            values = set(read[column.name].dropna().unique()) if column.type == "string" else set()
            if column.name in VOCABULARIES:
                assert values <= VOCABULARIES[column.name], f"{name}.{column.name}"
            else:
                fits = re.compile(PATTERNS.get(column.name, "(?!)"))
                assert all(fits.fullmatch(value) for value in values), f"{name}.{column.name}"
    assert not shipped.manifest["texts"] and not shipped.manifest["created_from"]


def test_its_own_words_are_the_projects(shipped: Generation) -> None:
    known = load().skills
    there = shipped.frame("skill").set_index("skill_id")
    same = there.index.isin(list(known))
    assert same.mean() > 0.9, LATER
    assert {str(name) for name in there["name"][same]} & {known[skill].name for skill in there.index[same]}
    asked = shipped.frame("requisition_skill")["skill_id"]
    assert asked.isin(there.index).all()


def test_what_is_not_kept_is_empty(shipped: Generation) -> None:
    for name, frame in frames().items():
        if name == TEXT_FRAME:
            continue
        read, rule = shipped.frame(name), kept().get(name)
        assert len(read) == 0 or rule is not None, name
        for column in frame.columns:
            if rule is not None and column.name not in rule.columns:
                assert read[column.name].isna().all(), f"{name}.{column.name}"


def test_times_are_months_and_the_manifest_says_which(shipped: Generation) -> None:
    seen = shipped.frame("requisition")["first_seen_at"]
    assert (seen.dt.day == 1).all() and (seen == seen.dt.normalize()).all()
    assert shipped.manifest["months"] == [f"{seen.min():%Y-%m}", f"{seen.max():%Y-%m}"]
    assert pd.Timestamp(shipped.manifest["as_of"]) >= seen.max()


def test_employers_stay_clusters_and_the_counts_are_true(shipped: Generation) -> None:
    requisition, counts = shipped.frame("requisition"), shipped.manifest["counts"]
    assert counts["in_market"] == len(requisition) and counts["employers"] == requisition["employer"].nunique()
    assert requisition["requisition_id"].is_unique
    assert len(requisition) > 1.2 * requisition["employer"].nunique()
    for name in ("requisition_skill", "requisition_lane", "requisition_place", "requisition_speciality"):
        assert shipped.frame(name)["requisition_id"].isin(requisition["requisition_id"]).all()


def test_its_card_says_what_it_is(shipped: Generation) -> None:
    assert banner_of(shipped.manifest) in CARD.read_text(encoding="utf-8"), LATER


def test_ones_own_market_comes_first_and_the_example_only_by_name(tmp_path) -> None:
    assert market_folder(tmp_path) == market_folder(tmp_path, "reference") == REFERENCE
    for folder in (tmp_path / "demo", tmp_path):
        (folder / "generations").mkdir(parents=True)
        (folder / "generations" / "CURRENT").write_text("1\n", encoding="ascii")
        assert is_published(folder)
        assert market_folder(tmp_path) == (tmp_path if folder == tmp_path else REFERENCE)
    assert market_folder(tmp_path, "reference") == REFERENCE
    assert market_folder(tmp_path, "example") == tmp_path / "demo"
