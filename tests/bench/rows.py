"""One line of a measurement: what Workprint takes, what the peer takes for the same, and the goal."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured; `ours` and `peer` in `unit`, `goal` the largest ratio that is good enough."""

    name: str
    ours: float
    peer: float
    goal: float
    unit: str
    note: str

    @property
    def ratio(self) -> float:
        return self.ours / self.peer

    @property
    def met(self) -> bool:
        return self.ratio <= self.goal

    def to_json(self) -> dict[str, Any]:
        """Return the row as plain data."""
        return {
            "name": self.name,
            "ours": round(self.ours, 6),
            "peer": round(self.peer, 6),
            "ratio": round(self.ratio, 3),
            "goal": self.goal,
            "met": self.met,
            "unit": self.unit,
            "note": self.note,
        }

    def __str__(self) -> str:
        verdict = "met" if self.met else "MISSED"
        return (
            f"{self.name}: ours {self.ours:.4g} {self.unit}, peer {self.peer:.4g} {self.unit}, "
            f"ratio {self.ratio:.2f} (goal at most {self.goal:g}): {verdict}; {self.note}"
        )


def side_by_side(ours: Callable[[], object], peer: Callable[[], object], times: int) -> tuple[float, float]:
    """Return the median seconds of both, taken in turns so that a busy machine weighs on both alike."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for one, taken in zip((ours, peer), seconds, strict=True):
            start = time.perf_counter()
            one()
            taken.append(time.perf_counter() - start)
    return statistics.median(seconds[0]), statistics.median(seconds[1])
