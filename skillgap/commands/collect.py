"""`crawl`, `import`, `boards`, `sources`: postings come in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler.boards.listed import add_board, board_from_url, load_boards, remove_board
from crawler.boards.switches import enabled_sources
from crawler.landing.imports import import_fields, unread_columns
from crawler.landing.ledger import read_ledger
from dashboard.words import count
from skillgap import pipeline
from skillgap.commands.options import AsJson, Contact, Data
from skillgap.console import bar, result, summary
from skillgap.settings import Settings, now, settings
from warehouse.models import BadInputError, MarketKind

_NEXT = "Next: skillgap refresh --no-crawl"
boards_app = typer.Typer(help="The boards that are crawled: list, add, remove.", no_args_is_help=True)


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
    max_boards: Annotated[int | None, typer.Option(min=1, help="Ask at most so many boards.")] = None,
    max_bytes: Annotated[int | None, typer.Option(min=1, help="Stop after so many bytes of answers.")] = None,
    as_json: AsJson = False,
) -> None:
    """Collect postings from the boards, politely, into a landing run.

    Example: skillgap crawl --contact you@example.org --source greenhouse
    """
    place, started_at = settings(data), now()
    arguments = ["--data", str(place.data), "--market", "real"]
    if not resume:
        arguments += ["--run-id", f"{started_at:%Y%m%dT%H%M%SZ}-crawl", "--started-at", started_at.isoformat()]
    for name in source or []:
        arguments += ["--source", name]
    for flag, value in (
        ("--boards", boards),
        ("--shard", shard),
        ("--user-agent-contact", contact),
        ("--max-boards", max_boards),
        ("--max-bytes", max_bytes),
    ):
        arguments += [flag, str(value)] if value is not None else []
    arguments += ["--resume"] * resume + ["--force"] * force
    with bar() as shown:
        task = shown.add_task("boards", total=None)
        seen = {"postings": 0, "waiting": 0}

        def on_event(event: Mapping[str, Any]) -> None:
            if event.get("event") in ("board", "hosts"):
                seen.update({name: event[name] for name in seen.keys() & event.keys()})
                shown.update(
                    task, completed=event.get("done"), total=event.get("of"), description=progress_words(**seen)
                )

        done = pipeline.crawl(arguments, on_event)
    if done.error:
        raise _child_error(done)
    if as_json:
        result(json.dumps(dict(done.summary)))
    summary(crawl_line(done.summary))
    raise typer.Exit(done.exit_code)


def progress_words(postings: int, waiting: int) -> str:
    """What stands beside the bar of boards done: «boards · 412 postings · 1 host waiting»."""
    return f"boards · {count(postings, 'posting')} · {count(waiting, 'host')} waiting"


def crawl_line(found: Mapping[str, Any]) -> str:
    """The end of a crawl in one line that a person can act on."""
    outcomes = ", ".join(
        f"{found[o]} {o.replace('_', ' ')}"
        for o in ("complete", "not_modified", "partial", "failed", "gone")
        if found.get(o)
    )
    skipped = (
        f"; {found['skipped']} asked less than 20 hours ago were left out (--force asks them)"
        if found.get("skipped")
        else ""
    )
    look = "; `skillgap boards list` says why" if any(found.get(o) for o in ("partial", "failed", "gone")) else ""
    return f"{count(found.get('postings', 0), 'posting')} from boards: {outcomes or 'none was due'}{skipped}{look}."


def _child_error(done: pipeline.CrawlResult) -> Exception:
    error = BadInputError(done.error or "The crawl ended without a word; run it again.")
    error.exit_code = done.exit_code or 2
    return error


def bring_in(
    files: Annotated[list[Path], typer.Argument(help="JSONL (also .gz), CSV or Parquet.", show_default=False)],
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
    market: Annotated[str, typer.Option(help="real, or example for a made-up market.")] = "real",
    as_json: AsJson = False,
) -> None:
    """Bring in postings from your own files.

    Rows without a date of their own stand outside the market unless --observed-on says when they were open.

    Example: skillgap import postings.csv --observed-on 2026-03-01 --column text=job_description
    """
    place = settings(data)
    if market not in ("real", "example"):
        raise BadInputError(f"--market {market!r} is neither real nor example.")
    kind: MarketKind = "real" if market == "real" else "example"
    if place.market not in (None, kind):
        raise BadInputError(
            f"{place.data} holds the {place.market} market; bring {kind} postings into another folder with --data."
        )
    started_at, named = now(), _columns(column or [])
    days_ahead = (observed_on.date() - started_at.date()).days if observed_on else 0
    if days_ahead > 366:
        raise BadInputError(f"--observed-on {observed_on:%Y-%m-%d} lies in the future; name the day they were open.")
    with _leaving_nothing(place), bar() as shown:
        task = shown.add_task("rows", total=None)
        run = pipeline.bring_in(
            place,
            files,
            started_at=started_at,
            observed_on=observed_on.date() if observed_on else None,
            market=kind,
            columns=named,
            on_row=lambda _, row: shown.update(task, completed=row),
        )
    place.data.mkdir(parents=True, exist_ok=True)
    if place.market is None:
        (place.data / "market.toml").write_text(f'kind = "{kind}"\n', encoding="utf-8")
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
    if undated := sum(b.drift.get("posted_at_unparsed", 0) for b in run.boards):
        summary(f"  Dates not readable, and left out: {undated}; write them like 2026-03-15.")
    for reject in run.rejects[:5]:
        summary(f"  {reject.board}, row {reject.row}: {reject.reason}")
    if rejects > 5:
        summary(f"  … and {rejects - 5} more in {place.landing / run.run_id / 'run.json'}")
    if rejects:
        raise typer.Exit(1)


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


@boards_app.command("list")
def boards_list(data: Data = None, as_json: AsJson = False) -> None:
    """Every board with its last outcome and when that was.

    Example: skillgap boards list
    """
    place = settings(data)
    past = read_ledger(place.landing) if place.landing.exists() else {}
    rows = []
    for board in load_boards(place.data):
        last = past[(board.source, board.slug)].latest if (board.source, board.slug) in past else None
        rows.append(
            {
                "source": board.source,
                "slug": board.slug,
                "employer": board.employer,
                "outcome": last.outcome if last else None,
                "reason": last.reason if last else None,
                "at": last.started_at.isoformat() if last and last.started_at else None,
            }
        )
    if as_json:
        result(json.dumps(rows))
        return
    for row in rows:
        state = (
            f"{row['outcome']}{' · ' + row['reason'] if row['reason'] else ''} · {(row['at'] or '')[:16]}"
            if row["outcome"]
            else "not asked yet"
        )
        result(f"{row['source']:12} {row['slug']:28} {row['employer']:28} {state}")
    summary(f"{count(len(rows), 'board')}.")


@boards_app.command("check")
def boards_check(
    data: Data = None,
    source: Annotated[list[str] | None, typer.Option(help="Only this source (may be repeated).")] = None,
    contact: Contact = None,
    as_json: AsJson = False,
) -> None:
    """Ask each board once: dead or moved ones, another company's, changed answers. Nothing is collected.

    Example: skillgap boards check --contact you@example.org
    """
    place = settings(data)
    arguments = ["--data", str(place.data), "--market", "real", "--check", "--started-at", now().isoformat()]
    for name in source or []:
        arguments += ["--source", name]
    arguments += ["--user-agent-contact", contact] if contact else []
    findings: list[Mapping[str, Any]] = []
    with bar() as shown:
        task = shown.add_task("boards", total=None)

        def on_event(event: Mapping[str, Any]) -> None:
            if event.get("event") == "check":
                findings.append(event)
                shown.update(task, completed=event["done"], total=event["of"])

        done = pipeline.crawl(arguments, on_event)
    if done.error:
        raise _child_error(done)
    if as_json:
        result(json.dumps(findings))
    bad = [finding for finding in findings if finding["state"] not in ("fine", "empty")]
    for finding in [] if as_json else bad:
        result(f"{finding['source']:12} {finding['board']:28} {finding['state']:14} {finding['detail']}")
    summary(
        f"{count(len(findings), 'board')} asked, to look at: {len(bad)}; the findings lie in {place.data / 'checks'}."
    )
    raise typer.Exit(1 if bad else 0)


@boards_app.command("add")
def boards_add(
    url: Annotated[str, typer.Argument(help="The address of the employer's list of jobs.")],
    employer: Annotated[
        str | None, typer.Option(help="The employer's name, where the address does not show it.")
    ] = None,
    data: Data = None,
) -> None:
    """Add a board by its address.

    Example: skillgap boards add https://jobs.lever.co/acme --employer "Acme AI"
    """
    place = settings(data)
    board = board_from_url(url, employer)
    add_board(place.data, board)
    if board.source in enabled_sources(place.data):
        summary(f"Added {board.employer} on {board.source} ({board.slug}). Next: skillgap crawl")
    else:
        summary(
            f"Added {board.employer}, but its source is off: `skillgap sources enable {board.source}` shows its terms."
        )


@boards_app.command("remove")
def boards_remove(source: str, slug: str, data: Data = None) -> None:
    """Crawl a board no longer; what it showed stays.

    Example: skillgap boards remove lever acme
    """
    remove_board(settings(data).data, source, slug)
    summary(f"{source}/{slug} is not crawled any more; `skillgap boards add` brings it back.")
