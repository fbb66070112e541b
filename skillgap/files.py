"""Writing a file so that a reader sees the old one or the new one, never half."""

from __future__ import annotations

import io
import os
import tempfile
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
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_NONBLOCK), "wb") as out:  # a pipe that nobody reads
                os.set_blocking(out.fileno(), True)
                yield out
            return
        path = path.resolve() if path.is_symlink() else path
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _unwritable(path, error) from error
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


def _unwritable(path: Path, error: OSError) -> BadInputError:
    return BadInputError(f"{path} cannot be written ({error.strerror}); name another place with --out.")
