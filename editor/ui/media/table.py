"""Media as Qt's views see it: rows of `MediaModel.shown`, to be dragged elsewhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from qtpy.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, QUrl
from qtpy.QtGui import QColor

from editor.ui.theme import WARNING
from editor.ui.words import say

from .model import MediaModel
from .text import COLUMNS, tip_text

if TYPE_CHECKING:
    from editor.compile.pool import Piece

MIME = "application/x-workprint-media"
"""What is dragged: a JSON list of paths and patterns. The files come as a list of addresses too."""
PIECE = int(Qt.ItemDataRole.UserRole)
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class MediaTable(QAbstractTableModel):
    """The rows that are shown."""

    def __init__(self, model: MediaModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._rows = model.shown.value
        self._unwatch = model.shown.watch(self._show)

    def _show(self, rows: tuple[Piece, ...]) -> None:
        if [row.path for row in rows] == [row.path for row in self._rows]:
            # The same media: where the list was scrolled to stays.
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        piece = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[index.column()][1](piece)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text(piece)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (text(piece) for _, text in COLUMNS)))
        if role == Qt.ItemDataRole.ForegroundRole and piece.offline and index.column() == 1:
            return QColor(WARNING)
        return piece if role == PIECE else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return say(COLUMNS[section][0])
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._model.backwards.set(order == Qt.SortOrder.DescendingOrder)
        self._model.order.set(max(column, 0))

    def flags(self, index: Index) -> Qt.ItemFlag:
        return (
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
            if index.isValid()
            else Qt.ItemFlag.NoItemFlags
        )

    def mimeTypes(self) -> list[str]:
        return [MIME, "text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        rows = sorted({index.row() for index in indexes})
        return mime_of([self._rows[row].path for row in rows])

    def forget(self) -> None:
        """Follow the model no more."""
        self._unwatch()


def mime_of(paths: Sequence[str]) -> QMimeData:
    """Return what is dragged for some media."""
    made = QMimeData()
    made.setData(MIME, json.dumps(list(paths)).encode())
    made.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return made


def paths_in(mime: QMimeData) -> list[str]:
    """Return the media that is dragged, [] where it is none of ours."""
    try:
        read = json.loads(bytes(mime.data(MIME).data()) or b"[]")
    except ValueError:
        return []
    return [path for path in read if isinstance(path, str)] if isinstance(read, list) else []
