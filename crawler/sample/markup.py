"""The markup of the parts: text with planted skills, OR-groups, look-alikes and open slots.

`[surface]`, `[surface=Name]`, `[surface=Name@need]` plant a skill (`@o` = optional); `<<… or …>>` is an OR-group;
`~surface=kind~` is a look-alike; `{slot}` is filled in. Nothing nests but slots.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from crawler.sample.model import Piece
from warehouse.models import BrokenDataError, Need

SLOT = re.compile(r"\{([a-z_0-9]+)\}")
_TOKEN = re.compile(
    r"(?P<open><<)|(?P<close>>>)"
    r"|\[(?P<surface>[^\]=@]+)(?:=(?P<name>[^\]@]+))?(?:@(?P<need>[rpcxo]))?\]"
    r"|~(?P<false>[^~=]+)=(?P<kind>[^~]+)~"
)
_NEEDS: dict[str, Need] = {"r": "required", "p": "preferred", "c": "context", "x": "not_required"}
_MAX_DEPTH = 5


def expand(source: str, fill: Callable[[str], str]) -> str:
    """The source with all slots filled, those inside fillings too. Raises BrokenDataError on an endless slot."""
    for _ in range(_MAX_DEPTH):
        if not SLOT.search(source):
            return source
        source = SLOT.sub(lambda match: fill(match[1]), source)
    raise BrokenDataError(f"the part {source!r} fills its slots with slots for ever; break the circle in slots.toml")


def parse(source: str) -> tuple[Piece, ...]:
    """The pieces of a source without slots. Raises BrokenDataError on markup that is left over."""
    pieces: list[Piece] = []
    position, group, is_inside = 0, 0, False
    for token in _TOKEN.finditer(source):
        if token.start() > position:
            pieces.append(Piece(source[position : token.start()]))
        position = token.end()
        if token["open"]:
            group, is_inside = group + 1, True
        elif token["close"]:
            is_inside = False
        elif token["false"]:
            pieces.append(Piece(token["false"], lookalike=token["kind"]))
        else:
            pieces.append(
                Piece(
                    token["surface"],
                    skill=token["name"] or token["surface"],
                    need=_NEEDS.get(token["need"] or ""),
                    group=group if is_inside else None,
                    is_optional=token["need"] == "o",
                )
            )
    if position < len(source):
        pieces.append(Piece(source[position:]))
    if is_inside or any(c in piece.text for piece in pieces for c in "[]{}~<>"):
        raise BrokenDataError(f"the part {source!r} has unclosed markup; see crawler/sample/markup.py for its signs")
    return tuple(pieces)


def names(pieces: tuple[Piece, ...]) -> set[str]:
    """The truth names planted in these pieces."""
    return {piece.skill for piece in pieces if piece.skill}


def with_need(pieces: tuple[Piece, ...], need: Need) -> tuple[Piece, ...]:
    """The pieces with all their skills at this need."""
    return tuple(replace(piece, need=need) if piece.skill else piece for piece in pieces)


def capitalised(pieces: tuple[Piece, ...], keeps_case: Callable[[str], bool]) -> tuple[Piece, ...]:
    """The pieces with a capital at the start, unless they start with a skill whose name keeps its case (dbt, vLLM)."""
    first = pieces[0]
    if first.skill and keeps_case(first.skill):
        return pieces
    return (replace(first, text=first.text[:1].upper() + first.text[1:]), *pieces[1:])
