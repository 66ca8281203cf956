"""Pictures that wait for their time: few, in playing order."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.api.times import Time


@dataclass(frozen=True, eq=False, slots=True)
class Picture:
    """A frame to look at: uint8 (rows, columns, 4) display code values, opaque, and what the engine said.

    `beside` are the pictures of other jobs at the same time, `scopes` what was asked for of the first, by
    name. `light` is half-float RGBA in the working space, for a graphics processor to show, and then `pixels`
    are as no view changes them. `beat` counts from where playing began; `beats` is how many it stands for
    (more where frames are skipped). `time` is the frame's cut time.
    """

    pixels: npt.NDArray[np.uint8]
    time: Time
    meta: Mapping[str, Any]
    beat: int = 0
    beats: int = 1
    beside: tuple[npt.NDArray[np.uint8], ...] = ()
    scopes: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)
    light: npt.NDArray[np.float16] | None = None

    @property
    def nbytes(self) -> int:
        """What it takes of memory."""
        deep = 0 if self.light is None else self.light.nbytes
        return deep + self.pixels.nbytes + sum(each.nbytes for each in self.beside)


class Ring:
    """At most `most` pictures and `limit` bytes (but one in any case); one thread puts, another takes."""

    def __init__(self, told: Callable[[], None], most: int = 8, limit: int = 96 << 20) -> None:
        self._told, self._most, self._limit = told, most, limit
        self._pictures: deque[Picture] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self.newest = -1

    def put(self, picture: Picture) -> bool:
        """Add a picture, waiting for room; return False where nobody takes any more."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._has_room(picture))
            if self._closed:
                return False
            self._pictures.append(picture)
            self.newest = picture.beat
        self._told()
        return True

    def __len__(self) -> int:
        return len(self._pictures)

    @property
    def is_full(self) -> bool:
        """Whether another picture like the last would have to wait."""
        with self._changed:
            return bool(self._pictures) and not self._has_room(self._pictures[-1])

    def _has_room(self, picture: Picture) -> bool:
        held = len(self._pictures)
        return held == 0 or (held < self._most and (held + 1) * picture.nbytes <= self._limit)

    @property
    def head(self) -> Picture | None:
        """The next picture."""
        with self._changed:
            return self._pictures[0] if self._pictures else None

    def take(self, beat: int) -> Picture | None:
        """Return the newest picture whose time has come at `beat`, dropping those before it."""
        found = None
        with self._changed:
            while self._pictures and self._pictures[0].beat <= beat:
                found = self._pictures.popleft()
            if found is not None:
                self._changed.notify_all()
        return found

    def close(self) -> None:
        """Drop everything and let whoever puts go on."""
        with self._changed:
            self._closed = True
            self._pictures.clear()
            self._changed.notify_all()
