"""Several clips moved, copied and rearranged at once: nothing else moves, and links hold."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from editor.document import edits
from editor.document.changes import applied, difference
from editor.document.edits import EditError
from editor.document.layout import cut_duration, item_duration, placed, shots
from editor.document.model import Clip, Cut, Gap, Track, Transition
from nodes.api import Range
from tests.editor.document.made import RATE, clip, cut, cuts, every_id, frames, gap, track, transition


def stands(document: Cut) -> dict[str, tuple[str, int, int]]:
    """Where each clip stands: track, start, length."""
    return {
        shot.clip.id.removeprefix("id-"): (
            shot.track.name if shot.track else "",
            shot.range.start.frame,
            shot.range.duration.frame,
        )
        for shot in shots(document)
    }


def items(document: Cut, name: str = "V1") -> list[str]:
    found = next(each for each in document.stack.items if each.name == name)
    assert isinstance(found, Track)
    return [
        f"gap {each.duration.frame}" if isinstance(each, Gap) else each.id.removeprefix("id-")
        for each in found.items
    ]


def whole(before: Cut, after: Cut) -> None:
    """Tracks have no overlap, ids are there once, and undo gives the very value back."""
    ids = every_id(after)
    assert len(ids) == len(set(ids))
    for each in after.stack.items:
        assert isinstance(each, Track)
        there = [here for here in placed(each, RATE) if not isinstance(here.item, Transition)]
        assert all(a.range.end == b.range.start for a, b in pairwise(there))
    assert applied(after, difference(before, after), back=True) == before


def chosen_of(data: st.DataObject, document: Cut) -> list[str]:
    clips = [shot.clip.id for shot in shots(document)]
    assume(clips)
    return data.draw(st.lists(st.sampled_from(clips), min_size=1, max_size=4, unique=True))


@given(cuts(), st.data())
def test_a_move_moves_the_chosen_alone_and_all_else_stands_or_is_covered(
    before: Cut, data: st.DataObject
) -> None:
    ids = chosen_of(data, before)
    by = data.draw(st.integers(-40, 40))
    try:
        after = edits.move(before, ids, frames(by))
    except EditError:
        return
    whole(before, after)
    was = {shot.clip.id: shot for shot in shots(before)}
    now = {shot.clip.id: shot for shot in shots(after)}
    for id in ids:
        assert now[id].clip == was[id].clip
        assert now[id].range == was[id].range.moved(frames(by))
    for id, shot in now.items():
        if id in was and id not in ids:
            # What is left of a clip that was partly covered shows in the same place what it showed.
            assert was[id].range.covers(shot.range)


@given(cuts(), st.data())
def test_what_is_moved_and_moved_back_stands_where_it_stood(before: Cut, data: st.DataObject) -> None:
    ids = chosen_of(data, before)
    far = cut_duration(before) + frames(10)
    away = edits.move(before, ids, far)
    assert stands(edits.move(away, ids, -far)) == stands(before)


@given(cuts(), st.data())
def test_copies_leave_the_clips_and_have_ids_of_their_own(before: Cut, data: st.DataObject) -> None:
    ids = chosen_of(data, before)
    after = edits.move(before, ids, cut_duration(before), copy=True)
    whole(before, after)
    was, now = stands(before), stands(after)
    assert {name: where for name, where in now.items() if name in was} == was
    assert len(now) == len(was) + len(ids)


@given(cuts(), st.data())
def test_a_rearrangement_keeps_the_length_of_each_track_and_loses_nothing(
    before: Cut, data: st.DataObject
) -> None:
    ids = chosen_of(data, before)
    by = data.draw(st.integers(-30, 30))
    try:
        after = edits.move(before, ids, frames(by), insert=True)
    except EditError:
        return
    whole(before, after)
    for old, new in zip(before.stack.items, after.stack.items, strict=True):
        assert isinstance(old, Track)
        assert isinstance(new, Track)
        played = [
            sum(item_duration(x, RATE).seconds for x in t.items if isinstance(x, Clip)) for t in (old, new)
        ]
        assert played[0] == played[1]
        assert item_duration(new, RATE) >= item_duration(old, RATE)


def test_a_clip_changes_places_with_its_neighbours_where_it_is_inserted() -> None:
    document = cut(track(clip("a", count=10), clip("b", count=20), clip("c", count=30)))
    assert items(edits.move(document, ["id-a"], frames(30), insert=True)) == ["b", "a", "c"]
    assert items(edits.move(document, ["id-c"], frames(-30), insert=True)) == ["c", "a", "b"]
    assert items(edits.move(document, ["id-b"], frames(5), insert=True)) == ["a", "b", "c"]
    assert items(edits.move(document, ["id-a", "id-b"], frames(60), insert=True)) == ["c", "a", "b"]


def test_a_move_leaves_one_gap_and_none_at_the_end() -> None:
    document = cut(
        track(clip("a", count=10), gap("g", 4), clip("b", count=10), gap("h", 6), clip("c", count=9))
    )
    assert items(edits.move(document, ["id-b"], frames(100))) == ["a", "gap 20", "c", "gap 75", "b"]
    assert items(edits.move(document, ["id-c"], frames(-20))) == ["a", "c", "b"]


def test_a_transition_between_two_that_move_goes_along_and_one_at_the_end_goes() -> None:
    document = cut(
        track(clip("a"), transition("x", 2, 2), clip("b"), transition("y", 2, 2), clip("c"), clip("d"))
    )
    moved = edits.move(document, ["id-b", "id-c"], frames(200))
    assert items(moved) == ["a", "gap 48", "d", "gap 128", "b", "y", "c"]


def test_only_those_of_a_kind_change_tracks_and_where_there_is_none_it_is_said() -> None:
    document = cut(track(clip("a"), name="V1"), track(name="V2"))
    document = edits.add_track(document, "Audio", "A1")
    document = edits.insert(document, "A1", clip("s"), frames(0))
    document = edits.link(document, ["id-a", "id-s"])
    moved = edits.move(document, ["id-a", "id-s"], frames(5), tracks=1, kind="Video")
    assert stands(moved) == {"a": ("V2", 5, 24), "s": ("A1", 5, 24)}
    with pytest.raises(EditError, match="no lower track of its kind"):
        edits.move(document, ["id-a"], frames(0), tracks=-1)


def test_locked_tracks_and_times_before_the_cut_are_refused() -> None:
    document = cut(track(clip("a"), name="V1"), track(clip("b"), name="V2"))
    with pytest.raises(EditError, match="frame -4 lies before the cut"):
        edits.move(document, ["id-a"], frames(-4))
    locked = edits.lock_track(document, "V2", True)
    for id, tracks in (("id-b", 0), ("id-a", 1)):
        with pytest.raises(EditError, match="track 'V2' is locked"):
            edits.move(locked, [id], frames(4), tracks=tracks)
    with pytest.raises(EditError, match="no track holds 'nothing'"):
        edits.move(document, ["nothing"], frames(1))


def test_clips_are_linked_and_unlinked_and_copies_are_linked_among_themselves() -> None:
    document = cut(track(clip("a"), clip("b"), name="V1"), track(clip("s"), clip("t"), name="A1"))
    made = edits.link(edits.link(document, ["id-a", "id-s"]), ["id-b", "id-t"])
    assert edits.linked(made, ["id-a"]) == {"id-a", "id-s"}
    assert edits.linked(made, ["id-t", "id-a"]) == {"id-a", "id-s", "id-b", "id-t"}
    copied = edits.move(made, ["id-a", "id-s"], frames(48), copy=True)
    copies = [shot.clip.id for shot in shots(copied) if not shot.clip.id.startswith("id-")]
    assert edits.linked(copied, copies[:1]) == set(copies)
    loose = edits.unlink(made, ["id-a"])
    assert edits.linked(loose, ["id-s"]) == {"id-s"}
    assert all(shot.clip.link is None for shot in shots(loose) if shot.clip.name in "as")
    with pytest.raises(EditError, match="a link needs two"):
        edits.link(document, ["id-a", "id-a"])


def test_a_suite_s_group_is_a_link_until_it_is_unlinked() -> None:
    group = {"Resolve_OTIO": {"Link Group ID": 7, "Channels": []}}
    document = cut(track(clip("a", metadata=group), name="V1"), track(clip("s", metadata=group), name="A1"))
    assert edits.linked(document, ["id-a"]) == {"id-a", "id-s"}
    loose = edits.unlink(document, ["id-a", "id-s"])
    assert edits.linked(loose, ["id-a"]) == {"id-a"}
    assert next(shots(loose)).clip.metadata == {"Resolve_OTIO": {"Channels": []}}


def test_what_is_out_of_sync_is_told_in_frames_from_the_picture() -> None:
    document = cut(track(clip("a"), name="V1"), edits_audio(clip("s"), clip("t")))
    document = edits.link(document, ["id-a", "id-s"])
    assert edits.late(document) == {}
    assert edits.late(edits.move(document, ["id-s"], frames(30))) == {"id-s": frames(30)}
    assert edits.late(edits.move(document, ["id-a"], frames(3))) == {"id-s": frames(-3)}
    assert edits.late(edits.trim_by(document, "id-a", head=frames(4))) == {}


def edits_audio(*inside: Clip) -> Track:
    return Track("id-A1", "A1", "Audio", inside)


def test_a_stretch_of_a_moved_clip_s_old_place_is_empty() -> None:
    document = cut(track(clip("a", count=10), clip("b", count=10)))
    after = edits.move(document, ["id-a"], frames(5))
    assert stands(after) == {"a": ("V1", 5, 10), "b": ("V1", 15, 5)}
    assert next(iter(shots(after))).range == Range.frames_of(5, 10, RATE)
