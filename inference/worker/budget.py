"""How long something is learned, all in all: seconds that can be added to, or steps once and for all."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from inference.keyframe.painting import Painting

_MOST_STEPS = 1_000_000


@dataclass(frozen=True, slots=True)
class Budget:
    """Seconds of learning in all, or so many `steps` in one go, however long they take.

    How far seconds get depends on the machine, so what was reached is kept under the budget, and a larger one
    goes on from there. Steps begin anew: then equal seeds and steps give equal weights on one machine.
    """

    seconds: float
    steps: int = 0

    @classmethod
    def of(cls, args: Mapping[str, Any]) -> Budget:
        """Read `seconds` and `steps` of a call; steps above 0 count."""
        return cls(math.inf if args["steps"] else float(args["seconds"]), int(args["steps"]))

    @property
    def goes_on(self) -> bool:
        """Whether part of it is worth keeping."""
        return not self.steps

    @property
    def name(self) -> str:
        """What tells it from other budgets in a file's name."""
        return f"{self.steps}steps" if self.steps else f"{self.seconds:g}s"

    def left(self, painting: Painting) -> tuple[float, int] | None:
        """Return seconds and steps still to be spent, None where that is nothing."""
        if self.steps:
            return None if painting.steps >= self.steps else (math.inf, self.steps)
        seconds = self.seconds - painting.seconds
        return None if painting.steps and seconds <= 0 else (seconds, _MOST_STEPS)

    def spent(self, painting: Painting) -> None:
        """Note that all of it was used, what waiting between two steps took included."""
        if not self.steps:
            painting.seconds = max(painting.seconds, self.seconds)

    def done(self, painting: Painting) -> tuple[float, float]:
        """Return how much is spent, and of how much."""
        if self.steps:
            return painting.steps, self.steps
        return min(painting.seconds, self.seconds), self.seconds
