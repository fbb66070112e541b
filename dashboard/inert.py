"""Untrusted text made inert for Markdown: it shows as written and can neither format, link, load nor run anything.

Backslashes stop what is parsed. Addresses and `:names:` are found by renderers in the finished text, where no escape
helps, so an invisible word joiner (U+2060) breaks them.
"""

from __future__ import annotations

import re
from urllib.parse import quote

JOINER = "\u2060"
_SPECIAL = re.compile(r"[\\`*\[\]|~$]|<(?=[a-zA-Z/!?])|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")
"""An underscore inside a word, a lone `<` or `&` and the like mean nothing, and stay readable."""
_ADDRESS = re.compile(
    r"(?i)(\b[a-z][a-z0-9+.-]*:)(?=//)|(\bwww)(?=\.)|(\b(?:mailto|xmpp|tel|data|javascript|vbscript):)|(?<=\S)(@)(?=\S)"
)
_NAMED = re.compile(r":(?=[a-z0-9_+\-]+[:/])")
_LINE_START = re.compile(r"^(\s*)([#+\-=>]|\d+(?=[.)](?:\s|$)))")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Also the marks that turn the direction of text around, with which one can write one thing and show another."""


def inert(text: str, longest: int | None = None) -> str:
    """One line of Markdown that shows `text` as written, spaces collapsed, cut with «…» at `longest` characters."""
    flat = " ".join(_CONTROL.sub(" ", text).split())
    if longest is not None and len(flat) > longest:
        flat = flat[: longest - 1].rstrip() + "…"
    return _LINE_START.sub(_at_start, _quiet(flat))


def inert_lines(text: str) -> str:
    """As `inert`, but line breaks stay: the lines of a posting or resume, empty ones as paragraph breaks."""
    lines = (_LINE_START.sub(_at_start, _quiet(_CONTROL.sub(" ", line).strip())) for line in text.splitlines())
    return "  \n".join(lines)


def safe_link(url: str | None) -> str | None:
    """An http(s) address that may be a link's target, percent-encoded where Markdown would trip; else None."""
    if not isinstance(url, str) or not re.match(r"https?://[\w.-]+(?::\d+)?(?:[/?#]|$)", url, re.IGNORECASE):
        return None
    return quote(url, safe="%/:?#=&@!$*+,;~.-_")


def _quiet(text: str) -> str:
    broken = _ADDRESS.sub(lambda found: found[0] + JOINER, text)
    return _SPECIAL.sub(r"\\\g<0>", _NAMED.sub(":" + JOINER, broken))


def _at_start(found: re.Match[str]) -> str:
    sign = found[2]
    return f"{found[1]}{sign}\\" if sign.isdigit() else f"{found[1]}\\{sign}"
