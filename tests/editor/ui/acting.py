"""Somebody at the window: looks, clicks, types, waits; and the clock that watches the window's thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from qtpy.QtCore import QAbstractEventDispatcher, QCoreApplication, QEvent, QEventLoop, QPoint, QTimer
from qtpy.QtWidgets import QApplication, QWidget

from editor.document.layout import by_id, record_range
from editor.ui.app import load
from editor.ui.desk import Desk
from editor.ui.post import WindowPost
from editor.ui.timeline.view import HEADER, RULER, row_height, row_top
from editor.ui.window import Window
from tests.editor.ui.hands import Hands, TestHands, XHands

BUSY = 0.1
"""Seconds that no task may keep the window's thread."""


class Stretches:
    """How long the window's thread was busy without a break, at most, in seconds of processor and of wall.

    A stretch in the loop lasts from waking to waiting, which is never less than the longest task in it.
    What the test itself does with `time` counts as a task.
    """

    def __init__(self) -> None:
        self.longest, self.longest_wall = 0.0, 0.0
        self._began: tuple[float, float] | None = None
        self.dispatcher = QAbstractEventDispatcher.instance()
        self.dispatcher.awake.connect(self._wake)
        self.dispatcher.aboutToBlock.connect(self._rest)

    def stop(self) -> None:
        self.dispatcher.awake.disconnect(self._wake)
        self.dispatcher.aboutToBlock.disconnect(self._rest)

    def time(self, task: Callable[[], None]) -> None:
        self._began = time.thread_time(), time.perf_counter()
        task()
        self._rest()

    def begin_anew(self) -> None:
        """Count what was begun no further: a loop that nobody waits in never rests."""
        self._began = None

    def _wake(self) -> None:
        if self._began is None:
            self._began = time.thread_time(), time.perf_counter()

    def _rest(self) -> None:
        if self._began is not None:
            self.longest = max(self.longest, time.thread_time() - self._began[0])
            self.longest_wall = max(self.longest_wall, time.perf_counter() - self._began[1])
        self._began = None


class Person:
    """A window with its desk, and the hands that use it."""

    def __init__(self, app: QApplication, size: tuple[int, int] = (1280, 800)) -> None:
        self.app = app
        self.stretches = Stretches()
        self.hands: Hands = XHands() if app.platformName() == "xcb" else TestHands(self.stretches)
        self.post = WindowPost()
        self.desk = Desk(self.post)
        self.window = Window(self.desk, self.post)
        self.window.resize(*size)
        self._furnish()
        self.session = self.desk.session
        self.messages: list[str] = []
        self.session.message.watch(self.messages.append)
        self.window.show()
        self.window.activateWindow()
        self.left = False

    def _furnish(self) -> None:
        """Furnish the window step by step, as the program does: each step is a task of its own."""
        load()
        steps = self.window.furnish()
        while not self.window.furnished:
            self.stretches.time(lambda: next(steps, None))
            self.app.processEvents()
            self.stretches.begin_anew()

    def open(self, path: Path) -> None:
        self.desk.open(path)
        self.wait(lambda: self.session.project.value is not None, "the project to open")
        self.wait(lambda: bool(self.desk.graph.specs.value), "the nodes to be known")
        self.rest()

    def wait(self, until: Callable[[], object], what: str, seconds: float = 60) -> None:
        """Let the window go on until something is so."""
        loop, end = QEventLoop(), time.monotonic() + seconds
        timer = QTimer()
        timer.setInterval(5)
        timer.timeout.connect(lambda: loop.quit() if until() or time.monotonic() > end else None)
        timer.start()
        loop.exec()
        timer.stop()
        assert until(), f"waited {seconds} s for {what}; told: {self.messages}"

    def rest(self, seconds: float = 0.05) -> None:
        """Let the window go on for a while."""
        until = time.monotonic() + seconds
        self.wait(lambda: time.monotonic() >= until, "time to pass")

    def keys(self, keys: str, widget: QWidget | None = None) -> None:
        """Press a key or a combination where the keyboard is."""
        target = widget or self.window.focusWidget() or self.window
        self.hands.keys(target, keys)
        self.rest()

    def type(self, text: str, widget: QWidget) -> None:
        self.hands.type(widget, text)
        self.rest()

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        place = at if at is not None else widget.rect().center()
        self.hands.drag(widget, [place])
        self.rest()

    def press(self, action: str) -> None:
        """Use an action that can be done now."""
        handle = self.window.handles[action]
        assert handle.isEnabled(), f"{action} cannot be done now"
        self.stretches.time(handle.trigger)
        self.rest()

    def frame_at(self, frame: float, row: int = 0) -> QPoint:
        """Return where a frame of the cut is on a row of the timeline."""
        timeline = self.window.timeline
        cut, view = self.session.cut.value, timeline.model.view.value
        assert cut is not None
        height = row_height(view, row)
        seconds = frame / float(cut.rate)
        x = HEADER + round((seconds - float(view.scroll)) * float(view.zoom))
        return QPoint(x, RULER + row_top(view, row) + height * 2 // 3)

    def click_clip(self, id: str) -> None:
        """Select a clip by a click on it."""
        cut = self.session.cut.value
        assert cut is not None
        here = by_id(cut, id)
        assert here is not None
        middle = record_range(cut, here)
        frame = (middle.start.frame + middle.end.frame) / 2
        rows = self.window.timeline.model.rows.value
        row = next(place for place, row in enumerate(rows) if id in row.places)
        self.click(self.window.timeline.viewport(), self.frame_at(frame, row))
        self.wait(lambda: self.session.selection.value == frozenset({id}), f"{id} to be selected")

    def scrub(self, start: int, end: int) -> None:
        """Drag the playhead along the ruler from a frame to another."""
        port = self.window.timeline.viewport()
        first, last = (QPoint(self.frame_at(frame).x(), RULER - 4) for frame in (start, end))
        self.hands.drag(port, [first + (last - first) * (step / 5) for step in range(6)])
        self.rest()

    def settle(self) -> None:
        """Wait until every edit is kept and every take is listed."""
        session = self.session
        self.wait(
            lambda: session.project.value is not None and session.cut.value is session.project.value.cut,
            "edits to be kept",
        )
        self.wait(lambda: not self.desk.queue.tasks.value, "the queue to be empty")
        self.rest()

    def leave(self) -> None:
        """Close the window and everything behind it."""
        if self.left:
            return
        self.left = True
        self.window.hide()
        self.window.forget()
        self.desk.close()
        self.post.close()
        self.stretches.stop()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
