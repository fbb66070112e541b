"""Runs nlp/documents/child.py on one untrusted file and survives whatever becomes of it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, cast

from nlp.documents.reasons import Extract, UnreadableError

_CHILD = Path(__file__).with_name("child.py")
_ANSWER_ROOM = 2
"""An answer may be this many times as long as its text: quotes and backslashes are escaped."""
_ANSWER_FLOOR = 10_000


def extract(kind: str, data: bytes, limits: Mapping[str, int], wall_seconds: float) -> Extract:
    """The text of an untrusted file, parsed in a fresh process of its own.

    Raises UnreadableError with the child's reason, or slow, memory, crashed where it could not answer.
    """
    command = [sys.executable, "-I", "-B", str(_CHILD), kind, json.dumps(limits)]
    # The command is ours alone; an empty environment and / as folder give the child nothing to read or leave behind.
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}, cwd="/", bufsize=0
    ) as process:
        is_late = threading.Event()

        def stop() -> None:
            is_late.set()
            process.kill()

        clock = threading.Timer(wall_seconds, stop)
        clock.start()
        try:
            _write(cast(IO[bytes], process.stdin), data)
            reply = _read(process, _ANSWER_FLOOR + _ANSWER_ROOM * limits["max_text_bytes"])
        finally:
            process.kill()
            process.wait()
            clock.cancel()
    if reply is None:
        raise UnreadableError(_cause(process.returncode, is_late.is_set()))
    if "reason" in reply:
        raise UnreadableError(str(reply["reason"]), str(reply.get("detail", "")))
    try:
        return Extract(**reply)
    except TypeError:
        raise UnreadableError("crashed") from None


def _write(stdin: IO[bytes], data: bytes) -> None:
    try:
        view = memoryview(data)
        while view:
            view = view[stdin.write(view) :]
        stdin.close()
    except BrokenPipeError:
        pass  # it died before it had read all; its return code says why


def _read(process: subprocess.Popen[bytes], most: int) -> dict[str, Any] | None:
    """The child's answer, None where it gave none that is whole."""
    stdout = cast(IO[bytes], process.stdout)
    reply = b""
    while len(reply) <= most and (part := stdout.read(65_536)):
        reply += part
    if len(reply) <= most:
        process.wait()
    try:
        found = json.loads(reply)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _cause(returncode: int, is_late: bool) -> str:
    if is_late or returncode == -signal.SIGXCPU:
        return "slow"
    return "memory" if returncode == -signal.SIGKILL else "crashed"
