"""From the first minute: whoever has no market of their own is answered from the reference, and told so."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from dashboard.words import QUOTES_LATER, banner_of
from tests.dashboard.market import publish
from warehouse.generations.reader import open_generation
from warehouse.reference.shipped import REFERENCE


def banner() -> str:
    return banner_of(open_generation(REFERENCE).manifest)


@pytest.fixture
def unchanged():
    """The reference market's files, compared before and after."""

    def state() -> dict[Path, tuple[int, int]]:
        return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in REFERENCE.rglob("*")}

    before = state()
    yield
    assert state() == before


@pytest.mark.usefixtures("unchanged")
def test_a_fresh_folder_gets_a_gap_against_real_jobs(run, resume: Path, tmp_path: Path) -> None:
    data = tmp_path / "fresh"
    for form in ("md", "html"):
        ended = run("gap", resume, "--data", data, "--format", form)
        assert ended.code == 0, ended.err
        assert banner() in ended.out and banner() in ended.err and str(data) in ended.err
        assert QUOTES_LATER in ended.out
        assert "nan" not in ended.out.lower().split() and "None" not in ended.out
    report = json.loads(run("gap", resume, "--data", data, "--format", "json").out)
    assert report["market"]["kind"] == "reference"
    assert report["market"]["months"] == open_generation(REFERENCE).manifest["months"]
    assert report["market"]["requisitions"] > 1000
    assert all(not missing["evidence"] for lane in report["lanes"] for missing in lane["missing"])
    assert not data.exists()


@pytest.mark.usefixtures("unchanged")
def test_kinds_never_mix(run, resume: Path, tmp_path: Path) -> None:
    """One's own market where there is one; the reference and the example by name."""
    publish(tmp_path, kind="real")
    kinds = {
        (): "real",
        ("--market", "own"): "real",
        ("--market", "reference"): "reference",
    }
    for arguments, kind in kinds.items():
        report = json.loads(run("gap", resume, "--data", tmp_path, "--format", "json", *arguments).out)
        assert report["market"]["kind"] == kind, arguments
    ended = run("gap", resume, "--data", tmp_path, "--market", "example")
    assert ended.code == 2 and "skillgap demo" in ended.err
    publish(tmp_path / "demo", kind="example")
    report = json.loads(run("gap", resume, "--data", tmp_path, "--market", "example", "--format", "json").out)
    assert report["market"]["kind"] == "example"
    assert run("gap", resume, "--data", tmp_path, "--market", "mine").code == 2
    assert json.loads(run("gap", resume, "--data", tmp_path, "--format", "json").out)["market"]["kind"] == "real"


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    "command",
    [("snapshot",), ("trends",), ("trends", "--market", "reference"), ("export",), ("skills", "propose")],
    ids=" ".join,
)
def test_what_needs_texts_or_history_says_what_to_do(run, tmp_path: Path, command: tuple[str, ...]) -> None:
    ended = run(*command, "--data", tmp_path)
    assert ended.code == 2 and ended.out == ""
    (sentence,) = ended.err.splitlines()
    assert str(tmp_path) in sentence and "skillgap refresh" in sentence
    assert list(tmp_path.iterdir()) == []


def test_a_market_without_adverts_lists_no_job_and_does_not_call_that_none(run, tmp_path: Path, resume: Path) -> None:
    ended = run("jobs", resume, "--data", tmp_path)
    assert ended.code == 0 and ended.out.startswith("# No job can be listed for")
    assert " 0 jobs" not in ended.out + ended.err and "No job can be listed" in ended.err
    assert banner() in ended.out.replace("**", "")  # its jobs and employers are those of the whole market


def test_a_skill_is_shown_with_its_demand(run, tmp_path: Path) -> None:
    ended = run("skills", "show", "kubernetes", "--data", tmp_path)
    assert ended.code == 0 and banner() in ended.out and "Whole market" in ended.out


def test_nobody_writes_into_the_reference(run, postings: Path) -> None:
    ended = run("import", postings, "--data", REFERENCE)
    assert ended.code == 2 and "reference" in ended.err
    assert run("refresh", "--no-crawl", "--data", REFERENCE).code == 2


def test_a_market_of_ones_own_that_is_old_says_so(run, resume: Path, tmp_path: Path) -> None:
    publish(tmp_path, kind="real")
    ended = run("gap", resume, "--data", tmp_path)
    assert ended.code == 0 and "last looked at on" in ended.err and "skillgap refresh" in ended.err
    assert "last looked at" not in run("gap", resume, "--data", tmp_path, "--market", "reference").err


def test_make_run_names_commands_that_are_there() -> None:
    """`make run` itself is the long test's; here only that its lines are of today's command line."""
    dry = subprocess.run(
        ["make", "-n", "run", "SERVE=0"], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    ).stdout
    assert "skillgap demo" in dry
    line = next(line for line in dry.splitlines() if "skillgap gap" in line)
    assert "--market reference" in line
    assert (Path(__file__).parents[3] / line.split("gap ", 1)[1].split()[1]).exists() or "sample/resumes" in line
