"""The queue line in the status bar: what runs, how far it is, how much waits."""

from __future__ import annotations

from qtpy.QtCore import QSize
from qtpy.QtGui import QAction
from qtpy.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from editor.ui.buttons import button
from editor.ui.words import say, say_many

from .model import Queue
from .task import Task, count_text, told


class QueueLine(QWidget):
    """Shows the queue's first task and the number of those behind it."""

    def __init__(self, queue: Queue, cancel: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self.text = QLabel(self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(140, 8)
        self._cancel = button(cancel, self)
        self._cancel.setAutoRaise(True)
        self._cancel.setProperty("flat", True)
        self._cancel.setIconSize(QSize(12, 12))
        # As high with work as without: the panels above are not to jump whenever something begins.
        high = self.fontMetrics().height() + 6
        self._cancel.setMaximumHeight(high)
        self.setFixedHeight(high)
        box = QHBoxLayout(self)
        box.setContentsMargins(8, 0, 8, 0)
        box.setSpacing(8)
        box.addWidget(self._bar)
        box.addWidget(self._cancel)
        box.addWidget(self.text, 1)
        self._watching = (
            queue.tasks.watch(self._show, now=True),
            queue.idle.watch(lambda _: self._show(queue.tasks.value)),
            queue.aside.watch(lambda _: self._show(queue.tasks.value)),
            queue.ended.watch(lambda _: self._show(queue.tasks.value)),
        )

    def _show(self, tasks: tuple[Task, ...]) -> None:
        self._bar.setVisible(bool(tasks))
        self._cancel.setVisible(bool(tasks))
        failed = sum(each.outcome == "failed" for each in self._queue.ended.value)
        badge = say_many("{count} failed", "{count} failed", failed) if failed else ""
        aside = self._queue.aside.value
        if not tasks:
            idle = self._queue.idle.value
            nothing = badge or say("Nothing runs.")
            said = aside or (told(idle[0], self._queue.clock()) if idle else nothing)
            self.text.setText("; ".join(dict.fromkeys(part for part in (said, badge) if part)))
            self.text.setToolTip("")
            return
        first, waiting = tasks[0], len(tasks) - 1
        self._bar.setRange(0, first.total)
        self._bar.setValue(first.done)
        said = told(first, self._queue.clock())
        parts = (said, count_text(waiting) if waiting else "", aside, badge)
        self.text.setText("; ".join(part for part in parts if part))
        self.text.setToolTip("\n".join(told(task, self._queue.clock()) for task in tasks))

    def forget(self) -> None:
        """Follow the queue no more."""
        for unwatch in self._watching:
            unwatch()
