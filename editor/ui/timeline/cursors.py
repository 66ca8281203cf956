"""The pointer's shapes: each tells what a press would do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qtpy.QtCore import QPointF, Qt
from qtpy.QtGui import QColor, QCursor, QPainter, QPen, QPixmap

from .tools import Deed, Keys

_SIZE = 24
_PLAIN: Mapping[Deed, Qt.CursorShape] = {
    "trim": Qt.CursorShape.SplitHCursor,
    "copy": Qt.CursorShape.DragCopyCursor,
    "nothing": Qt.CursorShape.ArrowCursor,
}


def keys_of(held: Qt.KeyboardModifier) -> Keys:
    """Return the modifiers that are held as the tools know them."""
    return Keys(
        shift=bool(held & Qt.KeyboardModifier.ShiftModifier),
        ctrl=bool(held & Qt.KeyboardModifier.ControlModifier),
        alt=bool(held & Qt.KeyboardModifier.AltModifier),
    )


class Cursors:
    """The pointers that were drawn so far."""

    def __init__(self) -> None:
        self._made: dict[tuple[Deed, bool], QCursor] = {}

    def of(self, deed: Deed, tail: bool = False) -> QCursor:
        """Return the pointer over what a press would do; `tail` says that an edge is a clip's last one."""
        if (deed, tail) not in self._made:
            self._made[deed, tail] = _made(deed, tail)
        return self._made[deed, tail]


def _made(deed: Deed, tail: bool) -> QCursor:
    draw = _DRAWN.get(deed)
    if draw is None:
        return QCursor(_PLAIN.get(deed, Qt.CursorShape.ArrowCursor))
    picture = QPixmap(_SIZE, _SIZE)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # Dark beneath and light above, so that it is seen on any clip.
    for colour, wide in ((QColor("#101012"), 4.0), (QColor("#f4f4f6"), 1.6)):
        painter.setPen(QPen(colour, wide, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        draw(painter, tail)
    painter.end()
    return QCursor(picture, _SIZE // 2, _SIZE // 2)


def _line(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.drawPolyline([QPointF(x, y) for x, y in points])


def _arrow(painter: QPainter, start: float, end: float, y: float = 12) -> None:
    back = 3 if end > start else -3
    _line(painter, (start, y), (end, y))
    _line(painter, (end - back, y - 3), (end, y), (end - back, y + 3))


def _bracket(painter: QPainter, x: float, opens: float) -> None:
    _line(painter, (x + opens, 5), (x, 5), (x, 19), (x + opens, 19))


def _ripple(painter: QPainter, tail: bool) -> None:
    _bracket(painter, 12, -4 if tail else 4)
    _arrow(painter, 14 if tail else 10, 22 if tail else 2)


def _roll(painter: QPainter, tail: bool) -> None:
    _bracket(painter, 10.5, -3)
    _bracket(painter, 13.5, 3)
    _arrow(painter, 7, 1)
    _arrow(painter, 17, 23)


def _slip(painter: QPainter, tail: bool) -> None:
    _line(painter, (3, 5), (3, 19))
    _line(painter, (21, 5), (21, 19))
    _arrow(painter, 12, 6)
    _arrow(painter, 12, 18)


def _slide(painter: QPainter, tail: bool) -> None:
    _line(painter, (8, 6), (16, 6), (16, 18), (8, 18), (8, 6))
    _arrow(painter, 6, 1)
    _arrow(painter, 18, 23)


def _blade(painter: QPainter, tail: bool) -> None:
    _line(painter, (12, 2), (12, 22))
    _line(painter, (7, 6), (17, 6), (17, 12), (7, 12), (7, 6))


def _forward(painter: QPainter, tail: bool) -> None:
    for y in (7, 12, 17):
        _arrow(painter, 4, 19, y)


_DRAWN: Mapping[Deed, Callable[[QPainter, bool], None]] = {
    "ripple": _ripple,
    "roll": _roll,
    "slip": _slip,
    "slide": _slide,
    "blade": _blade,
    "forward": _forward,
}
