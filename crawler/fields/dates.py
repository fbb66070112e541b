"""Times as sources write them, to aware UTC datetimes; None for whatever says less than a month."""

from __future__ import annotations

import datetime as dt
import email.utils
import re

_MONTH = re.compile(r"(\d{4})-(\d{2})\Z")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\Z")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?\Z", re.DOTALL)
_RFC_2822 = re.compile(r"(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4} \d{2}:\d{2}")
_RELATIVE = re.compile(r"Posted (?:(Today)|(Yesterday)|(\d{1,3}) Days? Ago)\Z", re.IGNORECASE)
_WRITTEN_OUT = re.compile(r"([A-Z][a-z]{2,8}) {1,2}(\d{1,2}), (\d{4})\Z")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


def parse_time(value: object) -> dt.datetime | None:
    """ISO 8601 (date, or date and time; without a zone it is UTC), `2020-04` (its first day), `15.03.2026` or RFC 2822.

    A day may be `March 15, 2026` too, and the zone be written " UTC".
    None for anything else, a bare year included: the caller counts it.
    """
    if not isinstance(value, str):
        return None
    text = re.sub(r" (?:UTC|GMT)\Z", "+00:00", value.strip())
    if dotted := _DOTTED.match(text):  # with dots the day comes first everywhere; with slashes nobody knows
        text = f"{dotted[3]}-{int(dotted[2]):02}-{int(dotted[1]):02}"
    if (written := _WRITTEN_OUT.match(text)) and written[1] in _MONTHS:
        text = f"{written[3]}-{_MONTHS.index(written[1]) + 1:02}-{int(written[2]):02}"
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
    return _from_epoch(value, 1000)


def from_epoch_s(value: object) -> dt.datetime | None:
    """A count of seconds since 1970 UTC as a datetime; None for anything else."""
    return _from_epoch(value, 1)


def relative_day(text: str, asked_at: dt.datetime) -> dt.date | None:
    """The day of "Posted 3 Days Ago", seen from the time of asking; None for "30+ Days Ago", which names none."""
    match = _RELATIVE.match(text.strip())
    if not match:
        return None
    days = 0 if match[1] else 1 if match[2] else int(match[3])
    return asked_at.astimezone(dt.UTC).date() - dt.timedelta(days=days)


def _from_epoch(value: object, per_second: int) -> dt.datetime | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        return _believable(dt.datetime.fromtimestamp(value / per_second, dt.UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _believable(time: dt.datetime) -> dt.datetime | None:
    if not _FIRST_YEAR <= time.year < _LAST_YEAR:
        return None
    return (time if time.tzinfo else time.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
