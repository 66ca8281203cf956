"""What takes sound at the pace at which it is heard."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol

from .buffer import FloatArray

Pull = Callable[[int], FloatArray]
"""Gives at most so many samples, as (samples, channels), at once."""

PERIOD = 0.005
"""Seconds of sound that the paced sink takes at a time."""
_STALL = 0.25


class Sink(Protocol):
    """Takes samples between `start` and `stop`, `rate` of them a second while there are any."""

    rate: int
    channels: int
    name: str

    @property
    def taken(self) -> int:
        """Samples taken so far, over all starts; silence of its own for want of samples does not count."""

    @property
    def heard(self) -> int:
        """How many of them have sounded: a block that was taken takes its time."""

    def start(self, pull: Pull) -> None:
        """Begin to take samples."""

    def stop(self) -> None:
        """Take no more; returns when nothing is being taken."""

    def close(self) -> None:
        """Let go of the device."""


class Meter:
    """Counts the samples that were taken, and tells how many have sounded at a time."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._mark = (0, 0, 0)

    @property
    def taken(self) -> int:
        """Samples taken so far."""
        before, count, _ = self._mark
        return before + count

    def note(self, count: int, now: int) -> None:
        """Note that a block of `count` begins to sound now (nanoseconds)."""
        self._mark = (self.taken, count, now)

    def heard(self, now: int) -> int:
        """Return the samples that have sounded."""
        before, count, since = self._mark
        return before + min(count, (now - since) * self._rate // 1_000_000_000)


class PacedNull:
    """A device that is not there: takes sound in step with the steady clock and throws it away."""

    name = "no sound device"

    def __init__(self, rate: int = 48000, channels: int = 2) -> None:
        self.rate, self.channels = rate, channels
        self._meter = Meter(rate)
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def taken(self) -> int:
        """Samples taken so far."""
        return self._meter.taken

    @property
    def heard(self) -> int:
        """Samples that would have sounded."""
        return self._meter.heard(time.monotonic_ns())

    def start(self, pull: Pull) -> None:
        """Begin to take samples."""
        self.stop()
        self._ending.clear()
        self._thread = threading.Thread(
            target=self._work, args=(pull,), name="workprint paced sound", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Take no more."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def close(self) -> None:
        """Take no more."""
        self.stop()

    def _work(self, pull: Pull) -> None:
        due = time.monotonic()
        # A tick that comes late is made up for in small steps, as nothing is ever heard in leaps.
        while not self._ending.wait(max(PERIOD / 2, due - time.monotonic())):
            now = time.monotonic()
            if now - due > _STALL:
                due = now  # the machine slept: a device would not catch up either
            periods = 2 if now - due > PERIOD else 1
            due += periods * PERIOD
            samples = pull(round(periods * PERIOD * self.rate))
            self._meter.note(len(samples), time.monotonic_ns())
