"""Models that are loaded: each once, lent to one call at a time, sent away when their memory is wanted."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from inference.families.adapter import Adapter
from inference.memory.freeing import free_memory, held_bytes
from inference.memory.plan import Plan
from inference.worker.gate import Gate, Turn

Budget = Callable[[str], int]
"""Returns the bytes that models may take on a device now, beyond what they hold."""


@dataclass(slots=True)
class Held:
    """A loaded model: how it lies, what it holds (bytes), how long loading took, which sessions are open."""

    key: str
    title: str
    adapter: Adapter
    plan: Plan
    bytes: int
    seconds: float
    used: float
    sessions: set[str] = field(default_factory=set)

    @property
    def reload_cost(self) -> float:
        """What it would cost to have it again: the time it took, and the bytes to be read."""
        return self.seconds * max(1, self.bytes)


class Leases:
    """Every loaded model by key. Of those whose memory is wanted, the cheapest to load again goes first.

    A model in use, or with an open session, stays.
    """

    def __init__(self, room: Budget) -> None:
        self._room = room
        self._lock = threading.RLock()
        self._held: dict[str, Held] = {}
        self._gates: dict[str, Gate] = {}
        self._devices: dict[str, Gate] = {}

    def device(self, name: str) -> Gate:
        """Return the gate through which a device's steps go one at a time."""
        with self._lock:
            return self._devices.setdefault(name, Gate())

    def model(self, key: str) -> Gate:
        """Return the gate through which a model's calls go one at a time."""
        with self._lock:
            return self._gates.setdefault(key, Gate())

    def lying(self, key: str) -> Held | None:
        """Return the model if it is loaded."""
        return self._held.get(key)

    def lent(self, key: str, title: str, plan: Plan, wanted: int, load: Callable[[], Adapter]) -> Held:
        """Return the loaded model; the caller holds its gate and the device's turn.

        One that lies otherwise than the plan says is loaded anew, unless a session is open. `wanted` bytes
        are made room for first, as far as models that nobody uses can be sent away.
        """
        held = self._held.get(key)
        if held is not None and (held.plan == plan or held.sessions):
            held.used = time.monotonic()
            return held
        if held is not None:
            self.send_away(key)
        self.make_room(plan.device, wanted)
        before, begun = held_bytes(plan.device), time.monotonic()
        adapter = load()
        seconds = time.monotonic() - begun
        size = max(0, held_bytes(plan.device) - before)
        held = Held(key, title, adapter, plan, size, seconds, time.monotonic())
        with self._lock:
            self._held[key] = held
        return held

    def make_room(self, device: str, wanted: int) -> None:
        """Send models away until so many bytes are free, or none is left that nobody uses."""
        while self._room(device) < wanted:
            idle = [held for held in self._idle() if held.plan.device == device]
            if not idle:
                return
            self.send_away(min(idle, key=lambda held: (held.reload_cost, held.used)).key)

    def send_away(self, key: str) -> None:
        """Unload a model and give its memory back; it is loaded again when it is next asked."""
        with self._lock:
            held = self._held.pop(key, None)
        if held is not None:
            held.adapter.unload()
            del held
            free_memory()

    def send_all_away(self) -> None:
        """Unload every model that nobody uses."""
        for held in self._idle():
            self.send_away(held.key)

    def idle_bytes(self, key: str) -> dict[str, int]:
        """Return by device the bytes of the models that could be sent away for the one with this key."""
        with self._lock:
            idle = {held.key: held for held in self._idle()}
            if key in self._held:
                idle[key] = self._held[key]
        by_device: dict[str, int] = {}
        for held in idle.values():
            by_device[held.plan.device] = by_device.get(held.plan.device, 0) + held.bytes
        return by_device

    def told(self) -> list[dict[str, Any]]:
        """Return what is loaded, as plain data."""
        with self._lock:
            return [
                {
                    "title": held.title,
                    "plan": held.plan.to_json(),
                    "bytes": held.bytes,
                    "seconds": held.seconds,
                    "sessions": len(held.sessions),
                }
                for held in self._held.values()
            ]

    def _idle(self) -> list[Held]:
        with self._lock:
            return [
                held for held in self._held.values() if not held.sessions and not self.model(held.key).busy
            ]


@contextlib.contextmanager
def turns(leases: Leases, key: str, device: str, check: Callable[[], None]) -> Iterator[Turn]:
    """Hold a model's gate, then the turn at its device, which is what a call needs to work."""
    with Turn(leases.model(key), check), Turn(leases.device(device), check) as turn:
        yield turn
