"""Text that is drawn often: laid out once, cut to fit by measure."""

from __future__ import annotations

from qtpy.QtCore import QLine, Qt
from qtpy.QtGui import QFont, QFontMetrics, QPainter, QStaticText

_KEPT = 8192
_MARGIN = 4


class Labels:
    """Short texts in one font, ready to be drawn; the oldest are forgotten when there are many."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetrics(font)
        self._widths: dict[str, int] = {}
        self._ready: dict[str, QStaticText] = {}
        self._half = self.metrics.height() // 2
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


def _forget(kept: dict[str, object] | dict[str, int] | dict[str, QStaticText]) -> None:
    if len(kept) > _KEPT:
        for key in list(kept)[: _KEPT // 4]:
            del kept[key]
