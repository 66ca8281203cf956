"""Parameters held on the picture: the document after drags, keys, Escape and undo."""

from __future__ import annotations

import pytest

from editor.ui.grips.model import Grip
from editor.ui.pointing.hands import Spot
from nodes.api.times import Time
from nodes.graph import edits
from nodes.graph.model import Keys
from tests.editor.ui.pointing.disc import COLUMNS, ROWS

from .conftest import Desk

MIDDLE = COLUMNS / 2, ROWS / 2


def test_a_transform_is_moved_turned_and_centred_by_hand_each_one_edit(desk: Desk) -> None:
    desk.graph.add("composite.transform")
    before = desk.edits()
    assert [held.name for held in desk.grips.held.value] == ["rotate", "center", "translate"]
    assert desk.drag(MIDDLE, (90.0, 50.0), (100.0, 40.0))
    assert desk.node.params["translate"] == [20.0, -8.0]
    assert desk.edits() == before + 1

    # The arm stands about where the picture was moved to; a quarter turn anticlockwise points up.
    assert desk.held("rotate").about == (100.0, 40.0)
    assert desk.drag((172.0, 40.0), (150.0, -10.0), (100.0, -32.0))
    assert desk.node.params["rotate"] == 90.0
    # The centre lies where nothing is moved to: a press there takes it, the picture's move is elsewhere.
    assert desk.drag(MIDDLE, (60.0, 40.0))
    assert desk.node.params["center"] == [60.0, 40.0]
    assert desk.edits() == before + 3
    desk.undo()
    assert "center" not in desk.node.params and desk.node.params["rotate"] == 90.0
    desk.undo()
    desk.undo()
    assert not desk.node.params.get("rotate") and not any(desk.node.params.get("translate", [0, 0]))


def test_what_lies_beneath_is_taken_with_control(desk: Desk) -> None:
    desk.graph.add("composite.transform")
    assert desk.drag(MIDDLE, (70.0, 48.0), beneath=True)
    assert desk.node.params["center"] == [70.0, 48.0]
    assert not any(desk.node.params.get("translate", [0.0, 0.0]))


def test_escape_puts_back_what_was_being_dragged_and_keeps_nothing(desk: Desk) -> None:
    desk.graph.add("composite.transform")
    before, kept = desk.edits(), desk.session.cut.value
    desk.grips.press(Spot(*MIDDLE))
    desk.grips.drag(Spot(120.0, 60.0))
    assert desk.node.params["translate"] == [40.0, 12.0]
    assert desk.grips.give_up()
    assert desk.session.cut.value is kept and desk.edits() == before
    desk.grips.release(Spot(120.0, 60.0))
    assert desk.session.cut.value is kept
    assert desk.grips.chosen.value is not None and desk.grips.give_up() and not desk.grips.give_up()


def test_a_drag_back_to_where_it_began_is_no_edit(desk: Desk) -> None:
    desk.graph.add("composite.transform")
    before = desk.edits()
    assert desk.drag(MIDDLE, (120.0, 60.0), MIDDLE)
    assert desk.edits() == before and not any(desk.node.params.get("translate", [0, 0]))


def test_a_box_is_held_by_sides_corners_and_its_middle(desk: Desk) -> None:
    desk.graph.add("composite.crop")
    assert desk.held("box").value == (0.0, 0.0, COLUMNS, ROWS)
    assert desk.drag((0.0, 48.0), (20.0, 60.0))
    assert desk.node.params["box"] == [20.0, 0.0, 160.0, 96.0]
    assert desk.drag((160.0, 96.0), (140.0, 90.0))
    assert desk.node.params["box"] == [20.0, 0.0, 140.0, 90.0]
    assert desk.drag((80.0, 45.0), (85.0, 70.0), constrained=True)
    assert desk.node.params["box"] == [20.0, 25.0, 140.0, 115.0]
    # No further than its other side.
    assert desk.drag((20.0, 70.0), (500.0, 70.0))
    assert desk.node.params["box"] == [139.0, 25.0, 140.0, 115.0]


def test_a_keyed_parameter_gets_a_key_at_the_playhead_and_shows_its_path(desk: Desk) -> None:
    desk.graph.add("composite.transform")
    desk.inspector.toggle_key("translate")
    first = desk.inspector.at.value
    desk.go(6)
    assert desk.drag(MIDDLE, (110.0, 48.0))
    by = desk.node.drives["translate"]
    assert isinstance(by, Keys)
    assert [(time, value) for time, value in by.keys] == [
        (first, [0.0, 0.0]),
        (desk.inspector.at.value, [30.0, 0.0]),
    ]
    held = desk.held("translate")
    assert [point for _, point in held.keys] == [MIDDLE, (110.0, 48.0)]
    assert len(held.path) == 7 and held.path[3] == pytest.approx((95.0, 48.0))
    # A keyframe's dot is clicked to go there, and dragged to be put elsewhere, wherever the playhead is.
    edits_before = desk.edits()
    desk.grips.chosen.set(None)
    desk.go(3)
    assert desk.drag((110.0, 48.0))
    assert desk.session.playhead.value == Time(6, desk.session.playhead.value.rate)
    desk.go(3)
    assert desk.drag((110.0, 48.0), (110.0, 70.0))
    moved = desk.node.drives["translate"]
    assert isinstance(moved, Keys) and [value for _, value in moved.keys] == [[0.0, 0.0], [30.0, 22.0]]
    assert desk.edits() == edits_before + 1


def test_arrow_keys_nudge_what_is_in_hand(desk: Desk) -> None:
    desk.graph.add("composite.transform")
    assert not desk.grips.nudge(1, 0)
    names = []
    for _ in range(4):
        desk.grips.next()
        assert desk.grips.chosen.value is not None
        names.append(desk.grips.chosen.value.name)
    assert names == ["translate", "center", "rotate", "translate"]
    before = desk.edits()
    assert desk.grips.nudge(1, 0) and desk.grips.nudge(0, 10)
    assert desk.node.params["translate"] == [1.0, 10.0] and desk.edits() == before + 2


def test_what_another_node_drives_is_not_held_and_handles_can_be_hidden(desk: Desk) -> None:
    desk.graph.add("composite.transform")
    graph = desk.graph.graph.value
    assert graph is not None
    keys = Keys(((Time(2, desk.session.playhead.value.rate), 5.0),))
    desk.graph.change(edits.drive(graph, desk.node.id, "rotate", keys), "drive", {})
    assert desk.held("rotate").value == (5.0,)
    desk.grips.on.set(False)
    assert desk.grips.held.value == () and not desk.grips.any.value and not desk.drag(MIDDLE, (0.0, 0.0))
    desk.grips.on.set(True)
    desk.grips.chosen.set(Grip("rotate"))
    desk.graph.add("filter.blur")
    assert desk.grips.held.value == () and desk.grips.chosen.value is None
