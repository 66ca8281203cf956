"""Work in flight: what one thread is making already, others wait for instead of making it too."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

_LOOK_SECONDS = 0.05


class _Flight:
    """One value under way; its lock is held until it has landed or failed."""

    __slots__ = ("landed", "lock", "value")

    def __init__(self) -> None:
        # An event would be easier to read, and takes fifty times as long to make: there is one a step.
        self.lock = Lock()
        self.lock.acquire()
        self.landed = False
        self.value: Any = None


class Flights:
    """The values that are being made now, by key; shared by the threads of a process.

    Nobody waits in a circle: a value is waited for only by what is made of it.
    """

    def __init__(self) -> None:
        self._busy: dict[str, _Flight] = {}
        self._lock = Lock()

    def once(self, key: str, make: Callable[[], Any], check: Callable[[], None]) -> Any:
        """Return what `make` gives, or what another thread's gives that is making the same now.

        Where that one fails or is cancelled, this one makes it. Raises what `make` raises, and what `check`
        raises while it waits.
        """
        while (flight := self._mine(key)) is None:
            waited = self._waited(key)
            if waited is None:
                continue
            while not waited.lock.acquire(timeout=_LOOK_SECONDS):
                check()
            waited.lock.release()
            if waited.landed:
                return waited.value
        try:
            flight.value = make()
            flight.landed = True
            return flight.value
        finally:
            with self._lock:
                del self._busy[key]
            flight.lock.release()

    def _mine(self, key: str) -> _Flight | None:
        """Return a new flight, or None where another thread is under way."""
        with self._lock:
            if key in self._busy:
                return None
            flight = self._busy[key] = _Flight()
            return flight

    def _waited(self, key: str) -> _Flight | None:
        with self._lock:
            return self._busy.get(key)
