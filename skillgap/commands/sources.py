"""`sources`: where postings come from, under which terms, and which of them are crawled."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from crawler.boards import switches
from crawler.sources import source_facts
from skillgap.commands.options import AsJson, Data
from skillgap.console import result, summary
from skillgap.settings import settings

sources_app = typer.Typer(invoke_without_command=True)
Name = Annotated[str, typer.Argument(help="The source's name, as `skillgap sources` shows it.", show_default=False)]


@sources_app.callback()
def list_sources(context: typer.Context, data: Data = None, as_json: AsJson = False) -> None:
    """The sources, their terms, and how politely they are asked.

    Example: skillgap sources
    """
    if context.invoked_subcommand:
        return
    on = set(switches.enabled_sources(settings(data).data))
    if as_json:
        rows = [
            {"id": f.id, "name": f.name, "is_on": f.id in on, "terms_url": f.terms_url, "delay_s": f.delay_s}
            for f in source_facts().values()
        ]
        result(json.dumps(rows))
        return
    for facts in sorted(source_facts().values(), key=lambda f: (f.id not in on, f.id)):
        state = "on" if facts.id in on else "off"
        result(f"{facts.id:16} {state:4} one request every {facts.delay_s:g} s or slower · {facts.name}")
        result(f"{'':22}{facts.terms}\n{'':22}{facts.terms_url} ({facts.read})")
    summary(f"{len(on)} of {len(source_facts())} sources are on; `skillgap sources enable NAME` switches one on.")


@sources_app.command("enable")
def enable(name: Name, data: Data = None) -> None:
    """Switch a source on, after showing its terms once.

    Example: skillgap sources enable remotive
    """
    result(switches.enable(settings(data).data, name))
    summary(f"{name} is on. Next: skillgap crawl --source {name}")


@sources_app.command("disable")
def disable(name: Name, data: Data = None) -> None:
    """Crawl a source no longer; what it brought stays.

    Example: skillgap sources disable remotive
    """
    switches.disable(settings(data).data, name)
    summary(f"{name} is off; `skillgap sources enable {name}` switches it on again.")
