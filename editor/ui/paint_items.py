"""What delegates share: how an item is marked, a line of text, a picture in its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from qtpy.QtCore import QRect, Qt
from qtpy.QtGui import QColor, QImage, QPainter, QPalette
from qtpy.QtWidgets import QStyle, QStyleOptionViewItem

from .theme import FOCUS

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@contextmanager
def item(painter: QPainter, option: QStyleOptionViewItem) -> Iterator[bool]:
    """Draw an item between what marks it as chosen and as having the keyboard; tells whether it is chosen."""
    painter.save()
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    if chosen:
        painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
    try:
        yield chosen
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(FOCUS))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
    finally:
        painter.restore()


def draw_text(painter: QPainter, place: QRect, text: str) -> None:
    """Write a line, with an ellipsis where it does not fit."""
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, LEFT, shown)


def draw_image(painter: QPainter, image: QImage | None, place: QRect) -> None:
    """Draw a picture, if there is one, as large as fits into the middle of a place."""
    if image is None:
        return
    shown = QRect(place.topLeft(), image.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio))
    shown.moveCenter(place.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(shown, image)
