"""schema.org objects out of a page's JSON-LD scripts, also where the JSON is broken the way pages break it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

import lxml.html

from crawler.fields.payload import MAX_DEPTH, Drift

_TYPE = re.compile(r"\s*application/ld\+json\b", re.IGNORECASE)
_WRAPPING = re.compile(
    r"\A(?:\s|//|/\*|\*/|<!--|-->|<!\[CDATA\[|\]\]>|;)+|(?:\s|//|/\*|\*/|<!--|-->|<!\[CDATA\[|\]\]>|;)+\Z"
)
_STRING_OR_COMMA = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])', re.DOTALL)
_BAD_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_NAMESPACE = re.compile(r"\A(?:https?://schema\.org/|schema:)", re.IGNORECASE)


def objects_of_type(root: lxml.html.HtmlElement, kind: str, drift: Drift) -> list[dict[str, Any]]:
    """All objects of a schema.org type in a page, their keys in camelCase. Scripts that are no JSON are counted."""
    found: list[dict[str, Any]] = []
    for script in root.iter("script"):
        if not _TYPE.match(script.get("type") or ""):
            continue
        try:
            found += _of_type(_loads(script.text or "", drift), kind, 0)
        except (ValueError, RecursionError):
            drift["script_unreadable"] += 1
    return found


def _loads(text: str, drift: Drift) -> Any:
    """The JSON in a script: raw newlines are allowed; wrappings, entities, trailing commas, odd escapes are mended."""
    bare = _WRAPPING.sub("", text)
    try:
        return json.loads(bare, strict=False)
    except ValueError:
        drift["script_mended"] += 1
    for mended in (bare, html.unescape(bare)):
        try:
            return json.loads(_BAD_ESCAPE.sub("", _STRING_OR_COMMA.sub(_without_comma, mended)), strict=False)
        except ValueError:
            continue
    raise ValueError("no JSON")


def _without_comma(match: re.Match[str]) -> str:
    return "" if match[0] == "," else match[0]


def _of_type(value: Any, kind: str, depth: int) -> Iterator[dict[str, Any]]:
    """Objects of the type wherever they stand: at the root, in lists, in `@graph`, in list items."""
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for one in value:
            yield from _of_type(one, kind, depth + 1)
    elif isinstance(value, dict):
        if _is(value.get("@type", value.get("@Type")), kind):
            yield _camel_case(value)
        else:
            for one in value.values():
                yield from _of_type(one, kind, depth + 1)


def _is(stated: Any, kind: str) -> bool:
    names = stated if isinstance(stated, list) else [stated]
    return any(isinstance(n, str) and _NAMESPACE.sub("", n.strip()).lower() == kind.lower() for n in names)


def _camel_case(value: Any, depth: int = 0) -> Any:
    """`Title` and `title` are one key; where both stand, the one written right counts."""
    if depth > MAX_DEPTH:
        return None
    if isinstance(value, list):
        return [_camel_case(one, depth + 1) for one in value]
    if isinstance(value, dict):
        pairs = sorted(value.items(), key=lambda pair: pair[0][:1].islower())
        return {key[:1].lower() + key[1:]: _camel_case(one, depth + 1) for key, one in pairs}
    return value
