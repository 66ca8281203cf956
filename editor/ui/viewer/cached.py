"""The frames that are in memory, as a line along the bar: there playing will not wait."""

from __future__ import annotations

from collections.abc import Callable

from qtpy.QtCore import QRectF
from qtpy.QtGui import QColor, QMouseEvent, QPainter
from qtpy.QtWidgets import QWidget

from editor.ui.theme import GOOD
from nodes.api.times import Time

from .model import PlayerModel

_THICK = 2.0


class CachedStrip:
    """Draws on the scrub bar what the engine says it holds."""

    height = 0

    def __init__(self, model: PlayerModel, bar: QWidget) -> None:
        self._model = model
        self.forget = model.reading.cached.watch(lambda _: bar.update())

    def paint(self, painter: QPainter, area: QRectF, x_of: Callable[[Time], float]) -> None:
        """Draw a line below the bar's own."""
        whole = self._model.whole
        if whole is None:
            return
        colour, top = QColor(GOOD), area.center().y() + 4
        for first, count in self._model.reading.cached.value:
            left, right = (x_of(Time(frame, whole.rate)) for frame in (first, first + count))
            painter.fillRect(QRectF(left, top, max(1.0, right - left), _THICK), colour)

    def takes(self, event: QMouseEvent, time: Time, x_of: Callable[[Time], float]) -> bool:
        """Leave the mouse to the playhead."""
        return False
