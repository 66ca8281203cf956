"""The inspector's controls as a person uses them, over a model that answers at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytestmark = pytest.mark.qt
pytest.importorskip("qtpy.QtWidgets")

from qtpy.QtCore import QEvent, QPoint, QPointF, Qt  # noqa: E402
from qtpy.QtGui import QMouseEvent  # noqa: E402
from qtpy.QtTest import QTest  # noqa: E402
from qtpy.QtWidgets import QApplication, QWidget  # noqa: E402

from editor.ui.inspector.fields import Field  # noqa: E402
from editor.ui.inspector.keying import Strip, strip_of  # noqa: E402
from editor.ui.inspector.offers import Offer  # noqa: E402
from editor.ui.inspector.rows import Rows  # noqa: E402
from nodes.api.hints import Slider  # noqa: E402
from nodes.api.kinds import Kind  # noqa: E402
from nodes.api.params import Param  # noqa: E402
from nodes.api.times import Range, Rate, Time  # noqa: E402
from nodes.graph.model import Keys  # noqa: E402

RATE = Rate(24)
SPAN = Range.frames_of(0, 48, RATE)
PARAM = Param("size", Kind("float"), 0.0, animatable=True)


class Panel:
    """Rows, and what they told."""

    def __init__(self) -> None:
        self.parent = QWidget()
        self.rows = Rows(self.parent)
        self.rows.resize(300, 500)
        self.told: list[tuple[Any, ...]] = []
        for name in ("tried", "given", "reset", "asked"):
            getattr(self.rows, name).connect(lambda *what, name=name: self.told.append((name, *what)))
        self.parent.resize(300, 500)
        self.parent.show()

    def show(self, *fields: Field, strip: Strip | None = None) -> None:
        self.rows.show_fields("it", fields, lambda name: strip)
        QApplication.processEvents()

    def control(self, name: str) -> Any:
        return self.rows.controls[name]


@pytest.fixture
def panel(app: QApplication) -> Iterator[Panel]:
    made = Panel()
    yield made
    made.parent.close()
    made.parent.deleteLater()


def field(name: str, control: Any, value: Any, default: Any = None, **more: Any) -> Field:
    return Field(name, name, control, value, default, Slider(0, 10), **more)


def test_plain_controls_go_on_to_show_another_unless_somebody_is_at_one(panel: Panel) -> None:
    one, other = field("size", "number", 1.0), field("size", "number", 2.0)
    panel.rows.show_fields("first", [one])
    first = panel.control("size")
    panel.rows.show_fields("second", [other])
    assert panel.control("size") is first and first.numbers[0].line.text() == "2"
    panel.parent.activateWindow()
    QApplication.processEvents()
    first.numbers[0].line.setFocus()
    first.numbers[0].line.insert("7")
    assert first.numbers[0].line.hasFocus()
    panel.rows.show_fields("third", [one])
    assert panel.control("size") is not first
    assert panel.control("size").numbers[0].line.text() == "1"
    words = field("prompt", "words", "sky")
    panel.rows.show_fields("third", [words])
    there = panel.control("prompt")
    panel.rows.show_fields("fourth", [words])
    assert panel.control("prompt") is not there


def test_a_seed_is_pinned_and_let_go(panel: Panel) -> None:
    panel.show(field("seed", "seed", None))
    control = panel.control("seed")
    assert control.pin.isVisible() and not control.line.isVisible()
    control.pin.click()
    assert panel.told == [("given", "seed", 1)]
    panel.show(field("seed", "seed", 1))
    assert control.line.isVisible() and control.line.text() == "1"
    control.line.selectAll()
    QTest.keyClicks(control.line, "42")
    QTest.keyClick(control.line, Qt.Key.Key_Return)
    assert panel.told[-1] == ("given", "seed", 42)


def test_what_is_selected_to_be_typed_over_stays_so_while_the_panel_is_shown_anew(panel: Panel) -> None:
    panel.show(field("size", "number", 1.0), field("name", "text", "a"))
    line = panel.control("size").numbers[0].line
    line.setFocus()
    line.selectAll()
    panel.show(field("size", "number", 1.0), field("name", "text", "b"))
    assert line.selectedText() == "1"
    QTest.keyClicks(line, "0.5")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert panel.told[-1] == ("given", "size", 0.5)


def test_words_are_given_when_they_are_left(panel: Panel) -> None:
    panel.show(field("prompt", "words", ""), field("mode", "text", "a"))
    edit = panel.control("prompt").edit
    edit.setFocus()
    QTest.keyClicks(edit, "a fox")
    assert not panel.told
    QTest.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert panel.told == [("given", "prompt", "a fox")]


def test_numbers_in_a_row_are_read_and_what_is_none_is_handed_on(panel: Panel) -> None:
    panel.show(field("at", "list", [24, 48.5]))
    line = panel.control("at").line
    assert line.text() == "24, 48.5"
    for text, value in (("1, 2;3", [1, 2, 3]), ("one", "one"), ("", [])):
        line.setText(text)
        line.editingFinished.emit()
        assert panel.told[-1] == ("given", "at", value)


def test_a_model_is_chosen_among_those_that_are_here(panel: Panel) -> None:
    offers = (
        Offer(None, "Choose for me", "sam"),
        Offer("sam", "SAM", "about 2 GB"),
        Offer("far", "Far", "to be fetched", here=False),
    )
    panel.show(field("model", "model", None, offers=offers))
    box = panel.control("model").box
    assert [box.itemText(place) for place in range(3)] == ["Choose for me", "SAM", "Far (not here)"]
    assert not box.model().item(2).isEnabled()
    box.activated.emit(1)
    assert panel.told == [("given", "model", "sam")]


def test_what_is_rarely_set_is_one_click_away(panel: Panel) -> None:
    panel.show(field("first", "switch", True), field("rest", "switch", True, main=False))
    assert panel.control("first").isVisible() and not panel.control("rest").isVisible()
    assert panel.rows.more.text() == "Show 1 more"
    panel.rows.more.click()
    assert panel.control("rest").isVisible() and panel.rows.more.text() == "Show fewer"


def keyed(panel: Panel) -> Any:
    keys = Keys(((Time(0, RATE), 0.0), (Time(24, RATE), 10.0)))
    strip = strip_of(PARAM, keys, SPAN, Time(24, RATE))
    panel.show(
        field("size", "number", 10.0, can_key=True, key=True, moved="2 keyframes", ease="hold"), strip=strip
    )
    return panel.control("size")


def test_keys_are_set_stepped_to_and_eased(panel: Panel) -> None:
    control = keyed(panel)
    for button in (control.keys.here, control.keys.before, control.keys.after):
        button.click()
    control.keys.ease.activated.emit(2)
    said = [("key", None), ("step", -1), ("step", 1), ("ease", "smooth")]
    assert panel.told == [("asked", "size", *each) for each in said]
    assert control.keys.ease.isVisible() and control.keys.ease.currentText() == "hold"


def test_a_key_is_dragged_in_time_and_value_and_another_put(panel: Panel) -> None:
    control = keyed(panel)
    strip = control._strip
    place = strip._point(0.5, 10.0).toPoint()
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=place)
    low = QPoint(round(strip._across(0.75)), strip.height() - 7)
    drag = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(low),
        QPointF(strip.mapToGlobal(low)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(strip, drag)
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=low)
    moves = [told[3] for told in panel.told if told[2] == "move"]
    assert [move[3] for move in moves] == [False, True]
    old, new, numbers, _ = moves[-1]
    assert (old, new) == (Time(24, RATE), Time(36, RATE)) and numbers[0] == pytest.approx(0, abs=0.2)
    QTest.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(round(strip._across(0.25)), 5))
    assert ("asked", "size", "add", Time(12, RATE)) in panel.told
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip._point(0.0, 0.0).toPoint())
    QTest.keyClick(strip, Qt.Key.Key_Delete)
    assert panel.told[-1] == ("asked", "size", "remove", Time(0, RATE))
