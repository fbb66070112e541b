"""A downloaded report to go on from: its JSON holds the resume's text, the corrections and what is ticked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.models import BadInputError

KEY = "continue"
"""Where in the report's JSON it stands."""
_SETS = ("have", "lack", "ticked")


@dataclass(frozen=True, slots=True)
class Saved:
    """What a person goes on from."""

    file: str
    text: str
    confidence: float
    warnings: tuple[str, ...]
    have: frozenset[str]
    lack: frozenset[str]
    ticked: frozenset[str]


def written(report: Mapping[str, Any], state: Saved) -> str:
    """A report's JSON with what goes on from it, in one line: spread over many it takes ten times as long."""
    kept = {
        "file": state.file,
        "text": state.text,
        "confidence": state.confidence,
        "warnings": list(state.warnings),
        **{name: sorted(getattr(state, name)) for name in _SETS},
    }
    return json.dumps({**report, KEY: kept}, ensure_ascii=False) + "\n"


def opened(name: str, data: bytes) -> Saved | None:
    """What an uploaded file goes on from; None where it is no report of ours.

    Raises BadInputError where it is one that does not hold the resume.
    """
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or b'"lanes"' not in data:
        return None
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(whole, dict) or not {"resume", "market", "lanes"} <= whole.keys():
        return None
    given = whole.get(KEY)
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise BadInputError(
            f"{name} is a report without the resume that it was made of: upload the resume, or a report that was"
            " downloaded from this page."
        )
    return Saved(
        file=_text(given, "file")[:200] or name,
        text=given["text"],
        confidence=_confidence(given.get("confidence")),
        warnings=tuple(_texts(given, "warnings"))[:10],
        **{each: frozenset(_texts(given, each)) for each in _SETS},
    )


def _text(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name)
    return value if isinstance(value, str) else ""


def _texts(given: Mapping[str, Any], name: str) -> list[str]:
    values = given.get(name)
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _confidence(value: Any) -> float:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if is_number and 0 <= value <= 1 else 1.0
