"""Hands at a window: events made by Qt, or real ones that an X server makes."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from typing import Protocol

from qtpy.QtCore import QPoint, Qt
from qtpy.QtGui import QKeySequence
from qtpy.QtTest import QTest
from qtpy.QtWidgets import QWidget

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier


class Hands(Protocol):
    """Press, move, type."""

    def keys(self, widget: QWidget, keys: str) -> None:
        """Press a key or a combination, written as shortcuts are."""

    def type(self, widget: QWidget, text: str) -> None:
        """Type a text."""

    def drag(self, widget: QWidget, points: Sequence[QPoint]) -> None:
        """Press at the first point, move along, release at the last; one point is a click."""


class TestHands:
    """Has Qt deliver the events; each of them is a task of the window's thread, and timed."""

    __test__ = False

    def __init__(self, timed: Timed) -> None:
        self._time = timed.time

    def keys(self, widget: QWidget, keys: str) -> None:
        combination = QKeySequence(keys)[0]
        self._time(lambda: QTest.keyClick(widget, combination.key(), combination.keyboardModifiers()))

    def type(self, widget: QWidget, text: str) -> None:
        for letter in text:
            self._time(lambda letter=letter: QTest.keyClicks(widget, letter))

    def drag(self, widget: QWidget, points: Sequence[QPoint]) -> None:
        self._time(lambda: QTest.mousePress(widget, LEFT, PLAIN, points[0]))
        for point in points[1:]:
            self._time(lambda point=point: QTest.mouseMove(widget, point))
        self._time(lambda: QTest.mouseRelease(widget, LEFT, PLAIN, points[-1]))


class Timed(Protocol):
    """What times a task."""

    def time(self, task: Callable[[], None]) -> None:
        """Run a task and note how long it took."""


class XHands:
    """Has the X server make the events, by xdotool; they go where pointer and keyboard are."""

    def keys(self, widget: QWidget, keys: str) -> None:
        _xdotool("key", "+".join(_key(part) for part in keys.split("+")))

    def type(self, widget: QWidget, text: str) -> None:
        _xdotool("type", "--delay", "5", text)

    def drag(self, widget: QWidget, points: Sequence[QPoint]) -> None:
        places = [widget.mapToGlobal(point) for point in points]
        _xdotool("mousemove", str(places[0].x()), str(places[0].y()), "mousedown", "1")
        for place in places[1:]:
            _xdotool("mousemove", str(place.x()), str(place.y()))
        _xdotool("mouseup", "1")


def _key(name: str) -> str:
    return name.lower() if len(name) == 1 or name in ("Ctrl", "Shift", "Alt") else name


def _xdotool(*words: str) -> None:
    subprocess.run(["xdotool", *words], check=True, timeout=30)
