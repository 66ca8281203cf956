"""`VideoSegmenter` by a model in the worker; what a correction changes is as for Workprint's own engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import replace
from typing import Any
from uuid import uuid4

import cv2
import numpy as np

from nodes.api import Clip, Format, Frame
from nodes.library.segment.session import AnchoredSession
from nodes.library.segment.tracker import Anchor, See, Step
from nodes.vision.agreement import Mask
from nodes.vision.look import Floats, Picture
from nodes.vision.pointed import Begun, Pointed, marked, touching

from .bound import BoundModel
from .following import Following, asked, wire
from .line import Line
from .pictures import to_display

_SIDE = 1024
_DOTS = 8
"""Points that stand for a stroke at most."""


class ModelSegmenter:
    """Follows what was pointed at with an installed model, in the torch worker."""

    def __init__(self, line: Line, model: BoundModel) -> None:
        self._line, self._model = line, model

    def open(self, clip: Clip[Frame]) -> AbstractContextManager[AnchoredSession]:
        """Start a session over the clip; in the worker each stretch of frames has one of its own."""
        return nullcontext(AnchoredSession(clip, ModelTracker(self._line, self._model)))


class ModelTracker:
    """A model as a session asks for it; see `nodes.library.segment.tracker.Tracker`."""

    def __init__(self, line: Line, model: BoundModel) -> None:
        self._line, self._model = line, model

    def size(self, format: Format) -> tuple[int, int]:
        """Return (columns, rows) of the pictures to work in: no larger than what the model looks at."""
        side = max((max(size) for size in self._model.card["sizes"]), default=_SIDE)
        scale = min(1.0, side / max(format.width, format.height))
        return max(1, round(format.width * scale)), max(1, round(format.height * scale))

    def shown(self, frame: Frame, size: tuple[int, int]) -> Picture:
        """Return a frame's data window as an 8-bit picture of that size, as a display shows it."""
        whole = replace(frame, display_window=frame.data_window)
        signal = to_display(whole, self._line.space, size)
        return np.asarray(signal * 255 + 0.5, np.uint8)

    def begun(self, picture: Picture, pointed: Pointed) -> Begun:
        """Return the object's mask from clicks, strokes and boxes, and how likely the model sees it.

        Of several boxes what is in any of them belongs to the object. Clicks and strokes are kept as said.
        """
        points = _points(pointed)
        found = [self._pointed(picture, points, box) for box in pointed.boxes or (None,)]
        sure, never = marked(pointed, picture.shape[:2])
        mask = np.any([each > 0.5 for each, _ in found], axis=0) & ~never | sure
        return Begun(mask, max(each for _, each in found))

    def corrected(self, picture: Picture, mask: Mask, pointed: Pointed) -> Mask:
        """Return the mask with what the model says to the clicks, where that is joined to one of them.

        A click that the mask agrees with already changes nothing; what is not joined to what a click turns
        over stays as it was.
        """
        sure, never = marked(pointed, mask.shape)
        if not ((sure & ~mask) | (never & mask)).any():
            return mask
        found, _ = self._pointed(picture, _points(pointed), None, before=mask.astype(np.float32))
        wanted = found > 0.5
        made = mask.copy()
        for marks, turned, value in (
            (sure & ~mask, wanted & ~mask & ~never, True),
            (never & mask, ~wanted & mask & ~sure, False),
        ):
            if marks.any():
                made[touching(turned | marks, marks)] = value
        return made

    def away_from(self, see: See, anchor: Anchor, last: int) -> Iterator[Step]:
        """Yield each frame from beside the anchor to `last`, which may lie before it, nearest first."""
        way = 1 if last > anchor.frame else -1
        with closing(Following(self._line, self._model, see, anchor, way)) as following:
            for frame in range(anchor.frame + way, last + way, way):
                yield Step(frame, following.follow(frame))

    def _pointed(
        self,
        picture: Picture,
        points: Sequence[tuple[float, float, int]],
        box: tuple[float, float, float, float] | None,
        before: Floats | None = None,
    ) -> tuple[Floats, float]:
        name = {"session": uuid4().hex}
        asked(self._line, self._model, "open", name, {})
        settings = name | {"frame": 0, "points": list(points), "box": None if box is None else list(box)}
        arrays = {"picture": wire(picture)} | ({} if before is None else {"before": before})
        made, said = asked(self._line, self._model, "add", settings, arrays)
        asked(self._line, self._model, "close", name, {})
        matte: Floats = made["matte"]
        return matte, float(said["sure"])


def _points(pointed: Pointed) -> list[tuple[float, float, int]]:
    """Return clicks, and a few points of each stroke, as (x, y, 1 inside or 0 outside)."""
    inside = [*pointed.inside, *_along(pointed.painted)]
    outside = [*pointed.outside, *_along(pointed.wiped)]
    return [(x, y, 1) for x, y in inside] + [(x, y, 0) for x, y in outside]


def _along(drawn: Mask | None) -> list[tuple[float, float]]:
    if drawn is None or not drawn.any():
        return []
    # Deepest first: a point at a stroke's edge may lie on what is beside it.
    depth = cv2.distanceTransform(drawn.astype(np.uint8), cv2.DIST_L2, 3)
    down, across = np.nonzero(depth >= 0.9 * depth.max())
    picked = np.linspace(0, len(down) - 1, min(_DOTS, len(down))).round().astype(int)
    return [(float(across[each]) + 0.5, float(down[each]) + 0.5) for each in picked]


def segmenter(line: Line, model: BoundModel) -> Any:
    """Return a model as `VideoSegmenter`."""
    return ModelSegmenter(line, model)
