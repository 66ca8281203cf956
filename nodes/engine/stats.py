"""What a run cost, node by node."""

from __future__ import annotations

import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Stats:
    """Calls and seconds by node, and frames that did not have to be made."""

    def __init__(self) -> None:
        self.calls: dict[str, int] = defaultdict(int)
        self.seconds: dict[str, float] = defaultdict(float)
        self.reused = 0

    @contextmanager
    def timing(self, name: str) -> Iterator[None]:
        """Count one call of a node and the time it takes."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.calls[name] += 1
            self.seconds[name] += time.perf_counter() - started

    def to_json(self) -> dict[str, Any]:
        """Return plain data: calls and seconds by node, frames reused, the process's peak memory in bytes."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return {
            "nodes": {
                name: {"calls": count, "seconds": round(self.seconds[name], 4)}
                for name, count in self.calls.items()
            },
            "reused": self.reused,
            "peak_bytes": peak if sys.platform == "darwin" else peak * 1024,
        }
