"""The pitch of a voice or a tune."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .windows import Blocks, Floats, windows

_CLEAR = 0.15
_QUIET = 1e-4


@dataclass(frozen=True, slots=True)
class Pitch:
    """`hertz` over time, 0 where there is none, with `clarity` from 0 (noise) to 1 (a pure period)."""

    fps: int
    hertz: Floats
    clarity: Floats


def pitch(blocks: Blocks, rate: int, *, low: float = 60.0, high: float = 1000.0, fps: int = 100) -> Pitch:
    """Return the pitch between `low` and `high` Hz, `fps` values a second.

    YIN (de Cheveigné and Kawahara, JASA 2002): the first dip of the cumulative mean normalised difference
    below 0.15, refined by a parabola, over windows of two of the longest periods.
    """
    longest = min(int(np.ceil(rate / low)) + 2, rate)
    shortest = max(2, int(rate / high))
    hertz, clarity = [np.zeros(0, np.float32)], [np.zeros(0, np.float32)]
    for batch in windows(blocks, rate, fps, 2 * longest):
        lag, depth = _dips(_differences(batch, longest), shortest)
        heard = (np.sqrt(np.mean(batch**2, axis=1)) > _QUIET) & (depth < 2 * _CLEAR)
        hertz.append(np.where(heard, rate / lag, 0.0).astype(np.float32))
        clarity.append(np.where(heard, 1.0 - depth, 0.0).astype(np.float32))
    return Pitch(fps, np.concatenate(hertz), np.clip(np.concatenate(clarity), 0.0, 1.0))


def _differences(batch: Floats, longest: int) -> npt.NDArray[np.float64]:
    """Return the cumulative mean normalised difference (count, longest), 1 at lag 0."""
    from scipy import fft

    head = batch[:, :longest].astype(np.float64)
    whole = batch.astype(np.float64)
    size = fft.next_fast_len(3 * longest)
    both = fft.rfft(whole, size, axis=1) * np.conj(fft.rfft(head, size, axis=1))
    alike = fft.irfft(both, size, axis=1)[:, :longest]
    power = np.concatenate([np.zeros((len(batch), 1)), np.cumsum(whole**2, axis=1)], axis=1)
    moved = power[:, longest : 2 * longest] - power[:, :longest]
    apart = np.maximum(moved[:, :1] + moved - 2 * alike, 0.0)
    apart[:, 0] = 0.0
    so_far = np.cumsum(apart, axis=1)
    made: npt.NDArray[np.float64] = np.ones_like(apart)
    lags = np.arange(1, longest)
    np.divide(apart[:, 1:] * lags, so_far[:, 1:], out=made[:, 1:], where=so_far[:, 1:] > 1e-12)
    return made


def _dips(differences: npt.NDArray[np.float64], shortest: int) -> tuple[Floats, Floats]:
    """Return lag and depth of the first clear dip of each row, of the deepest where none is clear."""
    inner = differences[:, shortest:-1]
    below, above = differences[:, shortest - 1 : -2], differences[:, shortest + 1 :]
    clear = (inner < _CLEAR) & (inner <= below) & (inner < above)
    first = np.where(clear.any(axis=1), clear.argmax(axis=1), inner.argmin(axis=1))
    rows = np.arange(len(differences))
    left, here, right = below[rows, first], inner[rows, first], above[rows, first]
    bend = left - 2 * here + right
    shift = np.divide(left - right, 2 * bend, out=np.zeros_like(bend), where=bend > 1e-12)
    lag = first + shortest + np.clip(shift, -0.5, 0.5)
    return lag.astype(np.float32), here.astype(np.float32)
