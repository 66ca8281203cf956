"""The picture drawn by the processor: on any machine, and where there is no OpenGL."""

from __future__ import annotations

from qtpy.QtCore import QRectF
from qtpy.QtGui import QPainter, QPaintEvent, QResizeEvent
from qtpy.QtWidgets import QWidget

from .model import PlayerModel
from .overlay import SURROUND, Paint, draw_over
from .pictures import Images, draw_pictures


class SoftwareCanvas(QWidget):
    """Draws the model's picture where its framing says: pixels as they are when zoomed in, smooth else.

    `over` draws on the picture, beneath slate and badges.
    """

    def __init__(self, model: PlayerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.over: list[Paint] = []
        self._images = Images()

    def release(self) -> None:
        """Let go of nothing: there is nothing but memory."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell the framing."""
        ratio = self.devicePixelRatioF()
        self._model.framing.size.set((round(self.width() * ratio), round(self.height() * ratio)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), SURROUND)
        canvas = QRectF(self.rect())
        ratio = self.devicePixelRatioF()
        area = draw_pictures(painter, self._model, ratio, self._images)
        draw_over(painter, self._model, self.over, area or canvas, canvas)
        painter.end()
