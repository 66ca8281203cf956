"""What a file is, judged by its content; and what is said of files that are nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from nodes.api import ColourTags, Rate, Time
from nodes.media.errors import MediaError, MissingMedia, UnreadableMedia
from nodes.media.info import info_from_json
from nodes.media.probe import probe
from nodes.media.refs import FileRef, SequenceRef
from nodes.media.stills import probe_still
from tests.support.movies import SoundSpec, av_movie, numbered, write_movie

GUESSED_ALL = ("matrix", "range", "primaries", "transfer")


def test_the_facts_of_a_movie_are_found(tmp_path: Path) -> None:
    path = tmp_path / "a.mov"
    write_movie(
        path,
        [numbered("yuv420p", index) for index in range(25)],
        codec="h264",
        rate=Rate(24000, 1001),
        timecode="01:00:00:00",
        reel="A1",
        sound=SoundSpec(48000, 2),
    )
    info = probe(FileRef(str(path)))
    assert (info.kind, info.codec, info.layout, info.has_alpha) == ("movie", "h264", "yuv420p", False)
    assert (info.start, info.frame_count) == (Time(86400, Rate(24000, 1001)), 25)
    assert (info.colour, info.timecode, info.reel) == (ColourTags(), "01:00:00:00", "A1")
    assert info.sound is not None
    assert info.sound.samples == 50050
    assert info_from_json(info.to_json()) == info


def test_a_movie_with_alpha_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.mov"
    av_movie(path, "qtrle", layout="argb", count=3, b_frames=None)
    assert (probe(FileRef(str(path))).layout, probe(FileRef(str(path))).has_alpha) == ("rgba", True)


def test_a_turned_movie_says_by_how_much(tmp_path: Path) -> None:
    path = tmp_path / "phone.mp4"
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.set_display_rotation(90)
        file.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        file.mux(stream.encode(None))
    info = probe(FileRef(str(path)))
    assert info.rotation == 90
    assert info.format is not None
    assert (info.format.width, info.format.height) == (48, 64)


def test_what_a_movie_leaves_unsaid_is_guessed_and_named(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    av_movie(path, "libx264", count=2)
    assert probe(FileRef(str(path))).colour == ColourTags("smpte170m", "limited", guessed=GUESSED_ALL)


def still(path: Path, encoder: str, layout: str) -> Path:
    with av.open(str(path), "w", format="image2pipe") as file:
        stream = file.add_stream(encoder, rate=1)
        stream.width, stream.height, stream.pix_fmt = 32, 24, layout
        file.mux(stream.encode(av.VideoFrame(32, 24, layout)))
        file.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    ("name", "encoder", "layout"), [("a.mov", "mjpeg", "yuvj420p"), ("b.wav", "png", "rgb24")]
)
def test_a_picture_with_a_movies_name_is_a_picture(
    name: str, encoder: str, layout: str, tmp_path: Path
) -> None:
    ref = FileRef(str(still(tmp_path / name, encoder, layout)))
    info = probe(ref)
    assert info == probe_still(ref)
    assert (info.kind, info.frame_count) == ("still", 1)
    assert info.format is not None
    assert (info.format.width, info.format.height) == (32, 24)


def test_a_movie_with_a_pictures_name_is_a_movie(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    av_movie(path, "libx264", count=5)
    mislabelled = path.rename(tmp_path / "a.png")
    assert (probe(FileRef(str(mislabelled))).kind, probe(FileRef(str(mislabelled))).frame_count) == (
        "movie",
        5,
    )


def wave(path: Path, count: int, **metadata: str) -> None:
    with av.open(str(path), "w", container_options={"write_bext": "1"} if metadata else {}) as file:
        file.metadata.update(metadata)
        stream = file.add_stream("pcm_s16le", rate=48000, layout="stereo")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, count * 2), np.int16), layout="stereo")
        frame.sample_rate = 48000
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


def test_sound_alone_counts_in_samples(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    wave(path, 12345)
    info = probe(FileRef(str(path)))
    assert (info.kind, info.format, info.frame_count, info.rate) == ("sound", None, 12345, Rate(48000))
    assert info.sound is not None
    assert (info.sound.samples, info.sound.channels, info.sound.codec) == (12345, 2, "pcm_s16le")


def test_a_broadcast_wave_starts_at_its_time_of_day(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    wave(path, 480, time_reference="172800000")
    assert probe(FileRef(str(path))).start == Time(3600, Rate(1))


PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n"
NOTHING = {
    "empty.mov": b"",
    "text.mov": b"these are words and no pictures\n" * 100,
    "notes.txt": b"plain notes",
    "noise.mp4": bytes(range(256)) * 64,
    "zeros.mkv": bytes(5000),
    "list.m3u8": PLAYLIST.encode(),
    "list.mov": PLAYLIST.encode(),
    "script.ffconcat": b"ffconcat version 1.0\nfile 'a.mp4'\n",
    "words.srt": b"1\n00:00:01,000 --> 00:00:02,000\nhello\n",
    "head.mkv": bytes.fromhex("1a45dfa3") + bytes(60),
    "half.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "half.jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "riff.wav": b"RIFF\xff\xff\xff\x7fWAVEfmt ",
}


@pytest.mark.parametrize("name", NOTHING)
def test_a_file_that_is_no_media_is_refused_with_its_name_and_a_next_step(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(NOTHING[name])
    with pytest.raises(UnreadableMedia) as refused:
        probe(FileRef(str(path)))
    assert name in refused.value.attempted
    assert refused.value.why
    assert refused.value.hint
    assert refused.value.exit_code == 2


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.mkv", "a.avi"])
def test_a_movie_cut_within_its_head_is_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    av_movie(path, "mpeg4" if name == "a.avi" else "libx264", count=5)
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(UnreadableMedia, match=name):
        probe(FileRef(str(path)))


@pytest.mark.parametrize("path", ["/no/such/file.mov", "/dev/null/file.mov", "a\0b.mov"])
def test_media_that_is_not_there_is_missing(path: str) -> None:
    with pytest.raises(MissingMedia):
        probe(FileRef(path))


def test_a_sequence_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingMedia):
        probe(SequenceRef(str(tmp_path), "a.", ".exr", 4, 1, 3))


def test_folders_pipes_and_devices_are_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.mov"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe, Path("/dev/zero")):
        began = time.monotonic()
        with pytest.raises(UnreadableMedia):
            probe(FileRef(str(path)))
        assert time.monotonic() - began < 5


AS_NOBODY = """
import os, sys
from nodes.media.errors import UnreadableMedia
from nodes.media.probe import probe
from nodes.media.refs import FileRef
os.setuid(65534)
try:
    probe(FileRef(sys.argv[1]))
except UnreadableMedia as error:
    print(error)
"""


@pytest.mark.skipif(os.getuid() != 0, reason="needs root to become somebody else")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path, repository: Path) -> None:
    path = tmp_path / "secret.mov"
    path.write_bytes(b"secret")
    path.chmod(0)
    command = [sys.executable, "-c", AS_NOBODY, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=repository, timeout=60)
    assert "may not be read" in done.stdout, done.stderr


FACTS = [
    ("video/sam2/01_dog.mp4", 289, Rate(30000, 1001), "yuv420p", "00:00:00:00", 463872),
    ("video/sam2/bedroom.mp4", 200, Rate(30), "yuv420p", None, None),
    ("video/torchcodec/nasa_13013.mp4", 325, Rate(25), "yuv420p", None, 104448),
    ("video/torchcodec/bt709_full_range.mp4", 30, Rate(30), "yuvj420p", None, None),
    ("video/torchcodec/h264_10bits.mp4", 30, Rate(30), "yuv420p10le", None, None),
    ("video/scope/white_square_moving.mp4", 80, Rate(16), "yuv420p", None, None),
    ("video/ayon/a01vfxd_sh010_plateP01_v002.mov", 1, Rate(24000, 1001), "yuv444p10le", None, None),
    ("timelines/tlrender/BART_2021-02-07.m4v", 704, Rate(30), "yuv420p", None, 1033131),
    ("timelines/tlrender/Dinky_2015-06-11.m4v", 775, Rate(24000, 1001), "yuvj420p", None, 1552368),
    ("timelines/tlrender/PSR63_2012-06-02.mov", 232, Rate(24000, 1001), "yuvj420p", None, 464448),
    ("timelines/aaf/linear_speed_effects_aaf.mov", 50, Rate(24), "yuv420p", "01:00:00:00", 91875),
]


@pytest.mark.parametrize(("name", "count", "rate", "layout", "timecode", "samples"), FACTS)
def test_real_footage_is_known(
    name: str,
    count: int,
    rate: Rate,
    layout: str,
    timecode: str | None,
    samples: int | None,
    shared_data: Path,
) -> None:
    info = probe(FileRef(str(shared_data / name)))
    assert (info.frame_count, info.rate, info.layout, info.timecode) == (count, rate, layout, timecode)
    assert (info.sound.samples if info.sound else None) == samples
    assert info.start.value == (86400 if timecode == "01:00:00:00" else 0)
    assert info.colour.range == ("full" if layout == "yuvj420p" else "limited")


def test_pixels_of_real_footage_need_not_be_square(shared_data: Path) -> None:
    info = probe(FileRef(str(shared_data / "timelines/aaf/linear_speed_effects_aaf.mov")))
    assert info.format is not None
    assert info.format.pixel_aspect == Fraction(3, 4)


def test_an_image_that_attacks_its_reader_is_refused(shared_data: Path) -> None:
    damaged = shared_data / "exr/openexr-images/Damaged_openexr_2.2.0_heap_buffer_overflow_exr"
    with pytest.raises(MediaError):
        probe(FileRef(str(damaged)))
