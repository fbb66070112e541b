"""What this machine, or the container that it is seen through, has to give: cores and memory."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_MEMINFO = Path("/proc/meminfo")
_CONTAINER = Path("/sys/fs/cgroup")


def cores() -> int:
    """The cores that this process may use, at least one."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with suppress(OSError, ValueError):
        share, period = (_CONTAINER / "cpu.max").read_text(encoding="utf-8").split()
        allowed = min(allowed, int(share) // int(period))  # "max", where there is no limit, is no number
    return max(1, allowed)


def free_bytes() -> int:
    """The memory that can be had without pushing anything out; where the system does not say, half of what it has."""
    free = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    with suppress(OSError, StopIteration):
        lines = _MEMINFO.read_text(encoding="utf-8").splitlines()
        free = 1024 * next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable:"))
    with suppress(OSError, ValueError):
        limit, used = (int((_CONTAINER / f"memory.{name}").read_text(encoding="utf-8")) for name in ("max", "current"))
        free = min(free, limit - used)
    return free
