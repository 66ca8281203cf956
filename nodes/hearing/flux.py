"""How much new energy comes at each instant: the novelty that onsets and beats are found in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .spectra import ear, spectra, window_size
from .windows import Blocks, Floats

FPS = 200
"""Values a second."""

_BASS_HERTZ = 180.0
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Flux:
    """Novelty at `FPS` values a second: over all bands and over the bass alone, never negative.

    `colour` holds the mean spectrum by octave (frames / 20, octaves), ten times a second.
    """

    rate: int
    whole: Floats
    bass: Floats
    colour: Floats


def flux(blocks: Blocks, rate: int) -> Flux:
    """Return a sound's novelty: the rise of each band's log magnitude over its neighbours' a moment ago.

    SuperFlux after Böck and Widmer (Maximum filter vibrato suppression for onset detection, DAFx 2013): the
    earlier spectrum is widened by a maximum over three bands, so that vibrato makes no onsets; the moment is
    the time in which a Hann window falls to one half.
    """
    from scipy.ndimage import maximum_filter1d

    size = window_size(rate)
    bank = ear(rate, size)
    lag = max(1, round(size * _HALF / 2 * FPS / rate))
    bass_bands = _bands_below(bank, rate, size)
    before = np.zeros((lag, bank.shape[1]), np.float32)
    whole: list[Floats] = []
    bass: list[Floats] = []
    colours: list[Floats] = []
    left = np.zeros((0, bank.shape[1]), np.float32)
    for batch in spectra(blocks, rate, FPS, size):
        now = np.log10(1.0 + batch @ bank * (size / 4))
        joined = np.concatenate([before, now])
        wide = maximum_filter1d(joined[:-lag], 3, axis=1) if bank.shape[1] else joined[:-lag]
        rise = np.maximum(now - wide, 0.0)
        whole.append(rise.sum(axis=1))
        bass.append(rise[:, :bass_bands].sum(axis=1))
        before = joined[-lag:]
        left = _gather(np.concatenate([left, now]), colours)
    if len(left):
        colours.append(left.mean(axis=0, keepdims=True))
    return Flux(rate, _joined(whole), _joined(bass), _octaves(colours, bank.shape[1]))


def _bands_below(bank: Floats, rate: int, size: int) -> int:
    peaks = bank.argmax(axis=0) * rate / size
    return int(np.searchsorted(peaks, _BASS_HERTZ))


def _gather(rows: Floats, into: list[Floats]) -> Floats:
    whole = len(rows) // 20 * 20
    if whole:
        into.append(rows[:whole].reshape(-1, 20, rows.shape[1]).mean(axis=1))
    return rows[whole:]


def _octaves(rows: list[Floats], bands: int) -> Floats:
    if not rows:
        return np.zeros((0, 0), np.float32)
    made = np.concatenate(rows)
    cuts = np.arange(0, bands, 12)
    return np.add.reduceat(made, cuts, axis=1) if bands else made


def _joined(parts: list[Floats]) -> Floats:
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)
