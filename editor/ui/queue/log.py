"""What a task said while it ran, kept within bounds."""

from __future__ import annotations

import time
from collections import deque

MOST_LINES = 400
_LONGEST = 500


class Log:
    """The last lines, each with the time of day; written on one thread and read on another."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=MOST_LINES)

    def add(self, *lines: str) -> None:
        """Note lines, in order; empty ones are left out and long ones cut."""
        now = time.strftime("%H:%M:%S")
        self._lines.extend(f"{now}  {line[:_LONGEST]}" for line in lines if line)

    @property
    def lines(self) -> tuple[str, ...]:
        """What was noted, oldest first."""
        return tuple(self._lines.copy())


def last_words(error: Exception) -> tuple[str, ...]:
    """Return an error's message, and what its process said at its end where it was one in another process."""
    said = [str(error)]
    for name in ("stderr", "traceback"):
        more = getattr(error, name, "")
        said += more.splitlines() if isinstance(more, str) else []
    return tuple(said)
