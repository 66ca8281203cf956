"""Swapping, nesting and fading: what stands where, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from editor.document import edits
from editor.document.edits import EditError
from editor.document.layout import Standing, by_id, cut_duration, item_duration, shots, walk
from editor.document.model import Clip, Cut, Stack, Track
from tests.editor.document.busy import (
    Shown,
    busy_cuts,
    check_kept,
    clip_of,
    start_of,
    track_of,
    tracks_of,
)
from tests.editor.document.made import RATE, clip, cut, every_id, frames, gap, names, track, transition

FEW = settings(max_examples=50)
LOCKED = {"suite": {"Locked": True}}


def standing(document: Cut) -> dict[str, Shown]:
    """Where every clip stands in the cut, nested ones too, and what it shows there."""
    found = {}
    for each in shots(document):
        assert each.clip.source is not None
        start, media = each.range.start.seconds, each.clip.source.start.seconds
        found[each.clip.id] = Shown(start, each.range.end.seconds, each.clip.name, media, media - start)
    return found


# -------------------------------------------------------------------------------------------- swap


@FEW
@given(busy_cuts(), st.data())
def test_a_swap_on_a_track_keeps_its_length_and_done_twice_is_nothing(
    before: Cut, data: st.DataObject
) -> None:
    tracks = [each for each in tracks_of(before) if sum(isinstance(i, Clip) for i in each.items) > 1]
    assume(tracks)
    chosen = data.draw(st.sampled_from(tracks))
    a, b = data.draw(
        st.lists(st.sampled_from([i for i in chosen.items if isinstance(i, Clip)]), min_size=2, max_size=2)
    )
    assume(a is not b)
    first, second = sorted((a, b), key=chosen.items.index)
    try:
        after = edits.swap(before, a.id, b.id)
    except EditError as error:
        assert "in the way" in str(error)
        return
    check_kept(before, after, chosen.id)
    assert item_duration(track_of(after, a.id), RATE) == item_duration(chosen, RATE)
    assert (clip_of(after, a.id), clip_of(after, b.id)) == (a, b)
    assert start_of(after, second.id) == start_of(before, first.id)
    was, now = standing(before), standing(after)
    low, high = was[first.id], was[second.id]
    assert now[first.id].end == high.end
    by = (high.end - high.start) - (low.end - low.start)
    for each in was.keys() - {a.id, b.id}:
        between = track_of(before, each).id == chosen.id and low.start < was[each].start < high.start
        assert now[each].start == was[each].start + (by if between else 0)
        assert now[each].end - now[each].start == was[each].end - was[each].start
    assert edits.swap(after, a.id, b.id) == before


def test_clips_of_two_tracks_swap_where_they_are_equally_long() -> None:
    before = cut(track(clip("a"), clip("b")), track(gap("g", 10), clip("c"), name="V2"))
    after = edits.swap(before, "id-b", "id-c")
    check_kept(before, after, "id-V1", "id-V2")
    assert (names(after, 0), names(after, 1)) == (["a", "c"], ["gap", "b"])
    assert edits.swap(after, "id-b", "id-c") == before
    with pytest.raises(EditError, match="last 24 and 20 frames"):
        edits.swap(edits.trim_by(before, "id-c", tail=frames(4)), "id-a", "id-c")


def test_a_swap_that_cannot_be_is_refused() -> None:
    sound = Track("id-A1", "A1", "Audio", (clip("s"),))
    before = cut(track(clip("a"), transition("d", 2, 2), clip("b"), clip("c")), sound)
    for one, other, why in (
        ("id-b", "id-b", "that is one clip"),
        ("id-b", "id-c", "the transition 'd' is in the way"),
        ("id-c", "id-s", "one of sound"),
        ("id-c", "id-d", "that is a transition"),
        ("id-c", "nothing", "no clip with that id"),
    ):
        with pytest.raises(EditError, match=why):
            edits.swap(before, one, other)
    locked = cut(track(clip("a")), track(clip("b"), name="V2", metadata=LOCKED))
    with pytest.raises(EditError, match="'V2' is locked"):
        edits.swap(locked, "id-a", "id-b")


# -------------------------------------------------------------------------------------------- nest


@FEW
@given(busy_cuts(), st.data())
def test_a_nest_moves_no_clip_and_loses_none(before: Cut, data: st.DataObject) -> None:
    clips = [each.clip.id for each in shots(before)]
    assume(clips)
    ids = data.draw(st.lists(st.sampled_from(clips), min_size=1, max_size=3, unique=True))
    tracks = {track_of(before, each).id for each in ids}
    try:
        after = edits.nest(before, ids, "all of it")
    except EditError as error:
        assert any(why in str(error) for why in ("in the way", "reaches out of it"))
        return
    check_kept(before, after, *tracks)
    assert standing(after) == standing(before)
    assert cut_duration(after) == cut_duration(before)
    assert {i for i in every_id(before) if "-g" not in i} <= set(every_id(after))
    stacks = [
        here.item for here in walk(after) if isinstance(here.item, Stack) and here.item.name == "all of it"
    ]
    assert len(stacks) == 1
    assert {item.name for item in stacks[0].items} == {i.removeprefix("id-") for i in tracks}
    inside = {here.item.id for here in walk(after) if here.holder and _is_in(here, stacks[0])}
    assert set(ids) <= inside


def _is_in(here: Standing | None, stack: Stack) -> bool:
    while here is not None and here.item is not stack:
        here = here.holder
    return here is not None


def test_a_nest_holds_all_between_and_stands_where_that_stood() -> None:
    before = cut(track(clip("a"), clip("b"), transition("d", 2, 2), clip("c"), gap("g", 4), clip("e")))
    after = edits.nest(before, ["id-c", "id-b"], "middle")
    assert names(after) == ["a", "stack", "gap", "e"]
    nested = tracks_of(after)[0].items[1]
    assert isinstance(nested, Stack) and isinstance(nested.items[0], Track)
    assert nested.name == "middle"
    assert nested.items[0].items == tracks_of(before)[0].items[1:4]
    with pytest.raises(EditError, match="the transition 'd' is in the way"):
        edits.nest(before, ["id-b"])


def test_a_nest_of_two_tracks_stands_on_the_lower_one() -> None:
    before = cut(
        track(clip("a"), clip("b")),
        track(gap("g", 30), clip("t", count=10), gap("h", 12), clip("u"), name="V2"),
    )
    after = edits.nest(before, ["id-t", "id-b"])
    assert (names(after, 0), names(after, 1)) == (["a", "stack"], ["gap", "gap", "gap", "u"])
    assert standing(after) == standing(before)


def test_a_nested_clip_can_be_nested_and_edited_again() -> None:
    before = edits.nest(cut(track(clip("a"), clip("b"), clip("c"))), ["id-a", "id-b"])
    twice = edits.nest(before, ["id-b"], "inner")
    assert standing(twice) == standing(before)
    place = by_id(twice, "id-b")
    assert place is not None and len(place.path) == 6
    slid = edits.extract(twice, "id-b")
    assert cut_duration(slid) == frames(48)


def test_a_nest_that_cannot_be_is_refused() -> None:
    sound = Track("id-A1", "A1", "Audio", (clip("s"),))
    above = track(clip("t", count=30), name="V2")
    before = cut(track(clip("a"), clip("b")), above, sound)
    for ids, why in (
        ([], "no clip is named"),
        (["id-a", "id-s"], "of different kinds"),
        (["nothing"], "no clip with that id"),
        (["id-V1"], "does not stand on a track"),
    ):
        with pytest.raises(EditError, match=why):
            edits.nest(before, ids)
    shorter = cut(
        track(clip("a", count=10), clip("b", count=10)), track(gap("g", 5), clip("t", count=10), name="V2")
    )
    with pytest.raises(EditError, match="'b' reaches out of it"):
        edits.nest(shorter, ["id-a", "id-t"])
    locked = cut(track(clip("a")), track(clip("b"), name="V2", metadata=LOCKED))
    with pytest.raises(EditError, match="'V2' is locked"):
        edits.nest(locked, ["id-a", "id-b"])


# -------------------------------------------------------------------------------------------- fade


@FEW
@given(busy_cuts(), st.data())
def test_a_fade_sets_what_is_said_and_can_be_taken_back(before: Cut, data: st.DataObject) -> None:
    clips = [each.clip for each in shots(before)]
    assume(clips)
    chosen = data.draw(st.sampled_from(clips))
    head, tail = (frames(data.draw(st.integers(0, 25))) for _ in range(2))
    assert chosen.source is not None
    if head + tail > chosen.source.duration:
        with pytest.raises(EditError, match="the fades are longer than the clip"):
            edits.fade(before, chosen.id, head, tail)
        return
    after = edits.fade(before, chosen.id, head, tail)
    check_kept(before, after, track_of(before, chosen.id).id)
    made = clip_of(after, chosen.id)
    assert (made.fade_in, made.fade_out) == (head, tail)
    assert standing(after) == standing(before)
    assert clip_of(edits.fade(after, chosen.id, head=frames(0)), chosen.id).fade_out == tail
    assert edits.fade(after, chosen.id, chosen.fade_in, chosen.fade_out) == before


def test_a_fade_of_negative_length_or_on_a_locked_track_is_refused() -> None:
    with pytest.raises(EditError, match="a fade has a length"):
        edits.fade(cut(track(clip("a"))), "id-a", frames(-1))
    with pytest.raises(EditError, match="locked"):
        edits.fade(cut(track(clip("a"), metadata=LOCKED)), "id-a", frames(1))
