from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.document import edits
from editor.document.edits import EditError
from editor.document.edits.tracks import track_level
from editor.document.model import Cut, Track
from editor.document.rules import is_locked
from editor.document.switches import taking_part
from editor.exchange.read import read_cut
from editor.exchange.write import write_cut
from nodes.api import BadInput
from tests.editor.document.made import clip, cut, cuts, every_id, track


def again(document: Cut) -> Cut:
    return read_cut(write_cut(document, portable=True), where="here")


def names(document: Cut) -> list[str]:
    return [item.name for item in document.stack.items]


def test_a_track_comes_on_top_or_above_the_one_that_is_named() -> None:
    document = cut(track(name="V1"), track(name="V2"))
    assert names(edits.add_track(document, "Video")) == ["V1", "V2", "V3"]
    assert names(edits.add_track(document, "Audio", above="V1")) == ["V1", "A1", "V2"]
    with pytest.raises(BadInput, match="no track has that name"):
        edits.add_track(document, "Video", above="V9")


def test_a_track_goes_with_all_that_stands_on_it_unless_it_is_locked() -> None:
    document = cut(track(clip("a"), name="V1"), track(clip("b"), name="V2"))
    assert names(edits.remove_track(document, "V1")) == ["V2"]
    with pytest.raises(EditError, match="track 'V1' is locked"):
        edits.remove_track(edits.lock_track(document, "V1", True), "V1")


def test_a_track_is_renamed_to_what_no_other_bears() -> None:
    document = cut(track(name="V1"), track(name="V2"))
    assert names(edits.rename_track(document, "V1", "  titles \n")) == ["titles", "V2"]
    assert edits.rename_track(document, "V1", "V1") == document
    for wrong, why in (("V2", "another track"), (" ", "needs a name")):
        with pytest.raises(EditError, match=why):
            edits.rename_track(document, "V1", wrong)


@given(cuts(), st.data())
def test_a_track_moves_among_its_kind_and_back_to_the_same_order(before: Cut, data: st.DataObject) -> None:
    document = edits.add_track(before, "Audio", "sound")
    tracks = [item for item in document.stack.items if isinstance(item, Track)]
    chosen = data.draw(st.sampled_from(tracks))
    by = data.draw(st.integers(-3, 3))
    try:
        after = edits.move_track(document, chosen.id, by)
    except EditError:
        return
    assert sorted(every_id(after)) == sorted(every_id(document))
    assert [t.kind for t in after.stack.items if isinstance(t, Track)] == [t.kind for t in tracks]
    assert edits.move_track(after, chosen.id, -by) == document


def test_our_own_lock_holds_like_a_suite_s_and_comes_back_from_the_file() -> None:
    document = edits.lock_track(cut(track(clip("a"))), "V1", True)
    for each in (document, again(document)):
        with pytest.raises(EditError, match="track 'V1' is locked"):
            edits.lift(each, "id-a")
    assert edits.lock_track(document, "V1", False) == cut(track(clip("a")))


def test_a_lock_is_said_where_the_suite_says_it() -> None:
    document = cut(track(metadata={"Resolve_OTIO": {"Locked": False, "SoloOn": False}}))
    locked = edits.lock_track(document, "V1", True).stack.items[0]
    assert isinstance(locked, Track)
    assert locked.metadata == {"Resolve_OTIO": {"Locked": True, "SoloOn": False}}
    assert is_locked(locked)
    assert not locked.locked


@pytest.mark.parametrize("height", [20, 64, 400, 0])
def test_solo_mute_and_height_come_back_from_the_file(height: int) -> None:
    document = cut(track(clip("a"), name="V1"), track(name="V2"))
    made = edits.track_height(edits.solo_track(document, "V1", True), "V2", height)
    made = edits.enable_track(made, "V2", False)
    assert again(made) == made
    text = json.loads(write_cut(made, portable=True))
    assert text["tracks"]["children"][1]["enabled"] is False
    assert made != document


def test_a_height_out_of_range_is_refused() -> None:
    for wrong in (19, 401, -1):
        with pytest.raises(EditError, match="out of range"):
            edits.track_height(cut(track()), "V1", wrong)


def test_what_makes_no_sense_in_a_file_says_nothing() -> None:
    text = json.loads(write_cut(cut(track(clip("a"))), portable=True))
    own = text["tracks"]["children"][0]["metadata"]["workprint"]
    own.update({"height": "tall", "solo": 1, "locked": "yes"})
    read = read_cut(json.dumps(text), where="here").stack.items[0]
    assert isinstance(read, Track)
    assert (read.height, read.solo, read.locked) == (0, False, False)


def test_of_soloed_tracks_each_kind_hides_only_its_own() -> None:
    document = cut(track(name="V1"), track(name="V2"), track(name="A1"), track(name="A2"))
    for name in ("A1", "A2"):
        document = edits.rename_track(document, name, name)
    sounding = tuple(
        Track(t.id, t.name, "Audio" if t.name.startswith("A") else "Video") for t in document.stack.items
    )

    def on(items: tuple[object, ...]) -> list[str]:
        return [getattr(item, "name", "") for item in items]

    soloed = tuple(
        dataclasses.replace(t, solo=t.name in ("A2", "V1"), enabled=t.name != "V2") for t in sounding
    )
    assert on(taking_part(soloed, sound=True)) == ["A2"]
    assert on(taking_part(soloed, sound=False)) == ["V1"]
    assert on(taking_part(sounding, sound=True)) == ["V1", "V2", "A1", "A2"]


def test_solo_alone_takes_it_from_the_others_of_the_kind() -> None:
    document = edits.solo_track(cut(track(name="V1"), track(name="V2")), "V1", True)
    alone = edits.solo_track(document, "V2", True, alone=True)
    assert [item.solo for item in alone.stack.items if isinstance(item, Track)] == [False, True]


def test_a_tracks_level_is_kept_within_reason_and_only_where_there_is_sound() -> None:
    document = cut(track(name="V1"), dataclasses.replace(track(name="A1"), kind="Audio"))
    quiet = track_level(document, "A1", -6)
    assert [getattr(item, "level", None) for item in again(quiet).stack.items] == [0, -6]
    assert track_level(quiet, "A1", 0) == document
    for name, level, why in (("V1", -6, "track of pictures"), ("A1", 61, "out of range")):
        with pytest.raises(EditError, match=why):
            track_level(document, name, level)
    for odd in ("true", '"loud"', "1e9", "null"):
        text = write_cut(quiet, portable=True).replace('"level": -6.0', f'"level": {odd}')
        assert f'"level": {odd}' in text
        assert [getattr(item, "level", None) for item in read_cut(text, where="here").stack.items] == [0, 0]
