"""Frames on their way from the engine to somebody who watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from nodes.models.working import WORKING, Working
from nodes.process.jobs import Event, Job
from nodes.process.slots import Loan
from nodes.process.supervise import Watched

AtWork = Callable[[str, Working], None]
"""Given the name of a node and what it says of long work: steps, the time left."""


class Playback(AbstractContextManager["Playback"]):
    """A range being played; ends with its last frame, or with `cancel`. Best as a context manager.

    Where the engine dies it is started again, once, and playing goes on where it was. `at_work` is told, on
    the engine's reader thread, what nodes say of long work that a frame waits for.
    """

    def __init__(
        self, child: Watched, lane: str, args: dict[str, Any], at_work: AtWork | None = None
    ) -> None:
        self._given = 0
        self._at_work = at_work
        self._args = args | {"skip": 0}
        self._call: Job = child.call("play", self._args, lane=lane, on_event=self._hear)

    def __exit__(self, *error: Any) -> None:
        self._call.__exit__(*error)

    @property
    def done(self) -> bool:
        """Whether all frames were sent, or none will be any more."""
        return self._call.done

    def frames(self) -> Iterator[Loan]:
        """Yield the frames in order; each must be released. Ends with the last one, or raises the error."""
        for loan in self._call.frames():
            if loan.meta["index"] < self._given:
                loan.release()
                continue
            self._given += 1
            yield loan

    def result(self) -> Any:
        """Return what playing cost once it is over; raises its error."""
        return self._call.result()

    def cancel(self) -> None:
        """Stop; returns at once."""
        self._call.cancel()

    def _hear(self, event: Event) -> None:
        if event.get("event") == "retry":
            self._args["skip"] = self._given
        elif self._at_work is not None and event.get("event") == WORKING:
            self._at_work(str(event["node"]), Working.from_json(event))
