"""Someone at the timeline, with mouse, wheel and keys."""

from __future__ import annotations

from typing import Any

from qtpy.QtCore import QPoint, QPointF, Qt
from qtpy.QtGui import QWheelEvent
from qtpy.QtTest import QTest
from qtpy.QtWidgets import QApplication

from editor.document.layout import by_id, record_range
from editor.ui.timeline.view import HEADER, RULER, row_height, row_top
from editor.ui.timeline.widget import Timeline
from nodes.api.times import Range, Rate
from tests.editor.ui.timeline.opened import Opened

RATE = Rate(24)
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NO_KEY, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


class Person:
    """Someone at the timeline: pixels from frames, and gestures."""

    def __init__(self, timeline: Timeline, opened: Opened) -> None:
        self.timeline, self.opened, self.session = timeline, opened, opened.session

    def at(self, frame: float, row: int = 0, off: int = 0) -> QPoint:
        view = self.timeline.model.view.value
        height = row_height(view, row)
        x = HEADER + round((frame / 24 - float(view.scroll)) * float(view.zoom)) + off
        return QPoint(x, RULER + row_top(view, row) + height * 2 // 3)

    def on_ruler(self, frame: float, off: int = 0) -> QPoint:
        return QPoint(self.at(frame, off=off).x(), RULER - 4)

    def click(self, at: QPoint, keys: Any = NO_KEY) -> None:
        QTest.mouseClick(self.timeline.viewport(), LEFT, keys, at)

    def drag(self, start: QPoint, *stops: QPoint, button: Any = LEFT, release: bool = True) -> None:
        port = self.timeline.viewport()
        QTest.mousePress(port, button, NO_KEY, start)
        for stop in stops:
            QTest.mouseMove(port, stop)
        if release:
            QTest.mouseRelease(port, button, NO_KEY, stops[-1])

    def key(self, key: Any, keys: Any = NO_KEY) -> None:
        QTest.keyClick(self.timeline, key, keys)

    def wheel(self, at: QPoint, steps: int, keys: Any = NO_KEY) -> None:
        port = self.timeline.viewport()
        event = QWheelEvent(
            QPointF(at), QPointF(port.mapToGlobal(at)), QPoint(), QPoint(0, 120 * steps),
            Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(port, event)

    def colour(self, at: QPoint) -> str:
        return str(self.timeline.viewport().grab().toImage().pixelColor(at).name())

    def stands(self, id: str) -> Range:
        place = by_id(self.opened.cut, id)
        assert place is not None
        return record_range(self.opened.cut, place)
