"""A second child that waits, ready to work, for the first one to die."""

from __future__ import annotations

import threading
from collections.abc import Callable

from nodes.api.errors import WorkprintError
from nodes.process.jobs import Job
from nodes.process.parent import Child, Heir, Starter


class Standby:
    """Starts a spare child some time after one began to work, if `wanted` then says that memory allows it.

    `ready` is the handler that it is asked to make itself ready with, on `lane`. `after` is how many seconds
    it leaves the first child alone. Its own thread ends when the spare is ready.
    """

    def __init__(
        self, ready: str, *, lane: str = "main", after: float = 20.0, wanted: Callable[[], bool]
    ) -> None:
        self._ready, self._lane, self._after, self._wanted = ready, lane, after, wanted
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread: threading.Thread | None = None
        self._spare: _Spare | None = None

    @property
    def pid(self) -> int | None:
        """The process number of the spare, once it is ready."""
        spare = self._spare
        return spare.child.pid if spare is not None and spare.is_ready else None

    def prepare(self, starter: Starter) -> None:
        """Begin to get a spare ready, unless there is one or it is being made."""
        with self._lock:
            busy = self._thread is not None and self._thread.is_alive()
            if busy or self._over.is_set() or (self._spare is not None and self._spare.child.alive):
                return
            self._thread = threading.Thread(
                target=self._make, args=(starter,), name="workprint-standby", daemon=True
            )
            self._thread.start()

    def take(self, heir: Heir) -> Child | None:
        """Return the spare, if there is one that lives: from now on its jobs are left to `heir`."""
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is None or not spare.child.alive:
            return None
        spare.heir = heir
        return spare.child

    def stop(self, grace: float) -> None:
        """End the spare, and start no other; returns when no process and no thread of it is left."""
        self._over.set()
        with self._lock:
            spare, self._spare, thread = self._spare, None, self._thread
        if spare is not None:
            spare.child.stop(grace)
        if thread is not None:
            thread.join()

    def _make(self, starter: Starter) -> None:
        if self._over.wait(self._after) or not self._wanted():
            return
        spare = _Spare()
        try:
            spare.child = starter(heir=spare.inherit)
        except WorkprintError:  # the next call will say why, when it starts one for itself
            return
        with self._lock:
            late = self._over.is_set()
            self._spare = None if late else spare
        if late:
            spare.child.stop()
            return
        try:
            spare.child.call(self._ready, lane=self._lane).result()
        except WorkprintError:  # one that cannot get ready still takes calls, or is dead and not taken
            return
        spare.is_ready = True


class _Spare:
    """A child without work: its death concerns nobody until it is taken."""

    child: Child

    def __init__(self) -> None:
        self.is_ready = False
        self.heir: Heir | None = None

    def inherit(self, death: WorkprintError, jobs: list[Job]) -> list[Job]:
        return jobs if self.heir is None else self.heir(death, jobs)
