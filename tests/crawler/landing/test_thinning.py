"""Old runs lose the sources' objects and nothing else, and a kill in between leaves a run that is whole."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path

import pytest

from crawler.landing.runs import OpenRun, read_run, sha256_of
from crawler.landing.thinning import thin, thinnable
from warehouse.models import BoardRun, LandingRow, Posting, Run

START = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)


def land(landing: Path, day: int) -> Path:
    """A run of one board with two postings, so many days after the first."""
    at = START + dt.timedelta(days=day)
    run = OpenRun(landing, Run(f"{at:%Y%m%dT%H%M%SZ}-crawl", "crawl", at, at, at, "example", (), ()))
    rows = [
        LandingRow("lever", "quillmoor", at, Posting("lever", "quillmoor", str(n), "ML Engineer", "Täglich"), {"n": n})
        for n in range(2)
    ]
    run.land(BoardRun("lever", "quillmoor", "Quillmoor", "complete", postings=2), rows)
    run.seal(at)
    return run.folder


def rows(folder: Path) -> list[dict[str, object]]:
    (file,) = read_run(folder).files
    assert sha256_of(folder / file.name) == file.sha256
    lines = gzip.decompress((folder / file.name).read_bytes()).splitlines()
    assert len(lines) == file.rows
    return [json.loads(line) for line in lines]


def test_old_runs_keep_postings_and_say_why_they_changed(tmp_path: Path) -> None:
    old, young = land(tmp_path, 0), land(tmp_path, 100)
    before = rows(old), rows(young)
    limit = START + dt.timedelta(days=50)
    assert thinnable(tmp_path, limit) == [old]
    done = thin(tmp_path, limit, NOW)
    assert done.runs == 1
    assert rows(old) == [{**row, "raw": None} for row in before[0]]
    assert rows(young) == before[1]
    (amendment,) = read_run(old).amendments
    assert (amendment.amended_at, amendment.reason, amendment.removed) == (NOW, "thin", 0)
    assert sorted(path.name for path in old.iterdir()) == ["lever.1.jsonl.gz", "run.json"]
    assert thinnable(tmp_path, limit) == [] and thin(tmp_path, limit, NOW).runs == 0


@pytest.mark.parametrize("step", ["write_run", "sweep_unnamed", "read_run"])
def test_a_kill_in_between_leaves_a_whole_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    folder = land(tmp_path, 0)
    with monkeypatch.context() as patch:

        def killed(*_: object) -> None:
            raise KeyboardInterrupt

        patch.setattr(f"crawler.landing.thinning.{step}", killed)
        with pytest.raises(KeyboardInterrupt):
            thin(tmp_path, NOW, NOW)
    assert len(rows(folder)) == 2
    thin(tmp_path, NOW, NOW)
    assert [row["raw"] for row in rows(folder)] == [None, None]
