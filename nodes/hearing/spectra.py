"""Magnitude spectra of a sound, and filters that hear them as an ear does."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from .windows import Blocks, Floats, windows

_LOWEST = 27.5
_HIGHEST = 16000.0
_WINDOW_SECONDS = 0.046
_BANDS_PER_OCTAVE = 24


def window_size(rate: int) -> int:
    """Return the power of two nearest to 46 ms, at least 64 samples: 2048 at 44.1 and 48 kHz."""
    return 1 << max(6, round(float(np.log2(rate * _WINDOW_SECONDS))))


def spectra(blocks: Blocks, rate: int, fps: int, size: int | None = None) -> Iterator[Floats]:
    """Yield batches (count, size // 2 + 1) of magnitudes, a full-scale sine at about 0.5.

    One spectrum for each window that `windows` yields, through a Hann window.
    """
    from scipy import fft

    length = window_size(rate) if size is None else size
    shape = np.hanning(length + 1)[:-1].astype(np.float32)
    shape /= shape.sum()
    for batch in windows(blocks, rate, fps, length):
        yield np.abs(fft.rfft(batch * shape, axis=1)).astype(np.float32)


@lru_cache(maxsize=8)
def ear(rate: int, size: int) -> Floats:
    """Return a filterbank (size // 2 + 1, bands): overlapping triangles, 24 to the octave, 27.5 Hz to 16 kHz.

    Low bands narrower than a bin are merged, as Böck and Widmer do (Maximum filter vibrato suppression for
    onset detection, DAFx 2013); above half the rate there is none.
    """
    top = min(_HIGHEST, rate / 2)
    count = int(np.floor(np.log2(top / _LOWEST) * _BANDS_PER_OCTAVE))
    edges = _LOWEST * 2.0 ** (np.arange(count + 1) / _BANDS_PER_OCTAVE)
    bins = np.unique(np.clip(np.round(edges * size / rate).astype(int), 1, size // 2))
    at = np.arange(size // 2 + 1)
    made = [
        np.interp(at, [low, middle, high], [0.0, 1.0, 0.0])
        for low, middle, high in zip(bins, bins[1:], bins[2:], strict=False)
    ]
    bank = np.array(made, np.float32).reshape(len(made), size // 2 + 1).T
    bank.flags.writeable = False
    return bank
