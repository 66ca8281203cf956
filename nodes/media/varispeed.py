"""Sound at any speed: samples between samples, by windowed-sinc interpolation."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import cache

import numpy as np

from nodes.api.frames import FloatArray

_CROSSINGS = 24
_PHASES = 512
_WIDEST = 32
_BETA = 9.0


def reach(step: Fraction) -> int:
    """Return how many samples on either side of a place its value depends on."""
    return math.ceil(_CROSSINGS * _stretch(step)) + 1


def _stretch(step: Fraction) -> Fraction:
    """Return how much wider than a sample's the window is, so that nothing aliases."""
    return min(max(abs(step), Fraction(1)), Fraction(_WIDEST))


def interpolated(samples: FloatArray, first: Fraction, step: Fraction, count: int) -> FloatArray:
    """Return (count, channels): the sound at the places `first`, `first + step` … among the samples.

    A place is counted in samples from `samples[0]`; a negative `step` goes backwards. Reads `reach(step)`
    samples beyond the first and the last place: raises IndexError where `samples` ends before. What would
    alias is taken away first, up to 32 times the speed. J. O. Smith, "Digital Audio Resampling" (CCRMA,
    2002): a Kaiser-windowed sinc from a table of 512 phases, straight lines between them.
    """
    base = math.floor(first)
    places = float(first - base) + float(step) * np.arange(count)
    whole = np.floor(places).astype(np.int64)
    stretch = float(_stretch(step))
    half = reach(step) - 1
    taps = np.arange(-half, half + 1)
    chosen = whole[:, None] + taps + base
    if count and (chosen[[0, -1]].min() < 0 or chosen[[0, -1]].max() >= len(samples)):
        raise IndexError(f"places {first} by {step} reach beyond {len(samples)} samples")
    made = np.empty((count, samples.shape[1]), np.float32)
    block = max(1, (1 << 20) // len(taps))
    for begin in range(0, count, block):
        some = slice(begin, min(count, begin + block))
        away = (taps - (places[some] - whole[some])[:, None]) / stretch
        weights = _weights(np.abs(away)) / stretch
        made[some] = np.einsum("nt,ntc->nc", weights, samples[chosen[some]], optimize=False)
    return made


def _weights(away: FloatArray) -> FloatArray:
    table = _table()
    place = np.minimum(away * _PHASES, len(table) - 2)
    low = place.astype(np.int64)
    part = (place - low).astype(np.float32)
    below: FloatArray = table[low]
    return below + (table[low + 1] - below) * part


@cache
def _table() -> FloatArray:
    away = np.arange(_CROSSINGS * _PHASES + 2) / _PHASES
    inside = np.clip(1 - (away / _CROSSINGS) ** 2, 0, None)
    made = np.sinc(away) * np.i0(_BETA * np.sqrt(inside)) / np.i0(_BETA)
    made[away >= _CROSSINGS] = 0
    return made.astype(np.float32)
