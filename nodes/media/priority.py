"""Keeping encoders from taking the machine for themselves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_THREADS = Path("/proc/self/task")


@contextmanager
def usual_priority() -> Iterator[None]:
    """Give every thread of this process its usual priority again that became a real-time one within.

    Run by the administrator, SVT-AV1 makes the thread that opens it and all its own real-time ones
    (`SCHED_FIFO` 99): everything else on the machine then waits for the encoder, for good. Does nothing
    where the system lists no threads.
    """
    before = _real_time()
    try:
        yield
    finally:
        for thread in _real_time() - before:
            # It may have ended since, or belong to somebody who may not change it.
            with suppress(OSError):
                os.sched_setscheduler(thread, os.SCHED_OTHER, os.sched_param(0))


def _real_time() -> set[int]:
    if not _THREADS.is_dir():
        return set()
    found = set()
    for thread in map(int, os.listdir(_THREADS)):
        with suppress(ProcessLookupError):
            if os.sched_getscheduler(thread) in (os.SCHED_FIFO, os.SCHED_RR):
                found.add(thread)
    return found
