"""The scopes' dock: what is asked for while it is seen, and what it draws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from qtpy.QtCore import QRectF
from qtpy.QtTest import QTest
from qtpy.QtWidgets import QToolButton

from editor.playback.ring import Picture
from editor.ui.observe import Value
from editor.ui.scopes.model import ScopesModel
from editor.ui.scopes.paint import placed, skin_end
from editor.ui.scopes.widget import ScopesDock
from editor.ui.viewer.looking import Looking
from nodes.engine.scope_places import chroma_place
from nodes.engine.scopes import scopes_of
from tests.editor.ui.viewer.drawing import pixels_of
from tests.editor.ui.viewer.viewing import noise

EVERY = ("waveform", "parade", "vectorscope", "histogram")


def measured(colour: tuple[int, int, int]) -> Picture:
    picture = noise()
    pixels = np.empty_like(picture.pixels)
    pixels[...] = (*colour, 255)
    return replace(picture, pixels=pixels, scopes=scopes_of(pixels, EVERY))


def test_scopes_are_asked_for_only_while_they_are_open() -> None:
    looking, picture = Looking(), Value[Picture | None](None)
    model = ScopesModel(looking, picture)
    assert looking.scopes.value == ()
    model.open.set(True)
    assert looking.scopes.value == ("waveform", "vectorscope")
    model.toggle("histogram")
    model.toggle("waveform")
    assert looking.scopes.value == ("vectorscope", "histogram")
    model.toggle("histogram")
    model.toggle("vectorscope")
    assert model.shown.value == ("vectorscope",)
    for _ in range(2):
        picture.set(measured((200, 0, 0)))
    assert model.made["histogram"][0, 200] == 1.0
    picture.set(noise())
    assert model.made["histogram"][0, 200] == 1.0
    model.forget()
    assert looking.scopes.value == ()


@pytest.fixture
def dock(app: Any) -> Iterator[tuple[ScopesDock, Value[Picture | None]]]:
    picture = Value[Picture | None](None)
    made = ScopesDock(ScopesModel(Looking(), picture))
    made.resize(600, 460)
    made.show()
    QTest.qWait(20)
    yield made, picture
    made.forget()
    made.close()
    made.deleteLater()


@pytest.mark.qt
def test_a_colour_lights_up_where_it_belongs(dock: tuple[ScopesDock, Value[Picture | None]]) -> None:
    widget, picture = dock
    widget.model.shown.set(("vectorscope",))
    before = pixels_of(widget.plot.grab().toImage()).astype(int)
    picture.set(measured((191, 0, 0)))
    after = pixels_of(widget.plot.grab().toImage()).astype(int)
    lit = np.argwhere(np.abs(after - before).max(axis=2) > 60)
    side = min(widget.plot.width(), widget.plot.height()) - 8 - 12
    middle = widget.plot.width() / 2, widget.plot.height() / 2
    inside = QRectF(middle[0] - side / 2, middle[1] - side / 2, side, side)
    spot = placed(chroma_place(191 / 255, 0, 0), inside)
    assert len(lit) and np.abs(lit.mean(axis=0) - (spot.y(), spot.x())).max() < 3


@pytest.mark.qt
def test_buttons_switch_scopes_and_each_is_drawn(dock: tuple[ScopesDock, Value[Picture | None]]) -> None:
    widget, picture = dock
    picture.set(measured((120, 60, 30)))
    for button in widget.findChildren(QToolButton):
        if not button.isChecked():
            button.click()
        assert button.accessibleName() and button.toolTip()
    assert widget.model.shown.value == EVERY
    drawn = pixels_of(widget.plot.grab().toImage())
    rows, columns = drawn.shape[:2]
    quarters = [
        drawn[top : top + rows // 2, left : left + columns // 2]
        for top in (0, rows // 2)
        for left in (0, columns // 2)
    ]
    assert all((quarter.max(axis=2) > 90).sum() > 20 for quarter in quarters)


def test_skin_lies_on_its_line() -> None:
    inside = QRectF(0, 0, 256, 256)
    end, middle = skin_end(inside), inside.center()
    for skin in ((0.78, 0.57, 0.44), (0.45, 0.30, 0.22), (0.91, 0.75, 0.65)):
        spot = placed(chroma_place(*skin), inside)
        across = (spot.x() - middle.x()) * (end.y() - middle.y()) - (spot.y() - middle.y()) * (
            end.x() - middle.x()
        )
        assert abs(across) / 128 < 6
