"""One playing, from its start to its end: what the threads that fetch, sound and show it share."""

from __future__ import annotations

import math
import threading
from fractions import Fraction
from typing import Protocol, TypeVar

from nodes.api.times import Time

from .buffer import SoundBuffer
from .clock import Clock
from .course import Course
from .levels import Levels
from .ring import Ring
from .screening import Screening


class Stoppable(Protocol):
    """A call to the engine."""

    @property
    def done(self) -> bool:
        """Whether nothing more comes."""

    def cancel(self) -> None:
        """Have it stop; returns at once."""


C = TypeVar("C", bound=Stoppable)

BUFFERED = Fraction(1, 2)
"""Seconds of sound that wait at most."""


class Turn:
    """Shared by three threads. The clock counts beats of the course and belongs to the one that shows.

    `buffer` is None where nothing is heard. While it is `held` the clock stands until pictures come.
    """

    def __init__(
        self, screening: Screening, course: Course, clock: Clock, buffer: SoundBuffer | None
    ) -> None:
        self.screening, self.course, self.clock, self.buffer = screening, course, clock, buffer
        self.changed = threading.Condition()
        self.ring = Ring(self.wake)
        self.levels = Levels()
        self.fetched = False
        self._over = threading.Event()
        self.held = True
        self._calls: list[Stoppable] = []

    @property
    def position(self) -> Fraction:
        """Beats that have passed."""
        return self.clock.position.value

    @property
    def beat(self) -> int:
        """The beat that is on now."""
        return math.floor(self.position)

    @property
    def origin(self) -> Time:
        """Where the clock begins."""
        return Time.zero(self.course.rate)

    def is_over(self) -> bool:
        """Whether it was ended, by whomever."""
        return self._over.is_set()

    def wake(self) -> None:
        """Have the thread that shows look again."""
        with self.changed:
            self.changed.notify_all()

    def hold(self, held: bool) -> None:
        """Let the clock stand, or go on."""
        with self.changed:
            self.held = held
            self.changed.notify_all()

    def cancels(self, call: C) -> C:
        """Have a call cancelled when this turn ends; return it."""
        with self.changed:
            self._calls = [other for other in self._calls if not other.done] + [call]
            over = self.is_over()
        if over:
            call.cancel()
        return call

    def end(self) -> None:
        """Stop everything that belongs to this turn; returns at once."""
        with self.changed:
            self._over.set()
            calls, self._calls = self._calls, []
            self.changed.notify_all()
        for call in calls:
            call.cancel()
        self.ring.close()
        if self.buffer is not None:
            self.buffer.close()
