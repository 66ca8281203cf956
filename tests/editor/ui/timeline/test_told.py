"""What clips and headers say of themselves: chips, tips, and the buttons' deeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest

from editor.document import edits
from editor.document.layout import find_clip, find_track
from editor.document.model import Effect, Track
from editor.document.retimes import Retime, effect_of
from editor.ui.timeline.chips import LATE, MISSING, RETIME, chips_of, speed_text
from editor.ui.timeline.faders import DragFader, fader_text, set_level, step_tracks
from editor.ui.timeline.header_tips import header_tip
from editor.ui.timeline.headers import (
    BUTTONS,
    DragHeight,
    HeaderPart,
    all_heights,
    header_at,
    places,
    press,
    rename,
    step_heights,
)
from editor.ui.timeline.model import TimelineModel
from editor.ui.timeline.pressing import pressed
from editor.ui.timeline.rows import silenced
from editor.ui.timeline.scene import STALE, TAKE
from editor.ui.timeline.tips import tip
from editor.ui.timeline.tools import NONE
from editor.ui.timeline.view import HEADER, RULER, row_height, row_top
from nodes.api.curves import Curve, Key
from nodes.api.times import Time
from tests.editor.document.made import clip
from tests.editor.ui.timeline.opened import Opened
from tests.support.sample import RATE


@pytest.fixture
def model(opened: Opened) -> Iterator[TimelineModel]:
    made = TimelineModel(opened.session)
    made.resize(1000, 300)
    yield made
    opened.settle()
    made.close()


def track_of(opened: Opened, name: str) -> Track:
    item = find_track(opened.cut, name).item
    assert isinstance(item, Track)
    return item


@pytest.mark.parametrize(
    ("speed", "text"),
    [
        (Fraction(2), "200 %"),
        (Fraction(1, 3), "33.33 %"),
        (Fraction(-1), "\N{MINUS SIGN}100 %"),
        (Fraction(0), "freeze"),
        (Fraction(1), ""),
    ],
)
def test_a_retimed_clip_says_its_speed(speed: Fraction, text: str) -> None:
    assert speed_text(replace(clip("a"), effects=(effect_of(Retime(speed)),))) == text


def test_chips_come_with_what_is_seen_nowhere_else_first() -> None:
    shown = replace(clip("a"), effects=(effect_of(Retime(Fraction(2))),))
    late = {shown.id: Time(3, RATE)}
    assert list(chips_of(shown, "t002 stale", True, late)) == [
        (STALE, "t002 stale"),
        (LATE, "+3"),
        (MISSING, "missing"),
        (RETIME, "200 %"),
    ]
    assert next(chips_of(shown, "t002", False, {})) == (TAKE, "t002")
    keyed = replace(clip("a"), effects=(Effect("TimeEffect", "ramp"),))
    assert list(chips_of(keyed, None, False, {})) == [(RETIME, "speed keys")]


def test_a_tip_tells_source_and_states(model: TimelineModel, opened: Opened) -> None:
    shot = find_clip(opened.cut, "sh010")
    opened.session.edit("retime", lambda cut, media: edits.retime(cut, shot.id, Retime(Fraction(1, 2))), {})
    keys = Curve((Key(Time(0, RATE), 0.5), Key(Time(9, RATE), 1.0)))
    opened.session.edit("set", lambda cut, media: edits.set_look(cut, shot.id, opacity=keys), {})
    view = model.view.value
    under = model.under(HEADER + 30.2 * view.frame_width(RATE), RULER + 30)
    assert under is not None and under.item is not None and under.item.name == "sh010"
    lines = tip(model, under, {"sh010": "t002"}).splitlines()
    assert lines[0] == "sh010"
    assert any(line.startswith("Source ") and ", here " in line for line in lines)
    assert {"Take t002", "Speed 50 %", "Opacity with 2 keys"} <= set(lines)
    assert any(line.startswith("Missing") and "Relink" in line for line in lines)


def test_a_clip_that_goes_backwards_tells_its_last_source_frame_first(
    model: TimelineModel, opened: Opened
) -> None:
    shot = find_clip(opened.cut, "sh020")
    plain = source_line(model, opened, 61)
    opened.session.edit("retime", lambda cut, media: edits.retime(cut, shot.id, Retime(Fraction(-1))), {})
    backwards = source_line(model, opened, 61)
    first, last = plain.removeprefix("Source ").split(", here ")[0].split(" to ")
    assert backwards.startswith(f"Source {last} to {first}")


def source_line(model: TimelineModel, opened: Opened, frame: int) -> str:
    under = model.under(HEADER + (frame + 0.5) * model.view.value.frame_width(RATE), RULER + 30)
    assert under is not None
    return next(line for line in tip(model, under, {}).splitlines() if line.startswith("Source "))


def test_every_part_of_a_header_is_found_where_it_is_and_says_what_it_does(model: TimelineModel) -> None:
    for height in (28, 60, 112):
        all_heights(model, height)
        view, rows = model.view.value, model.rows.value
        for number, row in enumerate(rows):
            found: list[HeaderPart] = []
            for part, place in places(row, row_height(view, number)):
                middle = place.left + place.width / 2, place.top + place.height / 2
                y = RULER + row_top(view, number) + middle[1]
                assert header_at(middle[0], y, view, rows) == (part, number)
                assert place.left >= 0 and place.left + place.width <= HEADER - 4
                assert place.top >= 0 and place.top + place.height <= height
                assert header_tip(row, part)
                if part in ("level", "meter"):
                    assert row.kind == "Audio"
                    continue
                found.append(part)
            assert found == ["name", *BUTTONS]


def test_buttons_hide_solo_and_lock_and_all_can_be_undone(model: TimelineModel, opened: Opened) -> None:
    before = opened.cut
    press(model, "enable", 1)
    assert not track_of(opened, "A1").enabled
    press(model, "solo", 0)
    assert track_of(opened, "V1").solo
    press(model, "lock", 0)
    assert track_of(opened, "V1").locked
    press(model, "lock", 0)
    press(model, "solo", 0)
    press(model, "enable", 1)
    assert opened.cut == before
    for _ in range(6):
        opened.session.undo()
    opened.settle()
    assert opened.cut == before


def test_tracks_beside_one_with_a_solo_are_silent(model: TimelineModel, opened: Opened) -> None:
    opened.session.edit("track", lambda cut, media: edits.add_track(cut, "Video"), {})
    assert len(model.rows.value) == 3 and not silenced(model.rows.value)
    press(model, "solo", 0)
    assert silenced(model.rows.value) == {model.rows.value[1].holder.id}


def test_a_track_is_renamed_once_and_only_to_something(model: TimelineModel, opened: Opened) -> None:
    rename(model, 0, "  Plates   A ")
    assert model.rows.value[0].name == "Plates A"
    kept = opened.cut
    rename(model, 0, "  ")
    rename(model, 0, "Plates A")
    assert opened.cut is kept


def test_a_row_is_dragged_taller_as_one_edit(model: TimelineModel, opened: Opened) -> None:
    all_heights(model, 0)
    before = opened.cut
    tall = row_height(model.view.value, 0)
    drag = DragHeight(model, 0, 100)
    drag.move(0, 120, NONE)
    drag.move(0, 140, NONE)
    assert row_height(model.view.value, 0) == tall + 40 and opened.cut is before
    drag.end(True)
    assert track_of(opened, "V1").height == row_height(model.view.value, 0) == tall + 40
    drag = DragHeight(model, 0, 100)
    drag.move(0, 20, NONE)
    drag.end(False)
    assert row_height(model.view.value, 0) == tall + 40


def test_all_tracks_grow_and_shrink_together(model: TimelineModel) -> None:
    all_heights(model, 60)
    step_heights(model, 1.25)
    assert [row_height(model.view.value, row) for row in (0, 1)] == [75, 75]
    for _ in range(20):
        step_heights(model, 0.5)
    assert [row_height(model.view.value, row) for row in (0, 1)] == [20, 20]


def test_a_fader_is_dragged_as_one_edit_and_put_back(model: TimelineModel, opened: Opened) -> None:
    all_heights(model, 60)
    drag = DragFader(model, 1, 100)
    drag.move(90, 0, NONE)
    assert model.faders.value and track_of(opened, "A1").level == 0
    drag.end(True)
    level = track_of(opened, "A1").level
    assert -20 < level < -3 and not model.faders.value
    assert f"{level:+.1f} dB" in header_tip(model.rows.value[1], "level")
    set_level(model, model.rows.value[1], 0.0)
    assert track_of(opened, "A1").level == 0
    drag = DragFader(model, 1, 100)
    drag.move(20, 0, NONE)
    drag.end(False)
    assert track_of(opened, "A1").level == 0
    step_tracks(model, -3)
    assert track_of(opened, "A1").level == -3
    assert [fader_text(each) for each in (0, -3, 2.5, -100)] == [
        "0",
        "-3.0",
        "+2.5",
        "\N{MINUS SIGN}\N{INFINITY}",
    ]


def test_a_press_on_a_name_makes_that_track_the_target(model: TimelineModel, opened: Opened) -> None:
    row = model.rows.value[1]
    assert "Click" in header_tip(row, "name")
    pressed(model, 20, RULER + row_top(model.view.value, 1) + 8, NONE)
    assert opened.session.target.value == row.holder.id
    assert "The target" in header_tip(row, "name", target=True)
