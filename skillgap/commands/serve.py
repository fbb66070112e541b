"""`demo` and `dashboard`: see it work, look at it in a browser."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.words import banner_of
from skillgap import addresses
from skillgap.commands import build, judge
from skillgap.commands.options import Data, OfMarket
from skillgap.console import bar, summary
from skillgap.demo import SAMPLE_RESUMES, crawl_example, demo_settings
from skillgap.settings import Settings, is_shared, settings
from skillgap.shared.market import follow
from warehouse.generations.reader import current_manifest
from warehouse.models import BadInputError, SkillgapError
from warehouse.snapshots.reader import SNAPSHOTS, snapshot_file
from warehouse.snapshots.writer import FEED


def demo(data: Data = None) -> None:
    """The whole pipeline on an example market of fictional employers, offline; prints a sample resume's gap.

    Example: skillgap demo
    """
    place = demo_settings(settings(data).data)
    summary("The example market: fictional employers, 26 weeks, crawled from this machine.")
    with bar() as shown:
        task = shown.add_task("weeks", total=26)

        def on_event(event: Mapping[str, Any]) -> None:
            if event.get("event") == "run":
                shown.advance(task)

        done = crawl_example(place, on_event)
    if done.error:
        raise BadInputError(done.error)
    found = done.summary
    if found.get("runs"):
        summary(
            f"Crawled {found['runs']} weekly runs; some boards failed on purpose: "
            f"{found.get('failed', 0)} failed, {found.get('partial', 0)} partial, {found.get('gone', 0)} gone."
        )
    build.build(place)
    resume = sorted(SAMPLE_RESUMES.glob("*.md"))[0]
    summary(f"The gap of the sample resume {resume.name}:\n")
    judge.gap(resume=[resume], data=place.data)


def dashboard(
    data: Data = None,
    market: OfMarket = None,
    port: Annotated[str, typer.Option(metavar="NUMBER", help="The port on this machine.")] = "8501",
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The IP address to answer on; beyond this machine it needs a yes.")
    ] = "127.0.0.1",
    yes_expose: Annotated[
        bool,
        typer.Option(
            "--yes-expose",
            help="Yes, let others in: anyone who reaches the address, without a login; resumes travel unencrypted.",
        ),
    ] = False,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A name that browsers may call this server by (may be repeated)."),
    ] = None,
) -> None:
    """Serve the dashboard on http://127.0.0.1:8501, for this machine alone, until Ctrl-C.

    Beside the pages: /healthz (JSON) and /feed.xml (Atom, the snapshots). docs/deploy.md: for a small team.

    Example: skillgap dashboard --port 8600
    """
    from dashboard import serving  # noqa: PLC0415 -- no other command should wait for Streamlit

    place = settings(data, market)
    if market and is_shared(market):
        follow(market, settings(data).data)
    listening = addresses.listening(host, port, allow_host or (), is_exposed=yes_expose)
    if listening.is_exposed:
        summary(
            "Others can reach this: there is no login, and resumes travel unencrypted. docs/deploy.md shows how to put"
            " a login and TLS before it."
        )
    summary(f"skillgap shows {_what(place)} on {listening.url} · Ctrl-C ends it.")
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell's background job starts with SIGINT ignored
        signal.signal(number, signal.default_int_handler)
    try:
        serving.serve(
            place.data,
            serving.Snapshots(partial(_feed, place.data), partial(_report, place.data)),
            address=listening.address,
            port=listening.port,
            hosts=listening.hosts,
            is_reference=place.choice == "reference",
        )
    except KeyboardInterrupt:
        summary("The dashboard has ended.")


def _feed(data_dir: Path) -> bytes | None:
    path = data_dir / SNAPSHOTS / FEED
    return path.read_bytes() if path.is_file() else None


def _report(data_dir: Path, name: str) -> bytes | None:
    try:
        return snapshot_file(data_dir, name, "report.html")
    except SkillgapError:  # none of that name, or not as it was written, which `doctor` says
        return None


def _what(place: Settings) -> str:
    """What will be shown, in words."""
    try:
        manifest = current_manifest(place.published)
    except SkillgapError as error:
        return f"that the market cannot be read ({error})"
    said = banner_of(manifest) or "your own market"
    return f"{said[0].lower()}{said[1:]}"
