"""One version, written in one place."""

import tomllib
from pathlib import Path

import pytest

from crawler import version as module
from crawler.version import version
from skillgap.settings import VERSION

ROOT = Path(__file__).parent.parent.parent


def test_the_version_is_the_project_s_and_stands_nowhere_else() -> None:
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert version() == VERSION == said
    modules = [path for room in ("crawler", "skillgap") for path in (ROOT / room).rglob("*.py")]
    assert [path for path in modules if f'"{said}"' in path.read_text(encoding="utf-8")] == []


def test_without_a_checkout_it_is_that_of_the_installation(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "__file__", str(tmp_path / "crawler" / "version.py"))
    monkeypatch.setattr(module.importlib.metadata, "version", {"skillgap": "7.8.9"}.__getitem__)
    assert version.__wrapped__() == "7.8.9"
