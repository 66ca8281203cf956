"""A child that is started when it is needed, started again when it dies, and its work retried once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, TypeAlias

from nodes.api.errors import WorkprintError
from nodes.process.errors import ChildDied, ChildHung
from nodes.process.jobs import Ask, Event, Job
from nodes.process.parent import Child, Starter
from nodes.process.slots import Loan
from nodes.process.standby import Standby

TRIES = 2
STARTS = 3


Again: TypeAlias = Callable[[Job, WorkprintError], Ask | None]
"""Returns what to ask in place of what a job asked as its child died, None for nothing."""


def once_more(job: Job, death: WorkprintError) -> Ask | None:
    """Ask the same a second time, unless it was too large."""
    return job.ask if isinstance(death, ChildDied) and job.tries < TRIES else None


class Watched:
    """One child at a time, replaced when it dies; a context manager that stops it.

    A call that was running when its child died is sent once more, or as `again` says; then it fails with what
    its child died of. Calls that had not begun are not charged. Before a retry the job gets the event
    `{"event": "retry", "why": …}`: events and frames come again from the first. A call that ran into its own
    time-out is not tried again.
    `deaths` counts the children lost so far, `hangs` those among them that were ended for hanging.

    A `standby` takes the place of a child that died. `announce` is the note of the progress event that a
    call gets when it must wait for a child to start.
    """

    def __init__(
        self,
        starter: Starter,
        standby: Standby | None = None,
        announce: str = "",
        again: Again = once_more,
    ) -> None:
        self.deaths = 0
        self.hangs = 0
        self._starter, self._standby, self._announce, self._again = starter, standby, announce, again
        self._lock = threading.Lock()
        self._children: list[Child] = []
        self._stopped = False

    def call(
        self,
        name: str,
        args: Any = None,
        *,
        lane: str = "main",
        timeout: float | None = None,
        on_event: Callable[[Event], None] | None = None,
        on_frame: Callable[[Loan], None] | None = None,
    ) -> Job:
        """Call a handler as `Child.call` does; starts the child if none runs. Raises `StartFailed`."""
        job = Job(Ask(name, args, lane, timeout), on_event, on_frame)
        self._send(job)
        return job

    def warm(self) -> None:
        """Start the child now, so that the first call need not wait. Raises `StartFailed`."""
        self._current()

    @property
    def pid(self) -> int | None:
        """The process number of the child that runs, if one does."""
        children = self._children
        return children[-1].pid if children and children[-1].alive else None

    def stop(self, grace: float = 5.0) -> None:
        """Stop the child and start no other; returns when no process and no thread is left."""
        with self._lock:
            self._stopped = True
            children, self._children = self._children, []
        for child in children:
            child.stop(grace)
        if self._standby is not None:
            self._standby.stop(grace)

    def __enter__(self) -> Watched:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _current(self) -> Child:
        with self._lock:
            if self._stopped:
                raise ChildDied("Call a child process", "it was stopped")
            if not self._children or not self._children[-1].alive:
                self._children = [child for child in self._children if not child.ended]
                self._children.append(self._next())
            return self._children[-1]

    def _next(self) -> Child:
        child = None if self._standby is None else self._standby.take(self._inherit)
        child = child or self._starter(heir=self._inherit)
        if self._standby is not None:
            self._standby.prepare(self._starter)
        return child

    def _tell_of_start(self, job: Job) -> None:
        spare = None if self._standby is None else self._standby.pid
        if self._announce and self.pid is None and spare is None:
            job.add_event({"event": "progress", "done": 0, "total": None, "note": self._announce})

    def _send(self, job: Job) -> None:
        self._tell_of_start(job)
        for attempt in range(STARTS):
            try:
                return self._current().take(job)
            except ChildDied:
                if self._stopped or attempt == STARTS - 1:
                    raise

    def _inherit(self, death: WorkprintError, jobs: list[Job]) -> list[Job]:
        self.deaths += 1
        self.hangs += isinstance(death, ChildHung)
        left = []
        for job in jobs:
            ask = self._again(job, death)
            if ask is None:
                left.append(job)
                continue
            job.ask = ask
            try:
                job.add_event({"event": "retry", "why": str(death)})
                self._send(job)
            except Exception as error:  # noqa: BLE001 - the start's or the caller's callback's: the job's either way
                job.settle(error=error)
        return left
