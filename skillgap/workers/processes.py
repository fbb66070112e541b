"""Reading on the cores of this machine: a pool of processes, each with a reader of its own.

They are started afresh, not forked: a fork of a process with an open DuckDB, or with threads, may hang. One that is
killed costs time and no reading: what it had in hand is read again.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

from skillgap.workers import machine
from skillgap.workers.mapping import Over, Part, ReadPart, Readings, here
from warehouse.models import Reading, SkillgapError

PARTS_A_WORKER = 5
"""Less than so much work for each is done sooner by fewer: a worker takes three or four CPU seconds to begin."""
WORKER_BYTES = 500 * 2**20
"""What a worker may take: measured 250 to 340 MB, and the parts on their way."""
_AHEAD = 2
"""Parts sent for each worker before the first of them must be back: none waits for work, and memory stays bounded."""
_MOST_LOSSES = 3
"""Pools that broke one after another without a part read in between."""


class WorkersLostError(SkillgapError):
    """Reading processes keep being killed; what was read is kept: exit code 1."""

    exit_code = 1


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
        return _in_pool(worth, read, rest) if worth > 1 else here(read, rest)

    return over


def _in_pool(workers: int, read: ReadPart, parts: Iterator[Part]) -> Readings:
    sent: deque[tuple[Part, Future[list[Reading]] | None]] = deque()
    losses = 0
    pool = _Pool(workers)
    try:
        while True:
            try:
                sent.extend((part, None) for part in islice(parts, _AHEAD * workers - len(sent)))
                for i, (part, future) in enumerate(sent):
                    if future is None:
                        sent[i] = part, pool.submit(read, part)
                if not sent:
                    return
                found = _result_of(sent[0][1])
            except BrokenProcessPool as error:
                losses += 1
                if losses == _MOST_LOSSES:
                    raise WorkersLostError(
                        f"Reading processes were killed {losses} times in a row, as happens where memory runs out; "
                        "what was read is kept: go on with `skillgap read --workers 1`."
                    ) from error
                sent = deque((part, future if _is_read(future) else None) for part, future in sent)
                pool.end()
                pool = _Pool(workers)
                continue
            losses = 0
            sent.popleft()
            yield found
    finally:
        pool.end()


def _result_of(future: Future[list[Reading]] | None) -> list[Reading]:
    assert future is not None  # noqa: S101 -- all were sent just now
    return future.result()


def _is_read(future: Future[list[Reading]] | None) -> bool:
    return future is not None and future.done() and future.exception() is None


class _Pool:
    """A pool of the standard library whose processes end at once, with their parent, and never by Ctrl-C alone."""

    def __init__(self, workers: int) -> None:
        self._others = set(multiprocessing.active_children())
        context = multiprocessing.get_context("spawn")
        self._executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent)

    def submit(self, read: ReadPart, part: Part) -> Future[list[Reading]]:
        """Send a part. A process started for it takes over that SIGINT is kept off: the parent ends it."""
        kept_off = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            return self._executor.submit(read, part)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, kept_off)

    def end(self) -> None:
        """End the processes, whatever they do; they have nothing to lose."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        started: set[BaseProcess] = set(multiprocessing.active_children()) - self._others
        for process in started:
            process.terminate()
        for process in started:
            process.join()


def _end_with_parent() -> None:
    """A parent that is killed tells nobody: its processes would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        sentinel = parent.sentinel
        threading.Thread(target=lambda: (wait([sentinel]), os._exit(1)), daemon=True).start()
