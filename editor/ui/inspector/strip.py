"""A parameter's curve over the shot: seen, its keyframes dragged, added and removed."""

from __future__ import annotations

from typing import Any

from qtpy.QtCore import QPointF, QRectF, QSize, Qt, Signal
from qtpy.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from qtpy.QtWidgets import QSizePolicy, QWidget

from editor.ui.theme import DIM, EDGE, FOCUS, PANEL, TEXT
from editor.ui.words import later, say

from .keying import Strip

_HIGH, _EDGE, _NEAR = 54, 7.0, 8.0
_HOW = later("Drag a key; double-click adds or removes one; Delete removes the chosen one")
_GUTTER = 34.0
"""At the right, for the numbers that bound the curve."""
_WAVE = QColor("#3d5a52")
"""The shape of the sound that a curve follows: pale, beneath it."""
_LINES = (QColor("#d0d0d0"), QColor("#9ab89a"), QColor("#9aa6c8"), QColor("#c8b48c"))
"""One line's colour, or those of several that belong together; their order is said beside the numbers."""


class CurveStrip(QWidget):
    """Draws a `Strip`. A drag moves a key, a double click puts one or takes it away, Delete the chosen one.

    `moved` tells (old time, new time, numbers, whether the mouse was let go), `added` and `removed` times,
    `sought` where the playhead is wanted.
    """

    moved = Signal(object, object, object, bool)
    added = Signal(object)
    removed = Signal(object)
    sought = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._strip: Strip | None = None
        self._chosen: Any = None
        self._held: tuple[Any, tuple[float, ...], float] | None = None
        self._last: tuple[Any, Any, tuple[float, ...]] | None = None
        self.setFixedHeight(_HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(say(_HOW))

    def sizeHint(self) -> QSize:
        return QSize(240, _HIGH)

    def show_strip(self, strip: Strip) -> None:
        """Show a curve."""
        self._strip = strip
        beneath = say("Beneath it is the sound of {name}", name=strip.sound) if strip.sound else ""
        self.setAccessibleDescription(beneath)
        self.setToolTip(say(_HOW) if strip.keys else beneath)
        if all(time != self._chosen for _, time, _ in strip.keys):
            self._chosen = None
        self.update()

    # -- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the curve, its keys, the playhead, the numbers that bound it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(PANEL))
        painter.setPen(QColor(FOCUS if self.hasFocus() else EDGE))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        strip = self._strip
        if strip is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.8)
        painter.setFont(font)
        inside = QRectF(self.rect()).adjusted(5, 2, -5, -2)
        if strip.wave:
            self._draw_wave(painter, strip, inside)
        if strip.now is not None:
            across = self._across(strip.now)
            painter.setPen(QPen(QColor(FOCUS), 1))
            painter.drawLine(QPointF(across, 1), QPointF(across, self.height() - 2))
        for line, colour in zip(strip.lines, _LINES, strict=False):
            count = max(1, len(line) - 1)
            points = [self._point(place / count, number) for place, number in enumerate(line)]
            painter.setPen(QPen(colour, 1.4))
            painter.drawPolyline(QPolygonF(points))
        self._draw_keys(painter, strip)
        painter.setPen(QColor(DIM))
        right = Qt.AlignmentFlag.AlignRight
        painter.drawText(inside, int(right | Qt.AlignmentFlag.AlignTop), f"{strip.high:.4g}")
        painter.drawText(inside, int(right | Qt.AlignmentFlag.AlignBottom), f"{strip.low:.4g}")

    def _draw_wave(self, painter: QPainter, strip: Strip, inside: QRectF) -> None:
        """Draw the sound that is followed, in time with the curve, as high as the strip, and its name."""
        middle, half, step = self.height() / 2, self.height() / 2 - 2, self._wide() / len(strip.wave)
        places = [_EDGE + (number + 0.5) * step for number in range(len(strip.wave))]
        upper = [QPointF(x, middle - most * half) for x, (_, most) in zip(places, strip.wave, strict=True)]
        lower = [QPointF(x, middle - least * half) for x, (least, _) in zip(places, strip.wave, strict=True)]
        painter.setPen(QPen(_WAVE, 1))
        painter.setBrush(_WAVE)
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        room = int(inside.width() - _GUTTER)
        name = painter.fontMetrics().elidedText(strip.sound, Qt.TextElideMode.ElideMiddle, room)
        painter.setPen(QColor(DIM))
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), name)

    def _draw_keys(self, painter: QPainter, strip: Strip) -> None:
        for place, time, numbers in strip.keys:
            chosen = time == self._chosen
            painter.setPen(QPen(QColor(PANEL), 1))
            painter.setBrush(QColor(FOCUS if chosen else TEXT))
            for number in numbers[: len(_LINES)]:
                at, size = self._point(place, number), 5.0 if chosen else 4.0
                corners = [(0, -size), (size, 0), (0, size), (-size, 0)]
                painter.drawPolygon(QPolygonF([at + QPointF(x, y) for x, y in corners]))

    def _across(self, place: float) -> float:
        return _EDGE + place * self._wide()

    def _wide(self) -> float:
        return max(1.0, self.width() - 2 * _EDGE - _GUTTER)

    def _point(self, place: float, number: float) -> QPointF:
        assert self._strip is not None
        share = (number - self._strip.low) / (self._strip.high - self._strip.low)
        return QPointF(self._across(place), self.height() - _EDGE - share * (self.height() - 2 * _EDGE))

    # -- the mouse and the keyboard

    def _near(self, at: QPointF) -> tuple[Any, tuple[float, ...]] | None:
        if self._strip is None:
            return None
        for place, time, numbers in self._strip.keys:
            for number in numbers:
                away = self._point(place, number) - at
                if abs(away.x()) <= _NEAR and abs(away.y()) <= _NEAR:
                    return time, numbers
        return None

    def _time(self, at: QPointF) -> Any:
        assert self._strip is not None
        share = (at.x() - _EDGE) / self._wide()
        return self._strip.time_at(min(1.0, max(0.0, share)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a key, or go to a time."""
        if self._strip is None or event.button() != Qt.MouseButton.LeftButton:
            return
        found = self._near(event.position())
        self._chosen = found[0] if found else None
        self._held = None if found is None else (*found, event.position().y())
        self.update()
        if found is None:
            self.sought.emit(self._time(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the key that is held: in time by whole frames, and all its numbers by as much."""
        if self._held is None or self._strip is None:
            return
        time, numbers, began = self._held
        step = (self._strip.high - self._strip.low) / (self.height() - 2 * _EDGE)
        by = (began - event.position().y()) * step
        new = tuple(round(number + by, 4) for number in numbers)
        self._last = (time, self._time(event.position()), new)
        self._chosen = self._last[1]
        self.moved.emit(*self._last, False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the key stay where it is."""
        last, self._last, self._held = self._last, None, None
        if last is not None:
            self.moved.emit(*last, True)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the key away that is under the mouse, or put one where there is none."""
        if self._strip is not None:
            found = self._near(event.position())
            (self.removed if found else self.added).emit(found[0] if found else self._time(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the chosen key away."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._chosen is not None:
            self.removed.emit(self._chosen)
        else:
            super().keyPressEvent(event)
