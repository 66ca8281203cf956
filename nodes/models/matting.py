"""`Matting` by a model in the worker: a soft edge in a band about a hard one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from nodes.api import Clip, Frame, Matte, Range, Time
from nodes.vision.look import Floats

from .bound import BoundModel
from .following import asked
from .line import Line
from .pictures import to_display

_MARGIN = 32
"""Pixels about the band that the model sees too."""
_SIDE = 1024
_SURE = 0.02


class ModelMatting:
    """Softens mattes with an installed model; only the part of a picture that has an edge goes to it."""

    def __init__(self, line: Line, model: BoundModel) -> None:
        self._line, self._model = line, model

    def refine(
        self, clip: Clip[Frame], matte: Clip[Matte], range: Range, *, edge: float = 12.0
    ) -> Iterator[tuple[Time, Matte]]:
        """Yield a soft matte for each frame of the range; see `nodes.api.capabilities`."""
        for frame, hard in zip(clip.frames(range), matte.frames(range), strict=True):
            yield frame.time, self._softened(frame, hard, edge)

    def _softened(self, frame: Frame, hard: Matte, edge: float) -> Matte:
        known = trimap(hard.pixels, edge)
        unknown = (known > 0) & (known < 1)
        if not unknown.any() or frame.data_window != hard.data_window:
            return hard
        part = _around(unknown)
        picture = to_display(replace(frame, display_window=frame.data_window), self._line.space)[part]
        size = self._size(*picture.shape[:2])
        arrays = {"picture": _sized(picture, size), "trimap": trimap(_sized(known[part], size), 0)}
        made, _ = asked(self._line, self._model, "refine", {}, arrays)
        soft = hard.pixels.copy()
        found = _sized(made["matte"], (part[1].stop - part[1].start, part[0].stop - part[0].start))
        soft[part] = np.where(unknown[part], np.clip(found, 0, 1), soft[part])
        return replace(hard, pixels=soft)

    def _size(self, rows: int, columns: int) -> tuple[int, int]:
        most = max((max(size) for size in self._model.card["sizes"]), default=_SIDE)
        scale = min(1.0, most / max(rows, columns))
        return max(1, round(columns * scale)), max(1, round(rows * scale))


def trimap(matte: Floats, edge: float) -> Floats:
    """Return 0 where a matte is surely out, 1 where it is surely in, 0.5 elsewhere.

    Soft values are not sure, nor is what lies within `edge` pixels of a value on the other side of one half.
    """
    inside = (matte > 0.5).astype(np.uint8)
    sure = (matte <= _SURE) | (matte >= 1 - _SURE)
    if edge > 0 and inside.any() and not inside.all():
        deep = cv2.distanceTransform(inside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        far = cv2.distanceTransform(1 - inside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        sure &= np.maximum(deep, far) > edge
    return np.where(sure, inside, np.float32(0.5)).astype(np.float32)


def _around(mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> tuple[slice, slice]:
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    return (
        slice(max(0, int(rows[0]) - _MARGIN), min(mask.shape[0], int(rows[-1]) + 1 + _MARGIN)),
        slice(max(0, int(columns[0]) - _MARGIN), min(mask.shape[1], int(columns[-1]) + 1 + _MARGIN)),
    )


def _sized(picture: Floats, size: tuple[int, int]) -> Floats:
    if size == (picture.shape[1], picture.shape[0]):
        return np.ascontiguousarray(picture)
    smaller = size[0] <= picture.shape[1]
    way = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, size, interpolation=way), np.float32)


def matting(line: Line, model: BoundModel) -> ModelMatting:
    """Return a model as `Matting`."""
    return ModelMatting(line, model)
