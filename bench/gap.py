"""`make bench`: what `skillgap gap` costs a person: a new process each time (cold), and one that goes on (warm).

    python -m bench.gap [--postings N] [--data DIR]

Without --data an invented market of N postings is published, with texts in which its mentions stand; with it the market
of that folder is asked. Cold is the whole command, with the resume's file and the report's text; warm is the second and
later resumes of one process, texts and quotes included. CPU seconds, beside those of `python -c pass` in the same run.
"""

from __future__ import annotations

import argparse
import datetime as dt
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

POSTINGS, ROUNDS = 100_000, 3
AIMS = "aims of the issue: cold 2 s at 1,000 jobs, 2.5 on a real market, 3 (600 MB) at 90,000; warm .2 and .3"
TODAY = dt.date(2026, 3, 3)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--postings", type=int, default=POSTINGS)
    parser.add_argument("--data", type=Path, help="a data folder with a published market")
    given = parser.parse_args()
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {AIMS}")
    with tempfile.TemporaryDirectory() as folder:
        data = given.data or Path(folder)
        if given.data is None:
            publish(data, given.postings)
        resumes = sorted(SAMPLE_RESUMES.glob("*.md"))
        nothing, _ = best(["-c", "pass"])
        cold, megabytes = best(["-m", "skillgap", "gap", str(resumes[0]), "--data", str(data)])
        print(f"python -c pass: {nothing:.2f} s")
        print(f"cold `skillgap gap`: {cold:.2f} s, {megabytes:.0f} MB, {cold / nothing:.0f} × python -c pass")
        comparer = Comparer(Settings(data), today=TODAY)
        print(f"{comparer.opened.market.n:,} jobs in the market")
        spent = [cpu(lambda path=path: whole(comparer, path)) for path in [*resumes, *resumes]]
        first, later = spent[0], spent[len(resumes) :]
        print(f"warm: first resume {first:.2f} s, later median {statistics.median(later):.2f}, worst {max(later):.2f}")


def whole(comparer: Comparer, path: Path) -> str:
    """A resume from its file to its report's text, as the command does it."""
    reading = comparer.read(path)
    return comparer.render(comparer.plain(comparer.report(path, reading), reading), "md")


def best(arguments: Sequence[str]) -> tuple[float, float]:
    """The least CPU seconds of ROUNDS processes, and the most memory (MB) that any child of ours has held so far."""
    spent = []
    for _ in range(ROUNDS):
        before = _children()
        done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            sys.exit(done.stderr.strip())
        spent.append(_children() - before)
    return min(spent), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


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
