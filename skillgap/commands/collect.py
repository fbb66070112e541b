"""`crawl`, `import`: postings come in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler.landing.imports import UNDATED, import_fields, unread_columns
from crawler.runs.pace import FIRST_MINUTES
from dashboard.words import count
from skillgap import pipeline
from skillgap.commands.options import AsJson, Contact, Data, LogJson
from skillgap.console import bar, log_as_json, log_event, result, summary
from skillgap.settings import Settings, now, settings
from skillgap.upkeep.unmounted import refuse_unmounted
from warehouse.files import write_whole
from warehouse.models import OUTCOMES, BadInputError, MarketKind, Run

_NEXT = "Next: skillgap refresh --no-crawl"


def crawl(
    data: Data = None,
    source: Annotated[list[str] | None, typer.Option(help="Only this source (may be repeated).")] = None,
    boards: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A TOML file of [[board]] tables instead of the lists.")
    ] = None,
    contact: Contact = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was begun and not finished.")] = False,
    shard: Annotated[str | None, typer.Option(metavar="I/N", help="This machine's part of the sources.")] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Ask boards that were read less than 20 hours ago too.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM",
            help="The monthly threads of the past since then, each a look of its own day: with --source hackernews.",
        ),
    ] = None,
    minutes: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=24 * 60,
            help="Stop asking after so many minutes, boards with most ML/AI titles first; 0: no end. "
            f"A folder's first crawl ends after {FIRST_MINUTES:g} unless told otherwise.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be asked of which host and how long it takes; ask nobody.")
    ] = False,
    max_boards: Annotated[int | None, typer.Option(min=1, help="Ask at most so many boards.")] = None,
    max_bytes: Annotated[int | None, typer.Option(min=1, help="Stop after so many bytes of answers.")] = None,
    as_json: AsJson = False,
    log_json: LogJson = False,
) -> None:
    """Collect postings from the boards, politely, into a landing run.

    Example: skillgap crawl --contact you@example.org --source greenhouse
    """
    log_as_json(log_json)
    place, started_at = settings(data), now()
    refuse_unmounted(place)
    arguments = ["--data", str(place.data), "--market", "real"]
    if not resume:
        arguments += fresh_run(started_at)
    for name in source or []:
        arguments += ["--source", name]
    for flag, value in (
        ("--boards", boards),
        ("--shard", shard),
        ("--contact", contact),
        ("--minutes", minutes),
        ("--since", since),
        ("--max-boards", max_boards),
        ("--max-bytes", max_bytes),
    ):
        arguments += [flag, str(value)] if value is not None else []
    arguments += ["--resume"] * resume + ["--force"] * force + ["--dry-run"] * dry_run
    if dry_run:
        _show_plan(arguments, as_json=as_json)
        return
    done = ask_boards(arguments)
    if as_json:
        result(json.dumps(dict(done.summary)))
    summary(backfill_line(done.summary) if since else crawl_line(done.summary))
    raise typer.Exit(done.exit_code)


def fresh_run(started_at: dt.datetime) -> list[str]:
    """The crawler's arguments for a run of its own that begins now."""
    return ["--run-id", f"{started_at:%Y%m%dT%H%M%SZ}-crawl", "--started-at", started_at.isoformat()]


def ask_boards(arguments: Sequence[str]) -> pipeline.CrawlResult:
    """Crawl as the crawler's `arguments` say, with a bar of boards. Raises BadInputError where it refused."""
    with bar() as shown:
        task = shown.add_task("boards", total=None)
        seen = {"postings": 0, "waiting": 0, "left_s": 0}

        def on_event(event: Mapping[str, Any]) -> None:
            log_event(event)
            if event.get("event") in ("board", "hosts"):
                seen.update({name: event[name] for name in seen.keys() & event.keys()})
                shown.update(
                    task, completed=event.get("done"), total=event.get("of"), description=progress_words(**seen)
                )

        done = pipeline.crawl(arguments, on_event)
    if done.error:
        raise child_error(done)
    return done


def _show_plan(arguments: list[str], *, as_json: bool) -> None:
    plans: list[Mapping[str, Any]] = []
    done = pipeline.crawl(arguments, lambda event: plans.append(event) if event.get("event") == "plan" else None)
    if done.error:
        raise child_error(done)
    for plan in plans:
        if as_json:
            result(json.dumps(dict(plan)))
            continue
        for load in plan["hosts"]:
            more = ", and a request for each advert" if load["has_details"] else ""
            result(
                f"{load['host']:28} {count(load['boards'], 'board'):>12}  at least {duration(load['seconds'])}{more}"
            )
        limit = f"; this crawl stops after {duration(plan['limit_s'])} (--minutes)" if plan["limit_s"] else ""
        summary(f"{count(plan['boards'], 'board')}, hosts side by side: at least {duration(plan['seconds'])}{limit}.")


def duration(seconds: float) -> str:
    """«40 s», «7 min», «2 h 5 min»."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{round(seconds)} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def progress_words(postings: int, waiting: int, left_s: int) -> str:
    """What stands beside the bar of boards done: «boards · 412 postings · 1 host waiting · about 6 min left»."""
    words = f"boards · {count(postings, 'posting')} · {count(waiting, 'host')} waiting"
    return f"{words} · about {duration(left_s)} left" if left_s else words


def backfill_line(found: Mapping[str, Any]) -> str:
    """The end of a look into the past in one line."""
    line = f"{count(found.get('threads', 0), 'thread')} of the past with {count(found.get('postings', 0), 'posting')}"
    line += f"; {found['skipped']} were there already" if found.get("skipped") else ""
    line += f"; {found['left']} left: run it again to go on" if found.get("left") else ""
    failed = "".join(f"\n  {failure}" for failure in found.get("failures", ()))
    return f"{line}. {_NEXT}{failed}"


def crawl_line(found: Mapping[str, Any]) -> str:
    """The end of a crawl in one line that a person can act on."""
    outcomes = ", ".join(f"{found[o]} {o.replace('_', ' ')}" for o in OUTCOMES if found.get(o))
    skipped = (
        f"; {found['skipped']} asked less than 20 hours ago were left out (--force asks them)"
        if found.get("skipped")
        else ""
    )
    left = (
        f"; {count(found['left'], 'board')} not asked yet when the time was over: the next `skillgap crawl` begins "
        f"with them (at least {duration(found['left_s'])})"
        if found.get("left")
        else ""
    )
    look = "; `skillgap boards list` says why" if any(found.get(o) for o in ("partial", "failed", "gone")) else ""
    return (
        f"{count(found.get('postings', 0), 'posting')} from boards: {outcomes or 'none was due'}{skipped}{left}{look}."
    )


def child_error(done: pipeline.CrawlResult) -> Exception:
    """What the crawler's child process said that a person can mend."""
    error = BadInputError(done.error or "The crawl ended without a word; run it again.")
    error.exit_code = done.exit_code or 2
    return error


def bring_in(
    files: Annotated[list[Path], typer.Argument(help="JSON, JSONL (also .gz), CSV or Parquet.", show_default=False)],
    data: Data = None,
    observed_on: Annotated[
        dt.datetime | None,
        typer.Option("--observed-on", formats=["%Y-%m-%d"], help="The day on which these postings were open."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="FIELD=COLUMN",
            help="Which column holds a field, where its name is not recognised (may be repeated).",
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(help="What the postings are called; imports of one name make a history (default: the file's)."),
    ] = None,
    covers_from: Annotated[
        dt.datetime | None,
        typer.Option(
            "--covers-from",
            metavar="DAY",
            formats=["%Y-%m-%d"],
            help="The file holds every posting that appeared since this day, by its own date column.",
        ),
    ] = None,
    market: Annotated[str, typer.Option(help="real, or example for a made-up market.")] = "real",
    as_json: AsJson = False,
) -> None:
    """Bring in postings from your own files.

    Rows without a date of their own stand outside the market unless --observed-on says when they were open. Imports of
    one name on several days make a history for `trends`: a date at the end of the file's name is no part of it.

    Example: skillgap import postings-2026-03-01.csv --observed-on 2026-03-01 --column text=job_description
    """
    place = settings(data)
    if market not in ("real", "example"):
        raise BadInputError(f"--market {market!r} is neither real nor example.")
    kind: MarketKind = "real" if market == "real" else "example"
    if place.market not in (None, kind):
        raise BadInputError(
            f"{place.data} holds the {place.market} market; bring {kind} postings into another folder with --data."
        )
    refuse_unmounted(place)
    started_at, named = now(), _columns(column or [])
    days_ahead = _days_ahead(started_at, observed_on, covers_from)
    with _leaving_nothing(place), bar() as shown:
        task = shown.add_task("rows", total=None)
        run = pipeline.bring_in(
            place,
            files,
            started_at=started_at,
            observed_on=observed_on.date() if observed_on else None,
            market=kind,
            columns=named,
            name=name,
            covers_from=covers_from.date() if covers_from else None,
            on_row=lambda _, row: shown.update(task, completed=row),
        )
    place.data.mkdir(parents=True, exist_ok=True)
    if not (place.data / "market.toml").exists():
        write_whole(place.data / "market.toml", f'kind = "{kind}"\n'.encode())
    rows, rejects = sum(b.postings for b in run.boards), sum(b.rejects for b in run.boards)
    if as_json:
        result(json.dumps({"run_id": run.run_id, "postings": rows, "rejects": rejects}))
    summary(f"{count(rows, 'posting')} brought in as {run.run_id}, {count(rejects, 'row')} rejected. {_NEXT}")
    if days_ahead > 1:
        summary(f"  --observed-on {observed_on:%Y-%m-%d} lies in the future: the market will be as of that day.")
    for path in files:
        if unread := unread_columns(path, named):
            more = f" and {len(unread) - 8} more" if len(unread) > 8 else ""
            summary(f"  {path}: columns not read: {', '.join(unread[:8])}{more} (--column FIELD=COLUMN names one).")
    if unread_dates := sum(b.drift.get("posted_at_unparsed", 0) for b in run.boards):
        summary(f"  Dates not readable, and left out: {unread_dates}; write them like 2026-03-15.")
    for reject in run.rejects[:5]:
        summary(f"  {reject.board}, row {reject.row}: {reject.reason}")
    if rejects > 5:
        summary(f"  … and {rejects - 5} more in {place.landing / run.run_id / 'run.json'}")
    undated = 0 if observed_on else _tell_undated(run, rows)
    if rejects or undated:
        raise typer.Exit(1)


def _days_ahead(started_at: dt.datetime, observed_on: dt.datetime | None, covers_from: dt.datetime | None) -> int:
    """How many days after today the postings were open. Raises BadInputError for days that cannot be meant."""
    days_ahead = (observed_on.date() - started_at.date()).days if observed_on else 0
    if days_ahead > 366:
        raise BadInputError(f"--observed-on {observed_on:%Y-%m-%d} lies in the future; name the day they were open.")
    if covers_from and (observed_on is None or covers_from > observed_on):
        raise BadInputError("--covers-from DAY goes with --observed-on, the day up to which the file holds all.")
    return days_ahead


def _tell_undated(run: Run, rows: int) -> int:
    """Say how many rows state no date of their own; returns how many."""
    undated = sum(board.drift.get(UNDATED, 0) for board in run.boards)
    if undated:
        some = f"{count(undated, 'row')} of {rows} {'has' if undated == 1 else 'have'} no date"
        summary(
            f"  {'No row has a date' if undated == rows else some}, and what is undated stands outside the market:"
            " import again with --observed-on YYYY-MM-DD, the day on which they were open."
        )
    return undated


@contextmanager
def _leaving_nothing(place: Settings) -> Iterator[None]:
    """A data folder that was not there is not there after an import that was refused, either."""
    is_new = not place.data.exists()
    try:
        yield
    except BaseException:
        if is_new:
            with suppress(OSError):  # not there, or something is in it
                place.landing.rmdir()
                place.data.rmdir()
        raise


def _columns(given: list[str]) -> dict[str, str]:
    columns = {}
    for one in given:
        name, sign, column = one.partition("=")
        if not sign or not column or name not in import_fields():
            raise BadInputError(f"--column {one!r} is not FIELD=COLUMN; the fields are {', '.join(import_fields())}.")
        columns[name] = column
    return columns
