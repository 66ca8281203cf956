"""What says how far playing has come."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Protocol

from nodes.api.times import Rate, Time

from .buffer import SoundBuffer
from .sink import Sink


class Clock(Protocol):
    """Runs from `start` to `stop` and stands still otherwise; used by one thread, read by any."""

    @property
    def position(self) -> Time:
        """Where it stands now."""

    def start(self, at: Time, speed: int) -> None:
        """Run on from `at`, `speed` times as fast as time passes."""

    def stop(self) -> None:
        """Stand still."""


class WallClock:
    """Follows the computer's steady clock: for speeds at which nothing is heard."""

    def __init__(self) -> None:
        self._run: tuple[Time, int, int] | None = None
        self._stood = Time.zero(Rate(1))

    @property
    def position(self) -> Time:
        """Where it stands now."""
        run = self._run
        if run is None:
            return self._stood
        at, speed, since = run
        passed = Fraction(time.monotonic_ns() - since, 1_000_000_000)
        return Time(at.value + passed * speed * at.rate.fraction, at.rate)

    def start(self, at: Time, speed: int) -> None:
        """Run on from `at`."""
        self._run = (at, speed, time.monotonic_ns())

    def stop(self) -> None:
        """Stand still."""
        self._stood, self._run = self.position, None


class SoundClock:
    """Follows the samples that a sink has taken out of a buffer; where none come, it waits. Speed is 1."""

    def __init__(self, sink: Sink, buffer: SoundBuffer) -> None:
        self._sink, self._buffer = sink, buffer
        self._run: tuple[Time, int] | None = None
        self._stood = Time.zero(Rate(1))

    @property
    def position(self) -> Time:
        """Where it stands now."""
        run = self._run
        return self._stood if run is None else self._after(run, self._sink.heard)

    def _after(self, run: tuple[Time, int], samples: int) -> Time:
        at, before = run
        passed = Fraction(samples - before, self._sink.rate)
        return Time(at.value + passed * at.rate.fraction, at.rate)

    def start(self, at: Time, speed: int) -> None:
        """Run on from `at`, with the buffer's next sample. Raises ValueError for a speed but 1."""
        if speed != 1:
            raise ValueError(f"sound is played at speed 1, got {speed}")
        self._run = (at, self._sink.taken)
        self._sink.start(self._buffer.read)

    def stop(self) -> None:
        """Stand still after the last sample that was taken."""
        self._sink.stop()
        if self._run is not None:
            self._stood = self._after(self._run, self._sink.taken)
            self._run = None
