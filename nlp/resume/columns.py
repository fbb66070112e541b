"""Tables of skills whose columns say how well each is known: «I use daily | I have only watched»."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from nlp.resume.headings import flat, heading_says, pattern
from nlp.resume.lines import ResumeLine

_CELLS = re.compile(r"\s{2,}|\s*\|\s*|\t+")
_LONGEST_HEAD = 9

Cell = tuple[str, str]
"""The head of a column and what a row says in it."""


def in_columns(lines: Sequence[ResumeLine]) -> Mapping[int, Sequence[Cell]]:
    """The rows of such tables by the number of their line, each cell with the head of its column; of heads no cell."""
    found: dict[int, Sequence[Cell]] = {}
    heads: Sequence[str] = ()
    for at, line in enumerate(lines):
        cells = [cell for cell in _CELLS.split(line.text.strip(" |")) if cell]
        if line.role == "heading":
            heads = ()
        elif heads and 1 < len(cells) <= len(heads):
            found[at] = list(zip(heads, cells, strict=False))
        else:
            heads = cells if _are_heads(cells) else ()
            if heads:
                found[at] = []
    return found


def _are_heads(cells: Sequence[str]) -> bool:
    """Whether the cells of a row are heads that speak of columns, one of them of what is lacked, wished or learned."""
    if len(cells) < 2 or any("," in cell or len(cell.split()) > _LONGEST_HEAD for cell in cells):
        return False
    speaks = [heading_says(cell) is not None or _is_level(cell) for cell in cells]
    return all(speaks) or (any(heading_says(cell) for cell in cells) and sum(speaks) * 2 >= len(cells))


def _is_level(cell: str) -> bool:
    return pattern("own_headings", "level").fullmatch(flat(cell).strip(" :.")) is not None
