"""Sound is exact to the sample, wherever reading begins, at any rate and channel count."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from nodes.api import Audio, Range, Rate, Time
from nodes.media.errors import MissingMedia, UnreadableMedia
from nodes.media.fingerprint import fingerprint
from nodes.media.probe import probe
from nodes.media.refs import FileRef, ref_from_json
from nodes.media.sound import mix_matrix, open_sound, resampled
from nodes.media.sound_decode import samples_of
from tests.support.movies import SoundSpec, numbered, tone, write_movie


def heard(audio: Audio, first: int, count: int) -> np.ndarray:
    """Return `count` samples from sample `first`, checking that the blocks follow one another."""
    rate = Rate(audio.rate)
    wanted = Range(audio.range.start + Time(first, rate), Time(count, rate))
    parts = []
    for block in audio.read(wanted):
        assert block.first == first
        assert block.samples.dtype == np.float32
        assert not block.samples.flags.writeable
        parts.append(block.samples)
        first += len(block.samples)
    return np.concatenate(parts)


def sound_file(path: Path, encoder: str, rate: int, channels: int, count: int, **options: Any) -> np.ndarray:
    samples = tone(0, count, rate, channels)
    write_samples(path, encoder, rate, samples, **options)
    return samples


def write_samples(path: Path, encoder: str, rate: int, samples: np.ndarray, **options: Any) -> None:
    channels = samples.shape[1]
    with av.open(str(path), "w", **options) as file:
        stream = file.add_stream(encoder, rate=rate, layout=f"{channels}c")
        for first in range(0, len(samples), 1000):
            part = np.ascontiguousarray(samples[first : first + 1000])
            frame = av.AudioFrame.from_ndarray(part.reshape(1, -1), "flt", f"{channels}c")
            frame.sample_rate, frame.pts = rate, first
            frame.time_base = Fraction(1, rate)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


def sequential(path: Path) -> np.ndarray:
    with av.open(str(path)) as file:
        return np.concatenate([samples_of(frame) for frame in file.decode(file.streams.audio[0])])


LOSSLESS = [
    ("a.wav", "pcm_s16le", 1 / 30000),
    ("a.wav", "pcm_s24le", 1 / 8e6),
    ("a.wav", "pcm_f32le", 0),
    ("a.wav", "pcm_u8", 1 / 100),
    ("a.wav", "pcm_f64le", 0),
    ("a.aiff", "pcm_s24be", 1 / 8e6),
    ("a.flac", "flac", 1 / 30000),
    ("a.mov", "pcm_s24le", 1 / 8e6),
    ("a.m4a", "alac", 1 / 30000),
    ("a.mka", "pcm_s16le", 1 / 30000),
    ("a.w64", "pcm_s16le", 1 / 30000),
]


@pytest.mark.parametrize(("name", "encoder", "step"), LOSSLESS)
def test_any_stretch_is_what_was_written(name: str, encoder: str, step: float, tmp_path: Path) -> None:
    path = tmp_path / name
    written = sound_file(path, encoder, 44100, 2, 50_000)
    rng = random.Random(name)
    with open_sound(FileRef(str(path))) as reader:
        assert reader.audio.range.frame_count == 50_000
        for _ in range(12):
            first = rng.randrange(49_000)
            count = rng.randrange(1, 40_000)
            expected = np.zeros((count, 2), np.float32)
            inside = written[first : first + count]
            expected[: len(inside)] = inside
            assert np.abs(heard(reader.audio, first, count) - expected).max() <= step


@pytest.mark.parametrize(
    ("name", "encoder"),
    [
        ("a.m4a", "aac"),
        ("a.mp3", "libmp3lame"),
        ("a.opus", "libopus"),
        ("a.mka", "aac"),
    ],
)
def test_seeking_in_coded_sound_is_exact_to_the_sample(name: str, encoder: str, tmp_path: Path) -> None:
    path = tmp_path / name
    sound_file(path, encoder, 48000, 2, 100_000)
    whole = sequential(path)
    rng = random.Random(name)
    with open_sound(FileRef(str(path))) as reader:
        total = reader.audio.range.frame_count
        assert abs(total - 100_000) < 4000
        for first in [rng.randrange(total - 3000) for _ in range(10)]:
            assert np.abs(heard(reader.audio, first, 3000) - whole[first : first + 3000]).max() < 1e-5


@pytest.mark.parametrize(("name", "encoder"), [("a.mp3", "libmp3lame"), ("a.opus", "libopus")])
def test_coded_sound_is_not_decoded_anew_to_go_back(name: str, encoder: str, tmp_path: Path) -> None:
    path = tmp_path / name
    sound_file(path, encoder, 48000, 1, 600_000)
    whole = sequential(path)
    with open_sound(FileRef(str(path))) as reader:
        heard(reader.audio, 590_000, 1000)
        file = reader._decoder._container
        for first in range(500_000, 40_000, -90_000):
            assert np.abs(heard(reader.audio, first, 5000) - whole[first : first + 5000]).max() < 1e-5
        assert reader._decoder._container is file


PRIMED = [
    ("a.m4a", "aac"),
    ("a.mov", "aac"),
    ("a.mka", "aac"),
    ("a.mp3", "libmp3lame"),
    ("a.opus", "libopus"),
]


@pytest.mark.parametrize(
    ("name", "encoder"),
    [*PRIMED, ("a.webm", "libopus"), ("a.mp4", "libopus"), ("a.mka", "libmp3lame"), ("a.wv", "wavpack")],
)
def test_what_encoders_put_in_front_is_not_heard(name: str, encoder: str, tmp_path: Path) -> None:
    """Priming is dropped where the container tells of it: noise lies on its very samples."""
    path = tmp_path / name
    smooth = np.convolve(np.random.default_rng(5).uniform(-1, 1, 50_000), np.hanning(33) / 16, "same")
    samples = smooth.astype(np.float32)[:, None]
    write_samples(path, encoder, 48000, samples)
    with open_sound(FileRef(str(path))) as reader:
        came = heard(reader.audio, 16_000, 24_000)[:, 0]
    assert int(np.argmax(np.correlate(came, samples[20_000:36_000, 0], "valid"))) == 4000


def test_there_is_silence_before_and_after(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    written = sound_file(path, "pcm_f32le", 8000, 1, 1000)
    with open_sound(FileRef(str(path))) as reader:
        came = heard(reader.audio, -500, 2000)
        assert np.array_equal(came[500:1500], written)
        assert not came[:500].any()
        assert not came[1500:].any()
        assert not heard(reader.audio, 10**9, 10).any()


def test_ranges_side_by_side_share_no_sample_and_miss_none(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    written = sound_file(path, "pcm_f32le", 44100, 1, 44100)
    rate = Rate(30000, 1001)
    with open_sound(FileRef(str(path))) as reader:
        parts = [
            block.samples
            for frame in range(29)
            for block in reader.audio.read(Range.frames_of(frame, 1, rate))
        ]
    together = np.concatenate(parts)
    assert {len(part) for part in parts} == {1471, 1472}
    assert np.array_equal(together, written[: len(together)])


def test_a_movies_sound_counts_in_its_media_time(tmp_path: Path) -> None:
    path = tmp_path / "a.mov"
    pictures = [numbered("yuv420p", index) for index in range(30)]
    rate = Rate(30000, 1001)
    write_movie(
        path,
        pictures,
        codec="h264",
        rate=rate,
        timecode="01:00:00;00",
        sound=SoundSpec(48000, 2, "pcm_f32le"),
    )
    info = probe(FileRef(str(path)))
    with open_sound(FileRef(str(path)), info) as reader:
        assert reader.audio.range.start == info.start
        (block,) = reader.audio.read(Range(info.start + Time(15, rate), Time(5, rate)))
    assert np.array_equal(block.samples, tone(24024, 8008, 48000, 2))


@pytest.mark.parametrize(
    ("rate", "to"), [(48000, 44100), (44100, 48000), (48000, 16000), (8000, 48000), (44100, 47999)]
)
def test_another_rate_sounds_the_same_and_in_step(rate: int, to: int, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    sound_file(path, "pcm_f32le", rate, 1, rate)
    with open_sound(FileRef(str(path)), rate=to) as reader:
        assert reader.audio.range.frame_count == to
        whole = heard(reader.audio, 0, to)
        middle = slice(to // 10, to - to // 10)
        assert np.abs(whole[middle] - tone(0, to, to, 1)[middle]).max() < 2e-3
        rng = random.Random(to)
        for first in [rng.randrange(to - 2000) for _ in range(5)]:
            assert np.array_equal(heard(reader.audio, first, 2000), whole[first : first + 2000])


def test_resampling_keeps_the_first_sample_where_it_was() -> None:
    click = np.zeros((4800, 1), np.float32)
    click[2400] = 1
    assert int(np.argmax(resampled(click, 48000, 44100))) == 2205


def test_channels_are_mixed_by_the_stated_rule(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    written = sound_file(path, "pcm_f32le", 8000, 2, 4000)
    with open_sound(FileRef(str(path)), channels=1) as reader:
        assert np.allclose(heard(reader.audio, 0, 4000)[:, 0], written.mean(axis=1), atol=1e-7)
    with open_sound(FileRef(str(path)), channels=6) as reader:
        came = heard(reader.audio, 0, 4000)
        assert np.array_equal(came[:, :2], written)
        assert not came[:, 2:].any()
    assert np.array_equal(np.float32([[0.7]]) @ mix_matrix("mono", 1, 2), np.float32([[0.7, 0.7]]))
    assert mix_matrix("stereo", 2, 2) is None


def test_a_downmix_keeps_the_middle_and_both_sides() -> None:
    mix = mix_matrix("5.1", 6, 2)
    assert mix is not None
    left, right, centre = mix[0], mix[1], mix[2]
    assert left[0] > 0 and left[1] == 0
    assert right[1] > 0 and right[0] == 0
    assert centre[0] == centre[1] > 0
    assert np.allclose(mix_matrix("4 channels", 4, 2)[0], mix_matrix("4.0", 4, 2)[0])


def test_a_sound_file_cut_short_says_where_it_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.mov"
    pictures = [numbered("yuv420p", index) for index in range(48)]
    write_movie(path, pictures, codec="h264", sound=SoundSpec(48000, 2))
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    with open_sound(FileRef(str(path))) as reader:
        assert heard(reader.audio, 0, 1000).any()
        with pytest.raises(UnreadableMedia, match=r"ends at sample \d+ of 96000"):
            heard(reader.audio, 0, 96000)


def test_what_has_no_sound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    write_movie(path, [numbered("gray", 0)])
    with pytest.raises(UnreadableMedia, match="none"):
        open_sound(FileRef(str(path)))
    with pytest.raises(MissingMedia):
        open_sound(FileRef(str(tmp_path / "gone.wav")))


REAL = [
    ("timelines/tlrender/AudioToneStereo.wav", 0),
    ("audio/madmom/sample.wav", 0),
    ("audio/librosa/456440__inspectorj__bird-whistling-robin-single-13.hq.ogg", 0),
    ("timelines/aaf/linear_speed_effects_aaf.mov", 0),
    ("video/torchcodec/nasa_13013.mp4", 1e-6),
    # Noise that AAC only describes comes out a little different each time it is made up.
    ("timelines/tlrender/BART_2021-02-07.m4v", 0.02),
]


@pytest.mark.parametrize(("name", "off"), REAL)
def test_real_sound_is_sought_exactly(name: str, off: float, shared_data: Path) -> None:
    path = shared_data / name
    whole = sequential(path)
    rng = random.Random(name)
    with open_sound(FileRef(str(path))) as reader:
        total = min(reader.audio.range.frame_count, len(whole))
        for first in [rng.randrange(total - 2000) for _ in range(20)]:
            assert np.abs(heard(reader.audio, first, 2000) - whole[first : first + 2000]).max() <= off


@pytest.mark.parametrize(("name", "encoder"), [("a.mp3", "libmp3lame"), ("a.mka", "aac")])
def test_damage_is_silent_and_what_follows_stays_in_its_place(
    name: str, encoder: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    sound_file(path, encoder, 48000, 1, 200_000)
    whole = sequential(path)
    with av.open(str(path)) as file:
        middle = [packet.pos for packet in file.demux() if packet.pos][80]
    data = bytearray(path.read_bytes())
    data[middle + 12 : middle + 40] = b"\xff" * 28
    path.write_bytes(data)
    with open_sound(FileRef(str(path))) as reader:
        assert reader.audio.range.frame_count == len(whole)
        came = heard(reader.audio, 0, len(whole))
    assert np.abs(came[:75_000] - whole[:75_000]).max() < 1e-5
    assert np.abs(came[80_000:110_000] - whole[80_000:110_000]).max() > 1e-3
    # The decoder draws noise of its own: what lies in another place would be a hundred times as far off.
    assert np.abs(came[110_000:] - whole[110_000:]).max() < 3e-3


def test_any_of_several_sound_tracks_may_be_meant(tmp_path: Path) -> None:
    path = tmp_path / "a.mov"
    tracks = [np.full((48_000, 1), level, np.float32) for level in (0.25, 0.5)]
    with av.open(str(path), "w") as file:
        streams = [file.add_stream("pcm_s16le", rate=48000, layout="mono") for _ in tracks]
        for stream, samples in zip(streams, tracks, strict=True):
            block = av.AudioFrame.from_ndarray(samples.reshape(1, -1), "flt", "mono")
            block.sample_rate, block.pts, block.time_base = 48000, 0, Fraction(1, 48000)
            file.mux(stream.encode(block))
            file.mux(stream.encode(None))
    assert probe(FileRef(str(path))).sound_tracks == (0, 1)
    for track, level in ((None, 0.25), (0, 0.25), (1, 0.5)):
        ref = FileRef(str(path), sound_track=track)
        assert ref_from_json(ref.to_json()) == ref
        with open_sound(ref) as reader:
            assert np.abs(heard(reader.audio, 100, 1000) - level).max() < 1e-4
    assert len({fingerprint(FileRef(str(path), sound_track=track)) for track in (None, 0, 1)}) == 3
    with pytest.raises(UnreadableMedia, match="no such track") as refused:
        probe(FileRef(str(path), sound_track=7))
    assert "0, 1" in refused.value.hint
