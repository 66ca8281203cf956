"""Which frames to ask for where the engine cannot make them all in time."""

from __future__ import annotations

import math

MOST = 64
_WEIGHT = 0.3
_PLENTY = 12


class Pace:
    """How far apart the wanted beats are: at least `least` (the speed), more while frames cost too much.

    `beats` a second pass by. Costs are seconds a frame, without the time spent waiting for room.
    """

    def __init__(self, least: int, beats: float) -> None:
        self.least, self.stride = least, least
        self._beats = beats
        self._cost: float | None = None
        self._full = 0

    def note(self, cost: float, waited: bool) -> None:
        """Note what a frame cost, and whether it had to wait for room in the ring."""
        self._cost = cost if self._cost is None else self._cost + _WEIGHT * (cost - self._cost)
        self._full = self._full + 1 if waited else 0

    @property
    def needed(self) -> int:
        """The stride at which frames of the present cost would come in time."""
        behind = math.ceil((self._cost or 0.0) * self._beats * 1.1)
        return min(MOST, max(self.least, behind))

    def is_lost(self, late: float) -> bool:
        """Whether a frame that came `late` beats after its time tells that the next ones will, too."""
        return late > _PLENTY * self.least or self.needed > self.stride

    def can_relax(self) -> bool:
        """Whether the ring has been full for so long that more frames can be asked for."""
        return self.stride > self.least and self._full >= _PLENTY and self.needed < self.stride

    def adapt(self) -> int:
        """Take the stride that is needed now; return by how many beats to jump ahead of the clock."""
        self.stride, self._full = self.needed, 0
        return max(1, math.ceil((self._cost or 0.0) * self._beats)) + self.least
