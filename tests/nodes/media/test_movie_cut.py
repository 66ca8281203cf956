"""Of movies that were cut short or damaged what is there is read, and the rest refused by name."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from nodes.api import Native
from nodes.media.errors import UnreadableMedia
from nodes.media.movie_read import open_movie
from nodes.media.refs import FileRef
from tests.support.movies import av_movie, natives, number_of, numbered, picture, same, write_movie

X264 = "libx264"
QUICK = {"deadline": "realtime", "cpu-used": "8"}


def outcomes(path: Path, whole: list[Native]) -> str:
    """One letter a picture: `.` as it should be, `X` silently another, `e` refused."""
    with open_movie(FileRef(str(path))) as reader:
        letters = ""
        for index in range(reader.info.frame_count):
            try:
                letters += "." if same(picture(reader.frame(index)), whole[index]) else "X"
            except UnreadableMedia as error:
                assert f"frame {index} of" in str(error)
                assert path.name in str(error)
                letters += "e"
    return letters


def test_a_movie_cut_short_gives_the_pictures_before_the_cut(tmp_path: Path) -> None:
    path = tmp_path / "whole.mp4"
    write_movie(path, [numbered("yuv420p", index) for index in range(40)], codec="h264")
    with open_movie(FileRef(str(path))) as reader:
        whole = natives(reader, range(40))
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    letters = outcomes(cut, whole)
    assert len(letters) == 40
    assert letters.startswith(".....")
    assert letters.strip(".").strip("e") == ""
    assert letters.endswith("eeeee")


@pytest.mark.parametrize("place", [0.3, 0.5, 0.7])
def test_a_damaged_take_refuses_the_damaged_picture_only(place: float, tmp_path: Path) -> None:
    path = tmp_path / "take.mkv"
    whole = [numbered("yuv420p10le", index) for index in range(12)]
    write_movie(path, whole)
    data = bytearray(path.read_bytes())
    data[int(len(data) * place)] ^= 0x10
    path.write_bytes(data)
    assert sorted(outcomes(path, whole)) == sorted("." * 11 + "e")


CUT = {
    "whole.mkv": (X264, {}),
    "whole.mov": ("prores_aw", {"layout": "yuv422p10le", "b_frames": None}),
    "whole.avi": ("mpeg4", {}),
    "whole.ts": (X264, {}),
    "whole.webm": ("libvpx-vp9", {"options": QUICK}),
    "whole.mxf": ("mpeg2video", {}),
    "whole.ogv": ("libvpx", {"options": QUICK, "container": "ogg", "b_frames": None}),
    "fragments.mp4": (X264, {"container_options": {"movflags": "frag_keyframe+empty_moov"}}),
}


@pytest.mark.parametrize("name", CUT)
def test_of_a_file_without_its_end_or_index_the_pictures_that_are_there_are_read(
    name: str, tmp_path: Path
) -> None:
    path, cut = tmp_path / name, tmp_path / f"cut-{name}"
    encoder, settings = CUT[name]
    av_movie(path, encoder, **settings)
    with open_movie(FileRef(str(path))) as reader:
        whole = natives(reader, range(60))
    cut.write_bytes(path.read_bytes()[: path.stat().st_size * 6 // 10])
    began = time.monotonic()
    if name == "whole.mov":
        # A QuickTime file keeps its index at the end: without it nothing can be found.
        with pytest.raises(UnreadableMedia, match=cut.name):
            outcomes(cut, whole)
    else:
        came = numbers_of(cut, whole)
        assert came[:10] == list(range(10))
        # At the cut itself a decoder may have put an earlier picture in the place of half a one.
        assert came[:-2] == sorted(came[:-2])
        assert 10 <= len(came) < 60
    assert time.monotonic() - began < 10


def numbers_of(path: Path, whole: list[Native]) -> list[int]:
    """The numbers of the pictures that are read as they were, all but those that the cut goes through."""
    numbers, wrong = [], 0
    with open_movie(FileRef(str(path))) as reader:
        for index in range(reader.info.picture_count):
            try:
                native = picture(reader.frame(index))
            except UnreadableMedia:
                continue
            number = number_of(native)
            if same(native, whole[number]):
                numbers.append(number)
            else:
                wrong += 1
    assert wrong <= 3
    return numbers
