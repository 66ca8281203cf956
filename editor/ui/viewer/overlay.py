"""What is written over a picture: a slate where there is none, a badge, words while one is waited for."""

from __future__ import annotations

from qtpy.QtCore import QRectF, Qt
from qtpy.QtGui import QColor, QPainter

from editor.ui.theme import DIM, TEXT, WARNING

from .model import PlayerModel

SURROUND = QColor("#1b1b1b")
_SLATE, _PLATE = QColor("#303030"), QColor(16, 16, 16, 200)
_MARGIN = 10.0


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
    """Draw the state in the upper left corner, where there is one."""
    text = model.state.value
    if not text:
        return
    metrics = painter.fontMetrics()
    most = canvas.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    wrap = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
    words = QRectF(metrics.boundingRect(most.adjusted(8, 5, -8, -5).toRect(), wrap, text))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_PLATE)
    painter.drawRoundedRect(words.adjusted(-8, -5, 8, 5), 3, 3)
    painter.setPen(QColor(WARNING))
    painter.drawText(words, wrap, text)
