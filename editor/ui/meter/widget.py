"""The meter as a widget: two bars, a scale, clip lights; still while nothing is heard."""

from __future__ import annotations

import time

from qtpy.QtCore import QEvent, QRect, QSize, Qt, QTimer
from qtpy.QtGui import (
    QColor,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from qtpy.QtWidgets import QToolTip, QWidget

from editor.ui.observe import Value
from editor.ui.words import say

from .model import MeterModel, deflection
from .paint import draw_bar

WIDE = 46
_EVERY = 33
"""Milliseconds between two looks."""
_TOP, _BOTTOM, _BAR, _GAP = 14, 6, 9, 2
_MARKS = (0, -6, -12, -18, -24, -30, -40, -50)
_TEXT = 9
_GROUND, _WORDS = "#1b1b1c", "#a0a0a5"


class MeterStrip(QWidget):  # type: ignore[misc, unused-ignore]
    """Shows a meter upright. It looks while something plays, and until the bars have fallen."""

    def __init__(self, model: MeterModel, playing: Value[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._playing = model, playing
        self._since = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self._look)
        self.setAccessibleName(say("Level meter"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedWidth(WIDE)
        font = QFont(self.font())
        font.setPixelSize(_TEXT)
        self.setFont(font)
        unwatch = (playing.watch(self._play, now=True), model.bars.watch(lambda _: self.update()))
        self.destroyed.connect(lambda: [each() for each in unwatch])

    def sizeHint(self) -> QSize:
        """Ask for a narrow strip."""
        return QSize(WIDE, 120)

    def _play(self, speed: int) -> None:
        if speed and not self._timer.isActive():
            self._since = time.monotonic()
            self._timer.start()

    def _look(self) -> None:
        now = time.monotonic()
        self._model.tick(now - self._since)
        self._since = now
        if not self._playing.value and self._model.is_at_rest:
            self._timer.stop()
            self.setAccessibleDescription(self._model.text())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the clip lights out."""
        self._model.reset()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the clip lights out with Return."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._model.reset()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell the highest peaks where the pointer rests."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = say("{levels}\nClick, or Return, puts the clip lights out", levels=self._model.text())
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return bool(super().event(event))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw scale, bars, held peaks, and the lights above them."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(_GROUND))
        high = max(self.height() - _TOP - _BOTTOM, 1)
        for number, bar in enumerate(self._model.bars.value):
            left = 4 + number * (_BAR + _GAP)
            draw_bar(painter, bar, QRect(left, 4, _BAR, 6), QRect(left, _TOP, _BAR, high))
        self._scale(painter, high)
        if self.hasFocus():
            painter.setPen(QColor("#539bf5"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _scale(self, painter: QPainter, high: int) -> None:
        painter.setPen(QColor(_WORDS))
        left, last = 4 + 2 * (_BAR + _GAP), -_TEXT
        for mark in _MARKS:
            y = _TOP + high - round(deflection(mark) * high)
            if y - last >= _TEXT + 1:
                painter.fillRect(QRect(left, y, 3, 1), QColor(_WORDS))
                painter.drawText(left + 5, y + _TEXT // 2 - 1, str(abs(mark)))
                last = y
