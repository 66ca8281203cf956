"""Storing frames on a thread of its own, while the next ones are being made."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from queue import Queue
from threading import Thread

MOST_WAITING = 1
"""Pieces of work that may wait: frames are large, and a disk that is slower must slow the making down."""

Work = Callable[[], object]


class Behind(AbstractContextManager["Behind"]):
    """Carries out work in order on one thread, a little behind whoever hands it over.

    What a piece of work raises is raised by the next `do`, or by `finish`; what came after it is not done.
    At the end of the `with` statement the thread is gone, and work that still waited is dropped unless
    `finish` was called.
    """

    def __init__(self) -> None:
        self._waiting: Queue[Work | None] = Queue(MOST_WAITING)
        self._failed: BaseException | None = None
        self._dropped = False
        self._thread = Thread(target=self._work, name="workprint-behind")

    def __enter__(self) -> Behind:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._dropped = True
        self._end()

    def do(self, work: Work) -> None:
        """Hand over a piece of work; waits where too much is waiting already."""
        self._told()
        self._waiting.put(work)

    def finish(self) -> None:
        """Wait until everything is done."""
        self._end()
        self._told()

    def _told(self) -> None:
        if self._failed is not None:
            raise self._failed

    def _end(self) -> None:
        if self._thread.is_alive():
            self._waiting.put(None)
            self._thread.join()

    def _work(self) -> None:
        for work in iter(self._waiting.get, None):
            if self._dropped or self._failed is not None:
                continue
            try:
                work()
            except BaseException as error:  # noqa: BLE001 - it is raised again where work is handed over
                self._failed = error
