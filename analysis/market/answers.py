"""Answers that are made once and kept for the next question."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import RLock
from typing import Any, TypeVar

_Answer = TypeVar("_Answer")
_Key = tuple[Hashable, ...]


class Answers:
    """Of many threads that ask for one at once the first makes it and the others wait; another's is not waited for."""

    def __init__(self) -> None:
        self._made: dict[_Key, Any] = {}
        self._making: dict[_Key, RLock] = {}

    def __contains__(self, key: _Key) -> bool:
        return key in self._made

    def kept(self, key: _Key, make: Callable[[], _Answer]) -> _Answer:
        """The answer of a key. What one that is made asks for itself must never ask for it."""
        if key not in self._made:
            with self._making.setdefault(key, RLock()):
                if key not in self._made:
                    self._made[key] = make()
        answer: _Answer = self._made[key]
        return answer
