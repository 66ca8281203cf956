"""Adding a node by typing part of its name."""

from __future__ import annotations

from qtpy.QtCore import QEvent, QObject, QPoint, Qt
from qtpy.QtGui import QHideEvent, QKeyEvent
from qtpy.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from .model import GraphModel

_TYPE = int(Qt.ItemDataRole.UserRole)


class NodeSearch(QFrame):
    """A line to type in over a list of nodes; Return adds the marked one, Escape adds none."""

    def __init__(self, model: GraphModel, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._model = model
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("Add a node: type part of its name")
        self.line.setAccessibleName("Search for a node")
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        box = QVBoxLayout(self)
        box.setContentsMargins(6, 6, 6, 6)
        box.addWidget(self.line)
        box.addWidget(self.list)
        self.line.textChanged.connect(self._find)
        self.line.returnPressed.connect(self._take)
        self.list.itemClicked.connect(lambda _: self._take())
        self.line.installEventFilter(self)

    def begin(self, over: QWidget) -> None:
        """Show it at the top of another widget, empty."""
        self.line.clear()
        self._find("")
        self.resize(max(300, over.width()), 260)
        self.move(over.mapToGlobal(QPoint(0, 0)))
        self.show()
        self.line.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        self._model.searching.set(False)
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                by = 1 if event.key() == Qt.Key.Key_Down else -1
                row = min(max(self.list.currentRow() + by, 0), self.list.count() - 1)
                self.list.setCurrentRow(row)
                return True
            if event.key() == Qt.Key.Key_Tab:
                return True
        return super().eventFilter(watched, event)

    def _find(self, words: str) -> None:
        self.list.clear()
        for spec in self._model.offered(words):
            item = QListWidgetItem(f"{spec.id}\n{spec.summary}")
            item.setData(_TYPE, spec.id)
            self.list.addItem(item)
        if not self.list.count():
            item = QListWidgetItem("No node matches." if words else "No nodes are known yet.")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _take(self) -> None:
        item = self.list.currentItem()
        chosen = item.data(_TYPE) if self.list.count() else None
        if isinstance(chosen, str):
            self.hide()
            self._model.add(chosen)
