"""One line of a measurement: what Workprint takes, what the peer takes for the same, and the goal."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, in `unit`, of which less is better.

    `goal` is the largest ratio of `ours` to `peer` that is good enough; in a row without a peer it is the
    largest `ours`. A row without a goal only informs.
    """

    name: str
    ours: float
    peer: float | None
    goal: float | None
    unit: str
    note: str

    @property
    def ratio(self) -> float | None:
        """Ours to the peer's, None without a peer."""
        return None if self.peer is None else self.ours / self.peer

    @property
    def met(self) -> bool | None:
        """Whether it is good enough, None where nothing says what that is."""
        if self.goal is None:
            return None
        return (self.ours if self.ratio is None else self.ratio) <= self.goal

    def to_json(self) -> dict[str, Any]:
        """Return the row as plain data."""
        return {
            "name": self.name,
            "ours": round(self.ours, 6),
            "peer": None if self.peer is None else round(self.peer, 6),
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "goal": self.goal,
            "met": self.met,
            "unit": self.unit,
            "note": self.note,
        }

    def __str__(self) -> str:
        verdict = {True: ": met", False: ": MISSED", None: ""}[self.met]
        unit = f" {self.unit}" if self.peer is None else ""
        goal = "" if self.goal is None else f" (goal at most {self.goal:g}{unit})"
        beside = "" if self.peer is None else f", peer {self.peer:.4g} {self.unit}, ratio {self.ratio:.2f}"
        return f"{self.name}: ours {self.ours:.4g} {self.unit}{beside}{goal}{verdict}; {self.note}"


Measure = Callable[[], Row]
"""Measures once and returns the row."""


def side_by_side(ours: Callable[[], object], peer: Callable[[], object], times: int) -> tuple[float, float]:
    """Return the median seconds of both, taken in turns so that a busy machine weighs on both alike."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(times):
        for one, taken in zip((ours, peer), seconds, strict=True):
            start = time.perf_counter()
            one()
            taken.append(time.perf_counter() - start)
    return statistics.median(seconds[0]), statistics.median(seconds[1])
