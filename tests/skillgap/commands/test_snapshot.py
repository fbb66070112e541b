"""`snapshot` and `trends` from the command line, on a small market that was crawled for ten weeks."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Collection
from pathlib import Path

import jsonschema
import pandas as pd
import pytest
from lxml import etree, html

from skillgap.comparing.opened import Opened
from skillgap.settings import Settings
from skillgap.tables import content_hash
from tests.analysis.builders import frames_of, spread
from warehouse.snapshots.reader import snapshot_names

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "snapshot.schema.json").read_text(encoding="utf-8"))
WEEKS = [pd.Timestamp("2026-01-05 06:00") + pd.Timedelta(weeks=k) for k in range(10)]
FILES = {
    *("report.md", "report.html", "snapshot.json", "manifest.json", "feed.xml"),
    *(
        f"{name}.parquet"
        for name in ("shares", "lanes", "clusters", "trends", "terms", "emerging", "pay", "claims", "time_open")
    ),
}


def frames() -> dict[str, pd.DataFrame]:
    """120 jobs that were there from the start; then 30 new ones a week, ever more of them asking for kubernetes."""
    jobs = spread(120, "python docker rag?", employers=40, first_seen_at=WEEKS[0], last_seen_at=WEEKS[-1])
    for k, week in enumerate(WEEKS[1:], 1):
        asks = "python kubernetes" if k >= 5 else "python docker"
        jobs += spread(30, asks, employers=30, first_seen_at=week, last_seen_at=WEEKS[-1], is_new=True)
    found = frames_of(jobs)
    runs = [(f"{week:%Y%m%dT%H%M%SZ}-crawl", "lever", "x", "complete", week) for week in WEEKS]
    found["board_run"] = pd.DataFrame(runs, columns=["run_id", "source", "board", "outcome", "started_at"])
    return found


class _Generation:
    """As much of a generation as a snapshot needs."""

    def __init__(self, reader: str, number: int, given: dict[str, pd.DataFrame]) -> None:
        self.number = number
        self.kind = "real"
        self.manifest = {
            "generation": number,
            "as_of": WEEKS[-1].isoformat(),
            "window_days": 180,
            "reader_version": reader,
            "fit_id": "fit",
            "created_from": list(given["board_run"]["run_id"]),
        }

    def texts(self, posting_ids: Collection[str]) -> dict[str, str]:
        """Every second advert speaks of owning the work."""
        return {one: "You own it." if number % 2 else "You join us." for number, one in enumerate(posting_ids)}


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """`publish()` makes a market the current generation of `tmp_path`."""

    def call(reader: str = "reader1", number: int = 7, given: dict[str, pd.DataFrame] | None = None) -> Path:
        from analysis.market.market import build

        found = frames() if given is None else given
        generation = _Generation(reader, number, found)
        opened = Opened(generation, found, build(found, generation.manifest))  # type: ignore[arg-type]
        monkeypatch.setattr("skillgap.commands.analyse.open_market", lambda _: opened)
        return tmp_path

    return call


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_snapshot_has_all_its_files_and_is_what_its_schema_says(run, publish) -> None:
    data = publish()
    ended = run("snapshot", "--data", data)
    assert ended.code == 0, ended.err
    folder = Path(ended.out.strip())
    assert folder == data / "snapshots" / "2026-03-09-7"
    files = contents(folder)
    assert set(files) == FILES
    found = json.loads(files["snapshot.json"])
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    manifest = json.loads(files["manifest.json"])
    assert set(manifest["files"]) == FILES - {"manifest.json"}
    assert (manifest["reader_version"], manifest["fit_id"], manifest["window_days"]) == ("reader1", "fit", 180)
    shares = pd.read_parquet(folder / "shares.parquet")
    assert manifest["content"]["shares.parquet"] == content_hash(shares)
    python = shares.query("skill == 'python' and need == 'asked' and lane.isna()").iloc[0]
    assert (python["share"], python["n"]) == (1.0, 390)


def test_made_again_it_is_the_same_and_never_overwritten(run, publish, tmp_path: Path) -> None:
    data = publish()
    folder = Path(run("snapshot", "--data", data).out.strip())
    first = contents(folder)
    again = run("snapshot", "--data", data)
    assert again.code == 0 and "unchanged" in again.err
    shutil.move(folder, tmp_path / "kept")
    run("snapshot", "--data", publish())
    second = contents(folder)
    for name in FILES:
        if not name.endswith(".parquet"):
            assert second[name] == first[name], name
    assert json.loads(first["manifest.json"])["content"] == json.loads(second["manifest.json"])["content"]
    (folder / "report.md").write_text("another", encoding="utf-8")
    refused = run("snapshot", "--data", data)
    assert refused.code == 2 and "never changed" in refused.err
    assert (folder / "report.md").read_text(encoding="utf-8") == "another"


def test_the_report_stands_alone(run, publish) -> None:
    folder = Path(run("snapshot", "--periods", "4", "--data", publish()).out.strip())
    page = html.document_fromstring((folder / "report.html").read_text(encoding="utf-8"))
    assert not page.xpath("//script | //img | //link | //iframe | //@src | //@href | //@style")
    assert len(page.xpath("//svg[@class='mark']/circle")) > 10
    text = (folder / "report.md").read_text(encoding="utf-8")
    for heading in (
        "The lanes",
        "What is asked for",
        "What changed",
        "Do concepts outlast tools?",
        "What is new",
        "What skills are paid more",
        "How long",
        "cannot answer",
    ):
        assert heading in text and heading in page.text_content()
    assert re.search(r"KUBERNETES \| (?:new|rising)\b", text)
    assert ".example" not in text + page.text_content()


def test_every_week_looks_back_and_compares_each_with_the_one_before(run, publish) -> None:
    data = publish()
    latest = Path(run("snapshot", "--data", data).out.strip())
    kept = contents(latest)
    ended = run("snapshot", "--every", "week", "--data", data)
    assert ended.code == 0, ended.err
    assert "9 weekly" in ended.err
    assert snapshot_names(data) == [f"{week:%Y-%m-%d}-7" for week in WEEKS]
    assert contents(latest) == kept
    sizes = [
        json.loads((data / "snapshots" / n / "snapshot.json").read_bytes())["market"] for n in snapshot_names(data)
    ]
    assert [market["requisitions"] for market in sizes] == [120 + 30 * k for k in range(10)]
    assert [market["runs"] for market in sizes] == list(range(1, 11))
    diff = json.loads((data / "snapshots" / "2026-02-09-7" / "diff.json").read_bytes())
    assert diff["then"] == "2026-02-02-7" and diff["same_reader"]
    assert "0 weekly" in run("snapshot", "--every", "week", "--data", data).err


def test_against_an_earlier_one_says_what_moved_and_another_reader_compares_nothing(
    run, publish, tmp_path: Path
) -> None:
    data = publish()
    run("snapshot", "--every", "week", "--data", data)
    folder = Path(run("snapshot", "--name", "q1", "--against", "2026-01-26-7", "--data", data).out.strip())
    diff = json.loads((folder / "diff.json").read_bytes())
    states = {row["skill"]: row["state"] for row in diff["skills"] if row["lane"] is None}
    assert states["kubernetes"] == "new" and states["python"] == "steady" and states["docker"] == "declining"
    assert "KUBERNETES | new" in (folder / "diff.md").read_text(encoding="utf-8")
    publish(reader="reader2", number=8)
    old = data / "snapshots" / "2026-03-09-7" / "snapshot.json"
    later = Path(run("snapshot", "--against", old, "--data", data).out.strip())
    changes = json.loads((later / "diff.json").read_bytes())
    assert {row["state"] for row in changes["skills"]} == {"vocabulary-changed"}
    assert "vocabulary-changed" in (later / "diff.md").read_text(encoding="utf-8")
    no_snapshot = tmp_path / "x.json"
    no_snapshot.write_text("[]", encoding="utf-8")
    for wrong, words in (
        (no_snapshot, "no snapshot.json"),
        ("2020-01-01-1", "2026-03-09-7"),
        ("gone.json", "not exist"),
    ):
        ended = run("snapshot", "--against", wrong, "--name", "w", "--data", data)
        assert ended.code == 2 and words in ended.err


def test_the_feed_keeps_its_ids(run, publish) -> None:
    data = publish()
    atom = "{http://www.w3.org/2005/Atom}"

    def entries(path: Path) -> dict[str, str]:
        feed = etree.fromstring(path.read_bytes())
        assert feed.findtext(f"{atom}id") and feed.findtext(f"{atom}author/{atom}name")
        assert dt.datetime.fromisoformat(str(feed.findtext(f"{atom}updated")))
        return {e.find(f"{atom}link").get("href"): e.findtext(f"{atom}id") for e in feed.iter(f"{atom}entry")}  # type: ignore[misc, union-attr]

    folder = Path(run("snapshot", "--data", data).out.strip())
    alone = entries(folder / "feed.xml")
    first = entries(data / "snapshots" / "feed.xml")
    run("snapshot", "--name", "again", "--data", data)
    both = entries(data / "snapshots" / "feed.xml")
    assert list(alone) == ["report.html"]
    assert set(both) == {"2026-03-09-7/report.html", "2026-03-09-7-again/report.html"}
    assert both["2026-03-09-7/report.html"] == first["2026-03-09-7/report.html"] == alone["report.html"]
    assert len(set(both.values())) == 2


def test_what_is_no_snapshot_any_more_does_not_stop_the_next_one(run, publish) -> None:
    """A folder of notes, a damaged manifest and changed numbers among the snapshots."""
    data = publish()
    first = Path(run("snapshot", "--data", data).out.strip())
    (data / "snapshots" / "notes").mkdir()
    shutil.copytree(first, data / "snapshots" / "torn")
    (data / "snapshots" / "torn" / "manifest.json").write_text("{")
    ended = run("snapshot", "--name", "next", "--data", data)
    assert ended.code == 0 and "torn/manifest.json is not as it was written" in ended.err
    assert "2026-03-09-7-next/report.html" in (data / "snapshots" / "feed.xml").read_text(encoding="utf-8")
    (first / "snapshot.json").write_text((first / "snapshot.json").read_text().replace("120", "121"))
    ended = run("snapshot", "--against", first.name, "--name", "later", "--data", data)
    assert ended.code == 3 and "snapshot.json is not as it was written" in ended.err
    assert not (data / "snapshots" / "2026-03-09-7-later").exists()


def test_trends_are_said_and_given_as_json(run, publish) -> None:
    data = publish()
    said = run("trends", "--periods", "4", "--data", data)
    assert said.code == 0, said.err
    assert "KUBERNETES" in said.out and "rising" not in said.err
    (part,) = json.loads(run("trends", "--periods", "4", "--json", "--data", data).out)
    (mover,) = [m for m in part["trends"]["movers"] if m["skill"] == "kubernetes"]
    assert mover["state"] in ("new", "rising") and mover["low"] > 0
    nothing = run("trends", "--lane", "mlops", "--data", data)
    assert nothing.code == 1 and "No change can be spoken of" in nothing.out
    assert run("trends", "--lane", "plumbing", "--data", data).code == 2


def test_undated_imports_alone_have_levels_but_no_weeks(run, publish) -> None:
    given = frames()
    given["board_run"] = given["board_run"].assign(source="import", started_at=pd.NaT)
    data = publish(given=given)
    ended = run("snapshot", "--every", "week", "--data", data)
    assert ended.code == 2 and "undated imports alone" in ended.err
    assert run("snapshot", "--data", data).code == 0
    assert run("snapshot", "--every", "day", "--data", data).code == 2


@pytest.mark.parametrize("command", ["snapshot", "trends"])
def test_help_has_an_example(run, command: str) -> None:
    assert "Example:" in run(command, "--help").out


def test_before_anything_was_published_it_says_what_to_do(run, tmp_path: Path) -> None:
    ended = run("snapshot", "--data", tmp_path)
    assert ended.code == 2 and "refresh" in ended.err
    assert Settings(tmp_path).market is None
