"""`TextSegmenter` by a model in the worker: what words name, frame by frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from nodes.api import Clip, Frame, Matte, Range, Time
from nodes.library.segment.pictures import matte_of, refined

from .bound import BoundModel
from .following import asked
from .line import Line
from .pictures import to_display

_SIDE = 1008


class ModelFinder:
    """Finds what words name with an installed model."""

    def __init__(self, line: Line, model: BoundModel) -> None:
        self._line, self._model = line, model

    def find(
        self, clip: Clip[Frame], words: str, range: Range, *, threshold: float = 0.5
    ) -> Iterator[tuple[Time, Matte, float]]:
        """Yield time, matte and confidence for each frame of the range; see `nodes.api.capabilities`."""
        settings = {"words": words, "threshold": threshold}
        for frame in clip.frames(range):
            whole = replace(frame, display_window=frame.data_window)
            picture = to_display(whole, self._line.space, self._size(frame))
            made, said = asked(self._line, self._model, "find", settings, {"picture": picture})
            odds = np.asarray(made["matte"], np.float32)
            yield frame.time, matte_of(frame, refined(frame, odds)), float(said["sure"])

    def _size(self, frame: Frame) -> tuple[int, int]:
        """Return (columns, rows) of the picture to look at: no larger than what the model looks at."""
        side = max((max(size) for size in self._model.card["sizes"]), default=_SIDE)
        columns, rows = frame.data_window.width, frame.data_window.height
        scale = min(1.0, side / max(columns, rows))
        return max(1, round(columns * scale)), max(1, round(rows * scale))


def finder(line: Line, model: BoundModel) -> ModelFinder:
    """Return a model as `TextSegmenter`."""
    return ModelFinder(line, model)
