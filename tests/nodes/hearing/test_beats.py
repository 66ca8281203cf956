from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest

from nodes.hearing.bars import bars
from nodes.hearing.beats import beats
from nodes.hearing.flux import flux
from tests.nodes.hearing.made import bars_of, blocks, drums, f_measure, with_struck

RATE = 22_050


@pytest.mark.parametrize("tempo", [90, 110, 128, 140])
@pytest.mark.parametrize("drift", [0.0, 0.08])
def test_a_drum_kit_is_followed_through_tempo_drift(tempo: float, drift: float) -> None:
    sound, true = drums(tempo, 25, drift=drift)

    found = beats(flux(blocks(sound), RATE))

    assert f_measure(found.at / RATE, true, 0.07) >= 0.97
    near = np.abs(found.at[:, None] / RATE - true[None, :]).min(axis=1)
    assert np.median(near) <= 0.005


@pytest.mark.parametrize("rate", [8_000, 44_100])
def test_clicks_are_found_within_ten_milliseconds(rate: int) -> None:
    true = np.arange(0.4, 14, 0.5)

    found = beats(flux(blocks(with_struck("click", true, 15, rate)), rate))

    assert abs(found.tempo - 120) < 0.5
    assert np.abs(found.at[:, None] / rate - true[None, :]).min(axis=0).max() <= 0.010


@pytest.mark.parametrize("metre", [3, 4])
def test_bars_begin_where_the_harmony_changes_over_the_bass(metre: int) -> None:
    sound, true = bars_of(metre, 110, 25)
    heard = flux(blocks(sound), RATE)
    found = beats(heard)

    made = bars(heard, found)

    assert made.beats == metre
    assert f_measure(made.at(found) / RATE, true, 0.07) >= 0.9


@pytest.mark.parametrize("count", [0, 80, 24_000])
def test_where_nothing_begins_there_are_no_beats_and_no_bars(count: int) -> None:
    heard = flux(blocks(np.zeros(count)), 8_000)
    found = beats(heard)

    assert found.tempo == 0
    assert len(found.at) == len(bars(heard, found).first) == 0


@pytest.mark.slow
def test_an_hour_costs_a_few_numbers_a_second() -> None:
    rate, hop = 8_000, 4_000

    def clicks() -> Iterator[npt.NDArray[np.float32]]:
        one = np.zeros((hop, 1), np.float32)
        one[7] = 0.9
        for _ in range(3600 * rate // hop):
            yield one

    tracemalloc.start()
    found = beats(flux(clicks(), rate))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert abs(len(found.at) - 7200) <= 2
    assert np.abs(np.diff(found.at) - hop).max() <= 0.01 * rate
    assert peak < 110 << 20  # the samples alone would be 110 MB, their spectra 1.5 GB
