"""One take as it is drawn in the list: picture, name, seed, when it was made, marks."""

from __future__ import annotations

from qtpy.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from qtpy.QtGui import QColor, QFont, QPainter, QPalette
from qtpy.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from editor.ui.icons import pixmap
from editor.ui.theme import DIM, FOCUS, WARNING

from .model import Row
from .posters import Posters

ROW = int(Qt.ItemDataRole.UserRole)
_PICTURE = QSize(112, 63)
_EDGE = 6
_MARK = 15

Index = QModelIndex | QPersistentModelIndex


class TakeDelegate(QStyledItemDelegate):
    """Draws a `Row`."""

    def __init__(self, posters: Posters, parent: QObject) -> None:
        super().__init__(parent)
        self._posters = posters

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, _PICTURE.height() + 2 * _EDGE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        if not isinstance(row, Row):
            return
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
        inside = option.rect.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        self._picture(painter, row, QRect(inside.topLeft(), _PICTURE))
        words = inside.adjusted(_PICTURE.width() + 10, 0, 0, 0)
        self._words(painter, row, words, option.font, chosen)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(FOCUS))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _picture(self, painter: QPainter, row: Row, place: QRect) -> None:
        painter.fillRect(place, QColor("#101010"))
        scale = painter.device().devicePixelRatioF()
        image = self._posters.get(row.poster, _PICTURE * scale)
        if image is not None:
            size = image.size() / scale
            shown = QRect(place.topLeft(), size)
            shown.moveCenter(place.center())
            painter.drawImage(shown, image)
        if row.circled:
            painter.setPen(QColor(FOCUS))
            painter.drawRect(place.adjusted(0, 0, -1, -1))

    def _words(self, painter: QPainter, row: Row, place: QRect, font: QFont, chosen: bool) -> None:
        bold = QFont(font)
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(QColor("#ffffff" if chosen else "#dedede"))
        line = painter.fontMetrics().height()
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, row.id)
        x = place.left() + painter.fontMetrics().horizontalAdvance(row.id) + 8
        scale = painter.device().devicePixelRatioF()
        for name in [mark for mark, on in (("circle", row.circled), ("star-on", row.starred)) if on]:
            image = pixmap(name, round(_MARK * scale), QColor(FOCUS))
            image.setDevicePixelRatio(scale)
            painter.drawPixmap(x, place.top() + (line - _MARK) // 2, image)
            x += _MARK + 4
        painter.setFont(font)
        if row.stale:
            painter.setPen(QColor(WARNING))
            rest = QRect(x, place.top(), place.right() - x, line)
            painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, "stale")
        painter.setPen(QColor("#e6e6e6" if chosen else DIM))
        for number, text in enumerate(filter(None, (row.made, row.seed)), 1):
            below = place.adjusted(0, number * (line + 2), 0, 0)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, below.width())
            painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, shown)
