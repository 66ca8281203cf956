"""The picture drawn by the processor: on any machine, and where there is no OpenGL."""

from __future__ import annotations

from qtpy.QtCore import QRectF, QSizeF
from qtpy.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from qtpy.QtWidgets import QWidget

from editor.playback.ring import Picture

from .model import PlayerModel
from .overlay import SURROUND, Paint, draw_over


class SoftwareCanvas(QWidget):
    """Draws the model's picture where its framing says: pixels as they are when zoomed in, smooth else.

    `over` draws on the picture, beneath slate and badges.
    """

    def __init__(self, model: PlayerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.over: list[Paint] = []

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
        picture = self._model.picture.value
        placement = self._model.framing.placement(picture)
        area = canvas
        if placement is not None and picture is not None:
            size = QSizeF(placement.width / ratio, placement.height / ratio)
            area = QRectF(placement.x / ratio, placement.y / ratio, size.width(), size.height())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, placement.is_smooth)
            painter.drawImage(area, image_of(picture))
        draw_over(painter, self._model, self.over, area, canvas)
        painter.end()


def image_of(picture: Picture) -> QImage:
    """Return a picture as an image over its own bytes: it must be held while the image is."""
    rows, columns = picture.pixels.shape[:2]
    return QImage(picture.pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGBX8888)
