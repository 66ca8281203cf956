"""The engine behind takes and questions: one process, asked by the queue and by a lane of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from .tasks import Lane, Post

if TYPE_CHECKING:
    from nodes.engine.client import Engine

T = TypeVar("T")


class Work:
    """Holds the engine, which starts with the first question.

    `ask` answers short questions (specs, keys, lists of takes) beside whatever long work runs.
    """

    def __init__(self, post: Post) -> None:
        self.post = post
        self._looks = Lane("looks", post)
        self._lock = threading.Lock()
        self._engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        """The engine; for lanes, since its first use starts a process."""
        with self._lock:
            if self._engine is None:
                from editor.engine import start_engine

                self._engine = start_engine()
            return self._engine

    def ask(
        self,
        run: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Do `run()` off the window's thread, then `done(answer)` or `failed(error)` on it."""
        self._looks.do(run, done, failed)

    def hold(self, held: bool) -> None:
        """Have renders rest after their present frame or step, or go on; returns at once."""
        self.ask(lambda: self.engine.hold(held), lambda _: None, lambda _: None)

    def close(self) -> None:
        """End the lane and the engine's process."""
        self._looks.close()
        with self._lock:
            if self._engine is not None:
                self._engine.__exit__(None, None, None)
                self._engine = None


class Newest:
    """Numbers questions, so that an answer that was overtaken by a newer question is not shown."""

    def __init__(self) -> None:
        self._number = 0

    def begin(self) -> Callable[[], bool]:
        """Return what tells whether no newer question was begun since; safe to call from any thread."""
        self._number += 1
        mine = self._number
        return lambda: mine == self._number
