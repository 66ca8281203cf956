"""The list of edits: the one that is chosen becomes the newest that is made."""

from __future__ import annotations

from qtpy.QtCore import Qt
from qtpy.QtGui import QBrush, QColor
from qtpy.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from editor.ui.words import say

from .model import HistoryModel, Line

_DONE = int(Qt.ItemDataRole.UserRole)
_UNDONE = QColor("#7c7c82")


class HistoryDialog(QDialog):  # type: ignore[misc, unused-ignore]
    """Shows every edit, newest last; those taken back are dim. Return or a double click goes there."""

    def __init__(self, model: HistoryModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("History"))
        self._model = model
        self.list = QListWidget(self)
        self.list.setAccessibleName(say("Edits, oldest first"))
        self.list.setUniformItemSizes(True)
        self.list.itemActivated.connect(self._go)
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Close, parent=self)
        go = self.buttons.addButton(say("Go There"), QDialogButtonBox.ButtonRole.ActionRole)
        go.clicked.connect(lambda: self._go(self.list.currentItem()))
        self.buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.addWidget(self.list)
        box.addWidget(self.buttons)
        self.resize(360, 460)
        self._unwatch = model.lines.watch(self._show, now=True)
        self.finished.connect(lambda _: self._unwatch())
        model.list()

    def _show(self, lines: tuple[Line, ...]) -> None:
        self.list.clear()
        now = 0
        for place, line in enumerate(lines):
            item = QListWidgetItem(line.text)
            item.setData(_DONE, line.done)
            if line.is_made:
                now = place
            else:
                item.setForeground(QBrush(_UNDONE))
                item.setToolTip(say("Taken back"))
            self.list.addItem(item)
        self.list.setCurrentRow(now)
        self.list.scrollToItem(self.list.currentItem())

    def _go(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._model.go(int(item.data(_DONE)))
            self.accept()
