"""Projects that were open before, as the start page's list draws them: picture, name, place, date."""

from __future__ import annotations

from pathlib import Path

from qtpy.QtCore import QDateTime, QLocale, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from qtpy.QtGui import QColor, QFont, QImage, QImageReader, QPainter, QPalette
from qtpy.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from editor.ui.icons import pixmap
from editor.ui.theme import DIM, FOCUS
from editor.ui.words import say

from .recent import Recent

CARD = int(Qt.ItemDataRole.UserRole)
PICTURE = QSize(96, 54)
_EDGE = 6
Index = QModelIndex | QPersistentModelIndex


class Cards(QStyledItemDelegate):
    """Draws a `Recent`; pictures are read when they are first seen."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures: dict[tuple[Path, int], QImage] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(240, PICTURE.height() + 2 * _EDGE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        recent = index.data(CARD)
        if not isinstance(recent, Recent):
            return
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        over = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or over:
            role = QPalette.ColorRole.Highlight if chosen else QPalette.ColorRole.Window
            painter.fillRect(option.rect, option.palette.color(role))
        inside = option.rect.adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        self._picture(painter, recent, QRect(inside.topLeft(), PICTURE))
        words = inside.adjusted(PICTURE.width() + 12, 2, -4, -2)
        self._words(painter, recent, words, option)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(FOCUS))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _words(self, painter: QPainter, recent: Recent, place: QRect, option: QStyleOptionViewItem) -> None:
        date = date_text(recent)
        wide = option.fontMetrics.horizontalAdvance(date)
        bold = QFont(option.font)
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(option.palette.color(QPalette.ColorRole.Text))
        first = place.adjusted(0, 4, -wide - 12, 0)
        name = painter.fontMetrics().elidedText(
            recent.folder.name, Qt.TextElideMode.ElideMiddle, first.width()
        )
        painter.drawText(first, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)
        painter.setFont(option.font)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(QColor("#e6e6e6" if chosen else DIM))
        painter.drawText(
            place.adjusted(0, 4, 0, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, date
        )
        where = option.fontMetrics.elidedText(
            str(recent.folder.parent), Qt.TextElideMode.ElideMiddle, place.width()
        )
        below = place.adjusted(0, 4 + option.fontMetrics.height() + 5, 0, 0)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, where)

    def _picture(self, painter: QPainter, recent: Recent, place: QRect) -> None:
        painter.fillRect(place, QColor("#101010"))
        scale = painter.device().devicePixelRatioF()
        key = recent.picture, round(place.width() * scale)
        if key not in self._pictures:
            self._pictures[key] = _read(recent.picture, place.size() * scale)
        image = self._pictures[key]
        if image.isNull():
            mark = pixmap("film", round(22 * scale), QColor(DIM))
            mark.setDevicePixelRatio(scale)
            painter.drawPixmap(place.center().x() - 11, place.center().y() - 11, mark)
            return
        shown = QRect(place.topLeft(), image.size() / scale)
        shown.moveCenter(place.center())
        painter.drawImage(shown, image)

    def forget_pictures(self) -> None:
        """Read pictures anew: a project may have been left with another."""
        self._pictures.clear()


def date_text(recent: Recent) -> str:
    """Return when a project was changed last, its month as this place writes it."""
    when = QDateTime.fromSecsSinceEpoch(round(recent.changed.timestamp()))
    return QLocale().toString(when, "d MMM yyyy, HH:mm")


def told(recent: Recent) -> str:
    """Return a project in words, for those who do not see it."""
    return say(
        "{name}, changed {date}, in {folder}",
        name=recent.folder.name,
        date=date_text(recent),
        folder=recent.folder.parent,
    )


def _read(path: Path, size: QSize) -> QImage:
    """Return the picture scaled to fit, a null one where there is none."""
    reader = QImageReader(str(path))
    if not path.is_file() or not reader.size().isValid():
        return QImage()
    reader.setScaledSize(reader.size().scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
