"""How much the dashboard costs: `python -m bench.dashboard [postings]` serves a large invented market and visits it.

Prints the server's CPU for one more run of each page, beside that of an empty app served in the same minute; how long
the reruns of 1, 10 and 50 people take who all click without a pause; how long the first page takes; and how long ten
people wait who paste a resume at once. Linux only: it reads the server's CPU from /proc. Nothing here passes or fails.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

import numpy as np

from bench.support.large_market import publish
from dashboard.serving import FORCED
from tests.served import Served, free_port, served, started
from tests.visitor import Visitor, visitor

POSTINGS = 90_000
AIMS = (
    "aims of the issue at 90,000: first page 2 CPU-s, first resume 1 s; a rerun 40 ms, a choice never made before 150;"
    " ten who paste at once wait 1.5 s at p95"
)
PASTING = 10
RERUNS = 12
CLICKS = 6  # of each person
CROWDS = (1, 10, 50)
PAGES = {
    # page: addresses that differ in one choice, as after a click
    "overview": ("", "seniority=mid"),
    "lanes": ("lane=research", "lane=platform", "lane=mlops", "lane=ai_application"),
    "skills": ("skill=python", "skill=kubernetes", "skill=pytorch"),
    "trends": ("lane=research", "lane=platform"),
    "claims": ("question=Q5", "question=Q6"),
    "postings": ("lane=research", "lane=platform", "lane=platform&seniority=senior"),
    "data_health": ("", "lane=mlops"),
}
RESUME = (
    "Experience\n\nML engineer, Acme Example, 2020 - 2025\n- Ran Docker and Kubernetes on AWS\n\nSkills\nPython, SQL"
)
LEARNED = ("PyTorch", "Airflow", "Terraform", "LangChain", "Spark")
_SAME = ("server.fileWatcherType", "browser.gatherUsageStats", "runner.postScriptGC", "global.developmentMode")
EMPTY = "import streamlit as st\nst.write('nothing')\n"
_HEADING = (
    f"{'page':14} {'first s':>8} {'CPU s':>8} {'CPU ms':>8} {'x empty':>8}   (first: the slowest choice never made"
    " before, shared by all from then on; CPU ms: of one rerun)"
)


def main(postings: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        publish(folder / "data", postings)
        print(f"{postings:,} postings; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; {AIMS}")
        begun = time.perf_counter()
        with served(folder / "data", folder / "log") as dashboard, _empty(folder) as nothing:
            print(f"start to /healthz           {time.perf_counter() - begun:6.1f} s")
            with visitor(dashboard.address) as session:
                _sound(session.open())
            print(
                f"start to first page         {time.perf_counter() - begun:6.1f} s, {_cpu(dashboard):.1f} CPU-s in all"
            )
            _pages(dashboard, nothing)
            for people in CROWDS:
                _crowd(dashboard, people)
            _pasting(dashboard)
            print(f"server's memory, at most    {_peak_mb(dashboard):6.0f} MB")


def _pages(dashboard: Served, nothing: Served) -> None:
    with visitor(nothing.address) as session:
        empty = _cpu_of_reruns(nothing, session, "", ("",))
    print(_HEADING)
    print(f"{'(empty app)':14} {'':8} {'':8} {1000 * empty:8.0f} {1:8.1f}")
    for page, addresses in PAGES.items():
        with visitor(dashboard.address) as session:
            first = _warm(dashboard, session, page, addresses)
            _line(page, first, _cpu_of_reruns(dashboard, session, page, addresses), empty)
    with visitor(dashboard.address) as session:
        begun, cpu = time.perf_counter(), _cpu(dashboard)
        _sound(session.open().paste(RESUME))
        first = time.perf_counter() - begun, _cpu(dashboard) - cpu
        _line("resume, read", first, _cpu_of_reruns(dashboard, session, "", ("lane=research", "lane=mlops")), empty)


def _line(name: str, first: tuple[float, float], cpu: float, empty: float) -> None:
    print(f"{name:14} {first[0]:8.2f} {first[1]:8.2f} {1000 * cpu:8.0f} {cpu / empty:8.1f}", flush=True)


def _warm(server: Served, session: Visitor, page: str, addresses: tuple[str, ...]) -> tuple[float, float]:
    """Wall and CPU seconds of the slowest first run."""
    slowest = 0.0, 0.0
    for address in addresses:
        begun, cpu = time.perf_counter(), _cpu(server)
        _sound(session.open(page, address))
        slowest = max(slowest, (time.perf_counter() - begun, _cpu(server) - cpu))
    return slowest


def _cpu_of_reruns(server: Served, session: Visitor, page: str, addresses: tuple[str, ...]) -> float:
    _sound(session.open(page, addresses[0]))
    before = _cpu(server)
    for address in islice(cycle(addresses), RERUNS):
        _sound(session.open(page, address))
    return (_cpu(server) - before) / RERUNS


def _crowd(dashboard: Served, people: int) -> None:
    """All open the dashboard at once and go from page to page without a pause."""
    seconds: list[float] = []
    failures: list[str] = []

    def visit(number: int) -> None:
        try:
            with visitor(dashboard.address) as session:
                session.open()
                for page in islice(cycle(PAGES), number, number + CLICKS):
                    begun = time.perf_counter()
                    _sound(session.open(page, PAGES[page][0]))
                    seconds.append(time.perf_counter() - begun)
        except Exception as error:
            failures.append(repr(error)[:200])

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(people)]
    begun, cpu = time.perf_counter(), _cpu(dashboard)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, cpu = time.perf_counter() - begun, _cpu(dashboard) - cpu
    half, most = np.quantile(seconds, [0.5, 0.95]) if seconds else (float("nan"),) * 2
    print(
        f"{people:3} at once: {len(seconds)} pages in {took:.0f} s, p50 {half:.2f} s, p95 {most:.2f} s,"
        f" CPU {1000 * cpu / max(len(seconds), 1):.0f} ms a page, {len(failures)} failed {failures[:2] or ''}",
        flush=True,
    )


def _pasting(dashboard: Served) -> None:
    """Each pastes a resume of their own, all at once."""
    seconds: list[float] = []

    def paste(number: int) -> None:
        with visitor(dashboard.address) as session:
            session.open()
            begun = time.perf_counter()
            _sound(session.paste(f"{RESUME}, {LEARNED[number % len(LEARNED)]}"))
            seconds.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=paste, args=(number,)) for number in range(PASTING)]
    cpu = _cpu(dashboard)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    half, most = np.quantile(seconds, [0.5, 0.95]) if seconds else (float("nan"),) * 2
    cpu = (_cpu(dashboard) - cpu) / PASTING
    print(f"{PASTING} paste at once: {len(seconds)} read, p50 {half:.2f} s, p95 {most:.2f} s, {cpu:.2f} CPU-s each")


def _sound(session: Visitor) -> None:
    if session.has_failed:
        raise RuntimeError("the page failed")


@contextmanager
def _empty(folder: Path) -> Iterator[Served]:
    script = folder / "empty.py"
    script.write_text(EMPTY, encoding="utf-8")
    port = free_port()
    settings = {"server.address": "127.0.0.1", "server.port": port, "server.headless": "true"}
    # As the dashboard is served: an app that collects garbage after each run costs more.
    settings |= {name: json.dumps(FORCED[name]).strip('"') for name in _SAME}
    command = ["-m", "streamlit", "run", str(script), *(f"--{name}={value}" for name, value in settings.items())]
    with started(command, port, folder / "empty.log", health="/_stcore/health") as running:
        yield running


def _cpu(server: Served) -> float:
    """CPU seconds that the server has used, without its children."""
    after_name = Path(f"/proc/{server.process.pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


def _peak_mb(server: Served) -> float:
    lines = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else POSTINGS)
