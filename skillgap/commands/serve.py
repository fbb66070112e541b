"""`demo` and `dashboard`: see it work, look at it in a browser."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

import dashboard as dashboard_room
from skillgap.commands import build, judge
from skillgap.commands.options import Data
from skillgap.console import bar, summary
from skillgap.demo import SAMPLE_RESUMES, crawl_example, demo_settings
from skillgap.settings import Settings, settings
from warehouse.models import BadInputError

LOOPBACK = "127.0.0.1"
UPLOAD_LIMIT_MB = 5


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
    port: Annotated[int, typer.Option(help="The port on this machine.")] = 8501,
    fallback_demo: Annotated[
        bool, typer.Option("--fallback-demo", help="Show the example market where no real one has been published.")
    ] = False,
) -> None:
    """Serve the dashboard on http://127.0.0.1:8501 until Ctrl-C.

    Example: skillgap dashboard --port 8600
    """
    place = settings(data)
    shown = place
    if not _is_published(place) and fallback_demo:
        shown = demo_settings(place.data)
    kind = "the example market, fictional employers" if shown.market == "example" else "the real market"
    what = kind if _is_published(shown) else "no market yet (the pages say what to do)"
    summary(f"skillgap shows {what} on http://{LOOPBACK}:{port} · Ctrl-C ends it.")
    app = Path(dashboard_room.__file__).parent / "app.py"
    flags = {
        "server.address": LOOPBACK,
        "server.port": port,
        "server.headless": "true",
        "server.maxUploadSize": UPLOAD_LIMIT_MB,
        "server.enableXsrfProtection": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "client.showErrorDetails": "none",
        "client.toolbarMode": "viewer",
    }
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(app),
        *(f"--{name}={value}" for name, value in flags.items()),
    ]
    environment = {**os.environ, "SKILLGAP_DATA": str(shown.data.resolve())}
    environment = {name: value for name, value in environment.items() if not name.startswith("STREAMLIT_")}
    try:
        raise typer.Exit(subprocess.run(command, env=environment, check=False).returncode)  # noqa: S603 -- our own flags
    except KeyboardInterrupt:
        summary("The dashboard has ended.")


def _is_published(place: Settings) -> bool:
    return (place.data / "generations" / "CURRENT").exists()
