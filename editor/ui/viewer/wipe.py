"""The line of a wipe under a person's hand."""

from __future__ import annotations

import math
from typing import Literal

from qtpy.QtCore import QEvent, QPointF, QRectF, Qt
from qtpy.QtGui import QColor, QMouseEvent, QPainter, QPen
from qtpy.QtWidgets import QWidget

from .model import PlayerModel
from .pictures import wipe_line
from .tools import Surface

_NEAR, _ARM, _KNOB = 9.0, 60.0, 6.0
_LIGHT, _DARK = QColor(240, 240, 240, 220), QColor(0, 0, 0, 150)


class WipeTool:
    """Dragging the line moves it; the knob beside its middle turns it, by steps of 15° with Shift."""

    def __init__(self, model: PlayerModel, canvas: QWidget) -> None:
        self._model, self._canvas = model, canvas
        self._held: Literal["", "line", "knob"] = ""

    def takes(self, event: QEvent, surface: Surface) -> bool:
        """Take the mouse where it is on the line."""
        if not isinstance(event, QMouseEvent) or not self._is_shown:
            return False
        kind, at = event.type(), event.position()
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._held = self._part(at, surface)
            return bool(self._held)
        if kind == QEvent.Type.MouseButtonRelease:
            held, self._held = self._held, ""
            return bool(held)
        if kind != QEvent.Type.MouseMove:
            return False
        if self._held:
            self._drag(at, surface, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return True
        self._point(self._part(at, surface))
        return False

    def paint(self, painter: QPainter, surface: Surface) -> None:
        """Draw the line and what it is held by."""
        if not self._is_shown:
            return
        middle, along, across = wipe_line(self._model, _area(surface))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((_DARK, 3.0), (_LIGHT, 1.0)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(middle - along * 1e4, middle + along * 1e4)
            painter.drawLine(middle, middle + across * _ARM)
        painter.setPen(QPen(_DARK, 1.0))
        painter.setBrush(_LIGHT)
        painter.drawEllipse(middle, _KNOB, _KNOB)
        painter.drawEllipse(middle + across * _ARM, _KNOB - 1, _KNOB - 1)

    @property
    def _is_shown(self) -> bool:
        comparing = self._model.comparing
        return comparing.is_on and comparing.mode.value == "wipe" and comparing.front.value is None

    def _part(self, at: QPointF, surface: Surface) -> Literal["", "line", "knob"]:
        middle, _, across = wipe_line(self._model, _area(surface))
        knob = at - (middle + across * _ARM)
        if math.hypot(knob.x(), knob.y()) <= _NEAR:
            return "knob"
        off = QPointF.dotProduct(at - middle, across)
        return "line" if abs(off) <= _NEAR else ""

    def _drag(self, at: QPointF, surface: Surface, in_steps: bool) -> None:
        comparing, area = self._model.comparing, _area(surface)
        if self._held == "line":
            comparing.drag((at.x() - area.left()) / area.width(), (at.y() - area.top()) / area.height())
            return
        middle, _, _ = wipe_line(self._model, area)
        degrees = math.degrees(math.atan2(at.y() - middle.y(), at.x() - middle.x()))
        comparing.angle.set((round(degrees / 15) * 15.0 if in_steps else round(degrees, 1)) % 360)

    def _point(self, part: str) -> None:
        if part:
            knob = part == "knob"
            self._canvas.setCursor(Qt.CursorShape.CrossCursor if knob else Qt.CursorShape.SizeAllCursor)
        elif self._canvas.cursor().shape() in (Qt.CursorShape.CrossCursor, Qt.CursorShape.SizeAllCursor):
            self._canvas.unsetCursor()


def _area(surface: Surface) -> QRectF:
    corner, end = surface.on_canvas(0, 0), surface.on_canvas(*map(float, surface.size))
    return QRectF(corner, end)
