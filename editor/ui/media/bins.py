"""The tree of bins: everything, each bin, what no clip uses, what is not there. Media is dropped on it."""

from __future__ import annotations

from qtpy.QtCore import Qt
from qtpy.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from qtpy.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from editor.ui.icons import icon
from editor.ui.keys import MOVES, keep_keys
from editor.ui.words import say

from .model import ALL, OFFLINE, UNUSED, MediaModel
from .table import paths_in

BIN = int(Qt.ItemDataRole.UserRole)
_MOST_ROWS = 7


class BinTree(QTreeWidget):
    """Shows the model's bins; choosing one shows what is in it."""

    def __init__(self, model: MediaModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setHeaderHidden(True)
        self.setIndentation(14)
        self.setAcceptDrops(True)
        self.setAccessibleName(say("Bins"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        keep_keys(self, MOVES)
        self._filling = False
        self.currentItemChanged.connect(self._chosen)
        self._watching = (
            model.bins.watch(lambda _: self._fill()),
            model.pieces.watch(lambda _: self._fill(), now=True),
            model.bin.watch(lambda _: self._follow()),
        )

    def _fill(self) -> None:
        model = self._model
        pieces = model.pieces.value
        unused = sum(not piece.uses for piece in pieces)
        offline = sum(piece.offline for piece in pieces)
        self._filling = True
        self.clear()
        made = {ALL: self._row(self, say("All media"), ALL, len(pieces), "film")}
        for path in model.bins.value:
            above, _, name = path.rpartition("/")
            inside = sum(piece.bin == path for piece in pieces)
            holder: QTreeWidget | QTreeWidgetItem = made.get(above, self) if above else self
            made[path] = self._row(holder, name, path, inside, "bin")
        if unused:
            self._row(self, say("Unused"), UNUSED, unused, "search")
        if offline:
            self._row(self, say("Offline"), OFFLINE, offline, "offline")
        self.expandAll()
        self._filling = False
        self._follow()
        rows = min(len(made) + bool(unused) + bool(offline), _MOST_ROWS)
        self.setFixedHeight(rows * max(self.sizeHintForRow(0), 16) + 6)

    def _row(
        self, holder: QTreeWidget | QTreeWidgetItem, name: str, path: str, count: int, picture: str
    ) -> QTreeWidgetItem:
        row = QTreeWidgetItem(holder, [f"{name}  ({count})" if count else name])
        row.setData(0, BIN, path)
        row.setIcon(0, icon(picture))
        row.setToolTip(0, path if path in self._model.bins.value else name)
        return row

    def _follow(self) -> None:
        wanted = self._model.bin.value
        waiting = [item for place in range(self.topLevelItemCount()) if (item := self.topLevelItem(place))]
        while waiting:
            item = waiting.pop()
            if item.data(0, BIN) == wanted:
                self.setCurrentItem(item)
                return
            waiting.extend(child for place in range(item.childCount()) if (child := item.child(place)))
        # The bin that was shown is gone.
        self._model.bin.set(ALL)

    def _chosen(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and not self._filling:
            self._model.bin.set(str(item.data(0, BIN)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take media of ours; files go to the dock."""
        if paths_in(event.mimeData()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Take media where there is a bin."""
        if self._bin_at(event) is None:
            event.ignore()
        else:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put media into the bin under the pointer."""
        bin = self._bin_at(event)
        if bin is not None:
            self._model.move(paths_in(event.mimeData()), bin)

    def _bin_at(self, event: QDropEvent) -> str | None:
        item = self.itemAt(event.position().toPoint())
        bin = None if item is None else str(item.data(0, BIN))
        return None if bin in (UNUSED, OFFLINE) else bin

    def forget(self) -> None:
        """Follow the model no more."""
        for unwatch in self._watching:
            unwatch()
