"""`pay` at the door, asked of the reference market: what is paid more, with its sample, and what it does not say."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.skillgap.conftest import Ended


def test_a_skill_is_told_with_its_interval_its_sample_and_whether_it_is_chance(
    tmp_path: Path, run: Callable[..., Ended]
) -> None:
    ended = run("pay", "--market", "reference", "--skill", "kubernetes", "--data", tmp_path)
    assert ended.code == 0, ended.err
    assert "Kubernetes" in ended.out and "ranges of" in ended.out
    assert "beyond chance" in ended.out or "may be chance" in ended.out
    assert "not what learning it pays" in ended.err


def test_as_json_each_currency_has_its_premiums_or_the_floor_that_it_misses(
    tmp_path: Path, run: Callable[..., Ended]
) -> None:
    found = json.loads(run("pay", "--market", "reference", "--json", "--data", tmp_path).out)
    assert {one["currency"] for one in found} > {"USD"}
    for one in found:
        assert bool(one["skills"]) == (one["reason"] is None)
        assert one["reason"] is not None or (one["ranges"] >= 60 and one["employers"] >= 30)
        assert all(each["low"] <= each["premium"] <= each["high"] for each in one["skills"])


def test_an_unknown_skill_and_an_unknown_lane_are_one_sentence(tmp_path: Path, run: Callable[..., Ended]) -> None:
    for given in (("--skill", "zorblatting"), ("--lane", "nowhere")):
        ended = run("pay", "--market", "reference", *given, "--data", tmp_path)
        assert (ended.code, ended.err.count("Traceback")) == (2, 0)
