"""Tools on the picture and strips on the bar come before what the viewer does itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from qtpy.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from qtpy.QtGui import QColor, QMouseEvent, QPainter
from qtpy.QtTest import QTest

from editor.playback.ring import Picture
from editor.ui.session import Session
from editor.ui.viewer.model import PlayerModel
from editor.ui.viewer.tools import Surface
from editor.ui.viewer.widget import Viewer
from nodes.api.times import Time
from tests.editor.ui.posted import Posted
from tests.editor.ui.viewer.drawing import no_engine, pixels_of
from tests.editor.ui.viewer.viewing import noise, silent

pytestmark = pytest.mark.qt


@pytest.fixture
def viewer(app: Any) -> Iterator[Viewer]:
    posted = Posted()
    session = Session(posted)
    model = PlayerModel(session, no_engine, posted, silent)
    made = Viewer(session, model)
    made.resize(700, 520)
    made.show()
    QTest.qWait(20)
    model.picture.set(noise())
    yield made
    made.forget()
    model.close()
    session.close()
    made.deleteLater()


class Pen:
    """A tool that notes where it was pressed and draws a square there."""

    def __init__(self) -> None:
        self.at: list[tuple[float, float]] = []
        self.keys: list[int] = []

    def takes(self, event: QEvent, surface: Surface) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            self.at.append(surface.on_picture(event.position()))
            return True
        if event.type() == QEvent.Type.KeyPress:
            self.keys.append(event.key())  # type: ignore[attr-defined]
        return event.type() == QEvent.Type.ShortcutOverride

    def paint(self, painter: QPainter, surface: Surface) -> None:
        for x, y in self.at:
            where = surface.on_canvas(x, y)
            painter.fillRect(QRectF(where.x() - 4, where.y() - 4, 8, 8), QColor("#ff00ff"))


def test_a_tool_takes_what_it_wants_and_draws_on_the_picture(viewer: Viewer) -> None:
    pen = Pen()
    remove = viewer.tools.add(pen)
    surface = viewer.tools.surface
    assert surface is not None
    where = surface.on_canvas(20.5, 10.5)
    assert surface.on_picture(where) == pytest.approx((20.5, 10.5))
    at = QPoint(round(where.x()), round(where.y()))
    QTest.mouseClick(viewer.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert pen.at[0] == pytest.approx((20.5, 10.5), abs=0.1)
    drawn = pixels_of(viewer.canvas.grab().toImage())
    assert tuple(drawn[at.y(), at.x()]) == (255, 0, 255)
    QTest.keyClick(viewer, Qt.Key.Key_B)
    assert pen.keys == [Qt.Key.Key_B]
    remove()
    QTest.mouseClick(viewer.canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert len(pen.at) == 1
    assert tuple(pixels_of(viewer.canvas.grab().toImage())[at.y(), at.x()]) != (255, 0, 255)


def test_places_on_the_picture_are_the_same_at_any_zoom(viewer: Viewer) -> None:
    for zoom in ("fit", 4.0, 16.0):
        viewer.model.framing.zoom.set(zoom)
        surface = viewer.tools.surface
        assert surface is not None
        for place in ((0.0, 0.0), (31.25, 17.75), (64.0, 36.0)):
            assert surface.on_picture(surface.on_canvas(*place)) == pytest.approx(place)


class Strip:
    height = 6

    def paint(self, painter: QPainter, area: QRectF, x_of: Callable[[Time], float]) -> None:
        painter.fillRect(area, QColor("#00ff00"))

    def takes(self, event: QMouseEvent, time: Time, x_of: Callable[[Time], float]) -> bool:
        return False


def test_a_strip_makes_the_bar_higher_and_is_drawn_below_it(viewer: Viewer) -> None:
    before = viewer.scrub.sizeHint().height()
    remove = viewer.scrub.add(Strip())
    assert viewer.scrub.sizeHint().height() == before + 6
    remove()
    assert viewer.scrub.sizeHint().height() == before


def test_a_picture_that_moves_under_a_point_is_read_by_nobody(viewer: Viewer) -> None:
    shown: Picture | None = viewer.model.picture.value
    assert shown is not None
    viewer.model.picture.set(None)
    assert viewer.tools.surface is None
    at = QPointF(10, 10)
    assert not viewer.tools.take(
        QMouseEvent(
            QEvent.Type.MouseButtonPress,
            at,
            at,
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
