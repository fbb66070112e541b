"""Expressions as Python compiles them, to be kept between two processes: compiling one takes thirty times as long.

What this asks of `re` is its own affair; where a Python has it otherwise, an expression is compiled as ever.
"""

from __future__ import annotations

import re
import sys
import zlib
from array import array
from base64 import b64decode, b64encode
from collections.abc import Mapping
from importlib import import_module
from typing import Any, TypeAlias

Code: TypeAlias = tuple[int, int, Mapping[str, int], str]
"""An expression's flags, how many groups it has, the numbers of those that have names, and the words of its program."""
_WORD = "I"
_ENGINE: Any = import_module("_sre")


def made_by() -> bytes:
    """What a program depends on beside its expression."""
    return f"{sys.version} {sys.byteorder} {getattr(_ENGINE, 'MAGIC', None)}".encode()


def code_of(pattern: str, flags: int = 0) -> Code | None:
    """The program of an expression; None where this Python does not tell. Raises re.error for what is none."""
    try:
        parser, compiler = import_module("re._parser"), import_module("re._compiler")
        parsed = parser.parse(pattern, flags)
        words = array(_WORD, compiler._code(parsed, flags))
        state = parsed.state
        packed = b64encode(zlib.compress(words)).decode("ascii")
        return flags | state.flags, state.groups - 1, dict(state.groupdict), packed
    except (ImportError, AttributeError, TypeError):
        return None


def compiled(pattern: str, code: Code | None, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives; the code was made with the same flags."""
    if code is None:
        return re.compile(pattern, flags)
    flags, groups, numbers, packed = code
    names: list[str | None] = [None] * (groups + 1)
    for name, number in numbers.items():
        names[number] = name
    words = array(_WORD, zlib.decompress(b64decode(packed))).tolist()
    found: re.Pattern[str] = _ENGINE.compile(pattern, flags, words, groups, dict(numbers), tuple(names))
    return found
