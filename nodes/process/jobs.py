"""One call in a child process as its caller holds it: events, frames, a result, and the wish to stop."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from nodes.process.slots import Loan

Event = dict[str, Any]
KEPT_EVENTS = 1000


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked of a child: a handler's name, its JSON arguments, the lane to run on.

    `timeout` is in seconds from the moment the handler begins, so waiting behind other work does not count.
    """

    name: str
    args: Any = None
    lane: str = "main"
    timeout: float | None = None


class Job:
    """A call under way. As a context manager it cancels what is left and gives back unread frames at its end.

    `on_event` and `on_frame` are called on the child's reader thread, in the order in which things were sent:
    they must be quick, and must wait for nothing of the same child. What they raise fails the job. Without
    them, the last `KEPT_EVENTS` events and all frames wait for `events` and `frames`.
    """

    def __init__(
        self,
        ask: Ask,
        on_event: Callable[[Event], None] | None = None,
        on_frame: Callable[[Loan], None] | None = None,
    ) -> None:
        self.ask = ask
        self.tries = 0
        self.running = False
        self.cancelled = False
        self._on_event, self._on_frame = on_event, on_frame
        self._events: deque[Event] = deque(maxlen=KEPT_EVENTS)
        self._frames: deque[Loan] = deque()
        self._changed = threading.Condition()
        self._value: Any = None
        self._error: BaseException | None = None
        self._done = False
        self._stop: Callable[[], None] = lambda: None

    @property
    def done(self) -> bool:
        """Whether a result or an error is there."""
        return self._done

    def events(self) -> Iterator[Event]:
        """Yield the events as they come, progress as `{"event": "progress", "done", "total", "note", …}`.

        Ends with the job and raises its error, if it has one.
        """
        yield from self._each(self._events)

    def frames(self) -> Iterator[Loan]:
        """Yield the frames as they come; each must be released. Ends with the job and raises its error."""
        yield from self._each(self._frames)

    def _each(self, source: deque[Any]) -> Iterator[Any]:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: source or self._done)
                if not source:
                    break
                item = source.popleft()
            yield item
        if self._error is not None:
            raise self._error

    def result(self, timeout: float | None = None) -> Any:
        """Return what the handler returned; raises what it raised, `Cancelled`, or why the child failed.

        Raises `TimeoutError` when it takes longer than `timeout` seconds; the job goes on.
        """
        with self._changed:
            if not self._changed.wait_for(lambda: self._done, timeout):
                raise TimeoutError(f"'{self.ask.name}' is still running")
        if self._error is not None:
            raise self._error
        return self._value

    def cancel(self) -> None:
        """Ask the handler to stop, and give back the frames nobody has taken; returns at once."""
        with self._changed:
            self.cancelled = True
            stop = self._stop
        self._give_back()
        stop()

    def __enter__(self) -> Job:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._done:
            self._give_back()
        else:
            self.cancel()

    def _give_back(self) -> None:
        with self._changed:
            frames = list(self._frames)
            self._frames.clear()
        for loan in frames:
            loan.release()

    def attach(self, stop: Callable[[], None]) -> None:
        """Note that the job is about to be sent, and how to stop it."""
        with self._changed:
            self.running = False
            self._stop = stop

    def begin(self) -> None:
        """Note that the handler runs, which is what a try is."""
        self.tries += 1
        self.running = True

    def add_event(self, event: Event) -> None:
        """Take in an event from the child."""
        if self._on_event is not None:
            self._on_event(event)
            return
        with self._changed:
            self._events.append(event)
            self._changed.notify_all()

    def add_frame(self, loan: Loan) -> None:
        """Take in a frame from the child; nobody wants a cancelled job's."""
        with self._changed:
            wanted = not self.cancelled
            if wanted and self._on_frame is None:
                self._frames.append(loan)
                self._changed.notify_all()
        if not wanted:
            loan.release()
        elif self._on_frame is not None:
            self._on_frame(loan)

    def settle(self, value: Any = None, error: BaseException | None = None) -> None:
        """End the job, once."""
        with self._changed:
            if not self._done:
                self._value, self._error, self._done = value, error, True
            self._changed.notify_all()


@dataclass(slots=True)
class Clock:
    """When a job that runs must be told to stop, and when its process must be ended (monotonic seconds)."""

    stop_at: float | None = None
    kill_at: float | None = None

    def begin(self, timeout: float | None) -> None:
        """Start the clock of a job whose handler begins now."""
        self.stop_at = None if timeout is None else time.monotonic() + timeout

    def next(self) -> float | None:
        """Return the earlier of the two times."""
        return min((at for at in (self.stop_at, self.kill_at) if at is not None), default=None)
