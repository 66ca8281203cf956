"""Frames kept in memory: least recently used go first, bounded by bytes."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from nodes.api import Frame, Matte

Picture = Frame | Matte


def size_of(value: object) -> int:
    """Return the bytes of picture a value holds; 0 for what is no picture."""
    if isinstance(value, Frame):
        return value.nbytes
    if isinstance(value, Matte):
        return value.pixels.nbytes
    if isinstance(value, tuple):
        return sum(size_of(part) for part in value)
    return 0


class FrameCache:
    """Values by key, at most `limit` bytes of pictures; safe to use from several threads.

    A value larger than a quarter of the limit is not kept: it would push out everything else.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._held: OrderedDict[str, tuple[object, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    @property
    def nbytes(self) -> int:
        """Bytes held now."""
        return self._bytes

    def get(self, key: str) -> object | None:
        """Return the value kept under `key`, or None."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def put(self, key: str, value: object) -> None:
        """Keep a value, dropping the longest unused ones to stay within the limit."""
        size = size_of(value)
        if size * 4 > self.limit:
            return
        with self._lock:
            old = self._held.pop(key, None)
            self._bytes += size - (old[1] if old else 0)
            self._held[key] = (value, size)
            while self._bytes > self.limit:
                _, (_, dropped) = self._held.popitem(last=False)
                self._bytes -= dropped
