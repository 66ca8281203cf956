"""Clips of other sizes and rates on a track, and the sound beside them, worked out independently."""

from __future__ import annotations

import math
import wave
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import psutil
import pytest

from nodes.api import ColourTags, Format, Range, Rate, Time
from nodes.engine.forms import Form
from nodes.engine.job import Bound, Job, SoundPiece
from nodes.media.movie_codecs import SoundSpec
from tests.nodes.engine.kit import COLOUR, graph, made
from tests.nodes.engine.rendering import bound, decoded, rendered, target_of
from tests.support.movies import HEIGHT, WIDTH, number_of, numbered, write_movie

FFV1 = Form("ffv1", "yuv420p", ColourTags())
PAL, FILM, NTSC = Rate(25), Rate(24), Rate(30000, 1001)


def plate(path: Path, count: int, rate: Rate, **rest: object) -> Bound:
    write_movie(path, [numbered("yuv420p", index) for index in range(count)], rate=rate, **rest)
    return bound(path)


def cut(format: Format, clips: list[tuple[Bound, Range, Time]], **rest: object) -> Job:
    """A job of clips at their places; each begins at a time of its own media."""
    nodes, media = [], {}
    for place, (each, _, _) in enumerate(clips):
        media[f"m{place}"] = each
        nodes.append(made(f"s{place}", "source.media", params={"file": f"m{place}"}))
        size = {"width": format.width, "height": format.height, "pixel_aspect": str(format.pixel_aspect)}
        nodes.append(made(f"f{place}", "cut.fit", {"image": f"s{place}"}, params=size))
    track = made(
        "t",
        "cut.track",
        {"items": [f"f{place}" for place in range(len(clips))]} if clips else {},
        params={
            "placed": [place.to_json() for _, place, _ in clips],
            "starts": [start.to_json() for _, _, start in clips],
            "width": format.width,
            "height": format.height,
        },
    )
    return Job(graph=graph(*nodes, track), format=format, media=media, colour=COLOUR, **rest)


def shown(path: Path) -> list[int | None]:
    """The number each picture of a movie bears, None where it is black."""
    found = []
    with av.open(str(path)) as file:
        for frame in file.decode(video=0):
            luma = np.frombuffer(frame.planes[0], np.uint8).reshape(frame.height, -1)[:, : frame.width]
            native = numbered("gray", 0, frame.width, frame.height)
            is_black = luma.max() <= 16
            found.append(None if is_black else number_of(type(native)("gray", (luma,))))
    return found


@pytest.mark.parametrize(
    ("rate", "own", "start"), [(FILM, PAL, 3), (PAL, FILM, 0), (NTSC, FILM, 5), (FILM, Rate(60), 2)]
)
def test_a_clip_of_another_rate_shows_the_frame_on_screen_when_the_cuts_frame_begins(
    tmp_path, rate, own, start
):
    media = plate(tmp_path / "a.mkv", 60, own, timecode="01:00:00:00")
    format = Format(WIDTH, HEIGHT, rate)
    first = media.info.start + Time(start, own)
    job = cut(format, [(media, Range.frames_of(4, 12, rate), first)])
    rendered(job, Range.frames_of(0, 20, rate), [target_of(FFV1, tmp_path / "out.mkv", format)])
    expected = [start + math.floor(Fraction(frame) / rate.fraction * own.fraction) for frame in range(12)]
    assert shown(tmp_path / "out.mkv") == [None] * 4 + expected + [None] * 4


def test_a_cut_of_several_clips_gaps_and_the_same_clip_twice(tmp_path):
    one, two = plate(tmp_path / "a.mkv", 20, FILM), plate(tmp_path / "b.mkv", 20, FILM)
    format = Format(WIDTH, HEIGHT, FILM)
    places = [Range.frames_of(first, count, FILM) for first, count in ((0, 3), (3, 2), (8, 3), (11, 1))]
    starts = [Time(first, FILM) for first in (5, 0, 17, 6)]
    job = cut(format, list(zip((one, two, one, one), places, starts, strict=True)))
    rendered(job, Range.frames_of(0, 13, FILM), [target_of(FFV1, tmp_path / "out.mkv", format)])
    assert shown(tmp_path / "out.mkv") == [5, 6, 7, 0, 1, None, None, None, 17, 18, 19, 6, None]
    rendered(job, Range.frames_of(2, 3, FILM), [target_of(FFV1, tmp_path / "part.mkv", format)])
    assert shown(tmp_path / "part.mkv") == [7, 0, 1]


def test_a_cut_without_clips_is_black_and_silent(tmp_path):
    format = Format(WIDTH, HEIGHT, FILM)
    target = target_of(FFV1, tmp_path / "out.mkv", format, sound=SoundSpec(48000, 2))
    rendered(cut(format, []), Range.frames_of(0, 5, FILM), [target])
    assert shown(tmp_path / "out.mkv") == [None] * 5
    assert not samples_of(tmp_path / "out.mkv").any()
    for planes in decoded(tmp_path / "out.mkv"):
        assert [set(plane.flat) for plane in planes] == [{16}, {128}, {128}]


def test_clips_that_have_the_cuts_size_are_untouched(tmp_path):
    media = plate(tmp_path / "a.mkv", 6, PAL)
    format = Format(WIDTH, HEIGHT, PAL)
    job = cut(format, [(media, Range.frames_of(0, 6, PAL), media.info.start)])
    rendered(job, Range.frames_of(0, 6, PAL), [target_of(FFV1, tmp_path / "out.mkv", format)])
    for ours, theirs in zip(decoded(tmp_path / "out.mkv"), decoded(tmp_path / "a.mkv"), strict=True):
        assert all(map(np.array_equal, ours, theirs))


def light(planes: list[np.ndarray]) -> np.ndarray:
    """Light of 8-bit 4:4:4 Rec.709 as a display of gamma 2.4 shows it, in float64."""
    y, cb, cr = (plane.astype(np.float64) for plane in planes)
    y, cb, cr = (y - 16) / 219, (cb - 128) / 224, (cr - 128) / 224
    r, b = y + 1.5748 * cr, y + 1.8556 * cb
    signal = np.stack([r, (y - 0.2126 * r - 0.0722 * b) / 0.7152, b], axis=-1)
    return np.sign(signal) * np.abs(signal) ** 2.4


def luma(light: np.ndarray) -> np.ndarray:
    signal = np.sign(light) * np.abs(light) ** (1 / 2.4)
    return signal @ [0.2126, 0.7152, 0.0722] * 219 + 16


@pytest.mark.parametrize(
    ("width", "height", "inside"),
    [(80, 48, (0, 0, 80, 48)), (100, 48, (10, 0, 90, 48)), (80, 60, (0, 6, 80, 54))],
)
def test_a_clip_of_another_size_is_scaled_whole_in_light_and_centred_on_black(
    tmp_path, width, height, inside
):
    """160x96 into half its size: each pixel is the mean of four, in light; around it is black."""
    pictures = [numbered("yuv444p", index) for index in range(3)]
    write_movie(tmp_path / "a.mkv", pictures, rate=FILM)
    media = bound(tmp_path / "a.mkv")
    format = Format(width, height, FILM)
    job = cut(format, [(media, Range.frames_of(0, 3, FILM), media.info.start)])
    form = Form("ffv1", "yuv444p", ColourTags())
    rendered(job, Range.frames_of(0, 3, FILM), [target_of(form, tmp_path / "out.mkv", format)])
    x0, y0, x1, y1 = inside
    for planes, picture in zip(decoded(tmp_path / "out.mkv"), pictures, strict=True):
        mean = light(list(picture.planes)).reshape(48, 2, 80, 2, 3).mean(axis=(1, 3))
        made_luma = planes[0].astype(np.float64)
        assert np.abs(made_luma[y0:y1, x0:x1] - luma(mean)).max() <= 1.0
        around = np.ones((height, width), bool)
        around[y0:y1, x0:x1] = False
        assert set(planes[0][around]) <= {16} and set(planes[1][around]) <= {128}


def test_pixel_aspects_are_honoured(tmp_path):
    """160x96 of pixels 2:1 is 320x96 in square ones: half that is 160x48, in 160x96 between black bars."""
    pictures = [numbered("yuv444p", 1)]
    write_movie(tmp_path / "a.mkv", pictures, rate=FILM, pixel_aspect=Fraction(2))
    media = bound(tmp_path / "a.mkv")
    assert media.info.format.pixel_aspect == 2
    format = Format(160, 96, FILM)
    job = cut(format, [(media, Range.frames_of(0, 1, FILM), media.info.start)])
    form = Form("ffv1", "yuv444p", ColourTags())
    rendered(job, Range.frames_of(0, 1, FILM), [target_of(form, tmp_path / "out.mkv", format)])
    ((made_luma, _, _),) = decoded(tmp_path / "out.mkv")
    assert set(made_luma[:24].flat) == {16} == set(made_luma[72:].flat)
    mean = light(list(pictures[0].planes)).reshape(48, 2, 160, 3).mean(axis=1)
    assert np.abs(made_luma[24:72] - luma(mean)).max() <= 1.0


# -- sound


def write_wave(path: Path, samples: np.ndarray, rate: int = 48000) -> Bound:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.astype("<i2").tobytes())
    return bound(path)


def noise(count: int, channels: int = 2, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(-32768, 32767, (count, channels), np.int16)


def samples_of(path: Path) -> np.ndarray:
    """Every sample of a movie's sound as FFmpeg decodes it, as 16-bit numbers."""
    with av.open(str(path)) as file:
        blocks = [frame.to_ndarray().reshape(-1, frame.layout.nb_channels) for frame in file.decode(audio=0)]
    made_samples = np.concatenate(blocks)
    assert made_samples.dtype == np.int32 and not (made_samples % 256).any()
    return made_samples >> 16


@pytest.mark.parametrize("rate", [FILM, Rate(24000, 1001), PAL, NTSC, Rate(60000, 1001)])
def test_sound_lies_where_it_should_to_the_sample_and_is_as_long_as_the_picture(tmp_path, rate):
    one, two = noise(96000, seed=1), noise(96000, seed=2)
    media = {"one": write_wave(tmp_path / "one.wav", one), "two": write_wave(tmp_path / "two.wav", two)}
    format = Format(WIDTH, HEIGHT, rate)
    pieces = (
        SoundPiece("one", Time(1000, Rate(48000)), Range.frames_of(2, 9, rate)),
        SoundPiece("two", Time(0, Rate(48000)), Range.frames_of(11, 4, rate)),
        SoundPiece("one", Time(48000, Rate(48000)), Range.frames_of(20, 5, rate)),
    )
    job = replace(cut(format, []), media=media, sound=pieces)
    target = target_of(FFV1, tmp_path / "out.mkv", format, sound=SoundSpec(48000, 2))
    rendered(job, Range.frames_of(0, 27, rate), [target])

    def sample(frame: int) -> int:
        return math.floor(Fraction(frame) / rate.fraction * 48000 + Fraction(1, 2))

    expected = np.zeros((math.floor(27 / rate.fraction * 48000), 2), np.int64)
    for samples, start, first, last in ((one, 1000, 2, 11), (two, 0, 11, 15), (one, 48000, 20, 25)):
        begin, end = sample(first), sample(last)
        exact = Fraction(first) / rate.fraction * 48000
        source = start + math.ceil(Fraction(begin) - exact - Fraction(1, 2))
        expected[begin:end] = samples[source : source + end - begin]
    assert np.array_equal(samples_of(tmp_path / "out.mkv"), expected)


def test_a_part_of_a_cut_has_its_part_of_the_sound(tmp_path):
    one = noise(96000)
    media = {"one": write_wave(tmp_path / "one.wav", one)}
    format = Format(WIDTH, HEIGHT, NTSC)
    piece = SoundPiece("one", Time(0, Rate(48000)), Range.frames_of(0, 40, NTSC))
    job = replace(cut(format, []), media=media, sound=(piece,))
    target = target_of(FFV1, tmp_path / "out.mkv", format, sound=SoundSpec(48000, 2))
    rendered(job, Range.frames_of(7, 13, NTSC), [target])
    begin = Fraction(7) / NTSC.fraction * 48000
    first = math.ceil(begin - Fraction(1, 2))
    count = math.floor(13 / NTSC.fraction * 48000)
    assert np.array_equal(samples_of(tmp_path / "out.mkv"), one[first : first + count])


def test_sound_before_and_after_its_file_is_silent_and_one_channel_goes_to_both(tmp_path):
    one = noise(4000, channels=1)
    media = {"one": write_wave(tmp_path / "one.wav", one)}
    format = Format(WIDTH, HEIGHT, FILM)
    piece = SoundPiece("one", Time(-2000, Rate(48000)), Range.frames_of(0, 5, FILM))
    job = replace(cut(format, []), media=media, sound=(piece,))
    target = target_of(FFV1, tmp_path / "out.mkv", format, sound=SoundSpec(48000, 2))
    rendered(job, Range.frames_of(0, 5, FILM), [target])
    made_samples = samples_of(tmp_path / "out.mkv")
    assert len(made_samples) == 10000
    assert not made_samples[:2000].any() and not made_samples[6000:].any()
    assert np.array_equal(made_samples[2000:6000], np.repeat(one, 2, axis=1))


def test_two_targets_have_the_same_sound(tmp_path):
    one = noise(30000)
    media = {"one": write_wave(tmp_path / "one.wav", one)}
    format = Format(WIDTH, HEIGHT, FILM)
    piece = SoundPiece("one", Time(0, Rate(48000)), Range.frames_of(0, 5, FILM))
    job = replace(cut(format, []), media=media, sound=(piece,))
    spec = SoundSpec(48000, 2)
    targets = [target_of(FFV1, tmp_path / name, format, sound=spec) for name in ("a.mkv", "b.mkv")]
    rendered(job, Range.frames_of(0, 5, FILM), targets)
    assert np.array_equal(samples_of(tmp_path / "a.mkv"), one[:10000])
    assert np.array_equal(samples_of(tmp_path / "b.mkv"), one[:10000])


def test_hundreds_of_pieces_hold_only_a_few_files_open(tmp_path):
    count = 200
    media = {
        f"m{index}": write_wave(tmp_path / f"{index}.wav", np.full((2000, 2), index * 100))
        for index in range(count)
    }
    format = Format(WIDTH, HEIGHT, FILM)
    pieces = tuple(
        SoundPiece(f"m{index}", Time(0, Rate(48000)), Range.frames_of(index, 1, FILM))
        for index in range(count)
    )
    job = replace(cut(format, []), media=media, sound=pieces)
    most = 0

    def told(done: int, total: int) -> None:
        nonlocal most
        most = max(most, sum(file.path.endswith(".wav") for file in psutil.Process().open_files()))

    target = target_of(FFV1, tmp_path / "out.mkv", format, sound=SoundSpec(48000, 2))
    rendered(job, Range.frames_of(0, count, FILM), [target], told=told)
    made_samples = samples_of(tmp_path / "out.mkv")
    assert np.array_equal(made_samples[::2000, 0], np.arange(count) * 100)
    assert 0 < most <= 5
