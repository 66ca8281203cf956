"""A colour parameter under a person's hands: the well, the picker, what is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

pytestmark = pytest.mark.qt
pytest.importorskip("qtpy.QtWidgets")

from qtpy.QtCore import QPoint, Qt  # noqa: E402
from qtpy.QtTest import QTest  # noqa: E402
from qtpy.QtWidgets import QApplication, QWidget  # noqa: E402

from editor.ui.inspector.colour import Colour  # noqa: E402
from editor.ui.inspector.fields import Field, fields_of  # noqa: E402
from nodes.api.hints import Slider  # noqa: E402
from nodes.graph.model import GraphNode  # noqa: E402

from .test_shades import ACESCG  # noqa: E402

LIGHT = [0.25, 0.125, 0.0625]


class Well:
    """A colour's control, and what it told; what it gives is shown again as the inspector does."""

    def __init__(self, parts: tuple[str, ...] = ("red", "green", "blue")) -> None:
        self.parent = QWidget()
        value = [*LIGHT, 0.5][: len(parts)]
        self.field = Field(
            "color", "color", "colour", value, [1.0] * len(parts), Slider(0, 1), parts=parts, display=ACESCG
        )
        self.control = Colour(self.field, self.parent)
        self.control.show_field(self.field)
        self.told: list[tuple[str, Any]] = []
        self.control.tried.connect(lambda _, value: self._tell("tried", value))
        self.control.given.connect(lambda _, value: self._tell("given", value))
        self.control.asked.connect(lambda _, what, how: self.told.append((what, how)))
        self.parent.resize(320, 240)
        self.parent.show()

    def _tell(self, how: str, value: Any) -> None:
        self.told.append((how, value))
        self.field = replace(self.field, value=value)
        self.control.show_field(self.field)

    @property
    def picker(self) -> Any:
        assert self.control.picker is not None
        return self.control.picker


@pytest.fixture
def well(app: QApplication) -> Iterator[Well]:
    made = Well()
    yield made
    made.parent.close()
    made.parent.deleteLater()
    QApplication.processEvents()


def test_the_well_shows_what_the_display_makes_of_it(well: Well) -> None:
    button = well.control.well
    pixels = button.icon().pixmap(button.iconSize()).toImage()
    shown = pixels.pixelColor(pixels.width() // 2, pixels.height() // 2)
    assert (shown.red(), shown.green(), shown.blue()) == ACESCG.bytes(LIGHT)
    well.control.show_field(replace(well.field, display=None))
    assert not button.isEnabled()


def test_a_drag_in_the_square_tries_and_letting_go_gives_with_the_hue_kept(well: Well) -> None:
    well.control.well.click()
    square, hue = well.picker.square, ACESCG.hsv(LIGHT)[0]
    area = square.area.toRect()
    QTest.mousePress(square, Qt.MouseButton.LeftButton, pos=area.center())
    QTest.mouseMove(square, QPoint(area.left(), area.top()))
    QTest.mouseRelease(square, Qt.MouseButton.LeftButton, pos=QPoint(area.center().x(), area.top()))
    assert next(how for how, _ in well.told) == "tried" and [how for how, _ in well.told].count("given") == 1
    made = well.told[-1][1]
    hsv = ACESCG.hsv(made)
    assert hsv == pytest.approx((hue, 0.5, 1.0), abs=0.02)
    # Down to black and up again: the hue is still there.
    QTest.mouseClick(square, Qt.MouseButton.LeftButton, pos=QPoint(area.center().x(), area.bottom()))
    assert well.told[-1][1] == pytest.approx([0.0, 0.0, 0.0], abs=1e-4)
    QTest.mouseClick(square, Qt.MouseButton.LeftButton, pos=QPoint(area.right(), area.center().y()))
    assert ACESCG.hsv(well.told[-1][1])[0] == pytest.approx(hue, abs=0.02)


def test_numbers_are_the_working_spaces_own_and_the_others_keep_their_digits(well: Well) -> None:
    well.control.show_field(replace(well.field, value=[0.123456, 7.5, 0.0625]))
    well.control.well.click()
    well.picker.rgb[0].setValue(0.5)
    assert well.told[-1] == ("given", [0.5, 7.5, 0.0625])


def test_hex_and_hue_are_typed_and_nonsense_changes_nothing(well: Well) -> None:
    well.control.well.click()
    line = well.picker.hex
    line.selectAll()
    QTest.keyClicks(line, "#336699")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert ACESCG.hex(well.told[-1][1]) == "#336699" and well.told[-1][0] == "given"
    count = len(well.told)
    line.selectAll()
    QTest.keyClicks(line, "nothing")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert len(well.told) == count and line.text() == "#336699"
    well.picker.hsv[0].setValue(120.0)
    assert ACESCG.hsv(well.told[-1][1])[0] == pytest.approx(1 / 3, abs=0.01)
    well.picker.square.setFocus()
    QTest.keyClick(well.picker.square, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert ACESCG.hsv(well.told[-1][1])[1] == pytest.approx(2 / 3 + 0.1, abs=0.02)


def test_the_picker_follows_what_is_undone_and_says_what_cannot_be_shown(well: Well) -> None:
    well.control.well.click()
    well.control.show_field(replace(well.field, value=[4.0, 4.0, 4.0]))
    assert well.picker.rgb[1].value() == 4.0 and well.picker.hsv[2].value() > 100
    assert any("Beyond" in label.text() for label in well.picker.findChildren(type(well.control._said)))
    assert not well.told, "what is shown is not told back"
    QTest.keyClick(well.picker, Qt.Key.Key_Escape)
    assert well.control.picker is None


def test_alpha_stays_and_the_dropper_asks(app: QApplication) -> None:
    well = Well(("red", "green", "blue", "alpha"))
    well.control.well.click()
    well.picker.rgb[2].setValue(1.0)
    assert well.told == [("given", [*LIGHT[:2], 1.0, 0.5])]
    well.control.dropper.click()
    assert well.told[-1] == ("pick", None)
    well.parent.close()
    well.parent.deleteLater()


def test_nodes_colours_are_colours_and_places_are_not(app: QApplication) -> None:
    from nodes.engine.catalog import catalog_of

    spec = catalog_of([])["draw.text"].spec
    controls = {field.name: field.control for field in fields_of(GraphNode("t", "draw.text"), spec)}
    assert controls["color"] == "colour" and controls["place"] == "numbers"
