"""Reading on the cores of this machine: processes that each build a reader of their own and take part after part.

They are started afresh, not forked: a fork of a process with an open DuckDB, or with threads, may hang. One that is
killed costs time and no reading: another takes its place and the part that it had in hand. The standard library's pool
gives up all of its processes for one that is killed.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import ModuleType

from skillgap.workers import machine
from skillgap.workers.mapping import Over, Part, Readings, ReadPart, WorkersLostError, here
from warehouse.models import Reading

PARTS_A_WORKER = 5
"""Less than so much work for each is done sooner by fewer: a worker takes three or four CPU seconds to begin."""
WORKER_BYTES = 500 * 2**20
"""What a worker may take: measured 250 to 340 MB, and the parts on their way."""
_AHEAD = 3
"""Parts a worker that may be read before the first of them is back: memory stays bounded behind a slow one."""
_MOST_LOSSES = 3
"""Processes killed one after another without a part read in between."""
_START = multiprocessing.get_context("spawn")


def default_workers() -> int:
    """The cores of this machine, as far as its free memory goes round."""
    return max(1, min(machine.cores(), machine.free_bytes() // WORKER_BYTES))


def in_processes(workers: int) -> Over:
    """A map over at most so many processes; over none but this one where the work is little."""

    def over(read: ReadPart, parts: Iterable[Part]) -> Readings:
        parts = iter(parts)
        first = list(islice(parts, PARTS_A_WORKER * workers))
        worth = min(workers, len(first) // PARTS_A_WORKER)
        rest = chain(first, parts)
        return _in_many(worth, read, rest) if worth > 1 else here(read, rest)

    return over


@dataclass(eq=False)
class _Worker:
    """A process, this end of the pipe to it, and what it has in hand."""

    process: BaseProcess
    pipe: Connection
    number: int | None = None
    """Which part it reads; None while it begins or waits for one."""


def _in_many(workers: int, read: ReadPart, parts: Iterator[Part]) -> Readings:
    numbered = enumerate(parts)
    to_read: deque[tuple[int, Part]] = deque()
    in_hand: dict[int, Part] = {}
    found: dict[int, list[Reading]] = {}
    ready, losses, next_one = set[_Worker](), 0, 0
    crew = {_started(read) for _ in range(workers)}
    try:
        while True:
            ahead = _AHEAD * workers - len(to_read) - len(in_hand) - len(found)
            to_read.extend(islice(numbered, ahead))
            while ready and to_read:
                worker = ready.pop()
                number, part = to_read.popleft()
                worker.number, in_hand[number] = number, part
                with suppress(OSError):  # it is gone: its end of the pipe says so below
                    worker.pipe.send(part)
            if not to_read and not in_hand:
                return
            for worker in _heard(crew - ready):
                try:
                    answer: list[Reading] | None = worker.pipe.recv()
                except (EOFError, OSError):
                    losses += 1
                    _refuse_losing(losses)
                    if worker.number is not None:
                        to_read.appendleft((worker.number, in_hand.pop(worker.number)))
                    _end({worker})
                    crew = crew - {worker} | {_started(read)}
                    continue
                if worker.number is not None:
                    losses, part = 0, in_hand.pop(worker.number)
                    # What it failed at is met here again, where it can be told in full.
                    found[worker.number] = read(part) if answer is None else answer
                worker.number = None
                ready.add(worker)
            while next_one in found:
                yield found.pop(next_one)
                next_one += 1
    finally:
        _end(crew)


def _refuse_losing(losses: int) -> None:
    if losses == _MOST_LOSSES:
        raise WorkersLostError(
            f"Reading processes were killed {losses} times in a row, as happens where memory runs out; "
            "what was read is kept: go on with `skillgap read --workers 1`."
        )


def _started(read: ReadPart) -> _Worker:
    """A new process. It takes over that SIGINT is kept off: Ctrl-C reaches it too, and its parent ends it.

    It runs no script of whoever called, as a spawned process else does first (a page under test, a notebook): what it
    reads with lies in modules.
    """
    mine, its = _START.Pipe()
    process = _START.Process(target=_work, args=(read, its), daemon=True)
    kept_off = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    script, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
    try:
        process.start()
    finally:
        sys.modules["__main__"] = script
        signal.pthread_sigmask(signal.SIG_SETMASK, kept_off)
        its.close()
    return _Worker(process, mine)


def _heard(crew: Iterable[_Worker]) -> list[_Worker]:
    """Those that have something to say, or have ended, as soon as there is one."""
    by_pipe = {worker.pipe: worker for worker in crew}
    return [by_pipe[pipe] for pipe in wait(list(by_pipe)) if isinstance(pipe, Connection)]


def _end(crew: Iterable[_Worker]) -> None:
    """End processes, whatever they do: they have nothing to lose."""
    for worker in crew:
        worker.process.terminate()
    for worker in crew:
        worker.process.join()
        worker.pipe.close()


def _work(read: ReadPart, pipe: Connection) -> None:
    """What a process does: it says that it is there, then answers parts until the pipe ends, as with its parent."""
    with suppress(EOFError, OSError):
        pipe.send(None)
        while True:
            part = pipe.recv()
            try:
                answer: list[Reading] | None = read(part)
            except Exception:  # whatever it is, the parent meets it
                answer = None
            pipe.send(answer)
