"""`make bench`: what `skillgap gap` costs a person: a new process each time (cold), and one that goes on (warm).

    python -m bench.gap [--postings N…] [--data DIR]

A line each for invented markets of N postings, whose texts hold their mentions, for the reference market that ships,
and for the folder of --data. Cold is the whole command, with the resume's file and the report's text; warm is a resume
that a process of many reads, texts and quotes included. CPU seconds and the most memory that the process held, beside
those of `python -c pass` in the same run. Nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.support.large_market import publish
from skillgap.comparing.resumes import Comparer
from skillgap.demo import SAMPLE_RESUMES
from skillgap.settings import Settings
from warehouse.reference.shipped import REFERENCE

POSTINGS, ROUNDS = (1_000, 90_000), 3
AIMS = "aims of the issue: cold 2 s at 1,000, 2.5 s on a real market, 3 s and 600 MB at 90,000; warm .2 s and .3 s"
TODAY = dt.date(2026, 3, 3)
HEADING = f"{'market':20} {'jobs':>7} {'cold s':>8} {'x pass':>7} {'MB':>6} {'first s':>8} {'warm s':>7} {'worst':>7}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--postings", type=int, nargs="*", default=POSTINGS)
    parser.add_argument("--data", type=Path, help="a data folder with a published market")
    given = parser.parse_args()
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {AIMS}")
    nothing, megabytes = best(["-c", "pass"])
    print(HEADING)
    print(f"{'python -c pass':20} {'':7} {nothing:8.2f} {1:7.0f} {megabytes:6.0f}")
    with tempfile.TemporaryDirectory() as folder:
        for postings in given.postings:
            data = Path(folder) / str(postings)
            publish(data, postings)
            measure(f"{postings:,} invented", data, nothing)
    measure("reference", REFERENCE, nothing)
    if given.data:
        measure(given.data.name, given.data, nothing)


def measure(name: str, data: Path, nothing: float) -> None:
    """Print a market's line."""
    resumes = sorted(SAMPLE_RESUMES.glob("*.md"))
    cold, megabytes = best(["-m", "skillgap", "gap", str(resumes[0]), "--data", str(data)])
    comparer = Comparer(Settings(data), today=TODAY)
    jobs = comparer.opened.market.n
    spent = [cpu(lambda path=path: whole(comparer, path)) for path in [*resumes, *resumes]]
    first, later = spent[0], spent[len(resumes) :]
    print(
        f"{name:20} {jobs:7,} {cold:8.2f} {cold / nothing:7.0f} {megabytes:6.0f} {first:8.2f}"
        f" {statistics.median(later):7.2f} {max(later):7.2f}",
        flush=True,
    )


def whole(comparer: Comparer, path: Path) -> str:
    """A resume from its file to its report's text, as the command does it."""
    reading = comparer.read(path)
    return comparer.render(comparer.plain(comparer.report(path, reading), reading), "md")


_APART = """
import json, os, subprocess, sys
child = subprocess.Popen([sys.executable, *sys.argv[1:]], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""
"""Starts a process from a small one: what the one that starts it holds counts as its memory, too."""


def best(arguments: Sequence[str]) -> tuple[float, float]:
    """The least CPU seconds and the least peak of memory (MB) of ROUNDS processes, with those of their children."""
    used = [_run(arguments) for _ in range(ROUNDS)]
    return min(seconds for seconds, _ in used), min(megabytes for _, megabytes in used)


def _run(arguments: Sequence[str]) -> tuple[float, float]:
    done = subprocess.run([sys.executable, "-c", _APART, *arguments], capture_output=True, text=True, check=True)
    code, seconds, megabytes = json.loads(done.stdout)
    if code not in (0, 1):
        sys.exit(done.stderr.strip())
    return seconds, megabytes


def cpu(work: Callable[[], object]) -> float:
    """The CPU seconds of a piece of work, with those of the child that parses a file."""
    before = time.process_time() + _children()
    work()
    return time.process_time() + _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
