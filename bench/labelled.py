"""Labelled postings and corpora for fitting and measuring, as JSON lines (also .gz); none lies in this project."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any


def rows(paths: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Each object of each file."""
    for path in paths:
        with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
            yield from (json.loads(line) for line in lines if line.strip())
