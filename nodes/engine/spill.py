"""Frames that cost much, set aside in the user's own cache folder: found again by the next session.

By key and time, as a project's kept results are, with a check on every byte; bounded, the longest unused go
first. Nothing depends on it: what is missing, damaged or does not fit is made again.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from queue import Full, Queue
from threading import Lock, Thread
from typing import Any

from nodes.api import Failed, Time
from nodes.api.frames import ToWorking

from . import results
from .pruning import SUFFIX, prune, sizes

LIMIT_BYTES = 16 << 30
COSTLY_SECONDS = 0.1
"""What a frame takes to make from which on it is worth a file."""
_MOST_WAITING = 4
_ROOM = 8

_Piece = tuple[str, Time, Any]


class Spill(AbstractContextManager["Spill"]):
    """A folder of costly frames, at most `limit` bytes; safe to use from several threads.

    Frames are written behind, on a thread of its own, and dropped where it does not keep up: nobody waits
    for it. `failed` says why nothing is written any more, where the disk refused.
    """

    def __init__(self, folder: Path, limit: int = LIMIT_BYTES) -> None:
        self.folder = folder
        self.failed = ""
        self._limit = limit
        self._bytes = 0
        self._keys = {path.name for path in folder.glob("??/*")}
        self._waiting: Queue[_Piece | None] = Queue(_MOST_WAITING)
        self._thread: Thread | None = None
        self._starting = Lock()

    def __exit__(self, *_: object) -> None:
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
            self._thread = None

    def __contains__(self, key: str) -> bool:
        """Return whether anything was set aside under a key."""
        return key in self._keys

    def count(self, key: str) -> int:
        """Return how many frames were set aside under a key."""
        return sum(1 for _ in (self.folder / key[:2] / key).glob(f"*{SUFFIX}"))

    def get(self, key: str, time: Time, to_working: ToWorking) -> Any:
        """Return a frame that was set aside, or None."""
        try:
            return results.load(self.folder, key, time, to_working)
        except Failed as error:
            self.failed = str(error)
            return None

    def put(self, key: str, time: Time, value: Any) -> None:
        """Set a frame aside soon, unless too many wait already."""
        if self.failed or self._limit <= 0:
            return
        with self._starting:
            if self._thread is None:
                self._bytes = sizes(self.folder).bytes
                self._thread = Thread(target=self._work, name="workprint-spill")
                self._thread.start()
        try:
            self._waiting.put_nowait((key, time, value))
        except Full:
            return

    def _work(self) -> None:
        for key, at, value in iter(self._waiting.get, None):
            if self.failed:
                continue
            try:
                self._bytes += results.store(self.folder, key, at, value, durable=False)
                self._keys.add(key)
                if self._bytes > self._limit:
                    self._bytes -= prune([self.folder], self._limit - self._limit // _ROOM)
            except Failed as error:
                self.failed = str(error)
