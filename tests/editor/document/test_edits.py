from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from editor.document import edits
from editor.document.edits import EditError
from editor.document.layout import find_clip, record_range, shots, walk
from editor.document.model import SOURCE, Clip, Cut, Gap, Marker, MediaReference, Track, Unknown
from nodes.api import BadInput, Range, Time
from tests.editor.document.made import (
    clip,
    cut,
    frames,
    gap,
    names,
    reference,
    retime,
    stretch,
    track,
    transition,
)


def stands(document: Cut) -> dict[str, Range]:
    return {shot.clip.name: shot.range for shot in shots(document)}


def items_of(document: Cut, index: int = 0) -> tuple[object, ...]:
    holder = document.stack.items[index]
    assert isinstance(holder, Track)
    return holder.items


# ------------------------------------------------------------------------------------------- insert


def test_a_clip_inserted_between_two_moves_the_rest_on() -> None:
    document = edits.insert(cut(track(clip("a", count=10), clip("b"))), "V1", clip("n", count=5), frames(10))
    assert names(document) == ["a", "n", "b"]
    assert stands(document)["b"].start == frames(15)


def test_a_clip_inserted_inside_another_splits_it() -> None:
    document = edits.insert(cut(track(clip("a", count=10))), "V1", clip("n", count=5), frames(4))
    first, new, second = items_of(document)
    assert isinstance(first, Clip)
    assert isinstance(second, Clip)
    assert (first.source, second.source) == (stretch(100, 4), stretch(104, 6))
    assert first.id == "id-a"
    assert second.id not in {"id-a", "id-n"}
    assert isinstance(new, Clip)


def test_a_clip_inserted_past_the_end_leaves_a_gap_before_it() -> None:
    document = edits.insert(cut(track(clip("a", count=10))), "V1", clip("n"), frames(25))
    assert names(document) == ["a", "gap", "n"]
    assert stands(document)["n"].start == frames(25)


@pytest.mark.parametrize(
    ("at", "new", "why"),
    [
        (frames(-1), clip("n"), "before the cut"),
        (frames(0), clip("n", count=0), "nothing of the clip"),
        (frames(0), clip("n", first=990, count=20), "the media has 0 to 999"),
        (frames(0), clip("a"), "in use"),
        (frames(12), clip("n"), "in the way"),
        (frames(10), clip("n"), "in the way"),
        (frames(0), Clip("n", "n", None, {}), "how long its media is"),
    ],
)
def test_an_insert_that_cannot_be_is_refused(at: Time, new: Clip, why: str) -> None:
    document = cut(track(clip("a", count=10), transition("d", 4, 4), clip("b", count=10)))
    with pytest.raises(EditError, match=why):
        edits.insert(document, "V1", new, at)


def test_an_unknown_track_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput, match="The cut has: V1"):
        edits.insert(cut(track(clip("a"))), "V7", clip("n"), frames(0))


def test_another_programs_object_is_not_cut_in_two() -> None:
    odd = Unknown("x", "Odd.9", "odd", frames(10), {"OTIO_SCHEMA": "Odd.9"})
    with pytest.raises(EditError, match="cannot be cut in two"):
        edits.insert(cut(track(odd)), "V1", clip("n"), frames(5))


def test_a_trimmed_track_shows_as_much_more_as_was_inserted() -> None:
    window = cut(track(clip("a", count=10), clip("b", count=10), source=stretch(4, 14)))
    after = edits.insert(window, "V1", clip("n", count=5), frames(6))
    holder = after.stack.items[0]
    assert isinstance(holder, Track)
    assert holder.source == stretch(4, 19)
    assert stands(after)["n"] == stretch(6, 5)
    shorter = edits.ripple_by(window, "id-b", tail=frames(3)).stack.items[0]
    assert isinstance(shorter, Track)
    assert shorter.source == stretch(4, 11)


def test_nothing_is_inserted_before_the_first_item_of_a_track_trimmed_to_begin_earlier() -> None:
    early = cut(track(clip("a", count=10), source=stretch(-20, 30)))
    with pytest.raises(EditError, match="begin before its first item"):
        edits.insert(early, "V1", clip("n"), frames(5))
    assert stands(edits.insert(early, "V1", clip("n"), frames(20)))["n"].start == frames(20)


# ---------------------------------------------------------------------------------------------- trim


def test_a_trim_at_both_ends_keeps_every_frame_in_its_place() -> None:
    before = cut(track(clip("a", count=10), clip("b", count=20), clip("c", count=5)))
    after = edits.trim(before, "id-b", stretch(103, 10))
    assert names(after) == ["a", "gap", "b", "gap", "c"]
    assert stands(after)["b"] == stretch(13, 10)
    assert stands(after)["c"] == stands(before)["c"]


def test_a_trim_outwards_uses_up_the_gaps_it_needs() -> None:
    before = cut(track(clip("a", count=10), gap("g", 6), gap("h", 4), clip("b", count=20)))
    after = edits.trim_by(before, "id-b", head=frames(-6))
    assert names(after) == ["a", "gap", "b"]
    assert stands(after)["b"] == stretch(14, 26)
    gone = edits.trim_by(after, "id-b", head=frames(-4))
    assert names(gone) == ["a", "b"]


def test_a_trim_outwards_stops_at_the_next_clip_and_at_the_start() -> None:
    document = cut(track(clip("a", count=10), gap("g", 2), clip("b", count=20)))
    with pytest.raises(EditError, match="it runs into 'b', 3 frames short"):
        edits.trim_by(document, "id-a", tail=frames(-5))
    with pytest.raises(EditError, match="the start of the track"):
        edits.trim_by(document, "id-a", head=frames(-5))
    assert edits.trim_by(document, "id-b", tail=frames(-5)) is not document


def test_a_ripple_trim_moves_what_follows() -> None:
    before = cut(track(clip("a", count=10), clip("b", count=20), clip("c")))
    after = edits.ripple_by(before, "id-b", head=frames(5), tail=frames(2))
    assert stands(after)["b"] == stretch(10, 13)
    assert stands(after)["c"].start == frames(23)


def test_no_gap_is_left_at_the_end_of_a_track() -> None:
    after = edits.trim_by(cut(track(clip("a", count=10))), "id-a", tail=frames(4))
    assert names(after) == ["a"]


def test_a_retimed_clip_is_trimmed_by_the_media_it_consumes() -> None:
    # Twice as fast from 100: 24 record frames in, the first frame shown is 148 (OpenTimelineIO #1464).
    document = cut(track(clip("a", first=100, count=48, effects=(retime(2.0),))))
    after = find_clip(edits.ripple_by(document, "id-a", head=frames(24)), "a")
    assert after.source == Range(frames(148), frames(24))
    second = items_of(edits.split(document, "id-a", frames(24)))[1]
    assert isinstance(second, Clip)
    assert second.source == Range(frames(148), frames(24))


def test_a_frozen_clip_keeps_its_frame() -> None:
    document = cut(track(clip("a", first=100, count=48, effects=(retime(0.0),))))
    after = find_clip(edits.trim_by(document, "id-a", tail=frames(8)), "a")
    assert after.source == Range(frames(100), frames(40))


@pytest.mark.parametrize("scalar", [-1.0, None])
def test_a_reversed_or_keyframed_clip_is_not_guessed_at(scalar: float | None) -> None:
    document = cut(track(clip("a", count=48, effects=(retime(scalar),))))  # type: ignore[arg-type]
    with pytest.raises(EditError, match="programs disagree"):
        edits.trim_by(document, "id-a", head=frames(4))


def test_trims_beyond_the_media_or_to_nothing_are_refused() -> None:
    document = cut(track(clip("a", first=980, count=20)))
    with pytest.raises(EditError, match="frames 980 to 1004 were asked for, the media has 0 to 999"):
        edits.trim_by(document, "id-a", tail=frames(-5))
    with pytest.raises(EditError, match="nothing of the clip"):
        edits.trim_by(document, "id-a", tail=frames(20))


def test_a_clip_that_already_lies_beyond_its_media_may_be_trimmed_inwards() -> None:
    document = cut(track(clip("a", first=990, count=50)))
    after = edits.trim_by(document, "id-a", tail=frames(10))
    assert find_clip(after, "a").source == stretch(990, 40)


def test_the_media_that_was_looked_into_decides_over_what_the_file_says() -> None:
    document = cut(track(clip("a", first=100, count=20)))
    with pytest.raises(EditError, match="the media has 0 to 119"):
        edits.trim_by(document, "id-a", tail=frames(-5), media=lambda clip: stretch(0, 120))


def test_a_transition_at_a_moved_edge_is_in_the_way() -> None:
    document = cut(track(clip("a", count=10), transition("d", 3, 3), clip("b", count=10)))
    with pytest.raises(EditError, match="id is id-d"):
        edits.trim_by(document, "id-a", tail=frames(2))
    with pytest.raises(EditError, match="in the way"):
        edits.trim_by(document, "id-a", head=frames(8))
    assert edits.ripple_by(document, "id-a", head=frames(7)) is not document


# --------------------------------------------------------------------------------------- split, lift


def test_a_split_shares_the_graph_and_shows_the_same_frames() -> None:
    document = cut(track(clip("a", count=10, graph="g1")))
    document = edits.circle(document, "id-a", "t001", reference(url="t1"), "take t001")
    first, second = items_of(edits.split(document, "id-a", frames(4)))
    assert isinstance(first, Clip)
    assert isinstance(second, Clip)
    assert (first.id, first.graph, second.graph) == ("id-a", "g1", "g1")
    assert (first.source, second.source) == (stretch(100, 4), stretch(104, 6))
    assert second.references is first.references
    assert (second.circled, second.active) == ("t001", "take t001")
    assert edits.shot_of(first) == edits.shot_of(second) == "id-a"


def test_a_half_split_again_still_knows_where_its_takes_are() -> None:
    document = edits.circle(cut(track(clip("a", count=10))), "id-a", "t001", reference(url="t1"), "take t001")
    document = edits.split(document, "id-a", frames(4))
    second = items_of(document)[1]
    assert isinstance(second, Clip)
    document = edits.circle(document, second.id, "t002", reference(url="t2"), "take t002")
    third = items_of(edits.split(document, second.id, frames(7)))[2]
    assert isinstance(third, Clip)
    assert (edits.shot_of(third), third.circled) == ("id-a", "t002")


def test_markers_go_with_the_half_they_are_on() -> None:
    marks = (Marker("early", stretch(101, 1)), Marker("late", stretch(108, 1)), Marker("nowhere", None))
    first, second = items_of(edits.split(cut(track(clip("a", count=10, markers=marks))), "id-a", frames(4)))
    assert isinstance(first, Clip)
    assert isinstance(second, Clip)
    assert [m.name for m in first.markers] == ["early", "nowhere"]
    assert [m.name for m in second.markers] == ["late"]


@pytest.mark.parametrize("at", [0, 10, 30])
def test_a_split_outside_a_clip_is_refused(at: int) -> None:
    with pytest.raises(EditError, match="not inside it: it stands at 0 to 9"):
        edits.split(cut(track(clip("a", count=10), clip("b"))), "id-a", frames(at))


def test_a_split_inside_a_transition_is_refused() -> None:
    document = cut(track(clip("a", count=10), transition("d", 3, 3), clip("b", count=10)))
    with pytest.raises(EditError, match="in the way"):
        edits.split(document, "id-a", frames(8))
    assert names(edits.split(document, "id-a", frames(7))) == ["a", "a", "transition", "b"]


def test_a_lift_leaves_a_gap_of_the_same_length() -> None:
    before = cut(track(clip("a", count=10), clip("b"), clip("c")))
    after = edits.lift(before, "id-b")
    assert names(after) == ["a", "gap", "c"]
    assert stands(after)["c"] == stands(before)["c"]


def test_a_transition_is_lifted_without_a_trace_and_bars_its_neighbours_before() -> None:
    document = cut(track(clip("a", count=10), transition("d", 3, 3), clip("b", count=10)))
    with pytest.raises(EditError, match="in the way"):
        edits.lift(document, "id-b")
    assert names(edits.lift(edits.lift(document, "id-d"), "id-b")) == ["a", "gap"]


def test_gaps_and_tracks_are_not_lifted() -> None:
    document = cut(track(clip("a"), gap("g", 3)))
    for name in ("id-g", "id-V1", "id-stack", "nobody"):
        with pytest.raises(EditError):
            edits.lift(document, name)


# ------------------------------------------------------------------------------------ media and takes


def test_a_replaced_clip_keeps_its_place_length_and_graph_and_loses_its_takes() -> None:
    document = cut(track(clip("a"), clip("b", count=10, graph="g1")))
    document = edits.circle(document, "id-b", "t001", reference(90, 40, "t.mkv"), "take t001")
    after = edits.replace(document, "id-b", reference(1000, 50, "new.mov"))
    b = find_clip(after, "b")
    assert (b.source, b.graph, b.circled, list(b.references)) == (stretch(1000, 10), "g1", None, [SOURCE])
    assert b.references[SOURCE].url == "new.mov"


def test_a_replacement_that_is_too_short_is_refused() -> None:
    with pytest.raises(EditError, match="it needs 24 frames from 7, the new media has 10 from 7"):
        edits.replace(cut(track(clip("a"))), "id-a", reference(7, 10, "short.mov"))


def test_a_relink_changes_where_the_source_is_and_nothing_else() -> None:
    document = edits.circle(cut(track(clip("a"))), "id-a", "t001", reference(90, 40, "t.mkv"), "take t001")
    before = find_clip(document, "a")
    new = edits.pointed_at(before.references[SOURCE], "/mnt/b/plate.mov")
    after = find_clip(edits.relink(document, "id-a", new), "a")
    assert after.references[SOURCE].url == "/mnt/b/plate.mov"
    assert after.references[SOURCE].available == before.references[SOURCE].available
    assert after.references["take t001"] is before.references["take t001"]
    assert (after.active, after.circled, after.source) == (before.active, "t001", before.source)


def test_a_missing_reference_becomes_a_file_and_keeps_its_name() -> None:
    lost = MediaReference("missing", name="plate.mov", origin={"OTIO_SCHEMA": "MissingReference.1"})
    document = cut(track(clip("a", references={SOURCE: lost})))
    found = MediaReference("file", url="found/plate.mov")
    linked = find_clip(edits.relink(document, "id-a", found), "a").references[SOURCE]
    assert (linked.kind, linked.url, linked.name, linked.origin) == (
        "file",
        "found/plate.mov",
        "plate.mov",
        None,
    )


def test_circling_adds_the_take_and_uncircling_gives_the_source_back() -> None:
    document = cut(track(clip("a")))
    shown = edits.circle(document, "id-a", "t001", reference(88, 48, "t1.mkv"), "take t001")
    a = find_clip(shown, "a")
    assert (a.active, a.circled, set(a.references)) == ("take t001", "t001", {SOURCE, "take t001"})
    told = a.references["take t001"].metadata["workprint"]
    assert told == {"take": "t001", "shot": "id-a", "source": SOURCE}
    assert edits.uncircle(shown, "id-a") == document


def test_circling_another_take_drops_the_first_unless_it_is_starred() -> None:
    document = edits.circle(cut(track(clip("a"))), "id-a", "t001", reference(url="t1"), "take t001")
    bare = edits.circle(document, "id-a", "t002", reference(url="t2"), "take t002")
    assert set(find_clip(bare, "a").references) == {SOURCE, "take t002"}
    starred = edits.star(document, "id-a", "t001", reference(url="t1"), "take t001")
    both = edits.circle(starred, "id-a", "t002", reference(url="t2"), "take t002")
    assert set(find_clip(both, "a").references) == {SOURCE, "take t001", "take t002"}
    assert set(find_clip(edits.unstar(both, "id-a", "t001"), "a").references) == {SOURCE, "take t002"}


def test_a_source_under_another_key_is_found_again() -> None:
    two = {"Proxy": reference(url="p.mov"), "Full": reference(url="f.exr")}
    document = cut(track(clip("a", references=two, active="Full")))
    shown = edits.circle(document, "id-a", "t001", reference(url="t1"), "take t001")
    assert find_clip(edits.uncircle(shown, "id-a"), "a").active == "Full"
    with pytest.raises(EditError, match="it has a reference 'Full' already"):
        edits.circle(document, "id-a", "t001", reference(url="t1"), "Full")


def test_a_clip_that_used_all_its_media_keeps_its_length_under_a_longer_take() -> None:
    document = cut(track(Clip("id-a", "a", None, {SOURCE: reference(0, 24)})))
    shown = edits.circle(document, "id-a", "t001", reference(-12, 48), "take t001")
    assert stands(shown) == stands(document)


# --------------------------------------------------------------------------------------------- locks


def test_a_track_locked_by_its_suite_is_not_edited_until_unlocked() -> None:
    locked = track(clip("a", count=10), metadata={"Resolve_OTIO": {"Locked": True}})
    document = cut(locked)
    attempts: list[Callable[[Cut], Cut]] = [
        lambda c: edits.insert(c, "V1", clip("n"), frames(0)),
        lambda c: edits.trim_by(c, "id-a", head=frames(2)),
        lambda c: edits.split(c, "id-a", frames(4)),
        lambda c: edits.lift(c, "id-a"),
        lambda c: edits.replace(c, "id-a", reference()),
        lambda c: edits.relink(c, "id-a", reference()),
    ]
    for attempt in attempts:
        with pytest.raises(EditError, match="track 'V1' is locked"):
            attempt(document)
        assert attempt(edits.lock_track(document, "V1", False)) is not document


def test_a_graph_in_use_is_not_removed() -> None:
    document = edits.with_graph(cut(track(clip("a", graph="g1"))), "g1", {"nodes": []})
    with pytest.raises(EditError, match="the clip 'a' uses it"):
        edits.with_graph(document, "g1", None)
    free = edits.with_clip(document, "id-a", graph=None)
    assert "g1" not in edits.with_graph(free, "g1", None).graphs
    with pytest.raises(EditError, match="keeps its id"):
        edits.with_clip(document, "id-a", id="other")


def test_times_between_frames_stay_exact() -> None:
    document = edits.split(cut(track(clip("a", count=10))), "id-a", frames(Fraction(7, 3)))
    first, second = items_of(document)
    assert isinstance(first, Clip)
    assert isinstance(second, Clip)
    assert first.source is not None
    assert second.source is not None
    assert second.source.start.value == 100 + Fraction(7, 3)
    assert first.source.duration + second.source.duration == frames(10)


def test_a_gap_split_by_an_insert_keeps_its_length() -> None:
    document = edits.insert(cut(track(gap("g", 10), clip("z"))), "V1", clip("n", count=3), frames(4))
    assert [i.duration for i in items_of(document) if isinstance(i, Gap)] == [frames(4), frames(6)]
    place = next(h for h in walk(document) if h.item.id == "id-n")
    assert record_range(document, place) == stretch(4, 3)
