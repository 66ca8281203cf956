"""Overwriting, appending, extracting and rippling: what moves, what stays, what is refused."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from editor.document import edits
from editor.document.edits import EditError
from editor.document.layout import item_duration, placed, shots
from editor.document.model import Clip, Cut, Gap
from nodes.api import BadInput, Range, Time
from tests.editor.document.busy import (
    busy_cuts,
    check_kept,
    keyed,
    later,
    merged,
    outside,
    pace_of,
    shown,
    some_shot,
    start_of,
    track_of,
    tracks_of,
)
from tests.editor.document.made import (
    RATE,
    clip,
    cut,
    cuts,
    frames,
    gap,
    names,
    retime,
    stretch,
    track,
    transition,
)

FEW = settings(max_examples=50)
LOCKED = {"suite": {"Locked": True}}


def refused_for_a_transition(error: EditError) -> None:
    assert "in the way" in str(error)


# --------------------------------------------------------------------------------------- overwrite


@FEW
@given(st.one_of(cuts(), busy_cuts()), st.data())
def test_an_overwrite_changes_what_it_covers_and_nothing_else(before: Cut, data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(tracks_of(before)))
    at, count = frames(data.draw(st.integers(0, 150))), data.draw(st.integers(1, 60))
    new = clip("new", count=count)
    try:
        after = edits.overwrite(before, chosen.id, new, at)
    except EditError as error:
        refused_for_a_transition(error)
        return
    check_kept(before, after, chosen.id)
    start, end = at.seconds, (at + frames(count)).seconds
    made = track_of(after, "id-new")
    assert outside(shown(made), start, end) == outside(shown(chosen), start, end)
    assert start_of(after, "id-new") == at
    assert item_duration(made, RATE) == max(item_duration(chosen, RATE), at + frames(count))
    uncovered = {
        here.item.id
        for here in placed(chosen, RATE)
        if isinstance(here.item, Clip) and (here.range.start.seconds < start or here.range.end.seconds > end)
    }
    assert uncovered <= {item.id for item in made.items}


@FEW
@given(st.one_of(cuts(), busy_cuts()), st.data())
def test_what_an_overwrite_leaves_of_a_clip_keeps_its_keys_on_their_frames(
    before: Cut, data: st.DataObject
) -> None:
    shot = some_shot(data, before)
    assume(shot.clip.opacity != 1.0)
    try:
        after = edits.overwrite(
            before, track_of(before, shot.clip.id).id, clip("n", count=3), shot.range.start
        )
    except EditError as error:
        refused_for_a_transition(error)
        return
    left = next((each.clip for each in shots(after) if each.clip.id == shot.clip.id), None)
    assert left is not None
    if pace_of(left):
        assert keyed(left) == keyed(shot.clip)
    assert left.markers == tuple(m for m in shot.clip.markers if m in left.markers)


def test_an_overwrite_inside_a_clip_leaves_both_its_ends() -> None:
    after = edits.overwrite(cut(track(clip("a", count=20))), "V1", clip("n", count=5), frames(5))
    assert names(after) == ["a", "n", "a"]
    first, _, last = tracks_of(after)[0].items
    assert isinstance(first, Clip) and isinstance(last, Clip)
    assert (first.id, first.source, last.source) == ("id-a", stretch(100, 5), stretch(110, 10))
    assert last.id != "id-a"


def test_an_overwrite_takes_clips_gaps_and_transitions_that_it_covers_away() -> None:
    before = cut(
        track(clip("a"), clip("b", count=10), transition("d", 2, 2), clip("c", count=10), gap("g", 9))
    )
    after = edits.overwrite(before, "V1", clip("n", count=25), frames(24))
    assert names(after) == ["a", "n", "gap"]
    assert start_of(after, "id-g") == frames(49)
    assert item_duration(tracks_of(after)[0], RATE) == frames(53)


def test_an_overwrite_past_the_end_leaves_a_gap_before_it() -> None:
    after = edits.overwrite(cut(track(clip("a", count=10))), "V1", clip("n", count=5), frames(15))
    assert names(after) == ["a", "gap", "n"]
    assert start_of(after, "id-n") == frames(15)


def test_a_trimmed_track_is_overwritten_where_one_sees_it() -> None:
    window = cut(track(clip("a", count=10), clip("b", count=10), source=stretch(4, 14)))
    after = edits.overwrite(window, "V1", clip("n", count=4), frames(6))
    assert names(after) == ["a", "n", "b"]
    assert start_of(after, "id-n") == frames(6)
    assert tracks_of(after)[0].source == stretch(4, 14)


@pytest.mark.parametrize(
    ("at", "new", "why"),
    [
        (frames(-1), clip("n"), "before the cut"),
        (frames(11), clip("n", count=30), "the transition 'd' is in the way"),
        (frames(2), clip("n", count=8), "the transition 'd' is in the way"),
        (frames(0), clip("n", first=990, count=20), "the media has 0 to 999"),
        (frames(0), clip("a"), "in use"),
        (frames(41), clip("n", count=2), "programs disagree"),
    ],
)
def test_an_overwrite_that_cannot_be_is_refused(at: Time, new: Clip, why: str) -> None:
    back = clip("r", effects=(retime(-1.0),))
    document = cut(track(clip("a", count=10), transition("d", 4, 4), clip("b", count=24), back))
    with pytest.raises(EditError, match=why):
        edits.overwrite(document, "V1", new, at)


def test_a_locked_track_is_not_overwritten_appended_to_or_extracted_from() -> None:
    document = cut(track(clip("a"), metadata=LOCKED))
    for doing in (
        partial(edits.overwrite, track="V1", clip=clip("n"), at=frames(0)),
        partial(edits.append, track="V1", clip=clip("n")),
        partial(edits.extract, item_id="id-a"),
        partial(edits.ripple_by, clip_id="id-a", tail=frames(2)),
    ):
        with pytest.raises(EditError, match="locked"):
            doing(document)


# ------------------------------------------------------------------------------------------ append


@FEW
@given(busy_cuts(), st.data())
def test_an_append_lengthens_its_track_by_the_clip_and_moves_nothing(
    before: Cut, data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(tracks_of(before)))
    count = data.draw(st.integers(1, 40))
    after = edits.append(before, chosen.id, clip("new", count=count))
    check_kept(before, after, chosen.id)
    made = track_of(after, "id-new")
    assert made.items[:-1] == chosen.items
    assert start_of(after, "id-new") == item_duration(chosen, RATE)
    assert item_duration(made, RATE) == item_duration(chosen, RATE) + frames(count)
    assert edits.extract(after, "id-new") == before


def test_an_append_behind_a_fade_to_what_lies_beneath_is_refused_by_its_name() -> None:
    document = cut(track(clip("a"), transition("out", 6, 0)))
    with pytest.raises(EditError, match="the transition 'out' is in the way"):
        edits.append(document, "V1", clip("n"))
    with pytest.raises(BadInput, match="The cut has: V1"):
        edits.append(document, "V9", clip("n"))


# ----------------------------------------------------------------------------------------- extract


@FEW
@given(busy_cuts(), st.data())
def test_an_extract_closes_up_by_exactly_what_went_and_an_insert_restores_it(
    before: Cut, data: st.DataObject
) -> None:
    items = [item for each in tracks_of(before) for item in each.items if isinstance(item, Clip | Gap)]
    chosen = data.draw(st.sampled_from(items))
    was, at, length = track_of(before, chosen.id), start_of(before, chosen.id), item_duration(chosen, RATE)
    try:
        after = edits.extract(before, chosen.id)
    except EditError as error:
        refused_for_a_transition(error)
        return
    check_kept(before, after, was.id)
    now = next(each for each in tracks_of(after) if each.id == was.id)
    assert item_duration(now, RATE) == item_duration(was, RATE) - length
    gone = at.seconds, (at + length).seconds
    rest = outside(shown(was), *gone)
    moved = [each if each.end <= gone[0] else later(each, -length.seconds) for each in rest]
    assert merged(moved) == shown(now)
    if isinstance(chosen, Clip):
        assert edits.insert(after, was.id, chosen, at) == before


def test_what_is_no_item_of_a_track_is_not_extracted() -> None:
    document = cut(track(clip("a"), transition("d", 2, 2), clip("b")))
    for name, why in (
        ("id-d", "Lift it instead"),
        ("id-a", "the transition 'd' is in the way"),
        ("id-V1", "does not stand on a track"),
        ("nothing", "nothing with that id"),
    ):
        with pytest.raises(EditError, match=why):
            edits.extract(document, name)


# ------------------------------------------------------------------------------------------ ripple


@FEW
@given(busy_cuts(), st.data())
def test_a_ripple_moves_what_follows_by_exactly_what_was_taken(before: Cut, data: st.DataObject) -> None:
    shot = some_shot(data, before)
    head, tail = (frames(data.draw(st.integers(-8, 8))) for _ in range(2))
    try:
        after = edits.ripple_by(before, shot.clip.id, head, tail)
    except EditError:
        return
    was, now = track_of(before, shot.clip.id), track_of(after, shot.clip.id)
    check_kept(before, after, was.id)
    assert item_duration(now, RATE) == item_duration(was, RATE) - head - tail
    there = {each.clip.id: each.range for each in shots(before)}
    for each in shots(after):
        old = there[each.clip.id]
        behind = each.track is not None and each.track.id == was.id and old.start > shot.range.start
        assert each.range.start == (old.start - head - tail if behind else old.start)
        if each.clip.id != shot.clip.id:
            assert each.range.duration == old.duration
    assert edits.ripple_by(after, shot.clip.id, -head, -tail) == before


def test_a_trim_of_a_frozen_clips_head_leaves_its_gap_before_it() -> None:
    document = cut(track(clip("a", count=10), clip("f", count=20, effects=(retime(0.0),)), clip("b")))
    after = edits.trim_by(document, "id-f", head=frames(5))
    assert names(after) == ["a", "gap", "f", "b"]
    held = next(each for each in shots(after) if each.clip.name == "f")
    assert held.range == stretch(15, 15)
    assert held.clip.source == Range(frames(100), frames(15))
