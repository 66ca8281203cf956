"""What is written over a picture: a slate where there is none, a badge, words while one is waited for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QColor, QFontDatabase, QPainter

from editor.ui.theme import DIM, FOCUS, TEXT, WARNING

from .model import PlayerModel
from .refusing import beside_text

SURROUND = QColor("#1b1b1b")
_SLATE, _PLATE = QColor("#303030"), QColor(16, 16, 16, 200)
_MARGIN = 10.0


Paint = Callable[[QPainter], None]
"""Draws on the picture, in Qt's pixels of the canvas."""


def draw_over(
    painter: QPainter, model: PlayerModel, over: Sequence[Paint], area: QRectF, canvas: QRectF
) -> None:
    """Draw what lies over the picture: `over`, unless a slate stands in its place, then the badges."""
    if not model.slate.value:
        for paint in over:
            paint(painter)
    draw_slate(painter, model, area)
    draw_badge(painter, model, canvas)


def draw_slate(painter: QPainter, model: PlayerModel, area: QRectF) -> None:
    """Draw the slate over `area` (the picture, else the canvas), if there is something to say."""
    text = model.slate.value
    if not text:
        return
    painter.fillRect(area, _SLATE)
    inside = area.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    heading, _, why = text.partition("\n")
    font = painter.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    painter.save()
    painter.setFont(font)
    painter.setPen(QColor(TEXT))
    flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
    if not why:
        painter.drawText(inside, flags, heading)
        painter.restore()
        return
    upper = QRectF(inside.left(), inside.top(), inside.width(), inside.height() / 2)
    painter.drawText(upper, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom), heading)
    painter.restore()
    painter.setPen(QColor(DIM))
    lower = upper.translated(0, upper.height()).adjusted(0, _MARGIN, 0, 0)
    wrap = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
    painter.drawText(lower, wrap, why)


def draw_badge(painter: QPainter, model: PlayerModel, canvas: QRectF) -> None:
    """Draw state or looking above, the pixel under the mouse below, and at the right what was dropped."""
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    if trouble := model.state.value or beside_text(model.refused.value):
        _write(painter, trouble, WARNING, canvas, left | Qt.AlignmentFlag.AlignTop)
    elif badges := [each for each in (model.viewed_badge, model.looking.badge) if each]:
        _write(painter, ", ".join(badges), FOCUS, canvas, left | Qt.AlignmentFlag.AlignTop)
    if model.dropped.value:
        dropped = f"{model.dropped.value} dropped"
        _write(painter, dropped, DIM, canvas, right | Qt.AlignmentFlag.AlignTop)
    if model.pixel.value:
        painter.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        _write(painter, model.pixel.value, TEXT, canvas, left | Qt.AlignmentFlag.AlignBottom)


def _write(painter: QPainter, text: str, colour: str, canvas: QRectF, edge: Qt.AlignmentFlag) -> None:
    """Write on a dark plate at an edge, so that it can be read over any picture."""
    most = canvas.adjusted(_MARGIN + 8, _MARGIN + 5, -_MARGIN - 8, -_MARGIN - 5)
    flags = int(edge | Qt.TextFlag.TextWordWrap)
    words = QRectF(painter.fontMetrics().boundingRect(most.toRect(), flags, text))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_PLATE)
    painter.drawRoundedRect(words.adjusted(-8, -5, 8, 5), 3, 3)
    painter.setPen(QColor(colour))
    painter.drawText(words, flags, text)
