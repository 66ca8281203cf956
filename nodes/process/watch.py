"""Whether a working child still answers, and how much memory it uses."""

from __future__ import annotations

import os
import time
from pathlib import Path

from nodes.process.limits import Limits

LOOK_SECONDS = 1.0


class Watch:
    """The clock of one child's heartbeat and memory; all times are monotonic seconds."""

    def __init__(self, pid: int, limits: Limits) -> None:
        self._limits = limits
        self._size = Path(f"/proc/{pid}/statm")
        self.rest()

    def rest(self) -> None:
        """Start anew, when work begins after idleness."""
        self._heard_at = self._looked_at = time.monotonic()
        self._asked_at: float | None = None

    def heard(self) -> None:
        """Note that the child said something."""
        self._heard_at, self._asked_at = time.monotonic(), None

    def next(self) -> float | None:
        """Return when there is something to do next."""
        times = []
        if self._limits.silent_seconds is not None:
            if self._asked_at is None:
                times.append(self._heard_at + self._limits.silent_seconds / 3)
            else:
                times.append(self._asked_at + self._limits.silent_seconds * 2 / 3)
        if self._limits.resident_bytes is not None:
            times.append(self._looked_at + LOOK_SECONDS)
        return min(times, default=None)

    def asks(self, now: float) -> bool:
        """Say whether it is time to ask the child for a sign of life, once per silence."""
        limit = self._limits.silent_seconds
        if limit is None or self._asked_at is not None or now < self._heard_at + limit / 3:
            return False
        self._asked_at = now
        return True

    def silent(self, now: float) -> bool:
        """Say whether the child has left a question unanswered for too long."""
        limit = self._limits.silent_seconds
        return limit is not None and self._asked_at is not None and now >= self._asked_at + limit * 2 / 3

    def oversize(self, now: float) -> int:
        """Return the resident size in bytes if it is over the limit, else 0."""
        limit = self._limits.resident_bytes
        if limit is None or now < self._looked_at + LOOK_SECONDS:
            return 0
        self._looked_at = now
        try:
            pages = int(self._size.read_text("ascii").split()[1])
        except (FileNotFoundError, ProcessLookupError):
            return 0
        size = pages * os.sysconf("SC_PAGE_SIZE")
        return size if size > limit else 0
