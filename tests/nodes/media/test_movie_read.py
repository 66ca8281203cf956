"""Any picture of any movie, in any order, is the one that decoding from the start gives."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from nodes.api import ColourTags, Native, Rate, Time
from nodes.media.errors import UnreadableMedia
from nodes.media.movie_planes import native_of
from nodes.media.movie_read import open_movie
from nodes.media.probe import probe
from nodes.media.refs import FileRef
from tests.support.movies import (
    JPEG,
    av_movie,
    natives,
    number_of,
    numbered,
    picture,
    same,
    write_movie,
)

X264 = "libx264"
OPEN_GOP = {"x264-params": "open-gop=1:bframes=3:keyint=12"}
HEVC = {"x265-params": "keyint=12:bframes=3:log-level=none"}
QUICK = {"deadline": "realtime", "cpu-used": "8"}
REFRESH = {"x264-params": "intra-refresh=1:keyint=20"}


def jittered(index: int) -> int:
    return index * 40 + index % 7 * 3 + (500 if index > 30 else 0)


MOVIES: dict[str, tuple[str, dict[str, Any]]] = {
    "b-frames.mp4": (X264, {}),
    "b-frames.mkv": (X264, {"rate": Fraction(30000, 1001)}),
    "open-gop.mp4": (X264, {"options": OPEN_GOP}),
    "open-gop.mkv": (X264, {"options": OPEN_GOP}),
    "intra-refresh.mp4": (X264, {"options": REFRESH, "b_frames": 0}),
    "late.mp4": (X264, {"shown_at": lambda index: index + 7}),
    "gap.mp4": (X264, {"shown_at": lambda index: index + (index >= 25)}),
    "gap.mkv": (X264, {"shown_at": lambda index: index + (index >= 25)}),
    "unsteady.mkv": (X264, {"shown_at": jittered, "clock": Fraction(1, 1000)}),
    "unsteady.mp4": (X264, {"shown_at": jittered, "clock": Fraction(1, 1000)}),
    "slow.mkv": (X264, {"rate": Fraction(1, 2)}),
    "stream.ts": (X264, {}),
    "raw.h264": (X264, {"container": "h264"}),
    "film.flv": (X264, {}),
    "packed.avi": ("mpeg4", {}),
    "old.mxf": ("mpeg2video", {}),
    "old.mpg": ("mpeg2video", {}),
    "web.webm": ("libvpx-vp9", {"options": {"deadline": "realtime", "cpu-used": "8"}}),
    "prores.mov": ("prores_ks", {"layout": "yuv422p10le", "b_frames": None}),
    "png.mov": ("png", {"layout": "rgb48be", "b_frames": None}),
    "runs.mov": ("qtrle", {"layout": "argb", "b_frames": None}),
    "uncompressed.mov": ("rawvideo", {"layout": "uyvy422", "b_frames": None}),
    "uncompressed.avi": ("rawvideo", {"layout": "bgr24", "b_frames": None}),
    "jpeg.avi": ("mjpeg", {"layout": "yuvj420p", "b_frames": None}),
    "moving.gif": ("gif", {"layout": "rgb8", "b_frames": None}),
    "hevc.mp4": ("libx265", {"options": HEVC}),
    "hevc-10.mkv": ("libx265", {"options": HEVC, "layout": "yuv420p10le"}),
    "hevc-10-422.mov": ("libx265", {"options": HEVC, "layout": "yuv422p10le"}),
    "hevc.ts": ("libx265", {"options": HEVC}),
    "hevc-open-gop.mp4": ("libx265", {"options": {"x265-params": "open-gop=1:keyint=12:log-level=none"}}),
    "prores.mxf": ("prores_aw", {"layout": "yuv422p10le", "b_frames": None}),
    "prores4444.mov": ("prores_aw", {"layout": "yuva444p10le", "b_frames": None}),
    "prores4444.mkv": ("prores_ks", {"layout": "yuv444p10le", "b_frames": None}),
    "dnxhr.mov": ("dnxhd", {"layout": "yuv422p", "options": {"profile": "dnxhr_hq"}, "size": (256, 144)}),
    "dnxhr.mxf": (
        "dnxhd",
        {"layout": "yuv422p10le", "options": {"profile": "dnxhr_hqx"}, "size": (256, 144)},
    ),
    "dnxhr-444.mov": (
        "dnxhd",
        {"layout": "gbrp10le", "options": {"profile": "dnxhr_444"}, "size": (256, 144)},
    ),
    "ffv1.mkv": ("ffv1", {"layout": "yuv422p10le", "b_frames": None}),
    "ffv1.avi": ("ffv1", {"layout": "yuv444p", "b_frames": None}),
    "vp8.ogv": ("libvpx", {"options": QUICK, "container": "ogg", "b_frames": None}),
    "vp9.mp4": ("libvpx-vp9", {"options": QUICK, "b_frames": None}),
    "vp9-alpha.webm": ("libvpx-vp9", {"options": QUICK, "layout": "yuva420p", "b_frames": None}),
    "vp9-alpha.mkv": ("libvpx-vp9", {"options": QUICK, "layout": "yuva420p", "b_frames": None}),
    "vp8-alpha.webm": (
        "libvpx",
        {"options": QUICK | {"auto-alt-ref": "0"}, "layout": "yuva420p", "b_frames": None},
    ),
    "av1.mp4": ("libsvtav1", {"options": {"preset": "12"}, "b_frames": None}),
    "av1.webm": ("libsvtav1", {"options": {"preset": "12"}, "layout": "yuv420p10le", "b_frames": None}),
    "av1.mkv": ("libsvtav1", {"options": {"preset": "12"}, "b_frames": None}),
    "mpeg2.ts": ("mpeg2video", {}),
    "h264.mxf": (X264, {}),
    "h264.avi": (X264, {"b_frames": 0}),
    "negative.mkv": (X264, {"shown_at": lambda index: index - 5}),
    "negative.ts": (X264, {"shown_at": lambda index: index - 5}),
}


@pytest.mark.parametrize("name", MOVIES)
def test_pictures_come_exactly_in_any_order(name: str, tmp_path: Path) -> None:
    encoder, settings = MOVIES[name]
    path = tmp_path / name
    av_movie(path, encoder, **settings)
    ref = FileRef(str(path))
    info = probe(ref)
    assert info.picture_count == 60
    with open_movie(ref, info) as reader:
        forwards = natives(reader, range(60))
    assert [number_of(native) for native in forwards] == list(range(60))
    rng = random.Random(name)
    wanted = [rng.randrange(60) for _ in range(25)] + list(range(59, 39, -1)) + list(range(10, 40, 3))
    with open_movie(ref, info, ring_bytes=60_000) as reader:
        assert all(same(picture(reader.frame(index)), forwards[index]) for index in wanted)


def test_an_edit_list_that_begins_late_and_hides_the_start_is_honoured(tmp_path: Path) -> None:
    path = tmp_path / "late.mov"
    av_movie(path, X264, shown_at=lambda index: index + 12)
    info = probe(FileRef(str(path)))
    assert (info.frame_count, info.steady) == (60, True)
    with open_movie(FileRef(str(path)), info) as reader:
        assert [number_of(picture(reader.frame(index))) for index in (0, 59, 30)] == [0, 59, 30]


def test_a_movie_opened_without_facts_finds_them(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    av_movie(path, X264, count=20)
    with open_movie(FileRef(str(path))) as reader:
        assert reader.info == probe(FileRef(str(path)))
        assert number_of(picture(reader.frame(13))) == 13


def test_what_an_edit_list_hides_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "trimmed.mp4"
    av_movie(path, X264, shown_at=lambda index: index - 5)
    info = probe(FileRef(str(path)))
    assert info.frame_count == 55
    with open_movie(FileRef(str(path)), info) as reader:
        assert [number_of(picture(reader.frame(index))) for index in (0, 54, 20, 1)] == [5, 59, 25, 6]


@pytest.mark.parametrize("name", ["unsteady.mkv", "unsteady.mp4"])
def test_an_unsteady_movie_shows_at_each_time_the_picture_that_has_begun(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    av_movie(path, X264, shown_at=jittered, clock=Fraction(1, 1000))
    info = probe(FileRef(str(path)))
    assert (info.steady, info.picture_count) == (False, 60)
    assert info.rate == Rate.of(Fraction(59 * 1000, jittered(59)))
    begins = [Fraction(jittered(index), 1000) for index in range(60)]
    with open_movie(FileRef(str(path)), info) as reader:
        for index, begin in enumerate(begins):
            for moment in (begin, begin + Fraction(1, 10_000), begin - Fraction(1, 10_000)):
                shown = max(place for place in range(60) if begins[place] <= max(moment, 0))
                assert reader.index_at(Time(moment * info.rate.fraction, info.rate)) == shown
            assert reader.frame(index).time.seconds == begin
        assert reader.index_at(Time(-5, Rate(24))) == 0
        assert reader.index_at(info.range.end) == 59


def test_a_movie_with_a_hole_keeps_its_rate_and_lasts_as_long_as_it_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "gap.mp4"
    av_movie(path, X264, shown_at=lambda index: index + 3 * (index >= 25))
    info = probe(FileRef(str(path)))
    assert (info.rate, info.frame_count, info.picture_count) == (Rate(25), 63, 60)
    with open_movie(FileRef(str(path)), info) as reader:
        shown = [number_of(picture(reader.frame(reader.index_at(time)))) for time in info.range.frames()]
    assert shown == [*range(25), 24, 24, 24, *range(25, 60)]


def test_a_file_that_is_another_than_was_probed_is_measured_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    av_movie(path, X264)
    info = probe(FileRef(str(path)))
    av_movie(path, X264, shown_at=jittered, clock=Fraction(1, 1000))
    with open_movie(FileRef(str(path)), info) as reader:
        assert [number_of(picture(reader.frame(index))) for index in (40, 3, 59)] == [40, 3, 59]


def test_frames_carry_what_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    pictures = [numbered("yuv422p10le", index) for index in range(4)]
    tags = ColourTags("bt2020nc", "limited", "bt2020", "smpte2084")
    write_movie(path, pictures, rate=Rate(25), colour=tags, timecode="10:00:00:00", pixel_aspect=Fraction(2))
    asked: list[ColourTags] = []

    def to_working(native: Native, colour: ColourTags) -> tuple[np.ndarray, None]:
        asked.append(colour)
        return np.zeros((96, 160, 3), np.float32), None

    with open_movie(FileRef(str(path)), to_working=to_working) as reader:
        frame = reader.frame(2)
        assert frame.time == Time(900002, Rate(25))
        assert (frame.pixel_aspect, frame.colour) == (Fraction(2), tags)
        assert same(picture(frame), pictures[2])
        assert frame.rgb.shape == (96, 160, 3)
        assert asked == [tags]


def test_planes_cannot_be_written_to(tmp_path: Path) -> None:
    path = tmp_path / "a.mov"
    write_movie(path, [numbered("yuvj420p", 0, 50, 34)], codec="mjpeg", colour=JPEG)
    with open_movie(FileRef(str(path))) as reader:
        native = picture(reader.frame(0))
    assert [plane.shape for plane in native.planes] == [(34, 50), (17, 25), (17, 25)]
    for plane in native.planes:
        assert plane.flags.c_contiguous
        with pytest.raises(ValueError, match="read-only"):
            plane[0, 0] = 1


@pytest.mark.parametrize("index", [-1, 10, 10**9])
def test_a_frame_outside_the_movie_is_refused(index: int, tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    write_movie(path, [numbered("gray", place) for place in range(10)])
    with open_movie(FileRef(str(path))) as reader, pytest.raises(IndexError, match="0 to 9"):
        reader.frame(index)


def test_kept_pictures_are_bounded_by_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    av_movie(path, X264)
    with open_movie(FileRef(str(path)), ring_bytes=200_000) as reader:
        for index in (*range(60), 30, 2, 58):
            reader.frame(index)
            assert (
                sum(plane.buffer_size for kept in reader._ring.values() for plane in kept.planes) <= 200_000
            )


def test_a_sound_file_is_no_movie(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    with av.open(str(path), "w") as file:
        stream = file.add_stream("pcm_s16le", rate=8000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), layout="mono")
        frame.sample_rate = 8000
        file.mux(stream.encode(frame))
    with pytest.raises(UnreadableMedia, match="sound"):
        open_movie(FileRef(str(path)))


def test_the_first_of_several_picture_tracks_is_read(shared_data: Path) -> None:
    path = shared_data / "video/torchcodec/nasa_13013.mp4"
    with open_movie(FileRef(str(path))) as reader:
        assert picture(reader.frame(100)).planes[0].shape == (180, 320)


def shared_movies(shared_data: Path) -> list[Path]:
    found = [path for place in ("video", "timelines") for path in (shared_data / place).rglob("*")]
    return sorted(path for path in found if path.suffix in (".mp4", ".mov", ".m4v"))


def decoded(path: Path) -> list[Native]:
    with av.open(str(path)) as file:
        return [native_of(frame, path.name) for frame in file.decode(file.streams.video[0])]


def check_random_access(path: Path, tries: int) -> None:
    whole = decoded(path)
    rng = random.Random(path.name)
    with open_movie(FileRef(str(path))) as reader:
        assert reader.info.frame_count == len(whole)
        for index in [rng.randrange(len(whole)) for _ in range(tries)]:
            assert same(picture(reader.frame(index)), whole[index]), f"{path.name} {index}"


SMALL = [
    "video/torchcodec/nasa_13013.mp4",
    "video/torchcodec/h264_10bits.mp4",
    "timelines/tlrender/PSR63_2012-06-02.mov",
]


@pytest.mark.parametrize("name", SMALL)
def test_real_footage_is_sought_exactly(name: str, shared_data: Path) -> None:
    check_random_access(shared_data / name, 40)


@pytest.mark.slow
def test_five_hundred_random_frames_of_all_footage_are_exact(shared_data: Path) -> None:
    movies = shared_movies(shared_data)
    assert len(movies) >= 12
    for path in movies:
        check_random_access(path, 500 if path.stat().st_size < 1 << 20 else 100)
