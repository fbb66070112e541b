"""Files that a person names as input: only ordinary ones are opened, and none is waited for or read without end."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import IO

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


def _kind(mode: int) -> str:
    return next((name for is_one, name in _KINDS if is_one(mode)), "no file")


def _why(path: Path, error: OSError | ValueError) -> str:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return getattr(error, "strerror", None) or "no name of a file"
    return getattr(error, "strerror", None) or "" if stat.S_ISREG(mode) else _kind(mode)
