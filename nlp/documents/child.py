"""The child process that parses one untrusted file: `python -I child.py KIND LIMITS`, file on stdin, JSON on stdout.

It limits itself before it imports a parser. Whatever goes wrong, it answers with a reason or dies alone; it writes no
file, and its answer is the only thing that leaves it.
"""

from __future__ import annotations

import ctypes
import dataclasses
import importlib
import json
import resource
import sys
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
_READERS = {
    "pdf": ("nlp.documents.pdf", "read_pdf", ("max_pages", "max_chars")),
    "docx": ("nlp.documents.docx", "read_docx", ("max_members", "max_inflated_bytes", "max_chars")),
    "text": ("nlp.documents.plain", "read_text", ("max_chars",)),
    "markdown": ("nlp.documents.plain", "read_marked", ("max_chars",)),
    "json": ("nlp.documents.plain", "read_json", ("max_chars",)),
}
_PR_SET_DUMPABLE = 4
_MAX_OPEN_FILES = 64
"""Enough to import the parsers."""


def limit_oneself(memory_bytes: int, cpu_seconds: int) -> None:
    """Bounds memory, CPU, files and core dumps of this process for good."""
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_NOFILE, _MAX_OPEN_FILES)
    # The soft limit's signal names the cause; at the hard one, a second later, the kernel kills as it does for memory.
    _lower(resource.RLIMIT_CPU, cpu_seconds, cpu_seconds + 1)
    _lower(resource.RLIMIT_AS, memory_bytes)  # macOS may not hold it; the wall limit of the parent does
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)  # no dump to a collector either


def _lower(kind: int, value: int, most: int | None = None) -> None:
    """Lowers a soft limit, and the hard one to `most`, or to the same."""
    _, hard = resource.getrlimit(kind)
    most = value if most is None else most
    try:
        resource.setrlimit(kind, (value, most if hard == resource.RLIM_INFINITY else min(most, hard)))
    except (ValueError, OSError):
        if kind != resource.RLIMIT_AS:
            raise


def answer(kind: str, limits: dict[str, int], data: bytes) -> dict[str, Any]:
    """The extract of a file as plain data, or `{"reason", "detail"}`."""
    module, function, arguments = _READERS[kind]
    try:
        read = getattr(importlib.import_module(module), function)
        judged = importlib.import_module("nlp.documents.judged").judged
        return dataclasses.asdict(judged(read(data, *(limits[name] for name in arguments)), limits["max_text_bytes"]))
    except MemoryError:
        return {"reason": "memory", "detail": ""}
    except Exception as error:
        # A damaged file may raise anything. Ours have a reason; the words of any other may quote the file.
        return {"reason": getattr(error, "reason", "damaged"), "detail": getattr(error, "detail", "")}


def main() -> None:
    """Reads stdin, answers on stdout."""
    kind, limits = sys.argv[1], json.loads(sys.argv[2])
    limit_oneself(limits["memory_bytes"], limits["cpu_seconds"])
    sys.path.insert(0, str(_ROOT))
    reply = answer(kind, limits, sys.stdin.buffer.read(limits["max_bytes"] + 1))
    sys.stdout.buffer.write(json.dumps(reply, ensure_ascii=False).encode())


if __name__ == "__main__":
    main()
