"""Hours of work in a location: «ET hours», «CET +/- 2h», «ET/PT»; codes of countries that are time zones as well."""

from __future__ import annotations

import re

CLOCKS = frozenset({"ET", "EST"})
"""Codes of countries that stand for a time zone unless a place of that country is before them."""
_CLOCK = r"\b(?:[ECMP][SD]?T|A[EK][SD]T|GMT|UTC|BST|CES?T|EES?T|IST|SGT|JST)\b"
_SHIFT = r"\s*(?:\+/-|[+±-])\s*\d{1,2}(?:\s?(?:h|hrs?|hours)\b)?"
_HOURS = r"\s+(?i:(?:working |business )?(?:hours|time(?: ?zones?)?))\b"
_TIME_ZONE = re.compile(
    rf"{_CLOCK}(?:(?:{_SHIFT})?\s*(?:/|or|and|&|-|–|to)\s*{_CLOCK})+(?:{_SHIFT})?(?:{_HOURS})?"
    rf"|{_CLOCK}(?:{_SHIFT}(?:{_HOURS})?|{_HOURS})"
)
"""A code by itself may be a place; with hours, with a shift or beside another it is none."""


def without_hours(text: str) -> str:
    """The text without what it says of hours."""
    return _TIME_ZONE.sub(" ", text)
