"""Kills, damages, hostile inputs and full disks, each outcome classified: `make torture`, or
`python -m bench.keeping.torture [--kills 200] [--damages 180] [--inputs 150] [--full 25] [--write DOCUMENT]`.

Commands run as forked children of one warm process, each on a copy of one small market. What is counted as a fault is
said in `FAULTS`; it ends with 1 where there was one. `--first N` begins with case N, so that the counts may be run in
parts; `--keep FILE` adds them up.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.keeping import damages
from bench.keeping.calls import NOBODY, POSTINGS, Ended, call, content, content_of_market, keep_reader, warm_up
from bench.keeping.oddities import RESUMES, odd_inputs
from crawler.landing.runs import OpenRun
from warehouse.models import BoardRun, LandingRow, Posting, Run

FAULTS = ("a fault of ours (70)", "no end", "other content", "unnoticed", "not mended", "not one sentence")


class Bench:
    """One small market and what every command makes of it undisturbed."""

    def __init__(self, home: Path, draw: random.Random) -> None:
        self.home, self.draw, self.outcomes = home, draw, Counter[tuple[str, str]]()
        self.faults: list[str] = []
        home.chmod(0o755)
        rows = POSTINGS.read_text(encoding="utf-8").splitlines(keepends=True)
        (home / "first.jsonl").write_text("".join(rows[:12]), encoding="utf-8")
        (home / "second.jsonl").write_text("".join(rows[6:18]), encoding="utf-8")
        self.resume = home / "resume.md"
        shutil.copy(sorted(RESUMES.glob("*.md"))[0], self.resume)
        self.base = home / "base"
        self.known: frozenset[str] = frozenset()
        for name, text in damages.OWN.items():
            (self.base / name).parent.mkdir(parents=True, exist_ok=True)
            (self.base / name).write_text(text, encoding="utf-8")
        keep_reader(self.base / "config" / "skills.toml")
        self._made(
            ("import", home / "first.jsonl", "--observed-on", "2026-03-01", "--name", "jobs"),
            ("forget", "--company", json.loads(rows[0])["company"], "--yes"),
            ("refresh", "--no-crawl"),
            ("boards", "add", "https://jobs.lever.co/lanternwick", "--employer", "Lanternwick"),
            ("snapshot",),
            ("import", home / "second.jsonl", "--observed-on", "2026-03-08", "--name", "jobs"),
            data=self.base,
        )
        self.done = home / "done"
        shutil.copytree(self.base, self.done)
        self._made(("refresh", "--no-crawl"), data=self.done)
        self.gone = home / "gone"
        self.forgetting = ("forget", "--company", json.loads(rows[7])["company"], "--yes")
        shutil.copytree(self.done, self.gone)
        self._made(self.forgetting, data=self.gone)
        self.harmless = home / "harmless"  # with a crawl that was begun and killed
        shutil.copytree(self.done, self.harmless)
        _begin_a_crawl(self.harmless / "landing")
        self.before, self.after, self.forgotten = content(self.base), content(self.done), content(self.gone)
        if self.forgotten == self.after or self.before == self.after:
            raise SystemExit("the market is too small: a command changes nothing")
        self.seconds: dict[tuple[str, ...], float] = {}

    def _made(self, *calls: tuple[object, ...], data: Path) -> None:
        for words in calls:
            ended = call(*words, "--data", data)
            if ended.code not in (0, 1):
                raise SystemExit(f"the market cannot be made: {words[0]}: {ended}")

    def copy(self, of: Path, name: str = "case") -> Path:
        """A data folder of its own for one case."""
        data = self.home / name
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(of, data, symlinks=True)
        return data

    def note(self, kind: str, outcome: str, case: str) -> None:
        """Count an outcome and say it."""
        self.outcomes[kind, outcome] += 1
        print(f"{kind}: {outcome}: {case}", flush=True)
        if outcome in FAULTS:
            self.faults.append(case)

    def _commands(self) -> tuple[tuple[str, ...], ...]:
        return (
            ("refresh", "--no-crawl"), ("rebuild",), ("load",), ("publish",), ("snapshot", "--name", "killed"),
            ("read",), self.forgetting, ("doctor", "--thin", "--days", "0", "--yes"),
            ("import", str(self.home / "second.jsonl"), "--observed-on", "2026-03-08", "--name", "jobs"),
            ("boards", "add", "https://jobs.lever.co/brindlefen"),
        )  # fmt: skip

    def kill(self, number: int) -> None:
        """One command killed at a moment of its own; then it is run again, and all is as if nothing had been."""
        command = self._commands()[number % 10]
        of = self.done if command[0] in ("publish", "snapshot", "forget") else self.base
        data = self.copy(of)
        if command not in self.seconds:  # how long it takes undisturbed
            begun = time.monotonic()
            call(*command, "--data", data)
            self.seconds[command] = time.monotonic() - begun
            data = self.copy(of)
        case = f"{' '.join(command[:2])}, case {number}"
        killed = call(*command, "--data", data, kill_after=self.draw.uniform(0.0, 1.05) * self.seconds[command])
        seen = content_of_market(data)
        if not self.known:
            self.known = frozenset(content_of_market(one) for one in (self.base, self.done, self.gone))
        again = call(*command, "--data", data)
        refreshed = call("refresh", "--no-crawl", "--data", data)
        sound = call("doctor", "--data", data)
        wanted = self.forgotten if command[0] == "forget" else self.after
        if 70 in (again.code, refreshed.code, sound.code):
            self.note("kill", "a fault of ours (70)", f"{case}: {again.text}{refreshed.text}{sound.text}"[-900:])
        elif None in (again.code, refreshed.code, sound.code):
            self.note("kill", "no end", case)
        elif seen not in self.known:
            self.note("kill", "other content", f"{case}: after the kill")
        elif command[0] != "snapshot" and content(data) != wanted:
            self.note("kill", "other content", f"{case}: after it was run again: {again.text}{refreshed.text}"[-900:])
        elif sound.code != 0:
            self.note("kill", "not mended", f"{case}: {sound.text}"[-900:])
        else:
            what = "killed, then done by running it again" if killed.code == -9 else "had ended before the kill"
            self.note("kill", f"{what}; nothing lost, sound", case)

    def damage(self, number: int) -> None:
        """One file damaged: `doctor` names it, others end in order, its mend mends, the content is as it was."""
        every = list(damages.cases())
        kind, harm = every[number % len(every)]
        data = self.copy(self.harmless if kind.startswith("an unfinished") else self.done)
        path = self.draw.choice(damages.files_of(data, kind))
        kept, case = path.read_bytes(), f"{kind}: {harm} ({path.relative_to(data)})"
        damages.harmed(path, harm, self.draw, data, self.base)
        if is_nobody := harm == "no right to read":
            _give_away(data)
        told = call("doctor", "--data", data, is_nobody=is_nobody)
        if told.code in (70, None):
            self.note(
                "damage", "a fault of ours (70)" if told.code else "no end", f"{case}: doctor: {told.text}"[-900:]
            )
            return
        for words in self.draw.sample(self._lookers(), 1):
            other = self.home / "other"
            shutil.rmtree(other, ignore_errors=True)
            other.mkdir()
            if is_nobody:
                _give_away(other)
            subprocess.run(["cp", "-a", "--sparse=always", str(data), str(other / "case")], check=True)
            ended = call(*words, "--data", other / "case", is_nobody=is_nobody)
            if wrong := _wrong(ended):
                self.note("damage", wrong, f"{case}: {' '.join(map(str, words))}: {ended.text}"[-900:])
                return
        clean = call("doctor", "--data", self.harmless) if kind.startswith("an unfinished") else None
        if told.code == 0 or (clean and told.text.count("\n") == clean.text.count("\n")):
            is_same = content(data) == self.after
            self.note("damage", "makes no difference" if is_same else "unnoticed", case)
            return
        self.note("damage", self._mended(data, path, kept, told, kind), f"{case}: {told.text}"[:400])

    def _lookers(self) -> list[tuple[object, ...]]:
        """Commands that meet the damage."""
        return [
            ("refresh", "--no-crawl"), ("status",), ("gap", self.resume), ("jobs", self.resume), ("trends",),
            ("export", "--out", self.home / "other" / "x"), ("snapshot", "--name", "z"), ("boards", "list"), ("load",),
            ("skills", "list"), ("rebuild",), ("publish",), ("read",), ("lanes",), ("sources", "list"), ("pay",),
            ("forget", "--company", "Nobody", "--yes"), ("doctor", "--thin", "--days", "0", "--yes"),
            ("import", self.home / "second.jsonl", "--observed-on", "2026-03-09"), ("boards", "check", "--due"),
            ("boards", "add", "https://jobs.lever.co/brindlefen"), ("sources", "enable", "lever"),
            ("skills", "propose"), ("crawl", "--contact", "a@example.org", "--dry-run"), ("doctor", "--json"),
            ("crawl", "--contact", "a@example.org", "--resume", "--dry-run"), ("status", "--json"),
        ]  # fmt: skip

    def _mended(self, data: Path, path: Path, kept: bytes, told: Ended, kind: str) -> str:
        wanted = 1 if kind.startswith("an unfinished") else 0
        for command in (("refresh", "--no-crawl"), ("publish",), ("rebuild",)):
            if f"`skillgap {' '.join(command)}`" in told.text:
                if call(*command, "--data", data).code == 70:
                    return "a fault of ours (70)"
                if call("doctor", "--data", data).code == wanted and content(data) == self.after:
                    return "named, and mended by the command it names"
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(kept)
        if call("doctor", "--data", data).code == wanted and content(data) == self.after:
            return "named, nothing lost, mended from a copy as told"
        return "not mended"

    def hostile(self, number: int) -> None:
        """One odd input to one command: done or refused in a sentence, soon."""
        odd = self.home / "odd"
        every = list(odd_inputs(odd))
        name, path = every[number % len(every)]
        folder = path.parent / "cohort"
        if folder.exists():
            shutil.rmtree(folder)
        ways = self._ways(path)
        way = ways[(number // len(every) + number) % len(ways)]
        ended = call(*way, *(() if "--data" in way else ("--data", self.base)))
        case = f"{' '.join(str(word) for word in way if str(word) != str(path))[:60]} {name}"
        if wrong := _wrong(ended):
            self.note("input", wrong, f"{case}: {ended.text}"[-900:])
        else:
            self.note("input", "refused in one sentence" if ended.code in (2, 3) else "done", case)
        shutil.rmtree(odd, ignore_errors=True)
        shutil.rmtree(self.home / "imported", ignore_errors=True)

    def _ways(self, path: Path) -> tuple[tuple[object, ...], ...]:
        resume, out = self.resume, self.home / "out"
        return (
            ("gap", path, "--market", "reference"), ("gap", resume, "--posting", path, "--market", "reference"),
            ("gap", resume, "--against", path, "--market", "reference"), ("jobs", path, "--market", "reference"),
            ("import", path, "--observed-on", "2026-03-09", "--data", self.home / "imported"),
            ("annotate", "--in", path, "--out", out), ("boards", "list", "--missing", path),
            ("crawl", "--boards", path, "--contact", "a@example.org", "--dry-run"),
            ("gap", path, "--syllabus", "--market", "reference", "--out", out),
            ("gap", resume, "--market", "reference", "--out", path), ("export", "--duckdb", path),
            ("gap", path.parent, "--market", "reference", "--out", self.home / "reports"),
            ("status", "--data", path), ("gap", resume, "--data", path), ("refresh", "--no-crawl", "--data", path),
            ("snapshot", "--against", path), ("gap", resume, "--market", "reference", "--have", path),
        )  # fmt: skip

    def full(self, number: int) -> None:
        """A disk that fills up: one sentence; with room again the command is done, and nothing is lost."""
        commands = (
            *self._commands(), ("export", "--out", "{data}/out"), ("lanes",),
            ("gap", str(self.resume), "--out", "{data}/report.html"), ("export", "--duckdb", "{data}/one.duckdb"),
            ("annotate", "--in", str(self.home / "first.jsonl"), "--out", "{data}/read.jsonl"),
        )  # fmt: skip
        command = commands[number % len(commands)]
        is_disk = number % 2 == 0 and os.geteuid() == 0
        of = self.done if command[0] in ("publish", "snapshot", "forget", "export", "gap") else self.base
        data = self.copy(of)
        size = sum(p.stat().st_size // 4096 * 4096 + 8192 for p in data.rglob("*"))  # in blocks
        if is_disk:
            room = size + int(2 ** self.draw.uniform(12, 22.5))
            ended = self._on_a_small_disk(data, command, room)
            case = f"{' '.join(command[:2])}, a disk with room for {(room - size) / 1000:,.0f} KB more"
        else:
            limit = int(2 ** self.draw.uniform(10, 22))
            ended = call(*_at(command, data), largest_file=limit)
            case = f"{' '.join(command[:2])}, no file above {limit:,} bytes"
        if wrong := _wrong(ended):
            self.note("full disk", wrong, f"{case}: {ended.text}"[-900:])
            return
        again, refreshed = call(*_at(command, data)), call("refresh", "--no-crawl", "--data", data)
        sound = call("doctor", "--data", data)
        wanted = self.forgotten if command[0] == "forget" else self.after
        if 70 in (again.code, refreshed.code, sound.code):
            self.note("full disk", "a fault of ours (70)", f"{case}: {ended.text}{again.text}{sound.text}"[-900:])
        elif sound.code != 0:
            self.note("full disk", "not mended", f"{case}: {ended.text}{again.text}{sound.text}"[-900:])
        elif command[0] != "snapshot" and content(data) != wanted:
            self.note("full disk", "other content", f"{case}: {ended.text}{again.text}"[-900:])
        else:
            what = "had room enough" if ended.code in (0, 1) else "refused in one sentence, done with room, sound"
            self.note("full disk", what, case)

    def _on_a_small_disk(self, data: Path, command: Sequence[str], room: int) -> Ended:
        """The command on a file system of its own with so many bytes; what it leaves is copied back."""
        disk = self.home / "disk"
        disk.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", str(disk)], check=True)
        try:
            shutil.copytree(data, disk / "case", dirs_exist_ok=True)
            ended = call(*_at(command, disk / "case"))
            shutil.rmtree(data)
            shutil.copytree(disk / "case", data)
        finally:
            subprocess.run(["umount", "-l", str(disk)], check=True)
        return ended


def _at(command: Sequence[str], data: Path) -> list[str]:
    words = [word.replace("{data}", str(data)) for word in command]
    return words if command[0] == "annotate" else [*words, "--data", str(data)]


def _wrong(ended: Ended) -> str | None:
    """What is wrong with how a command ended, None where nothing is."""
    if ended.code is None:
        return "no end"
    if ended.code not in (0, 1, 2, 3) or "Traceback" in ended.text:
        return "a fault of ours (70)"
    return "not one sentence" if ended.code in (2, 3) and ended.sentences != 1 and "roken" not in ended.text else None


def _begin_a_crawl(landing: Path) -> None:
    """A run of two boards that was killed after the first."""
    moment = dt.datetime(2026, 3, 9, tzinfo=dt.UTC)
    header = Run("20260309T000000Z-crawl", "crawl", moment, moment, moment, "real", (), ())
    run = OpenRun(landing, header)
    posting = Posting("lever", "lanternwick", "1", "ML engineer", "Python")
    board = BoardRun(source="lever", board="lanternwick", employer="Lanternwick", outcome="complete", postings=1)
    run.land(board, [LandingRow("lever", "lanternwick", moment, posting, {"id": "1"})])
    run.close()


def _give_away(data: Path) -> None:
    """To the user who has no rights, so that what is missing are those to the one file."""
    if os.geteuid() == 0:
        for path in (data, *data.rglob("*")):
            os.chown(path, NOBODY, NOBODY)


def table(outcomes: Counter[tuple[str, str]]) -> list[str]:
    """The outcomes as Markdown."""
    lines = ["| what was done | outcome | cases |", "|---|---|---|"]
    return lines + [f"| {kind} | {outcome} | {number} |" for (kind, outcome), number in sorted(outcomes.items())]


def main() -> None:
    """Run the cases and print, or write, the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    counts = {"kills": 200, "damages": 180, "inputs": 150, "full": 25}
    for name, number in counts.items():
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--keep", type=Path, help="add the outcomes to this file of JSON lines, and count all in it")
    parser.add_argument("--write", type=Path, help="put the table into this document")
    given = parser.parse_args()
    counted = {name: getattr(given, name) for name in counts}
    outcomes = _run(counted, given) if any(counted.values()) else Counter()
    if given.keep:
        _keep(given.keep, outcomes)
        outcomes = _kept(given.keep)
    lines = table(outcomes)
    print("\n".join(lines))
    if given.write:
        put(given.write, lines)
    sys.exit(1 if any(outcome in FAULTS for _, outcome in outcomes) else 0)


def _run(counted: Mapping[str, int], given: argparse.Namespace) -> Counter[tuple[str, str]]:
    warm_up()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), random.Random(given.seed))
        ways = {"kills": bench.kill, "damages": bench.damage, "inputs": bench.hostile, "full": bench.full}
        for kind, case in ways.items():
            for number in range(given.first, given.first + counted[kind]):
                bench.draw = random.Random(f"{given.seed} {kind} {number}")
                case(number)
            print(f"{kind}: {counted[kind]} done", flush=True)
    return bench.outcomes


def _keep(path: Path, outcomes: Counter[tuple[str, str]]) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps([*what, number]) + "\n" for what, number in outcomes.items())


def _kept(path: Path) -> Counter[tuple[str, str]]:
    outcomes: Counter[tuple[str, str]] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, outcome, number = json.loads(line)
        outcomes[kind, outcome] += number
    return outcomes


BEGIN, END = "<!-- torture: begin -->", "<!-- torture: end -->"


def put(document: Path, lines: Sequence[str]) -> None:
    """Replace what stands between the marks of a document."""
    text = document.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    said = [f"`make torture`, {dt.datetime.now(dt.UTC):%-d %B %Y}:", "", *lines]
    document.write_text(f"{before}{BEGIN}\n" + "\n".join(said) + f"\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
