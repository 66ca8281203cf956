from __future__ import annotations

import pytest

from editor.document.layout import (
    cut_duration,
    find,
    find_clip,
    find_track,
    item_duration,
    placed,
    record_range,
    shots,
    walk,
)
from editor.document.model import SOURCE, Clip, MediaReference, Stack, Unknown
from nodes.api import BadInput, Range, Rate, Time
from tests.editor.document.made import RATE, clip, cut, frames, gap, stretch, track, transition


def test_items_stand_one_after_another_from_zero() -> None:
    there = placed(track(clip("a", count=10), gap("g", 5), clip("b", count=20)), RATE)
    assert [here.range for here in there] == [stretch(0, 10), stretch(10, 5), stretch(15, 20)]


def test_a_transition_takes_no_room_and_spans_its_reach() -> None:
    there = placed(track(clip("a", count=10), transition("d", 3, 2), clip("b", count=20)), RATE)
    assert [here.range for here in there] == [stretch(0, 10), stretch(7, 5), stretch(10, 20)]


def test_positions_of_other_rates_are_exact() -> None:
    ntsc = Rate(24000, 1001)
    other = Clip("o", "o", Range.frames_of(0, 1, ntsc), {})
    there = placed(track(other, other, other), RATE)
    assert there[2].range.start.seconds == 2 * Time(1, ntsc).seconds


def test_a_clip_without_a_range_is_as_long_as_its_media() -> None:
    whole = Clip("w", "w", None, {SOURCE: MediaReference("file", available=stretch(86400, 48))})
    unknown = Clip("u", "u", None, {SOURCE: MediaReference("missing")})
    assert item_duration(whole, RATE) == frames(48)
    assert item_duration(unknown, RATE) == frames(0)
    assert item_duration(unknown, RATE, lambda clip: stretch(0, 7)) == frames(7)


def test_an_unknown_object_keeps_the_room_it_says_it_takes() -> None:
    there = placed(track(Unknown("x", "Foo.1", "x", frames(6), {}), clip("a")), RATE)
    assert there[1].range.start == frames(6)


def test_nested_clips_are_found_where_they_stand_in_the_cut() -> None:
    inner = Stack("s", "inner", (track(gap("g1", 4), clip("deep", count=6), name="N"),), source=stretch(2, 7))
    document = cut(track(clip("a", count=10), inner, clip("z", count=3)))
    ranges = {shot.clip.name: shot.range for shot in shots(document)}
    assert ranges["deep"] == stretch(10 - 2 + 4, 6)
    assert ranges["z"] == stretch(17, 3)
    assert cut_duration(document) == frames(20)


def test_record_range_of_one_item_agrees_with_the_walk_over_all() -> None:
    inner = Stack("s", "inner", (track(gap("g1", 4), clip("deep", count=6), name="N"),), source=stretch(2, 7))
    document = cut(track(clip("a", count=10), inner, clip("z", count=3)))
    for shot in shots(document):
        assert record_range(document, shot.standing) == shot.range


def test_a_path_leads_to_its_item() -> None:
    document = cut(track(clip("a"), name="V1"), track(gap("g", 2), clip("b"), name="V2"))
    here = find(document, "b")
    assert here.path == (1, 1)
    assert here.track is document.stack.items[1]


def test_ten_thousand_levels_are_walked_without_recursion() -> None:
    inner = Stack("s0", items=(track(clip("deep", count=5), name="t"),))
    for level in range(1, 10_000):
        inner = Stack(f"s{level}", items=(inner,))
    document = cut(track(inner))
    assert cut_duration(document) == frames(5)
    assert [shot.range for shot in shots(document)] == [stretch(0, 5)]
    assert len(find(document, "deep").path) == 10_003
    assert sum(1 for _ in walk(document)) == 10_004


def test_an_unknown_name_comes_back_with_close_ones() -> None:
    with pytest.raises(BadInput, match="Did you mean 'sh010'"):
        find(cut(track(clip("sh010"), clip("other"))), "sh01")


def test_a_name_borne_twice_lists_the_ids() -> None:
    twins = cut(track(Clip("id-1", "sh", stretch(0, 1), {}), Clip("id-2", "sh", stretch(0, 1), {})))
    with pytest.raises(BadInput, match="id-1, id-2"):
        find(twins, "sh")
    assert find(twins, "id-2").path == (0, 1)


def test_a_gap_is_no_shot() -> None:
    with pytest.raises(BadInput, match="that is a gap"):
        find_clip(cut(track(gap("g", 3))), "id-g")


def test_tracks_are_found_by_name_and_id_and_listed_where_not() -> None:
    document = cut(track(name="V1"), track(name="V2"))
    assert find_track(document, "V2").path == (1,)
    assert find_track(document, "id-V1").path == (0,)
    with pytest.raises(BadInput, match="V1, V2"):
        find_track(document, "V3")
