"""Stands in for a reader, which takes seconds to import and to build; imports nothing of ours."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Titles:
    """A part's titles. Its process is killed at the title `killed_at`: once, where it can leave the file `killed`, else
    whenever it comes there; at `fails_at` reading fails.
    """

    killed_at: str = ""
    killed: Path | None = None
    fails_at: str = ""

    def __call__(self, part: Any) -> list[Any]:
        titles = [title for title, _, _ in part]
        if self.killed_at in titles and not (self.killed and self.killed.exists()):
            if self.killed:
                self.killed.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fails_at in titles:
            raise ZeroDivisionError(os.getpid())
        return titles


def parts_of(count: int) -> Iterator[Any]:
    return ([(f"title {i}", "text", None)] for i in range(count))
