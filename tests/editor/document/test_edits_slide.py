"""Rolling, slipping and sliding: the track keeps its length, and each has its way back."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import TypeVar

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from editor.document import edits
from editor.document.edits import EditError
from editor.document.edits.transition import Side
from editor.document.layout import item_duration, record_range, shots
from editor.document.model import Clip, Cut, Gap, Item, Track, Transition
from nodes.api import Curve, Key, Range, Rate, Time
from tests.editor.document.busy import (
    Shown,
    busy_cuts,
    check_kept,
    clip_of,
    keyed,
    later,
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
    frames,
    gap,
    names,
    reference,
    retime,
    stretch,
    track,
    transition,
)

T = TypeVar("T")
FEW = settings(max_examples=50)
LOCKED = {"suite": {"Locked": True}}


def solid(of: Track) -> list[Item]:
    return [item for item in of.items if not isinstance(item, Transition)]


def by_name(of: Track) -> dict[str, Shown]:
    return {each.name: each for each in shown(of)}


def with_ends(each: Shown, start: Fraction | int = 0, end: Fraction | int = 0) -> Shown:
    return each._replace(start=each.start + start, end=each.end + end)


def lengths(document: Cut) -> list[Time]:
    return [item_duration(each, RATE) for each in tracks_of(document)]


def some(data: st.DataObject, of: list[T]) -> T:
    assume(of)
    return data.draw(st.sampled_from(of))


# -------------------------------------------------------------------------------------------- roll


@FEW
@given(busy_cuts(), st.data())
def test_a_roll_moves_one_cut_point_and_its_inverse_restores_the_cut(
    before: Cut, data: st.DataObject
) -> None:
    pairs = [
        (a, b)
        for each in tracks_of(before)
        for a, b in pairwise(solid(each))
        if isinstance(a, Clip) and isinstance(b, Clip)
    ]
    a, b = some(data, pairs)
    by, side = frames(data.draw(st.integers(-10, 10))), data.draw(st.booleans())
    sides: tuple[tuple[Clip, Side], ...] = ((a, "tail"), (b, "head"))
    named, where = sides[side]
    roll = partial(edits.roll, clip_id=named.id, side=where)
    try:
        after = roll(before, by=by)
    except EditError:
        assert by.value
        return
    was, now = track_of(before, a.id), track_of(after, a.id)
    check_kept(before, after, was.id)
    assert lengths(after) == lengths(before)
    expected = by_name(was)
    expected[a.name] = with_ends(expected[a.name], end=by.seconds)
    expected[b.name] = with_ends(expected[b.name], start=by.seconds)
    assert [tuple(v) for v in by_name(now).values()] == [tuple(v) for v in expected.values()]
    for each in (a, b):
        if pace_of(each):
            assert keyed(clip_of(after, each.id)) == keyed(each)
    assert roll(after, by=-by) == before


def test_a_roll_takes_the_transition_along() -> None:
    before = cut(track(clip("a", count=20), transition("d", 4, 4), clip("b", count=20)))
    after = edits.roll(before, "id-a", frames(6))
    assert names(after) == ["a", "transition", "b"]
    assert (clip_of(after, "id-a").source, clip_of(after, "id-b").source) == (
        stretch(100, 26),
        stretch(106, 14),
    )
    assert tracks_of(after)[0].items[1] is tracks_of(before)[0].items[1]
    with pytest.raises(EditError, match="the transition 'd' is in the way"):
        edits.roll(before, "id-a", frames(17))


@pytest.mark.parametrize(
    ("side", "by", "why"),
    [
        ("tail", 7, "frames 80 to 110 were asked for, the media has 0 to 109"),
        ("tail", -24, "nothing of the clip would be left"),
        ("head", 5, "nothing stands before it.*Trim it instead"),
    ],
)
def test_a_roll_that_cannot_be_is_refused(side: Side, by: int, why: str) -> None:
    short = {"DEFAULT_MEDIA": reference(0, 110)}
    before = cut(track(clip("a", first=80, count=24, references=short), clip("b", count=24), gap("g", 4)))
    with pytest.raises(EditError, match=why):
        edits.roll(before, "id-a", frames(by), side=side)
    with pytest.raises(EditError, match="the gap beside it has 4 frames, 1 too few"):
        edits.roll(before, "id-b", frames(5))


def test_a_roll_against_a_gap_gives_and_takes_of_it() -> None:
    before = cut(track(clip("a"), gap("g", 4), clip("b")))

    def lengths(after: Cut) -> list[int]:
        return [item_duration(each, RATE).frame for each in tracks_of(after)[0].items]

    assert lengths(edits.roll(before, "id-a", frames(3))) == [27, 1, 24]
    assert lengths(edits.roll(before, "id-a", frames(4))) == [28, 24]
    assert lengths(edits.roll(before, "id-b", frames(-2), side="head")) == [24, 2, 26]


def test_a_roll_counts_what_a_transition_reaches_into() -> None:
    short = {"DEFAULT_MEDIA": reference(0, 130)}
    before = cut(track(clip("a", count=20, references=short), transition("d", 4, 6), clip("b", count=20)))
    assert clip_of(edits.roll(before, "id-a", frames(4)), "id-a").source == stretch(100, 24)
    with pytest.raises(EditError, match="100 to 130 were asked for, the media has 0 to 129"):
        edits.roll(before, "id-a", frames(5))


# -------------------------------------------------------------------------------------------- slip


@FEW
@given(busy_cuts(), st.data())
def test_a_slip_moves_the_media_under_a_clip_and_nothing_else(before: Cut, data: st.DataObject) -> None:
    shot = some_shot(data, before)
    assert shot.clip.source is not None
    by = Time(data.draw(st.integers(-60, 60)), shot.clip.source.start.rate)
    try:
        after = edits.slip(before, shot.clip.id, by)
    except EditError as error:
        assert "the media has 0 to 499" in str(error)
        return
    was, now = track_of(before, shot.clip.id), track_of(after, shot.clip.id)
    check_kept(before, after, was.id)
    expected = by_name(was)
    old = expected[shot.clip.name]
    expected[shot.clip.name] = old._replace(media=old.media + by.seconds)
    assert by_name(now) == expected
    slipped = clip_of(after, shot.clip.id)
    if pace_of(slipped):
        assert keyed(slipped) == keyed(shot.clip)
    assert slipped.markers == shot.clip.markers
    assert edits.slip(after, shot.clip.id, -by) == before


def test_a_slip_says_how_much_media_there_is_and_what_a_transition_needs_of_it() -> None:
    media = {"DEFAULT_MEDIA": reference(90, 50)}
    before = cut(track(clip("a", count=24, references=media), transition("d", 2, 4), clip("b")))
    assert clip_of(edits.slip(before, "id-a", frames(12)), "id-a").source == stretch(112, 24)
    with pytest.raises(EditError, match="frames 113 to 140 were asked for, the media has 90 to 139"):
        edits.slip(before, "id-a", frames(13))
    with pytest.raises(EditError, match="frames 89 to 116 were asked for, the media has 90 to 139"):
        edits.slip(before, "id-a", frames(-11))
    assert edits.slip(before, "id-a", frames(13), media=lambda _: stretch(0, 1000)) is not before


def test_a_clip_that_plays_backwards_slips_with_its_keys_and_one_of_keyed_speed_does_not() -> None:
    keys = Curve((Key(frames(104), 0.0), Key(frames(110), 1.0)))
    media = {"DEFAULT_MEDIA": reference(90, 40)}
    back = cut(track(clip("a", count=24, opacity=keys, effects=(retime(-1.0),), references=media)))
    after = clip_of(edits.slip(back, "id-a", frames(5)), "id-a")
    assert after.source == stretch(105, 24)
    # Media 5 frames later is shown 5 frames later when it runs backwards: so are the keys, in own time by 10.
    assert isinstance(after.opacity, Curve)
    assert [key.time.frame for key in after.opacity.keys] == [114, 120]
    with pytest.raises(EditError, match="the media has 90 to 129"):
        edits.slip(back, "id-a", frames(7))
    keyed_speed = cut(track(clip("a", effects=(retime(None),))))  # type: ignore[arg-type]
    with pytest.raises(EditError, match="keyframed by another program"):
        edits.slip(keyed_speed, "id-a", frames(1))


def test_a_frozen_clip_slips_to_another_frame() -> None:
    frozen = cut(track(clip("a", effects=(retime(0.0),))))
    assert clip_of(edits.slip(frozen, "id-a", frames(5)), "id-a").source == stretch(105, 24)


# ------------------------------------------------------------------------------------------- slide


@FEW
@given(busy_cuts(), st.data())
def test_a_slide_moves_one_clip_between_its_neighbours_and_back(before: Cut, data: st.DataObject) -> None:
    threes = [
        (a, x, b)
        for each in tracks_of(before)
        for a, x, b in zip(solid(each), solid(each)[1:], solid(each)[2:], strict=False)
        if isinstance(x, Clip)
    ]
    a, x, b = some(data, threes)
    by = frames(data.draw(st.integers(-10, 10)))
    try:
        after = edits.slide(before, x.id, by)
    except EditError:
        assert by.value
        return
    was, now = track_of(before, x.id), track_of(after, x.id)
    check_kept(before, after, was.id)
    assert lengths(after) == lengths(before)
    expected = by_name(was)
    expected[x.name] = later(expected[x.name], by.seconds)
    if isinstance(a, Clip):
        expected[a.name] = with_ends(expected[a.name], end=by.seconds)
    if isinstance(b, Clip):
        expected[b.name] = with_ends(expected[b.name], start=by.seconds)
    assert by_name(now) == expected
    assert clip_of(after, x.id) == x
    for each in (a, b):
        if isinstance(each, Clip) and pace_of(each):
            assert keyed(clip_of(after, each.id)) == keyed(each)
    if len(now.items) == len(was.items):
        assert edits.slide(after, x.id, -by) == before


def test_a_slide_uses_a_gap_up_and_no_more() -> None:
    before = cut(track(clip("a"), gap("g", 5), clip("x"), clip("b")))
    assert names(edits.slide(before, "id-x", frames(-5))) == ["a", "x", "b"]
    with pytest.raises(EditError, match="the gap beside it has 5 frames, 2 too few"):
        edits.slide(before, "id-x", frames(-7))
    later_on = edits.slide(before, "id-x", frames(3))
    assert isinstance(found := tracks_of(later_on)[0].items[1], Gap) and found.duration == frames(8)
    assert start_of(later_on, "id-b") == start_of(before, "id-b") + frames(3)


def test_a_slide_without_a_neighbour_or_beyond_its_media_is_refused() -> None:
    short = {"DEFAULT_MEDIA": reference(0, 127)}
    before = cut(track(clip("a", references=short), clip("x"), clip("b", first=2)))
    with pytest.raises(EditError, match="nothing stands before it"):
        edits.slide(before, "id-a", frames(1))
    with pytest.raises(EditError, match="nothing stands behind it"):
        edits.slide(before, "id-b", frames(1))
    with pytest.raises(EditError, match=r"beside 'a'.*100 to 127 were asked for, the media has 0 to 126"):
        edits.slide(before, "id-x", frames(4))
    with pytest.raises(EditError, match=r"beside 'b'.*the media has 0 to 999"):
        edits.slide(before, "id-x", frames(-3))
    faded = cut(track(gap("g", 5), transition("in", 0, 3), clip("x"), clip("b")))
    with pytest.raises(EditError, match="the transition 'in' is in the way"):
        edits.slide(faded, "id-x", frames(-5))
    assert names(edits.slide(faded, "id-x", frames(-4))) == ["gap", "transition", "x", "b"]


def test_clips_of_other_rates_slide_by_exact_times() -> None:
    pal, ntsc = Rate(25), Rate(24000, 1001)
    before = cut(
        track(
            clip("a", source=stretch(100, 25, pal), references={"DEFAULT_MEDIA": reference()}),
            clip("x", source=stretch(100, 24, ntsc)),
            clip("b"),
        )
    )
    after = edits.slide(before, "id-x", frames(1))
    assert clip_of(after, "id-a").source == Range(Time(100, pal), Time(25 + Fraction(25, 24), pal))
    assert record_range(
        after, next(each.standing for each in shots(after) if each.clip.name == "x")
    ).start == frames(25)


def test_a_locked_track_keeps_its_edges_where_they_are() -> None:
    document = cut(track(clip("a"), clip("x"), clip("b"), metadata=LOCKED))
    for edit in (edits.roll, edits.slip, edits.slide):
        with pytest.raises(EditError, match="track 'V1' is locked"):
            edit(document, "id-x", frames(1))
        with pytest.raises(EditError, match="no clip with that id"):
            edit(document, "nothing", frames(1))
