"""A landing run is whole or not there; what was acknowledged survives a kill at any byte."""

import dataclasses
import datetime as dt
import errno
import gzip
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from crawler.landing.runs import OpenRun, begun_runs, read_run, sealed_runs
from crawler.ledger import due, read_ledger
from crawler.parsing.outcomes import BoardResult
from crawler.runs.crawl import CrawlRun, Limits, RunPlan, shard
from crawler.runs.pace import in_order
from warehouse.files import temporary
from warehouse.models import (
    BadInputError,
    Board,
    BoardRun,
    BrokenDataError,
    LandingRow,
    Outcome,
    Posting,
    Reject,
    Run,
    posting_from_plain,
)

START = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
HEADER = Run("20260301T120000Z-crawl", "crawl", START, START, START, "example", (), ())
REAL = dataclasses.replace(HEADER, market="real")


def rows(board: str, count: int) -> list[LandingRow]:
    return [
        LandingRow("lever", board, START, Posting("lever", board, str(n), f"Job {n} é", "Text\n- a"), {"id": n})
        for n in range(count)
    ]


def outcome(board: str, count: int, **more: object) -> BoardRun:
    given = {"outcome": "complete", "postings": count, "started_at": START, "finished_at": START, **more}
    return BoardRun("lever", board, board, **given)


def test_a_sealed_run_reads_back_as_it_was(tmp_path: Path) -> None:
    run = OpenRun(tmp_path, HEADER)
    run.land(outcome("a", 2, drift={"x": 1}), rows("a", 2))
    run.land(outcome("b", 0, outcome="gone", reason="not_found"), [], [Reject("lever", "b", 1, "why", "ex")])
    run.land(outcome("c", 3), rows("c", 3))
    assert sealed_runs(tmp_path) == [] and begun_runs(tmp_path) == [run.folder]

    sealed = run.seal(START + dt.timedelta(minutes=1))

    assert read_run(run.folder) == sealed and sealed_runs(tmp_path) == [run.folder] and begun_runs(tmp_path) == []
    assert [b.board for b in sealed.boards] == ["a", "b", "c"] and len(sealed.rejects) == 1
    (file,) = sealed.files
    data = (run.folder / file.name).read_bytes()
    assert (file.name, file.rows, file.sha256) == ("lever.jsonl.gz", 5, hashlib.sha256(data).hexdigest())
    lines = [json.loads(line) for line in gzip.decompress(data).splitlines()]
    assert [posting_from_plain(line["posting"]) for line in lines] == [r.posting for r in rows("a", 2) + rows("c", 3)]
    assert set(lines[0]) == {"source", "board", "observed_at", "posting", "raw"} and lines[0]["raw"] == {"id": 0}
    assert {path.name for path in run.folder.iterdir()} == {"run.json", "lever.jsonl.gz"}


def test_a_kill_at_any_byte_loses_nothing_acknowledged(tmp_path: Path) -> None:
    """Cuts the ledger at every length and the data at its end: the boards whose line is whole are there, no more."""
    run = OpenRun(tmp_path / "whole", HEADER)
    ends = []
    for board in "abc":
        run.land(outcome(board, 2), rows(board, 2))
        ends.append((run.folder / "ledger.jsonl").stat().st_size)
    run.close()
    ledger = (run.folder / "ledger.jsonl").read_bytes()
    for cut in [*range(0, len(ledger), 37), *(end - 1 for end in ends), *ends]:
        landing = tmp_path / "cut"
        shutil.copytree(tmp_path / "whole", landing)
        (landing / HEADER.run_id / "ledger.jsonl").write_bytes(ledger[:cut])
        with (landing / HEADER.run_id / "lever.jsonl.gz.part").open("ab") as part:
            part.write(b"torn")
        again = OpenRun(landing, HEADER, resume=True)
        assert again.done == {("lever", board) for board, end in zip("abc", ends, strict=True) if end <= cut}
        for board in "abc":
            if ("lever", board) not in again.done:
                again.land(outcome(board, 2), rows(board, 2))
        (file,) = again.seal(START).files
        lines = gzip.decompress((again.folder / file.name).read_bytes()).splitlines()
        assert file.rows == len(lines) == 6
        assert [json.loads(line)["board"] for line in lines] == list("aabbcc")
        shutil.rmtree(landing)


@pytest.mark.parametrize("torn", [b"", b'{"header": {"run_id": "run'])
def test_a_kill_before_the_header_was_whole_has_begun_nothing(tmp_path: Path, torn: bytes) -> None:
    folder = tmp_path / HEADER.run_id
    folder.mkdir()
    (folder / "ledger.jsonl").write_bytes(torn)
    assert begun_runs(tmp_path) == []
    run = OpenRun(tmp_path, HEADER)
    run.land(outcome("a", 2), rows("a", 2))
    assert begun_runs(tmp_path) == [folder]
    assert run.seal(START).files[0].rows == 2


def test_a_kill_while_sealing_is_mended(tmp_path: Path) -> None:
    run = OpenRun(tmp_path, HEADER)
    run.land(outcome("a", 2), rows("a", 2))
    run.close()
    (run.folder / "lever.jsonl.gz.part").rename(run.folder / "lever.jsonl.gz")
    temporary(run.folder / "run.json").write_text("{")
    assert OpenRun(tmp_path, HEADER, resume=True).seal(START).files[0].rows == 2
    assert read_run(run.folder).files[0].rows == 2


def test_rows_that_fail_while_written_are_not_there(tmp_path: Path) -> None:
    run = OpenRun(tmp_path, HEADER)
    run.land(outcome("a", 1), rows("a", 1))

    def broken() -> object:
        yield from rows("b", 1)
        raise ValueError("source broke")

    with pytest.raises(ValueError, match="source broke"):
        run.land(outcome("b", 1), broken())
    run.land(outcome("c", 1), rows("c", 1))
    sealed = run.seal(START)
    lines = gzip.decompress((run.folder / sealed.files[0].name).read_bytes()).splitlines()
    assert [json.loads(line)["board"] for line in lines] == ["a", "c"]


def test_a_run_is_begun_finished_and_held_once(tmp_path: Path) -> None:
    run = OpenRun(tmp_path, HEADER)
    with pytest.raises(BadInputError, match="--resume"):
        OpenRun(tmp_path, HEADER)
    with pytest.raises(BadInputError, match="Another process"):
        OpenRun(tmp_path, HEADER, resume=True)
    run.close()
    with pytest.raises(BadInputError, match="example market"):
        OpenRun(tmp_path, dataclasses.replace(HEADER, market="real"), resume=True)
    OpenRun(tmp_path, HEADER, resume=True).seal(START)
    with pytest.raises(BadInputError, match="finished already"):
        OpenRun(tmp_path, HEADER, resume=True)
    with pytest.raises(BadInputError, match="plain name"):
        OpenRun(tmp_path, dataclasses.replace(HEADER, run_id="../x"))


def test_ledgers_that_are_not_ours_are_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenDataError, match=r"run\.json is missing"):
        read_run(tmp_path)
    for text in ("", "[]", '{"run_id": "x"}', "\x00"):
        (tmp_path / "run.json").write_text(text)
        with pytest.raises(BrokenDataError, match="no ledger of a run"):
            read_run(tmp_path)


def sealed(landing: Path, day: int, *boards: BoardRun) -> None:
    start = START + dt.timedelta(days=day)
    run = OpenRun(landing, dataclasses.replace(HEADER, run_id=f"run-{day:02d}", started_at=start))
    for board in boards:
        run.land(dataclasses.replace(board, started_at=start), [])
    run.seal(start)


def test_the_ledger_keeps_the_last_complete_run_beside_the_latest(tmp_path: Path) -> None:
    sealed(tmp_path, 0, outcome("a", 5, etag='"1"'), outcome("b", 1))
    sealed(tmp_path, 7, outcome("a", 0, outcome="not_modified"))
    sealed(tmp_path, 14, outcome("a", 0, outcome="partial", reason="drop", etag='"2"'), outcome("c", 0, outcome="gone"))
    past = read_ledger(tmp_path)
    a, c = past["lever", "a"], past["lever", "c"]
    assert (a.complete_run_id, a.complete and a.complete.etag, a.latest.reason) == ("run-00", '"1"', "drop")
    assert a.before() and a.before().was_doubted and a.before().postings == 5
    assert c.complete is None and c.before() is None


@pytest.mark.parametrize(("hours", "asked"), [(1, {"new", "unreached"}), (19, {"new", "unreached"}), (20, None)])
def test_a_board_that_answered_lately_is_not_asked(tmp_path: Path, hours: int, asked: set[str] | None) -> None:
    sealed(
        tmp_path,
        0,
        outcome("read", 1, http_status=200),
        outcome("gone", 0, outcome="gone", http_status=404),
        outcome("refused", 0, outcome="failed", http_status=429),
        outcome("unreached", 0, outcome="failed", reason="timeout"),
    )
    slugs = ("new", "read", "gone", "refused", "unreached")
    boards = [Board("lever", slug, slug) for slug in slugs]
    now = START + dt.timedelta(hours=hours)
    assert {board.slug for board in due(boards, read_ledger(tmp_path), now)} == (asked or set(slugs))


def test_what_a_limit_leaves_out_is_asked_first_the_next_time(tmp_path: Path) -> None:
    sealed(tmp_path, 0, outcome("old", 1, http_status=200))
    sealed(tmp_path, 1, outcome("young", 1, http_status=200))
    boards = [Board("lever", slug, slug) for slug in ("young", "old", "new")]
    assert [b.slug for b in in_order(boards, read_ledger(tmp_path))] == ["new", "old", "young"]


def test_a_full_disk_stops_the_crawl_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    boards = tuple(Board("lever", slug, slug) for slug in "ab")
    plan = RunPlan("run-1", START, "example", boards)
    run = CrawlRun(plan, tmp_path, {}, lambda: START)
    run.land(BoardResult(outcome("a", 0)), START)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(OpenRun, "append", full)
        run.land(BoardResult(outcome("b", 0)), START)
    with pytest.raises(BadInputError, match=r"No space left on device.*--resume"):
        run.finish(is_interrupted=False)
    again = CrawlRun(plan, tmp_path, {}, lambda: START, resume=True)
    assert [board.slug for board in again.todo] == ["b"]


def test_a_host_is_crawled_by_one_shard() -> None:
    boards = [Board(source, slug, slug) for source in ("ashby", "greenhouse", "lever") for slug in "abc"]
    boards += [Board("lever", slug, slug, "eu") for slug in "def"]
    for parts in (1, 2, 3, 7):
        machines = [shard(boards, part, parts) for part in range(1, parts + 1)]
        assert sorted(b.source + b.slug for part in machines for b in part) == sorted(b.source + b.slug for b in boards)
        owners = [{(b.source, b.region) for b in part} for part in machines]
        assert sum(map(len, owners)) == 4  # each host group once


def test_machines_whose_lists_differ_agree_who_owns_a_host() -> None:
    mine = [Board("lever", "a", "a"), Board("ashby", "b", "b")]
    theirs = [Board("greenhouse", "c", "c"), Board("lever", "d", "d")]
    for part in (1, 2):
        owns = bool([b for b in shard(mine, part, 2) if b.source == "lever"])
        assert owns == bool([b for b in shard(theirs, part, 2) if b.source == "lever"])


@pytest.mark.parametrize(
    ("outcomes", "limits", "why"),
    [
        (["failed"] * 9, Limits(10**9, 10, 0.2), None),
        (["complete"] * 8 + ["failed"] * 2, Limits(10**9, 10, 0.2), None),
        (["complete"] * 7 + ["failed"] * 3, Limits(10**9, 10, 0.2), "stopped"),
        (["complete"] * 7 + ["gone"] * 3, Limits(10**9, 10, 0.2), None),
        (["complete"] * 2, Limits(199, 10, 0.2), "budget"),
        (["complete"] * 2, Limits(201, 10, 0.2), None),
    ],
)
def test_a_crawl_stops_by_itself(tmp_path: Path, outcomes: list[Outcome], limits: Limits, why: str | None) -> None:
    boards = tuple(Board("lever", str(number), "x") for number in range(len(outcomes) + 1))
    run = CrawlRun(RunPlan("run-1", START, "example", boards, limits=limits), tmp_path, {}, lambda: START)
    for board, what in zip(boards, outcomes, strict=False):
        run.land(BoardResult(outcome(board.slug, 0, outcome=what, bytes=100)), START)
    assert run.why_over("lever") == why
    assert run.why_over("ashby") == (why if why == "budget" else None)
    last = {b.board: b for b in run.finish(is_interrupted=False).boards}[boards[-1].slug]
    assert last.reason == (why or "fault") and last.detail


def on_disk(folder: Path, sizes: dict[str, int]) -> Path:
    """What a power cut leaves at worst: of each file what was synced, and nothing of those that never were."""
    left = folder.parent.parent / "left" / folder.name
    left.mkdir(parents=True)
    for name, size in sizes.items():
        (left / name).write_bytes((folder / name).read_bytes()[:size])
    return left.parent


def synced_sizes(monkeypatch: pytest.MonkeyPatch, order: list[str]) -> dict[str, int]:
    """File name → its size when it was last synced, kept up to date; `order` takes the names as they are synced."""
    sizes: dict[str, int] = {}
    sync = os.fsync

    def noted(descriptor: int) -> None:
        sync(descriptor)
        name = Path(f"/proc/self/fd/{descriptor}").readlink().name
        sizes[name] = os.fstat(descriptor).st_size
        order.append(name)

    monkeypatch.setattr(os, "fsync", noted)
    return sizes


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc which file a descriptor is")
@pytest.mark.parametrize("settled", [0, 1, 3, 5])
def test_boards_settled_together_survive_a_power_cut_and_held_ones_are_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settled: int
) -> None:
    order: list[str] = []
    sizes = synced_sizes(monkeypatch, order)
    run = OpenRun(tmp_path / "whole", REAL)
    order.clear()
    for number, board in enumerate("abcde"):
        if number == settled:
            run.settle()
        run.hold(outcome(board, 20), rows(board, 20))
    if settled == 5:
        run.settle()
    assert order == (["lever.jsonl.gz.part", "ledger.jsonl"] if settled else [])  # rows first, and once for all
    landing = on_disk(run.folder, dict(sizes))
    again = OpenRun(landing, REAL, resume=True)
    assert again.done == {("lever", board) for board in "abcde"[:settled]}
    for board in "abcde"[settled:]:
        again.land(outcome(board, 20), rows(board, 20))
    sealed = again.seal(START)
    lines = gzip.decompress((again.folder / sealed.files[0].name).read_bytes()).splitlines()
    assert [json.loads(line)["board"] for line in lines] == [board for board in "abcde" for _ in range(20)]
    run.close()


def test_boards_held_together_are_landed_to_the_byte_as_each_by_itself(tmp_path: Path) -> None:
    landings = tmp_path / "one", tmp_path / "together"
    for landing in landings:
        run = OpenRun(landing, HEADER)
        for board in "abc":
            run.hold(outcome(board, 2), rows(board, 2), [Reject("lever", board, 3, "why", "ex")])
            if landing == landings[0]:
                run.settle()
        run.seal(START)
    one, together = ({p.name: p.read_bytes() for p in (landing / HEADER.run_id).iterdir()} for landing in landings)
    assert one == together


def test_rows_that_fail_leave_those_held_before_them(tmp_path: Path) -> None:
    run = OpenRun(tmp_path, HEADER)
    run.hold(outcome("a", 1), rows("a", 1))

    def broken() -> object:
        yield from rows("b", 1)
        raise ValueError("source broke")

    with pytest.raises(ValueError, match="source broke"):
        run.hold(outcome("b", 1), broken())
    run.hold(outcome("c", 1), rows("c", 1))
    sealed = run.seal(START)
    lines = gzip.decompress((run.folder / sealed.files[0].name).read_bytes()).splitlines()
    assert [json.loads(line)["board"] for line in lines] == ["a", "c"]


def test_nobody_is_told_of_a_board_before_it_is_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    boards = tuple(Board("lever", slug, slug) for slug in "abcd")
    plan = RunPlan("run-1", START, "real", boards)
    later: list[Callable[[], None]] = []
    told: list[str] = []

    def tell(run: CrawlRun, boards: Sequence[BoardRun]) -> None:
        ledger = (tmp_path / "run-1" / "ledger.jsonl").read_text()
        assert all(f'"board":"{b.board}"' in ledger for b in boards)
        told.extend(f"{b.board} {run.landed}" for b in boards)

    run = CrawlRun(plan, tmp_path, {}, lambda: START, on_boards=tell, later=later.append)
    for slug in "abca":
        run.land(BoardResult(outcome(slug, 0)), START)
    assert len(later) == 1 and told == [] and [b.slug for b in run.todo] == ["d"]
    later.pop()()
    assert told == ["a 3", "b 3", "c 3"] and run.landed == 3
    run.land(BoardResult(outcome("d", 0)), START)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        later.pop()()
    assert run.why_over("lever") == "disk" and len(told) == 3
    with pytest.raises(BadInputError, match=r"No space left on device.*--resume"):
        run.finish(is_interrupted=False)
    again = CrawlRun(plan, tmp_path, {}, lambda: START, resume=True)
    assert again.landed == len(again.plan.boards) - len(again.todo)


def test_what_a_stopped_crawl_never_asked_is_brought_to_disk_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boards = tuple(Board("lever", str(number), "x") for number in range(200))
    run = CrawlRun(RunPlan("run-1", START, "real", boards), tmp_path, {}, lambda: START)
    syncs: list[int] = []
    monkeypatch.setattr(os, "fsync", syncs.append)
    sealed = run.finish(is_interrupted=True)
    assert {b.reason for b in sealed.boards} == {"interrupted"} and len(sealed.boards) == 200
    assert len(syncs) <= 4  # the ledger, and run.json with its name
