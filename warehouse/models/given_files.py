"""Files that a person names or keeps: only ordinary ones are opened, and none is waited for or read without end."""

from __future__ import annotations

import errno
import os
import re
import stat
import tomllib
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

from warehouse.models.words import BadInputError

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def open_given(path: Path) -> IO[bytes]:
    """The bytes of an ordinary file. Raises BadInputError for what is missing, not allowed or anything else.

    Opened without waiting, then asked what it is: a pipe that nobody writes to would otherwise hold the program.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise BadInputError(f"{path} does not exist; name a file.") from None
    except (OSError, ValueError) as error:
        raise BadInputError(f"{path} cannot be read ({_why(path, error)}); name a file that can.") from None
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise BadInputError(f"{path} is {_kind(mode)}, not a file; name a file.")
    return os.fdopen(descriptor, "rb")


def read_given(path: Path, most: int) -> bytes:
    """The bytes of an ordinary file, one more than `most` where it is longer. Raises as `open_given`."""
    with open_given(path) as file:
        try:
            return file.read(most + 1)
        except OSError as error:
            raise BadInputError(f"{path} cannot be read ({error.strerror}); check its disk.") from None


UNREADABLE = (
    OSError, EOFError, ValueError, LookupError, TypeError, AttributeError, RecursionError, ArithmeticError, zlib.error,
)  # fmt: skip
"""What may be raised where a file that skillgap keeps is not as it was written: by opening, unpacking, parsing, taking
out of it what belongs there.
"""
MOST_KEPT_BYTES = 500_000_000
"""No manifest, ledger or list of findings is longer."""


def read_kept(path: Path, most: int = MOST_KEPT_BYTES) -> bytes:
    """The bytes of a file that skillgap keeps. Raises OSError, also where it is no ordinary file or longer."""
    try:
        with open_given(path) as file:
            content = file.read(most + 1)
    except BadInputError:
        if not path.exists():
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from None
        raise OSError(errno.EINVAL, "no file that can be read", str(path)) from None
    if len(content) > most:
        raise OSError(errno.EFBIG, f"more than {most:,} bytes", str(path))
    return content


MOST_TOML_BYTES = 10_000_000
"""A list that a person keeps is shorter."""


_DEEP_KEY = re.compile(rb'(?:\.[ \t]*+["\'\w-]++[ \t]*+){100}')
"""`a.a.a…`: the parser takes time by the square of its length."""


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file that a person keeps. Raises BadInputError, as `open_given` and for what is no TOML."""
    content = read_given(path, MOST_TOML_BYTES)
    if len(content) > MOST_TOML_BYTES:
        raise BadInputError(f"{path} has more than {MOST_TOML_BYTES:,} bytes: mend it or move it away.")
    try:
        if _DEEP_KEY.search(content):
            raise RecursionError
        return tomllib.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BadInputError(
            f"{path} is not TOML ({why_unread(error)}): mend that line or move the file away."
        ) from None


def tables_of(path: Path, name: str, kinds: Mapping[str, type]) -> list[dict[str, Any]]:
    """The tables `[[name]]` of a TOML file that a person keeps; `kinds` says what a key holds, a list being one of
    texts. Raises BadInputError, as `read_toml` and naming the table and the key that holds something else.
    """
    rows = read_toml(path).get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadInputError(f"{path}: `{name}` is no list of tables; write [[{name}]] over each.")
    for number, row in enumerate(rows, 1):
        for key, kind in kinds.items():
            if key in row and not _is_of(row[key], kind):
                raise BadInputError(f"{path}: [[{name}]] number {number}: «{key}» is no {_IN_WORDS[kind]}; correct it.")
    return rows


_IN_WORDS = {list: 'list of texts, as ["one", "two"]', int: "whole number", str: "text in quotes"}


def _is_of(value: object, kind: type) -> bool:
    if kind is list:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return isinstance(value, kind) and not isinstance(value, bool)


def why_unread(error: Exception) -> str:
    """What is wrong with a file that could not be parsed, for a person."""
    if isinstance(error, RecursionError):
        return "it nests too deep"
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    return f"no field {text}" if isinstance(error, KeyError) else text


def kind_of(path: Path) -> str | None:
    """What stands at a path, in words, links followed: `a file`, `a folder`, `a pipe`…; None where nothing stands."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "a link that leads nowhere" if path.is_symlink() else None
    except NotADirectoryError:
        return None
    return "a file" if stat.S_ISREG(mode) else _kind(mode)


def shown_name(path: Path) -> str:
    """A file's name as text: bytes in it that are none are shown as a hole."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def _kind(mode: int) -> str:
    return next((name for is_one, name in _KINDS if is_one(mode)), "no file")


def _why(path: Path, error: OSError | ValueError) -> str:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return getattr(error, "strerror", None) or "no name of a file"
    return getattr(error, "strerror", None) or "" if stat.S_ISREG(mode) else _kind(mode)
