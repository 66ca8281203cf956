"""A look at how long a model's step takes: late ones are told of, a worker that hangs ends itself.

The parent notices an interpreter that does not answer; it cannot tell a long step from one that never ends.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

from inference.worker.gate import Turn
from inference.worker.pace import Pace
from nodes.process.child import Call

HUNG_STATUS = 75


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a step may take, in multiples of the usual step, but never less than so many seconds.

    `late_…`: then it is told of. `hung_…`: then the process ends. `obey_…`: how long a step may go on after
    a cancel before the process ends, which frees the memory at once. `first_seconds`: the most that a step
    may take while no usual one is known, loading included.
    """

    late_times: float = 5.0
    late_seconds: float = 20.0
    hung_times: float = 50.0
    hung_seconds: float = 900.0
    obey_times: float = 3.0
    obey_seconds: float = 30.0
    first_seconds: float = 7200.0


def _end() -> None:
    os._exit(HUNG_STATUS)


class Watching:
    """Watches one call on a thread of its own while its block runs; `end` is what ends the process."""

    def __init__(
        self,
        call: Call,
        what: str,
        turn: Turn,
        pace: Pace,
        patience: Patience,
        end: Callable[[], None] = _end,
    ) -> None:
        self._call, self._what, self._turn, self._pace = call, what, turn, pace
        self._patience, self._end = patience, end
        self._over = threading.Event()
        self._told: float | None = None
        self._cancelled_at: float | None = None
        self._thread = threading.Thread(target=self._watch, name="workprint-watch", daemon=True)

    def __enter__(self) -> Watching:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        patience = self._patience
        least = min(
            patience.late_seconds, patience.hung_seconds, patience.obey_seconds, patience.first_seconds
        )
        while not self._over.wait(min(1.0, least / 4)):
            now = time.monotonic()
            if self._call.cancelled and self._cancelled_at is None:
                self._cancelled_at = now
            begun, usual = self._turn.since, self._pace.usual
            if begun is None:
                continue  # waiting for others, or for whoever takes the frames
            why = self._overdue(now, begun, usual)
            if why:
                print(f"{self._what}: {why}; the process ends itself", file=sys.stderr, flush=True)
                self._end()
                return
            self._tell_of_late(now, begun, usual)

    def _overdue(self, now: float, begun: float, usual: float | None) -> str:
        patience, took = self._patience, now - begun
        if self._cancelled_at is not None:
            ignored = now - max(self._cancelled_at, begun)
            if ignored > max(patience.obey_seconds, patience.obey_times * (usual or 0)):
                return f"a cancel was not heard for {ignored:.1f} s"
        most = patience.first_seconds
        if usual is not None:
            most = max(patience.hung_seconds, patience.hung_times * usual)
        return f"a step took {took:.1f} s and did not end" if took > most else ""

    def _tell_of_late(self, now: float, begun: float, usual: float | None) -> None:
        if usual is None or self._told == begun:
            return
        if now - begun > max(self._patience.late_seconds, self._patience.late_times * usual):
            self._told = begun
            text = f"a step takes {now - begun:.0f} s so far, its usual is {usual:.1f} s"
            self._call.send({"event": "late", "why": text, "seconds": now - begun, "usual": usual})
