"""What the posting reader still has to read, and what it and the lanes have read: kept by input and version."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReaderInput:
    """All that the posting reader may see of one posting. Equal inputs are read once."""

    title: str
    text: str
    company: str | None = None
    location: str | None = None
    workplace: str | None = None
    """Stated by the source, as are the fields below."""
    employment_type: str | None = None
    salary_min: float | None = None
    """In `salary_currency` per `salary_period`."""
    salary_max: float | None = None
    salary_currency: str | None = None
    salary_period: str | None = None
    language: str | None = None

    @property
    def input_hash(self) -> str:
        """sha256 (hex) over all fields."""
        plain = json.dumps(dataclasses.astuple(self), ensure_ascii=False)
        return hashlib.sha256(plain.encode("utf-8")).hexdigest()
