"""One channel of a meter: a bar from below, the peak that is held, the light above it."""

from __future__ import annotations

from functools import lru_cache

from qtpy.QtCore import QRect
from qtpy.QtGui import QColor, QLinearGradient, QPainter

from .model import FLOOR, Bar, deflection

TROUGH, _HELD = QColor("#0f0f10"), QColor("#f4f4f5")
_CLIPPED, _QUIET = QColor("#e5484d"), QColor("#38383b")
_STOPS = ((0.0, "#2f7d5b"), (0.55, "#57ab5a"), (0.75, "#e8c547"), (0.95, "#f0883e"), (1.0, "#e5484d"))
_PALE = 0.55
"""How strongly a peak is drawn above the power in it."""


def draw_bar(painter: QPainter, bar: Bar, light: QRect, trough: QRect, *, pale: bool = True) -> None:
    """Draw a channel's light, and in its trough the peak (`pale`, where the power is drawn in it).

    A light that is on is red and has a bright mark in it: it is told by its shape, too.
    """
    painter.fillRect(light, _CLIPPED if bar.clipped else _QUIET)
    if bar.clipped:
        mark = QRect(0, 0, max(light.width() // 3, 1), max(light.height() // 3, 1))
        mark.moveCenter(light.center())
        painter.fillRect(mark, _HELD)
    painter.fillRect(trough, TROUGH)
    high = trough.height()
    colours = _colours(trough.top(), high)
    if pale:
        painter.setOpacity(_PALE)
    if bar.peak > FLOOR:
        painter.fillRect(_up(trough, bar.peak), colours)
    painter.setOpacity(1)
    if bar.power > FLOOR:
        painter.fillRect(_up(trough, bar.power), colours)
    if bar.held > FLOOR:
        painter.fillRect(QRect(trough.left(), _up(trough, bar.held).top(), trough.width(), 1), _HELD)


def _up(trough: QRect, level: float) -> QRect:
    """Return the part of a trough that a level fills."""
    tall = round(deflection(level) * trough.height())
    return QRect(trough.left(), trough.top() + trough.height() - tall, trough.width(), tall)


@lru_cache(maxsize=128)
def _colours(top: int, high: int) -> QLinearGradient:
    made = QLinearGradient(0, top + high, 0, top)
    for place, colour in _STOPS:
        made.setColorAt(place, QColor(colour))
    return made
