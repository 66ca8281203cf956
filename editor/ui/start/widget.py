"""The start page."""

from __future__ import annotations

from collections.abc import Mapping

from qtpy.QtCore import QSize, Qt
from qtpy.QtGui import QAction, QColor, QPalette
from qtpy.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from editor.ui.icons import icon, pixmap
from editor.ui.keys import MOVES, PRESSES, keep_keys
from editor.ui.queue.model import Queue
from editor.ui.queue.task import Task, told
from editor.ui.words import later, say

from .cards import CARD, Cards
from .cards import told as card_told
from .model import StartModel
from .recent import Recent

ABOUT = later(
    "A cut is a timeline, a shot in it carries a graph, running the graph makes takes, "
    "one take is circled, and the cut goes back to the suite it came from."
)
NOTHING = later(
    "No project was open before. The demo is a good beginning: it works a small cut from start to finish, "
    "and all of it can be changed. Or drop a timeline from your suite here."
)
_WAYS = (("file.demo", "film"), ("file.import", "import"), ("file.open", "open"), ("file.new", "add"))
_MOST_SHOWN = 5


class StartPage(QWidget):
    """The ways in, and the projects that were open before."""

    def __init__(
        self, model: StartModel, queue: Queue, handles: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._queue, self._model = queue, model
        column = QWidget(self)
        column.setMaximumWidth(720)
        self._inside = QVBoxLayout(column)
        self._inside.setSpacing(14)
        self._inside.addStretch(1)
        self._head()
        self.buttons = [self._way(handles[name], picture) for name, picture in _WAYS]
        self._ways()
        self._says = _dim(self)
        self._inside.addWidget(self._says)
        self._heading = QLabel(say("Recent projects"), self)
        self._heading.setProperty("section", True)
        self._inside.addWidget(self._heading)
        self._nothing = _dim(self)
        self._nothing.setText(say(NOTHING))
        self._inside.addWidget(self._nothing)
        self._recent()
        self._inside.addStretch(2)
        self._scrolled(column)
        self._watching = (
            model.looked.watch(lambda _: self._list()),
            model.recent.watch(lambda _: self._list(), now=True),
            queue.tasks.watch(self._run, now=True),
        )

    def _scrolled(self, column: QWidget) -> None:
        """Put the column into the middle of what scrolls where the window is low."""
        page = QWidget(self)
        middle = QHBoxLayout(page)
        middle.addStretch(1)
        middle.addWidget(column, 6)
        middle.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

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
        about = _dim(self)
        about.setText(say(ABOUT))
        self._inside.addLayout(line)
        self._inside.addWidget(about)

    def _ways(self) -> None:
        self.buttons[0].setProperty("main", True)
        grid = QGridLayout()
        grid.setSpacing(10)
        for place, each in enumerate(self.buttons):
            grid.addWidget(each, place // 2, place % 2)
        self._inside.addLayout(grid)

    def _way(self, handle: QAction, picture: str) -> QPushButton:
        made = QPushButton(f" {handle.text()}", self)
        first = picture == _WAYS[0][1]
        made.setIcon(icon(picture, QColor("#161616")) if first else icon(picture))
        made.setIconSize(QSize(18, 18))
        made.setMinimumHeight(40)
        made.setAccessibleName(handle.text())
        made.setToolTip(handle.toolTip())
        handle.changed.connect(lambda: made.setToolTip(handle.toolTip()))
        made.clicked.connect(handle.trigger)
        return made

    def _recent(self) -> None:
        self.recent = QListWidget(self)
        self.recent.setAccessibleName(say("Recent projects"))
        self.recent.setUniformItemSizes(True)
        self.recent.setMouseTracking(True)
        self.recent.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.recent.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._cards = Cards(self.recent)
        self.recent.setItemDelegate(self._cards)
        keep_keys(self.recent, (*MOVES, *PRESSES))
        self.recent.setProperty("once", True)
        self.recent.itemActivated.connect(self._open)
        self._inside.addWidget(self.recent)

    def _open(self, item: QListWidgetItem) -> None:
        recent = item.data(CARD)
        if isinstance(recent, Recent):
            self._model.open(recent.folder)

    def _list(self) -> None:
        found = self._model.recent.value
        self._heading.setVisible(bool(found))
        self.recent.setVisible(bool(found))
        self._nothing.setVisible(self._model.looked.value and not found)
        self._cards.forget_pictures()
        self.recent.clear()
        for each in found:
            item = QListWidgetItem(card_told(each))
            item.setData(CARD, each)
            item.setToolTip(str(each.folder))
            self.recent.addItem(item)
        line = self.recent.sizeHintForRow(0) if found else 0
        self.recent.setFixedHeight(min(len(found), _MOST_SHOWN) * line + 4)

    def _run(self, tasks: tuple[Task, ...]) -> None:
        self._says.setText(told(tasks[0], self._queue.clock()) if tasks else "")
        self._says.setVisible(bool(tasks))
        for each in self.buttons:
            each.setEnabled(not tasks)

    def forget(self) -> None:
        """Follow the models no more."""
        for unwatch in self._watching:
            unwatch()


def _dim(parent: QWidget) -> QLabel:
    made = QLabel(parent)
    made.setProperty("dim", True)
    made.setWordWrap(True)
    return made
