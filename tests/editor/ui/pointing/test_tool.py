"""The tool on a canvas without a window: a pen's pressure, grips, what is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from editor.playback.ring import Picture
from editor.ui.keymap.keymap import Keymap, keyed, with_key
from editor.ui.observe import Value
from editor.ui.pointing.doing import Doing
from editor.ui.pointing.local import LOCALS, SCOPE
from editor.ui.pointing.tracked import Tracked
from editor.ui.queue.model import Queue
from nodes.api import Click, Time

from .conftest import Pointed
from .disc import COLUMNS, FIRST, RATE, ROWS

pytestmark = pytest.mark.qt
HERE = Time(FIRST, RATE)


class Mattes:
    """No mattes: nobody is asked."""

    def __init__(self) -> None:
        self.laid: Value[tuple[Any, ...]] = Value(())
        self.under, self.busy, self.failed = Value(None), Value(False), Value("")


class Canvas:
    """A tool over a picture that is drawn three times as large."""

    def __init__(self, pointed: Pointed) -> None:
        from qtpy.QtWidgets import QWidget

        from editor.ui.pointing.tool import PointingTool
        from editor.ui.viewer.placement import Placement
        from editor.ui.viewer.tools import Surface

        self.pointed = pointed
        tracked = Tracked(pointed.model, pointed.work, Queue(pointed.posted))
        tracked.close()
        Doing(pointed.model, tracked, pointed.work).begin()
        self.widget = QWidget()
        self.keymap = Value(Keymap())
        mattes: Any = Mattes()
        self.tool = PointingTool(pointed.model, mattes, tracked, self.widget, self.keymap)
        picture = Picture(np.zeros((ROWS, COLUMNS, 4), np.uint8), Time(0, RATE), {"pixel_aspect": "1"})
        self.surface = Surface(picture, Placement(COLUMNS, ROWS, 10, 20, 3.0, 3.0, False), 1.0)

    def at(self, x: float, y: float) -> Any:
        from qtpy.QtCore import QPointF

        return QPointF(10 + 3 * x, 20 + 3 * y)

    def mouse(self, kind: str, x: float, y: float, *, right: bool = False) -> bool:
        from qtpy.QtCore import QEvent, Qt
        from qtpy.QtGui import QMouseEvent

        button = Qt.MouseButton.RightButton if right else Qt.MouseButton.LeftButton
        held = button if kind != "MouseButtonRelease" else Qt.MouseButton.NoButton
        at, plain = self.at(x, y), Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(getattr(QEvent.Type, kind), at, at, button, held, plain)
        return self.tool.takes(event, self.surface)

    def drag(self, *places: tuple[float, float], right: bool = False) -> None:
        assert self.mouse("MouseButtonPress", *places[0], right=right)
        for place in places[1:]:
            self.mouse("MouseMove", *place, right=right)
        self.mouse("MouseButtonRelease", *places[-1], right=right)

    def pen(self, kind: str, x: float, y: float, pressure: float) -> bool:
        from qtpy.QtCore import QEvent, Qt
        from qtpy.QtGui import QPointingDevice, QTabletEvent

        at, left = self.at(x, y), Qt.MouseButton.LeftButton
        event = QTabletEvent(
            getattr(QEvent.Type, kind),
            QPointingDevice.primaryPointingDevice(),
            at,
            at,
            pressure,
            0.0,
            0.0,
            0.0,
            0.0,
            0.0,
            Qt.KeyboardModifier.NoModifier,
            left,
            left,
        )
        return self.tool.takes(event, self.surface)

    def drawn(self) -> np.ndarray:
        from qtpy.QtGui import QImage, QPainter

        image = QImage(520, 340, QImage.Format.Format_RGBX8888)
        image.fill(0)
        painter = QPainter(image)
        self.tool.paint(painter, self.surface)
        painter.end()
        return np.frombuffer(image.constBits(), np.uint8).reshape(340, 520, 4)[..., :3].astype(int)

    @property
    def prompts(self) -> Any:
        target = self.pointed.model.target.value
        assert target is not None
        return target.prompts


@pytest.fixture
def canvas(app: Any, pointed: Pointed) -> Iterator[Canvas]:
    made = Canvas(pointed)
    yield made
    made.tool.forget()
    made.widget.close()
    made.widget.deleteLater()


def test_the_right_button_points_outside(canvas: Canvas) -> None:
    canvas.drag((52, 48))
    canvas.drag((8, 80), right=True)
    assert canvas.prompts.clicks == (Click(HERE, 52, 48), Click(HERE, 8, 80, False))


def test_a_prompt_under_the_hand_is_moved_instead_as_one_edit(canvas: Canvas) -> None:
    canvas.drag((52, 48))
    canvas.drag((53, 48), (60, 50), (73, 58))
    assert canvas.prompts.clicks == (Click(HERE, 72, 58),)
    assert canvas.pointed.verbs() == ["roto", "point: click inside", "move click inside"]


def test_a_pen_paints_as_wide_as_it_is_pressed(canvas: Canvas) -> None:
    canvas.pointed.model.tool.set("brush")
    canvas.pointed.model.width.set(20.0)
    assert canvas.pen("TabletPress", 20, 20, 0.5)
    assert canvas.pen("TabletMove", 60, 20, 0.5)
    assert canvas.pen("TabletRelease", 60, 20, 0.5)
    (stroke,) = canvas.prompts.strokes
    assert (stroke.width, stroke.points) == (10.0, ((20.0, 20.0), (60.0, 20.0)))


def test_nothing_is_taken_while_pointing_is_off_or_by_the_middle_button(canvas: Canvas) -> None:
    from qtpy.QtCore import QEvent, Qt
    from qtpy.QtGui import QMouseEvent

    middle, at = Qt.MouseButton.MiddleButton, canvas.at(20, 20)
    event = QMouseEvent(QEvent.Type.MouseButtonPress, at, at, middle, middle, Qt.KeyboardModifier.NoModifier)
    assert not canvas.tool.takes(event, canvas.surface), "the viewer pans with it"
    canvas.pointed.model.on.set(False)
    assert not canvas.mouse("MouseButtonPress", 20, 20)


def test_prompts_are_drawn_in_the_colour_of_their_object_faintly_in_other_frames(canvas: Canvas) -> None:
    from qtpy.QtGui import QColor

    from editor.ui.pointing.hues import hue_of

    assert not canvas.drawn().any()
    canvas.drag((52, 48))
    canvas.pointed.model.chosen.set(None)
    hue = QColor(hue_of(1))
    row, column = 20 + 3 * 48 - 5, 10 + 3 * 52 - 3
    assert canvas.drawn()[row, column].tolist() == pytest.approx([hue.red(), hue.green(), hue.blue()], abs=6)
    canvas.pointed.model.go_to(Time(FIRST + 3, RATE))
    faint = canvas.drawn()[row, column]
    assert faint.tolist() == pytest.approx(
        [0.3 * each for each in (hue.red(), hue.green(), hue.blue())], abs=8
    )
    canvas.pointed.model.hidden.set(frozenset({1}))
    assert not canvas.drawn().any()


def test_keys_are_those_of_the_keymap(canvas: Canvas) -> None:
    from qtpy.QtCore import QEvent, Qt
    from qtpy.QtGui import QKeyEvent

    def press(key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> bool:
        return canvas.tool.keys.takes(QKeyEvent(QEvent.Type.KeyPress, key, held))

    model: Any = canvas.pointed.model
    assert press(Qt.Key.Key_3) and model.tool.value == "brush"
    canvas.keymap.set(with_key(Keymap(), keyed(LOCALS, Keymap()), "pointing.box", "Ctrl+B"))
    assert press(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier) and model.tool.value == "box"
    assert not press(Qt.Key.Key_2)
    # The keypad's Enter and Shift with Tab are called as their like.
    assert press(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert press(Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)


def test_every_key_does_something(canvas: Canvas) -> None:
    assert {local.id.removeprefix(SCOPE) for local in LOCALS} == set(canvas.tool.keys._runs)
