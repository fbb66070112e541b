"""`make bench`: the gap against 100,000 synthetic requisitions (aim 0.3 s CPU after start), and a cold `skillgap gap`.

    python -m bench.gap [--requisitions N]

The synthetic market is of no use but for its size: 5,000 employers, a dozen skills a requisition, the shipped taxonomy.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from analysis.gap.report import gap, warm
from analysis.market.market import build
from nlp.lanes.roles import lanes
from nlp.taxonomy.loader import load
from skillgap.commands.build import build as publish
from skillgap.demo import SAMPLE_RESUMES, crawl_example
from skillgap.settings import Settings
from warehouse.models import ResumeReading, ResumeSkill

Result = TypeVar("Result")
AIM_WARM, AIM_COLD = 0.3, 3.0
EMPLOYERS, MENTIONS, ROUNDS = 5_000, 12, 7
SEED = 20260301


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--requisitions", type=int, default=100_000)
    given = parser.parse_args()
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    frames = synthetic(given.requisitions)
    market, spent = cpu(lambda: build(frames, {"generation": 1, "as_of": "2026-03-01T00:00:00+00:00"}))
    print(f"start: market of {market.n:,} requisitions built in {spent:.2f} s CPU", flush=True)
    _, spent = cpu(lambda: warm(market))
    print(f"start: what no resume changes computed in {spent:.2f} s CPU", flush=True)
    times = [cpu(lambda k=k: gap(market, person(market.skills, k), texts=_any_text))[1] for k in range(ROUNDS)]
    print(f"gap: median {statistics.median(times):.3f} s CPU, worst {max(times):.3f} (aim {AIM_WARM})")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB", flush=True)
    _cold()


def cpu(work: Callable[[], Result]) -> tuple[Result, float]:
    """What a piece of work gives, and its CPU seconds."""
    before = time.process_time()
    return work(), time.process_time() - before


def synthetic(count: int) -> dict[str, pd.DataFrame]:
    """The frames of a market of `count` requisitions."""
    draw = np.random.default_rng(SEED)
    skills = list(load().skills.values())
    names = np.array([s.id for s in skills])
    popular = 1 / np.arange(1, len(names) + 1)
    size = draw.poisson(MENTIONS, count) + 1
    row = np.repeat(np.arange(count), size)
    skill = draw.choice(len(names), len(row), p=popular / popular.sum())
    pair = np.unique(np.column_stack([row, skill]), axis=0)
    row, skill = pair[:, 0], pair[:, 1]
    weight = np.exp(draw.normal(0, 1, EMPLOYERS))
    lane_ids = np.array([lane.id for lane in lanes()])
    lane = draw.choice(lane_ids, count)
    ids = np.array([f"lever/b/{k:06d}" for k in range(count)])
    start = pd.Timestamp("2026-01-01")
    requisition = pd.DataFrame(
        {
            "requisition_id": ids,
            "posting_id": ids,
            "source": "lever",
            "board": "b",
            "employer": [f"employer{k:04d}" for k in draw.choice(EMPLOYERS, count, p=weight / weight.sum())],
            "title": "Engineer",
            "seniority": draw.choice(["junior", "mid", "senior"], count),
            "min_years": draw.integers(0, 9, count),
            "primary_lane": lane,
            "first_seen_at": start + pd.to_timedelta(draw.integers(0, 50, count), unit="D"),
            "is_open": True,
            "exclusion": None,
        }
    )
    need = draw.choice(["required", "preferred", "context"], len(row), p=[0.6, 0.2, 0.2])
    asked = pd.DataFrame({"requisition_id": ids[row], "skill_id": names[skill], "need": need})
    asked["unit_id"] = np.arange(len(asked)) // draw.choice([1, 1, 1, 2], len(asked))
    places = np.zeros(len(asked), dtype=np.int64)
    return {
        "requisition": requisition,
        "requisition_skill": asked,
        "requisition_lane": pd.DataFrame({"requisition_id": ids, "lane": lane, "probability": 1.0}),
        "mention": asked.assign(surface=names[skill], start=places, end=places + 1, section="requirements"),
        "lane": pd.DataFrame({"lane": lane_ids, "name": lane_ids, "definition": ""}),
        "skill": pd.DataFrame(
            {
                "skill_id": names,
                "name": [s.name for s in skills],
                "kind": [s.kind for s in skills],
                "family": [s.family for s in skills],
            }
        ),
    }


def person(skills: tuple[str, ...], seed: int) -> ResumeReading:
    """A resume of thirty skills."""
    held = np.random.default_rng(seed).choice(len(skills), 30, replace=False)
    shown = tuple(ResumeSkill(skills[k], skills[k], skills[k], "used", f"Worked with {skills[k]}.") for k in held)
    return ResumeReading(text="", skills=shown, years=4.0, seniority="mid", degree=None, parse_confidence=1.0)


def _any_text(names: Collection[str]) -> dict[str, str]:
    """A text for whatever is asked."""
    return {name: f"An advert. {name} asks for much. " * 100 for name in names}


def _cold() -> None:
    """A new process on the example market, thrice."""
    with tempfile.TemporaryDirectory() as folder:
        place = Settings(Path(folder))
        crawl_example(place, lambda _: None)
        publish(place)
        command = [
            sys.executable,
            "-m",
            "skillgap",
            "gap",
            str(sorted(SAMPLE_RESUMES.glob("*.md"))[0]),
            "--data",
            folder,
        ]
        walls, spent = [], []
        for _ in range(3):
            before, wall = _children(), time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            walls.append(time.perf_counter() - wall)
            spent.append(_children() - before)
    print(f"cold `skillgap gap`: {min(spent):.2f} s CPU, {min(walls):.2f} s wall at best (aim {AIM_COLD})")


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
