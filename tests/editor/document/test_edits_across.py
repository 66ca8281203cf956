"""Edits over all tracks: what begins later keeps in step, locked tracks stay, nothing else moves."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from editor.document import edits
from editor.document.changes import applied, difference
from editor.document.edits import EditError
from editor.document.edits.transition import Side
from editor.document.layout import cut_duration, placed, shots
from editor.document.model import Cut, Gap, Track, Transition
from nodes.api import Range
from tests.editor.document.made import (
    RATE,
    clip,
    cut,
    cuts,
    every_id,
    frames,
    gap,
    stretch,
    track,
    transition,
)


def starts(document: Cut) -> dict[str, tuple[int, int]]:
    return {s.clip.name: (s.range.start.frame, s.range.duration.frame) for s in shots(document)}


def whole(before: Cut, after: Cut) -> None:
    ids = every_id(after)
    assert len(ids) == len(set(ids))
    for each in after.stack.items:
        assert isinstance(each, Track)
        there = [here for here in placed(each, RATE) if not isinstance(here.item, Transition)]
        assert all(a.range.end == b.range.start for a, b in pairwise(there))
        assert all(not here.range.is_empty for here in there)
    assert applied(after, difference(before, after), back=True) == before


@given(cuts(), st.data())
def test_extracting_a_stretch_shows_all_else_just_as_it_was(before: Cut, data: st.DataObject) -> None:
    end = cut_duration(before).frame
    assume(end > 2)
    first = data.draw(st.integers(0, end - 1))
    span = stretch(first, data.draw(st.integers(1, end)))
    after = edits.extract_range(before, span)
    whole(before, after)
    played = [
        sum((s.range.duration.seconds for s in shots(each)), start=frames(0).seconds)
        for each in (before, after)
    ]
    within = sum((s.range.meet(span).duration.seconds for s in shots(before)), start=frames(0).seconds)
    assert played[1] == played[0] - within
    earlier = {s.clip.id: s.range for s in shots(before) if s.range.end <= span.start}
    assert {k: v for k, v in earlier.items() if k in {s.clip.id for s in shots(after)}} == earlier
    later = {s.clip.id: s.range.moved(-span.duration) for s in shots(before) if s.range.start >= span.end}
    assert {s.clip.id: s.range for s in shots(after) if s.clip.id in later} == later


@given(cuts(), st.data())
def test_lifting_a_stretch_moves_nothing(before: Cut, data: st.DataObject) -> None:
    end = cut_duration(before).frame
    assume(end > 2)
    span = stretch(data.draw(st.integers(0, end - 1)), data.draw(st.integers(1, end)))
    try:
        after = edits.lift_range(before, span)
    except EditError as error:
        assert "nothing stands there" in str(error)
        return
    whole(before, after)
    assert all(s.range.meet(span).is_empty for s in shots(after))
    was = {s.clip.id: s.range for s in shots(before)}
    assert all(was[s.clip.id].covers(s.range) for s in shots(after) if s.clip.id in was)


def test_locked_tracks_are_left_by_edits_of_all_tracks() -> None:
    document = cut(track(clip("a", count=20), name="V1"), track(clip("b", count=20), name="V2"))
    locked = edits.lock_track(document, "V2", True)
    assert starts(edits.extract_range(locked, stretch(5, 5)))["b"] == (0, 20)
    assert starts(edits.room(locked, frames(0), frames(7))) == {"a": (7, 20), "b": (0, 20)}
    with pytest.raises(EditError, match="nothing stands there"):
        edits.lift_range(locked, stretch(100, 5))


def test_a_ripple_keeps_what_begins_later_on_other_tracks_in_step() -> None:
    document = cut(
        track(clip("a", count=20), clip("b", count=20), name="V1"),
        track(gap("g", 25), clip("c", count=10), name="V2"),
        track(clip("music", count=200), name="A1"),
    )
    longer = edits.ripple_edges(document, ["id-a"], "tail", frames(6), all_tracks=True)
    whole(document, longer)
    assert starts(longer) == {"a": (0, 26), "b": (26, 20), "c": (31, 10), "music": (0, 200)}
    shorter = edits.ripple_edges(document, ["id-a"], "head", frames(6), all_tracks=True)
    assert starts(shorter) == {"a": (0, 14), "b": (14, 20), "c": (19, 10), "music": (0, 200)}
    alone = edits.ripple_edges(document, ["id-a"], "tail", frames(6))
    assert starts(alone)["c"] == (25, 10)


def test_a_ripple_says_what_stands_in_its_way_on_another_track() -> None:
    document = cut(
        track(clip("a", count=20), clip("b", count=20), name="V1"),
        track(clip("x", count=22), clip("c", count=10), name="V2"),
    )
    with pytest.raises(EditError, match=r"'c' on V2 is in the way, by 5 frames"):
        edits.ripple_edges(document, ["id-a"], "tail", frames(-5), all_tracks=True)
    locked = edits.lock_track(document, "V2", True)
    assert starts(edits.ripple_edges(locked, ["id-a"], "tail", frames(-5), all_tracks=True))["b"] == (15, 20)


@given(cuts(), st.data())
def test_edges_that_move_together_come_back_together(before: Cut, data: st.DataObject) -> None:
    clips = [s.clip.id for s in shots(before)]
    assume(clips)
    ids = data.draw(st.lists(st.sampled_from(clips), min_size=1, max_size=3, unique=True))
    by = frames(data.draw(st.integers(-10, 10)))
    side: Side = "head" if data.draw(st.booleans()) else "tail"
    try:
        after = edits.trim_edges(before, ids, side, by)
        back = edits.trim_edges(after, ids[::-1], side, -by)
    except EditError:
        return
    whole(before, after)
    assert {s.clip.id: (s.range, s.clip) for s in shots(back)} == {
        s.clip.id: (s.range, s.clip) for s in shots(before)
    }


def test_a_gap_closes_and_takes_the_other_tracks_along_where_it_may() -> None:
    document = cut(
        track(clip("a", count=10), gap("g", 8), clip("b", count=10), name="V1"),
        track(clip("s", count=10), gap("h", 8), clip("t", count=10), name="A1"),
    )
    assert starts(edits.close_gap(document, "id-g"))["t"] == (18, 10)
    both = edits.close_gap(document, "id-g", all_tracks=True)
    assert starts(both) == {"a": (0, 10), "b": (10, 10), "s": (0, 10), "t": (10, 10)}
    assert not any(isinstance(i, Gap) for t in both.stack.items if isinstance(t, Track) for i in t.items)
    with pytest.raises(EditError, match="that is no gap"):
        edits.close_gap(document, "id-a")


def test_room_is_made_across_a_clip_and_not_in_a_transition() -> None:
    document = cut(track(clip("a", count=20), transition("x", 4, 4), clip("b", count=20)))
    assert sorted(starts(edits.room(document, frames(30), frames(5))).values()) == [(0, 20), (35, 10)]
    with pytest.raises(EditError, match="the transition 'x' is in the way"):
        edits.room(document, frames(18), frames(5))
    assert Range.frames_of(0, 1, RATE).duration == frames(1)
