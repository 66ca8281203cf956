"""How parameters are drawn on the picture: light over dark, so that they are seen on anything."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, pi, sin

from qtpy.QtCore import QPointF, QRectF, Qt
from qtpy.QtGui import QColor, QPainter, QPen, QPolygonF

from editor.ui.inspector.number import text_of
from editor.ui.pointing.view import Through
from editor.ui.theme import FOCUS, TEXT
from editor.ui.words import say

from .model import Grip, GripsModel
from .shapes import Held, Point, grips_of

_LIGHT, _DARK, _PLATE = QColor(245, 245, 245, 230), QColor(0, 0, 0, 150), QColor(16, 16, 16, 200)
_SMALL, _LARGE, _DOT = 4.5, 6.5, 3.0
_STEPS = 72


def paint_grips(
    painter: QPainter, through: Through, model: GripsModel, scale: float, hover: Grip | None
) -> None:
    """Draw every parameter that can be held, what is in hand or under the hand larger and by name."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    marked = model.chosen.value or hover
    for held in model.held.value:
        _lines(painter, through, held, scale)
        _path(painter, through, held)
        for place, point in enumerate(grips_of(held, scale)):
            is_marked = marked == Grip(held.name, place)
            _grip(painter, held, through.on_canvas(*point), place, is_marked)
            if is_marked:
                _name(painter, held, through.on_canvas(*point))


def _lines(painter: QPainter, through: Through, held: Held, scale: float) -> None:
    value, about = held.value, held.about
    match held.kind:
        case "box":
            x0, y0, x1, y1 = value
            _stroke(painter, through, ((x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)))
        case "line":
            _stroke(painter, through, (value[:2], value[2:]))  # type: ignore[arg-type]
        case "radius":
            _stroke(painter, through, _circle(held))
        case "angle":
            _stroke(painter, through, (about, *grips_of(held, scale)))
        case "point" if held.is_offset and any(value):
            _stroke(painter, through, (about, *grips_of(held, scale)), dashed=True)


def _circle(held: Held) -> Iterable[Point]:
    (x, y), radius = held.about, held.value[0]
    for step in range(_STEPS + 1):
        turn = 2 * pi * step / _STEPS
        yield x + radius * cos(turn) / held.aspect, y + radius * sin(turn)


def _path(painter: QPainter, through: Through, held: Held) -> None:
    _stroke(painter, through, held.path)
    painter.setPen(QPen(_DARK, 1.0))
    painter.setBrush(_LIGHT)
    for _, point in held.keys:
        painter.drawEllipse(through.on_canvas(*point), _DOT, _DOT)


def _stroke(painter: QPainter, through: Through, points: Iterable[Point], *, dashed: bool = False) -> None:
    line = [through.on_canvas(*point) for point in points]
    if len(line) < 2:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((_DARK, 3.0), (_LIGHT, 1.2)):
        pen = QPen(colour, width)
        if dashed:
            pen.setDashPattern([4.0, 3.0] if width > 2 else [10.0, 7.5])
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(line))


def _grip(painter: QPainter, held: Held, at: QPointF, place: int, marked: bool) -> None:
    size = _LARGE if marked else _SMALL
    painter.setPen(QPen(_DARK, 1.5))
    painter.setBrush(QColor(FOCUS) if marked else _LIGHT)
    if held.kind in ("box", "line") and place != len(grips_of(held, 1.0)) - 1:
        painter.drawRect(QRectF(at.x() - size + 1, at.y() - size + 1, 2 * size - 2, 2 * size - 2))
    elif held.kind == "point" and not held.is_offset:
        arm = size + 5
        for colour, width in ((_DARK, 3.5), (QColor(FOCUS) if marked else _LIGHT, 1.5)):
            painter.setPen(QPen(colour, width))
            for off in (QPointF(arm, 0), QPointF(0, arm)):
                painter.drawLine(at - off, at + off)
    else:
        painter.drawEllipse(at, size, size)


def _name(painter: QPainter, held: Held, at: QPointF) -> None:
    """Write which parameter it is and what it is, beside the grip."""
    numbers = ", ".join(text_of(number) for number in held.value)
    text = f"{say(held.title)}  {numbers}"
    words = QRectF(painter.fontMetrics().boundingRect(text)).translated(at + QPointF(16, -12))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_PLATE)
    painter.drawRoundedRect(words.adjusted(-6, -3, 6, 3), 3, 3)
    painter.setPen(QColor(TEXT))
    painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), text)
