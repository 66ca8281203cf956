"""Where a hand chooses how a colour is shown: a square of saturation and value, a strip of hues."""

from __future__ import annotations

from qtpy.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from qtpy.QtGui import QColor, QKeyEvent, QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QPen
from qtpy.QtWidgets import QWidget

from editor.ui.keys import MOVES, keep_keys
from editor.ui.theme import FOCUS
from editor.ui.words import say

_EDGE = 6.0
_FINE, _COARSE = 0.01, 0.1


class _Field(QWidget):
    """A field under a hand: what moves tells places from 0 to 1, rightwards and upwards."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        keep_keys(self, MOVES)
        self.place = (0.0, 0.0)

    def moved(self, across: float, up: float, *, rests: bool) -> None:
        """Tell where the hand is."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._follow(event, rests=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(event, rests=False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._follow(event, rests=True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by a hundredth, with Shift by a tenth."""
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        far = _COARSE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _FINE
        self._go(self.place[0] + step[0] * far, self.place[1] + step[1] * far, rests=True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    @property
    def area(self) -> QRectF:
        """Where the field itself lies, within its margin."""
        return QRectF(self.rect()).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)

    def _follow(self, event: QMouseEvent, *, rests: bool) -> None:
        area, at = self.area, event.position()
        self._go((at.x() - area.left()) / area.width(), (area.bottom() - at.y()) / area.height(), rests=rests)

    def _go(self, across: float, up: float, *, rests: bool) -> None:
        self.place = (min(1.0, max(0.0, across)), min(1.0, max(0.0, up)))
        self.moved(*self.place, rests=rests)
        self.update()

    def paint_mark(self, painter: QPainter, at: QPointF) -> None:
        """Draw where it stands; wider where the keyboard is."""
        radius = 6.0 if self.hasFocus() else 4.5
        for colour, width in (
            (QColor(0, 0, 0), 3.5),
            (QColor(FOCUS) if self.hasFocus() else QColor(255, 255, 255), 1.8),
        ):
            painter.setPen(QPen(colour, width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, radius, radius)


class ShadeSquare(_Field):
    """Saturation across and value up, of one hue."""

    tried = Signal(float, float)
    given = Signal(float, float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(say("Saturation and value: drag, or use the arrow keys"), parent)
        self._hue = 0.0

    def sizeHint(self) -> QSize:
        return QSize(230, 170)

    def show_shade(self, hue: float, saturation: float, value: float) -> None:
        """Show a colour; a value above 1 stands at the upper edge."""
        self._hue, self.place = hue, (min(1.0, saturation), min(1.0, value))
        self.update()

    def moved(self, across: float, up: float, *, rests: bool) -> None:
        (self.given if rests else self.tried).emit(across, up)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, area = QPainter(self), self.area
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        across = QLinearGradient(area.topLeft(), area.topRight())
        across.setColorAt(0, QColor(255, 255, 255))
        across.setColorAt(1, QColor.fromHsvF(self._hue % 1, 1, 1))
        painter.fillRect(area, across)
        down = QLinearGradient(area.topLeft(), area.bottomLeft())
        down.setColorAt(0, QColor(0, 0, 0, 0))
        down.setColorAt(1, QColor(0, 0, 0))
        painter.fillRect(area, down)
        x, y = self.place
        self.paint_mark(painter, QPointF(area.left() + x * area.width(), area.bottom() - y * area.height()))
        painter.end()


class HueStrip(_Field):
    """Hues, from red at the bottom round to red."""

    tried = Signal(float)
    given = Signal(float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(say("Hue: drag, or use the arrow keys"), parent)
        self.setFixedWidth(30)

    def sizeHint(self) -> QSize:
        return QSize(30, 170)

    def show_hue(self, hue: float) -> None:
        """Show a hue, 0 to 1."""
        self.place = (0.5, hue)
        self.update()

    def moved(self, across: float, up: float, *, rests: bool) -> None:
        (self.given if rests else self.tried).emit(min(up, 0.9999))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, area = QPainter(self), self.area
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hues = QLinearGradient(area.bottomLeft(), area.topLeft())
        for step in range(7):
            hues.setColorAt(step / 6, QColor.fromHsvF(step / 6 % 1, 1, 1))
        painter.fillRect(area, hues)
        self.paint_mark(painter, QPointF(area.center().x(), area.bottom() - self.place[1] * area.height()))
        painter.end()
