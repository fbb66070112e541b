"""Lines of landing files: a row in full, or a reference to an earlier run that landed the same row in full."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_CONTENT = b',"posting":'
"""Where a full row's content begins; before it stand the source, the board and the time alone."""
_THINNED = b',"raw":null}'


@dataclass(frozen=True, slots=True)
class Reference:
    """What a line stands for that repeats an earlier run's."""

    run_id: str
    digest: str
    source: str
    board: str
    source_job_id: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells a posting from all others."""
        return self.source, self.board, self.source_job_id

    def envelope(self, observed_at: str | None) -> dict[str, Any]:
        """The line as plain data; `reference_of` reads it."""
        return {
            "source": self.source,
            "board": self.board,
            "observed_at": observed_at,
            "same": self.digest,
            "run": self.run_id,
            "id": self.source_job_id,
        }


def reference_of(envelope: Mapping[str, Any]) -> Reference | None:
    """The reference that a line is; None for a row in full. Raises KeyError for neither."""
    if "same" not in envelope:
        return None
    return Reference(envelope["run"], envelope["same"], envelope["source"], envelope["board"], envelope["id"])


def digest_of(line: bytes) -> str | None:
    """Names the content of a line in full, whenever it was seen; None for a reference."""
    start = line.find(_CONTENT)
    return hashlib.blake2b(line[start:].rstrip(), digest_size=16).hexdigest() if start >= 0 else None


def is_thinned(line: bytes) -> bool:
    """Whether a line in full has lost the source's own object, so that its digest is another than it was."""
    return line.rstrip().endswith(_THINNED)
