"""The crawler as a process of its own, as in production, but with settings that a test shrinks; measured.

As a program: `python -m tests.crawler.child SETTINGS <arguments of python -m crawler>`, SETTINGS a JSON object. The key
`fake_names` puts the tests' name service in place of the real one.
"""

import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Ended:
    """What became of a crawl."""

    code: int
    error: str
    seconds: float
    peak_mb: float
    """Most memory it held at once (RSS)."""


def run_child(settings: Mapping[str, Any], arguments: Sequence[str], timeout: float = 300) -> Ended:
    """Run it to its end; no proxy of the environment is in the way."""
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    begin = time.monotonic()
    with tempfile.NamedTemporaryFile("r") as report:
        given = json.dumps({**settings, "report": report.name})
        command = [sys.executable, "-m", "tests.crawler.child", given, *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=timeout, check=False
        )
        return Ended(done.returncode, done.stderr, time.monotonic() - begin, float(report.read() or "nan"))


def _peak_mb() -> float:
    """This process's own peak: what getrusage says begins with the parent's."""
    if sys.platform == "darwin":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    status = Path("/proc/self/status").read_text()
    return float(status.partition("VmHWM:")[2].split()[0]) / 1e3


def crawl_arguments(data: Path, boards: Path, base_urls: Mapping[str, str], *more: str) -> list[str]:
    given = ["--data", str(data), "--market", "example", "--run-id", "run-1", "--started-at", "2026-03-01T12:00:00Z"]
    for source, url in base_urls.items():
        given += ["--base-url", f"{source}={url}"]
    return [*given, "--boards", str(boards), *more]


def board_file(path: Path, boards: Sequence[tuple[str, str]]) -> Path:
    """A list of (source, slug); the slug is the employer's name too, so that no name can be wrong."""
    path.write_text("".join(f'[[board]]\nsource = "{s}"\nslug = "{b}"\nemployer = "{b}"\n' for s, b in boards))
    return path


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    if given.pop("fake_names", False):  # before Twisted takes the real one
        from tests.crawler.fake_names import fake_getaddrinfo

        socket.getaddrinfo = fake_getaddrinfo()  # type: ignore[assignment]
    import crawler.settings
    from crawler.__main__ import main

    report = Path(given.pop("report"))
    for name, value in given.items():
        setattr(crawler.settings, name, value)
    code = main(sys.argv[2:])
    report.write_text(str(_peak_mb()))
    sys.exit(code)
