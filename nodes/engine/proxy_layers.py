"""Layers of a picture at proxy size: picked, since ids of objects and depths have no mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from nodes.api import Box
from nodes.api.crop import cropped
from nodes.api.frames import FloatArray


class PickedLayers(Mapping[str, FloatArray]):
    """Layers over `data` at 1/`step` of the size, each pixel the middle one of those that it stands for."""

    def __init__(self, layers: Mapping[str, FloatArray], data: Box, grown: Box, step: int) -> None:
        self._layers, self._data, self._step = layers, data, step
        self._whole = Box(grown.x0 * step, grown.y0 * step, grown.x1 * step, grown.y1 * step)

    def __getitem__(self, name: str) -> FloatArray:
        full, middle = cropped(self._layers[name], self._data, self._whole), self._step // 2
        made = np.ascontiguousarray(full[middle :: self._step, middle :: self._step])
        made.flags.writeable = False
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._layers)

    def __len__(self) -> int:
        return len(self._layers)
