"""Bytes from a stranger to plain data that is safe to walk, and typed access to its keys.

A required key that is missing or of another type raises SchemaDrift; an optional one becomes None and is counted.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, NoReturn
from urllib.parse import urlsplit

from crawler.fields.dates import from_epoch_s, parse_time
from crawler.fields.scrub import scrub
from crawler.fields.text import one_line, well_formed
from warehouse.models import SchemaDrift

Drift = Counter[str]
"""Counts of unexpected shapes by name, e.g. {"posted_at_unparsed": 2}."""

MAX_DEPTH = 50
"""Real payloads nest below ten levels; beyond this a payload is an attack or not ours."""
MAX_THINGS = 1_000_000
"""Commas and opening brackets. Real payloads have one in 30 bytes or more; a body of nothing else fills the memory."""
MAX_STRING = 1_000_000
"""Characters. The longest real markup has about 200,000."""


_ID_DIGITS = 50
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][a-z0-9]+)*\Z")


class BadPayload(Exception):
    """The body as a whole is unusable. `reason` is a word of the ledger, `detail` a sentence."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def decode_json(body: bytes) -> tuple[Any, Drift]:
    """The scrubbed data in a JSON body, and what was odd about it. Raises BadPayload."""
    drift: Drift = Counter()
    body = body.removeprefix(b"\xef\xbb\xbf")
    start = body[:200].lstrip().lower()
    if not start:
        raise BadPayload("malformed", "the answer has no body")
    if start.startswith(b"<"):
        raise BadPayload("html", "the answer is a page of markup where JSON was asked for")
    if body.count(b",") + body.count(b"[") + body.count(b"{") > MAX_THINGS:
        raise BadPayload("too_large", f"the answer holds more than {MAX_THINGS:,} values")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", errors="replace")
        drift["not_utf8"] += 1
    try:
        payload = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        is_cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        reason, what = ("cut", "stops in the middle") if is_cut else ("malformed", "is not JSON")
        raise BadPayload(reason, f"the answer {what} ({error.msg} at character {error.pos})") from None
    except RecursionError:
        raise BadPayload("too_deep", f"the answer nests deeper than {MAX_DEPTH} levels") from None
    except ValueError:  # Python's limit on the digits of an integer
        raise BadPayload("malformed", "the answer holds a number of thousands of digits") from None
    return clean(payload, drift), drift


def clean(value: Any, drift: Drift, depth: int = 0) -> Any:
    """A copy of JSON data with well-formed, scrubbed strings. Raises BadPayload on depth or a number that is none."""
    if depth > MAX_DEPTH:
        raise BadPayload("too_deep", f"the answer nests deeper than {MAX_DEPTH} levels")
    if isinstance(value, str):
        if len(value) > MAX_STRING:
            drift["string_too_long"] += 1
            return ""
        formed = well_formed(value)
        if formed != value:
            drift["characters_replaced"] += 1
        return scrub(formed)
    if isinstance(value, list):
        return [clean(v, drift, depth + 1) for v in value]
    if isinstance(value, dict):
        return {well_formed(k): clean(v, drift, depth + 1) for k, v in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        _refuse_constant(repr(value))
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise BadPayload("malformed", f"the answer holds {name}, which JSON does not have")


def as_object(value: Any, what: str) -> Mapping[str, Any]:
    """`value` if it is a JSON object, else SchemaDrift naming `what`."""
    if not isinstance(value, dict):
        raise SchemaDrift(f"{what} is {_kind(value)}, not an object")
    return value


def required_list(row: Mapping[str, Any], key: str) -> list[Any]:
    """The list under `key`, else SchemaDrift."""
    value = row.get(key)
    if not isinstance(value, list):
        raise SchemaDrift(f"`{key}` is {_kind(value) if key in row else 'missing'}, not a list")
    return value


def required_text(row: Mapping[str, Any], key: str) -> str:
    """The string under `key` on one line, else SchemaDrift (an empty one too)."""
    value = row.get(key)
    if not isinstance(value, str) or not one_line(value):
        raise SchemaDrift(f"`{key}` is {_kind(value) if key in row else 'missing'}, not a text")
    return one_line(value)


def required_id(row: Mapping[str, Any], key: str) -> str:
    """The id under `key` as a string of at most 200 characters; integers are turned into text. Else SchemaDrift."""
    value = row.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**_ID_DIGITS:
        return str(value)
    if isinstance(value, str) and 0 < len(one_line(value)) <= 200:
        return one_line(value)
    raise SchemaDrift(f"`{key}` is {_kind(value) if key in row else 'missing'}, not an id")


def optional_number(row: Mapping[str, Any], *keys: str) -> str | None:
    """The number under the first of `keys` that holds one, as text; a text without a digit ("see below") is none."""
    for key in keys:
        try:
            value = required_id(row, key)
        except SchemaDrift:
            continue
        if any(character.isdigit() for character in value):
            return value
    return None


def optional_text(row: Mapping[str, Any], key: str, drift: Drift) -> str | None:
    """The string under `key` on one line; None for absent, null, empty and "N/A"; other types are counted."""
    value = optional_markup(row, key, drift)
    text = one_line(value) if value else ""
    return text if text and text.upper() != "N/A" else None


def optional_markup(row: Mapping[str, Any], key: str, drift: Drift) -> str | None:
    """The string under `key` as it stands; None for absent, null and blank; other types are counted."""
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        drift[f"{key}_type"] += 1
        return None
    return value if value.strip() else None


def optional_object(row: Mapping[str, Any], key: str, drift: Drift) -> Mapping[str, Any]:
    """The object under `key`; empty for absent and null; other types are counted."""
    value = row.get(key)
    if value is None or isinstance(value, dict):
        return value or {}
    drift[f"{key}_type"] += 1
    return {}


def optional_objects(row: Mapping[str, Any], key: str, drift: Drift) -> list[Mapping[str, Any]]:
    """The objects in the list under `key`; empty for absent and null; anything else is counted and left out."""
    value = row.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        drift[f"{key}_type"] += 1
        return []
    objects: list[Mapping[str, Any]] = [v for v in value if isinstance(v, dict)]
    if len(objects) < len(value):
        drift[f"{key}_type"] += len(value) - len(objects)
    return objects


def optional_time(row: Mapping[str, Any], key: str, drift: Drift) -> dt.datetime | None:
    """The time under `key` (crawler.fields.dates); None for absent and null; anything unreadable is counted."""
    value = row.get(key)
    if value is None or value == "":
        return None
    time = parse_time(value)
    if time is None:
        drift[f"{key}_unparsed"] += 1
    return time


def optional_seconds(row: Mapping[str, Any], key: str, drift: Drift) -> dt.datetime | None:
    """The time under `key` as seconds since 1970; None for absent, null and nought; anything unreadable is counted."""
    value = row.get(key)
    time = from_epoch_s(value)
    if value and time is None:
        drift[f"{key}_unparsed"] += 1
    return time if value else None


def optional_language(row: Mapping[str, Any], key: str, drift: Drift) -> str | None:
    """The ISO 639-1 code under `key` ("en-US" is "en"); anything else is None and counted."""
    value = optional_text(row, key, drift)
    if value is None:
        return None
    if match := _LANGUAGE.match(value.lower()):
        return match[1]
    drift[f"{key}_unknown"] += 1
    return None


def https_url(row: Mapping[str, Any], key: str, drift: Drift) -> str | None:
    """The https address under `key`; anything else is None and counted."""
    value = optional_text(row, key, drift)
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        usable = parts.scheme == "https" and bool(parts.hostname) and " " not in value and len(value) <= 2000
    except ValueError:
        usable = False
    if not usable:
        drift[f"{key}_not_https"] += 1
        return None
    return value


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number") if value != "" else "an empty text"
