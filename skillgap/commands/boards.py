"""`boards`: which boards are crawled, what became of them, and whether they are still what they were."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from crawler.boards.listed import add_board, as_listed, board_from_url, load_boards, remove_board
from crawler.boards.shipped import coverage, dead_boards, moves
from crawler.boards.switches import enabled_sources
from crawler.boards.targets import read_targets, unreached
from crawler.ledger import read_ledger
from crawler.runs.pace import least_seconds
from crawler.sources.jsonld import NAME as PAGE
from dashboard.words import count
from skillgap import pipeline
from skillgap.commands.collect import child_error, duration
from skillgap.commands.options import AsJson, Contact, Data
from skillgap.console import bar, result, summary
from skillgap.settings import now, settings
from warehouse.models import BadInputError, Board

boards_app = typer.Typer(help="The boards that are crawled: list, check, add, remove.", no_args_is_help=True)


@boards_app.command("list")
def boards_list(
    data: Data = None,
    as_json: AsJson = False,
    missing: Annotated[
        Path | None, typer.Option(help="A CSV of your target employers: show those that no board reaches.")
    ] = None,
) -> None:
    """Every board with its last outcome and when that was.

    Example: skillgap boards list
    """
    place = settings(data)
    if missing:
        _show_unreached(place.data, missing, as_json)
        return
    past = read_ledger(place.landing) if place.landing.exists() else {}
    rows: list[dict[str, Any]] = []
    enabled, boards = set(enabled_sources(place.data)), load_boards(place.data)
    for board in boards:
        last = past[(board.source, board.slug)].latest if (board.source, board.slug) in past else None
        rows.append(
            {
                "source": board.source,
                "slug": board.slug,
                "employer": board.employer,
                "is_on": board.source in enabled,
                "ml_titles": board.ml_titles,
                "tags": list(board.tags),
                "checked": board.checked.isoformat() if board.checked else None,
                "outcome": last.outcome if last else None,
                "reason": last.reason if last else None,
                "detail": last.detail if last else None,
                "at": last.started_at.isoformat() if last and last.started_at else None,
            }
        )
    if as_json:
        result(json.dumps(rows))
        return
    for row in rows:
        state = (
            f"{row['outcome']}{' · ' + row['reason'] if row['reason'] else ''} · {(row['at'] or '')[:16]}"
            + (f" · {row['detail']}" if row["outcome"] == "complete" and row["detail"] and not row["reason"] else "")
            if row["outcome"]
            else "not asked yet"
            if row["is_on"]
            else "its source is off"
        )
        result(f"{row['source']:12} {row['slug']:28} {row['employer']:28} {state}")
    asked = [board for board in boards if board.source in enabled]
    reach = coverage(boards, enabled)
    summary(
        f"{count(len(asked), 'board')} of sources that are on, {len(boards) - len(asked)} of sources that are off. "
        f"To ask all of them takes at least {duration(least_seconds(asked))}: the delay of each host times its boards."
    )
    summary(f"Of {reach.of} large AI employers {reach.by_enabled} are reached, {reach.by_all} with every source on.")


def _show_unreached(data: Path, targets: Path, as_json: bool) -> None:
    """The employers of a person's list that are not reached, and why."""
    of, found = unreached(read_targets(targets), load_boards(data), set(enabled_sources(data)))
    if as_json:
        result(json.dumps([asdict(one) for one in found]))
        return
    for one in found:
        result(f"{one.employer:28} {one.system or 'unknown':16} {one.why}")
    summary(f"{len(found)} of your {count(of, 'target employer')} are not reached.")


@boards_app.command("check")
def boards_check(
    data: Data = None,
    source: Annotated[list[str] | None, typer.Option(help="Only this source (may be repeated).")] = None,
    contact: Contact = None,
    due: Annotated[bool, typer.Option("--due", help="Only boards that nobody saw answer for 90 days.")] = False,
    as_json: AsJson = False,
) -> None:
    """Ask each board once: dead or moved ones, another company's, changed answers. Nothing is collected.

    Example: skillgap boards check --due --contact you@example.org
    """
    place = settings(data)
    arguments = ["--data", str(place.data), "--market", "real", "--check", "--started-at", now().isoformat()]
    for name in source or []:
        arguments += ["--source", name]
    arguments += (["--contact", contact] if contact else []) + ["--due"] * due
    findings: list[Mapping[str, Any]] = []
    with bar() as shown:
        task = shown.add_task("boards", total=None)

        def on_event(event: Mapping[str, Any]) -> None:
            if event.get("event") == "check":
                findings.append(event)
                shown.update(task, completed=event["done"], total=event["of"])

        done = pipeline.crawl(arguments, on_event)
    if done.error:
        raise child_error(done)
    if as_json:
        result(json.dumps(findings))
    bad = [finding for finding in findings if finding["state"] not in ("fine", "empty") or finding["is_to_remove"]]
    for finding in [] if as_json else bad:
        result(f"{finding['source']:12} {finding['board']:28} {finding['state']:14} {finding['detail']}")
        if finding["is_to_remove"]:
            moved = f"  (moved to {' or '.join(finding['moved_to'])}?)" if finding["moved_to"] else ""
            result(f"{'':12} skillgap boards remove {finding['source']} {shlex.quote(finding['board'])}{moved}")
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
    contact: Contact = None,
    data: Data = None,
) -> None:
    """Add a board by its address. A careers page of no known hiring system is looked at first: what it shows of its
    jobs, or which system stands behind it, is said before it is added.

    Example: skillgap boards add https://jobs.lever.co/acme --employer "Acme AI"
    """
    place = settings(data)
    board = board_from_url(url, employer)
    if board.source == PAGE:
        board = _looked_at(place.data, url, employer, contact)
    if employer is None:
        board = as_listed(board, place.data)
    add_board(place.data, board)
    if found := dead_boards().get((board.source, board.slug)):
        known = moves().get((board.source, board.slug.casefold()), ())
        moved = f"; moved to {' or '.join('/'.join(move.to) for move in known)}?" if known else ""
        summary(f"  {board.source}/{board.slug} was found {found.state} before{moved}")
    if board.source in enabled_sources(place.data):
        summary(f"Added {board.employer} on {board.source} ({board.slug}). Next: skillgap crawl")
    else:
        summary(
            f"Added {board.employer}, but its source is off: `skillgap sources enable {board.source}` shows its terms."
        )


def _looked_at(data: Path, url: str, employer: str | None, contact: str | None) -> Board:
    """The board that a look at a careers page finds. Raises BadInputError where it shows no jobs that can be read."""
    arguments = ["--data", str(data), "--market", "real", "--look", url]
    arguments += (["--employer", employer] if employer else []) + (["--contact", contact] if contact else [])
    looks: list[Mapping[str, Any]] = []
    done = pipeline.crawl(arguments, looks.append)
    if done.error or not looks:
        raise child_error(done)
    look = looks[-1]
    if look["board"] is None:
        raise BadInputError(look["sentence"])
    summary(look["sentence"])
    for other in look["others"]:
        summary(f"  It leads to {other['source']}/{other['slug']} too: `skillgap boards add {other['seen_in']}`")
    known = {name: look["board"][name] for name in ("source", "slug", "employer", "region", "seen_in", "url")}
    return Board(**known)


@boards_app.command("remove")
def boards_remove(source: str, slug: str, data: Data = None) -> None:
    """Crawl a board no longer; what it showed stays.

    Example: skillgap boards remove lever acme
    """
    remove_board(settings(data).data, source, slug)
    summary(f"{source}/{slug} is not crawled any more; `skillgap boards add` brings it back.")
