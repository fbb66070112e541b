"""Makes extracted text plain: ligatures, soft hyphens, symbol-font bullets, invisible signs, words parted by lines."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

from nlp.letters import PLAIN_LETTERS

_LETTERS = {ord(sign): letters for sign, letters in PLAIN_LETTERS.items()}
_BLANKS = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_INVISIBLE = dict.fromkeys(
    [0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFE00, 0xFE10)]
)
_CONTROL = dict.fromkeys([*range(0x9), 0xB, *range(0xE, 0x20), *range(0x7F, 0xA0)])
_LINE_SIGNS = {0xC: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_HYPHENS = {0x2010: "-", 0x2011: "-"}
_TABLE = {**_HYPHENS, **_CONTROL, **_LETTERS, **_BLANKS, **_INVISIBLE, **_LINE_SIGNS}
_TWICE_HYPHEN = re.compile("-\u00ad[-‐]?")
"""A soft hyphen beside a hard one, as Word prints it: one hyphen."""
_SOFT_BREAK = re.compile("\u00ad[ \\t]*\\n[ \\t]*(\\S+)[ \\t]*")
_PRIVATE = "\ue000-\uf8ff"
_PRIVATE_BULLET = re.compile(rf"^([ \t]*)[{_PRIVATE}][ \t]*(?=\S)", re.MULTILINE)
_PRIVATE_SIGN = re.compile(rf"[{_PRIVATE}]+")
_PARTED = re.compile(r"(-?)\b([A-Za-z]{2,})-[ \t]*\n[ \t]*([a-z]{2,})([^\s\w]*)[ \t]*")
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_ONE_LINE_GAPS = re.compile(r"[ \t]{3,}")
_ANY_BREAK = re.compile(r"\r\n?")


def clean(text: str) -> str:
    """The text with plain letters, blanks and bullets; lines stay lines, at most one empty line in a row."""
    plain = unicodedata.normalize("NFC", _ANY_BREAK.sub("\n", text))
    plain = _SOFT_BREAK.sub(r"\1\n", _TWICE_HYPHEN.sub("-", plain)).replace("\u00ad", "").translate(_TABLE)
    plain = _PRIVATE_SIGN.sub(" ", _PRIVATE_BULLET.sub(r"\1• ", plain))
    plain = "\n".join(_ONE_LINE_GAPS.sub("  ", line.replace("\t", "  ")).rstrip() for line in plain.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", _join_parted(plain)).strip()


def _join_parted(text: str) -> str:
    """Brings a word that a line end parts together on its first line, without the hyphen unless that is its own."""
    known = set(_WORD.findall(text.lower()))

    def joined(match: re.Match[str]) -> str:
        chain, left, right, after = match.groups()
        if f"{left}{right}".lower() in known:
            keeps = False
        else:
            keeps = bool(chain) or f"{left}-{right}".lower() in known or left.lower() in _first_parts()
        return f"{chain}{left}{'-' if keeps else ''}{right}{after}\n"

    return _PARTED.sub(joined, text)


@cache
def _first_parts() -> frozenset[str]:
    """Words that take a hyphen before another: «front-end», «real-time»."""
    facts = tomllib.loads(Path(__file__).with_name("cleaning.toml").read_text(encoding="utf-8"))
    return frozenset(facts["first_parts"])
