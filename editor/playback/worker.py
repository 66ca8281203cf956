"""A thread that does the newest thing it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Newest(Generic[T]):
    """Runs one wish after another; of those that come while one runs only the newest is kept.

    The thread starts with the first wish and ends with `close`.
    """

    def __init__(self, name: str, run: Callable[[T], None]) -> None:
        self._name, self._run = name, run
        self._wish: list[T] = []
        self._closed = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def give(self, wish: T) -> None:
        """Have `wish` run as soon as what runs now is done, unless a newer one comes before."""
        with self._changed:
            self._wish = [wish]
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(
                    target=self._work, name=f"workprint {self._name}", daemon=True
                )
                self._thread.start()
            self._changed.notify_all()

    def close(self) -> None:
        """End the thread after what runs now; forget what waits."""
        with self._changed:
            self._closed, self._wish = True, []
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._wish)
                if self._closed:
                    return
                wish = self._wish.pop()
            self._run(wish)
