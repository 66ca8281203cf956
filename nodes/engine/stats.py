"""What a run cost, node by node."""

from __future__ import annotations

import resource
import sys
from collections import defaultdict
from typing import Any


class Stats:
    """Calls and seconds by node, and values that did not have to be made.

    A stateful node's seconds hold those of what it read ahead.
    """

    def __init__(self) -> None:
        self.calls: dict[str, int] = defaultdict(int)
        self.seconds: dict[str, float] = defaultdict(float)
        self.reused = 0

    def clear(self) -> None:
        """Begin anew."""
        self.calls.clear()
        self.seconds.clear()
        self.reused = 0

    def add(self, name: str, seconds: float) -> None:
        """Count one call of a node and the time it took."""
        self.calls[name] += 1
        self.seconds[name] += seconds

    def totals(self) -> dict[str, Any]:
        """Return calls, seconds and reused values of all nodes together."""
        return {
            "calls": sum(self.calls.values()),
            "seconds": round(sum(self.seconds.values()), 4),
            "reused": self.reused,
        }

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
