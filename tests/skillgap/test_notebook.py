"""docs/market.ipynb runs from an exported file, and its charts show what the dashboard shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.demand.shares import lane_overview, skill_demand
from analysis.market.market import FRAMES, build
from tests.analysis.builders import spread
from tests.dashboard.market import JOBS, publish
from tests.skillgap.conftest import Ended
from warehouse.generations.reader import open_generation

NOTEBOOK = Path(__file__).parents[2] / "docs" / "market.ipynb"
FRESH = [
    *spread(30, "python kubernetes", employers=30, is_new=True, first_seen_at=pd.Timestamp("2026-01-10")),
    *spread(10, "python docker", employers=10, is_new=True, first_seen_at=pd.Timestamp("2026-01-20")),
    *spread(20, "python docker", employers=20, is_new=True, first_seen_at=pd.Timestamp("2026-02-10")),
]


@pytest.fixture
def ran(tmp_path: Path, run: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the notebook's cells leave behind, and the market that they were asked of."""
    publish(tmp_path / "data", [*JOBS, *FRESH])
    ended = run("export", "--duckdb", tmp_path / "market.duckdb", "--data", tmp_path / "data")
    assert ended.code == 0, ended.err
    monkeypatch.chdir(tmp_path)
    left: dict[str, Any] = {}
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
        assert cell["cell_type"] == "markdown" or cell["outputs"] == []
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), left)
    opened = open_generation(tmp_path / "data")
    return left | {"asked_of": build({name: opened.frame(name) for name in FRAMES}, opened.manifest)}


def test_three_charts_show_what_the_dashboard_shows(ran: dict[str, Any]) -> None:
    charts = [ran[name].to_dict() for name in ("lanes_chart", "asked_chart", "months_chart")]
    assert [chart["mark"]["type"] for chart in charts] == ["bar", "bar", "line"]
    shown = {lane.lane: lane.share.share for lane in lane_overview(ran["asked_of"])}
    assert ran["lanes"].set_index("lane")["share"].to_dict() == pytest.approx(shown, abs=1e-5)
    asked = {skill.skill: skill.asked.share for skill in skill_demand(ran["asked_of"], "platform")}
    assert len(ran["asked"]) > 3
    for row in ran["asked"].itertuples():
        assert row.share == pytest.approx(asked[row.skill_id], abs=1e-5)
    assert ran["months"]["jobs"].tolist() == [40, 20]
    assert ran["months"]["share"].tolist() == [0.75, 0]
