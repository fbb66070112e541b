"""Which versions of Python are served is said in one place, and whoever has another is told in one sentence."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from bench.wheels import LOCK, locked

ROOT = Path(__file__).parent.parent
BOUND = re.fullmatch(
    r">=3\.(\d+),<3\.(\d+)",
    tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"],
)
OLDEST, TOO_NEW = (int(minor) for minor in BOUND.groups()) if BOUND else (0, 0)


def setup_with(tmp_path: Path, minor: int) -> subprocess.CompletedProcess[str]:
    """`setup.sh` with a Python that only says its version, and can do nothing else."""
    python = tmp_path / "python"
    version = f'*--version*) echo "Python 3.{minor}.0";; *version_info*) echo "3 {minor}";; *) exit 1;;'
    python.write_text(f'#!/bin/sh\ncase "$*" in {version} esac\n', encoding="utf-8")
    python.chmod(0o755)
    return subprocess.run(
        ["sh", "./setup.sh", str(tmp_path / "venv"), "requirements.lock"],
        cwd=ROOT,
        env={"PYTHON": str(python), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("minor", "says"),
    [
        (OLDEST - 1, "will not do"),
        (OLDEST, "virtual environments"),  # taken, and found to lack venv
        (TOO_NEW - 1, "virtual environments"),
        (TOO_NEW, "is not served yet"),
        (TOO_NEW + 9, "is not served yet"),
    ],
)
def test_setup_takes_what_pyproject_names(tmp_path: Path, minor: int, says: str) -> None:
    ended = setup_with(tmp_path, minor)
    assert ended.returncode == 2
    (sentence,) = ended.stderr.splitlines()
    assert says in sentence
    if says != "virtual environments":
        assert f"3.{OLDEST} to 3.{TOO_NEW - 1}" in sentence and f"PYTHON=python3.{TOO_NEW - 1}" in sentence


def test_no_second_place_says_which_python() -> None:
    for name in ("setup.sh", "Makefile", ".ci/run"):
        assert not re.search(r"\b3\.1\d\b", (ROOT / name).read_text(encoding="utf-8")), name


@pytest.mark.parametrize("system", ["linux", "macos"])
def test_every_served_python_is_served_the_same_packages(system: str) -> None:
    """But for what the standard library holds since 3.14, or since 3.12 well enough for Dask and what it stands on."""
    lock = LOCK.read_text(encoding="utf-8")
    names = [{name for name, _ in locked(lock, f"3.{minor}", system)} for minor in range(OLDEST, TOO_NEW)]
    assert {"spacy", "duckdb", "streamlit"} <= set.intersection(*names)
    assert set.union(*names) - set.intersection(*names) <= {
        *("backports-zstd", "importlib-metadata", "lazy-importer", "zipp")
    }
