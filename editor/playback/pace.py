"""Which frames to ask for where the engine cannot make them all in time."""

from __future__ import annotations

import math

MOST = 64
_WEIGHT = 0.2
_PLENTY = 3
_LATE = 3


class Pace:
    """How far apart the wanted beats are: at least `least` (the speed), more while frames cost too much.

    `beats` a second pass by. Costs are seconds a frame, without the time spent waiting for room.
    """

    def __init__(self, least: int, beats: float) -> None:
        self.least, self.stride = least, least
        self._beats = beats
        self._cost = 0.0
        self._full = self._late = 0

    def note(self, cost: float, waited: bool) -> None:
        """Note what a frame that came in time cost, and whether it had to wait for room in the ring."""
        self._weigh(cost)
        self._late = 0
        self._full = self._full + 1 if waited else 0

    def is_lost(self, cost: float) -> bool:
        """Note a frame that came late; return whether so many did that some must be left out."""
        self._weigh(cost)
        self._late, self._full = self._late + 1, 0
        return self._late >= _LATE

    def _weigh(self, cost: float) -> None:
        self._cost += _WEIGHT * (cost - self._cost)

    @property
    def needed(self) -> int:
        """The stride at which frames of the present cost would come in time."""
        strides = math.ceil(self._cost * self._beats * 1.1 / self.least)
        return min(MOST // self.least, max(1, strides)) * self.least

    def can_relax(self) -> bool:
        """Whether the ring stays full, so that more frames can be asked for."""
        return self._full >= _PLENTY and self.needed < self.stride

    def adapt(self) -> int:
        """Take the stride that is needed now; return by how many beats to jump ahead of the clock."""
        self.stride, self._full, self._late = self.needed, 0, 0
        return self.stride + self.least
