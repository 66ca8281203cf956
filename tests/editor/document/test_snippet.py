"""Clips copied and pasted: a cut of their own, which text carries, and back without losing anything."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from editor.document import edits
from editor.document.changes import applied, difference
from editor.document.edits import EditError
from editor.document.layout import cut_duration, shots
from editor.document.model import Cut, Track
from editor.document.snippet import copied, pasted, with_attributes
from editor.exchange.read import read_cut
from editor.exchange.write import write_cut
from nodes.api import BadInput, Curve, Key
from tests.editor.document.made import clip, cut, cuts, every_id, frames, gap, track, transition


def told(document: Cut) -> list[tuple[str, str, int, object]]:
    return [
        (s.track.name if s.track else "", s.clip.name, s.range.start.frame, s.clip.source)
        for s in shots(document)
    ]


@given(cuts(), st.data())
def test_what_is_copied_comes_back_with_its_places_after_a_way_through_text(
    before: Cut, data: st.DataObject
) -> None:
    clips = [s.clip.id for s in shots(before)]
    assume(clips)
    ids = data.draw(st.lists(st.sampled_from(clips), min_size=1, max_size=4, unique=True))
    snippet = read_cut(write_cut(copied(before, ids), portable=True), where="text")
    first = min(s.range.start for s in shots(before) if s.clip.id in ids)
    end = cut_duration(before)
    after = pasted(before, snippet, end)
    every = every_id(after)
    assert len(every) == len(set(every))
    fresh = [s for s in shots(after) if s.clip.id not in clips]
    expected = [
        (s.track.name if s.track else "", s.clip.name, s.range.moved(end - first), s.clip.source)
        for s in shots(before)
        if s.clip.id in ids
    ]
    assert [(s.track.name if s.track else "", s.clip.name, s.range, s.clip.source) for s in fresh] == expected
    assert [each for each in told(after) if each in told(before)] == told(before)
    assert applied(after, difference(before, after), back=True) == before


def test_links_graphs_and_transitions_come_along_with_ids_of_their_own() -> None:
    document = cut(
        track(clip("a", graph="g"), transition("x", 2, 2), clip("b"), name="V1"),
        Track("id-A1", "A1", "Audio", (clip("s"),)),
    )
    document = edits.link(edits.with_graph(document, "g", {"nodes": [1]}), ["id-a", "id-s"])
    snippet = copied(document, ["id-a", "id-b", "id-s"])
    assert dict(snippet.graphs) == {"g": {"nodes": [1]}}
    other = edits.with_graph(cut(track(clip("z"), name="V1")), "g", {"nodes": [2]})
    after = pasted(other, snippet, frames(24))
    assert [item.name for item in after.stack.items] == ["V1", "A1"]
    new = {s.clip.name: s.clip for s in shots(after)}
    assert new["a"].graph not in (None, "g")
    assert after.graphs[new["a"].graph or ""] == {"nodes": [1]}
    assert edits.linked(after, [new["a"].id]) == {new["a"].id, new["s"].id}
    again = pasted(after, snippet, frames(200))
    assert len(again.graphs) == 3
    v1 = after.stack.items[0]
    assert isinstance(v1, Track)
    assert [type(item).__name__ for item in v1.items] == ["Clip", "Clip", "Transition", "Clip"]


def test_a_paste_covers_or_makes_room_on_every_track_that_is_not_locked() -> None:
    document = cut(track(clip("a"), clip("b"), name="V1"), track(gap("g", 10), clip("c"), name="V2"))
    snippet = copied(document, ["id-a"])
    over = {s.clip.name: s.range.start.frame for s in shots(pasted(document, snippet, frames(24)))}
    assert over["c"] == 10
    pushed = pasted(document, snippet, frames(0), insert=True)
    assert [(s.clip.name, s.range.start.frame) for s in shots(pushed)] == [
        ("a", 0),
        ("a", 24),
        ("b", 48),
        ("c", 34),
    ]
    locked = edits.lock_track(document, "V2", True)
    there = {s.clip.name: s.range.start.frame for s in shots(pasted(locked, snippet, frames(0), insert=True))}
    assert there["c"] == 10
    full = edits.lock_track(locked, "V1", True)
    assert [item.name for item in pasted(full, snippet, frames(0)).stack.items] == ["V1", "V2", "V3"]


def test_copying_from_a_locked_track_is_allowed_and_an_empty_copy_refused() -> None:
    document = edits.lock_track(cut(track(clip("a"))), "V1", True)
    snippet = copied(document, ["id-a"])
    assert [s.clip.name for s in shots(snippet)] == ["a"]
    with pytest.raises(BadInput, match="there are no clips in it"):
        pasted(
            document,
            dataclasses.replace(snippet, stack=dataclasses.replace(snippet.stack, items=())),
            frames(0),
        )


def test_attributes_are_pasted_with_keys_at_their_distance_from_the_head() -> None:
    keys = Curve((Key(frames(100), 0.0), Key(frames(110), 1.0)))
    document = cut(
        track(clip("a", opacity=keys, blend="screen"), clip("b", first=300), name="V1"),
        Track("id-A1", "A1", "Audio", (clip("s", level=-6.0), clip("t"))),
    )
    snippet = copied(document, ["id-a", "id-s"])
    after = with_attributes(document, ["id-b", "id-t"], snippet)
    new = {s.clip.name: s.clip for s in shots(after)}
    assert isinstance(new["b"].opacity, Curve)
    assert [key.time for key in new["b"].opacity.keys] == [frames(300), frames(310)]
    assert (new["b"].blend, new["t"].level) == ("screen", -6.0)
    assert new["a"] == next(shots(document)).clip
    with pytest.raises(EditError, match="nothing of its kind was copied"):
        with_attributes(document, ["id-t"], copied(document, ["id-a"]))


@given(cuts(), st.data())
def test_a_nest_taken_apart_stands_as_it_stood(before: Cut, data: st.DataObject) -> None:
    clips = [s.clip.id for s in shots(before)]
    assume(clips)
    ids = data.draw(st.lists(st.sampled_from(clips), min_size=1, max_size=2, unique=True))
    try:
        nested = edits.nest(before, ids)
    except EditError:
        return
    stack = next(
        item.id
        for holder in nested.stack.items
        if isinstance(holder, Track)
        for item in holder.items
        if type(item).__name__ == "Stack"
    )
    assert told(edits.unnest(nested, stack)) == told(before)
