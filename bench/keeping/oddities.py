"""Files that are none, or not what they are called, for every place where a command takes one."""

from __future__ import annotations

import json
import os
import random
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
RESUMES = ROOT / "crawler" / "sample" / "resumes"
_DEEP = "[" * 10_000 + "]" * 10_000


def odd_inputs(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files that are none, or not what they are called."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    made: dict[str, Callable[[Path], object]] = {
        "folder": lambda p: p.mkdir(),
        "pipe": os.mkfifo,
        "link to nowhere": lambda p: p.symlink_to("nowhere"),
        "link to itself": lambda p: p.symlink_to(p),
        "device": lambda p: p.symlink_to("/dev/zero"),
        "empty": lambda p: p.touch(),
        "20 GB of nothing": lambda p: (p.touch(), os.truncate(p, 20_000_000_000)),
        "deep JSON": lambda p: p.write_text("[" * 10_000 + "]" * 10_000),
        "half a sign": lambda p: p.write_text('{"id": "1", "title": "ML \\ud800", "text": "Python \\udfff and"}\n'),
        "noise": lambda p: p.write_bytes(random.Random(1).randbytes(50_000)),
        "a bare NUL": lambda p: p.write_bytes(b"Python\x00PyTorch\n" * 50),
        "UTF-16": lambda p: p.write_text("Python and PyTorch\n" * 50, encoding="utf-16"),
        "line breaks": lambda p: p.write_text("\n" * 200_000),
        "no right to read": lambda p: (p.write_text("x"), p.chmod(0)),
        "deep JSON in a row": lambda p: p.write_text('{"id": "1", "title": "x", "text": "y", "more": ' + _DEEP + "}\n"),
        "a deep report": lambda p: p.write_text('{"resume": ' + _DEEP + "}"),
        "deep tables": lambda p: p.write_text("a = " + _DEEP + "\n"),
        "deep keys": lambda p: p.write_text(".".join("a" * 10_000) + " = 1\n"),
        "a report of half a sign": lambda p: p.write_text('{"resume": {"file": "\\udfff", "skills": []}, "lanes": []}'),
        "wrong kinds": lambda p: p.write_text(json.dumps({"resume": [], "market": 3, "lanes": {"a": None}, "id": {}})),
        "another's rows": lambda p: p.write_text('{"board": [{"source": 1}]}\n"x"\nnull\n[]\n3\n'),
        "a number of 5,000 digits": lambda p: p.write_text('{"id": ' + "9" * 5000 + ', "text": "x", "title": "y"}\n'),
        "one endless line": lambda p: p.write_text("PyTorch " * 300_000),
        "NaN and endless numbers": lambda p: p.write_text('{"id": NaN, "text": 1e999, "title": Infinity}\n'),
    }
    endings = (".md", ".json", ".jsonl", ".pdf", ".docx", ".csv", ".toml")
    for number, (name, make) in enumerate(made.items()):
        path = folder / f"odd{number}{endings[number % len(endings)]}"
        make(path)
        yield name, path
    with socket.socket(socket.AF_UNIX) as bound:
        here = Path.cwd()
        os.chdir(folder)
        bound.bind("socket.md")
        os.chdir(here)
        yield "socket", folder / "socket.md"
    path = folder / os.fsdecode(b"name_\xff.md")
    shutil.copy(sorted(RESUMES.glob("*.md"))[0], path)
    yield "a name that is no text", path
