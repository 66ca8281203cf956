"""Sound between the engine, which sends it in blocks, and the sink, which takes it as it needs it."""

from __future__ import annotations

import threading
from collections import deque
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float32]


class SoundBuffer:
    """At most `capacity` samples (and one block) wait; one thread writes, another reads."""

    def __init__(self, channels: int, capacity: int) -> None:
        self.channels, self.capacity = channels, capacity
        self._blocks: deque[FloatArray] = deque()
        self._held = 0
        self._finished = self._closed = False
        self._changed = threading.Condition()

    @property
    def primed(self) -> bool:
        """Whether enough waits to begin with."""
        return self._finished or self._held * 4 >= self.capacity

    def write(self, block: FloatArray) -> bool:
        """Add (samples, channels), waiting for room; return False where nobody reads any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._held < self.capacity)
            if self._closed:
                return False
            self._blocks.append(block)
            self._held += len(block)
            return True

    def finish(self) -> None:
        """Say that nothing more comes: what is read after the last block is silence."""
        self._finished = True

    def close(self) -> None:
        """Let whoever writes go on."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def read(self, count: int) -> FloatArray:
        """Return the next `count` samples, fewer where no more have come; never waits for any."""
        found: list[FloatArray] = []
        with self._changed:
            wanted = count
            while wanted and self._blocks:
                block = self._blocks.popleft()
                if len(block) > wanted:
                    self._blocks.appendleft(block[wanted:])
                found.append(block[:wanted])
                wanted -= len(found[-1])
            self._held -= count - wanted
            self._changed.notify_all()
        if self._finished and wanted:
            found.append(np.zeros((wanted, self.channels), np.float32))
        return np.concatenate(found) if found else np.zeros((0, self.channels), np.float32)
