"""`forget`: postings of an address, an employer or a domain go, everywhere, and do not come back."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from dashboard.words import count
from skillgap.commands.options import Data
from skillgap.console import summary
from skillgap.settings import now, settings
from skillgap.upkeep import forgetting
from warehouse.models import BadInputError


def forget(
    data: Data = None,
    url: Annotated[str | None, typer.Option(help="One posting, by its address.")] = None,
    company: Annotated[str | None, typer.Option(help="Every posting of an employer.")] = None,
    domain: Annotated[str | None, typer.Option(help="Every posting whose address lies on a domain.")] = None,
    is_sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove postings from landing files, database and generations, and keep them from coming back.

    Example: skillgap forget --company "Acme AI"
    """
    place = settings(data)
    named = [value for value in (url, company, domain) if value]
    if len(named) != 1:
        raise BadInputError("Name exactly one of --url, --company and --domain.")
    if not place.data.exists():
        raise BadInputError(f"{place.data} does not exist: name the data folder with --data.")
    if not is_sure:
        if not sys.stdin.isatty():
            raise BadInputError(f"What is forgotten cannot be brought back; add --yes to forget {named[0]!r}.")
        typer.confirm(f"Forget everything of {named[0]!r} in {place.data}? It cannot be brought back", abort=True)
    done = forgetting.forget(place.data, url, company, domain, now=now())
    if not done.is_known:
        summary(f"Nothing is held of {named[0]!r}, and nothing was changed{done.near}.".replace("?.", "?"))
        raise typer.Exit(1)
    published = f"; generation {done.generation} is without it" if done.generation else ""
    held = ", ".join((count(done.postings, "posting"), count(done.rows, "row"), count(done.boards, "board")))
    summary(f"Forgot {done.value}: {held}{published}.")
