"""While the server starts it makes ready what the first resume asks for, and no visitor's page waits for that."""

from __future__ import annotations

import logging
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from analysis.market.intervals import sample_floor_missed
from dashboard import here, warming
from dashboard.parts.resume_state import SAMPLE
from tests.dashboard.market import publish
from warehouse.models import BrokenDataError


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    publish(tmp_path)
    monkeypatch.setenv("SKILLGAP_DATA", str(tmp_path))
    st.cache_resource.clear()
    return tmp_path


def test_the_market_the_reader_and_what_reports_ask_are_there_afterwards(data: Path) -> None:
    warming.make_ready(lambda: None)
    market = here.newest().market
    told = [lane for lane in market.lanes if sample_floor_missed(market.sample(lane)) is None]
    assert len(told) > 1 and all(("people", lane) in market._answers for lane in told)
    assert ("dashboard", "answers") in market._answers and ("lane_overview",) in market._answers
    before = set(market._answers._made)
    assert here.resume_reader(here.skills_overlay()).read(SAMPLE.read_text(encoding="utf-8")).skills
    warming.make_ready(lambda: None)
    assert here.newest().market is market and set(market._answers._made) == before


def test_a_market_that_cannot_be_read_is_left_to_the_pages(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> here.Here:
        raise BrokenDataError("The market is damaged.")

    monkeypatch.setattr(warming, "newest", broken)
    warming.make_ready(lambda: None)


@pytest.mark.parametrize("visits", [0, 1, 3])
def test_it_waits_while_a_page_is_drawn(visits: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warming, "_WAITS", 0.2 if not visits else 30.0)
    monkeypatch.setattr(warming, "_QUIET", 0.3)
    pages, done = warming.Pages(), threading.Event()
    with ExitStack() as drawn:
        for _ in range(visits):
            drawn.enter_context(pages.drawing())
        threading.Thread(target=lambda: (pages.wait(), done.set()), daemon=True).start()
        assert not visits or not done.wait(0.5)
    assert done.wait(20)


def test_a_page_that_fails_is_drawn_no_longer() -> None:
    pages = warming.Pages()
    with pytest.raises(ZeroDivisionError), pages.drawing():
        raise ZeroDivisionError
    assert pages.running == 0


def test_it_begins_beside_its_caller_and_says_nothing_of_a_session(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done = threading.Event()

    def told(_: Any) -> None:
        logging.getLogger(warming._MISSES_A_SESSION).warning("missing ScriptRunContext!")
        done.set()

    monkeypatch.setattr(warming, "make_ready", told)
    warming.begin()
    assert done.wait(20) and "ScriptRunContext" not in caplog.text
