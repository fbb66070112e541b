"""The function that is mapped over parts of postings, here or in another process, and what both must agree on.

A reader is never sent anywhere: a worker builds its own from its own checkout, once, and reads only where that is the
version that was asked for.
"""

from __future__ import annotations

import platform
import tempfile
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from nlp.posting.reader import PostingReader
from nlp.taxonomy.loader import load
from nlp.version import version_of
from skillgap.workers.mapping import Part
from warehouse.models import BadInputError, Reading

_SENT_AS = (Path(__file__), Path(__file__).parents[2] / "warehouse" / "models" / "read.py")
"""What says how parts and readings look on their way."""


class StaleWorkerError(BadInputError):
    """A worker is another version of skillgap than who asks it; what it would have read is not kept."""


@dataclass(frozen=True)
class Reads:
    """Reads a part by the reader at hand; sent to another process, it is `read_elsewhere` there."""

    reader: PostingReader
    overlay: bytes | None = None
    """The user's own skills, as the file says them, by which a worker builds the same reader."""

    def __call__(self, part: Part) -> list[Reading]:
        """The readings of a part; what a first look finds to be other work is not read in full."""
        return [self.reader.read_if_relevant(*text) for text in part]

    def __reduce__(self) -> tuple[Any, ...]:
        """What is pickled: a function's name, the version asked for, and the overlay."""
        return partial, (read_elsewhere, _agreed(self.reader), self.overlay)


def read_elsewhere(asked: str, overlay: bytes | None, part: Part) -> list[Reading]:
    """What a worker does with a part. Raises StaleWorkerError where it would read by another version."""
    reader = _own_reader(overlay)
    if (own := _agreed(reader)) != asked:
        raise StaleWorkerError(
            f"A worker on {platform.node()} reads by version {own} and not {asked}: bring its checkout of skillgap to "
            "this one's state and start it anew, then go on with `skillgap read`."
        )
    return Reads(reader)(part)


@lru_cache(maxsize=1)
def _own_reader(overlay: bytes | None) -> PostingReader:
    """This process's reader: a second or two to build, so it is built once."""
    if overlay is None:
        return PostingReader(load())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "skills.toml"
        path.write_bytes(overlay)
        return PostingReader(load(overlay=path))


def _agreed(reader: PostingReader) -> str:
    """The reader's version, and that of the form in which its readings travel."""
    return f"{reader.version}-{_form()}"


@lru_cache(maxsize=1)
def _form() -> str:
    return version_of(_SENT_AS)[:4]
