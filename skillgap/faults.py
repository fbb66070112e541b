"""What happens to an error that nobody foresaw: one sentence, exit code 70, and a report that quotes nobody's data."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import platform
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from skillgap.settings import VERSION

LOGS = "logs"
"""Folder under the data folder."""
EXIT_CODE = 70
"""EX_SOFTWARE of sysexits.h: a fault of ours. 1 stays «done with something withheld»."""
_FULL = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your quota of disk space is used up",
    errno.EFBIG: "a limit on the size of files is reached",
}


def report_of(error: BaseException, arguments: Sequence[str], now: dt.datetime) -> str:
    """What helps to mend it: versions, the command's name and where it happened; no message, which may quote a file."""
    frames = [f"  {Path(f.filename).name}:{f.lineno} in {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    options = [word.split("=")[0] for word in arguments if word.startswith("-")]
    command = next((word for word in arguments if not word.startswith("-")), "")
    return "\n".join(
        [
            f"skillgap {VERSION}, Python {platform.python_version()}, {platform.platform()}",
            f"at {now.isoformat()}: skillgap {command} {' '.join(options)}".rstrip(),
            type(error).__name__,
            *frames,
            "",
        ]
    )


def keep_report(error: BaseException, arguments: Sequence[str], data: Path, now: dt.datetime) -> Path | None:
    """Write the report into the data folder's logs; None where there is no such folder or nothing can be written."""
    if not data.is_dir():
        return None
    path = data / LOGS / f"fault-{now:%Y%m%dT%H%M%SZ}-{os.getpid()}.txt"
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_text(report_of(error, arguments, now), encoding="utf-8")
    except OSError:
        return None
    return path


def sentence_of(error: BaseException, report: Path | None) -> str:
    """What a person is told of a fault of ours."""
    where = f"; {report} says where, without a line of anyone's files" if report else ""
    return f"This is a fault of skillgap ({type(error).__name__}){where}. What was there before is as it was."


def sentence_of_system(error: OSError) -> str:
    """What a person is told where the system refused: what it was, what is safe, what to do."""
    name = error.filename or "A file"
    if error.errno in _FULL:
        safe = "What was there before is as it was; make room and run this again."
        return f"{name} could not be written: {_FULL[error.errno]}. {safe}"
    what = error.strerror or error
    return f"{name} cannot be read or written ({what}); see to the place, its rights and its free space."


def say(sentence: str, at: dt.datetime | None = None) -> None:
    """One line on stderr, a JSON line where `at` says when it happened; nothing where stderr is closed."""
    line = json.dumps({"at": at.isoformat(), "error": sentence}, ensure_ascii=False) if at else f"skillgap: {sentence}"
    try:
        print(line, file=sys.stderr)  # noqa: T201
    except OSError:
        return
