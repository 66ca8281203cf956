"""Level and opacity as lines on the clips: what is taken hold of, and the edit that a drag becomes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import edits
from editor.document.layout import find_clip, source_range
from editor.document.model import Clip
from editor.ui.timeline.band_drag import DragBand, step_levels
from editor.ui.timeline.bands import Name, area, grip_at, height_of, line_y, said, value_at, without_key
from editor.ui.timeline.headers import all_heights
from editor.ui.timeline.model import TimelineModel
from editor.ui.timeline.tools import NONE, Keys
from editor.ui.timeline.view import HEADER, RULER, row_height, row_top
from nodes.api.curves import Curve, Key
from nodes.api.times import Time
from tests.editor.ui.timeline.opened import Opened
from tests.support.sample import RATE

CTRL = Keys(ctrl=True)


@pytest.fixture
def model(opened: Opened) -> Iterator[TimelineModel]:
    made = TimelineModel(opened.session)
    made.resize(1000, 300)
    all_heights(made, 100)
    opened.settle()
    yield made
    made.close()


def clip_of(opened: Opened, name: str) -> Clip:
    return find_clip(opened.cut, name)


def place(model: TimelineModel, frame: float, row: int, value: float, name: Name) -> tuple[float, float]:
    """The pixel of a value at a frame."""
    view = model.view.value
    x = HEADER + frame * view.frame_width(RATE)
    top, bottom = area(row_height(view, row))
    return x, RULER + row_top(view, row) + round(bottom - height_of(name, value) * (bottom - top))


def drag(
    model: TimelineModel, start: tuple[float, float], end: tuple[float, float], keys: Keys = NONE
) -> None:
    grip = grip_at(model, *start)
    assert grip is not None
    gesture = DragBand(model, grip, *start, keys)
    gesture.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, keys)
    gesture.move(*end, keys)
    gesture.end(True)


@given(st.floats(-60, 12))
def test_a_level_comes_back_from_where_it_is_drawn(level: float) -> None:
    assert value_at("level", height_of("level", level)) == pytest.approx(level, abs=0.06)


def test_levels_and_opacity_are_said_as_people_write_them() -> None:
    assert height_of("level", 12) == 1 and height_of("level", 0) == pytest.approx(0.5, abs=0.01)
    assert [said("level", 0), said("level", -6), said("level", -100)] == ["+0.0 dB", "-6.0 dB", "silent"]
    assert said("opacity", 0.8) == "80 %"


def test_a_sounds_line_is_dragged_down_in_one_edit(model: TimelineModel, opened: Opened) -> None:
    before = opened.cut
    drag(model, place(model, 90, 1, 0, "level"), place(model, 90, 1, -6, "level"))
    assert clip_of(opened, "music").level == pytest.approx(-6, abs=0.8)
    assert model.bent.value is None
    opened.settle()
    opened.session.undo()
    opened.settle()
    assert opened.cut == before


def test_what_is_let_go_with_escape_changes_nothing(model: TimelineModel, opened: Opened) -> None:
    before = opened.cut
    start = place(model, 90, 1, 0, "level")
    grip = grip_at(model, *start)
    assert grip is not None and grip.part == "line"
    gesture = DragBand(model, grip, *start, NONE)
    gesture.move(start[0], start[1] + 20, NONE)
    bent = model.bent.value
    assert bent is not None and "dB" in bent.text and bent.band.clip.level != 0
    gesture.end(False)
    assert opened.cut is before and model.bent.value is None


def test_keys_are_added_moved_and_taken_away(model: TimelineModel, opened: Opened) -> None:
    for frame in (40, 120):
        at = place(model, frame, 1, 0, "level")
        drag(model, at, at, CTRL)
    level = clip_of(opened, "music").level
    assert isinstance(level, Curve) and [key.value for key in level.keys] == [0, 0]
    drag(model, place(model, 40, 1, 0, "level"), place(model, 60, 1, -12, "level"))
    clip = clip_of(opened, "music")
    source = source_range(clip)
    assert source is not None and isinstance(clip.level, Curve)
    assert clip.level.keys[0].time == source.start + Time(60, RATE)
    assert clip.level.keys[0].value == pytest.approx(-12, abs=1)
    assert clip.level.keys[1].value == 0
    first = place(model, 60, 1, clip.level.keys[0].value, "level")
    drag(model, first, first, CTRL)
    second = place(model, 120, 1, 0, "level")
    drag(model, second, second, CTRL)
    assert clip_of(opened, "music").level == 0


def test_a_key_does_not_pass_its_neighbour(model: TimelineModel, opened: Opened) -> None:
    for frame in (40, 80):
        at = place(model, frame, 1, 0, "level")
        drag(model, at, at, CTRL)
    drag(model, place(model, 40, 1, 0, "level"), place(model, 110, 1, 0, "level"))
    level = clip_of(opened, "music").level
    assert isinstance(level, Curve) and len(level.keys) == 2
    assert level.keys[0].time < level.keys[1].time


def test_the_opacity_of_a_picture_has_a_line(model: TimelineModel, opened: Opened) -> None:
    drag(model, place(model, 30, 0, 1, "opacity"), place(model, 30, 0, 0.5, "opacity"))
    assert clip_of(opened, "sh010").opacity == pytest.approx(0.5, abs=0.03)


def test_fades_are_dragged_by_their_handles(model: TimelineModel, opened: Opened) -> None:
    view = model.view.value
    per_frame, top = view.frame_width(RATE), RULER + row_top(view, 0) + 8
    head = HEADER + 4.0, float(top)
    drag(model, head, (head[0] + 12 * per_frame, top))
    tail = HEADER + 60 * per_frame - 4, float(top)
    drag(model, tail, (tail[0] - 6 * per_frame, top))
    clip = clip_of(opened, "sh010")
    assert (clip.fade_in, clip.fade_out) == (Time(12, RATE), Time(6, RATE))
    # One fade does not go into the other.
    drag(model, (head[0] + 12 * per_frame, top), (head[0] + 500 * per_frame, top))
    assert clip_of(opened, "sh010").fade_in == Time(54, RATE)


def test_low_rows_and_locked_ones_have_no_lines(model: TimelineModel, opened: Opened) -> None:
    at = place(model, 90, 1, 0, "level")
    assert grip_at(model, *at) is not None
    opened.session.edit("track", lambda cut, media: edits.lock_track(cut, "A1", True), {})
    assert grip_at(model, *at) is None
    opened.session.edit("track", lambda cut, media: edits.lock_track(cut, "A1", False), {})
    all_heights(model, 28)
    assert all(grip_at(model, at[0], y) is None for y in range(RULER, RULER + 60))
    opened.settle()


def test_levels_are_raised_from_the_keyboard(model: TimelineModel, opened: Opened) -> None:
    opened.session.selection.set(frozenset({"music", "sh010"}))
    step_levels(model, -1)
    step_levels(model, -1)
    assert clip_of(opened, "music").level == -2
    assert clip_of(opened, "sh010").opacity == pytest.approx(0.9)
    step_levels(model, 1)
    for _ in range(9):
        step_levels(model, 1)
    assert clip_of(opened, "sh010").opacity == 1
    opened.settle()


def test_taking_the_last_key_away_leaves_its_value() -> None:
    assert without_key(Curve((Key(Time(3, RATE), -4.0),)), 0) == -4.0
    assert without_key(2.0, 0) == 2.0


def test_a_line_is_where_its_value_is_drawn(model: TimelineModel) -> None:
    x, y = place(model, 90, 1, 0, "level")
    grip = grip_at(model, x, y)
    assert grip is not None
    assert line_y(grip.band, 0, row_height(model.view.value, 1)) == y - RULER - row_top(model.view.value, 1)
