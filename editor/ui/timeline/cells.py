"""Small pictures ready to be drawn."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
from qtpy.QtCore import Qt
from qtpy.QtGui import QImage, QPixmap

from .film import KEPT, Pixels, Wish


class Cells:
    """Pictures as they are drawn: scaled once to the height and the display they are drawn at."""

    def __init__(self, most: int = KEPT) -> None:
        self._most = most
        self._ratio, self._era = 0.0, 0
        self._made: dict[int, OrderedDict[Wish, QPixmap]] = {}

    def of(self, tall: int, ratio: float, era: int) -> OrderedDict[Wish, QPixmap]:
        """Return the pictures that are `tall` pixels high on a display with so many device pixels each.

        Those of another `era` are forgotten.
        """
        if (ratio, era) != (self._ratio, self._era):
            self._ratio, self._era, self._made = ratio, era, {}
        return self._made.setdefault(tall, OrderedDict())

    def add(self, wish: Wish, pixels: Pixels, tall: int) -> QPixmap:
        """Scale a picture and keep it, in place of the oldest where there are many."""
        kept = self._made.setdefault(tall, OrderedDict())
        image = kept[wish] = _scaled(pixels, round(tall * self._ratio), self._ratio)
        if sum(len(each) for each in self._made.values()) > self._most:
            fullest = kept if len(kept) > 1 else max(self._made.values(), key=len)
            fullest.popitem(last=False)
        return image


def _scaled(pixels: Pixels, tall: int, ratio: float) -> QPixmap:
    rows, columns = pixels.shape[:2]
    pixels = np.ascontiguousarray(pixels)
    image = QImage(pixels.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888)
    made = image.scaledToHeight(tall, Qt.TransformationMode.SmoothTransformation)
    made = made.convertToFormat(QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(made)
