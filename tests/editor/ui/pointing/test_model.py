"""Pointing without widgets: what gestures leave in the document, undone and made again; objects; Roto."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from editor.compile.graphs import stored_graph
from editor.document.layout import find_clip
from editor.ui.pointing import things
from editor.ui.pointing.doing import Doing
from editor.ui.pointing.tracked import Tracked
from nodes.api import BoxPrompt, Click, Prompts, ShapePrompt, Time
from nodes.graph.model import Graph, Link

from .conftest import Pointed
from .disc import CLIP, FIRST, RATE


def doing_of(pointed: Pointed) -> Doing:
    from editor.ui.queue.model import Queue

    tracked = Tracked(pointed.model, pointed.work, Queue(pointed.posted))
    # It would ask an engine what is kept, and here is none.
    tracked.close()
    return Doing(pointed.model, tracked, pointed.work)


def graph_in(pointed: Pointed) -> Graph:
    cut = pointed.session.cut.value
    assert cut is not None
    graph = stored_graph(cut, find_clip(cut, CLIP))
    assert graph is not None
    return graph


def prompts_in(pointed: Pointed) -> Prompts:
    stored: Any = graph_in(pointed).nodes["object"].params["prompts"]
    return Prompts.from_json(stored)


@pytest.fixture
def rotoed(pointed: Pointed) -> Pointed:
    doing_of(pointed).begin()
    pointed.kept()
    return pointed


def frame(number: int) -> Time:
    return Time(number, RATE)


def test_roto_is_one_edit_that_adds_what_follows_and_points(pointed: Pointed) -> None:
    model = pointed.model
    assert model.target.value is None
    assert "Roto" in model.why.value
    doing_of(pointed).begin()
    assert model.on.value
    graph = graph_in(pointed)
    assert graph.nodes["object"].inputs["image"] == Link("source")
    assert graph.outputs["out"] == Link("source"), "what is shown stays"
    assert pointed.verbs() == ["roto"]
    pointed.undo()
    assert model.target.value is None


def test_roto_gives_its_matte_to_a_selected_node_that_takes_one(pointed: Pointed) -> None:
    pointed.graph.add("color.grade")
    doing_of(pointed).begin()
    assert graph_in(pointed).nodes["grade"].inputs["mask"] == Link("object", "matte")


def test_a_grade_inside_is_one_edit_at_the_end_of_the_chain(rotoed: Pointed) -> None:
    doing_of(rotoed).grade_inside()
    graph = graph_in(rotoed)
    assert graph.nodes["grade"].inputs == {"image": Link("source"), "mask": Link("object", "matte")}
    assert graph.outputs["out"] == Link("grade")
    assert rotoed.verbs() == ["roto", "grade inside"]


def test_the_frame_under_the_playhead_is_the_medias_own(rotoed: Pointed) -> None:
    model = rotoed.model
    rotoed.session.playhead.set(frame(3))
    assert model.seen.value is not None
    assert model.seen.value.time == frame(FIRST + 3)
    assert model.held is not None
    model.point((Click(model.held.time, 60.0, 48.0),))
    assert prompts_in(rotoed).clicks == (Click(frame(FIRST + 3), 60.0, 48.0),)
    rotoed.session.playhead.set(frame(0))
    model.go_to(frame(FIRST + 3))
    assert rotoed.session.playhead.value == frame(3)


def test_each_gesture_is_an_edit_of_its_name_and_all_can_be_undone_and_made_again(rotoed: Pointed) -> None:
    model, at = rotoed.model, frame(FIRST)
    click, box = Click(at, 52.0, 48.0), BoxPrompt(at, 30.0, 28.0, 74.0, 68.0, 2)
    model.point((click,))
    model.point((box,))
    model.swap(click, Click(at, 55.0, 48.0))
    model.chosen.set(box)
    model.remove_chosen()
    after = rotoed.session.cut.value
    assert prompts_in(rotoed).everything == (Click(at, 55.0, 48.0),)
    names = ["roto", "point: click inside", "point: box", "move click inside", "remove box"]
    assert rotoed.verbs() == names
    for _ in names:
        rotoed.undo()
    assert model.target.value is None
    for _ in names:
        rotoed.redo()
    assert rotoed.session.cut.value == after


def test_an_edit_says_what_was_pointed_at_as_the_command_line_does(rotoed: Pointed) -> None:
    from editor.document.opened import edits_made

    rotoed.model.point((Click(frame(FIRST), 52.0, 48.0, False),))
    rotoed.kept()
    project = rotoed.session.project.value
    assert project is not None
    assert edits_made(project)[0][-1]["args"]["points"] == f"{FIRST}:52,48,-"


def test_what_lies_beside_the_picture_is_refused_in_words(rotoed: Pointed) -> None:
    rotoed.model.point((Click(frame(FIRST), 500.0, 48.0),))
    assert prompts_in(rotoed).is_empty
    assert "outside the picture" in rotoed.told[-1]


def test_a_locked_object_is_changed_by_nothing(rotoed: Pointed) -> None:
    model, click = rotoed.model, Click(frame(FIRST), 52.0, 48.0)
    model.point((click,))
    things.lock_object(model, 1, True)
    for change in (
        lambda: model.point((Click(frame(FIRST), 60.0, 48.0),)),
        lambda: model.swap(click, None),
        lambda: things.remove_object(model, 1),
        model.clear_frame,
    ):
        change()
        assert prompts_in(rotoed).everything == (click,)
    assert "locked" in rotoed.told[-1]
    things.lock_object(model, 1, False)
    model.clear_frame()
    assert prompts_in(rotoed).is_empty


def test_objects_are_named_shown_and_removed_and_a_name_changes_no_result(rotoed: Pointed) -> None:
    model = rotoed.model
    model.point((Click(frame(FIRST), 52.0, 48.0),))
    things.add_object(model)
    assert (model.obj.value, model.objects) == (2, (1, 2))
    assert model.held is not None
    model.point((Click(model.held.time, 10.0, 10.0, True, model.held.obj),))
    before = graph_in(rotoed).nodes["object"].params
    things.rename_object(model, 2, " post ")
    assert [model.title(obj) for obj in model.objects] == ["Object 1", "post"]
    assert graph_in(rotoed).nodes["object"].params == before
    things.show_object(model, 1, False)
    assert model.shown == (2,)
    things.toggle_solo(model, 1)
    assert model.shown == (1,)
    things.next_object(model)
    assert model.obj.value == 1
    things.remove_object(model, 2)
    assert (model.objects, prompts_in(rotoed).objects) == ((1,), (1,))
    rotoed.kept()
    rotoed.undo()
    assert model.title(2) == "post"


def test_clicks_on_a_drawn_frame_are_kept_but_told_not_to_count(rotoed: Pointed) -> None:
    corners = ((20.0, 20.0), (60.0, 20.0), (60.0, 60.0))
    rotoed.model.point((ShapePrompt(frame(FIRST), corners),))
    rotoed.model.point((Click(frame(FIRST), 30.0, 25.0),))
    assert len(prompts_in(rotoed).everything) == 2
    assert "stands as it is" in rotoed.told[-1]


def test_pointing_takes_the_clip_under_the_playhead_where_none_is_selected(pointed: Pointed) -> None:
    doing = doing_of(pointed)
    doing.toggle()
    assert not pointed.model.on.value
    pointed.session.selection.set(frozenset())
    doing.toggle()
    assert pointed.session.selection.value == {CLIP}
    assert pointed.model.on.value


def test_without_a_selection_it_is_said_what_to_do(pointed: Pointed) -> None:
    pointed.session.selection.set(frozenset())
    assert "Select a clip" in pointed.model.why.value
    assert pointed.model.held is None


def test_pointing_decodes_nothing_in_the_windows_process() -> None:
    heavy = {"av", "cv2", "OpenImageIO", "PyOpenColorIO", "torch"}
    code = (
        "import sys, editor.ui.pointing.part, editor.ui.pointing.keep\n"
        f"print(sorted({{name.partition('.')[0] for name in sys.modules}} & {heavy!r}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr
