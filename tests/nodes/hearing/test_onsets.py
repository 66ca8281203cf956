from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nodes.hearing.flux import flux
from nodes.hearing.onsets import onsets
from nodes.media.refs import FileRef
from nodes.media.sound import open_sound
from tests.nodes.hearing.made import blocks, f_measure, sine, with_struck


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100, 48_000])
@pytest.mark.parametrize("kind", ["click", "noise", "tone"])
def test_every_struck_sound_is_found_within_ten_milliseconds(kind: str, rate: int) -> None:
    true = np.cumsum(np.random.default_rng(3).uniform(0.13, 0.7, 20))
    sound = with_struck(kind, true, true[-1] + 0.5, rate)

    found = onsets(flux(blocks(sound), rate)).at / rate

    assert len(found) == len(true)
    assert np.abs(found - true).max() <= 0.010


def test_a_steady_tone_has_one_onset_and_silence_none() -> None:
    fading = np.linspace(1, 0, 44_100)
    tone = np.concatenate([np.zeros(22_050), sine(440, 2, 22_050) * fading])

    found = onsets(flux(blocks(tone), 22_050))

    assert np.abs(found.at[found.strength > 0.5] / 22_050 - 1.0).max() < 0.01
    assert (found.strength > 0.5).sum() == 1
    assert len(onsets(flux(blocks(np.zeros(22_050)), 22_050)).at) == 0


@pytest.mark.parametrize("count", [0, 1, 80, 441])
def test_ten_milliseconds_and_less_are_heard_without_fuss(count: int) -> None:
    sound = np.random.default_rng(0).normal(size=count)

    assert len(onsets(flux(blocks(sound), 8_000)).at) <= 1


def test_how_the_sound_is_cut_into_blocks_changes_nothing() -> None:
    sound = with_struck("noise", np.array([0.2, 0.9, 1.3]), 2.0, 22_050)

    one, other = (flux(blocks(sound, size), 22_050) for size in (777, 1 << 20))

    np.testing.assert_allclose(one.whole, other.whole, atol=1e-4)
    np.testing.assert_allclose(one.colour, other.colour, atol=1e-4)


def test_numbers_that_are_none_are_heard_as_silence() -> None:
    sound = np.zeros(22_050)
    sound[5_000], sound[9_000] = np.nan, np.inf

    assert len(onsets(flux(blocks(sound), 22_050)).at) == 0


def test_annotated_music_is_heard_as_its_annotators_did(shared_data: Path) -> None:
    folder = shared_data / "audio" / "madmom"
    true = np.loadtxt(folder / "sample.onsets", ndmin=1)

    with open_sound(FileRef(str(folder / "sample.wav"))) as reader:
        audio = reader.audio
        found = onsets(flux((each.samples for each in audio.read(audio.range)), audio.rate))

    assert f_measure(found.at / audio.rate, true, 0.025) >= 0.9
