"""An advert's body put together from the labelled parts in which a source keeps it."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass

from crawler.fields.text import html_to_text
from warehouse.models import TextSection


@dataclass(frozen=True, slots=True)
class Advert:
    """One body three ways: as HTML, as text, as its parts."""

    html: str | None
    text: str
    sections: tuple[TextSection, ...]


def advert_of(parts: Iterable[tuple[str | None, str]]) -> Advert:
    """The body of (heading, HTML) parts in the order of the page; parts without heading and text are left out."""
    read = [(heading, markup, html_to_text(markup)) for heading, markup in parts]
    kept = [(heading, markup, text) for heading, markup, text in read if heading or text]
    return Advert(
        "".join(_heading(heading) + markup for heading, markup, _ in kept) or None,
        "\n".join(line for heading, _, text in kept for line in (heading, text) if line),
        tuple(TextSection(heading, text) for heading, _, text in kept),
    )


def markup_of(plain: str | None) -> str:
    """Plain text as HTML that shows the same lines; empty for none."""
    return html.escape(plain, quote=False).replace("\n", "<br>") if plain else ""


def _heading(heading: str | None) -> str:
    return f"<h3>{html.escape(heading, quote=False)}</h3>" if heading else ""
