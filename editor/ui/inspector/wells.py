"""Wells for files: one that a parameter names, or the stills of a mood board; chosen or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qtpy.QtCore import Qt
from qtpy.QtGui import QDragEnterEvent, QDropEvent
from qtpy.QtWidgets import QAbstractItemView, QFileDialog, QHBoxLayout, QListWidget, QPushButton, QWidget

from editor.ui.keys import MOVES, keep_keys
from editor.ui.words import say

from .control import Control
from .fields import Field

_HIGH = 84


class _Well(Control):
    """Takes what file managers drop."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(field, parent)
        self.setAcceptDrops(True)

    def take(self, paths: Sequence[Path]) -> None:
        """Do with files what the well is for."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, nothing else."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped."""
        event.acceptProposedAction()
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _choose(self, several: bool) -> None:
        dialog = QFileDialog(self, say("Choose files") if several else say("Choose a file"))
        mode = QFileDialog.FileMode.ExistingFiles if several else QFileDialog.FileMode.ExistingFile
        dialog.setFileMode(mode)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda paths: self.take([Path(path) for path in paths]))
        dialog.open()


class FileWell(_Well):
    """One file; its name is shown, its path in the tip."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(field, parent)
        self.button = QPushButton(self)
        self.button.setAccessibleName(field.title)
        self.button.clicked.connect(lambda: self._choose(several=False))
        self._box.addWidget(self.button)

    def show_field(self, field: Field) -> None:
        """Show which file it is."""
        super().show_field(field)
        name = field.labels[0] if field.labels else ""
        width = max(120, self.button.width() - 24)
        shown = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, width)
        self.button.setText(shown or say("Choose or drop a file…"))
        self.button.setToolTip(name or say("No file is chosen"))

    def take(self, paths: Sequence[Path]) -> None:
        """Name the first of the files."""
        if paths:
            self.ask("file", paths[0])


class Board(_Well):
    """Several pictures, in order."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(field, parent)
        self._files: list[str] = []
        self.list = QListWidget(self)
        self.list.setAccessibleName(field.title)
        self.list.setFixedHeight(_HIGH)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        keep_keys(self.list, MOVES)
        self.add = QPushButton(say("Add pictures…"), self)
        self.add.clicked.connect(lambda: self._choose(several=True))
        self.remove = QPushButton(say("Remove"), self)
        self.remove.setToolTip(say("Remove the selected pictures from {title}", title=field.title))
        self.remove.clicked.connect(self._remove)
        self.list.itemSelectionChanged.connect(self._enable)
        row = QHBoxLayout()
        row.addWidget(self.add, 1)
        row.addWidget(self.remove)
        self._box.addWidget(self.list)
        self._box.addLayout(row)

    def show_field(self, field: Field) -> None:
        """Show which pictures there are."""
        super().show_field(field)
        self._files = list(field.value)
        if [self.list.item(row).text() for row in range(self.list.count())] != list(field.labels):
            self.list.clear()
            self.list.addItems(list(field.labels))
        self.list.setVisible(bool(self._files))
        self.remove.setVisible(bool(self._files))
        self._enable()

    def take(self, paths: Sequence[Path]) -> None:
        """Add files to those there are."""
        if paths:
            self.ask("files", [*self._files, *map(str, paths)])

    def _remove(self) -> None:
        gone = {self.list.row(item) for item in self.list.selectedItems()}
        if gone:
            self.ask("files", [file for row, file in enumerate(self._files) if row not in gone])

    def _enable(self) -> None:
        self.remove.setEnabled(bool(self.list.selectedItems()))
