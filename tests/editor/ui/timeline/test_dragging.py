"""Drags of clips and edges with every tool, as the pointer makes them: each is one edit, or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.document import edits
from editor.document.layout import shots
from editor.document.model import Cut
from editor.document.project import create_project
from editor.document.settings import Settings
from editor.ui.timeline.gestures import begin
from editor.ui.timeline.model import TimelineModel
from editor.ui.timeline.selecting import deed_under, select_under
from editor.ui.timeline.tools import NONE, Deed, Keys, Tool
from editor.ui.timeline.view import HEADER, RULER, row_height, row_top
from nodes.api.times import Time
from tests.editor.document.made import RATE, clip, cut, frames, gap, track
from tests.editor.ui.timeline.opened import Opened, Posts

CTRL, ALT, SHIFT = Keys(ctrl=True), Keys(alt=True), Keys(shift=True)


def linked_cut() -> Cut:
    """V1: a b c, with sound s t u linked to them on A1; V2 is empty; all 24 frames from 100 of 1000."""
    made = cut(
        track(clip("a"), clip("b"), clip("c"), name="V1"),
        track(name="V2"),
    )
    made = edits.add_track(made, "Audio", "A1")
    for name, at in (("s", 0), ("t", 24), ("u", 48)):
        made = edits.insert(made, "A1", clip(name), frames(at))
    for pair in ("as", "bt", "cu"):
        made = edits.link(made, [f"id-{name}" for name in pair])
    return made


class Hand:
    """A hand on a timeline of 10 pixels a frame."""

    def __init__(self, opened: Opened) -> None:
        self.opened, self.session = opened, opened.session
        self.model = TimelineModel(opened.session)
        self.model.resize(1440, 200)
        self.model.zoom(240 / self.model.view.value.zoom, 0)
        self.session.playhead.set(frames(100))

    def y(self, row: int) -> float:
        view = self.model.view.value
        return RULER + row_top(view, row) + row_height(view, row) * 2 / 3

    def drag(self, row: int, start: float, end: float, keys: Keys = NONE, to: int | None = None) -> None:
        gesture = begin(self.model, HEADER + start * 10, self.y(row), keys)
        assert gesture is not None
        gesture.move(HEADER + (start + end) * 5, self.y(row), keys)
        gesture.move(HEADER + end * 10, self.y(row if to is None else to), keys)
        gesture.end(True)

    def press(self, row: int, frame: float, keys: Keys = NONE) -> None:
        gesture = begin(self.model, HEADER + frame * 10, self.y(row), keys)
        if gesture is not None:
            gesture.end(True)

    @property
    def stands(self) -> dict[str, tuple[str, int, int]]:
        return {
            shot.clip.id.removeprefix("id-"): (
                shot.track.name if shot.track else "",
                shot.range.start.frame,
                shot.range.end.frame,
            )
            for shot in shots(self.opened.cut)
        }

    def sources(self, *names: str) -> list[int]:
        found = {s.clip.name: s.clip.source for s in shots(self.opened.cut)}
        return [source.start.frame for name in names if (source := found[name]) is not None]

    @property
    def selected(self) -> set[str]:
        return {id.removeprefix("id-") for id in self.session.selection.value}


@pytest.fixture
def hand(tmp_path: Path) -> Iterator[Hand]:
    create_project(tmp_path / "show", linked_cut(), Settings(RATE, 64, 36)).close()
    opened = Opened(Posts())
    opened.open(tmp_path / "show")
    made = Hand(opened)
    yield made
    made.model.close()
    opened.session.close()


V2, V1, A1 = range(3)


def test_a_press_selects_what_is_linked_and_with_alt_one_alone(hand: Hand) -> None:
    hand.press(V1, 30)
    assert hand.selected == {"b", "t"}
    hand.press(V1, 30, ALT)
    assert hand.selected == {"b"}
    hand.press(V1, 60, SHIFT)
    assert hand.selected == {"b", "c", "u"}
    hand.press(V1, 60, CTRL)
    assert hand.selected == {"b"}
    hand.model.linking.set(False)
    hand.press(A1, 10)
    assert hand.selected == {"s"}


def test_a_drag_moves_picture_and_sound_and_one_undo_brings_both_back(hand: Hand) -> None:
    before = hand.opened.cut
    hand.drag(V1, 60, 70)
    assert hand.stands["c"] == ("V1", 58, 82)
    assert hand.stands["u"] == ("A1", 58, 82)
    assert hand.stands["b"] == ("V1", 24, 48)
    hand.opened.settle()
    hand.session.undo()
    hand.opened.settle()
    assert hand.opened.cut == before


def test_a_drag_to_another_row_takes_the_kind_along_that_was_pressed(hand: Hand) -> None:
    hand.drag(V1, 60, 60, to=V2)
    assert hand.stands["c"] == ("V2", 48, 72)
    assert hand.stands["u"] == ("A1", 48, 72)


def test_a_drag_stops_at_the_start_of_the_cut(hand: Hand) -> None:
    hand.drag(V1, 30, -60, to=V2)
    assert hand.stands["b"] == ("V2", 0, 24)


def test_with_ctrl_clips_change_places_and_with_alt_they_are_copied(hand: Hand) -> None:
    hand.drag(V1, 5, 53, CTRL)
    assert [hand.stands[name][1] for name in "abc"] == [24, 0, 48]
    assert [hand.stands[name][1] for name in "stu"] == [24, 0, 48]
    hand.drag(V1, 60, 100, ALT)
    assert len(hand.stands) == 8
    assert hand.stands["c"] == ("V1", 48, 72)
    assert {hand.stands[name][1:] for name in hand.selected} == {(88, 112)}
    assert len(hand.selected) == 2


def test_an_edge_takes_along_that_of_its_sound_and_with_alt_moves_alone(hand: Hand) -> None:
    hand.drag(V1, 71.8, 65)
    assert hand.stands["c"] == ("V1", 48, 65)
    assert hand.stands["u"] == ("A1", 48, 65)
    hand.press(V1, 55, ALT)
    hand.drag(V1, 64.8, 60)
    assert hand.stands["c"] == ("V1", 48, 60)
    assert hand.stands["u"] == ("A1", 48, 65), "a J or L cut"


@pytest.mark.parametrize(("tool", "keys"), [("select", CTRL), ("ripple", NONE)])
def test_a_ripple_moves_what_follows_on_every_track(hand: Hand, tool: Tool, keys: Keys) -> None:
    hand.model.tool.set(tool)
    hand.drag(V1, 47.6, 39.6, keys)
    assert [hand.stands[name][1:] for name in "abc"] == [(0, 24), (24, 40), (40, 64)]
    assert [hand.stands[name][1:] for name in "stu"] == [(0, 24), (24, 40), (40, 64)]


@pytest.mark.parametrize(("tool", "keys"), [("select", CTRL), ("roll", NONE)])
def test_right_on_a_cut_point_a_roll_moves_that_alone(hand: Hand, tool: Tool, keys: Keys) -> None:
    hand.model.tool.set(tool)
    hand.drag(V1, 23.9, 30, keys)
    assert [hand.stands[name][1:] for name in "abc"] == [(0, 30), (30, 48), (48, 72)]
    assert hand.stands["s"] == ("A1", 0, 30)


def test_slip_shows_earlier_media_where_it_is_dragged_on_and_slide_moves_between(hand: Hand) -> None:
    hand.model.tool.set("slip")
    hand.drag(V1, 30, 36)
    assert hand.sources("b", "t") == [94, 94]
    assert hand.stands["b"] == ("V1", 24, 48)
    hand.model.tool.set("slide")
    hand.drag(V1, 30, 34)
    assert [hand.stands[name][1:] for name in "abc"] == [(0, 28), (28, 52), (52, 72)]
    assert hand.stands["t"] == ("A1", 28, 52)


def test_the_blade_cuts_picture_and_sound_and_the_halves_are_linked_apart(hand: Hand) -> None:
    hand.model.tool.set("blade")
    hand.press(V1, 36)
    assert len(hand.stands) == 8
    second = next(name for name, (t, start, _) in hand.stands.items() if t == "V1" and start == 36)
    pair = edits.linked(hand.opened.cut, [second])
    assert {hand.stands[name.removeprefix("id-")][:2] for name in pair} == {("V1", 36), ("A1", 36)}
    assert edits.linked(hand.opened.cut, ["id-b"]) == {"id-b", "id-t"}
    hand.press(V1, 10, ALT)
    assert sum(track == "A1" for track, *_ in hand.stands.values()) == 4
    hand.press(V1, 60, SHIFT)
    assert len(hand.stands) == 11


def test_the_forward_tool_selects_all_that_follows_and_moves_it(hand: Hand) -> None:
    hand.model.tool.set("forward")
    hand.press(V1, 30)
    assert hand.selected == {"b", "c", "t", "u"}
    hand.press(V1, 30, SHIFT)
    assert hand.selected == {"b", "c"}
    hand.drag(V1, 30, 42)
    assert [hand.stands[name][1] for name in "abcstu"] == [0, 36, 60, 0, 36, 60]


def test_what_may_not_be_says_why_and_is_no_edit(hand: Hand) -> None:
    before = hand.opened.cut
    locked = edits.lock_track(before, "V2", True)
    hand.session.cut.set(locked)
    gesture = begin(hand.model, HEADER + 600, hand.y(V1), NONE)
    assert gesture is not None
    gesture.move(HEADER + 700, hand.y(V2), NONE)
    ghost = hand.model.ghost.value
    assert ghost is not None
    assert "track 'V2' is locked" in ghost.refused
    assert ghost.text == "+0:10"
    gesture.end(True)
    assert "track 'V2' is locked" in hand.session.message.value
    assert hand.opened.cut is locked
    assert hand.model.ghost.value is None


def test_a_drag_that_is_given_up_leaves_cut_and_selection(hand: Hand) -> None:
    before = hand.opened.cut
    hand.press(V1, 5)
    gesture = begin(hand.model, HEADER + 600, hand.y(V1), NONE)
    assert gesture is not None
    gesture.move(HEADER + 700, hand.y(V1), NONE)
    gesture.end(False)
    assert hand.opened.cut is before
    assert hand.selected == {"a", "s"}


def test_a_moved_clip_is_drawn_to_edges_unless_shift_is_held(hand: Hand) -> None:
    hand.session.cut.set(edits.lift_clips(hand.opened.cut, ["id-b", "id-t"]))
    hand.drag(V1, 60, 36.4)
    assert hand.stands["c"] == ("V1", 24, 48), "its head at the end of what is before it"
    hand.drag(V1, 30, 30.5, SHIFT)
    assert hand.stands["c"][1] in (24, 25)
    hand.drag(V1, 30, 106, SHIFT)
    assert hand.stands["c"][1] in (100, 101)


def test_a_gap_is_selected_by_a_press_and_closed_by_delete(hand: Hand) -> None:
    from editor.ui.timeline.editing import lift

    hand.session.cut.set(cut(track(clip("a"), gap("g", 10), clip("b"), name="V1")))
    hand.press(0, 30)
    assert hand.selected == {"g"}
    lift(hand.model)
    assert hand.stands["b"] == ("V1", 24, 48)


@pytest.mark.parametrize(
    ("tool", "frame", "keys", "deed"),
    [
        ("select", 36, NONE, "move"),
        ("select", 36, ALT, "copy"),
        ("select", 47.5, NONE, "trim"),
        ("select", 47.5, CTRL, "ripple"),
        ("select", 47.9, CTRL, "roll"),
        ("select", 80, NONE, "band"),
        ("ripple", 24.2, NONE, "ripple"),
        ("roll", 24.2, NONE, "roll"),
        ("slip", 24.2, NONE, "slip"),
        ("slide", 36, NONE, "slide"),
        ("blade", 36, NONE, "blade"),
        ("blade", 80, NONE, "band"),
        ("forward", 80, NONE, "forward"),
    ],
)
def test_each_tool_tells_what_a_press_would_do(
    hand: Hand, tool: Tool, frame: float, keys: Keys, deed: Deed
) -> None:
    hand.model.tool.set(tool)
    assert deed_under(hand.model, HEADER + frame * 10, hand.y(V1), keys) == deed


def test_what_is_out_of_sync_is_known_as_soon_as_it_is(hand: Hand) -> None:
    assert hand.model.late.value == {}
    hand.press(A1, 60, ALT)
    hand.drag(A1, 60, 65)
    assert hand.model.late.value == {"id-u": Time(5, RATE)}


def test_clips_under_the_playhead_are_selected(hand: Hand) -> None:
    hand.session.playhead.set(frames(24))
    select_under(hand.model)
    assert hand.selected == {"b", "t"}
