"""Values kept in memory: least recently used go first, bounded by bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any

from nodes.api import Frame

from .halves import Halved, halved, is_halved, restored
from .values import arrays_in, lean

_SHARE = 4
_OVERHEAD = 1 << 10


@dataclass(frozen=True, slots=True)
class Weight:
    """How many values there are, and the bytes they take; what they share counts for each."""

    values: int
    bytes: int


class FrameCache:
    """Values by key, at most `limit` bytes in all; safe to use from several threads.

    Native planes count and are held without the colour they were converted to. Arrays that several values
    share count once. A value larger than a quarter of the limit is not kept: it would push out everything
    else; with `spares_large` it is, alone if need be. With `half` float pixels are held as 16-bit floats,
    twice as many frames: for looking at them, not for what is stored; whoever needs a value `exact` puts
    it in so, and is not given one that is not.
    """

    def __init__(self, limit: int, *, spares_large: bool = False, half: bool = False) -> None:
        self.limit = limit
        self.half = half
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

    def __contains__(self, key: str) -> bool:
        return key in self._held

    def get(self, key: str, *, exact: bool = False) -> Any:
        """Return the value kept under `key`, or None."""
        with self._lock:
            found = self._held.get(key)
            if found is None or (exact and is_halved(found[0])):
                return None
            self._held.move_to_end(key)
        return restored(lean(found[0]))

    def put(self, key: str, value: Any, *, exact: bool = False) -> None:
        """Keep a value, dropping the longest unused ones to stay within the limit."""
        kept = lean(value)
        if self.half and not exact:
            kept = halved(kept)
        if type(kept) is Frame and kept.native is None and kept.pixels is not None and not kept.layers:
            sizes = {id(kept.pixels): kept.pixels.nbytes}
        else:
            sizes = {id(array): array.nbytes for array in _arrays(kept)}
        if self._largest is not None and sum(sizes.values()) > self._largest:
            return
        with self._lock:
            if key in self._held:
                self._drop(key)
            self._held[key] = (kept, sizes)
            added = _OVERHEAD
            for array, size in sizes.items():
                users = self._users.get(array, 0)
                self._users[array] = users + 1
                if not users:
                    added += size
            self._bytes += added
            while self._bytes > self.limit and len(self._held) > 1:
                self._drop(next(iter(self._held)))

    def weigh(self, key: str) -> Weight:
        """Return what is held of a node: its one value, or those of its key at any time."""
        with self._lock:
            sizes = [
                sum(held[1].values())
                for name, held in self._held.items()
                if name.startswith(key) and (len(name) == len(key) or name[len(key)] == " ")
            ]
        return Weight(len(sizes), sum(sizes))

    def _drop(self, key: str) -> None:
        _, sizes = self._held.pop(key)
        self._bytes -= _OVERHEAD
        for array, size in sizes.items():
            self._users[array] -= 1
            if not self._users[array]:
                del self._users[array]
                self._bytes -= size


def _arrays(value: Any) -> Iterator[Any]:
    if type(value) is dict:
        for each in value.values():
            yield from _arrays(each)
    elif isinstance(value, Halved):
        yield value.pixels
    else:
        yield from arrays_in(value)
