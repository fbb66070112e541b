"""`make bench-scale`: every stage from landing files to a page, at growing numbers of postings, beside its peers.

    python -m bench.scale [--sizes 1000 10000 100000] [--keep DIR [--stages link …]]

Each stage and each peer is a process of its own, so that the peak of its memory is its own. CPU seconds are those of
the work alone: what is imported before it does not count, but for `gap` and `page`, where a person waits for that too.
Readings are made ones (bench/support/made_postings.py), so that storing is measured without reading. `slope` is that of
CPU seconds between the two largest sizes, both in logarithms: 1 is twice the work for twice the postings.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

SIZES = (1_000, 10_000, 100_000)
STEEPEST = 1.1
STAGES = (
    "land", "load", "load: DuckDB read_json", "load: DuckDB hash and merge", "load: DuckDB executemany",
    "land a week later", "load a week later", "link", "link again", "store readings", "carry over",
    "lanes and clusters", "clusters alone", "publish", "publish again", "python -c pass", "gap", "page",
)  # fmt: skip
"""In this order: each finds what those before it left. A stage's peers are named after it."""
RESUME = Path("crawler/sample/resumes/backend_to_ml_platform.md")
COMMANDS: Mapping[str, Sequence[str]] = {
    "python -c pass": ("-c", "pass"),
    "gap": ("-m", "skillgap", "gap", str(RESUME), "--data", "DATA"),
}
"""Whole processes, started from this small one: a child's peak is never less than its parent's."""
SLOW = {"load: DuckDB executemany": 10_000}
"""What is run at most at so many postings."""
AIMS: Mapping[tuple[str, int], str] = {
    ("load", 100_000): "≤ 7.5 s, half of merge's rate",
    ("lanes and clusters", 10_000): "≤ 12 s",
    ("lanes and clusters", 100_000): "≤ 60 s",
    ("publish", 100_000): "≤ 1,000 MB",
    ("gap", 1_000): "≤ 2 s",
    ("gap", 100_000): "≤ 3 s, 600 MB",
    ("gap", 1_000_000): "≤ 10 s, 2,000 MB",
    ("page", 100_000): "≤ 2 s",
}
"""The issue's, beside which the table is printed."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument(
        "--stages", nargs="+", default=STAGES, help="only these; what those before them left must lie in --keep"
    )
    parser.add_argument("--keep", type=Path, help="a folder for the data, which stays there for the next stage")
    given = parser.parse_args()
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; aim: no slope above {STEEPEST}")
    print(f"{'stage':28} {'postings':>9} {'CPU s':>8} {'per s':>9} {'peak MB':>8} {'on disk MB':>10} {'slope':>6}  aim")
    has_failed = False
    with tempfile.TemporaryDirectory() as folder:
        found: dict[str, dict[int, float]] = {name: {} for name in STAGES}
        for size in sorted(given.sizes):
            for name in given.stages:
                if size <= SLOW.get(name, size):
                    told = _measured(name, (given.keep or Path(folder)) / str(size), size)
                    if isinstance(told, str):  # the next stage may stand all the same, and so do those measured
                        print(f"{name:28} {size:9,}  failed: {told}", flush=True)
                        has_failed = True
                        continue
                    found[name][size] = told["cpu"]
                    _print(name, size, told, found[name])
    sys.exit(has_failed)


def _print(name: str, size: int, told: Mapping[str, Any], spent: Mapping[int, float]) -> None:
    earlier = [other for other in spent if other < size]
    slope = f"{_slope(spent, earlier[-1], size):6.2f}" if earlier else ""
    rate = f"{size / told['cpu']:9,.0f}" if told["cpu"] else ""
    figures = f"{told['cpu']:8.2f} {rate:>9} {told['peak']:8.0f} {told['disk'] or '':>10}"
    print(f"{name:28} {size:9,} {figures} {slope:>6}  {AIMS.get((name, size), '')}".rstrip(), flush=True)


def _slope(spent: Mapping[int, float], one: int, other: int) -> float:
    return math.log(max(spent[other], 1e-3) / max(spent[one], 1e-3)) / math.log(other / one)


def _measured(name: str, data: Path, size: int) -> dict[str, Any] | str:
    """What the stage's process says: CPU seconds, peak MB, MB on disk; or the last line of what went wrong."""
    if name in COMMANDS:
        return _command([part.replace("DATA", str(data)) for part in COMMANDS[name]])
    command = [sys.executable, "-m", "bench.support.scale_stages", name, str(data), str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return f"code {done.returncode}: {(done.stderr.strip().splitlines() or ['nothing said'])[-1]}"
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _command(arguments: Sequence[str]) -> dict[str, Any] | str:
    """A whole process with its own children."""
    child = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        return f"code {os.waitstatus_to_exitcode(status)}"
    return {"cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1024, "disk": None}


if __name__ == "__main__":
    main()
