"""The queue dock as a person uses it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from editor.ui.queue.choice import QueueChoice
from editor.ui.queue.model import Progress, Queue
from nodes.api.errors import Failed
from tests.editor.ui.posted import Posted

pytestmark = pytest.mark.qt


class Kit:
    """A dock over a queue whose first task waits until `go` is set."""

    def __init__(self) -> None:
        from qtpy.QtGui import QAction

        from editor.ui.queue.actions import actions
        from editor.ui.queue.dock import QueueDock

        self.posted, self.go = Posted(), threading.Event()
        self.queue = Queue(self.posted)
        self.choice = QueueChoice(self.queue)
        self.actions = {action.id: action for action in actions(self.choice)}
        self.handles = {id: QAction(action.text) for id, action in self.actions.items()}
        self.dock = QueueDock(self.choice, self.handles)
        self.dock.resize(360, 420)
        self.dock.show()

    def add(self, title: str) -> int:
        def work(progress: Progress) -> None:
            progress(1, 4, f"{title}, learning")
            while not self.go.wait(0.002):
                progress(1, 4, f"{title}, learning")

        return self.queue.add(title, work, lambda _: None, lambda _: None)

    @property
    def titles(self) -> list[str]:
        return [task.title for task in self.queue.tasks.value]

    def close(self) -> None:
        self.go.set()
        self.dock.forget()
        self.dock.close()
        self.dock.deleteLater()
        self.queue.close()


@pytest.fixture
def kit(app: Any) -> Iterator[Kit]:
    made = Kit()
    yield made
    made.close()


def press(widget: Any, key: Any, control: bool = False) -> None:
    from qtpy.QtCore import Qt
    from qtpy.QtTest import QTest

    kind = Qt.KeyboardModifier
    QTest.keyClick(widget, key, kind.ControlModifier if control else kind.NoModifier)


def test_what_waits_is_moved_by_keys_and_by_dragging(kit: Kit) -> None:
    from qtpy.QtCore import QModelIndex, Qt

    first, second, third = (kit.add(name) for name in ("first", "second", "third"))
    kit.choice.chosen.set(third)
    press(kit.dock.list, Qt.Key.Key_Up, control=True)
    assert kit.titles == ["first", "third", "second"]
    assert kit.choice.chosen.value == third
    press(kit.dock.list, Qt.Key.Key_Down, control=True)
    assert kit.titles == ["first", "second", "third"]
    entries = kit.dock.entries
    data = entries.mimeData([entries.index(entries.place_of(third))])
    entries.dropMimeData(data, Qt.DropAction.MoveAction, 1, 0, QModelIndex())
    assert kit.titles == ["first", "third", "second"]
    kit.posted.until(lambda: kit.queue.tasks.value[0].total)
    assert not entries.flags(entries.index(entries.place_of(first))) & Qt.ItemFlag.ItemIsDragEnabled
    kit.choice.chosen.set(second)
    press(kit.dock.list, Qt.Key.Key_Delete)
    assert kit.titles == ["first", "third"]


def test_an_entry_says_its_step_how_far_it_is_and_what_became_of_it(kit: Kit, app: Any) -> None:
    from editor.ui.queue.entries import lines_of

    kit.add("take")
    kit.posted.until(lambda: kit.queue.tasks.value[0].total)
    task = kit.queue.tasks.value[0]
    assert task.started is not None
    assert lines_of(task, task.started) == ("take", "time left not known yet · 1 / 4 · learning")
    assert lines_of(task, task.started + 10)[1].startswith("time left not known yet"), "nothing was measured"
    kit.queue.pause(True)
    assert lines_of(kit.queue.tasks.value[0], 0.0)[1].startswith("paused")
    assert kit.dock.pause.accessibleName() == "Go on"
    assert not kit.dock.grab().isNull()
    kit.queue.pause(False)


def test_a_failure_is_a_badge_with_its_log_and_can_be_tried_again(kit: Kit) -> None:
    from qtpy.QtCore import Qt

    def fail(progress: Progress) -> None:
        progress(0, 1, "training")
        raise Failed("Make a take", "the disk is full", hint="Make room.")

    kit.queue.add("take", fail, lambda _: None, lambda _: None)
    kit.posted.until(lambda: kit.queue.ended.value)
    assert kit.choice.can_retry.value
    press(kit.dock.list, Qt.Key.Key_Return)
    assert kit.dock.log.isVisible()
    assert "training" in kit.dock.log.toPlainText()
    assert "Make room." in kit.dock.log.toPlainText()
    kit.actions["takes.queue_retry"].run()
    assert kit.titles == ["take"]
    kit.posted.until(lambda: kit.queue.ended.value)
    kit.actions["takes.queue_clear"].run()
    assert kit.choice.entries.value == ()
