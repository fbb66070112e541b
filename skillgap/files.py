"""Writing a file so that a reader sees the old one or the new one, never half."""

from __future__ import annotations

import errno
import io
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from warehouse.models import BadInputError


@contextmanager
def replacing(path: Path) -> Iterator[IO[str]]:
    """A text file that takes the place of `path` when the block ends well; on an error `path` stays as it was.

    Raises BadInputError where nothing can be written there.
    """
    with replacing_bytes(path) as out:
        text = io.TextIOWrapper(out, encoding="utf-8", newline="\n")
        yield text
        text.flush()
        text.detach()


@contextmanager
def replacing_bytes(path: Path) -> Iterator[IO[bytes]]:
    """As `replacing`, for bytes. A device or pipe (/dev/null, /dev/stdout) is written to, never replaced."""
    try:
        if path.is_dir():
            raise BadInputError(f"{path} is a folder; name a file in it with --out.")
        if path.exists() and not path.is_file():
            with os.fdopen(_opened(path), "wb") as out:
                yield out
            return
        path = path.resolve() if path.is_symlink() else path
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _unwritable(path, error) from error
    except RuntimeError:  # what pathlib says of links in a circle
        raise BadInputError(f"{path} is a link that leads to itself; name another place with --out.") from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


READER_SECONDS = 10.0
"""So long is waited for somebody to read a pipe."""


def _opened(path: Path) -> int:
    """A device or pipe, opened for writing. Raises OSError, ENXIO where nobody comes to read."""
    end = time.monotonic() + READER_SECONDS
    while True:
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as error:
            if error.errno != errno.ENXIO or not path.is_fifo() or time.monotonic() >= end:
                raise
            time.sleep(0.05)
        else:
            os.set_blocking(descriptor, True)
            return descriptor


def _unwritable(path: Path, error: OSError) -> BadInputError:
    return BadInputError(f"{path} cannot be written ({error.strerror}); name another place with --out.")
