"""Values kept in memory: least recently used go first, bounded by bytes."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Any

from .values import arrays_in, lean

_SHARE = 4
_OVERHEAD = 1 << 10


class FrameCache:
    """Values by key, at most `limit` bytes in all; safe to use from several threads.

    Native planes count and are held without the colour they were converted to. Arrays that several values
    share count once. A value larger than a quarter of the limit is not kept: it would push out everything
    else; with `spares_large` it is, alone if need be.
    """

    def __init__(self, limit: int, *, spares_large: bool = False) -> None:
        self.limit = limit
        self._largest = None if spares_large else limit // _SHARE
        self._held: OrderedDict[str, tuple[Any, dict[int, int]]] = OrderedDict()
        self._users: dict[int, int] = {}
        self._bytes = 0
        self._lock = Lock()

    @property
    def nbytes(self) -> int:
        """Bytes held now."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: str) -> Any:
        """Return the value kept under `key`, or None."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
        return lean(found[0])

    def put(self, key: str, value: Any) -> None:
        """Keep a value, dropping the longest unused ones to stay within the limit."""
        sizes = {id(array): array.nbytes for array in arrays_in(value)}
        if self._largest is not None and sum(sizes.values()) > self._largest:
            return
        kept = lean(value)
        with self._lock:
            if key in self._held:
                self._drop(key)
            self._held[key] = (kept, sizes)
            self._bytes += _OVERHEAD
            for array, size in sizes.items():
                users = self._users.get(array, 0)
                self._users[array] = users + 1
                self._bytes += 0 if users else size
            while self._bytes > self.limit and len(self._held) > 1:
                self._drop(next(iter(self._held)))

    def _drop(self, key: str) -> None:
        _, sizes = self._held.pop(key)
        self._bytes -= _OVERHEAD
        for array, size in sizes.items():
            self._users[array] -= 1
            if not self._users[array]:
                del self._users[array]
                self._bytes -= size
