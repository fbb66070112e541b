"""One row of a person's own file as a Posting, whatever tool wrote it (names in import_columns.toml)."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Mapping
from typing import Any

from crawler.fields.dates import from_epoch_ms, from_epoch_s
from crawler.fields.employment import employment_type
from crawler.fields.pay import PayRange, interval_pay, pay_range
from crawler.fields.payload import (
    Drift,
    https_url,
    optional_language,
    optional_markup,
    optional_text,
    optional_time,
    required_id,
    required_text,
)
from crawler.fields.places import distinct, location_of, workplace_in
from crawler.fields.scrub import scrub
from crawler.fields.text import html_to_text, without_escapes
from crawler.parsing.board import MAX_TEXT
from warehouse.models import IMPORT_SOURCE, Basis, Board, Location, Posting, SchemaDrift, Workplace

_MARKUP = re.compile(r"<(?:p|div|ul|ol|li|br|h[1-6]|strong|b|em|span)\b[^<>]*>", re.IGNORECASE)
_TRUE, _FALSE = frozenset({"true", "1", "1.0", "yes"}), frozenset({"false", "0", "0.0", "no", ""})
_COUNTED = re.compile(r"(\d{10}|\d{13})(?:\.0*)?\Z")
"""Seconds or milliseconds since 1970: no other way of writing a date has ten or thirteen digits in a row."""
_FROM_TEXT = "description"
"""What JobSpy calls pay that it found in the text, where our own reader looks for it with more care."""


def imported(raw: Mapping[str, Any], board: Board, drift: Drift) -> Posting:
    """A Posting from a cleaned row under our own field names. Raises SchemaDrift naming the field."""
    title = required_text(raw, "title")
    text, markup = (_unescaped(optional_markup(raw, name, drift)) for name in ("text", "html"))
    if markup is None and text and _MARKUP.search(text):
        text, markup = None, text
    body = scrub((without_escapes(text) if text else html_to_text(markup)).strip())
    if not body:
        raise SchemaDrift("`text` and `html` are both empty: name the column with --column text=COLUMN")
    if len(body) > MAX_TEXT:
        raise SchemaDrift(f"the text has more than {MAX_TEXT:,} characters")
    places = _places(raw, drift)
    company = optional_text(_named(raw, "company"), "company", drift)
    posted = optional_time(_dated(raw), "posted_at", drift)
    kind = optional_text(raw, "employment_type", drift)
    workplace, basis = _workplace(raw, [*(place.raw for place in places), title], drift)
    pay = _pay(raw, drift)
    return Posting(
        source=IMPORT_SOURCE,
        board=board.slug,
        source_job_id=required_id(raw, "id") if "id" in raw else _derived_id(raw, title, body),
        title=title,
        description_text=body,
        url=https_url(raw, "url", drift),
        company=company,
        company_basis="stated" if company else None,
        description_html=markup,
        locations=places,
        workplace=workplace,
        workplace_basis=basis,
        employment_type=employment_type(kind),
        employment_type_raw=kind,
        salary_min=pay.low if pay else None,
        salary_max=pay.high if pay else None,
        salary_currency=pay.currency if pay else None,
        salary_period=pay.period if pay else None,
        salary_basis="stated" if pay else None,
        posted_at=posted,
        posted_basis="stated" if posted else None,
        language=optional_language(raw, "language", drift),
        is_truncated=_flag(raw, "truncated", drift) is True,
    )


def _unescaped(value: str | None) -> str | None:
    """Markup that was escaped once more on its way, as raw dumps of Greenhouse hold it, as markup."""
    if value is None or "&lt;" not in value or _MARKUP.search(value):
        return value
    once = html.unescape(value)
    return once if _MARKUP.search(once) else value


def _named(raw: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The row with the name of an object in its place: {"name": "Acme"}."""
    value = raw.get(key)
    return {**raw, key: value.get("name")} if isinstance(value, Mapping) else raw


def _places(raw: Mapping[str, Any], drift: Drift) -> tuple[Location, ...]:
    value = raw.get("location")
    return distinct(_place(each, drift) for each in (value if isinstance(value, list) else [value]))


def _place(value: Any, drift: Drift) -> Location | None:
    """A text, or an object with a name or with parts."""
    given = value if isinstance(value, Mapping) else {"name": value}
    name, city, state, region, country = (
        optional_text({"location": given.get(part)}, "location", drift)
        for part in ("name", "city", "state", "region", "country")
    )
    return location_of(city, state or region, country, name)


def _dated(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The row with a count of seconds or milliseconds as the time that it is."""
    value = raw.get("posted_at")
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return raw
    counted = _COUNTED.match(str(value).strip())
    if not counted:
        return raw
    time = (from_epoch_s if len(counted[1]) == 10 else from_epoch_ms)(int(counted[1]))
    return {**raw, "posted_at": time.isoformat() if time else value}


def _workplace(raw: Mapping[str, Any], texts: list[str], drift: Drift) -> tuple[Workplace | None, Basis | None]:
    """What a column says in words, else what places and title say, else that a flag says remote.

    A flag that says no tells nothing: tools set it where they found no word for remote work.
    """
    if stated := workplace_in([optional_text(raw, "workplace", drift) or ""]):
        return stated, "stated"
    if written := workplace_in(texts):
        return written, "text"
    value = raw.get("remote")
    if isinstance(value, str) and (word := workplace_in([value])):
        return word, "stated"
    return ("remote", "stated") if _flag(raw, "remote", drift) else (None, None)


def _pay(raw: Mapping[str, Any], drift: Drift) -> PayRange | None:
    """Pay that a column states."""
    low, high = raw.get("pay_min"), raw.get("pay_max")
    if (low is None and high is None) or raw.get("pay_source") == _FROM_TEXT:
        return None
    currency, interval = raw.get("pay_currency"), raw.get("pay_interval")
    if interval is None:
        return pay_range(low, high, currency, drift, period=None)
    return interval_pay(low, high, currency, interval, drift)


def _derived_id(raw: Mapping[str, Any], title: str, body: str) -> str:
    """A row without an id is known by its address, else by what it says: importing it again gives the same id."""
    identity = raw["url"] if isinstance(raw.get("url"), str) else f"{raw.get('company')}\n{title}\n{body}"
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


def _flag(raw: Mapping[str, Any], key: str, drift: Drift) -> bool | None:
    """Yes or no; None for absent and, counted, for any other word."""
    if raw.get(key) is None:
        return None
    word = str(raw[key]).strip().lower()
    if word not in _TRUE | _FALSE:
        drift[f"{key}_unknown"] += 1
        return None
    return word in _TRUE
