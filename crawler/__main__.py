"""`python -m crawler`: the crawl as a child process. Progress is JSON lines on stdout, an error one line on stderr.

Exit codes: 0 every board complete or unchanged, 1 something is missing, 2 wrong use, 3 broken data.
"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import datetime as dt
import functools
import json
import logging
import os
import signal
import sys
from collections import Counter
from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from scrapy.crawler import AsyncCrawlerRunner
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor

import crawler.settings
from crawler.boards.listed import load_boards
from crawler.conduct.addresses import PublicResolver, Reach
from crawler.conduct.middlewares import hosts_waiting
from crawler.ledger import BoardKey, due, read_ledger, with_run
from crawler.parsing.outcomes import BoardResult, Past
from crawler.runs.arguments import claim_market, clock_from, contact_of, parser, plan_of_look, plans_of
from crawler.runs.backfill import Backfill, ThreadListSpider, Threads, plain, since_of
from crawler.runs.canary import CheckRun, Finding, checked_on, to_check, write_findings
from crawler.runs.crawl import CrawlRun, Limits, RunPlan, is_loopback
from crawler.runs.looking import Look, LookSpider
from crawler.runs.pace import FIRST_MINUTES, in_order, least_seconds, loads
from crawler.sources import careers, source_facts
from crawler.sources.hackernews import NAME
from warehouse.models import RUN_FILE, Board, BoardRun, Run, SkillgapError, to_plain

GATHER_S = 0.2
"""Boards that end within so many seconds are brought to disk together, and are on disk by then."""
_UNCOUNTED = {
    "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
    "DOWNLOADER_STATS": False,
    "EXTENSIONS": {f"scrapy.extensions.{name}": None for name in ("corestats.CoreStats", "logstats.LogStats")},
}
"""Scrapy's counts of each request and answer, for its log alone."""
LOOK_EVERY = 1.0
"""Seconds between two looks at how many hosts wait."""


def main(arguments: list[str] | None = None) -> int:
    """Run the crawl that the arguments ask for; returns the exit code."""
    options = parser().parse_args(arguments)
    _log_to(options.log)
    try:
        if options.look:
            plan = plan_of_look(options)
            return in_reactor(_look(options, plan), reach_of(options, [plan]))
        plans = plans_of(options)
        if options.check:
            return in_reactor(_check(options, plans[0]), reach_of(options, plans))
        if options.dry_run:
            return _say_what_would_be_asked(options, plans)
        claim_market(options.data, options.market)
        if options.since:
            return in_reactor(_backfill(options, plans[0], since_of(options.since)), reach_of(options, plans))
        return in_reactor(_crawl(options, plans), reach_of(options, plans))
    except SkillgapError as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201
        return error.exit_code


def _log_to(file: Path | None) -> None:
    """Scrapy's messages go to a file or nowhere: what a person needs to know is in the outcomes."""
    if file:
        logging.basicConfig(filename=file, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    else:
        logging.getLogger().addHandler(logging.NullHandler())


def reach_of(options: argparse.Namespace, plans: Sequence[RunPlan]) -> Reach:
    """Public addresses and, of this machine, the ports of the hosts that --base-url or the schedule names."""
    urls = {url for plan in plans for url in plan.base_urls.values() if is_loopback(url)}
    ports = frozenset(urlsplit(url).port or (443 if url.startswith("https:") else 80) for url in urls)
    return Reach(
        frozenset(crawler.settings.ALLOWED_PORTS), is_loopback_allowed=options.allow_loopback, loopback_ports=ports
    )


def in_reactor(work: Coroutine[Any, Any, int], reach: Reach) -> int:
    """The result of a coroutine run to its end in Twisted's asyncio reactor (once a process)."""
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor as typed  # noqa: PLC0415 -- importing it installs the default one

    reactor = cast(Any, typed)  # its declared interface has neither stop nor the option
    PublicResolver(reactor, reach).install_on_reactor()
    task = asyncio.get_event_loop().create_task(work)
    task.add_done_callback(lambda _: reactor.stop())
    reactor.run(installSignalHandlers=False)
    return task.result()


async def _crawl(options: argparse.Namespace, plans: list[RunPlan]) -> int:
    """All runs one after another, until done or interrupted."""
    landing = options.data / "landing"
    past = read_ledger(landing)
    totals: Counter[str] = Counter()
    stop = asyncio.Event()
    _on_signal(stop)
    for plan in plans:
        boards = _to_ask(options, plan, past)
        totals["skipped"] += len(plan.boards) - len(boards)
        is_done = options.resume and (landing / plan.run_id / RUN_FILE).exists()
        if not boards or is_done or stop.is_set():
            continue
        run = CrawlRun(
            dataclasses.replace(plan, boards=boards, limits=_limits(options, plan, past)),
            landing,
            past,
            clock_from(plan.started_at),
            resume=options.resume,
            on_boards=_report_boards,
            later=functools.partial(asyncio.get_running_loop().call_later, GATHER_S),
        )
        sealed = await crawl(run, _settings(options, plan), stop)
        past = with_run(past, sealed)
        _report_run(sealed)
        totals.update(b.outcome for b in sealed.boards)
        totals["postings"] += sum(b.postings for b in sealed.boards)
        totals["runs"] += 1
        totals["left"] += run.left
        totals["left_s"] += round(least_seconds(run.todo))
    _report(event="summary", is_interrupted=stop.is_set(), **totals)
    is_whole = not stop.is_set() and not totals["left"] and not any(totals[o] for o in ("partial", "failed", "gone"))
    return 0 if is_whole else 1


async def _backfill(options: argparse.Namespace, plan: RunPlan, since: dt.datetime) -> int:
    """The list of threads, then each thread that has no run yet."""
    stop = asyncio.Event()
    _on_signal(stop)
    threads = Threads(since, plan.base_urls.get(NAME))
    await AsyncCrawlerRunner(_settings(options, plan)).crawl(ThreadListSpider, threads=threads)
    grown = threads.before(plan.started_at)[: options.max_boards]
    run = Backfill(plan, options.data / "landing", grown, clock_from(plan.started_at), _report_thread)
    await _spiders(run, _settings(options, plan), stop)
    _report(event="summary", is_interrupted=stop.is_set(), failures=run.failed[:5], **plain(run))
    return 0 if not run.failed and not run.todo else 1


def _report_thread(backfill: Backfill, run: CrawlRun, result: BoardResult) -> None:
    row, delay = result.board_run, source_facts()[NAME].delay_s
    done, of = backfill.asked, backfill.asked + len(backfill.todo)
    _report(
        event="board",
        run_id=run.plan.run_id,
        done=done,
        of=of,
        source=row.source,
        board=row.board,
        outcome=row.outcome,
        reason=row.reason,
        postings=backfill.postings,
        left_s=round((of - done) * delay),
    )


def _to_ask(options: argparse.Namespace, plan: RunPlan, past: Mapping[BoardKey, Past]) -> tuple[Board, ...]:
    boards = in_order(plan.boards if options.force else due(plan.boards, past, plan.started_at), past)
    return tuple(boards[: options.max_boards or None])


def _limits(options: argparse.Namespace, plan: RunPlan, past: Mapping[BoardKey, Past]) -> Limits | None:
    """The plan's own limits; a newcomer's first crawl has an end besides, unless --minutes says otherwise."""
    has_begun = any(source != NAME for source, _ in past)  # threads of the past are no crawl of boards
    is_first = options.minutes is None and not has_begun and plan.market == "real"
    if plan.limits is None or not is_first:
        return plan.limits
    return dataclasses.replace(plan.limits, seconds=FIRST_MINUTES * 60)


def _say_what_would_be_asked(options: argparse.Namespace, plans: Sequence[RunPlan]) -> int:
    """What a crawl would ask of each host, and how long that takes at least."""
    past = read_ledger(options.data / "landing")
    for plan in plans:
        boards, limits = _to_ask(options, plan, past), _limits(options, plan, past)
        hosts = [to_plain(load) for load in loads(boards, plan.base_urls)]
        seconds = least_seconds(boards, plan.base_urls)
        _report(event="plan", boards=len(boards), hosts=hosts, seconds=seconds, limit_s=limits and limits.seconds)
    return 0


async def _check(options: argparse.Namespace, plan: RunPlan) -> int:
    """One request a board; findings into the data folder."""
    stop = asyncio.Event()
    _on_signal(stop)
    history = read_ledger(options.data / "landing")
    boards = plan.boards
    if options.due:
        boards = tuple(to_check(boards, history, checked_on(options.data), plan.started_at.date()))
    asked = dataclasses.replace(plan, boards=tuple(boards[: options.max_boards]), is_check=True)
    landing, listed = options.data / "landing", load_boards(options.data)
    run = CheckRun(asked, clock_from(plan.started_at), _report_finding, landing=landing, history=history, listed=listed)
    await _spiders(run, _settings(options, plan), stop)
    findings = run.findings
    path = write_findings(options.data, plan.started_at, findings)
    states = Counter(finding.state for finding in findings)
    _report(event="summary", is_interrupted=stop.is_set(), file=str(path), boards=len(findings), states=states)
    return 0 if set(states) <= {"fine"} and not stop.is_set() else 1


async def _look(options: argparse.Namespace, plan: RunPlan) -> int:
    """A careers page and what it leads to; nothing is kept."""
    looks: list[Look] = []
    spider = AsyncCrawlerRunner(_settings(options, plan)).crawl(
        LookSpider, looks=looks, url=options.look, employer=options.employer, base_url=plan.base_urls.get(careers.NAME)
    )
    await spider
    found = looks[0] if looks else Look(None, f"{options.look} did not come.")
    _report(event="look", **to_plain(found))
    return 0 if found.board else 1


async def crawl(run: CrawlRun, settings: Settings, stop: asyncio.Event) -> Run:
    """One run; returns it sealed."""
    await _spiders(run, settings, stop)
    return run.finish(is_interrupted=stop.is_set())


async def _spiders(run: CrawlRun | CheckRun | Backfill, settings: Settings, stop: asyncio.Event) -> None:
    """A spider for each source that has boards to ask, side by side, until they are done or stopped."""
    runner = AsyncCrawlerRunner(settings)
    spiders = [runner.crawl(source, run=run) for source in sorted({board.source for board in run.todo})]
    limits = run.plan.limits
    works = (_stop_when(stop, runner), _stop_after(limits.seconds if limits else None, runner), _report_waiting(runner))
    beside = [asyncio.ensure_future(work) for work in works]
    await asyncio.gather(*spiders, return_exceptions=True)
    for task in beside:
        task.cancel()


async def _stop_when(stop: asyncio.Event, runner: AsyncCrawlerRunner) -> None:
    await stop.wait()
    await runner.stop()


async def _stop_after(seconds: float | None, runner: AsyncCrawlerRunner) -> None:
    """End a run whose time is over even where its hosts keep it waiting."""
    if seconds is not None:
        await asyncio.sleep(seconds)
        await runner.stop()


async def _report_waiting(runner: AsyncCrawlerRunner) -> None:
    """Say how many hosts wait, whenever that has changed: in a slow crawl a person sees that it goes on."""
    told = 0
    while True:
        await asyncio.sleep(LOOK_EVERY)
        waiting = len(frozenset[str]().union(*map(hosts_waiting, runner.crawlers)))
        if waiting != told:
            _report(event="hosts", waiting=waiting)
            told = waiting


def _on_signal(stop: asyncio.Event) -> None:
    """The first SIGINT or SIGTERM ends the run after the requests under way; the second ends the process at once."""

    def handle() -> None:
        if stop.is_set():
            os._exit(130)  # what was acknowledged is on disk; --resume goes on
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, handle)


def _settings(options: argparse.Namespace, plan: RunPlan) -> Settings:
    settings = Settings()
    settings.setmodule(crawler.settings, priority="project")
    given: dict[str, Any] = {
        "ALLOW_LOOPBACK": options.allow_loopback,
        "LOOPBACK_PORTS": sorted(reach_of(options, [plan]).loopback_ports),
        "LOG_ENABLED": False,
    }
    if not options.log:
        given |= _UNCOUNTED
    if contact := contact_of(options.contact):
        given["USER_AGENT"] = f"{settings['USER_AGENT']} (+{contact})"
    if all(is_loopback(plan.base_urls.get(board.source, "")) for board in plan.boards):
        given |= {"DOWNLOAD_DELAY": 0, "HTTPPROXY_ENABLED": False}  # nobody else's machine is asked
    settings.setdict(given, priority="cmdline")
    return settings


def _report_boards(run: CrawlRun, boards: Sequence[BoardRun]) -> None:
    of, postings, left_s = len(run.plan.boards), run.postings, round(run.seconds_left())
    events = [
        {
            "event": "board",
            "run_id": run.plan.run_id,
            "done": done,
            "of": of,
            "source": row.source,
            "board": row.board,
            "outcome": row.outcome,
            "reason": row.reason,
            "postings": postings,
            "left_s": left_s,
        }
        for done, row in enumerate(boards, start=run.landed - len(boards) + 1)
    ]
    print("\n".join(map(json.dumps, events)), flush=True)  # noqa: T201


def _report_finding(run: CheckRun, finding: Finding) -> None:
    _report(event="check", done=len(run.findings), of=len(run.plan.boards), **to_plain(finding))


def _report_run(run: Run) -> None:
    _report(
        event="run",
        run_id=run.run_id,
        boards=len(run.boards),
        outcomes=Counter(b.outcome for b in run.boards),
        postings=sum(b.postings for b in run.boards),
        rejects=sum(b.rejects for b in run.boards),
    )


def _report(**values: Any) -> None:
    print(json.dumps(values), flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
