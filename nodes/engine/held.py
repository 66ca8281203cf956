"""Values that were made before anybody wanted them: a few in memory, the others in scratch files."""

from __future__ import annotations

import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

from nodes.api import Failed, Time
from nodes.api.frames import ToWorking

from .packing import packed, unpacked
from .values import arrays_in, lean

MEMORY_BYTES = 64 << 20
DISK_BYTES = 64 << 30


class Held:
    """Values by place, bounded in memory and on disk; used by one thread, closed by its owner.

    What does not fit into `memory` bytes goes into files in a folder of its own in `scratch()`, the oldest
    first; beyond `disk` bytes the oldest are dropped. Nothing here outlives `close`.
    """

    def __init__(
        self,
        scratch: Callable[[], Path],
        to_working: ToWorking,
        *,
        memory: int = MEMORY_BYTES,
        disk: int = DISK_BYTES,
    ) -> None:
        self._scratch, self._to_working = scratch, to_working
        self._memory, self._disk = memory, disk
        self._near: OrderedDict[Hashable, tuple[Any, Time, int]] = OrderedDict()
        self._far: OrderedDict[Hashable, tuple[Path, Time, int]] = OrderedDict()
        self._near_bytes = self._far_bytes = 0
        self._folder: Path | None = None
        self._files = 0

    def __contains__(self, place: Hashable) -> bool:
        return place in self._near or place in self._far

    def put(self, place: Hashable, time: Time, value: Any) -> None:
        """Hold a value that stands at a time. Raises Failed where the disk refuses."""
        self.drop(place)
        size = sum(array.nbytes for array in arrays_in(value))
        self._near[place] = (lean(value), time, size)
        self._near_bytes += size
        while self._near_bytes > self._memory and len(self._near) > 1:
            self._put_far(next(iter(self._near)))

    def get(self, place: Hashable) -> Any:
        """Return a value that is held, or None."""
        if place in self._near:
            return self._near[place][0]
        if place not in self._far:
            return None
        path, time, _ = self._far[place]
        try:
            data = path.read_bytes()
        except OSError as error:
            raise Failed(f"Read the scratch file '{path}'", error.strerror or str(error)) from error
        return unpacked(memoryview(data), time, self._to_working)

    def drop(self, place: Hashable) -> None:
        """Let a value go, if it is held."""
        if place in self._near:
            self._near_bytes -= self._near.pop(place)[2]
        if place in self._far:
            path, _, size = self._far.pop(place)
            self._far_bytes -= size
            path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let everything go."""
        self._near.clear()
        self._far.clear()
        self._near_bytes = self._far_bytes = 0
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _put_far(self, place: Hashable) -> None:
        value, time, size = self._near.pop(place)
        self._near_bytes -= size
        data = packed(value)
        try:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="held-", dir=self._scratch()))
            path = self._folder / str(self._files)
            path.write_bytes(data)
        except OSError as error:
            hint = "Free space on its disk."
            why = error.strerror or str(error)
            raise Failed("Set a frame aside that is wanted later", why, hint=hint) from error
        self._files += 1
        self._far[place] = (path, time, len(data))
        self._far_bytes += len(data)
        while self._far_bytes > self._disk and len(self._far) > 1:
            self.drop(next(iter(self._far)))
