"""The start page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from qtpy.QtCore import QSize, Qt
from qtpy.QtGui import QAction, QColor, QPalette
from qtpy.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.icons import icon, pixmap
from editor.ui.keys import MOVES, PRESSES, keep_keys
from editor.ui.queue.model import Queue
from editor.ui.queue.task import Task, told

from .model import StartModel

ABOUT = (
    "A cut is a timeline, a shot in it carries a graph, running the graph makes takes,\n"
    "one take is circled, and the cut goes back to the suite it came from."
)
_PATH = int(Qt.ItemDataRole.UserRole)
_WAYS = (("file.demo", "film"), ("file.import", "import"), ("file.open", "open"))


class StartPage(QWidget):
    """Three ways in, and the projects that were open before."""

    def __init__(
        self, model: StartModel, queue: Queue, handles: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._queue = queue
        column = QWidget(self)
        column.setMaximumWidth(720)
        self._inside = QVBoxLayout(column)
        self._inside.setSpacing(14)
        self._inside.addStretch(1)
        self._head()
        self.buttons = [self._way(handles[name], picture) for name, picture in _WAYS]
        self.buttons[0].setProperty("main", True)
        self._says = QLabel(self)
        self._says.setProperty("dim", True)
        self._says.setWordWrap(True)
        self._inside.addWidget(self._says)
        self._heading = QLabel("Recent projects", self)
        self._heading.setProperty("section", True)
        self._inside.addWidget(self._heading)
        self.recent = QListWidget(self)
        self.recent.setAccessibleName("Recent projects")
        keep_keys(self.recent, (*MOVES, *PRESSES))
        self.recent.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.recent.itemActivated.connect(lambda item: model.open(Path(item.data(_PATH))))
        self._inside.addWidget(self.recent)
        self._inside.addStretch(2)
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(column, 6)
        outer.addStretch(1)
        self._watching = (
            model.recent.watch(self._list, now=True),
            queue.tasks.watch(self._run, now=True),
        )

    def _head(self) -> None:
        line = QHBoxLayout()
        mark = QLabel(self)
        scale = self.devicePixelRatioF()
        drawn = pixmap("workprint", round(44 * scale), self.palette().color(QPalette.ColorRole.WindowText))
        drawn.setDevicePixelRatio(scale)
        mark.setPixmap(drawn)
        title = QLabel("Workprint", self)
        title.setProperty("title", True)
        line.addWidget(mark)
        line.addSpacing(8)
        line.addWidget(title, 1)
        about = QLabel(ABOUT, self)
        about.setProperty("dim", True)
        about.setWordWrap(True)
        self._inside.addLayout(line)
        self._inside.addWidget(about)

    def _way(self, handle: QAction, picture: str) -> QPushButton:
        made = QPushButton(f" {handle.text()}", self)
        first = picture == _WAYS[0][1]
        made.setIcon(icon(picture, QColor("#161616")) if first else icon(picture))
        made.setIconSize(QSize(18, 18))
        made.setMinimumHeight(38)
        made.setToolTip(handle.toolTip())
        made.clicked.connect(handle.trigger)
        self._inside.addWidget(made)
        return made

    def _list(self, paths: tuple[Path, ...]) -> None:
        self._heading.setVisible(bool(paths))
        self.recent.setVisible(bool(paths))
        self.recent.clear()
        for path in paths:
            item = QListWidgetItem(f"{path.name}    {path.parent}")
            item.setData(_PATH, str(path))
            item.setToolTip(str(path))
            self.recent.addItem(item)
        line = self.recent.sizeHintForRow(0) if paths else 0
        self.recent.setFixedHeight(min(len(paths), 8) * line + 6)

    def _run(self, tasks: tuple[Task, ...]) -> None:
        self._says.setText(told(tasks[0], self._queue.clock()) if tasks else "")
        for each in self.buttons:
            each.setEnabled(not tasks)

    def forget(self) -> None:
        """Follow the models no more."""
        for unwatch in self._watching:
            unwatch()
