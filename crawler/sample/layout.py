"""Sections as HTML and as plain text, in the habits of different editors."""

from __future__ import annotations

import html
from collections.abc import Iterable

from crawler.sample.model import Line, Piece, Section

STYLES = ("heading", "strong", "nested", "breaks", "attributes")
"""How an employer's editor writes: h3 + ul; bold paragraphs; li with p inside; bullets typed by hand; inline styles."""
_STYLE_ATTRIBUTE = ' style="min-height:1.5em"'


def to_html(sections: Iterable[Section], style: str) -> str:
    """The sections as one HTML fragment; `style` is one of STYLES."""
    return "".join(_heading(section.heading, style) + lines_html(section.lines, style) for section in sections)


def lines_html(lines: Iterable[Line], style: str) -> str:
    """Paragraphs, and runs of bullets as lists."""
    parts: list[str] = []
    run: list[Line] = []
    for line in lines:
        if line.is_bullet:
            run.append(line)
            continue
        parts += [*_bullets(run, style), _paragraph(line, style)]
        run = []
    return "".join([*parts, *_bullets(run, style)])


def items_html(lines: Iterable[Line], style: str) -> str:
    """Lever's `lists[].content`: bare `<li>` without `<ul>`."""
    return "".join(
        f"<li>{_inline(line, style)}</li>" if line.is_bullet else f"<div>{_inline(line, style)}</div>" for line in lines
    )


def to_plain(sections: Iterable[Section]) -> str:
    """The sections as plain text: headings in capitals, hyphens as bullets."""
    blocks = []
    for section in sections:
        lines = [("- " if line.is_bullet else "") + line.text for line in section.lines]
        blocks.append("\n".join([*([section.heading.upper(), ""] if section.heading else []), *lines]))
    return "\n\n".join(blocks)


def _heading(text: str, style: str) -> str:
    if not text:
        return ""
    escaped = html.escape(text, quote=False)
    return {
        "heading": f"<h3>{escaped}</h3>",
        "strong": f"<p><strong>{escaped}:</strong></p>",
        "nested": f"<h2><strong>{escaped}</strong></h2>",
        "breaks": f"<p><b><u>{escaped}</u></b></p>",
        "attributes": f"<h2{_STYLE_ATTRIBUTE}>{escaped}</h2>",
    }[style]


def _paragraph(line: Line, style: str) -> str:
    attribute = _STYLE_ATTRIBUTE if style == "attributes" else ""
    return f"<p{attribute}>{_inline(line, style)}</p>"


def _bullets(lines: list[Line], style: str) -> list[str]:
    if not lines:
        return []
    if style == "breaks":
        return ["<p>" + "<br>".join(f"• {_inline(line, style)}" for line in lines) + "</p>"]
    form = "<li><p>{}</p></li>" if style in ("nested", "attributes") else "<li>{}</li>"
    return ["<ul>" + "".join(form.format(_inline(line, style)) for line in lines) + "</ul>"]


def _inline(line: Line, style: str) -> str:
    return "".join(_piece(piece, style) for piece in line.pieces)


def _piece(piece: Piece, style: str) -> str:
    """One stretch; some editors put skills in bold, and some leave no-break spaces between their words."""
    text = html.escape(piece.text, quote=False)
    if piece.skill and style == "strong" and len(piece.text) > 6:
        return f"<strong>{text}</strong>"
    if piece.skill and style == "nested":
        return text.replace(" ", "&nbsp;")
    return text
