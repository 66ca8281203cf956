"""A thin bar for the whole cut: where the playhead is, what is marked, and a place to drag."""

from __future__ import annotations

from qtpy.QtCore import QRectF, QSize, Qt
from qtpy.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from qtpy.QtWidgets import QSizePolicy, QWidget

from editor.ui.theme import EDGE, FOCUS, PANEL, TEXT
from nodes.api.times import Time

from .model import PlayerModel

_HEIGHT = 18
_EDGE = 6.0


class ScrubBar(QWidget):
    """Dragging it moves the playhead."""

    def __init__(self, model: PlayerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Position in the cut")
        self.setToolTip("Drag to scrub")
        session = model.session
        self._unwatch = [
            session.playhead.watch(lambda _: self.update()),
            session.marked.watch(lambda _: self.update()),
            session.cut.watch(lambda _: self.update()),
        ]

    def forget(self) -> None:
        """Follow the model no more."""
        for unwatch in self._unwatch:
            unwatch()

    def sizeHint(self) -> QSize:
        """As high as a finger of the mouse needs."""
        return QSize(200, _HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there; what plays stops."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._model.stop()
            self._seek(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on to there."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event.position().x())

    def _seek(self, x: float) -> None:
        whole = self._model.whole
        if whole is not None:
            share = (x - _EDGE) / max(1.0, self.width() - 2 * _EDGE)
            self._model.seek(Time(int(min(1.0, max(0.0, share)) * whole.frame_count), whole.rate))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = self.height() / 2
        painter.setBrush(QColor(EDGE))
        painter.drawRoundedRect(QRectF(_EDGE, middle - 2, self.width() - 2 * _EDGE, 4), 2, 2)
        session, whole = self._model.session, self._model.whole
        if whole is not None:
            marked = session.marked.value
            if marked is not None:
                left, right = self._x(marked.start), self._x(marked.end)
                painter.setBrush(QColor(FOCUS).darker(170))
                painter.drawRect(QRectF(left, middle - 2, max(1.0, right - left), 4))
            if session.playhead.value is not None:
                painter.setBrush(QColor(TEXT))
                painter.setPen(QColor(PANEL))
                x = self._x(session.playhead.value)
                painter.drawRoundedRect(QRectF(x - 3, middle - 7, 6, 14), 2, 2)
        painter.end()

    def _x(self, time: Time) -> float:
        whole = self._model.whole
        share = 0.0 if whole is None else float(time.seconds / whole.duration.seconds)
        return _EDGE + min(1.0, max(0.0, share)) * (self.width() - 2 * _EDGE)
