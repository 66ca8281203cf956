"""The timeline used as a person uses it, by mouse, wheel and keys; read from document and pixels."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("qtpy.QtWidgets", reason="needs Qt", exc_type=ImportError)

from qtpy.QtCore import QEvent, QPoint, QRect, Qt
from qtpy.QtGui import QColor, QImage, QPalette
from qtpy.QtTest import QTest
from qtpy.QtWidgets import QApplication

from editor.document.layout import by_id, shots
from editor.document.model import Cut, Gap, Stack
from editor.ui.observe import Value
from editor.ui.timeline.palette import DARK
from editor.ui.timeline.view import HEADER, RULER, row_height
from editor.ui.timeline.widget import Timeline
from nodes.api.times import Range, Time
from tests.editor.ui.timeline.hands import CTRL, LEFT, MIDDLE, NO_KEY, RATE, SHIFT, Person
from tests.editor.ui.timeline.opened import Opened

pytestmark = pytest.mark.qt


def gone(timeline: Timeline) -> None:
    timeline.deleteLater()
    QApplication.sendPostedEvents(timeline, QEvent.Type.DeferredDelete)


def frames(first: int, count: int) -> Range:
    return Range.frames_of(first, count, RATE)


def test_a_click_selects_and_ctrl_adds_and_takes_away(person: Person) -> None:
    person.click(person.at(30))
    assert person.session.selection.value == {"sh010"}
    person.click(person.at(90), CTRL)
    assert person.session.selection.value == {"sh010", "sh020"}
    person.click(person.at(30), CTRL)
    assert person.session.selection.value == {"sh020"}
    person.click(person.at(126))
    assert person.session.selection.value == {"gap-1"}
    person.click(person.at(200))
    assert person.session.selection.value == frozenset()


def test_a_selected_clip_is_framed(person: Person) -> None:
    at = person.at(30)
    edge = QPoint(at.x(), RULER + 2)
    assert person.colour(edge) != DARK.selected
    person.click(at)
    assert person.colour(edge) == DARK.selected


def test_dragging_the_tail_trims_once_it_is_let_go(person: Person) -> None:
    before = person.opened.cut
    person.drag(person.at(192, off=-2), person.at(185), person.at(170), release=False)
    assert person.opened.cut is before
    ghost = person.timeline.model.ghost.value
    assert ghost is not None
    assert (ghost.at, ghost.text) == (Time(170, RATE), "-0:22  (1:14)")
    QTest.mouseRelease(person.timeline.viewport(), LEFT, NO_KEY, person.at(170))
    assert person.stands("sh030") == frames(132, 38)
    person.opened.settle()
    project = person.session.project.value
    assert project is not None
    assert project.cut == person.opened.cut
    person.session.undo()
    person.opened.settle()
    assert person.opened.cut == before
    person.session.redo()
    person.opened.settle()
    assert person.stands("sh030") == frames(132, 38)


def test_dragging_the_head_into_a_gap_gives_frames_back(person: Person) -> None:
    person.drag(person.at(132, off=2), person.at(128, off=30), person.at(126, off=2))
    assert person.stands("sh030") == frames(126, 66)
    assert isinstance(by_id(person.opened.cut, "gap-1").item, Gap)  # type: ignore[union-attr]
    assert person.stands("gap-1") == frames(120, 6)


def test_a_dragged_edge_is_drawn_to_the_playhead(person: Person) -> None:
    person.click(person.on_ruler(100))
    person.drag(person.at(120, off=-3), person.at(110), person.at(100, off=2))
    assert person.stands("sh020") == frames(60, 40)


def test_an_edge_that_may_not_go_there_says_why_and_changes_nothing(person: Person) -> None:
    before = person.opened.cut
    person.drag(person.at(60, off=-2), person.at(65), person.at(70))
    assert "sh010" in person.session.message.value
    assert person.opened.cut == before


def test_escape_lets_an_edge_go_where_it_was(person: Person) -> None:
    before = person.opened.cut
    person.drag(person.at(192, off=-2), person.at(170), release=False)
    person.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(person.timeline.viewport(), LEFT, NO_KEY, person.at(170))
    assert person.opened.cut is before
    assert person.timeline.model.ghost.value is None


def test_a_trim_under_way_is_drawn_and_turns_red_where_refused(person: Person) -> None:
    person.drag(person.at(192, off=-2), person.at(170), release=False)
    inside = QPoint(person.at(150).x(), RULER + 1)
    assert person.colour(inside) == DARK.preview
    person.key(Qt.Key.Key_Escape)
    QTest.mouseRelease(person.timeline.viewport(), LEFT, NO_KEY, person.at(170))
    person.drag(person.at(60, off=-2), person.at(70), release=False)
    assert person.colour(QPoint(person.at(30).x(), RULER + 1)) == DARK.refused
    QTest.mouseRelease(person.timeline.viewport(), LEFT, NO_KEY, person.at(70))


@pytest.mark.parametrize(("key", "keys"), [(Qt.Key.Key_S, NO_KEY), (Qt.Key.Key_K, CTRL)])
def test_a_selected_clip_is_split_at_the_playhead(person: Person, key: Any, keys: Any) -> None:
    person.click(person.at(90))
    person.click(person.on_ruler(90))
    person.key(key, keys)
    assert [(shot.clip.name, shot.range) for shot in shots(person.opened.cut)][1:3] == [
        ("sh020", frames(60, 30)),
        ("sh020", frames(90, 30)),
    ]


def test_delete_lifts_and_leaves_a_gap_that_looks_empty(person: Person) -> None:
    middle = QPoint(person.at(80).x(), RULER + 4)
    assert person.colour(middle) in (DARK.offline, DARK.offline_hatch)
    person.click(person.at(90))
    person.key(Qt.Key.Key_Delete)
    place = by_id(person.opened.cut, "sh020")
    assert place is None
    assert person.stands("sh030") == frames(132, 60)
    assert person.colour(middle) == DARK.lane


def test_the_ruler_scrubs_and_snaps(person: Person) -> None:
    person.drag(person.on_ruler(20), person.on_ruler(40), person.on_ruler(60, off=4), release=False)
    assert person.session.playhead.value == Time(60, RATE)
    assert person.colour(QPoint(person.on_ruler(60).x(), RULER + 150)) == DARK.playhead
    QTest.mouseRelease(person.timeline.viewport(), LEFT, NO_KEY, person.on_ruler(60, off=4))
    person.timeline.snap.set(False)
    person.click(person.on_ruler(60.5, off=2))
    assert person.session.playhead.value == Time(60, RATE)
    person.click(person.on_ruler(59.5))
    assert person.session.playhead.value == Time(59, RATE)


def test_the_line_is_drawn_where_the_playhead_is_and_no_more_where_it_was(person: Person) -> None:
    low = RULER + 150
    for frame in (30, 31, 90):
        person.session.playhead.set(Time(frame, RATE))
        QApplication.processEvents()
        assert person.colour(QPoint(person.at(frame).x(), low)) == DARK.playhead
    assert person.colour(QPoint(person.at(31).x(), low)) == DARK.ground


def test_arrows_step_by_frames_and_edits(person: Person) -> None:
    person.click(person.on_ruler(30))
    person.key(Qt.Key.Key_Right)
    assert person.session.playhead.value == Time(31, RATE)
    person.key(Qt.Key.Key_Left, SHIFT)
    assert person.session.playhead.value == Time(7, RATE)
    person.key(Qt.Key.Key_Down)
    assert person.session.playhead.value == Time(60, RATE)
    person.key(Qt.Key.Key_Up)
    assert person.session.playhead.value == Time(0, RATE)


def test_i_and_o_mark_and_the_range_is_seen(person: Person) -> None:
    person.click(person.on_ruler(48))
    person.key(Qt.Key.Key_I)
    person.click(person.on_ruler(95))
    person.key(Qt.Key.Key_O)
    assert person.session.marked.value == frames(48, 48)
    below = RULER + 150
    inside, outside = person.at(70).x(), person.at(110).x()
    assert person.colour(QPoint(inside, below)) != person.colour(QPoint(outside, below)) == DARK.ground


def test_the_wheel_with_ctrl_zooms_about_the_pointer(person: Person) -> None:
    at = person.at(100)
    view = person.timeline.model.view.value
    before = view.time_at(at.x() - HEADER, RATE)
    person.wheel(at, 3, CTRL)
    after = person.timeline.model.view.value
    assert after.zoom > view.zoom * 15 / 10
    assert abs(after.x_of(before) - (at.x() - HEADER)) < 1
    person.wheel(at, -1)
    assert person.timeline.model.view.value.scroll > after.scroll
    assert person.timeline.horizontalScrollBar().value() > 0


def test_the_middle_button_pans_and_the_bar_too(person: Person) -> None:
    person.wheel(person.at(100), 6, CTRL)
    seen = person.timeline.model.view.value
    start = QPoint(600, 100)
    person.drag(start, QPoint(550, 100), QPoint(500, 100), button=MIDDLE)
    assert abs((person.timeline.model.view.value.scroll - seen.scroll) * seen.zoom - 100) < 1
    person.timeline.horizontalScrollBar().setValue(0)
    assert person.timeline.model.view.value.scroll == 0


def test_a_rubber_band_selects_what_it_touches(person: Person) -> None:
    start = QPoint(person.at(126).x(), RULER + 30)
    person.drag(start, QPoint(person.at(100).x(), RULER + 40), QPoint(person.at(50).x(), RULER + 45))
    assert person.session.selection.value == {"sh010", "sh020"}


def test_badges_are_drawn_in_their_colours(person: Person) -> None:
    y = RULER + 4
    assert person.colour(QPoint(person.at(60).x() - 8, y)) == DARK.take
    assert person.colour(QPoint(person.at(120).x() - 8, y)) == DARK.stale
    person.timeline.badges.set({})
    assert person.colour(QPoint(person.at(120).x() - 8, y)) != DARK.stale


def test_focus_is_seen(person: Person) -> None:
    corner = QPoint(0, 100)
    QTest.qWaitForWindowActive(person.timeline)
    person.timeline.setFocus()
    assert person.colour(corner) == DARK.focus
    person.timeline.clearFocus()
    assert person.colour(corner) != DARK.focus


def test_the_cursor_tells_of_edges(person: Person) -> None:
    port = person.timeline.viewport()
    QTest.mouseMove(port, person.at(60, off=-2))
    assert port.cursor().shape() == Qt.CursorShape.SplitHCursor
    QTest.mouseMove(port, person.at(30))
    assert port.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_no_cut_and_an_empty_one_say_what_to_do(person: Person) -> None:
    empty = Cut("empty", RATE, Stack("s"))
    for shown in (None, empty):
        person.session.cut.set(shown)
        image = person.timeline.viewport().grab().toImage()
        seen = {image.pixelColor(x, y).name() for x in range(300, 900, 2) for y in range(60, 180, 2)}
        assert QColor(DARK.text_dim).name() in seen


def test_a_timeline_that_is_gone_watches_nothing(opened: Opened, app: Any) -> None:
    timeline = Timeline(opened.session, Value({}))
    timeline.deleteLater()
    QApplication.sendPostedEvents(None, 52)
    QApplication.processEvents()
    opened.session.playhead.set(Time(3, RATE))
    opened.session.selection.set(frozenset({"sh010"}))


def test_many_selected_clips_are_framed_and_gaps_are_not(person: Person) -> None:
    person.key(Qt.Key.Key_A, CTRL)
    assert person.session.selection.value == {"sh010", "sh020", "sh030", "music"}
    for frame, row in ((30, 0), (90, 0), (160, 0), (126, 1)):
        top = person.at(frame, row).y() - row_height(person.timeline.model.view.value, row) * 2 // 3
        assert person.colour(QPoint(person.at(frame).x(), top + 1)) == DARK.selected
    assert person.colour(QPoint(person.at(126).x(), RULER + 1)) == DARK.lane


def test_a_stripe_drawn_again_looks_as_it_did(person: Person) -> None:
    person.click(person.at(90))
    port = person.timeline.viewport()
    whole = port.grab().toImage()
    for x in (HEADER, 300, 477, 701):
        stripe = QRect(x, 0, 17, port.height())
        assert port.grab(stripe).toImage() == whole.copy(stripe)


def test_every_pixel_is_drawn(person: Person) -> None:
    port, bare = person.timeline.viewport(), QColor("#ff00ff")
    palette = port.palette()
    for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Window):
        palette.setColor(role, bare)
    port.setPalette(palette)
    for frames in (0, 400):
        person.session.playhead.set(Time(frames, RATE))
        person.wheel(person.at(60), 5, CTRL)
        image = port.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        assert bytes(image.constBits()).count(bare.rgb().to_bytes(4, "little")) == 0


def test_clips_whose_media_is_there_look_so(person: Person, project: Path) -> None:
    person.session.close()
    person.opened.session.open(project)
    while person.session.cut.value is None or person.session.project.value.folder != project:  # type: ignore[union-attr]
        person.opened.posts.run_one()
    at = QPoint(person.at(70).x(), RULER + 5)
    assert person.colour(at) == DARK.picture
