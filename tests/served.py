"""The dashboard as `skillgap dashboard` serves it, in a process of its own on a free port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
SECONDS = 300.0


@dataclass
class Served:
    """A running dashboard."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def output(self) -> str:
        """What it has written to the terminal."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """Status and body of an answer."""
        request = urllib.request.Request(self.address + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and wait; returns the exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=SECONDS)


@contextmanager
def served(
    data: Path, log: Path, *arguments: str, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Serve a data folder until the block ends; `log` takes the output."""
    port = free_port()
    command = ["-m", "skillgap", "dashboard", "--data", str(data), "--port", str(port), *arguments]
    with started(command, port, log, health="/healthz", cwd=cwd, env=env) as running:
        yield running


@contextmanager
def started(
    command: Sequence[str],
    port: int,
    log: Path,
    *,
    health: str,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> Iterator[Served]:
    """Run Python until the block ends, from when the `health` path is answered."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **(env or {})}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=cwd, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    running = Served(f"http://127.0.0.1:{port}", process, log)
    try:
        _await(running, health)
        yield running
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await(running: Served, health: str) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        assert running.process.poll() is None, running.output
        with suppress(OSError):
            running.get(health)
            return
        time.sleep(0.1)
    raise TimeoutError(running.output)
