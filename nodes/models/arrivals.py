"""What the worker has sent and nobody has taken yet: in memory up to a limit, beyond that in files.

The worker never waits for whoever reads: a viewer that stands still half-way through a window must not keep
a take, which asks the same worker, from being made.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from uuid import uuid4

import numpy as np

from nodes.process.handed import AnyArray
from nodes.process.slots import Loan

MEMORY_BYTES = 256 << 20


class Arrivals:
    """Named arrays in the order in which they came; `folder` takes the files of what is too much.

    `add` is called on another thread than `take`.
    """

    def __init__(self, folder: Path, limit: int = MEMORY_BYTES) -> None:
        self._folder, self._limit = folder, limit
        self._waiting: deque[Mapping[str, AnyArray] | Path] = deque()
        self._bytes = 0
        self._lock = Lock()

    def add(self, loan: Loan) -> None:
        """Copy what was sent. Raises OSError where the disk refuses."""
        arrays = loan.copy()
        size = sum(array.nbytes for array in arrays.values())
        with self._lock:
            fits = not self._waiting or self._bytes + size <= self._limit
            if fits:
                self._bytes += size
                self._waiting.append(arrays)
                return
        path = self._folder / f"arrived-{uuid4().hex}.npz"
        np.savez(path, allow_pickle=False, **arrays)
        with self._lock:
            self._waiting.append(path)

    def take(self) -> dict[str, AnyArray] | None:
        """Return what came first and remove it, None where nothing waits."""
        with self._lock:
            if not self._waiting:
                return None
            first = self._waiting.popleft()
            if not isinstance(first, Path):
                self._bytes -= sum(array.nbytes for array in first.values())
                return dict(first)
        try:
            with np.load(first, allow_pickle=False) as file:
                return {name: file[name] for name in file.files}
        finally:
            first.unlink()

    def drop(self) -> None:
        """Remove everything."""
        with self._lock:
            left, self._bytes = list(self._waiting), 0
            self._waiting.clear()
        for each in left:
            if isinstance(each, Path):
                each.unlink(missing_ok=True)
