"""Reducing a generation: facts stay, keys lead nowhere, clusters stay whole, and nothing slips through unnamed."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from tests.analysis.builders import job
from tests.dashboard.market import publish
from warehouse.generations.frames import TEXT_FRAME, frames, to_table
from warehouse.generations.reader import open_generation
from warehouse.linking.names import employer_key
from warehouse.reference.kept import kept, reduce

JOB = {"employer": "Tern & Tansy GmbH", "title": "A title nobody may read", "url": "https://jobs.example/1"}
JOBS = [
    job("python pytorch|jax", **JOB, first_seen_at=pd.Timestamp("2026-02-17 09:30")),
    job("python", **JOB | {"employer": "tern and tansy"}, first_seen_at=pd.Timestamp("2026-03-02")),
    job("python rag", **JOB | {"employer": "Prairie Grocers"}, first_seen_at=pd.Timestamp("2026-03-31")),
    job("python rag", **JOB | {"employer": None}, first_seen_at=pd.Timestamp("2026-03-31")),
    job("python", **JOB, exclusion="not_relevant"),
]


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    publish(data, JOBS)
    generation = open_generation(data)
    return {name: generation.frame(name) for name in frames() if name != TEXT_FRAME}


def reduced(given, seed=1, kinds=None):
    return reduce(given, kinds or {}, employer_key, random.Random(seed))


def test_only_the_market_is_kept_and_every_frame_can_be_written(given) -> None:
    found = reduced(given)
    assert len(found["requisition"]) == 4
    for name, frame in found.items():
        to_table(name, frame)
    assert set(found["requisition_skill"]["requisition_id"]) == set(found["requisition"]["requisition_id"])
    assert found["mention"].empty and found["posting"].empty and found["board_run"].empty


def test_no_word_of_an_advert_is_left(given) -> None:
    left = " ".join(frame.to_csv() for name, frame in reduced(given).items() if name not in {"skill", "lane"})
    for word in ("title nobody", "jobs.example", "Tansy", "tansy", "Prairie"):
        assert word not in left, word


def test_one_employer_has_one_key_however_it_is_written(given) -> None:
    employers = reduced(given)["requisition"].sort_values("first_seen_at")["employer"]
    assert employers.nunique() == 2 and employers.isna().sum() == 1
    assert sorted(employers.value_counts()) == [1, 2]


def test_keys_are_dealt_out_by_chance(given) -> None:
    dealt = {tuple(reduced(given, seed)["requisition"]["employer"].fillna("")) for seed in range(20)}
    assert len(dealt) > 1


def test_months_stand_for_days(given) -> None:
    seen = reduced(given)["requisition"]["first_seen_at"]
    assert sorted(seen) == [pd.Timestamp("2026-02-01"), *[pd.Timestamp("2026-03-01")] * 3]


def test_the_kind_of_source_stands_for_the_board(given) -> None:
    board = given["requisition"]["board"].iloc[0]
    assert set(reduced(given, kinds={board: "ats"})["requisition"]["source"]) == {"ats"}


def test_what_is_kept_is_there() -> None:
    for name, rule in kept().items():
        assert rule.columns <= {column.name for column in frames()[name].columns}, name


def test_a_column_or_frame_that_nobody_named_stays_out(given) -> None:
    for name, frame in reduced(given).items():
        rule = kept().get(name)
        for column in frame:
            if rule is None or column not in rule.columns:
                assert frame[column].isna().all(), f"{name}.{column}"
