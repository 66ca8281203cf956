"""What stands for pictures that are not there, as the reference says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import OpenImageIO as oiio
import pytest

from nodes.api import BadInput
from nodes.media.colour import to_working
from nodes.media.fingerprint import fingerprint
from nodes.media.refs import FileRef, SequenceRef, ref_from_json, split_wish, wished
from nodes.media.sequence import MissingPicture, open_sequence, probe_sequence
from nodes.media.working import WorkingSpace

THERE = (-3, -2, 2, 5)


@pytest.fixture
def sparse(tmp_path: Path) -> SequenceRef:
    for number in THERE:
        spec = oiio.ImageSpec(8, 4, 4, "uint8")
        spec.attribute("oiio:UnassociatedAlpha", 1)
        out = oiio.ImageOutput.create("a.png")
        name = f"a.{'-' if number < 0 else ''}{abs(number):03d}.png"
        assert out.open(str(tmp_path / name), spec)
        assert out.write_image(np.full((4, 8, 4), number + 10, np.uint8)) and out.close()
    return SequenceRef(str(tmp_path), "a.", ".png", 3, -4, 6)


def numbers(ref: SequenceRef) -> list[int | None]:
    found: list[int | None] = []
    reader = open_sequence(ref, to_working=to_working(WorkingSpace()))
    for index in range(ref.count):
        frame = reader.frame(index)
        assert frame.time == reader.info.start + type(frame.time)(index, reader.info.rate)
        value = int(frame.native.planes[0][0, 0, 0])
        found.append(value - 10 if value else None)
        if not value:
            assert not frame.rgb.any() and not frame.alpha.any() and frame.native.layout == "rgba"
    return found


def test_holes_are_held_black_or_the_nearest(sparse):
    assert numbers(wished(sparse, {"holes": "hold"})) == [-3, -3, -2, -2, -2, -2, 2, 2, 2, 5, 5]
    assert numbers(wished(sparse, {"holes": "nearest"})) == [-3, -3, -2, -2, -2, 2, 2, 2, 5, 5, 5]
    black = [None, -3, -2, None, None, None, 2, None, None, 5, None]
    assert numbers(wished(sparse, {"holes": "black"})) == black


def test_a_hole_is_an_error_where_nothing_else_is_said(sparse):
    reader = open_sequence(sparse)
    assert reader.info.missing == (0, 3, 4, 5, 7, 8, 10)
    with pytest.raises(MissingPicture, match=r"picture -1 .*a\.-001\.png"):
        reader.frame(3)


def test_how_holes_are_filled_changes_the_fingerprint_and_outlives_json(sparse):
    held = wished(sparse, {"holes": "hold"})
    assert fingerprint(held) != fingerprint(sparse)
    assert ref_from_json(held.to_json()) == held and probe_sequence(held).ref == held
    with pytest.raises(ValueError, match="holes"):
        ref_from_json(sparse.to_json() | {"holes": "guess"})


def test_very_large_numbers_are_numbers(tmp_path):
    for number in (2**40, 2**40 + 1):
        spec = oiio.ImageSpec(8, 4, 1, "uint8")
        out = oiio.ImageOutput.create("a.png")
        assert out.open(str(tmp_path / f"a.{number}.png"), spec)
        assert out.write_image(np.full((4, 8, 1), 9, np.uint8)) and out.close()
    info = probe_sequence(SequenceRef(str(tmp_path), "a.", ".png", 4, 2**40, 2**40 + 1))
    assert info.start.frame == 2**40 and not info.missing


@pytest.mark.parametrize(
    ("text", "path", "wishes"),
    [
        ("a.%04d.exr?holes=nearest", "a.%04d.exr", {"holes": "nearest"}),
        ("/x/a.exr?layer=left.main&nan=keep", "/x/a.exr", {"layer": "left.main", "nan": "keep"}),
        ("what?.exr", "what?.exr", {}),
        ("/why?a=b/c.exr", "/why?a=b/c.exr", {}),
    ],
)
def test_wishes_stand_behind_a_question_mark(text, path, wishes):
    assert split_wish(text) == (path, wishes)


@pytest.mark.parametrize(
    "text", ["a.exr?holes=guess", "a.exr?hole=hold", "a.exr?layer=", "a.exr?nan=maybe", "a?sound=x"]
)
def test_a_wish_that_is_not_understood_is_refused(text):
    with pytest.raises(BadInput, match=r"is not understood.*holes=error\|hold\|black\|nearest"):
        split_wish(text)


def test_a_file_has_no_holes(tmp_path):
    ref = wished(FileRef("/a.exr"), {"holes": "hold", "layer": "x"})
    assert isinstance(ref, FileRef) and ref.pick.layer == "x"
    tracks = wished(FileRef("/a.mov"), {"track": "2", "sound": "3"})
    assert isinstance(tracks, FileRef) and (tracks.track, tracks.sound_track) == (2, 3)
