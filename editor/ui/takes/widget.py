"""The takes dock: the shot's takes with their pictures, and the buttons to make and mark them."""

from __future__ import annotations

from collections.abc import Mapping

from qtpy.QtCore import QSize, Qt
from qtpy.QtGui import QAction, QImage, QPixmap
from qtpy.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from editor.document.model import Clip
from editor.ui.buttons import button
from editor.ui.keys import MOVES, keep_keys
from editor.ui.queue.model import Queue
from editor.ui.queue.task import Task, told

from .delegate import ROW, TakeDelegate
from .model import Row, TakesModel
from .posters import Posters

NO_CLIP = "Select a clip in the timeline to see its takes."
NO_GRAPH = "This shot has no graph yet. Add a node in the Graph panel, then make a take."
NO_TAKES = "No takes yet. Make one: the graph is run over the shot and the result is kept."


class TakesDock(QWidget):
    """Shows the model's rows; the list has the keyboard for choosing."""

    def __init__(
        self,
        model: TakesModel,
        queue: Queue,
        posters: Posters,
        handles: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model, self._queue = model, queue
        self._title = QLabel(self)
        self._title.setProperty("section", True)
        self._title.setWordWrap(True)
        self._empty = QLabel(self)
        self._empty.setProperty("dim", True)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.list = QListWidget(self)
        self.list.setItemDelegate(TakeDelegate(posters, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName("Takes of the shot")
        keep_keys(self.list, MOVES)
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.setFixedHeight(8)
        self._glimpse = QLabel(self)
        self._glimpse.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._glimpse.setAccessibleName("The take that is being made")
        self._says = QLabel(self)
        self._says.setProperty("dim", True)
        self._says.setWordWrap(True)
        self._lay_out(handles)
        posters.came.connect(self.list.viewport().update)
        self.list.currentItemChanged.connect(self._choose)
        self.list.itemActivated.connect(lambda _: model.circle())
        self._watching = (
            model.rows.watch(self._show, now=True),
            model.clip.watch(self._about, now=True),
            model.chosen.watch(lambda _: self._follow(), now=True),
            queue.tasks.watch(self._run, now=True),
            model.glimpse.watch(lambda _: self._see(), now=True),
        )

    def _lay_out(self, handles: Mapping[str, QAction]) -> None:
        making, marking = QHBoxLayout(), QHBoxLayout()
        making.addWidget(button(handles["takes.make"], self, text=True))
        making.addWidget(button(handles["takes.several"], self))
        making.addStretch(1)
        making.addWidget(button(handles["takes.cancel"], self))
        for name in ("takes.circle", "takes.star"):
            marking.addWidget(button(handles[name], self, text=True))
        marking.addStretch(1)
        marking.addWidget(button(handles["takes.trash"], self))
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(6)
        box.addWidget(self._title)
        box.addLayout(making)
        box.addWidget(self._glimpse)
        box.addWidget(self._progress)
        box.addWidget(self._says)
        box.addWidget(self._empty, 1)
        box.addWidget(self.list, 1)
        box.addLayout(marking)

    def _show(self, rows: tuple[Row, ...]) -> None:
        self.list.blockSignals(True)
        while self.list.count() > len(rows):
            self.list.takeItem(self.list.count() - 1)
        for place, row in enumerate(rows):
            if place == self.list.count():
                self.list.addItem(QListWidgetItem())
            item = self.list.item(place)
            item.setData(ROW, row)
            item.setText(" ".join((row.id, *row.marks, row.seed, row.made)))
            item.setToolTip(str(row.take.folder))
        self.list.blockSignals(False)
        self._follow()
        self._about(self._model.clip.value)

    def _about(self, clip: Clip | None) -> None:
        name = "" if clip is None else clip.name or clip.id
        self._title.setText(name)
        self._title.setToolTip(name)
        self._title.setVisible(bool(name))
        some = bool(self._model.rows.value)
        self.list.setVisible(some)
        self._empty.setVisible(not some)
        self._empty.setText(NO_CLIP if clip is None else NO_TAKES if clip.graph else NO_GRAPH)
        self._run(self._queue.tasks.value)
        self._see()

    def _follow(self) -> None:
        ids = [row.id for row in self._model.rows.value]
        chosen = self._model.chosen.value
        place = ids.index(chosen) if chosen in ids else -1
        if self.list.currentRow() != place:
            self.list.setCurrentRow(place)

    def _choose(self, item: QListWidgetItem | None) -> None:
        row = None if item is None else item.data(ROW)
        if isinstance(row, Row):
            self._model.choose(row.id)

    def _run(self, tasks: tuple[Task, ...]) -> None:
        clip = self._model.clip.value
        task = next((each for each in tasks if clip is not None and each.about == clip.id), None)
        self._progress.setVisible(task is not None)
        self._says.setVisible(task is not None)
        if task is not None:
            self._progress.setRange(0, task.total)
            self._progress.setValue(task.done)
            self._says.setText(told(task, self._queue.clock()))

    def _see(self) -> None:
        seen, clip = self._model.glimpse.value, self._model.clip.value
        shown = seen is not None and clip is not None and seen.about == clip.id
        self._glimpse.setVisible(shown)
        if shown and seen is not None:
            row = 3 * seen.width
            image = QImage(seen.rgb, seen.width, seen.height, row, QImage.Format.Format_RGB888)
            self._glimpse.setPixmap(QPixmap.fromImage(image))

    def sizeHint(self) -> QSize:
        return QSize(270, 420)

    def forget(self) -> None:
        """Follow the models no more."""
        for unwatch in self._watching:
            unwatch()
