"""Kills, damages, hostile inputs and full disks, each outcome classified: `make torture`, or
`python -m bench.keeping.torture [--kills 200] [--damages 180] [--inputs 150] [--full 25] [--write DOCUMENT]`.

Commands run as forked children of one warm process, each on a copy of one small market. What is counted as a fault is
said in `FAULTS`; it ends with 1 where there was one.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import resource
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from skillgap.__main__ import main as skillgap
from skillgap.commands.door import COMMANDS, _loaded

ROOT = Path(__file__).parents[2]
POSTINGS = ROOT / "tests" / "fixtures" / "nlp" / "postings.jsonl"
RESUMES = ROOT / "crawler" / "sample" / "resumes"
FAULTS = ("a fault of ours (70)", "no end", "other content", "unnoticed", "not mended", "not one sentence")
LIMIT_SECONDS = 240


@dataclass(frozen=True)
class Ended:
    """What a child left behind; `code` is negative for a signal, None where it did not end."""

    code: int | None
    text: str


def call(*words: object, kill_after: float | None = None, largest_file: int | None = None) -> Ended:
    """A command in a forked child: killed after so many seconds, or with no file larger than so many bytes."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        os.dup2(write, 1)
        os.dup2(write, 2)
        sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
        sys.argv = ["skillgap", *(os.fsdecode(os.fsencode(str(word))) for word in words)]
        code = 70
        try:
            skillgap()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    os.close(write)
    end = time.monotonic() + (kill_after if kill_after is not None else LIMIT_SECONDS)
    said = b""
    is_over = True
    with os.fdopen(read, "rb", buffering=0) as pipe:
        while True:
            ready, _, _ = select.select([pipe], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                is_over = False
                os.kill(child, signal.SIGKILL)
                break
            if not (part := pipe.read(65536)):
                break
            said += part
    _, status = os.waitpid(child, 0)
    if not is_over and kill_after is None:
        return Ended(None, said.decode(errors="replace"))
    return Ended(os.waitstatus_to_exitcode(status), said.decode(errors="replace"))


def content(data: Path) -> str:
    """A hash of what the published market holds, asked of a process of its own."""
    code = (
        "import sys, hashlib; from pathlib import Path; from warehouse.generations.reader import open_generation\n"
        "g = open_generation(Path(sys.argv[1])); p = g.frame('posting').sort_values('posting_id')\n"
        "t = g.texts(list(p['posting_id'])); r = g.frame('requisition').sort_values('requisition_id')\n"
        "said = [p[['posting_id', 'text_hash', 'title']].to_csv(), sorted(t.items())]\n"
        "said += [r[['requisition_id', 'exclusion']].to_csv()]\n"
        "print(hashlib.sha256(repr(said).encode()).hexdigest())"
    )
    asked = [sys.executable, "-c", code, str(data)]
    ended = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    return ended.stdout.strip() or "unreadable"


class Bench:
    """One small market and what every command makes of it undisturbed."""

    def __init__(self, home: Path, draw: random.Random) -> None:
        self.home, self.draw, self.outcomes = home, draw, Counter[tuple[str, str]]()
        self.faults: list[str] = []
        rows = POSTINGS.read_text(encoding="utf-8").splitlines(keepends=True)
        (home / "first.jsonl").write_text("".join(rows[:30]), encoding="utf-8")
        (home / "second.jsonl").write_text("".join(rows[20:]), encoding="utf-8")
        self.base = home / "base"
        for words in (
            ("import", home / "first.jsonl", "--observed-on", "2026-03-01", "--name", "jobs"),
            ("refresh", "--no-crawl"),
            ("boards", "add", "https://jobs.lever.co/lanternwick", "--employer", "Lanternwick"),
            ("snapshot",),
            ("import", home / "second.jsonl", "--observed-on", "2026-03-08", "--name", "jobs"),
        ):
            ended = call(*words, "--data", self.base)
            if ended.code not in (0, 1):
                raise SystemExit(f"the market cannot be made: {words[0]}: {ended}")
        self.done = home / "done"
        shutil.copytree(self.base, self.done)
        call("refresh", "--no-crawl", "--data", self.done)
        self.before, self.after = content(self.base), content(self.done)

    def copy(self, of: Path) -> Path:
        """A data folder of its own for one case."""
        data = self.home / "case"
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(of, data, symlinks=True)
        return data

    def note(self, kind: str, outcome: str, case: str) -> None:
        """Count an outcome and say it."""
        self.outcomes[kind, outcome] += 1
        print(f"{kind}: {outcome}: {case}", flush=True)
        if outcome in FAULTS:
            self.faults.append(case)

    def kill(self, number: int) -> None:
        """One command killed at a moment of its own; then it is run again, and all is as if nothing had been."""
        commands: tuple[tuple[str, ...], ...] = (
            ("refresh", "--no-crawl"), ("rebuild",), ("load",), ("publish",), ("snapshot",), ("doctor",),
            ("forget", "--url", "https://nobody.example/1", "--yes"), ("doctor", "--thin", "--days", "0", "--yes"),
            ("import", str(self.home / "second.jsonl"), "--observed-on", "2026-03-15", "--name", "jobs"),
            ("boards", "add", "https://jobs.lever.co/brindlefen"),
        )  # fmt: skip
        command = commands[number % len(commands)]
        data = self.copy(self.done if command[0] in ("publish", "snapshot", "forget") else self.base)
        wanted = {self.before, self.after}
        case = f"{' '.join(command[:2])}, case {number}"
        killed = call(*command, "--data", data, kill_after=self.draw.uniform(0.01, 4.0))
        seen = content(data)
        again = call(*command, "--data", data)
        refreshed = call("refresh", "--no-crawl", "--data", data)
        sound = call("doctor", "--data", data)
        if 70 in (again.code, refreshed.code, sound.code):
            self.note("kill", "a fault of ours (70)", f"{case}: {again.text}{refreshed.text}{sound.text}"[-600:])
        elif None in (again.code, refreshed.code, sound.code):
            self.note("kill", "no end", case)
        elif seen not in wanted or content(data) not in ({self.after} if command[0] != "import" else {content(data)}):
            self.note("kill", "other content", case)
        elif sound.code != 0:
            self.note("kill", "not mended", f"{case}: {sound.text}"[-500:])
        else:
            what = "killed, then done by running it again" if killed.code == -9 else "had ended before the kill"
            self.note("kill", f"{what}; nothing lost, sound", case)

    def damage(self, number: int) -> None:
        """One file damaged; `doctor` names it, its mend is followed, and the content is what it was."""
        data = self.copy(self.done)
        files = sorted(p for p in data.rglob("*") if p.is_file() and p.name != ".lock" and "logs" not in p.parts)
        path = files[number % len(files)]
        how = ("flip", "cut", "empty", "gone", "garbage")[(number + number // len(files)) % 5]
        kept = path.read_bytes()
        if how == "gone":
            path.unlink()
        else:
            bits = bytearray(kept)
            if how == "flip" and bits:
                bits[self.draw.randrange(len(bits))] ^= 1 << self.draw.randrange(8)
            harmed = {"flip": bytes(bits), "cut": kept[: len(kept) // 2], "empty": b"", "garbage": b"\xff{[" * 40}
            path.write_bytes(harmed[how])
        case = f"{path.relative_to(data)}: {how}"
        told = call("doctor", "--data", data)
        if told.code == 70 or told.code is None:
            self.note("damage", "a fault of ours (70)" if told.code else "no end", f"{case}: {told.text}"[-500:])
            return
        if told.code == 0:
            is_same = content(data) == self.after
            self.note("damage", "makes no difference" if is_same else "unnoticed", case)
            return
        self.note("damage", self._mended(data, path, kept, told), case)

    def _mended(self, data: Path, path: Path, kept: bytes, told: Ended) -> str:
        commands = (("refresh", "--no-crawl"), ("publish",), ("rebuild",))
        for command in commands:
            if f"`skillgap {' '.join(command)}`" in told.text:
                if call(*command, "--data", data).code == 70:
                    return "a fault of ours (70)"
                if call("doctor", "--data", data).code == 0 and content(data) == self.after:
                    return "named, and mended by the command it names"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(kept)
        if call("doctor", "--data", data).code == 0 and content(data) == self.after:
            return "named, nothing lost, mended from a copy as told"
        return "not mended"

    def hostile(self, number: int) -> None:
        """One odd input to one command: done or refused in a sentence, soon."""
        odd, cases = self.home / "odd", list(odd_inputs(self.home / "odd"))
        name, path = cases[number % len(cases)]
        resume = sorted(RESUMES.glob("*.md"))[0]
        out = self.home / "out"
        ways: tuple[tuple[object, ...], ...] = (
            ("gap", path, "--market", "reference"), ("gap", resume, "--posting", path),
            ("gap", resume, "--against", path), ("jobs", path, "--market", "reference"),
            ("import", path, "--observed-on", "2026-03-09", "--data", self.home / "imported"),
            ("annotate", "--in", path, "--out", out), ("boards", "list", "--missing", path),
            ("crawl", "--boards", path, "--contact", "a@example.org", "--dry-run"),
            ("gap", resume, "--syllabus", path, "--out", out),
            ("export", "--out", path / "x" if path.is_dir() else path),
        )  # fmt: skip
        way = ways[number // len(cases) % len(ways)]
        ended = call(*way, *(() if "--data" in way else ("--data", self.base)))
        case = f"{way[0]} {name}"
        said = [line for line in ended.text.splitlines() if line.startswith("skillgap: ")]
        if ended.code == 70:
            self.note("input", "a fault of ours (70)", f"{case}: {ended.text}"[-500:])
        elif ended.code is None:
            self.note("input", "no end", case)
        elif ended.code in (2, 3) and len(said) != 1 and "Error" not in ended.text:
            self.note("input", "not one sentence", f"{case}: {ended.text}"[-500:])
        else:
            self.note("input", "refused in one sentence" if ended.code in (2, 3) else "done", case)
        shutil.rmtree(odd, ignore_errors=True)

    def full(self, number: int) -> None:
        """No file may grow beyond a limit: one sentence; with room again the command is done, and nothing is lost."""
        command = (
            ("refresh", "--no-crawl"),
            ("rebuild",),
            ("snapshot",),
            ("publish",),
            ("import", str(self.home / "second.jsonl"), "--observed-on", "2026-03-15", "--name", "jobs"),
        )[number % 5]
        data = self.copy(self.done if command[0] in ("publish", "snapshot") else self.base)
        limit = (2_000, 20_000, 100_000, 1_000_000, 5_000_000)[number // 5 % 5]
        ended = call(*command, "--data", data, largest_file=limit)
        case = f"{command[0]}, no file above {limit:,} bytes"
        again, refreshed = call(*command, "--data", data), call("refresh", "--no-crawl", "--data", data)
        sound = call("doctor", "--data", data)
        if 70 in (ended.code, again.code, refreshed.code, sound.code):
            self.note("full disk", "a fault of ours (70)", f"{case}: {ended.text}{again.text}{sound.text}"[-600:])
        elif ended.code is None:
            self.note("full disk", "no end", case)
        elif sound.code != 0:
            self.note("full disk", "not mended", f"{case}: {sound.text}"[-500:])
        elif ended.code not in (0, 1) and ended.text.count("skillgap: ") != 1:
            self.note("full disk", "not one sentence", f"{case}: {ended.text}"[-500:])
        else:
            what = "had room enough" if ended.code in (0, 1) else "refused in one sentence, done with room, sound"
            self.note("full disk", what, case)


def odd_inputs(folder: Path) -> Iterator[tuple[str, Path]]:
    """Files that are none, or not what they are called."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    made: dict[str, Callable[[Path], object]] = {
        "folder": lambda p: p.mkdir(),
        "pipe": os.mkfifo,
        "link to nowhere": lambda p: p.symlink_to("nowhere"),
        "link to itself": lambda p: p.symlink_to(p),
        "device": lambda p: p.symlink_to("/dev/zero"),
        "empty": lambda p: p.touch(),
        "20 GB of nothing": lambda p: (p.touch(), os.truncate(p, 20_000_000_000)),
        "deep JSON": lambda p: p.write_text("[" * 10_000 + "]" * 10_000),
        "half a sign": lambda p: p.write_text('{"id": "1", "title": "ML \\ud800", "text": "Python \\udfff PyTorch"}\n'),
        "noise": lambda p: p.write_bytes(random.Random(1).randbytes(50_000)),
        "a bare NUL": lambda p: p.write_bytes(b"Python\x00PyTorch\n" * 50),
        "UTF-16": lambda p: p.write_text("Python and PyTorch\n" * 50, encoding="utf-16"),
        "line breaks": lambda p: p.write_text("\n" * 200_000),
        "no right to read": lambda p: (p.write_text("x"), p.chmod(0)),
        "NaN and endless numbers": lambda p: p.write_text('{"id": NaN, "text": 1e999, "title": Infinity}\n'),
    }
    endings = (".md", ".json", ".jsonl", ".pdf", ".docx", ".csv", ".toml")
    for number, (name, make) in enumerate(made.items()):
        path = folder / f"odd{number}{endings[number % len(endings)]}"
        make(path)
        yield name, path
    with socket.socket(socket.AF_UNIX) as bound:
        here = Path.cwd()
        os.chdir(folder)
        bound.bind("socket.md")
        os.chdir(here)
        yield "socket", folder / "socket.md"
    path = folder / os.fsdecode(b"name_\xff.md")
    shutil.copy(sorted(RESUMES.glob("*.md"))[0], path)
    yield "a name that is no text", path


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
    parser.add_argument("--write", type=Path, help="put the table into this document")
    given = parser.parse_args()
    for name in COMMANDS:  # imported once, for all children
        _loaded(name)
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), random.Random(given.seed))
        for kind, case in (
            ("kills", bench.kill),
            ("damages", bench.damage),
            ("inputs", bench.hostile),
            ("full", bench.full),
        ):
            for number in range(getattr(given, kind)):
                case(number)
            print(f"{kind}: {getattr(given, kind)} done", flush=True)
    lines = table(bench.outcomes)
    print("\n".join(lines))
    if given.write:
        put(given.write, lines, given)
    sys.exit(1 if bench.faults else 0)


BEGIN, END = "<!-- torture: begin -->", "<!-- torture: end -->"


def put(document: Path, lines: Sequence[str], given: argparse.Namespace) -> None:
    """Replace what stands between the marks of a document."""
    text = document.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    ran = " ".join(f"--{name} {getattr(given, name)}" for name in ("kills", "damages", "inputs", "full", "seed"))
    said = [f"`python -m bench.keeping.torture {ran}`, {dt.datetime.now(dt.UTC):%-d %B %Y}:", "", *lines]
    document.write_text(f"{before}{BEGIN}\n" + "\n".join(said) + f"\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
