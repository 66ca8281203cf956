"""How loud a piece of sound is in each channel, sample by sample: level, fades, pan."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from nodes.api import Curve
from nodes.api.frames import FloatArray

from .job import SoundPiece

SILENT = -100.0
"""The level, in dB, at and below which nothing is heard."""

_LOUDEST = 60.0


def shaped(samples: FloatArray, piece: SoundPiece, begin: Fraction, rate: int, *, mono: bool) -> FloatArray:
    """Return samples (count, channels) as loud as the piece wants them; those untouched as they are.

    The first sample stands at `begin` seconds of the job, `mono` says that all channels hold one. Level
    runs straight in dB between keys. A fade is a quarter of a sine, of equal power with the opposite one.
    """
    gain = _gain(piece, begin, rate, len(samples))
    made = samples if gain is None else samples * gain[:, None]
    if piece.pan is None or samples.shape[1] < 2:
        return made
    return _panned(made, np.clip(_along(piece.pan, begin, rate, len(samples)), -1, 1), mono=mono)


def _along(curve: Curve, begin: Fraction, rate: int, count: int) -> npt.NDArray[np.float64]:
    """Return a curve's value at each sample; key times are taken from `begin` on, where floats are fine."""
    keys = [float(key.time.seconds - begin) for key in curve.keys]
    return np.interp(np.arange(count) / rate, keys, [float(key.value) for key in curve.keys])


def _gain(piece: SoundPiece, begin: Fraction, rate: int, count: int) -> FloatArray | None:
    gains = []
    if piece.level is not None:
        level = np.minimum(_along(piece.level, begin, rate, count), _LOUDEST)
        gains.append(np.where(level <= SILENT, 0.0, 10.0 ** (level / 20)))
    place_start, place_end = piece.place.start.seconds, piece.place.end.seconds
    since = float(begin - place_start) + np.arange(count) / rate
    left = float(place_end - begin) - np.arange(count) / rate
    for length, away in ((piece.fade_in.seconds, since), (piece.fade_out.seconds, left)):
        if length > 0 and away.min() < length:
            gains.append(np.sin(np.clip(away / float(length), 0, 1) * (math.pi / 2)))
    return np.prod(gains, axis=0, dtype=np.float64).astype(np.float32) if gains else None


def _panned(samples: FloatArray, pan: npt.NDArray[np.float64], *, mono: bool) -> FloatArray:
    """Return samples whose first two channels are panned by equal power, the others as they are.

    One channel heard on both sides keeps its power: 1 in the middle, √2 on one side. Of two channels
    the far one moves over to the near side, as the W3C's StereoPannerNode does; in the middle both are as
    they were.
    """
    made = samples.copy()
    left, right = samples[:, 0], samples[:, 1]
    if mono:
        angle = (pan + 1) * (math.pi / 4)
        made[:, 0] = left * (math.sqrt(2) * np.cos(angle))
        made[:, 1] = right * (math.sqrt(2) * np.sin(angle))
        return made
    angle = np.abs(pan) * (math.pi / 2)
    kept, moved = np.cos(angle), np.sin(angle)
    made[:, 0] = np.where(pan > 0, left * kept, left + right * moved)
    made[:, 1] = np.where(pan > 0, right + left * moved, right * kept)
    return made
