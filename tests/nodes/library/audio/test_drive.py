from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from nodes.api import Curve, Format, NodeError, Rate, Time
from nodes.hearing.beats import beats
from nodes.hearing.flux import flux
from nodes.hearing.loudness import loudness
from nodes.hearing.onsets import onsets
from nodes.library.audio.drive import drive
from tests.nodes.hearing.made import blocks, drums, sine, with_struck
from tests.nodes.library.audio.hearing_kit import Quiet, audio_of

RATE = 22_050
FORMAT = Format(64, 36, Rate(25))


def driven(sound: Any, rate: int = RATE, **rest: Any) -> Curve:
    return drive(audio_of(sound, rate), FORMAT, Quiet(), **rest)


def values(curve: Curve, count: int) -> list[float]:
    return [curve.at(Time(frame, FORMAT.rate)) for frame in range(count)]


def test_loudness_is_the_loudness_that_was_measured_sample_by_sample() -> None:
    sound = np.concatenate([sine(440, 1, RATE, 0.1), sine(440, 1, RATE, 0.5)])
    heard = 1 + loudness(blocks(sound), RATE, fps=200).momentary.astype(np.float64) / 60

    made = values(driven(sound, feature="loudness", release=0.0), 50)

    # A frame at 25 a second covers steps -3.9… to 4 round its own of 200 a second.
    wanted = [heard[max(0, 8 * frame - 4) : 8 * frame + 4].max() for frame in range(50)]
    np.testing.assert_allclose(made, wanted, atol=1e-12)


def test_attack_release_threshold_and_range_do_what_they_say() -> None:
    at = np.array([0.4, 1.2])
    sound = with_struck("noise", at, 2.0, RATE)
    found = onsets(flux(blocks(sound), RATE))
    raw = np.zeros(400)
    raw[np.round(found.at * 200 / RATE).astype(int)] = found.strength
    raw = np.maximum(raw - 0.2, 0) / 0.8
    here, followed = 0.0, []
    for value in raw:
        pace = 0.02 if value > here else 0.3
        here = value + (here - value) * math.exp(-1 / (pace * 200))
        followed.append(here)
    wanted = [2 + 3 * max(followed[max(0, 8 * frame - 4) : 8 * frame + 4]) for frame in range(50)]

    made = values(driven(sound, threshold=0.2, attack=0.02, release=0.3, range=(2.0, 5.0)), 50)

    np.testing.assert_allclose(made, wanted, atol=1e-9)


def test_beats_pulse_within_half_a_frame_and_move_by_the_offset() -> None:
    sound, _ = drums(120, 8)
    true = beats(flux(blocks(sound), RATE)).at / RATE

    for offset in (0.0, 0.5):
        made = np.array(values(driven(sound, feature="beat", release=0.0, offset=offset), 200))
        frames = np.flatnonzero(made == 1.0) / 25
        inside = true[true + offset < 7.9]
        assert len(frames) in (len(inside), len(inside) + 1)
        for beat in inside:
            assert np.abs(frames - beat - offset).min() <= 0.0226  # half a frame, and half a step of 5 ms


def test_an_offset_of_hours_drives_a_shot_by_its_timecode() -> None:
    sound = with_struck("noise", np.array([0.4, 1.2]), 2.0, RATE)
    here, there = (driven(sound, release=0.1, offset=offset) for offset in (0.0, 3 * 3600 - 0.6))

    hours = Time(3 * 3600, Rate(1)).at(FORMAT.rate) - Time(15, FORMAT.rate)
    moved = [there.at(hours + Time(frame, FORMAT.rate)) for frame in range(50)]
    assert moved == pytest.approx(values(here, 50), abs=1e-12)
    assert max(moved) > 0.5


def test_phase_rises_from_beat_to_beat() -> None:
    sound, _ = drums(120, 8)
    found = beats(flux(blocks(sound), RATE)).at / RATE
    curve = driven(sound, feature="phase")

    for low, high in pairwise(found):
        frame = math.ceil(low * 25) + 2
        assert curve.at(Time(frame, FORMAT.rate)) == pytest.approx(
            (frame / 25 - low) / (high - low), abs=1e-3
        )


def test_pitch_is_even_in_octaves_and_held_through_silence() -> None:
    sound = np.concatenate([sine(220, 1, RATE), np.zeros(RATE)])

    made = values(driven(sound, feature="pitch", low=110.0, high=880.0, release=0.0), 45)

    assert made[12] == pytest.approx(1 / 3, abs=0.01)
    assert made[44] == pytest.approx(1 / 3, abs=0.05)


def test_a_sound_that_starts_at_a_timecode_drives_there() -> None:
    start = Time(100, Rate(25))
    curve = drive(audio_of(sine(440, 1, RATE), RATE, start), FORMAT, Quiet(), feature="loudness")

    assert curve.keys[0].time >= start
    assert curve.at(start + Time(20, Rate(25))) > 0.5


@pytest.mark.parametrize("feature", ["onset", "beat", "phase", "bar", "band", "loudness", "pitch"])
@pytest.mark.parametrize(("count", "rate"), [(0, 8_000), (80, 8_000), (16_000, 8_000), (441, 44_100)])
def test_silence_however_short_is_nought_all_along(feature: str, count: int, rate: int) -> None:
    curve = driven(np.zeros(count), rate, feature=feature, range=(0.25, 1.0))

    assert {key.value for key in curve.keys} == {0.25}
    assert len(curve.keys) <= 2


@pytest.mark.parametrize(
    "wrong",
    [{"threshold": 1.0}, {"attack": -1.0}, {"release": -0.1}, {"low": 0.0}, {"high": 10.0}, {"beats": -1}],
)
def test_what_makes_no_sense_is_refused_by_name(wrong: dict[str, Any]) -> None:
    with pytest.raises(NodeError) as caught:
        driven(np.zeros(100), **wrong)

    assert caught.value.port in wrong
