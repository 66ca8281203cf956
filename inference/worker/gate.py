"""One at a time, in the order in which they came: a device's model steps, a model's calls."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from types import TracebackType

_LOOK_SECONDS = 0.05


class Gate:
    """Lets one turn through at a time, first come, first served."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._queue: deque[object] = deque()

    @property
    def busy(self) -> bool:
        """Whether anybody has or waits for a turn."""
        return bool(self._queue)

    @property
    def wanted(self) -> bool:
        """Whether somebody waits for the turn of another."""
        return len(self._queue) > 1

    def enter(self, ticket: object, check: Callable[[], None]) -> None:
        """Wait for the turn; `check` is called meanwhile, and what it raises ends the waiting."""
        with self._changed:
            self._queue.append(ticket)
            try:
                while self._queue[0] is not ticket:
                    check()
                    self._changed.wait(_LOOK_SECONDS)
            except BaseException:
                self._queue.remove(ticket)
                raise

    def leave(self) -> None:
        """Let the next one have its turn."""
        with self._changed:
            self._queue.popleft()
            self._changed.notify_all()


class Turn:
    """One caller's turn at a gate, held while its block runs. `since` is when it was got or a step began.

    `since` is in monotonic seconds, None while it is not held.
    """

    def __init__(self, gate: Gate, check: Callable[[], None]) -> None:
        self._gate, self._check = gate, check
        self.since: float | None = None

    def __enter__(self) -> Turn:
        self._enter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.since is not None:
            self._leave()

    def give_way(self) -> None:
        """Let those who wait go first; a step of the model begins when this returns."""
        if self._gate.wanted:
            self._leave()
            self._enter()
        self.since = time.monotonic()

    @contextlib.contextmanager
    def aside(self) -> Iterator[None]:
        """Let others through while the block runs; it must not use the device."""
        self._leave()
        yield
        self._enter()

    def _enter(self) -> None:
        self._gate.enter(self, self._check)
        self.since = time.monotonic()

    def _leave(self) -> None:
        self.since = None
        self._gate.leave()
