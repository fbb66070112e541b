"""The careers of bench/support/careers.py as Word files and, printed by Chromium, as PDFs."""

from __future__ import annotations

import contextlib
import html
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import docx
from docx.document import Document
from playwright.sync_api import sync_playwright

from bench.support.browser import CHROMIUM, QUIET
from bench.support.careers import Career, Part, Way, parts

Printer = Callable[..., bytes]
"""The body of a page, and options of Chromium's print."""
Maker = Callable[[Career, Way], tuple[str, bytes]]
_PAGE = """<style>
@page { size: A4; margin: 14mm } body { font: 10.5pt 'DejaVu Sans', sans-serif; margin: 0 }
h1 { font-size: 17pt; margin: 0 } h2 { font-size: 12pt; margin: 9pt 0 3pt } p { margin: 1pt 0 }
ul { margin: 2pt 0 6pt; padding-left: 14pt }
.dates { float: right; margin-left: 12pt } .side { font-size: 9.5pt }
.spaced h2 { letter-spacing: 2px; text-transform: uppercase }
</style>"""


@contextlib.contextmanager
def printer() -> Iterator[Printer]:
    """Prints HTML as a PDF until the block ends."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = browser.new_page()

        def printed(body: str, **options: Any) -> bytes:
            page.set_content(f"<!doctype html><meta charset=utf-8>{_PAGE}<body>{body}")
            return page.pdf(prefer_css_page_size=True, **options)

        yield printed
        browser.close()


def layouts(printed: Printer) -> Mapping[str, Maker]:
    """Each layout's maker."""

    def page(arrange: Callable[[Career, Sequence[Part]], str]) -> Maker:
        return lambda career, way: ("cv.pdf", printed(arrange(career, parts(career, way))))

    return {
        "docx paragraphs": docx_paragraphs,
        "docx row a job, dates left": lambda c, w: docx_rows(c, w, dates_first=True),
        "docx row a job, dates right": lambda c, w: docx_rows(c, w, dates_first=False),
        "docx rows of heads": docx_heads,
        "docx sidebar left": lambda c, w: docx_sidebar(c, w, side_first=True),
        "docx sidebar right": lambda c, w: docx_sidebar(c, w, side_first=False),
        "pdf one column": page(lambda c, p: _head(c) + _html(p)),
        "pdf dates floated right": page(lambda c, p: _head(c) + _html(p, floats=True)),
        "pdf spaced headings": page(lambda c, p: f"<div class=spaced>{_head(c)}{_html(p)}</div>"),
        "pdf sidebar left, grid": page(lambda c, p: _grid(c, p, "30% 1fr", side_first=True)),
        "pdf sidebar right, grid": page(lambda c, p: _grid(c, p, "1fr 30%", side_first=False)),
        "pdf sidebar left, table": page(lambda c, p: _table(c, p, side_first=True)),
        "pdf sidebar right, table": page(lambda c, p: _table(c, p, side_first=False)),
        "pdf dates in a left rail": page(lambda c, p: _head(c) + _rail(p)),
        "pdf two columns": page(lambda c, p: _grid(c, p, "1fr 1fr", side_first=False)),
    }


def _new(career: Career) -> Document:
    document = docx.Document()
    document.add_paragraph(career.name)
    document.add_paragraph(career.headline)
    return document


def _bytes(document: Document) -> tuple[str, bytes]:
    out = io.BytesIO()
    document.save(out)
    return "cv.docx", out.getvalue()


def docx_paragraphs(career: Career, way: Way) -> tuple[str, bytes]:
    """Paragraphs below one another."""
    document = _new(career)
    for part in parts(career, way):
        document.add_paragraph(part.heading)
        for block in part.blocks:
            for line in block.head:
                document.add_paragraph(line)
            for deed in block.deeds:
                document.add_paragraph(deed, style="List Bullet" if block.head else None)
    return _bytes(document)


def docx_rows(career: Career, way: Way, *, dates_first: bool) -> tuple[str, bytes]:
    """A table for each section of entries, one row an entry, its dates in a cell of their own."""
    document = _new(career)
    for part in parts(career, way):
        document.add_paragraph(part.heading)
        if not part.blocks[0].dates:
            for block in part.blocks:
                for deed in block.deeds:
                    document.add_paragraph(deed)
            continue
        table = document.add_table(rows=0, cols=2)
        for block in part.blocks:
            cells = table.add_row().cells
            told, when = (cells[1], cells[0]) if dates_first else (cells[0], cells[1])
            when.text = block.dates
            lines = [line for line in _undated(block.head, block.dates) if line]
            told.text = lines[0] if lines else ""
            for line in lines[1:]:
                told.add_paragraph(line)
            for deed in block.deeds:
                told.add_paragraph(deed)
    return _bytes(document)


def docx_heads(career: Career, way: Way) -> tuple[str, bytes]:
    """A row for each line of a head, its dates at the right; what was done stands in paragraphs below the table."""
    document = _new(career)
    for part in parts(career, way):
        document.add_paragraph(part.heading)
        for block in part.blocks:
            if block.dates:
                table = document.add_table(rows=0, cols=2)
                for number, line in enumerate(_undated(block.head, block.dates)):
                    cells = table.add_row().cells
                    cells[0].text, cells[1].text = line, block.dates if number == 0 else ""
            for deed in block.deeds:
                document.add_paragraph(deed, style="List Bullet" if block.dates else None)
    return _bytes(document)


def docx_sidebar(career: Career, way: Way, *, side_first: bool) -> tuple[str, bytes]:
    """One table of two cells: a sidebar with skills and education, the rest beside it."""
    document = _new(career)
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    side, main = (cells[0], cells[1]) if side_first else (cells[1], cells[0])
    for part in parts(career, way):
        cell = side if part.name in ("skills", "education") else main
        cell.add_paragraph(part.heading)
        for block in part.blocks:
            for line in (*block.head, *block.deeds):
                cell.add_paragraph(line)
    return _bytes(document)


def _undated(lines: Sequence[str], dates: str) -> list[str]:
    """The lines of a head without its dates and the signs around them."""
    found = [line.replace(f"({dates})", "").replace(dates, "").strip(" \t|,:·—") for line in lines]
    return [line.replace("\t", "  ") for line in found if line]


def _head(career: Career) -> str:
    return f"<h1>{html.escape(career.name)}</h1><p>{html.escape(career.headline)}</p>"


def _html(sections: Sequence[Part], *, floats: bool = False) -> str:
    out = []
    for part in sections:
        out.append(f"<h2>{html.escape(part.heading)}</h2>")
        for block in part.blocks:
            lines = _undated(block.head, block.dates) if floats else [line.replace("\t", "   ") for line in block.head]
            for i, line in enumerate(lines):
                dates = f"<span class=dates>{html.escape(block.dates)}</span>" if floats and i == 0 else ""
                out.append(f"<p>{dates}{html.escape(line)}</p>")
            deeds = [html.escape(deed) for deed in block.deeds]
            out.append(
                f"<ul>{''.join(f'<li>{d}</li>' for d in deeds)}</ul>"
                if block.head
                else "".join(f"<p>{d}</p>" for d in deeds)
            )
    return "".join(out)


def _rail(sections: Sequence[Part]) -> str:
    """Dates in a column of their own at the left of each entry."""
    out = []
    for part in sections:
        out.append(f"<h2>{html.escape(part.heading)}</h2>")
        for block in part.blocks:
            if not block.dates:
                out += [f"<p>{html.escape(deed)}</p>" for deed in block.deeds]
                continue
            told = "".join(f"<p>{html.escape(line)}</p>" for line in _undated(block.head, block.dates))
            told += "<ul>" + "".join(f"<li>{html.escape(deed)}</li>" for deed in block.deeds) + "</ul>"
            rail = f"<div style='width:26%;padding-right:8pt'>{html.escape(block.dates)}</div>"
            out.append(f"<div style='display:flex'>{rail}<div style='width:74%'>{told}</div></div>")
    return "".join(out)


def _sides(sections: Sequence[Part]) -> tuple[str, str]:
    side = [part for part in sections if part.name in ("skills", "education")]
    return _html([part for part in sections if part not in side]), _html(side)


def _grid(career: Career, sections: Sequence[Part], columns: str, *, side_first: bool) -> str:
    main, side = _sides(sections)
    cells = [f"<div class=side>{side}</div>", f"<div>{main}</div>"]
    inside = "".join(cells if side_first else reversed(cells))
    return f"{_head(career)}<div style='display:grid;grid-template-columns:{columns};gap:8mm'>{inside}</div>"


def _table(career: Career, sections: Sequence[Part], *, side_first: bool) -> str:
    main, side = _sides(sections)
    cells = [f"<td class=side width='30%'>{side}</td>", f"<td>{main}</td>"]
    inside = "".join(cells if side_first else reversed(cells))
    return f"{_head(career)}<table cellspacing=14><tr valign=top>{inside}</tr></table>"
