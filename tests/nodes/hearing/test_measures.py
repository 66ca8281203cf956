"""Loudness, bands and pitch against sounds of known level."""

from __future__ import annotations

import numpy as np
import pytest

from nodes.hearing.bands import band_level
from nodes.hearing.loudness import SILENT, loudness
from nodes.hearing.pitch import pitch
from tests.nodes.hearing.made import blocks, sine


@pytest.mark.parametrize("rate", [44_100, 48_000])
@pytest.mark.parametrize("level", [-23.0, -33.0])
def test_a_stereo_tone_is_as_loud_as_the_recommendation_says(rate: int, level: float) -> None:
    # EBU Tech 3341, cases 1 and 2: 1 kHz in both channels at -23 and -33 dBFS reads -23 and -33 LUFS.
    one = sine(1000, 6, rate, 10 ** (level / 20))

    heard = loudness(blocks(np.stack([one, one], axis=1)), rate)

    assert heard.momentary[-10] == pytest.approx(level, abs=0.1)
    assert heard.short_term[-10] == pytest.approx(level, abs=0.1)
    assert heard.integrated == pytest.approx(level, abs=0.1)


def test_quiet_stretches_are_gated_out_of_the_whole() -> None:
    # EBU Tech 3341, case 3: -36, -23 and -36 LUFS, of which the gate keeps the middle.
    parts = [
        sine(1000, length, 48_000, 10 ** (level / 20)) for length, level in ((3, -36), (18, -23), (3, -36))
    ]
    one = np.concatenate(parts)

    assert loudness(blocks(np.stack([one, one], axis=1)), 48_000).integrated == pytest.approx(-23, abs=0.15)


@pytest.mark.parametrize("count", [0, 80, 8_000])
def test_silence_has_a_number_for_every_step(count: int) -> None:
    heard = loudness(blocks(np.zeros(count)), 8_000)

    assert len(heard.momentary) == len(heard.short_term) == count // 80
    assert (heard.momentary == SILENT).all()
    assert heard.integrated == SILENT
    assert len(band_level(blocks(np.zeros(count)), 8_000, low=20, high=200)) == count // 80


def test_blocks_of_any_size_measure_alike() -> None:
    sound = np.random.default_rng(0).normal(size=30_000) * 0.1

    one, other = (loudness(blocks(sound, size), 22_050) for size in (501, 30_000))

    np.testing.assert_allclose(one.momentary, other.momentary, atol=1e-3)


def test_a_band_hears_its_own_frequencies_at_their_level() -> None:
    sound = sine(1000, 2, 44_100, 0.5) + sine(100, 2, 44_100, 0.25)

    low = band_level(blocks(sound), 44_100, low=20, high=300)
    high = band_level(blocks(sound), 44_100, low=500, high=4_000)

    np.testing.assert_allclose(low[20:-20], 0.25 / np.sqrt(2), rtol=0.02)
    np.testing.assert_allclose(high[20:-20], 0.5 / np.sqrt(2), rtol=0.02)


@pytest.mark.parametrize(
    ("hertz", "rate"), [(82.4, 8_000), (220.0, 44_100), (440.0, 48_000), (880.0, 22_050)]
)
def test_the_pitch_of_a_tune_is_within_a_twentieth_of_a_semitone(hertz: float, rate: int) -> None:
    overtones = sum(sine(hertz * part, 1, rate, 0.3 / part) for part in (1, 2, 3))

    heard = pitch(blocks(overtones), rate)

    inner = heard.hertz[10:-10]
    assert np.abs(12 * np.log2(inner / hertz)).max() < 0.05
    assert heard.clarity[50] > 0.95


def test_noise_and_silence_have_no_pitch() -> None:
    noise = np.random.default_rng(0).normal(size=22_050) * 0.3

    assert (pitch(blocks(noise), 22_050).hertz > 0).mean() < 0.05
    assert (pitch(blocks(np.zeros(22_050)), 22_050).hertz == 0).all()
    assert len(pitch(blocks(np.zeros(80)), 8_000).hertz) == 1
