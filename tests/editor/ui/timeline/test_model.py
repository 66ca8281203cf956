"""The timeline's model on the sample cut, without a widget: looking, moving, trimming, splitting, lifting."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from editor.document.layout import find_clip
from editor.document.model import Cut, Gap, Track
from editor.document.project import create_project
from editor.document.settings import Settings
from editor.ui.timeline.actions import actions_of
from editor.ui.timeline.model import TimelineModel
from editor.ui.timeline.playhead import scrub, seek
from editor.ui.timeline.rows import OFFLINE
from nodes.api.times import Range, Rate, Time
from tests.editor.document.made import clip, cut, gap, track, transition
from tests.editor.ui.timeline.opened import Opened

RATE = Rate(24)


def at(frame: int) -> Time:
    return Time(frame, RATE)


@pytest.fixture
def model(opened: Opened) -> TimelineModel:
    made = TimelineModel(opened.session)
    made.resize(1000, 200)
    return made


def run(model: TimelineModel, id: str) -> None:
    next(action for action in actions_of(model) if action.id == f"timeline.{id}").run()


def picture(cut: Cut) -> Track:
    track = cut.stack.items[0]
    assert isinstance(track, Track)
    return track


def test_an_opened_cut_is_fitted_with_pictures_above_sound(model: TimelineModel) -> None:
    assert [row.name for row in model.rows.value] == ["V1", "A1"]
    assert model.duration == 8
    assert 900 < model.view.value.zoom * 8 <= 1000


def test_an_edit_lays_only_its_own_track_out_again(model: TimelineModel, opened: Opened) -> None:
    before = model.rows.value
    model.select(["sh020"])
    run(model, "lift")
    opened.settle()
    after = model.rows.value
    assert after[0] is not before[0]
    assert after[1] is before[1]
    assert opened.session.selection.value == frozenset()


def test_another_project_is_fitted_and_an_edit_is_not(
    model: TimelineModel, opened: Opened, tmp_path: Path
) -> None:
    model.zoom(Fraction(3), 0)
    near = model.view.value.zoom
    model.select(["sh020"])
    run(model, "lift")
    opened.settle()
    assert model.view.value.zoom == near
    other = tmp_path / "another project"
    create_project(other, cut(track(clip("a"), clip("b"))), Settings(RATE, 640, 360)).close()
    opened.open(other)
    assert 900 < model.view.value.zoom * 2 <= 1000


def test_up_and_down_step_through_the_edits(model: TimelineModel, opened: Opened) -> None:
    stops = []
    for _ in range(6):
        run(model, "next_edit")
        stops.append(opened.session.playhead.value)
    assert stops == [at(60), at(120), at(132), at(191), at(191), at(191)]
    run(model, "previous_edit")
    assert opened.session.playhead.value == at(132)


def test_in_and_out_mark_whole_frames(model: TimelineModel, opened: Opened) -> None:
    seek(model, at(24))
    run(model, "mark_in")
    assert opened.session.marked.value == Range.frames_of(24, 168, RATE)
    seek(model, at(47))
    run(model, "mark_out")
    assert opened.session.marked.value == Range.frames_of(24, 24, RATE)
    seek(model, at(100))
    run(model, "mark_in")
    assert opened.session.marked.value == Range.frames_of(100, 92, RATE)
    run(model, "clear_marks")
    assert opened.session.marked.value is None


def test_the_playhead_stays_on_the_frames_of_the_cut(model: TimelineModel, opened: Opened) -> None:
    seek(model, at(-20))
    assert opened.session.playhead.value == at(0)
    seek(model, Time(Fraction(61, 2), RATE))
    assert opened.session.playhead.value == at(30)
    seek(model, at(9000))
    assert opened.session.playhead.value == at(191)


def test_scrubbing_is_drawn_to_edges_unless_snapping_is_off(model: TimelineModel, opened: Opened) -> None:
    near = float(model.view.value.x_of(at(59))) + 1
    scrub(model, near)
    assert opened.session.playhead.value == at(60)
    assert model.guide.value == at(60)
    scrub(model, near, free=True)
    assert opened.session.playhead.value == at(59)
    run(model, "snap")
    scrub(model, near)
    assert opened.session.playhead.value == at(59)


def test_splitting_takes_what_is_selected_else_every_track(model: TimelineModel, opened: Opened) -> None:
    seek(model, at(30))
    model.select(["sh010"])
    run(model, "split")
    assert [len(row.items) for row in model.rows.value] == [5, 1]
    model.select(())
    seek(model, at(40))
    run(model, "split")
    assert [len(row.items) for row in model.rows.value] == [6, 2]
    opened.session.undo()
    opened.session.undo()
    opened.settle()
    assert [len(row.items) for row in model.rows.value] == [4, 1]


def test_splitting_where_nothing_stands_says_so(model: TimelineModel, opened: Opened) -> None:
    model.select(["music"])
    run(model, "lift")
    seek(model, at(125))
    run(model, "split")
    assert "Nothing to split" in opened.session.message.value


def test_what_undo_shows_again_is_not_laid_out_again(model: TimelineModel, opened: Opened) -> None:
    before, rows = opened.cut, model.rows.value
    model.select(["sh020"])
    run(model, "lift")
    lifted = opened.cut
    after = model.rows.value
    opened.session.cut.set(before)
    assert all(old is now for old, now in zip(rows, model.rows.value, strict=True))
    opened.session.cut.set(lifted)
    assert all(old is now for old, now in zip(after, model.rows.value, strict=True))


def test_several_clips_are_lifted_as_one_edit(model: TimelineModel, opened: Opened) -> None:
    before = opened.cut
    model.select(["sh010", "sh030"])
    run(model, "lift")
    assert [type(item) for item in picture(opened.cut).items] == [
        Gap,
        type(find_clip(before, "sh020")),
    ]
    opened.settle()
    opened.session.undo()
    opened.settle()
    assert opened.cut == before


def test_a_transition_is_lifted_before_the_clip_beside_it(opened: Opened) -> None:
    opened.session.cut.set(cut(track(clip("a"), transition("x", 3, 3), clip("b"))))
    model = TimelineModel(opened.session)
    model.select(["id-b", "id-x"])
    run(model, "lift")
    assert [type(item).__name__ for item in model.rows.value[0].items] == ["Clip"]


def test_clips_without_media_are_told_from_others(model: TimelineModel, opened: Opened) -> None:
    assert all(code & OFFLINE for code in model.rows.value[0].codes[[0, 1, 3]])
    assert not model.rows.value[0].codes[2] & OFFLINE


def test_the_selection_forgets_what_is_gone_and_keeps_what_it_does_not_know(opened: Opened) -> None:
    model = TimelineModel(opened.session)
    model.select(["sh010", "nested elsewhere"])
    sample = opened.cut
    opened.session.cut.set(replace(sample, stack=replace(sample.stack, items=sample.stack.items[1:])))
    assert opened.session.selection.value == {"nested elsewhere"}


def test_an_empty_cut_and_no_cut_can_be_looked_at(opened: Opened) -> None:
    model = TimelineModel(opened.session)
    for shown in (cut(), cut(track()), cut(track(gap("g", 0))), None):
        opened.session.cut.set(shown)
        model.resize(800, 100)
        for action in actions_of(model):
            if action.enabled is None or action.enabled.value:
                action.run()
        assert model.duration == 0


def test_a_view_follows_the_playhead_page_by_page(model: TimelineModel) -> None:
    model.zoom(Fraction(10), 0)
    model.follow(at(150))
    assert 0 <= model.view.value.x_of(at(150)) < 1000
    seen = model.view.value
    model.follow(at(151))
    assert model.view.value is seen
