"""export: files that pandas opens and spreadsheets do not run, without descriptions, with sources and terms."""

from __future__ import annotations

import json
import resource
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from skillgap.__main__ import app
from skillgap.tables import spreadsheet_safe
from skillgap.upkeep.exporting import EXPORTED
from warehouse.generations.frames import TEXT_FRAME, frames
from warehouse.generations.reader import open_generation

FORMULA = "=HYPERLINK(1)"
EVIL = ("=1+1", "+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", "=", "-")


def call(*arguments: object) -> object:
    """A command's exit code."""
    with pytest.raises(SystemExit) as ended:
        app([str(argument) for argument in arguments])
    return ended.value.code


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published market with a hostile title and employer, commas, quotes and other scripts."""
    folder = tmp_path_factory.mktemp("market")
    rows = [
        {
            "id": str(i),
            "title": "=cmd|' /C calc'!A0 Machine Learning Engineer" if i == 0 else f"ML Engineer, «{i}» 機械",
            "company": "@Employer" if i == 0 else f'Employer "{i}", Ø',
            "text": f"Requirements\n- PyTorch, number {i}\n- You train deep learning models SECRET{i}\n",
        }
        for i in range(4)
    ]
    file = folder / "rows.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert call("import", file, "--observed-on", "2026-03-01", "--data", folder / "data") == 0
    assert call("refresh", "--no-crawl", "--data", folder / "data") == 0
    return folder / "data"


def read(path: Path) -> pd.DataFrame:
    """As a person would, each format by its own function."""
    readers = {".csv": pd.read_csv, ".parquet": pd.read_parquet, ".jsonl": lambda p: pd.read_json(p, lines=True)}
    frame: pd.DataFrame = readers[path.suffix](path)
    return frame


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_pandas_opens_what_was_published(run, data: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    ended = run("export", "--data", data, "--out", out, "--format", form)
    assert ended.code == 0 and ended.out.strip() == str(out), ended.err
    generation = open_generation(data)
    for name in EXPORTED:
        shown, published = read(out / f"{name}.{form}"), generation.frame(name)
        assert list(shown.columns) == list(published.columns) and len(shown) == len(published)
    titles = set(read(out / f"requisition.{form}")["title"])
    assert "ML Engineer, «1» 機械" in titles
    assert sorted(path.stem for path in out.iterdir()) == sorted(["README", *EXPORTED])
    assert not any(b"SECRET" in path.read_bytes() for path in out.iterdir())


def test_no_cell_of_a_csv_begins_like_a_formula(run, data: Path, tmp_path: Path) -> None:
    run("export", "--data", data, "--out", tmp_path / "out", "--include-text")
    for path in (tmp_path / "out").glob("*.csv"):
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        for column in frame:
            assert not frame[column].str.startswith(("=", "+", "@", "\t", "\r", "\n")).any(), (path, column)
    safe = spreadsheet_safe(pd.DataFrame({"a": EVIL, "b": -1.5}))
    assert list(safe["a"]) == [f"'{cell}" for cell in EVIL]
    assert (safe["b"] == -1.5).all()  # a number is no formula


@pytest.mark.parametrize("form", ["csv", "parquet", "jsonl"])
def test_descriptions_only_when_asked(run, data: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    assert run("export", "--data", data, "--out", out, "--include-text", "--format", form).code == 0
    texts = read(out / f"text.{form}")
    assert len(texts) == 4 and texts["text"].str.contains("SECRET").all()
    assert "keep it to yourself" in (out / "README.txt").read_text(encoding="utf-8")


def test_the_readme_says_what_when_and_whose(run, data: Path) -> None:
    ended = run("export", "--data", data)
    folder = Path(ended.out.strip())
    assert folder == data / "exports" / "2026-03-01-1-csv"
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    for words in (
        "As of 2026-03-01",
        "generation 1",
        "4 of 4 requisitions",
        "your own files",
        "Descriptions are left out",
    ):
        assert words in readme
    assert "requisition.exclusion" in readme and "apostrophe" in readme
    again = run("export", "--data", data)
    assert again.code == 2 and "--out" in again.err


def test_wrong_use_is_said_and_nothing_is_left(run, data: Path, tmp_path: Path) -> None:
    assert run("export", "--data", tmp_path / "none").code == 2
    assert "--format" in run("export", "--data", data, "--format", "xlsx").err
    (tmp_path / "file").touch()
    ended = run("export", "--data", data, "--out", tmp_path / "file" / "x")
    assert ended.code == 2 and "cannot be written" in ended.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file"]


def test_one_duckdb_file_has_views_that_say_what_they_are(run, data: Path, tmp_path: Path) -> None:
    file = tmp_path / "market.duckdb"
    ended = run("export", "--data", data, "--duckdb", file)
    assert ended.code == 0 and ended.out.strip() == str(file), ended.err
    assert not file.stat().st_mode & 0o222
    with duckdb.connect(str(file), read_only=True) as con:
        views = dict(con.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall())
        assert set(views) == {*frames(), "job_skill"} - {TEXT_FRAME} and all(views.values())
        ((jobs, skills),) = con.execute("SELECT count(DISTINCT requisition_id), count(skill) FROM job_skill").fetchall()
        assert jobs == 4 and skills >= 4
        meant = con.execute("SELECT comment FROM duckdb_columns() WHERE table_name = 'skill' AND column_name = 'kind'")
        assert all(comment for (comment,) in meant.fetchall())
    assert run("export", "--data", data, "--duckdb", file).code == 2


@pytest.mark.parametrize("largest", [1_000, 100_000, 366_201, 700_000])
def test_a_duckdb_file_that_finds_no_room_is_one_sentence(run, data: Path, tmp_path: Path, largest: int) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, before[1]))
    try:
        ended = run("export", "--data", data, "--duckdb", tmp_path / "market.duckdb")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert ended.code == 2
    assert ended.err.count("\n") == 1 and "could not be written" in ended.err
    assert not list(tmp_path.glob("*market.duckdb*"))
