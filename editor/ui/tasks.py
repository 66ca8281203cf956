"""Work that does not belong on the window's thread, and the way its results come back to it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from .words.say import Words, speak_by, spoken

T = TypeVar("T")

Post = Callable[[Callable[[], None]], None]
"""Runs a function on the window's thread, soon; safe to call from any thread."""


@dataclass(frozen=True, slots=True)
class _Work:
    run: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]


class Lane:
    """A thread that does one piece of work after another, in the order they were given.

    `done` and `failed` are posted to the window's thread. A lane starts its thread with its first work
    and ends it with `close`.
    """

    def __init__(self, name: str, post: Post) -> None:
        self._name, self._post = name, post
        self._waiting: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closing = False

    def do(
        self,
        run: Callable[[], T],
        done: Callable[[T], None] = lambda result: None,
        failed: Callable[[Exception], None] = lambda error: None,
    ) -> None:
        """Do `run()` on the lane's thread, then `done(result)` or `failed(error)` on the window's."""
        if self._thread is None:
            name, words = f"workprint {self._name}", spoken()
            self._thread = threading.Thread(target=self._work, args=(words,), name=name, daemon=True)
            self._thread.start()
        self._waiting.put(_Work(run, done, failed))

    def close(self, *, finish: bool = False) -> None:
        """End the thread and wait for its end: what waits is done first with `finish`, else dropped."""
        self._closing = not finish
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
            self._thread = None

    def _work(self, words: Words) -> None:
        speak_by(words)
        while (work := self._waiting.get()) is not None:
            if self._closing:
                continue
            try:
                result = work.run()
            except Exception as error:  # noqa: BLE001 - the lane's boundary: a fault is shown, the lane goes on
                self._post(partial(work.failed, error))
            else:
                self._post(partial(work.done, result))
