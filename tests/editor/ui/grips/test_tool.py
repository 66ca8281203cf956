"""Handles under a real mouse and keyboard on a canvas, at a zoom, with pixels that are not square."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytestmark = pytest.mark.qt
pytest.importorskip("qtpy.QtWidgets")

from qtpy.QtCore import Qt  # noqa: E402
from qtpy.QtGui import QColor, QImage, QPainter  # noqa: E402
from qtpy.QtWidgets import QApplication  # noqa: E402

from editor.ui.theme import FOCUS  # noqa: E402

from .conftest import Canvas, Desk  # noqa: E402


@pytest.fixture
def canvas(app: QApplication, desk: Desk) -> Iterator[Canvas]:
    made = Canvas(desk)
    yield made
    made.close()


def test_a_mouse_moves_a_box_and_arrows_nudge_it_until_escape(canvas: Canvas) -> None:
    desk = canvas.desk
    desk.graph.add("composite.crop")
    assert not canvas.mouse("MouseButtonPress", 40, 30)
    assert canvas.mouse("MouseButtonPress", 80, 48)
    assert canvas.mouse("MouseMove", 90, 50)
    assert desk.node.params["box"] == [10.0, 2.0, 170.0, 98.0]
    assert canvas.mouse("MouseButtonRelease", 90, 50)
    assert desk.node.params["box"] == [10.0, 2.0, 170.0, 98.0]
    assert canvas.key(Qt.Key.Key_Left) and canvas.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert desk.node.params["box"] == [9.0, -8.0, 169.0, 88.0]
    assert not canvas.key(Qt.Key.Key_Space)
    assert canvas.key(Qt.Key.Key_Escape)
    assert not canvas.key(Qt.Key.Key_Left) and not canvas.key(Qt.Key.Key_Escape)


def test_shift_constrains_and_escape_gives_a_drag_up(canvas: Canvas) -> None:
    desk = canvas.desk
    desk.graph.add("composite.transform")
    before = desk.edits()
    assert canvas.mouse("MouseButtonPress", 80, 48)
    canvas.mouse("MouseMove", 100, 53, held=Qt.KeyboardModifier.ShiftModifier)
    assert desk.node.params["translate"] == [20.0, 0.0]
    assert canvas.key(Qt.Key.Key_Escape)
    canvas.mouse("MouseButtonRelease", 100, 53)
    assert desk.edits() == before and not any(desk.node.params.get("translate", [0, 0]))


def test_handles_are_drawn_where_they_are_held(canvas: Canvas) -> None:
    desk = canvas.desk
    desk.graph.add("composite.crop")
    desk.inspector.set("box", [20.0, 10.0, 120.0, 80.0])

    def painted() -> QImage:
        image = QImage(1000, 340, QImage.Format.Format_RGB32)
        image.fill(QColor(90, 90, 90))
        painter = QPainter(image)
        canvas.tool.paint(painter, canvas.surface)
        painter.end()
        return image

    image = painted()
    # Corners and sides: the picture begins at (10, 20), its pixels are drawn 6 x 3.
    for x, y in ((20, 10), (120, 10), (120, 80), (20, 80), (70, 10), (120, 45), (70, 45)):
        assert image.pixelColor(10 + 6 * x, 20 + 3 * y).lightness() > 200, (x, y)
    assert image.pixelColor(10 + 6 * 100, 20 + 3 * 30) == QColor(90, 90, 90)
    canvas.mouse("MouseButtonPress", 20, 10)
    assert painted().pixelColor(10 + 6 * 20, 20 + 3 * 10) == QColor(FOCUS)
    canvas.mouse("MouseButtonRelease", 20, 10)
    desk.grips.on.set(False)
    assert painted().pixelColor(10 + 6 * 20, 20 + 3 * 10) == QColor(90, 90, 90)
