"""Where sounds begin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .flux import FPS, Flux
from .spectra import window_size
from .windows import Floats, Samples

_SEPARATE = 0.03
_EARLIER, _LATER = 0.10, 0.07
_LEAST = 1e-3
_EARLY = 0.18
"""How far ahead of an onset its rise is largest, in windows: a log magnitude jumps as the window arrives.

Measured on clicks, noise bursts and tones, at 8 to 48 kHz: 0.14 to 0.20.
"""


@dataclass(frozen=True, slots=True)
class Onsets:
    """Beginnings of sounds: `at` in samples, rising, with `strength` from 0 to 1, 1 the strongest."""

    rate: int
    at: Samples
    strength: Floats


def onsets(flux: Flux, *, sensitivity: float = 0.7) -> Onsets:
    """Return the onsets in a sound's novelty; `sensitivity` from 0 (the plainest alone) to 1 (every rise).

    A peak is an onset where it is the largest within 30 ms and stands above the mean of what is round it
    (100 ms before to 70 ms after) by a margin, after Böck, Krebs and Schedl (Evaluating the online
    capabilities of onset detection methods, ISMIR 2012). Instants are refined between two values.
    """
    from scipy.ndimage import maximum_filter1d, uniform_filter1d

    novelty = flux.whole
    if len(novelty) == 0 or float(novelty.max()) < _LEAST:
        return Onsets(flux.rate, np.zeros(0, np.int64), np.zeros(0, np.float32))
    scale = _scale(novelty)
    reach = round(_SEPARATE * FPS)
    before, after = round(_EARLIER * FPS), round(_LATER * FPS)
    largest = maximum_filter1d(novelty, 2 * reach + 1, mode="constant")
    around = uniform_filter1d(novelty, before + after + 1, mode="constant", origin=(before - after) // 2)
    margin = (1.0 - sensitivity) * 0.5 * scale
    peaks = np.flatnonzero((novelty >= largest) & (novelty > around + margin) & (novelty > _LEAST))
    peaks = peaks[np.diff(peaks, prepend=-reach - 1) > reach]
    strength = np.clip(novelty[peaks] / novelty[peaks].max(initial=_LEAST), 0.0, 1.0)
    return Onsets(flux.rate, instants(novelty, peaks, flux.rate), strength.astype(np.float32))


def _scale(novelty: Floats) -> float:
    """Return what counts as a strong rise in this sound: near the top of its novelty, not its one crash."""
    return max(float(np.percentile(novelty, 99)), float(novelty.max()) / 4)


def instants(novelty: Floats, peaks: npt.NDArray[np.intp], rate: int) -> Samples:
    """Return the samples at which peaks stand, by a parabola through each and its neighbours."""
    last = len(novelty) - 1
    low, here, high = (novelty[np.clip(peaks + step, 0, last)].astype(np.float64) for step in (-1, 0, 1))
    bend = low - 2 * here + high
    shift = np.divide(low - high, 2 * bend, out=np.zeros_like(bend), where=bend < 0)
    places = (peaks + np.clip(shift, -0.5, 0.5)) * rate / FPS + _EARLY * window_size(rate)
    made: Samples = np.round(places).astype(np.int64)
    return np.maximum(made, 0)
