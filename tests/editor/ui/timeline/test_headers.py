"""Track headers by keyboard, wheel and screen reader, and the meters in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

pytest.importorskip("qtpy.QtWidgets", reason="needs Qt", exc_type=ImportError)

from qtpy.QtCore import QPoint, Qt
from qtpy.QtGui import QAccessible
from qtpy.QtTest import QTest
from qtpy.QtWidgets import QApplication, QLineEdit

from editor.document import edits
from editor.document.model import Track
from editor.playback.levels import Loudness
from editor.ui.meter.model import MeterModel
from editor.ui.timeline.faders import TROUGH, read_level, stepped
from editor.ui.timeline.header_cells import CELLS, Cell, place_of
from editor.ui.timeline.header_meters import HeaderMeters
from editor.ui.timeline.headers import all_heights
from editor.ui.timeline.view import RULER, row_height, row_top
from tests.editor.ui.timeline.hands import CTRL, SHIFT, Person

pytestmark = pytest.mark.qt
KEY = Qt.Key


@pytest.fixture
def tall(person: Person) -> Person:
    """The sample cut with one picture track and one of sound, tall enough for faders."""
    all_heights(person.timeline.model, 60)
    person.opened.settle()
    person.timeline.activateWindow()
    QApplication.processEvents()
    return person


def track(person: Person, name: str) -> Track:
    return next(
        each for each in person.opened.cut.stack.items if isinstance(each, Track) and each.name == name
    )


def at(person: Person, number: int, cell: Cell, off: int = 0) -> QPoint:
    """The middle of a cell of a header, or a pixel beside it."""
    model = person.timeline.model
    view = model.view.value
    place = place_of(model.rows.value[number], row_height(view, number), cell)
    top = RULER + row_top(view, number) + place.top + place.height // 2
    return QPoint(place.left + place.width // 2 + off, top)


def keys(person: Person, *pressed: Any) -> None:
    for key in pressed:
        QTest.keyClick(person.timeline.headers, key)


def told(person: Person) -> Any:
    """What a screen reader finds to have the focus."""
    found = QAccessible.queryAccessibleInterface(person.timeline.headers)
    assert found is not None and found.role() == QAccessible.Role.Table
    here = found.focusChild()
    assert here is not None
    return here


def typed(person: Person, text: str) -> None:
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit) and field.accessibleName()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, KEY.Key_Return)


def test_every_cell_of_every_header_is_told_where_it_is(tall: Person) -> None:
    tall.timeline.headers.setFocus()
    found = QAccessible.queryAccessibleInterface(tall.timeline.headers)
    cells = found.tableInterface() if hasattr(found, "tableInterface") else None
    assert cells is None or cells.rowCount() == 2
    keys(tall, KEY.Key_Home)
    said = {}
    for number, name in enumerate(("V1", "A1")):
        for column, cell in enumerate(CELLS):
            tall.timeline.headers.setCurrentIndex(tall.timeline.headers.model().index(number, column))
            if tall.timeline.headers.currentIndex().column() == column and (name == "A1" or cell != "level"):
                here = told(tall)
                text = here.text(QAccessible.Text.Name)
                assert name in text
                middle = tall.timeline.viewport().mapToGlobal(at(tall, number, cell))
                assert here.rect().contains(middle), cell
                said[name, cell] = text
    assert len(said) == 11 and len(set(said.values())) == 11
    assert said["A1", "level"] == "Level of track A1: 0 dB"
    assert said["V1", "name"].startswith("Picture track V1")


def test_switches_are_pressed_and_told_by_keys_alone(tall: Person) -> None:
    tall.timeline.setFocus()
    QTest.keyClick(tall.timeline, KEY.Key_Tab)
    assert QApplication.focusWidget() is tall.timeline.headers
    keys(tall, KEY.Key_End, KEY.Key_Right)
    assert told(tall).text(QAccessible.Text.Name) == "Mute track A1"
    assert told(tall).state().checkable and not told(tall).state().checked
    keys(tall, KEY.Key_Space)
    assert not track(tall, "A1").enabled and told(tall).state().checked
    keys(tall, KEY.Key_Space, KEY.Key_Right, KEY.Key_Return, KEY.Key_Right, KEY.Key_Space)
    a1 = track(tall, "A1")
    assert (a1.enabled, a1.solo, a1.locked) == (True, True, True)
    keys(tall, KEY.Key_Space, KEY.Key_Up)
    assert told(tall).text(QAccessible.Text.Name) == "Lock track V1"
    # A picture track has no level: beside its lock comes its height.
    keys(tall, KEY.Key_Right, KEY.Key_Plus)
    assert track(tall, "V1").height == 75
    keys(tall, KEY.Key_0)
    assert track(tall, "V1").height == 0
    keys(tall, KEY.Key_Escape)
    assert QApplication.focusWidget() is tall.timeline
    tall.timeline.headers.setFocus()
    keys(tall, KEY.Key_Tab)
    assert QApplication.focusWidget() is not tall.timeline.headers


def test_a_window_that_is_shown_scrolls_to_no_header_but_keys_that_lead_there_do(tall: Person) -> None:
    model, headers = tall.timeline.model, tall.timeline.headers
    all_heights(model, 400)
    model.pan(0, 300)
    below = row_top(model.view.value, 0)
    assert below < 0
    headers.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
    assert row_top(model.view.value, 0) == below
    tall.timeline.setFocus()
    QTest.keyClick(tall.timeline, KEY.Key_Tab)
    assert QApplication.focusWidget() is headers and row_top(model.view.value, 0) == 0


def test_what_keys_change_is_said(tall: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: heard.append(event.message()))
    tall.timeline.headers.setFocus()
    keys(tall, KEY.Key_End, KEY.Key_Right, KEY.Key_Space, KEY.Key_Space)
    keys(tall, *[KEY.Key_Right] * 3, KEY.Key_Minus, KEY.Key_Minus, KEY.Key_0)
    assert heard == ["Mute track A1: on", "Mute track A1: off", "-1.0 dB", "-2.0 dB", "0 dB"]


def test_name_level_and_height_are_typed(tall: Person) -> None:
    tall.timeline.headers.setFocus()
    keys(tall, KEY.Key_End, KEY.Key_Return)
    typed(tall, "Music")
    assert QApplication.focusWidget() is tall.timeline.headers
    assert track(tall, "Music")
    keys(tall, *[KEY.Key_Right] * 4, KEY.Key_F2)
    typed(tall, "-4,5 dB")
    assert track(tall, "Music").level == -4.5
    keys(tall, KEY.Key_Return)
    typed(tall, "loud")
    assert track(tall, "Music").level == -4.5 and "no level" in tall.session.message.value
    keys(tall, KEY.Key_0)
    assert track(tall, "Music").level == 0
    keys(tall, KEY.Key_Right, KEY.Key_Return)
    typed(tall, "120")
    assert track(tall, "Music").height == 120


def test_a_turn_of_the_wheel_over_a_fader_is_one_edit(tall: Person) -> None:
    model, before = tall.timeline.model, tall.opened.cut
    for _ in range(3):
        tall.wheel(at(tall, 1, "level"), -1)
    tall.wheel(at(tall, 1, "level"), -1, SHIFT)
    assert tall.opened.cut is before and list(model.faders.value.values()) == [-3.1]
    # A press, or a while without a step, keeps what was turned.
    tall.click(at(tall, 1, "name"))
    assert track(tall, "A1").level == -3.1 and not model.faders.value
    tall.opened.settle()
    tall.session.undo()
    tall.opened.settle()
    assert tall.opened.cut == before
    zoom = model.view.value.zoom
    tall.wheel(at(tall, 1, "enable"), 1)
    assert model.view.value.zoom == zoom and not model.faders.value


def test_what_is_turned_is_kept_before_any_other_key_does_something(tall: Person) -> None:
    tall.wheel(at(tall, 1, "level"), 2)
    tall.key(KEY.Key_Z, CTRL)
    assert track(tall, "A1").level == 2
    tall.timeline.headers.setFocus()
    keys(tall, KEY.Key_End, *[KEY.Key_Right] * 4, KEY.Key_Plus, KEY.Key_Plus)
    assert track(tall, "A1").level == 2
    keys(tall, KEY.Key_N)
    assert track(tall, "A1").level == 4


def test_a_level_rests_and_is_kept(tall: Person) -> None:
    tall.timeline.headers.setFocus()
    keys(tall, KEY.Key_End, *[KEY.Key_Right] * 4, KEY.Key_Minus, KEY.Key_Minus)
    assert track(tall, "A1").level == 0
    for _ in range(600):
        if track(tall, "A1").level == -2:
            return
        QTest.qWait(50)
    pytest.fail("what was turned was not kept")


def test_a_wheel_that_scrolls_turns_no_fader_that_comes_under_it(tall: Person) -> None:
    turn, place = tall.timeline._turn, at(tall, 1, "level")
    beside = at(tall, 1, "name")
    assert not turn.wheel(beside.x(), beside.y(), 1, fine=False, when=1000)
    assert not turn.wheel(place.x(), place.y(), 1, fine=False, when=1100)
    assert not turn.wheel(place.x(), place.y(), 1, fine=False, when=1400)
    assert turn.wheel(place.x(), place.y(), 1, fine=False, when=1900)
    # Once it turns, it goes on; a touchpad's small steps add up.
    assert turn.wheel(place.x(), place.y(), 0.05, fine=False, when=1950)
    assert list(tall.timeline.model.faders.value.values()) == [1.0]
    assert turn.wheel(place.x(), place.y(), 0.05, fine=False, when=2000)
    assert list(tall.timeline.model.faders.value.values()) == [1.1]


def test_a_double_click_types_the_number_and_resets_the_knob(tall: Person) -> None:
    left = Qt.MouseButton.LeftButton
    port, nothing = tall.timeline.viewport(), Qt.KeyboardModifier.NoModifier
    number, trough = at(tall, 1, "level", TROUGH // 2 + 10), at(tall, 1, "level", -20)
    QTest.mouseDClick(port, left, nothing, number)
    typed(tall, "+2")
    assert track(tall, "A1").level == 2 and QApplication.focusWidget() is tall.timeline
    QTest.mouseDClick(port, left, nothing, trough)
    assert track(tall, "A1").level == 0


@pytest.mark.parametrize(
    ("text", "level"),
    [("-6", -6), ("+1.5 dB", 1.5), ("3,5", 3.5), ("\N{MINUS SIGN}12.3", -12.3), ("-inf", -100), ("999", 60),
     ("-200", -100), ("", None), ("six", None), ("1e3", None), ("nan", None)],
)  # fmt: skip
def test_a_level_is_read_as_people_write_it(text: str, level: float | None) -> None:
    assert read_level(text) == level


def test_steps_lead_into_silence_and_out_of_it() -> None:
    assert stepped(0.0, -0.1) == -0.1 and stepped(-0.1, 0.1) == 0
    assert stepped(-60.0, -1) == -100 and stepped(-100.0, -1) == -100
    assert stepped(-100.0, 1) == -60 and stepped(-80.0, 1) == -60
    assert stepped(59.5, 1) == 60


def test_tracks_that_come_and_go_keep_the_keys_place(tall: Person) -> None:
    tall.timeline.headers.setFocus()
    keys(tall, KEY.Key_End, KEY.Key_Right)
    tall.session.edit("track", lambda cut, media: edits.add_track(cut, "Video"), {})
    assert told(tall).text(QAccessible.Text.Name) == "Mute track A1"
    tall.session.edit("track", lambda cut, media: edits.remove_track(cut, "A1"), {})
    assert "track V1" in told(tall).text(QAccessible.Text.Name)


@pytest.fixture
def meter(tall: Person) -> Iterator[MeterModel]:
    """A meter in the headers that hears the sound track, too loud on the right."""
    heard = Loudness(1600, (0.5, 0.5), (0.1, 0.1), {track(tall, "A1").id: (0.1, 1.2)})
    made = MeterModel(lambda: heard)
    tall.timeline.show_levels(made)
    yield made


def test_a_header_shows_its_tracks_level_and_light(tall: Person, meter: MeterModel) -> None:
    view = tall.timeline.model.view.value
    top = RULER + row_top(view, 1) + 2

    def colours(x: int) -> list[str]:
        image = tall.timeline.viewport().grab().toImage()
        return [image.pixelColor(x, y).name() for y in range(top, top + row_height(view, 1) - 5)]

    quiet = colours(166)
    meter.tick(0.03)
    left, right = colours(166), colours(170)
    # On the left a fifth of the way up (-20 dB stands at the middle), on the right all of it and the light.
    changed = [one != other for one, other in zip(quiet, left, strict=True)]
    assert not any(changed[: len(changed) // 2 - 3]) and all(changed[len(changed) // 2 + 6 :])
    assert "#e5484d" not in left[:4] and "#e5484d" in right[:4]
    assert meter.track_text(track(tall, "A1").id) == "Left -20.0 dBFS\nRight 1.6 dBFS, clipped"
    tall.timeline.headers.setFocus()
    keys(tall, KEY.Key_End, *[KEY.Key_Right] * 4)
    assert "1.6 dBFS, clipped" in told(tall).text(QAccessible.Text.Description)
    middle = QPoint(168, top + 20)
    tall.click(middle)
    assert "clipped" not in meter.track_text(track(tall, "A1").id)


def test_meters_let_the_mouse_through_and_paint_nothing_else(tall: Person, meter: MeterModel) -> None:
    meter.tick(0.03)
    port = tall.timeline.viewport()
    tall.timeline.resize(1144, 120)
    tall.timeline.resize(1144, 140)
    found = tall.timeline.findChild(HeaderMeters)
    assert found.height() == tall.timeline.model.view.value.height
    assert port.childAt(QPoint(168, RULER + 70)) is None
    picture = port.grab().toImage()
    # Beside the meters, on the picture track, all is as it was painted beneath.
    here = QPoint(168, RULER + 20)
    assert picture.pixelColor(here) == picture.pixelColor(QPoint(160, RULER + 20))
