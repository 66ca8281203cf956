"""Sound is summed, shaped and played at any speed, exact to the sample."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from nodes.api import Curve, Format, Key, Range, Rate, Time
from nodes.engine.job import Bound, Job, SoundPiece, job_from_json
from nodes.engine.metering import SPAN, peaks_of
from nodes.engine.mix import Mix
from nodes.media.movie_codecs import SoundSpec
from tests.nodes.engine.kit import COLOUR
from tests.nodes.engine.rendering import bound

FILM, SOUND = Rate(24), Rate(48000)
LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}
SLOW = 2000
MONO, STEREO = SoundSpec(48000, 1), SoundSpec(48000, 2)


def write(path: Path, samples: np.ndarray, rate: int = 48000, encoder: str = "pcm_f32le") -> Bound:
    channels = samples.shape[1]
    with av.open(str(path), "w") as file:
        stream = file.add_stream(encoder, rate=rate, layout=LAYOUTS[channels])
        for first in range(0, len(samples), 4096):
            part = np.ascontiguousarray(samples[first : first + 4096], np.float32)
            frame = av.AudioFrame.from_ndarray(part.reshape(1, -1), "flt", stream.layout.name)
            frame.sample_rate, frame.pts, frame.time_base = rate, first, Fraction(1, rate)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return bound(path)


def noise(count: int, channels: int = 2, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-0.9, 0.9, (count, channels)).astype(np.float32)


def tone(count: int, cycles: float, rate: int = 48000, channels: int = 1) -> np.ndarray:
    return np.repeat(np.sin(np.arange(count)[:, None] * (2 * math.pi * cycles / rate)), channels, 1)


def job_of(pieces: tuple[SoundPiece, ...], **media: Bound) -> Job:
    return Job({}, Format(16, 16, FILM), media, COLOUR, sound=pieces)


def piece(media: str, first: int, count: int, start: int = 0, **rest: object) -> SoundPiece:
    return SoundPiece(media, Time(start, SOUND), Range.frames_of(first, count, SOUND), **rest)


def mixed(job: Job, count: int, spec: SoundSpec = STEREO, start: Time = Time(0, SOUND)) -> np.ndarray:
    with Mix(job, start, spec) as mix:
        return np.concatenate(list(mix.blocks(Time(count, Rate(spec.rate)))))


def test_pieces_that_overlap_are_summed_without_clipping(tmp_path):
    one, two = noise(9000, seed=1), noise(9000, seed=2)
    media = {"one": write(tmp_path / "1.wav", one), "two": write(tmp_path / "2.wav", two)}
    pieces = (piece("one", 0, 6000), piece("two", 2000, 7000, 100), piece("one", 3000, 1000, 500))
    expected = np.zeros((9000, 2), np.float32)
    expected[:6000] += one[:6000]
    expected[2000:] += two[100:7100]
    expected[3000:4000] += one[500:1500]
    came = mixed(job_of(pieces, **media), 9000)
    assert np.allclose(came, expected, atol=1e-7)
    assert np.abs(came).max() > 1.2


def test_what_each_track_adds_is_told_beside_the_mix(tmp_path):
    one, two = noise(9000, seed=1), noise(9000, seed=2)
    media = {"one": write(tmp_path / "1.wav", one), "two": write(tmp_path / "2.wav", two)}
    pieces = (
        piece("one", 0, 6000, track="a"),
        piece("two", 0, 3000, track="a", level=Curve.constant(-6.0)),
        piece("two", 5000, 4000, 100, track="b"),
    )
    with Mix(job_of(pieces, **media), Time(0, SOUND), STEREO) as mix:
        came = list(mix.blocks_and_shares(Time(9000, SOUND)))
    whole = np.concatenate([block for block, _ in came])
    shares = {
        track: np.concatenate([share.get(track, np.zeros_like(block)) for block, share in came])
        for track in ("a", "b")
    }
    expected = np.zeros((9000, 2), np.float32)
    expected[5000:] = two[100:4100]
    assert np.allclose(shares["b"], expected, atol=1e-7)
    assert np.allclose(shares["a"][:3000], one[:3000] + two[:3000] * 10 ** (-6 / 20), atol=1e-6)
    assert np.allclose(whole, shares["a"] + shares["b"], atol=1e-7)
    assert np.allclose(whole, mixed(job_of(pieces, **media), 9000), atol=1e-6)
    # What is over is not told of any more.
    assert set(came[0][1]) == {"a"} and set(came[-1][1]) == {"b"}
    for block, told in came:
        for track, share in told.items():
            spans = [share[at : at + SPAN] for at in range(0, len(block), SPAN)]
            assert peaks_of(share) == [np.abs(span).max(0).tolist() for span in spans], track


def test_the_level_runs_straight_in_decibels_from_key_to_key_at_every_sample(tmp_path):
    media = write(tmp_path / "1.wav", np.ones((8000, 2)))
    level = Curve((Key(Time(1000, SOUND), 0.0), Key(Time(5000, SOUND), -40.0), Key(Time(5001, SOUND), 6.0)))
    came = mixed(job_of((piece("one", 0, 8000, level=level),), one=media), 8000)
    for sample in (0, 999, 1000, 1001, 2047, 2048, 2999, 4999, 5000, 5001, 7999):
        expected = 10 ** (level.at(Time(sample, SOUND)) / 20)
        assert came[sample] == pytest.approx([expected, expected], rel=1e-6)


def test_a_level_of_minus_a_hundred_is_silence(tmp_path):
    media = write(tmp_path / "1.wav", np.ones((100, 2)))
    quiet = piece("one", 0, 100, level=Curve.constant(-100.0))
    assert not mixed(job_of((quiet,), one=media), 100).any()


def test_fades_have_equal_power_so_that_a_crossfade_keeps_it(tmp_path):
    media = write(tmp_path / "1.wav", np.ones((20000, 1)))
    fade = Time(Fraction(1, 10), Rate(1))
    out = piece("one", 0, 8000, fade_out=fade)
    into = piece("one", 3200, 8000, fade_in=fade)
    gone = mixed(job_of((out,), one=media), 12000, MONO)[:, 0]
    come = mixed(job_of((into,), one=media), 12000, MONO)[:, 0]
    assert np.all(gone[:3201] == 1) and not gone[8000:].any()
    assert not come[:3201].any() and np.all(come[8000:11200] == 1)
    assert gone[3200 + 2400] == pytest.approx(math.sqrt(0.5), abs=1e-6)
    assert np.allclose(gone[3200:8000] ** 2 + come[3200:8000] ** 2, 1, atol=1e-5)


@pytest.mark.parametrize("pan", [-1.0, -0.5, 0.0, 0.25, 1.0])
def test_one_channel_keeps_its_power_wherever_it_is_panned(tmp_path, pan):
    media = write(tmp_path / "1.wav", np.full((100, 1), 0.5))
    panned = piece("one", 0, 100, pan=Curve.constant(pan))
    left, right = mixed(job_of((panned,), one=media), 100)[50]
    assert left**2 + right**2 == pytest.approx(0.5, abs=1e-6)
    assert (left - right) * pan <= 0 and (left == pytest.approx(right)) == (pan == 0)


def test_of_two_channels_the_far_one_moves_to_the_near_side(tmp_path):
    both = np.tile(np.array([[0.25, 0.5]]), (100, 1))
    media = write(tmp_path / "1.wav", both)

    def at(pan: float) -> np.ndarray:
        return mixed(job_of((piece("one", 0, 100, pan=Curve.constant(pan)),), one=media), 100)[50]

    assert at(-1) == pytest.approx([0.75, 0], abs=1e-6)
    assert np.array_equal(at(0), both[50].astype(np.float32))
    assert at(1) == pytest.approx([0, 0.75], abs=1e-6)
    assert at(0.5) == pytest.approx([0.25 * math.sqrt(0.5), 0.5 + 0.25 * math.sqrt(0.5)], abs=1e-6)


@pytest.mark.parametrize("name", ["a.wav", "a.mp3"])
def test_backwards_is_every_sample_in_the_other_order(tmp_path, name):
    written = noise(400_000, seed=3)
    media = write(tmp_path / name, written, encoder="libmp3lame" if name == "a.mp3" else "pcm_f32le")
    count = media.info.sound.samples
    forwards = mixed(job_of((piece("one", 0, count),), one=media), count)
    turned = piece("one", 0, count, count, speed=Fraction(-1))
    came = mixed(job_of((turned,), one=media), count)
    assert np.abs(came - forwards[::-1]).max() < 2e-4


@pytest.mark.parametrize(
    "speed", [Fraction(1, 2), Fraction(2), Fraction(24, 25), Fraction(-3, 7), Fraction(1001, 1000)]
)
def test_another_speed_is_another_pitch_in_the_right_place(tmp_path, speed):
    cycles = 997.0
    media = write(tmp_path / "1.wav", tone(200_000, cycles))
    start = 100_000
    came = mixed(job_of((piece("one", 0, 20_000, start, speed=speed),), one=media), 20_000, MONO)[:, 0]
    places = start + float(speed) * (np.arange(20_000) + 0.5) - 0.5
    assert np.abs(came - np.sin(places * (2 * math.pi * cycles / 48000))).max() < 2e-4


def test_what_would_alias_at_a_higher_speed_is_gone(tmp_path):
    media = write(tmp_path / "1.wav", tone(100_000, 15_000.0))
    came = mixed(job_of((piece("one", 0, 40_000, speed=Fraction(2)),), one=media), 40_000, MONO)
    assert np.abs(came[100:-100]).max() < 1e-3


def test_a_frozen_piece_is_silent(tmp_path):
    media = write(tmp_path / "1.wav", np.ones((100, 1)))
    assert not mixed(job_of((piece("one", 0, 100, 50, speed=Fraction(0)),), one=media), 100).any()


CLICKS = [minute * 60 * SLOW + minute for minute in range(60)]
"""A click begins each minute, a sample later each time."""


@pytest.fixture(scope="module")
def hour(tmp_path_factory: pytest.TempPathFactory) -> Bound:
    samples = np.zeros((3600 * SLOW, 1), np.float32)
    samples[CLICKS] = 0.5
    return write(tmp_path_factory.mktemp("hour") / "1.flac", samples, SLOW, "flac")


@pytest.mark.parametrize("rate", [Rate(24000, 1001), Rate(25), Rate(30000, 1001)])
def test_clicks_of_an_hour_are_heard_on_their_samples(hour, rate):
    count = math.ceil(3600 * rate.fraction)
    whole = SoundPiece("one", Time(0, Rate(SLOW)), Range.frames_of(0, count, rate))
    found, given = [], 0
    with Mix(job_of((whole,), one=hour), Time(0, rate), SoundSpec(SLOW, 1)) as mix:
        for frame in [*range(count)[50::97], count - 1]:
            came = mix.next(Time(frame, rate))
            found += [given + int(place) for place in np.flatnonzero(came[:, 0] > 0.2)]
            given += len(came)
            assert given == math.floor(Fraction(frame + 1) / rate.fraction * SLOW)
    assert found == CLICKS


def test_a_piece_late_in_an_hour_begins_on_its_sample(tmp_path):
    media = write(tmp_path / "1.wav", noise(48000))
    late = 3599 * 48000 + 7
    with_click = job_of((piece("one", late, 1000, 17),), one=media)
    came = mixed(with_click, 2000, start=Time(late - 500, SOUND))
    assert not came[:500].any() and not came[1500:].any()
    assert np.array_equal(came[500:1500], noise(48000)[17:1017])


def test_a_piece_crosses_processes_whole(tmp_path):
    media = write(tmp_path / "1.wav", np.ones((100, 1)))
    curve = Curve((Key(Time(Fraction(1, 3), FILM), -6.0), Key(Time(2, FILM), 1.5)))
    full = piece(
        "one",
        3,
        4,
        5,
        speed=Fraction(-2, 3),
        level=curve,
        pan=curve,
        fade_in=Time(1, FILM),
        fade_out=Time(2, FILM),
    )
    job = job_of((full, piece("one", 0, 1)), one=media)
    assert job_from_json(json.loads(json.dumps(job.to_json()))).sound == job.sound


def test_six_channels_are_mixed_down_by_their_layout(tmp_path):
    only_centre = np.zeros((1000, 6), np.float32)
    only_centre[:, 2] = 0.5
    media = write(tmp_path / "1.wav", only_centre)
    left, right = mixed(job_of((piece("one", 0, 1000),), one=media), 1000)[500]
    assert left == right and 0.1 < left < 0.5
