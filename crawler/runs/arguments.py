"""From the words of a command line to plans: `python -m crawler …` and `scrapy crawl <source> -a …`."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from crawler import settings as defaults
from crawler.boards.listed import load_boards, page_board, read_boards
from crawler.boards.switches import enabled_sources
from crawler.landing.forget import read_forgotten
from crawler.landing.runs import begun_header, begun_runs, read_run, sealed_runs
from crawler.ledger import read_ledger
from crawler.runs.crawl import Clock, CrawlRun, Limits, RunPlan, check_reach, is_loopback, shard
from crawler.runs.pace import FIRST_MINUTES
from crawler.sources import careers, hackernews, load_source
from crawler.version import version
from warehouse.files import write_whole
from warehouse.models import BadInputError, Board, MarketKind, open_given, read_toml, why_unread

_CONTACT = re.compile(r"(?:https?://[^\s();]+|mailto:[^\s();]+|[^\s();@]+@[^\s();@]+\.[^\s();@]+)\Z")


def parser() -> argparse.ArgumentParser:
    """The options of `python -m crawler`."""
    p = argparse.ArgumentParser(
        prog="python -m crawler",
        description="Crawl boards into a landing run. Progress goes to stdout as JSON lines.",
        epilog="Example: python -m crawler --data data --run-id 20260301T120000Z-crawl "
        "--started-at 2026-03-01T12:00:00Z --market real --contact you@host.example",
    )
    p.add_argument("--data", type=Path, required=True, help="the data folder; runs go into its landing/")
    p.add_argument("--run-id", help="name of the run's folder; with --resume the latest unfinished run if left out")
    p.add_argument("--started-at", help="ISO 8601 time of the run; with --resume it is the unfinished run's")
    p.add_argument("--market", choices=("real", "example"), required=True, help="what kind of postings these are")
    p.add_argument("--source", action="append", metavar="NAME", help="only these sources (may be repeated)")
    p.add_argument("--boards", type=Path, metavar="FILE", help="a TOML file of [[board]] tables in place of the lists")
    p.add_argument("--base-url", action="append", default=[], metavar="SOURCE=URL", help="another host for a source")
    p.add_argument("--schedule", type=Path, metavar="FILE", help="a JSON list of runs, done one after another")
    p.add_argument("--shard", metavar="I/N", help="this machine's part: the hosts that fall to number I of N")
    p.add_argument("--max-boards", type=_positive, metavar="N", help="ask at most N boards, those asked longest ago")
    p.add_argument(
        "--minutes",
        type=_minutes,
        metavar="N",
        help=f"stop asking after N minutes, the boards with most ML/AI titles first; 0: no end "
        f"(default: {FIRST_MINUTES:g} for a folder's first crawl, else no end)",
    )
    p.add_argument("--max-bytes", type=_positive, metavar="N", help="stop after answers of N bytes")
    p.add_argument("--since", metavar="YYYY-MM", help="the threads of the past since a month (--source hackernews)")
    p.add_argument("--resume", action="store_true", help="go on with a run that was begun and not finished")
    p.add_argument("--check", action="store_true", help="one request a board, findings into <data>/checks/, no crawl")
    p.add_argument("--look", metavar="URL", help="say how a careers page shows its jobs; nothing is kept")
    p.add_argument("--employer", metavar="NAME", help="with --look: whose page it is")
    p.add_argument("--due", action="store_true", help="with --check: only boards that nobody saw answer for 90 days")
    p.add_argument("--dry-run", action="store_true", help="say what would be asked and how long it takes; ask nobody")
    p.add_argument("--force", action="store_true", help="ask boards that were read less than 20 hours ago too")
    p.add_argument("--allow-loopback", action="store_true", help="allow addresses of this machine (tests, example)")
    p.add_argument("--contact", metavar="TEXT", help="e-mail address or web page, told to every host")
    p.add_argument("--log", type=Path, metavar="FILE", help="write Scrapy's log here")
    return p


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number above zero")
    return int(text)


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = -1.0
    if not 0 <= minutes <= 24 * 60:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of minutes from 0 to {24 * 60}")
    return minutes


def plans_of(options: argparse.Namespace) -> list[RunPlan]:
    """The runs that the options ask for, in order. Raises BadInputError."""
    if options.schedule:
        plans = _scheduled(options)
    else:
        run_id, started_at = _identity(options)
        plans = [_plan(options, run_id, started_at, _base_urls(options.base_url), options.boards)]
    contact = contact_of(options.contact)
    if options.since and options.source != [hackernews.NAME]:
        raise BadInputError(f"--since reads threads of the past: give it with --source {hackernews.NAME} alone.")
    if not options.dry_run:
        check_reach(plans, allow_loopback=options.allow_loopback, contact=contact)
    return plans


def plan_of_look(options: argparse.Namespace) -> RunPlan:
    """A plan that asks for one careers page. Raises BadInputError, also where nobody says who asks."""
    board = page_board(careers.NAME, options.look)
    urls = _base_urls(options.base_url)
    plan = RunPlan("look", dt.datetime.now(dt.UTC), options.market, (board,), urls, version(), None)
    check_reach([plan], allow_loopback=options.allow_loopback, contact=contact_of(options.contact))
    return plan


def contact_of(text: str | None) -> str | None:
    """A contact for the User-Agent. Raises BadInputError for what is neither an e-mail address nor a web page."""
    if text is not None and not _CONTACT.match(text):
        raise BadInputError(f"--contact {text!r} is neither an e-mail address nor an https address: give one.")
    return text


def claim_market(data: Path, kind: MarketKind) -> None:
    """Mark a new data folder as example or real. Raises BadInputError where it is of the other kind."""
    path = data / "market.toml"
    if not path.exists():
        landed = {read_run(folder).market for folder in sealed_runs(data / "landing")}
        if other := sorted(landed - {kind}):
            raise BadInputError(
                f"{data} holds runs of the {other[0]} market, not {kind}: use another folder with --data."
            )
        data.mkdir(parents=True, exist_ok=True)
        write_whole(path, f'kind = "{kind}"\n'.encode())
        return
    found = read_toml(path).get("kind")
    if found != kind:
        raise BadInputError(f"{data} holds a market of kind {found!r}, not {kind!r}: use another folder with --data.")


def clock_from(started_at: dt.datetime) -> Clock:
    """Time as the run counts it: its own beginning plus what has passed since, so that a simulated week stays in it."""
    begin = time.monotonic()
    return lambda: started_at + dt.timedelta(seconds=round(time.monotonic() - begin, 3))


def run_from_spider_arguments(source: str, arguments: Mapping[str, Any], settings: BaseSettings) -> CrawlRun:
    """The run of `scrapy crawl SOURCE -a data= -a run_id= -a started_at= -a market=`. Raises BadInputError."""
    known = {"data", "run_id", "started_at", "market", "boards", "base_url"}
    if unknown := sorted(set(arguments) - known):
        raise BadInputError(f"There is no -a {unknown[0]}; there are {', '.join(sorted(known))}.")
    if missing := sorted({"data", "run_id", "started_at", "market"} - set(arguments)):
        raise BadInputError(f"-a {missing[0]}=… is missing.")
    if arguments["market"] not in ("real", "example"):
        raise BadInputError("-a market is `real` or `example`.")
    data, started_at = Path(arguments["data"]), _time(arguments["started_at"])
    _check_is_on(source, data, arguments.get("base_url", ""))
    boards = read_boards(Path(arguments["boards"])) if "boards" in arguments else load_boards(data)
    forgotten = read_forgotten(data)
    plan = RunPlan(
        run_id=arguments["run_id"],
        started_at=started_at,
        market=arguments["market"],
        boards=tuple(b for b in boards if b.source == source and not forgotten.covers_employer(b.employer)),
        base_urls={source: arguments["base_url"]} if "base_url" in arguments else {},
        tool_version=version(),
        limits=Limits(settings.getint("MAX_BYTES"), settings.getint("STOP_BOARDS"), settings.getfloat("STOP_SHARE")),
    )
    agent = settings.get("USER_AGENT") or ""
    check_reach([plan], allow_loopback=settings.getbool("ALLOW_LOOPBACK"), contact=agent.partition("(+")[2] or None)
    claim_market(data, plan.market)
    landing = data / "landing"
    return CrawlRun(plan, landing, read_ledger(landing), clock_from(started_at))


def _identity(options: argparse.Namespace) -> tuple[str, dt.datetime]:
    if options.resume:
        begun = begun_runs(options.data / "landing")
        folders = [f for f in begun if options.run_id in (None, f.name) and f.name.endswith(_suffix(options))]
        if not folders:
            raise BadInputError(f"{options.data / 'landing'} has no unfinished run to resume: crawl without --resume.")
        header = begun_header(folders[-1])
        return header.run_id, header.started_at
    if options.check and options.started_at:
        return "check", _time(options.started_at)
    if not options.run_id or not options.started_at:
        raise BadInputError("A new run needs --run-id and --started-at.")
    return options.run_id + _suffix(options), _time(options.started_at)


def _suffix(options: argparse.Namespace) -> str:
    """What tells the runs of machines apart that begin at the same time."""
    return "-{}of{}".format(*_shard(options.shard)) if options.shard else ""


def _plan(
    options: argparse.Namespace, run_id: str, started_at: dt.datetime, base_urls: Mapping[str, str], file: Path | None
) -> RunPlan:
    boards: Sequence[Board] = read_boards(file) if file else load_boards(options.data)
    wanted = _wanted(options, base_urls)
    forgotten = read_forgotten(options.data)
    chosen = [b for b in boards if b.source in wanted and not forgotten.covers_employer(b.employer)]
    if options.shard:
        chosen = list(shard(chosen, *_shard(options.shard)))
    if not chosen and not options.shard:  # with more machines than hosts some have nothing to do
        raise BadInputError("There is no board to crawl: add one with `boards add` or choose other sources.")
    seconds = options.minutes * 60 if options.minutes else None
    limits = Limits(options.max_bytes or defaults.MAX_BYTES, defaults.STOP_BOARDS, defaults.STOP_SHARE, seconds)
    return RunPlan(run_id, started_at, options.market, tuple(chosen), base_urls, version(), limits)


def _wanted(options: argparse.Namespace, base_urls: Mapping[str, str]) -> set[str]:
    """The sources to crawl: those named, else those that are on. Raises BadInputError for one that is off."""
    if not options.source:
        return set(enabled_sources(options.data))
    for name in options.source:
        _check_is_on(name, options.data, base_urls.get(name, ""))
    return set(options.source)


def _check_is_on(name: str, data: Path, base_url: str) -> None:
    """Refuse a source that is off, unless it is only played on this machine."""
    load_source(name)
    if not is_loopback(base_url) and name not in enabled_sources(data):
        raise BadInputError(f"The source {name} is off: `skillgap sources enable {name}` shows its terms first.")


def _scheduled(options: argparse.Namespace) -> list[RunPlan]:
    """Runs of a file: [{"run_id", "started_at", "base_urls": {source: url}, "boards"?: FILE}, …]."""
    try:
        with open_given(options.schedule) as file:
            entries = json.load(file)
        return [
            _plan(
                options,
                entry["run_id"],
                _time(entry["started_at"]),
                dict(entry["base_urls"]),
                Path(entry["boards"]) if "boards" in entry else options.boards,
            )
            for entry in entries
        ]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadInputError(
            f"{options.schedule} is no list of runs ({why_unread(error)}): see crawler/runs/arguments.py."
        ) from None


def _base_urls(pairs: Sequence[str]) -> dict[str, str]:
    urls = {}
    for pair in pairs:
        source, _, url = pair.partition("=")
        load_source(source)
        if not re.match(r"https?://[^/\s]+", url):
            raise BadInputError(f"--base-url {pair!r} is not SOURCE=URL with http or https.")
        urls[source] = url.rstrip("/")
    return urls


def _shard(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,3})/(\d{1,3})", text)
    if not match or not 1 <= int(match[1]) <= int(match[2]):
        raise BadInputError(f"--shard {text!r} is not I/N with I from 1 to N.")
    return int(match[1]), int(match[2])


def _time(text: str) -> dt.datetime:
    try:
        time_ = dt.datetime.fromisoformat(text)
    except (ValueError, TypeError):
        raise BadInputError(f"{text!r} is no time: write it like 2026-03-01T12:00:00Z.") from None
    if time_.tzinfo is None:
        raise BadInputError(f"{text!r} has no zone: write it like 2026-03-01T12:00:00Z.")
    return time_.astimezone(dt.UTC)
