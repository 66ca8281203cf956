"""Small pictures ready to be drawn."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
from qtpy.QtCore import Qt
from qtpy.QtGui import QImage

from .film import KEPT, Pixels, Wish


class Cells:
    """Pictures as they are drawn: scaled once to the height and the display they are drawn at."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._made: OrderedDict[tuple[Wish, int, float], tuple[Pixels, QImage]] = OrderedDict()

    def get(self, wish: Wish, pixels: Pixels, tall: int, ratio: float) -> QImage:
        """Return a picture `tall` pixels high on a display with so many device pixels each."""
        key = (wish, tall, ratio)
        found = self._made.get(key)
        if found is None or found[0] is not pixels:
            found = self._made[key] = pixels, _scaled(pixels, round(tall * ratio), ratio)
            while len(self._made) > self._most:
                self._made.popitem(last=False)
        return found[1]


def _scaled(pixels: Pixels, tall: int, ratio: float) -> QImage:
    rows, columns = pixels.shape[:2]
    pixels = np.ascontiguousarray(pixels)
    image = QImage(pixels.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888)
    made = image.scaledToHeight(tall, Qt.TransformationMode.SmoothTransformation)
    made = made.convertToFormat(QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    return made
