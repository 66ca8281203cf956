"""The queue dock: everything that runs, waits and is over, and the log of what is chosen on demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from qtpy.QtCore import QSize, Qt, QTimer
from qtpy.QtGui import QAction, QFontDatabase, QKeyEvent
from qtpy.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from editor.ui.buttons import button
from editor.ui.icons import icon
from editor.ui.keys import MOVES, PRESSES, keep_keys
from editor.ui.words import say

from .choice import QueueChoice, number_of
from .entries import ENTRY, Entries, EntryDelegate

_TICK_MS = 1000


class QueueDock(QWidget):
    """Lists a queue; Ctrl+Up and Ctrl+Down move what waits, Delete cancels, Return shows the log."""

    def __init__(
        self, choice: QueueChoice, handles: Mapping[str, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._choice = choice
        self._following = False
        self.list = QueueList(choice, self)
        self.entries = Entries(choice, choice.queue.clock, self)
        self.list.setModel(self.entries)
        self.list.setItemDelegate(EntryDelegate(choice.queue.clock, self.list))
        self._empty = QLabel(say("Nothing runs and nothing waits."), self)
        self._empty.setProperty("dim", True)
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.log = QPlainTextEdit(self)
        self.log.setReadOnly(True)
        self.log.setTabChangesFocus(True)
        self.log.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.log.setAccessibleName(say("What the chosen task said"))
        self.log.hide()
        self.show_log = QToolButton(self)
        self.show_log.setText(say("Log"))
        self.show_log.setCheckable(True)
        self.show_log.setToolTip(say("Show what the chosen task said (Return)"))
        keep_keys(self.show_log, PRESSES)
        self.pause = button(handles["takes.queue_pause"], self)
        self._lay_out(handles)
        self._ticking = QTimer(self)
        self._ticking.setInterval(_TICK_MS)
        self._ticking.timeout.connect(self._tick)
        self.show_log.toggled.connect(self._log)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._chose())
        self.list.wants_log = self.show_log.toggle
        self._watching = (
            choice.entries.watch(lambda _: self._show(), now=True),
            choice.chosen.watch(lambda _: self._follow(), now=True),
            choice.queue.paused.watch(self._paused, now=True),
        )

    def _lay_out(self, handles: Mapping[str, QAction]) -> None:
        row = QHBoxLayout()
        row.setSpacing(3)
        row.addWidget(self.pause)
        for name in ("cancel", "retry", "earlier", "later"):
            row.addWidget(button(handles[f"takes.queue_{name}"], self))
        row.addStretch(1)
        row.addWidget(self.show_log)
        row.addWidget(button(handles["takes.queue_clear"], self))
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(6)
        box.addLayout(row)
        box.addWidget(self._empty, 1)
        box.addWidget(self.list, 2)
        box.addWidget(self.log, 1)

    def _show(self) -> None:
        entries = self._choice.entries.value
        before, self._following = self._following, True
        self.entries.show(entries)
        self._following = before
        self._empty.setVisible(not entries)
        self.list.setVisible(bool(entries))
        runs = bool(self._choice.queue.tasks.value or self._choice.queue.idle.value)
        if runs != self._ticking.isActive():
            self._ticking.start() if runs else self._ticking.stop()
        self._follow()

    def _tick(self) -> None:
        """Let the time that is left go down while nothing is told."""
        if self.isVisible():
            self.list.viewport().update()

    def _follow(self) -> None:
        if not self._following:
            self._following = True
            self.list.setCurrentIndex(self.entries.index(self.entries.place_of(self._choice.chosen.value)))
            self._following = False
        self._log()

    def _chose(self) -> None:
        entry = self.list.currentIndex().data(ENTRY)
        if not self._following and entry is not None:
            self._choice.chosen.set(number_of(entry))

    def _log(self) -> None:
        self.log.setVisible(self.show_log.isChecked())
        chosen = self._choice.chosen.value
        if self.show_log.isChecked():
            lines = () if chosen is None else self._choice.queue.log_of(chosen)
            text = "\n".join(lines) or say("It has said nothing yet.")
            if text != self.log.toPlainText():
                self.log.setPlainText(text)
                bar = self.log.verticalScrollBar()
                bar.setValue(bar.maximum())

    def _paused(self, paused: bool) -> None:
        self.pause.setIcon(icon("play" if paused else "pause"))
        said = say("Go on") if paused else say("Pause after the present frame or step")
        self.pause.setToolTip(said)
        self.pause.setAccessibleName(said)

    def sizeHint(self) -> QSize:
        return QSize(320, 220)

    def forget(self) -> None:
        """Follow the models no more."""
        self._ticking.stop()
        for unwatch in self._watching:
            unwatch()


class QueueList(QListView):
    """The list with its keys; `wants_log` is called for Return."""

    def __init__(self, choice: QueueChoice, parent: QWidget) -> None:
        super().__init__(parent)
        self._choice = choice
        self.wants_log: Callable[[], None] = _nothing
        self.setUniformItemSizes(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(say("Queue"))
        keep_keys(self, (*MOVES, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, with_control = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if with_control and key == Qt.Key.Key_Up:
            self._choice.earlier()
        elif with_control and key == Qt.Key.Key_Down:
            self._choice.later()
        elif key == Qt.Key.Key_Delete:
            self._choice.cancel()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.wants_log()
        else:
            super().keyPressEvent(event)


def _nothing() -> None:
    """Do nothing."""
