"""What a run cost, node by node."""

from __future__ import annotations

import resource
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Place: TypeAlias = Literal["memory", "results", "spill", "flight"]
"""Where a value was found that did not have to be made; in "flight" it was made elsewhere at that moment."""


@dataclass(slots=True)
class Cost:
    """One node's calls, the seconds they took, the bytes they made, and values found by place."""

    calls: int = 0
    seconds: float = 0.0
    bytes: int = 0
    found: dict[Place, int] = field(default_factory=dict)

    def add(self, other: Cost) -> None:
        """Add another's."""
        self.calls += other.calls
        self.seconds += other.seconds
        self.bytes += other.bytes
        for place, count in other.found.items():
            self.found[place] = self.found.get(place, 0) + count

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "calls": self.calls,
            "seconds": round(self.seconds, 4),
            "bytes": self.bytes,
            "found": dict(self.found),
        }


class Stats:
    """Costs by node, and values that did not have to be made.

    The seconds of a node that reads by itself hold those of what it read.
    """

    def __init__(self) -> None:
        self.costs: dict[str, Cost] = defaultdict(Cost)
        self.past: dict[str, Cost] = defaultdict(Cost)
        self.reused = 0

    @property
    def calls(self) -> dict[str, int]:
        """Calls by node, of those that were called."""
        return {name: cost.calls for name, cost in self.costs.items() if cost.calls}

    def clear(self) -> None:
        """Begin anew; what was counted is remembered as past."""
        for name, cost in self.costs.items():
            self.past[name].add(cost)
        self.costs.clear()
        self.reused = 0

    def add(self, name: str, seconds: float) -> None:
        """Count one call of a node and the time it took."""
        cost = self.costs[name]
        cost.calls += 1
        cost.seconds += seconds

    def found(self, name: str, place: Place) -> None:
        """Count a value of a node that did not have to be made."""
        self.costs[name].add(Cost(found={place: 1}))

    def mean_seconds(self, name: str) -> float:
        """Return what one value of a node took so far."""
        costs = [each[name] for each in (self.costs, self.past) if name in each]
        return sum(cost.seconds for cost in costs) / max(1, sum(cost.calls for cost in costs))

    def totals(self) -> dict[str, Any]:
        """Return calls, seconds, bytes and reused values of all nodes together."""
        whole = summed([self.costs])
        return {
            "calls": sum(cost.calls for cost in whole.values()),
            "seconds": round(sum(cost.seconds for cost in whole.values()), 4),
            "bytes": sum(cost.bytes for cost in whole.values()),
            "reused": self.reused,
        }

    def to_json(self) -> dict[str, Any]:
        """Return plain data: costs by node, frames reused, the process's peak memory in bytes."""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return {
            "nodes": {name: cost.to_json() for name, cost in self.costs.items()},
            "reused": self.reused,
            "peak_bytes": peak if sys.platform == "darwin" else peak * 1024,
        }


def summed(many: Iterable[dict[str, Cost]]) -> dict[str, Cost]:
    """Return costs by node, added up."""
    whole: dict[str, Cost] = defaultdict(Cost)
    for costs in many:
        for name, cost in list(costs.items()):
            whole[name].add(cost)
    return whole
