"""Is every locked package there, built, for a Python that may not be here? `python -m bench.wheels --python 3.14`.

Asks pip for a wheel of every line of requirements-dev.lock that such a machine would install, for Linux (x86_64,
aarch64) and macOS (arm64); what is fetched is thrown away. Exit code 1 where one is missing: that Python is not served
yet.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from packaging.markers import Marker

LOCK = Path(__file__).parent.parent / "requirements-dev.lock"
GLIBC = ("2_28", "2_27", "2_26", "2_24", "2_17", "2_12", "2_5")
MACOS = ("15_0", "14_0", "13_0", "12_0", "11_0", "10_15", "10_13", "10_12", "10_9")
PLATFORMS = {
    "linux x86_64": [
        *(f"manylinux_{version}_x86_64" for version in GLIBC),
        *("manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"),
    ],
    "linux aarch64": [*(f"manylinux_{version}_aarch64" for version in GLIBC), "manylinux2014_aarch64"],
    "macos arm64": [f"macosx_{version}_{kind}" for version in MACOS for kind in ("arm64", "universal2")],
}


def main() -> int:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--python", default="3.14", help="a version, e.g. 3.15")
    given = parser.parse_args()
    failed = 0
    for name, tags in PLATFORMS.items():
        wanted = dict(locked(LOCK.read_text(encoding="utf-8"), given.python, name.split(maxsplit=1)[0]))
        missing = lacking(wanted, given.python, tags)
        print(
            f"Python {given.python}, {name}: {len(wanted) - len(missing)} of {len(wanted)} packages are built", end=""
        )
        print(f"; not {', '.join(missing)}" if missing else "", flush=True)
        failed += len(missing)
    return int(failed > 0)


def locked(lock: str, python: str, system: str) -> Iterator[tuple[str, str]]:
    """(name, its lines without the marker) of what that Python on that system (linux, macos) installs."""
    there = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": {"linux": "linux", "macos": "darwin"}[system],
        "platform_system": {"linux": "Linux", "macos": "Darwin"}[system],
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    for block in re.split(r"(?m)^(?=[\w.-]+==)", lock):
        head, _, hashes = block.partition("\n")
        pinned, _, marker = head.removesuffix("\\").partition(" ; ")
        if "==" in pinned and (not marker.strip() or Marker(marker.strip()).evaluate(there)):
            yield pinned.split("==")[0], f"{pinned.strip()} \\\n{hashes}"


def lacking(wanted: dict[str, str], python: str, tags: list[str]) -> list[str]:
    """The packages without a wheel, each found by asking for the others again."""
    missing: list[str] = []
    while True:
        with tempfile.TemporaryDirectory() as folder:
            lines = Path(folder) / "lines.lock"
            lines.write_text("".join(line for name, line in wanted.items() if name not in missing), encoding="utf-8")
            options = ["--no-deps", "--require-hashes", "--only-binary=:all:", "--python-version", python]
            abis = ("--abi", f"cp{python.replace('.', '')}", "--abi", "abi3", "--abi", "none")
            where = [word for tag in tags for word in ("--platform", tag)]
            done = subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "pip",
                    "download",
                    "--quiet",
                    *options,
                    *abis,
                    *where,
                    "-d",
                    folder,
                    "-r",
                    lines,
                ],
                check=False,
                capture_output=True,
                text=True,
            )
        if done.returncode == 0:
            return missing
        lost = re.search(r"No matching distribution found for ([\w.-]+)==", done.stderr)
        if lost is None:
            raise SystemExit(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "pip failed")
        missing.append(lost[1])


if __name__ == "__main__":
    raise SystemExit(main())
