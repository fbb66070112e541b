"""Times as sources write them, to aware UTC datetimes; None for whatever says less than a month."""

from __future__ import annotations

import datetime as dt
import email.utils
import re

_MONTH = re.compile(r"(\d{4})-(\d{2})\Z")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?\Z", re.DOTALL)
_RFC_2822 = re.compile(r"(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} \d{2}:\d{2}")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


def parse_time(value: object) -> dt.datetime | None:
    """ISO 8601 (date, or date and time; without a zone it is UTC), `2020-04` (its first day) or an RFC 2822 date.

    None for anything else, a bare year included: the caller counts it.
    """
    if not isinstance(value, str):
        return None
    text = value.strip()
    try:
        if month := _MONTH.match(text):
            return _believable(dt.datetime(int(month[1]), int(month[2]), 1, tzinfo=dt.UTC))
        if _ISO.match(text):
            return _believable(dt.datetime.fromisoformat(text))
        if _RFC_2822.match(text):
            return _believable(email.utils.parsedate_to_datetime(text))
    except (ValueError, OverflowError):
        return None
    return None


def from_epoch_ms(value: object) -> dt.datetime | None:
    """A count of milliseconds since 1970 UTC as a datetime; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    try:
        return _believable(dt.datetime.fromtimestamp(value / 1000, dt.UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _believable(time: dt.datetime) -> dt.datetime | None:
    if not _FIRST_YEAR <= time.year < _LAST_YEAR:
        return None
    return (time if time.tzinfo else time.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
