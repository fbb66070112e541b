"""A unique word of a resume is afterwards in no file of the data, temporary and home folders, and in no output."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from bench.support.browser import CHROMIUM, PATIENCE_MS, QUIET
from dashboard.serving import _without_messages
from tests.dashboard.market import publish
from tests.nlp.documents.pdfs import Page, pdf
from tests.served import ROOT, served
from tests.visitor import visitor

TOKEN = "Qvixorblatt"
RESUME = (
    f"Experience\n\nPlatform engineer, {TOKEN} Works, 2020 - 2025\n- Ran Docker on AWS for {TOKEN}\n\nSkills\nPython"
)

PRINTED = pdf([Page().lines(50, 700, RESUME.splitlines())])
TORN = PRINTED[:-300]


@dataclass(frozen=True)
class Place:
    """Where skillgap may write: its data, the temporary folder, the home folder, the working folder."""

    data: Path
    folders: tuple[Path, ...]
    env: dict[str, str]
    before: dict[Path, bytes]

    def left(self) -> list[str]:
        """Files that hold the token or were not there before; what is worked out from our own files may be kept."""
        now = _contents(self.folders)
        own = Path(self.env["XDG_CACHE_HOME"]) / "skillgap"
        new = [path for path, content in now.items() if self.before.get(path) != content and path.parent != own]
        new = [f"new or changed: {path}" for path in new]
        spelled = [TOKEN.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
        return new + [f"token in {p}" for p, content in now.items() if any(s in content for s in spelled)]


def _contents(folders: tuple[Path, ...]) -> dict[Path, bytes]:
    return {path: path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    folders = tuple(tmp_path / name for name in ("data", "tmp", "home", "work"))
    for folder in folders:
        folder.mkdir()
    publish(folders[0])
    env = {"TMPDIR": str(folders[1]), "HOME": str(folders[2]), "XDG_CACHE_HOME": str(folders[2] / "cache")}
    return Place(folders[0], folders, env, _contents(folders))


@pytest.fixture(params=["md", "json", "pdf", "torn.pdf"])
def resume(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = tmp_path / "resumes"
    folder.mkdir()
    path = folder / f"resume.{request.param}"
    contents = {
        "json": json.dumps({"basics": {"name": TOKEN}, "skills": [{"name": "Docker", "keywords": [TOKEN]}]}).encode(),
        "pdf": PRINTED,
        "torn.pdf": TORN,
    }
    path.write_bytes(contents.get(request.param, RESUME.encode()))
    return path


def test_the_command_leaves_nothing(place: Place, resume: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "skillgap", "gap", str(resume), "--data", str(place.data), "--format", "json"],
        cwd=place.folders[3],
        env={**os.environ, **place.env, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1, 2), done.stderr
    assert TOKEN not in done.stderr
    assert not place.left()


def test_the_server_leaves_nothing_of_a_pasted_text(place: Place, tmp_path: Path) -> None:
    with served(place.data, tmp_path / "log", cwd=place.folders[3], env=place.env) as dashboard:
        with visitor(dashboard.address) as session:
            session.open().paste(RESUME)
            assert not session.has_failed
            contents = [dashboard.get(address)[1] for address in session.take()]
            assert any(TOKEN in str(content) for content in contents)  # it did come in
            assert not place.left()
        with visitor(dashboard.address) as other:
            assert TOKEN not in other.open().text
        assert dashboard.end() == 0
        assert TOKEN not in dashboard.output
    assert not place.left()


@pytest.mark.long
def test_the_server_leaves_nothing_of_an_uploaded_file(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "resume.pdf"
    path.write_bytes(PRINTED)
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(TORN)
    with (
        served(place.data, tmp_path / "log", cwd=place.folders[3], env=place.env) as dashboard,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        page = browser.new_page()
        page.set_default_timeout(PATIENCE_MS)
        addresses: list[str] = []
        page.on("request", lambda request: addresses.append(request.url))
        page.goto(dashboard.address)
        page.locator("input[type=file]").set_input_files(torn)
        page.locator("input[type=file]").set_input_files(path)
        expect(page.get_by_text("Is this you?")).to_be_visible(timeout=PATIENCE_MS)
        with page.expect_download() as download:
            page.get_by_role("button", name=re.compile("JSON")).click()
        assert TOKEN in Path(download.value.path()).read_text(encoding="utf-8")
        assert not place.left()
        browser.close()
        assert dashboard.end() == 0
        assert TOKEN not in dashboard.output
    assert not [address for address in addresses if TOKEN in address]
    assert not place.left()


@pytest.fixture
def logged() -> Iterator[logging.Logger]:
    logger = logging.getLogger("streamlit.error_util")
    logger.addFilter(_without_messages)
    yield logger
    logger.removeFilter(_without_messages)


def test_a_page_that_fails_is_logged_without_what_it_read(
    logged: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.setFormatter(logging.Formatter("%(message)s"))
    try:
        try:
            {}[TOKEN]
        except KeyError as error:
            raise ValueError(f"cannot read {TOKEN}") from error
    except ValueError as error:
        logged.error("Uncaught app execution", exc_info=error)
    assert TOKEN not in caplog.text.replace("{TOKEN}", "")
    assert "ValueError" in caplog.text
    assert "test_nothing_left.py" in caplog.text
