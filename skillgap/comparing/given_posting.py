"""One posting that a person names: a text or JSON file, standard input, or the address of one that the market holds."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.fields.text import html_to_text, without_escapes
from warehouse.generations.queries import posting_by_url
from warehouse.generations.reader import Generation
from warehouse.models import BadInputError, read_given

LONGEST_TITLE = 120
"""Characters up to which a text's first line is taken for its title."""
LARGEST = 1_000_000
"""Bytes."""


@dataclass(frozen=True, slots=True)
class GivenPosting:
    """What was named."""

    title: str
    text: str
    company: str | None = None
    url: str | None = None
    where: str | None = None
    """Its places as written, where they are told apart from the text."""


def given_posting(given: str, generation: Generation) -> GivenPosting:
    """The posting behind a file's name, «-» for standard input, or an address; nothing is fetched.

    A JSON file is one object with `text` or `html`, and perhaps `title`, `company` and `location`. Raises
    BadInputError where there is no posting.
    """
    if given.startswith(("http://", "https://")):
        return _held(given, generation)
    if given == "-":
        return _parsed(sys.stdin.buffer.read(LARGEST + 1), "The posting on standard input")
    path = Path(given)
    return _parsed(read_given(path, LARGEST), str(path))


def _held(url: str, generation: Generation) -> GivenPosting:
    found = posting_by_url(generation, url)
    texts = generation.texts(list(found["posting_id"]))
    for row in found.itertuples():
        if row.posting_id in texts:
            employer = row.employer if isinstance(row.employer, str) else None
            where = row.location if isinstance(row.location, str) else None
            return GivenPosting(str(row.title), texts[str(row.posting_id)], employer, url, where)
    raise BadInputError(
        f"{url} is no posting of this market and is not fetched; save its text in a file and name that."
    )


def _parsed(content: bytes, name: str) -> GivenPosting:
    if len(content) > LARGEST:
        raise BadInputError(f"{name} is larger than a posting; keep only the posting's text.")
    try:
        text = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise BadInputError(f"{name} is not text; save the posting as plain text.") from error
    if not text:
        raise BadInputError(f"{name} is empty; put the posting's text into it.")
    if text.startswith("{"):
        return _from_json(text, name)
    text = without_escapes(text)
    first, _, rest = text.partition("\n")
    has_title = bool(rest.strip()) and len(first) <= LONGEST_TITLE
    return GivenPosting(first.strip() if has_title else "", text)


def _from_json(text: str, name: str) -> GivenPosting:
    try:
        row: Mapping[str, Any] = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInputError(f"{name} is not one JSON object; write a single posting with `text` or `html`.") from error
    body = row.get("text") or (html_to_text(row["html"]) if isinstance(row.get("html"), str) else None)
    fields = [row.get(key) or "" for key in ("title", "company", "url", "location")]
    if not isinstance(body, str) or not body.strip() or not all(isinstance(field, str) for field in fields):
        raise BadInputError(
            f"{name} lacks a posting: `text` or `html` must be text, and so must what else it names of it"
            " (`title`, `company`, `url`, `location`)."
        )
    title, company, url, where = fields
    return GivenPosting(title, without_escapes(body), company or None, url or None, where or None)
