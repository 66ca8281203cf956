"""Text that is drawn often: laid out once, cut to fit by measure."""

from __future__ import annotations

import math
from typing import Any

from qtpy.QtCore import QLine, Qt
from qtpy.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap, QStaticText

_KEPT = 8192
_STAMPS = 3000
"""Texts that are kept as pictures; each takes some 4 KiB."""
_MARGIN = 4
_EDGE = 2
"""Pixels that a letter may reach out over its text's ends."""


class Labels:
    """Short texts in one font, ready to be drawn; the oldest are forgotten when there are many."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self._widths: dict[str, int] = {}
        self._ready: dict[str, QStaticText] = {}
        self._half = self.metrics.height() // 2
        self._stamps: dict[tuple[str, str], QPixmap] = {}
        self._ratio = 0.0
        self._ellipsis = self.metrics.horizontalAdvance("…")

    def width(self, text: str) -> int:
        """Return the pixels a text takes."""
        width = self._widths.get(text)
        if width is None:
            width = self._widths[text] = self.metrics.horizontalAdvance(text)
            _forget(self._widths)
        return width

    def fitting(self, text: str, room: float) -> str:
        """Return the text, or as much of its start as fits into `room` pixels, "" where nothing would.

        What is cut is taken to be as wide a letter as the whole, which is near enough in a clip.
        """
        whole = self.width(text)
        if whole <= room:
            return text
        letters = int(len(text) * (room - self._ellipsis - _MARGIN) / whole)
        return f"{text[:letters].rstrip()}…" if letters >= 2 else ""

    def strike(self, x: int, middle: int, text: str) -> QLine:
        """Return the line through a text drawn there. (Qt forgets to move struck-out text that it cached.)"""
        return QLine(x, middle + 1, x + self.width(text), middle + 1)

    def draw(self, painter: QPainter, x: int, middle: int, text: str) -> None:
        """Draw a text from pixel `x`, in the middle of the line at `middle`; the painter has the font set."""
        ready = self._ready.get(text)
        if ready is None:
            ready = self._ready[text] = QStaticText(text)
            ready.setTextFormat(Qt.TextFormat.PlainText)
            ready.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            _forget(self._ready)
        painter.drawStaticText(x, middle - self._half, ready)

    def stamp(self, painter: QPainter, x: int, middle: int, text: str, colour: str, ratio: float) -> None:
        """Draw a text as `draw` does, from a picture of it: for the many names, a third of the time.

        `ratio` is the device's pixels for each of ours.
        """
        if ratio != self._ratio:
            self._stamps, self._ratio = {}, ratio
        made = self._stamps.get((text, colour))
        if made is None:
            made = self._stamps[text, colour] = self._picture(text, colour, ratio)
            _forget(self._stamps, _STAMPS)
        painter.drawPixmap(x - _EDGE, middle - self._half, made)

    def _picture(self, text: str, colour: str, ratio: float) -> QPixmap:
        wide, high = self.width(text) + 2 * _EDGE, self.metrics.height() + 1
        made = QPixmap(math.ceil(wide * ratio), math.ceil(high * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setFont(self.font)
        painter.setPen(QColor(colour))
        self.draw(painter, _EDGE, self._half, text)
        painter.end()
        return made


def _forget(kept: dict[Any, Any], most: int = _KEPT) -> None:
    if len(kept) > most:
        for key in list(kept)[: most // 4]:
            del kept[key]
