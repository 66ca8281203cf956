"""What is written is what comes back: samples, tags, timecode, rate, counts; and failures are said."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.format import names

from nodes.api import BadInput, ColourTags, Format, Native, Rate
from nodes.media.errors import DiskFull, MediaNotWritten
from nodes.media.layouts import ffv1_layout, is_plain, layout_of, plain_layout, plane_shapes
from nodes.media.movie_codecs import SoundSpec
from nodes.media.movie_planes import frame_of, native_of
from nodes.media.movie_read import open_movie
from nodes.media.movie_write import open_movie_writer
from nodes.media.probe import probe
from nodes.media.refs import FileRef
from tests.support.movies import BT709, JPEG, number_of, numbered, same, tone, write_movie

HELD = sorted(name for name in names if is_plain(name) and ffv1_layout(name))
HDR = ColourTags("bt2020nc", "full", "bt2020", "smpte2084")
FORMAT = Format(160, 96, Rate(24))


def noise(layout: str, width: int, height: int) -> Native:
    rng = np.random.default_rng(len(layout))
    facts = layout_of(layout)
    planes = [
        rng.integers(0, 1 << facts.bits, shape, dtype=np.uint32).astype(facts.dtype)
        for shape in plane_shapes(layout, width, height)
    ]
    return Native(layout, tuple(planes))


def channels(native: Native) -> np.ndarray:
    """Return RGB(A) samples as (rows, columns, channels), whether they were packed or planar."""
    if len(native.planes) == 1:
        return native.planes[0]
    green, blue, red, *alpha = native.planes
    return np.stack([red, green, blue, *alpha], axis=-1)


def read(path: Path, index: int = 0) -> Native:
    with open_movie(FileRef(str(path))) as reader:
        native = reader.frame(index).native
    assert native is not None
    return native


@pytest.mark.parametrize("layout", HELD)
def test_ffv1_gives_back_every_sample(layout: str, tmp_path: Path) -> None:
    path = tmp_path / "take.mkv"
    given = noise(layout, 50, 34)
    write_movie(path, [given, given])
    came = read(path, 1)
    if layout_of(layout).is_rgb:
        assert np.array_equal(channels(came), channels(given))
    else:
        assert came.layout == layout.replace("yuvj", "yuv")
        assert same(Native(came.layout, given.planes), came)
    said = probe(FileRef(str(path))).colour.range
    assert said == ("full" if layout.startswith("yuvj") else "limited")


def test_the_usual_layouts_are_among_those_ffv1_gives_back() -> None:
    usual = ["yuv420p", "yuv422p10le", "yuv444p12le", "yuv420p16le", "gbrp", "gbrp10le", "rgb24", "rgb48le"]
    assert set(usual) | {"gray", "gray16le", "yuva444p10le", "rgba", "gbrap12le", "ya8"} <= set(HELD)
    assert ffv1_layout("gbrpf32le") is None


@pytest.mark.parametrize(
    "layout", ["nv12", "p010le", "yuyv422", "bgra", "argb", "0rgb", "gbrp10be", "x2rgb10le"]
)
def test_layouts_of_other_orders_become_plain_without_loss(layout: str) -> None:
    plain = plain_layout(layout)
    assert plain is not None
    given = noise(plain, 32, 16)
    turned = frame_of(given, 32, 16).reformat(format=layout)
    assert same(native_of(turned, "a picture"), given)


def test_a_layout_nothing_can_hold_is_refused() -> None:
    assert plain_layout("bayer_rggb8") is None
    assert plain_layout("vaapi") is None
    assert plain_layout("no such layout") is None


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.mkv"])
@pytest.mark.parametrize(
    ("tags", "layout"),
    [
        (BT709, "yuv420p"),
        (ColourTags("smpte170m", "limited", "smpte170m", "smpte170m"), "yuv420p"),
        (ColourTags("bt709", "full", "bt709", "iec61966-2-1"), "yuvj420p"),
        (HDR, "yuv420p10le"),
    ],
)
def test_h264_says_how_its_colour_is_to_be_read(
    name: str, tags: ColourTags, layout: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    write_movie(path, [numbered(layout, index) for index in range(5)], codec="h264", colour=tags)
    info = probe(FileRef(str(path)))
    assert info.colour == tags
    assert info.codec == "h264"
    assert number_of(read(path, 3)) == 3


def test_h264_looks_like_what_was_given(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    given = numbered("yuv420p", 2)
    write_movie(path, [given] * 3, codec="h264")
    for came, asked in zip(read(path, 2).planes, given.planes, strict=True):
        assert np.abs(came.astype(int) - asked.astype(int)).mean() < 3


WAYS = [("a.mkv", "ffv1"), ("a.mkv", "h264"), ("a.mov", "h264"), ("a.mp4", "h264"), ("a.mov", "mjpeg")]
CLOCKS = [
    (Rate(24), "01:00:00:05", 86405),
    (Rate(24000, 1001), "01:00:00:05", 86405),
    (Rate(25), "00:00:00:24", 24),
    (Rate(30000, 1001), "00:59:59;28", 107890),
    (Rate(60000, 1001), "01:00:00;00", 215784),
    (Rate(16), "10:00:00:15", 576015),
    (Rate(100), "01:00:00:10", 360010),
]


@pytest.mark.parametrize(("name", "codec"), WAYS)
@pytest.mark.parametrize(("rate", "timecode", "start"), CLOCKS)
def test_rate_timecode_reel_and_count_come_back(
    name: str, codec: str, rate: Rate, timecode: str, start: int, tmp_path: Path
) -> None:
    path = tmp_path / name
    layout, colour = ("yuvj420p", JPEG) if codec == "mjpeg" else ("yuv420p", BT709)
    pictures = [numbered(layout, index, 64, 48) for index in range(31)]
    write_movie(path, pictures, codec=codec, rate=rate, colour=colour, timecode=timecode, reel="A001_C002")
    info = probe(FileRef(str(path)))
    assert (info.rate, info.frame_count, info.steady) == (rate, 31, True)
    assert (info.timecode, info.start.value, info.reel) == (timecode, start, "A001_C002")


@pytest.mark.parametrize(("name", "codec"), WAYS)
def test_pixel_aspect_reel_and_metadata_come_back_without_timecode(
    name: str, codec: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    layout, colour = ("yuvj420p", JPEG) if codec == "mjpeg" else ("yuv420p", BT709)
    write_movie(
        path,
        [numbered(layout, 0)],
        codec=codec,
        colour=colour,
        pixel_aspect=Fraction(4, 3),
        reel="B7",
        metadata={"workprint_take": "sh010/3"},
    )
    info = probe(FileRef(str(path)))
    assert info.format == Format(160, 96, Rate(24), Fraction(4, 3))
    assert (info.reel, info.timecode, info.start.value) == ("B7", None, 0)
    with av.open(str(path)) as file:
        assert {key.lower(): text for key, text in file.metadata.items()}["workprint_take"] == "sh010/3"


@pytest.mark.parametrize(
    ("name", "codec", "sound", "written_as"),
    [
        ("a.mp4", "h264", SoundSpec(48000, 2), "aac"),
        ("a.mp4", "h264", SoundSpec(44100, 1), "aac"),
        ("a.mov", "h264", SoundSpec(48000, 2), "pcm_s24le"),
        ("a.mkv", "h264", SoundSpec(48000, 1), "pcm_s24le"),
        ("a.mkv", "ffv1", SoundSpec(48000, 6, "pcm_f32le"), "pcm_f32le"),
        ("a.mov", "mjpeg", SoundSpec(44100, 2, "pcm_s16le"), "pcm_s16le"),
    ],
)
def test_a_sound_track_is_as_long_as_what_was_written(
    name: str, codec: str, sound: SoundSpec, written_as: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    layout, colour = ("yuvj420p", JPEG) if codec == "mjpeg" else ("yuv420p", BT709)
    pictures = [numbered(layout, index) for index in range(30)]
    write_movie(path, pictures, codec=codec, colour=colour, rate=Rate(30000, 1001), sound=sound)
    found = probe(FileRef(str(path))).sound
    assert found is not None
    assert (found.rate, found.channels, found.codec, found.first) == (
        sound.rate,
        sound.channels,
        written_as,
        0,
    )
    assert found.samples == round(30 * sound.rate * Fraction(1001, 30000))


@pytest.mark.parametrize(
    ("name", "codec", "layout", "format", "colour"),
    [
        ("a.mp4", "ffv1", "yuv420p", FORMAT, BT709),
        ("a.mkv", "mjpeg", "yuvj420p", FORMAT, JPEG),
        ("a.xyz", "h264", "yuv420p", FORMAT, BT709),
        ("a.mkv", "ffv1", "gbrpf32le", FORMAT, BT709),
        ("a.mp4", "h264", "rgb24", FORMAT, BT709),
        ("a.mp4", "h264", "yuv420p", Format(161, 96, Rate(24)), BT709),
        ("a.mov", "mjpeg", "yuvj420p", FORMAT, ColourTags("bt709", "full")),
    ],
)
def test_what_a_codec_cannot_hold_is_refused_before_anything_is_written(
    name: str, codec: str, layout: str, format: Format, colour: ColourTags, tmp_path: Path
) -> None:
    with pytest.raises(BadInput) as refused:
        open_movie_writer(str(tmp_path / name), codec=codec, format=format, layout=layout, colour=colour)
    assert refused.value.hint
    assert list(tmp_path.iterdir()) == []


def test_sound_that_a_container_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="vorbis"):
        open_movie_writer(
            str(tmp_path / "a.mov"),
            codec="h264",
            format=FORMAT,
            layout="yuv420p",
            colour=BT709,
            sound=SoundSpec(48000, 2, "libvorbis"),
        )
    assert list(tmp_path.iterdir()) == []


def test_planes_of_another_size_or_layout_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    with open_movie_writer(str(path), codec="ffv1", format=FORMAT, layout="yuv420p", colour=BT709) as writer:
        writer.write(numbered("yuv420p", 0))
        for wrong in (numbered("yuv420p", 1, 80, 96), numbered("yuv422p", 1)):
            with pytest.raises(BadInput):
                writer.write(wrong)
        with pytest.raises(BadInput, match="0 channels"):
            writer.write_sound(tone(0, 10, 48000, 2))
    assert probe(FileRef(str(path))).frame_count == 1


def test_a_writer_that_is_given_up_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with (
        pytest.raises(ZeroDivisionError),
        open_movie_writer(str(path), codec="h264", format=FORMAT, layout="yuv420p", colour=BT709) as writer,
    ):
        writer.write(numbered("yuv420p", 0))
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_movie_without_pictures_is_not_written(tmp_path: Path) -> None:
    writer = open_movie_writer(
        str(tmp_path / "a.mkv"), codec="ffv1", format=FORMAT, layout="yuv420p", colour=BT709
    )
    with pytest.raises(MediaNotWritten, match="no picture"):
        writer.close()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gone" / "a.mkv"
    with pytest.raises(MediaNotWritten, match="No such file") as refused:
        open_movie_writer(str(path), codec="ffv1", format=FORMAT, layout="yuv420p", colour=BT709)
    assert str(path) in str(refused.value)


FILLING = """
import json, resource, sys
from nodes.api import Format, Rate, WorkprintError
from nodes.media.movie_write import open_movie_writer
from tests.support.movies import BT709, JPEG, numbered
path, codec, limit = sys.argv[1], sys.argv[2], int(sys.argv[3])
layout, colour = ("yuvj420p", JPEG) if codec == "mjpeg" else ("yuv420p", BT709)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
said = None
try:
    format = Format(160, 96, Rate(24))
    with open_movie_writer(path, codec=codec, format=format, layout=layout, colour=colour) as writer:
        for index in range(40):
            writer.write(numbered(layout, index))
except WorkprintError as error:
    said = error.to_json()
print(json.dumps(said))
"""


@pytest.mark.parametrize(("name", "codec"), [("a.mkv", "ffv1"), ("a.mp4", "h264"), ("a.mov", "mjpeg")])
@pytest.mark.parametrize("limit", [0, 200, 9_000, 40_000])
def test_a_full_disk_is_said_wherever_it_fills(
    name: str, codec: str, limit: int, tmp_path: Path, repository: Path
) -> None:
    path = tmp_path / name
    done = subprocess.run(
        [sys.executable, "-c", FILLING, str(path), codec, str(limit)],
        capture_output=True,
        text=True,
        cwd=repository,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    if said is None:
        assert probe(FileRef(str(path))).frame_count == 40
        return
    assert said["error"] == DiskFull.__name__
    assert str(path) in said["attempted"]
    assert said["exit_code"] == 1
    assert not path.exists()
