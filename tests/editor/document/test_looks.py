"""Edits of how a clip is laid, heard, played, and turns into the next."""

from __future__ import annotations

from fractions import Fraction

import pytest

from editor.document import edits
from editor.document.edits import EditError
from editor.document.layout import find_clip, shots
from editor.document.looks import Crop
from editor.document.model import Clip, Cut, Track, Transition, Wipe
from editor.document.retimes import Retime, retime_of
from editor.exchange.read import read_cut
from editor.exchange.write import write_cut
from nodes.api import Curve, Key
from tests.editor.document.made import clip, cut, frames, gap, names, retime, stretch, track, transition

FADE = Curve((Key(frames(100), 0.0), Key(frames(110), 1.0)))


def the(document: Cut, name: str) -> Clip:
    return find_clip(document, name)


def value_at(shot: Clip, head_frame: int) -> float:
    """The opacity `head_frame` frames after the clip's head, as a render looks it up."""
    assert isinstance(shot.opacity, Curve)
    assert shot.source is not None
    return shot.opacity.at(shot.source.start + frames(head_frame))


def test_a_look_is_set_and_survives_a_file_token_for_token() -> None:
    document = cut(track(clip("a"), clip("b")))
    document = edits.set_look(
        document,
        "id-a",
        opacity=FADE,
        scale=(0.5, 0.25),
        crop=Crop(left=3),
        blend="screen",
        level=-6.0,
        pan=0.5,
        fade_in=frames(5),
    )
    text = write_cut(document, portable=True)
    again = read_cut(text, where="it")
    assert the(again, "a") == the(document, "a")
    assert write_cut(again, portable=True) == text
    assert the(again, "a").transform.scale == (0.5, 0.25)
    spelled = text.replace('"level": -6.0', '"level": -6.00e0')
    assert write_cut(read_cut(spelled, where="it"), portable=True) == spelled
    back = edits.set_look(again, "id-a", opacity=1.0, scale=(1.0, 1.0), crop=Crop(), blend="normal")
    back = edits.set_look(back, "id-a", level=0.0, pan=0.0, fade_in=frames(0))
    assert write_cut(back, portable=True) == write_cut(cut(track(clip("a"), clip("b"))), portable=True)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"opacity": 1.5}, "out of range"),
        ({"level": 90.0}, "out of range"),
        ({"pan": Curve((Key(frames(1), -3.0),))}, "out of range"),
        ({"blend": "glow"}, "no blend"),
        ({"crop": Crop(top=-1)}, "takes pixels off"),
        ({"fade_in": frames(20), "fade_out": frames(5)}, "longer than the clip"),
        ({"colour": 3}, "has no 'colour'"),
    ],
)
def test_a_look_that_makes_no_sense_is_refused(values: dict[str, object], why: str) -> None:
    with pytest.raises(EditError, match=why):
        edits.set_look(cut(track(clip("a"))), "id-a", **values)


@pytest.mark.parametrize("effects", [(), (retime(2.0),), (retime(0.5),)])
def test_keys_stay_on_their_frames_when_a_clip_is_trimmed_or_split(effects: tuple[object, ...]) -> None:
    document = edits.set_look(cut(track(clip("a", effects=effects), clip("b"))), "id-a", opacity=FADE)
    before = [value_at(the(document, "a"), frame) for frame in range(24)]
    trimmed = the(edits.trim_by(document, "id-a", head=frames(4)), "a")
    assert [value_at(trimmed, frame) for frame in range(20)] == before[4:]
    parted = edits.split(document, "id-a", frames(6))
    first, second = (shot.clip for shot in shots(parted) if shot.clip.name == "a")
    assert [value_at(first, frame) for frame in range(6)] == before[:6]
    assert [value_at(second, frame) for frame in range(18)] == before[6:]


def test_a_retime_keeps_its_length_or_with_ripple_its_media() -> None:
    document = cut(track(clip("a"), clip("b")))
    fast = the(edits.retime(document, "id-a", Retime(Fraction(2), "blend")), "a")
    assert fast.source == stretch(100, 24)
    assert retime_of(fast.effects) == Retime(Fraction(2), "blend")
    short = edits.retime(document, "id-a", Retime(Fraction(3)), ripple=True)
    assert the(short, "a").source == stretch(100, 8)
    assert [shot.range.start.frame for shot in shots(short)] == [0, 8]
    third = edits.retime(document, "id-a", Retime(Fraction(1, 3)))
    text = write_cut(third, portable=True)
    assert retime_of(the(read_cut(text, where="it"), "a").effects) == Retime(Fraction(1, 3))
    assert the(edits.retime(third, "id-a", Retime()), "a").effects == ()
    with pytest.raises(EditError, match="were asked for, the media has"):
        edits.retime(document, "id-a", Retime(Fraction(100)))


def test_a_frozen_clip_holds_the_frame_it_showed_then() -> None:
    document = cut(track(clip("a", effects=(retime(2.0),))))
    frozen = the(edits.freeze(document, "id-a", frames(5)), "a")
    assert frozen.source == stretch(110, 24)
    assert retime_of(frozen.effects) == Retime(Fraction(0))
    backwards = cut(track(clip("a", effects=(retime(-1.0),))))
    held = the(edits.freeze(backwards, "id-a", frames(0)), "a")
    assert held.source is not None
    assert held.source.start == frames(123), "the highest frame is shown first"


def test_a_transition_is_put_in_changed_and_taken_out() -> None:
    document = cut(track(clip("a"), clip("b"), gap("g", 10)))
    joined = edits.transition(document, "id-a", frames(6), frames(6))
    assert names(joined) == ["a", "transition", "b", "gap"]
    longer = edits.transition(joined, "id-b", frames(4), frames(8), side="head", wipe=Wipe(90.0, 0.1))
    holder = longer.stack.items[0]
    assert isinstance(holder, Track)
    change, before = holder.items[1], joined.stack.items[0]
    assert isinstance(before, Track)
    assert isinstance(change, Transition)
    assert change.id == before.items[1].id
    assert (change.before, change.after, change.kind) == (frames(4), frames(8), "Custom_Transition")
    again = read_cut(write_cut(longer, portable=True), where="it")
    assert again == longer
    gone = edits.transition(longer, "id-a", frames(0), frames(0))
    assert gone == document
    fading = edits.transition(document, "id-a", frames(0), frames(12), side="head")
    assert names(fading)[:2] == ["transition", "a"]


def test_transitions_longer_than_a_clip_are_refused() -> None:
    document = cut(track(clip("a"), transition("x", 2, 20), clip("b"), clip("c")))
    with pytest.raises(EditError, match=r"'b' has 24 frames and its transitions would take 30"):
        edits.transition(document, "id-b", frames(10), frames(2))
    with pytest.raises(EditError, match="negative"):
        edits.transition(document, "id-b", frames(-1), frames(2))


def test_a_track_is_added_on_top_under_the_next_name() -> None:
    document = edits.add_track(edits.add_track(cut(track(clip("a"))), "Video"), "Audio")
    assert [item.name for item in document.stack.items] == ["V1", "V2", "A1"]
    with pytest.raises(EditError, match="bears that name"):
        edits.add_track(document, "Video", "V2")
