"""Where things lie in a shared place: as in a data folder, but that a generation's folder also names its content.

```
landing/<run>/…                              as landed; run.json comes last
generations/<number>-<manifest's sha256>/…   frames and manifest.json; config/ has the skills and lanes it was read by
generations/texts/<sha256>-<part>            texts, which generations share
generations/CURRENT                          number and sha256 of the current one: the only key that is replaced
snapshots/<name>/…                           manifest.json comes last
tables/<number>-<manifest's sha256>/…        facts in parts by month (tables.py); _SUCCESS comes last
```
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from warehouse.generations.layout import CURRENT, GENERATIONS, TEXTS
from warehouse.models import BrokenDataError

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""
COPIES = "shared"
"""Folder under a data folder: a data folder of its own for each shared market that was asked."""
LANDING = "landing"
POINTER = f"{GENERATIONS}/{CURRENT}"
SHARED_TEXTS = f"{GENERATIONS}/{TEXTS}"
CONFIG = ("skills.toml", "lanes.toml")
"""By which a market was read, and a resume must be."""
_SHOWN = 16
"""Digits of a hash in a name."""


@dataclass(frozen=True, slots=True)
class Named:
    """The generation that a pointer names."""

    number: int
    manifest_sha256: str

    @property
    def folder(self) -> str:
        """Its folder in a shared place: two generations of one number, as after a rebuild, lie side by side."""
        return f"{GENERATIONS}/{self.number}-{self.manifest_sha256[:_SHOWN]}"


def named_by(pointer: bytes, where: str) -> Named:
    """What CURRENT says. Raises BrokenDataError."""
    try:
        number, sha256 = pointer.decode("ascii").split()
        return Named(int(number), sha256)
    except ValueError as error:
        raise BrokenDataError(f"{where} does not name a generation: publish and push a new one.") from error


def text_key(name: str, sha256: str) -> str:
    """A text part's key: equal names may hold other bytes, written by another version of Parquet."""
    return f"{SHARED_TEXTS}/{sha256[:_SHOWN]}-{name}"
