"""What a child process may take."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one child process; times in seconds, sizes in bytes, None is no limit.

    `start_seconds`: from the start to the first sign of life of `serve`. `silent_seconds`: while a call runs,
    how long the child's interpreter may not answer at all (a C call that holds the interpreter lock counts).
    `obey_seconds`: how long a call that timed out may go on before its process is killed.
    `address_bytes`: address space (RLIMIT_AS). `resident_bytes`: resident memory, looked at every second.
    `lanes`: lane names in use at most. `slots`: frames that one lane may have under way.
    `frame_bytes`: size of all slot files; each lane has its share, so one frame is at most
    `frame_bytes // lanes`.
    """

    start_seconds: float = 30.0
    silent_seconds: float | None = 30.0
    obey_seconds: float = 2.0
    address_bytes: int | None = None
    resident_bytes: int | None = None
    lanes: int = 4
    slots: int = 3
    frame_bytes: int = 4 << 30


def free_memory() -> int:
    """Return the bytes of main memory that can be had without anything being swapped out."""
    try:
        lines = Path("/proc/meminfo").read_text("ascii").splitlines()
    except OSError:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:"))


def share_of_memory(share: float) -> int:
    """Return that share of the machine's memory in bytes; of what its container may use, if that is less."""
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    try:
        allowed = Path("/sys/fs/cgroup/memory.max").read_text("ascii").strip()
    except OSError:
        allowed = ""
    return int(min(whole, int(allowed) if allowed.isdigit() else whole) * share)
