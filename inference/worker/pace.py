"""How long the steps of a model take, and so how long the rest of them will."""

from __future__ import annotations

from collections import deque
from statistics import median

_KEPT = 9
_ENOUGH = 2


class Pace:
    """The seconds of the last steps. The first step of a run sets things up and is not taken for usual.

    When `of` changes, or `done` goes back, another kind of step begins and what was known is forgotten.
    """

    def __init__(self) -> None:
        self._seconds: deque[float] = deque(maxlen=_KEPT)
        self._done = self._of = self._at = 0.0
        self._begun = False

    def step(self, done: float, of: float, now: float) -> None:
        """Note that `done` of `of` steps are done at a time in seconds."""
        if of != self._of or done <= self._done or not self._begun:
            self._seconds.clear()
        else:
            self._seconds.append((now - self._at) / (done - self._done))
        self._done, self._of, self._at, self._begun = done, of, now, True

    def waited(self, seconds: float) -> None:
        """Note that so many seconds since the last step were spent waiting for others."""
        self._at += seconds

    @property
    def usual(self) -> float | None:
        """The median of the last steps in seconds, None before enough of them are known."""
        return median(self._seconds) if len(self._seconds) >= _ENOUGH else None

    @property
    def left(self) -> float | None:
        """The seconds that the steps still to come will take, None while that is not known."""
        usual = self.usual
        return None if usual is None else usual * max(0.0, self._of - self._done)
