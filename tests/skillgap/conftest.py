"""A small market of invented postings, imported and published once, and the command line in this process."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass
from pathlib import Path

import pytest

from skillgap.__main__ import main

POSTINGS = Path(__file__).parent.parent / "fixtures" / "nlp" / "postings.jsonl"
OTHER_WORK = POSTINGS.with_name("other_work.jsonl")
"""Two postings that a first look at their words holds to be other work, so that they are not read in full."""


@dataclass(frozen=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """`run("gap", "resume.md", …)` as a person would type it."""

    def call(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["skillgap", *map(str, arguments)])
        code: object = 0
        try:
            copy_context().run(main)  # what one command sets for itself, as how it speaks, is not the next one's
        except SystemExit as end:
            code = end.code
        out, err = capfd.readouterr()
        return Ended(code if isinstance(code, int) else 0, out, err)

    return call


@pytest.fixture
def postings(tmp_path: Path) -> Path:
    """The labelled invented postings as a file to import."""
    rows = [json.loads(line) for line in POSTINGS.read_text(encoding="utf-8").splitlines()]
    path = tmp_path / "postings.jsonl"
    keys = ("id", "title", "company", "location", "text")
    path.write_text("".join(json.dumps({key: row.get(key) for key in keys}) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def resume(tmp_path: Path) -> Path:
    """An invented resume."""
    path = tmp_path / "resume.md"
    path.write_text(
        "# Tove Example\n\n## Experience\n\n### ML engineer, Acme Example, 2021 - 2025\n\n"
        "- Trained ranking models in PyTorch and served them on Kubernetes; latency fell by 40 %.\n"
        "- Wrote Airflow pipelines in Python.\n\n## Skills\n\nPython, SQL, Docker, MLflow\n",
        encoding="utf-8",
    )
    return path
