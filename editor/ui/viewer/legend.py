"""What the colours of false colour stand for: a strip over the picture, while they are looked at."""

from __future__ import annotations

from dataclasses import dataclass
from math import log2

from qtpy.QtCore import QPointF, QRectF, Qt
from qtpy.QtGui import QColor, QPainter, QPen

from editor.ui.theme import DIM, EDGE, TEXT
from editor.ui.words import later, say
from nodes.engine.exposed import ZONES
from nodes.engine.view import View

POWER = 2.4
"""From the display's signal to light (ITU-R BT.1886)."""
_GREY = 0.41
"""The signal from which stops are counted: the middle of what is called middle grey."""
_NAMES = {
    "crushed": later("crushed"),
    "shadow": later("shadow"),
    "middle grey": later("middle grey"),
    "light skin": later("light skin"),
    "near clipping": later("near clipping"),
    "clipped": later("clipped"),
}
_PLATE = QColor(16, 16, 16, 215)
_MARGIN, _PAD, _CHIP = 10.0, 8.0, 12.0
_FAR = 1.0


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of signal with its colour, None where pictures stay grey: `low` and `high` are 0 to 1."""

    low: float
    high: float
    colour: tuple[int, int, int] | None
    name: str

    @property
    def signal(self) -> str:
        """How much of the display's signal that is, in per cent (IRE)."""
        return f"{self.low * 100:g}–{self.high * 100:g}" if self.high < _FAR else f"≥ {self.low * 100:g}"

    @property
    def light(self) -> str:
        """The light of it, 1 where the display clips."""
        low, high = self.low**POWER, self.high**POWER
        return f"{low:.2g}–{high:.2g}" if self.high < _FAR else f"≥ {low:.2g}"

    @property
    def stops(self) -> str:
        """How many stops from middle grey that is."""
        high = POWER * log2(self.high / _GREY)
        if not self.low:
            return f"< {high:+.1f}"
        low = POWER * log2(self.low / _GREY)
        return f"{low:+.1f} … {high:+.1f}" if self.high < _FAR else f"> {low:+.1f}"


def zones() -> tuple[Zone, ...]:
    """Return the stretches from the brightest down to the darkest."""
    lows = (0.0, *(most for most, _, _ in ZONES))
    made = [
        Zone(low, most, colour if colour[0] >= 0 else None, name)
        for low, (most, colour, name) in zip(lows, ZONES, strict=False)
    ]
    return tuple(reversed(made))


def rows_of(view: View) -> tuple[tuple[str, ...], ...]:
    """Return the words beside each colour: what it is, IRE, and of pictures as they are light and stops."""
    is_plain = not (view.gain or view.transform) and view.gamma == 1
    return tuple(
        (say(_NAMES[zone.name]), zone.signal, *((zone.light, zone.stops) if is_plain else ()))
        for zone in zones()
        if zone.name
    )


def draw_legend(painter: QPainter, view: View, canvas: QRectF) -> QRectF | None:
    """Draw the legend in the lower right corner while it is wanted and there is room; return where."""
    if view.marks != "exposure":
        return None
    rows = rows_of(view)
    heads = (say("Signal"), say("% (IRE)"), say("Light"), say("Stops"))[: len(rows[0])]
    metrics = painter.fontMetrics()
    widths = [max(map(metrics.horizontalAdvance, column)) + 14.0 for column in zip(heads, *rows, strict=True)]
    high = metrics.height() + 3.0
    size = (sum(widths) + _CHIP + 3 * _PAD + 18, high * (len(rows) + 1) + 2 * _PAD)
    if size[0] > canvas.width() - 2 * _MARGIN or size[1] > canvas.height() - 2 * _MARGIN:
        return None
    plate = QRectF(canvas.right() - size[0] - _MARGIN, canvas.bottom() - size[1] - _MARGIN, *size)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_PLATE)
    painter.drawRoundedRect(plate, 3, 3)
    inside = plate.adjusted(_PAD, _PAD, -_PAD, -_PAD)
    _strip(painter, QRectF(inside.left(), inside.top() + 2, 10, inside.height() - 4))
    colours = [zone.colour for zone in zones() if zone.name]
    for place, words in enumerate((heads, *rows)):
        top, x = inside.top() + place * high, inside.left() + 18 + _CHIP + _PAD
        colour = colours[place - 1] if place else None
        if colour is not None:
            painter.fillRect(QRectF(x - _CHIP - _PAD, top + 3, _CHIP, high - 6), QColor(*colour))
        for at, (text, width) in enumerate(zip(words, widths, strict=True)):
            painter.setPen(QColor(TEXT if place else DIM))
            edge = Qt.AlignmentFlag.AlignRight if at else Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRectF(x, top, width - 6, high), int(edge | Qt.AlignmentFlag.AlignVCenter), text)
            x += width
    return plate


def _strip(painter: QPainter, area: QRectF) -> None:
    """Draw the whole signal from 0, at the bottom, to 100 %: greys between the colours."""
    for row in range(round(area.height())):
        signal = 1 - row / area.height()
        zone = next(zone for zone in reversed(zones()) if signal <= zone.high)
        grey = round(signal * 255)
        painter.setPen(QPen(QColor(*(zone.colour or (grey, grey, grey))), 1))
        at = QPointF(area.left(), area.top() + row + 0.5)
        painter.drawLine(at, at + QPointF(area.width(), 0))
    painter.setPen(QPen(QColor(EDGE), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(area)
