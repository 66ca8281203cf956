"""The further channels of a picture file, read when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from nodes.api.crop import cropped
from nodes.api.formats import Box
from nodes.api.frames import FloatArray

from .still_parts import Place


class Layers(Mapping[str, FloatArray]):
    """Channels by name: float32 (rows, columns) over the picture's data window, exactly as stored.

    Each is read from the file again whenever it is asked for, so that a frame with fifty layers costs
    no more than one without. Where a part's window is smaller than the picture's there is 0.
    """

    def __init__(self, path: str, places: Mapping[str, Place], window: Box) -> None:
        self._path = path
        self._places = places
        self._window = window

    def __getitem__(self, name: str) -> FloatArray:
        from .stills import read_channel

        place = self._places[name]
        samples, window = read_channel(self._path, place)
        made = samples if window == self._window else cropped(samples, window, self._window)
        made = np.ascontiguousarray(made)
        made.flags.writeable = False
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
