"""Pairs say the same as looking at each requisition's units one by one, whatever is allowed."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from analysis.market.columns import numbered, positions
from analysis.market.pairs import _among, _distinct, pairs_of, with_itself
from tests.analysis.builders import market_of, random_jobs

SKILLS = ["python", "docker", "aws", "pytorch", "jax", "rag"]


@pytest.mark.parametrize("seed", range(6))
def test_a_pair_is_a_requisition_and_a_skill_that_it_asks_for_by_name_or_along_with_it(seed):
    market = market_of(random_jobs(seed, 30, 9, SKILLS))
    draw = np.random.default_rng(seed)
    brings = sparse.csr_array((draw.random((len(market.skills),) * 2) < 0.2).astype(np.float64))
    allowed = draw.random(len(market.skills)) < 0.7
    units = market.asks.required
    found = pairs_of(market, units, brings, allowed)
    assert pairs_of(market, units, brings, allowed) is found
    own, along = set(), set()
    for unit, row in enumerate(units.row):
        members = set(units.entry_skill[units.entry_unit == unit].tolist())
        for skill in np.flatnonzero(allowed).tolist():
            if skill in members:
                own.add((int(row), skill, unit))
            elif members & set(np.flatnonzero(with_itself(market, brings)[[skill]].toarray()[0]).tolist()):
                along.add((int(row), skill, unit))
    pair = list(zip(found.row.tolist(), found.skill.tolist(), strict=True))
    assert pair == sorted({(row, skill) for row, skill, _ in own | along})
    for said, at, of_unit in ((own, found.own, found.own_unit), (along, found.along, found.along_unit)):
        assert {(*pair[k], int(unit)) for k, unit in zip(at, of_unit, strict=True)} == said


def test_words_are_numbered_by_parts_as_at_once(monkeypatch):
    words = pd.Series([f"word{n % 7}" for n in range(50)])
    whole = numbered(words), positions(pd.Index(["word3", "word5"]), words)
    monkeypatch.setattr("analysis.market.columns._ROWS_AT_ONCE", 8)
    parts = numbered(words), positions(pd.Index(["word3", "word5"]), words)
    for one, other in itertools.chain([(whole[1], parts[1])], zip(whole[0], parts[0], strict=True)):
        np.testing.assert_array_equal(one, other)


@given(st.lists(st.integers(0, 9)), st.lists(st.integers(0, 9)))
def test_sorting_says_what_numpy_says(values, others):
    some, ascending = np.array(values, dtype=np.int64), np.unique(np.array(others, dtype=np.int64))
    np.testing.assert_array_equal(_distinct(some), np.unique(some))
    np.testing.assert_array_equal(_among(some, ascending), np.isin(some, ascending))
