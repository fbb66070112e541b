"""The house as a whole: names resolve inside the checkout, nothing of a machine or a registry is tracked."""

from __future__ import annotations

import importlib
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("skillgap", "crawler", "nlp", "warehouse", "analysis", "dashboard")


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_are_those_of_the_checkout(room: str) -> None:
    """PyPI has other packages called `nlp` and `crawler`."""
    assert Path(str(importlib.import_module(room).__file__)).parent == ROOT / room


def tracked() -> list[Path]:
    names = (
        subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    )
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_nothing_names_a_registry_or_a_path_of_a_machine() -> None:
    hosts = re.compile("|".join(("py" + "pi[.]org", "python" + "hosted[.]org", "registry[.]npm" + "js", "/ro" + "ot/")))
    for path in tracked():
        if path.suffix in {".py", ".md", ".toml", ".sh", ".lock", ".csv", ".json", ".sql"} or path.name in {
            "Makefile",
            "run",
        }:
            found = hosts.search(path.read_text(encoding="utf-8", errors="replace"))
            assert found is None, f"{path.relative_to(ROOT)} names {found.group() if found else ''}"


def test_modules_stay_small_and_say_what_they_are() -> None:
    for path in tracked():
        if path.suffix == ".py" and path.parts[len(ROOT.parts)] in ROOMS and path.name != "__init__.py":
            text = path.read_text(encoding="utf-8")
            assert text.startswith('"""'), f"{path} does not say what it is"
            assert text.count("\n") <= 420, f"{path} has grown over 400 lines"
