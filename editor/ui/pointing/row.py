"""What is pointed at, as a list in the inspector: object by object, frame by frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from qtpy.QtCore import QEvent, QObject, Qt
from qtpy.QtGui import QKeyEvent
from qtpy.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QWidget

from editor.ui.inspector.control import Control
from editor.ui.inspector.fields import Field
from editor.ui.keys import MOVES, PRESSES, keep_keys
from editor.ui.words import say
from nodes.api.kinds import Json
from nodes.api.prompts import Prompts
from nodes.api.times import Time
from nodes.media.timecode import timecode_of_frame

from .objects import swatch
from .prompts import frames_of, kind_of

_PLACE = Qt.ItemDataRole.UserRole
_MOST_ROWS = 7


class PromptsList(Control):
    """A row for each frame in which an object is pointed at. Enter goes there, Delete takes it away."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(field, parent)
        self._prompts = Prompts()
        self._none = QLabel(say("Nothing is pointed at yet. Press P and click on the picture."), self)
        self._none.setProperty("dim", True)
        self._none.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(say("What is pointed at"))
        self.list.setToolTip(say("Enter goes to the frame, Delete takes away what is pointed at there"))
        self.list.itemActivated.connect(lambda _: self._go())
        self.list.currentRowChanged.connect(lambda _: self._enable())
        self.list.installEventFilter(self)
        keep_keys(self.list, (*MOVES, *PRESSES, Qt.Key.Key_Delete, Qt.Key.Key_Backspace))
        self.go = QPushButton(say("Go to"), self)
        self.go.clicked.connect(lambda _=False: self._go())
        self.remove = QPushButton(say("Remove"), self)
        self.remove.clicked.connect(lambda _=False: self._remove())
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addWidget(self.remove)
        row.addStretch(1)
        self._box.addWidget(self._none)
        self._box.addWidget(self.list)
        self._box.addLayout(row)

    def show_value(self, value: Json) -> None:
        """Show prompts; what is chosen stays chosen where it is there still."""
        chosen = self._chosen()
        self._prompts = _read(value)
        self.list.blockSignals(True)
        self.list.clear()
        for obj, time, words in rows_of(self._prompts):
            item = QListWidgetItem(swatch(obj), words)
            item.setData(_PLACE, (obj, time))
            self.list.addItem(item)
            if (obj, time) == chosen:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        count = self.list.count()
        self._none.setVisible(not count)
        for widget in (self.list, self.go, self.remove):
            widget.setVisible(bool(count))
        self.list.setFixedHeight(6 + max(1, min(_MOST_ROWS, count)) * max(18, self.list.sizeHintForRow(0)))
        self._enable()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take away what is chosen at Delete."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            keys = {Qt.Key.Key_Delete: self._remove, Qt.Key.Key_Backspace: self._remove}
            keys |= {Qt.Key.Key_Return: self._go, Qt.Key.Key_Enter: self._go}
            run = keys.get(Qt.Key(event.key()))
            if run is not None:
                run()
                return True
        return False

    def _chosen(self) -> tuple[int, Time] | None:
        row = self.list.currentRow()
        if row < 0:
            return None
        place: tuple[int, Time] = self.list.item(row).data(_PLACE)
        return place

    def _enable(self) -> None:
        for widget in (self.go, self.remove):
            widget.setEnabled(self._chosen() is not None)

    def _go(self) -> None:
        if (place := self._chosen()) is not None:
            self.ask("seek", place[1])

    def _remove(self) -> None:
        if (place := self._chosen()) is not None:
            obj, time = place
            left = self._prompts.where(lambda each: each.obj != obj or each.time != time)
            self._give(left.to_json())


def rows_of(prompts: Prompts) -> Iterator[tuple[int, Time, str]]:
    """Yield object, time and words of each frame that an object is pointed at in."""
    for obj in prompts.objects:
        for time in frames_of(prompts, obj):
            here = [each for each in prompts.everything if (each.obj, each.time) == (obj, time)]
            counts = Counter(map(kind_of, here))
            words = ", ".join(kind if count == 1 else f"{count} × {kind}" for kind, count in counts.items())
            yield obj, time, f"{timecode_of_frame(time.floor().frame, time.rate)}   {words}"


def _read(value: Json) -> Prompts:
    try:
        return Prompts.from_json(value) if isinstance(value, Mapping) else Prompts()
    except (KeyError, TypeError, ValueError):
        # Another program's: the engine says what is wrong with it.
        return Prompts()
