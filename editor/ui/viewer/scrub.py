"""A thin bar for the whole cut: where the playhead is, what is marked, and a place to drag."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from qtpy.QtCore import QRectF, QSize, Qt
from qtpy.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from qtpy.QtWidgets import QSizePolicy, QWidget

from editor.ui.observe import Unwatch
from editor.ui.theme import EDGE, FOCUS, PANEL, TEXT
from nodes.api.times import Time

from .model import PlayerModel

_HEIGHT = 18
_EDGE = 6.0


class ScrubStrip(Protocol):
    """Something that is drawn along the bar: on it, or below it where `height` is more than 0."""

    height: int

    def paint(self, painter: QPainter, area: QRectF, x_of: Callable[[Time], float]) -> None:
        """Draw within `area`; `x_of` says where a cut time lies."""

    def takes(self, event: QMouseEvent, time: Time, x_of: Callable[[Time], float]) -> bool:
        """Take a mouse event at a cut time; return whether it is not for the playhead."""


class ScrubBar(QWidget):
    """Dragging it moves the playhead. Strips that were added draw on it, and get the mouse first."""

    def __init__(self, model: PlayerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._strips: list[ScrubStrip] = []
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
        return QSize(200, _HEIGHT + sum(strip.height for strip in self._strips))

    def add(self, strip: ScrubStrip) -> Unwatch:
        """Draw a strip as well; return what takes it away. `update` has it drawn again."""
        self._strips.append(strip)
        self.updateGeometry()
        self.update()

        def remove() -> None:
            if strip in self._strips:
                self._strips.remove(strip)
                self.updateGeometry()
                self.update()

        return remove

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there; what plays stops."""
        if event.button() == Qt.MouseButton.LeftButton and not self._is_taken(event):
            self._model.stop()
            self._seek(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on to there."""
        if not self._is_taken(event) and event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell the strips."""
        self._is_taken(event)

    def _is_taken(self, event: QMouseEvent) -> bool:
        time = self._time_at(event.position().x())
        return time is not None and any(strip.takes(event, time, self._x) for strip in tuple(self._strips))

    def _time_at(self, x: float) -> Time | None:
        whole = self._model.whole
        if whole is None:
            return None
        share = (x - _EDGE) / max(1.0, self.width() - 2 * _EDGE)
        return Time(int(min(1.0, max(0.0, share)) * whole.frame_count), whole.rate)

    def _seek(self, x: float) -> None:
        if (time := self._time_at(x)) is not None:
            self._model.seek(time)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        middle = _HEIGHT / 2
        painter.setBrush(QColor(EDGE))
        painter.drawRoundedRect(QRectF(_EDGE, middle - 2, self.width() - 2 * _EDGE, 4), 2, 2)
        session, whole = self._model.session, self._model.whole
        if whole is not None:
            marked = session.marked.value
            if marked is not None:
                left, right = self._x(marked.start), self._x(marked.end)
                painter.setBrush(QColor(FOCUS).darker(170))
                painter.drawRect(QRectF(left, middle - 2, max(1.0, right - left), 4))
            self._paint_strips(painter)
            if session.playhead.value is not None:
                painter.setBrush(QColor(TEXT))
                painter.setPen(QColor(PANEL))
                x = self._x(session.playhead.value)
                painter.drawRoundedRect(QRectF(x - 3, middle - 7, 6, 14), 2, 2)
        painter.end()

    def _paint_strips(self, painter: QPainter) -> None:
        below = float(_HEIGHT)
        for strip in self._strips:
            top, height = (below, strip.height) if strip.height else (0.0, _HEIGHT)
            painter.save()
            strip.paint(painter, QRectF(_EDGE, top, self.width() - 2 * _EDGE, height), self._x)
            painter.restore()
            below += strip.height

    def _x(self, time: Time) -> float:
        whole = self._model.whole
        share = 0.0 if whole is None else float(time.seconds / whole.duration.seconds)
        return _EDGE + min(1.0, max(0.0, share)) * (self.width() - 2 * _EDGE)
