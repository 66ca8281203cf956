from __future__ import annotations

from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from editor.document import edits
from editor.document.edits import EditError
from editor.document.layout import by_id, cut_duration, item_duration, placed, record_range, shots
from editor.document.model import Clip, Cut, Gap, Track
from nodes.api import Range, Time
from tests.editor.document.made import RATE, clip, cuts, every_id, frames


def tracks_of(document: Cut) -> tuple[Track, ...]:
    return tuple(item for item in document.stack.items if isinstance(item, Track))


def some_clip(data: st.DataObject, document: Cut) -> Clip:
    clips = [shot.clip for shot in shots(document)]
    assume(clips)
    return data.draw(st.sampled_from(clips))


def check(before: Cut, after: Cut, edited: str) -> None:
    """Nothing overlaps, ids are unique, and what lies on other tracks is the same object."""
    ids = every_id(after)
    assert len(ids) == len(set(ids))
    for track in tracks_of(after):
        there = placed(track, RATE)
        assert all(a.range.end == b.range.start for a, b in pairwise(there))
        assert all(not here.range.is_empty for here in there)
    for old, new in zip(tracks_of(before), tracks_of(after), strict=True):
        if old.id != edited:
            assert new is old


def track_of(document: Cut, clip_id: str) -> Track:
    place = by_id(document, clip_id)
    assert place is not None
    assert place.track is not None
    return place.track


@given(cuts(), st.data())
def test_an_insert_lengthens_its_track_by_the_clip_and_shares_the_rest(
    before: Cut, data: st.DataObject
) -> None:
    track = data.draw(st.sampled_from(tracks_of(before)))
    at = frames(data.draw(st.integers(0, 200)))
    new = clip("new", count=data.draw(st.integers(1, 40)))
    after = edits.insert(before, track.id, new, at)
    check(before, after, track.id)
    grown = item_duration(track_of(after, "id-new"), RATE)
    assert new.source is not None
    assert grown == max(item_duration(track, RATE), at) + new.source.duration
    place = by_id(after, "id-new")
    assert place is not None
    assert record_range(after, place).start == at
    kept = {id(item) for item in track.items} & {id(item) for item in track_of(after, "id-new").items}
    assert len(kept) >= len(track.items) - 1


@given(cuts(), st.data())
def test_a_split_changes_no_frame_and_no_position(before: Cut, data: st.DataObject) -> None:
    chosen = some_clip(data, before)
    place = by_id(before, chosen.id)
    assert place is not None
    here = record_range(before, place)
    at = here.start + here.duration * data.draw(st.fractions(0, 1, max_denominator=24))
    assume(here.start < at < here.end)
    after = edits.split(before, chosen.id, at)
    check(before, after, track_of(before, chosen.id).id)
    assert cut_duration(after) == cut_duration(before)
    halves = track_of(after, chosen.id).items[place.index : place.index + 2]
    first, second = halves
    assert isinstance(first, Clip)
    assert isinstance(second, Clip)
    assert first.source is not None
    assert second.source is not None
    assert chosen.source is not None
    assert first.source.end == second.source.start
    assert Range.between(first.source.start, second.source.end) == chosen.source


@given(cuts(), st.data())
def test_a_lift_moves_nothing(before: Cut, data: st.DataObject) -> None:
    chosen = some_clip(data, before)
    after = edits.lift(before, chosen.id)
    check(before, after, track_of(before, chosen.id).id)
    where = {shot.clip.id: shot.range for shot in shots(before)}
    assert {s.clip.id: s.range for s in shots(after)} == {k: v for k, v in where.items() if k != chosen.id}
    assert cut_duration(after) == cut_duration(before)


@given(cuts(), st.data())
def test_a_trim_moves_nothing_else_and_its_inverse_restores_every_position(
    before: Cut, data: st.DataObject
) -> None:
    chosen = some_clip(data, before)
    assert chosen.source is not None
    rate = chosen.source.start.rate
    head, tail = (Time(data.draw(st.integers(-20, 20)), rate) for _ in range(2))
    try:
        after = edits.trim_by(before, chosen.id, head, tail)
    except EditError:
        return
    check(before, after, track_of(before, chosen.id).id)
    was = {shot.clip.id: shot.range for shot in shots(before)}
    now = {shot.clip.id: shot.range for shot in shots(after)}
    old, new = was.pop(chosen.id), now.pop(chosen.id)
    assert was == now
    assert (new.start, new.end) == (old.start + head, old.end - tail)
    back = edits.trim_by(after, chosen.id, -head, -tail)
    assert {shot.clip.id: (shot.range, shot.clip) for shot in shots(back)} == {
        shot.clip.id: (shot.range, shot.clip) for shot in shots(before)
    }


@given(cuts(), st.data())
def test_a_ripple_trim_changes_its_track_by_exactly_what_was_taken(before: Cut, data: st.DataObject) -> None:
    chosen = some_clip(data, before)
    assert chosen.source is not None
    rate = chosen.source.start.rate
    head, tail = (Time(data.draw(st.integers(-20, 20)), rate) for _ in range(2))
    try:
        after = edits.ripple_by(before, chosen.id, head, tail)
    except EditError:
        return
    track = track_of(before, chosen.id)
    check(before, after, track.id)
    shorter = item_duration(track, RATE) - item_duration(track_of(after, chosen.id), RATE)
    assert shorter == head + tail
    others = [
        (a, b) for a, b in zip(track.items, track_of(after, chosen.id).items, strict=True) if a is not b
    ]
    assert len(others) <= 1


@given(cuts())
def test_lifting_everything_leaves_only_gaps_of_the_same_length(before: Cut) -> None:
    after = before
    for shot in shots(before):
        after = edits.lift(after, shot.clip.id)
    assert cut_duration(after) == cut_duration(before)
    assert all(isinstance(item, Gap) for track in tracks_of(after) for item in track.items)
