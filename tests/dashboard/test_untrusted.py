"""Every payload through title, employer, place, address, text and skill of the real pipeline, and through a resume and
its name, into every page and export: nothing of it acts, loads or leads elsewhere, and the words are still there."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from markdown_it import MarkdownIt
from streamlit.testing.v1 import AppTest

from dashboard.inert import inert
from nlp.documents.files import UnreadableFileError, read_resume_file
from skillgap.__main__ import main
from tests.dashboard import live
from tests.dashboard.conftest import APP
from tests.dashboard.payloads import PAYLOADS
from warehouse.generations.reader import open_generation

ASKED = ("Kubernetes", "PyTorch", "MLflow", "RAG", "Terraform", "LangChain", "Airflow", "CUDA")
TITLES = ("ML Engineer", "MLOps Engineer", "AI Engineer", "ML Platform Engineer", "Research Scientist, ML")
PAGES = sorted(path.stem for path in (APP.parent / "views").glob("*.py"))
SHORT = [payload[:300] for payload in PAYLOADS]
RESUME = "# Someone\n\n## Experience\n\n### Engineer, Acme Example, 2020 - 2025\n\n" + "\n".join(
    f"- Ran Docker and {ASKED[n % 3]} for {payload}" for n, payload in enumerate(SHORT)
)


def _posting(number: int, payload: str) -> dict[str, str]:
    asked = ASKED[number % len(ASKED)]
    return {
        "id": str(number),
        "title": f"{payload[:200]} {TITLES[number % len(TITLES)]} {payload[:200]}",
        "company": f"{payload[:200]} Example {number}",
        "location": payload[:200] or "Oslo",
        "url": payload if number % 2 else f"https://jobs{number}.example/{payload[:200]}",
        "text": (
            f"We train and serve machine learning models.\n{payload}\n\nRequirements:\n"
            f"- Python, Docker and {asked} {payload}\n- {payload} 3 years of machine learning with SQL\n"
        ),
    }


def _skill(number: int, payload: str) -> str:
    # Signs that terminals obey are left out: a taxonomy is its user's own file.
    said = json.dumps(live.TERMINAL.sub("", payload[:200]), ensure_ascii=False)
    return (
        f'[[skill]]\nid = "own{number}"\nname = {said}\nkind = "tool"\nfamily = {said}\ndefinition = {said}\n'
        f'url = {said}\nsurfaces = ["Toolwort{number}"]\n'
    )


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A market of which every text is hostile: imported, read and published by the command line."""
    folder = tmp_path_factory.mktemp("poisoned")
    rows = [_posting(number, payload) for number, payload in enumerate(PAYLOADS)]
    for row in rows:
        row["text"] += f"- Toolwort{int(row['id']) % len(PAYLOADS)} and Toolwort{int(row['id']) // 10}\n"
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    data = folder / "data"
    (data / "config").mkdir(parents=True)
    skills = "\n".join(_skill(number, payload) for number, payload in enumerate(PAYLOADS) if payload.strip())
    (data / "config" / "skills.toml").write_text(skills, encoding="utf-8")
    _command("import", folder / "rows.jsonl", "--observed-on", "2026-03-01", "--data", data)
    _command("refresh", "--no-crawl", "--data", data)
    _command("snapshot", "--data", data)
    return data


def _command(*arguments: object) -> str:
    """What `skillgap …` prints."""
    printed = io.StringIO()
    with (
        patch.object(sys, "argv", ["skillgap", *map(str, arguments)]),
        contextlib.redirect_stdout(printed),
        pytest.raises(SystemExit) as end,
    ):
        main()
    assert end.value.code in (0, 1), arguments
    return printed.getvalue()


def test_all_payloads_arrived(poisoned: Path) -> None:
    generation = open_generation(poisoned)
    requisition = generation.frame("requisition")
    assert len(requisition) >= len(PAYLOADS) - 3  # near copies are one job
    assert requisition["exclusion"].isna().sum() >= 60
    titles = "\n".join(requisition["title"])
    assert "<script>alert(1)</script>" in titles
    assert ":material/skull:" in titles
    generation.close()


def _opened(data: Path, monkeypatch: pytest.MonkeyPatch, page: str, **state: object) -> AppTest:
    monkeypatch.setenv("SKILLGAP_DATA", str(data))
    app = AppTest.from_file(str(APP), default_timeout=300)
    app.run()
    for name, value in state.items():
        app.session_state[name] = value
    return app.switch_page(f"views/{page}.py").run()


def _elements(app: AppTest) -> Iterator[Any]:
    pending = [app._tree]
    while pending:
        node = pending.pop()
        children = getattr(node, "children", None)
        if children is not None:
            pending.extend(children.values())
        if getattr(node, "proto", None) is not None:
            yield node


def _assert_dead(app: AppTest) -> int:
    """No element of the page is live; returns how many were looked at."""
    assert not app.exception, app.exception
    elements = list(_elements(app))
    for element in elements:
        assert not live.in_element(element), (
            type(element).__name__,
            live.in_element(element),
            str(element.proto)[:500],
        )
    return len(elements)


@pytest.mark.parametrize("page", PAGES)
def test_pages_stay_dead(poisoned: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    assert _assert_dead(_opened(poisoned, monkeypatch, page)) > 5


def test_skills_stay_dead(poisoned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _opened(poisoned, monkeypatch, "skills")
    for number in range(0, len(PAYLOADS), 6):
        app.query_params["skill"] = f"own{number}"
        app.session_state["skill_parts"] = "Postings that ask for it"
        _assert_dead(app.run())


def test_adverts_stay_dead(poisoned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = list(open_generation(poisoned).frame("requisition")["requisition_id"])
    app = _opened(poisoned, monkeypatch, "postings")
    for requisition in ids:
        app.query_params["requisition"] = requisition
        _assert_dead(app.run())


def test_a_resume_and_its_name_stay_dead(poisoned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _opened(poisoned, monkeypatch, "resume_gap")
    name = "<img src=x onerror=alert(1)>[a](javascript:1):material/skull:$x$=1+1.md"
    app.file_uploader(key="file").upload(name, RESUME.encode("utf-8", "replace"), "text/markdown")
    app.run()
    assert _assert_dead(app) > 60
    assert "<img src=x onerror=alert(1)>" in _said(app)


def _said(app: AppTest) -> str:
    """The page's Markdown as a person reads it."""
    texts = [str(element.value) for element in app.markdown]
    return "".join(
        child.content
        for text in texts
        for token in MarkdownIt("commonmark").parse(text)
        for child in token.children or ()
    )


@pytest.mark.parametrize("payload", SHORT)
def test_a_file_name_stays_dead(payload: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read_resume_file(f"{payload}.pdf", b"%PDF-1.7 torn")
    assert not live.in_markdown(inert(str(refused.value)))
    assert not live.in_terminal(str(refused.value))


@pytest.fixture(scope="module")
def resume(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("resume") / "<svg onload=alert(1)> [a](javascript:1) =1+1.md"
    path.write_text(RESUME, encoding="utf-8", errors="replace")
    return path


@pytest.mark.parametrize("format", ["md", "html", "json"])
def test_gap_reports_stay_dead(poisoned: Path, resume: Path, format: str) -> None:
    report = _command("gap", resume, "--data", poisoned, "--format", format)
    assert not live.in_terminal(report)
    if format == "md":
        assert not live.in_markdown(report)
    elif format == "html":
        assert not live.in_html(report)
        assert "&lt;script&gt;" in report
    else:
        assert "<svg onload=alert(1)>" in json.loads(report)["resume"]["file"]


def test_snapshots_stay_dead(poisoned: Path) -> None:
    files = {path.name: path.read_bytes() for path in (poisoned / "snapshots").glob("*/*")}
    assert not live.in_html(files["report.html"].decode())
    assert not live.in_markdown(files["report.md"].decode())
    assert not live.in_terminal(files["report.md"].decode() + files["snapshot.json"].decode())
    json.loads(files["snapshot.json"])
    for feed in (files["feed.xml"], (poisoned / "snapshots" / "feed.xml").read_bytes()):
        assert not live.in_xml(feed)


def test_exported_tables_stay_dead(poisoned: Path, tmp_path: Path) -> None:
    for format in ("csv", "jsonl"):
        _command("export", "--data", poisoned, "--format", format, "--out", tmp_path / format, "--include-text")
    tables = [path.read_text(encoding="utf-8-sig") for path in (tmp_path / "csv").glob("*.csv")]
    assert len(tables) > 3
    assert not [cell for table in tables for cell in live.in_csv(table)]
    assert any("'=HYPERLINK" in table for table in tables)
    for path in (tmp_path / "jsonl").glob("*.jsonl"):
        assert all(isinstance(json.loads(line), dict) for line in path.read_text(encoding="utf-8").split("\n") if line)


def test_a_cohorts_tables_stay_dead(poisoned: Path, tmp_path: Path) -> None:
    resumes = tmp_path / "resumes"
    resumes.mkdir()
    for name in ("=1+1.md", "@SUM(A1).md", "<img src=x onerror=alert(1)>.md", "[a](javascript:1) :skull:.md"):
        (resumes / name).write_text(RESUME, encoding="utf-8", errors="replace")
    _command("gap", resumes, "--data", poisoned, "--out", tmp_path / "gaps", "--format", "html")
    tables = [path.read_text(encoding="utf-8") for path in (tmp_path / "gaps").glob("*.csv")]
    assert any("'=1+1.md" in table for table in tables)
    assert not [cell for table in tables for cell in live.in_csv(table)]
    assert not live.in_markdown((tmp_path / "gaps" / "cohort.md").read_text(encoding="utf-8"))
    for page in (tmp_path / "gaps").glob("*.html"):
        assert not live.in_html(page.read_text(encoding="utf-8"))
