"""The window's thread of a test without a window: what was posted runs while the test waits."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable


class Posted:
    """A `Post` whose functions are run by `until`."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()

    def __call__(self, run: Callable[[], None]) -> None:
        self._waiting.put(run)

    def until(self, so: Callable[[], object], seconds: float = 60) -> None:
        """Run what is posted until something is so."""
        end = time.monotonic() + seconds
        while not so():
            assert time.monotonic() < end, f"waited {seconds} s"
            try:
                self._waiting.get(timeout=0.05)()
            except queue.Empty:
                continue
