"""Turn what was heard into a smooth value from 0 to 1."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]


def pulses(at: npt.NDArray[Any], strength: npt.NDArray[Any], count: int, rate: int, fps: int) -> Doubles:
    """Return `count` values, `fps` a second: the strength where instants (samples) fall, 0 elsewhere."""
    made = np.zeros(count)
    places = np.minimum(np.round(at * fps / rate).astype(np.int64), count - 1)
    np.maximum.at(made, places, strength)
    return made


def phase(at: npt.NDArray[Any], count: int, rate: int, fps: int) -> Doubles:
    """Return how far each value lies from one instant (0) to the next (1), 0 outside the first and last."""
    if len(at) < 2:
        return np.zeros(count)
    places = np.arange(count) * (rate / fps)
    index = np.searchsorted(at, places, side="right")
    inside = (index > 0) & (index < len(at))
    low, high = at[np.maximum(index - 1, 0)], at[np.minimum(index, len(at) - 1)]
    made: Doubles = np.where(inside, (places - low) / np.maximum(high - low, 1), 0.0)
    return made


def held(values: npt.NDArray[Any]) -> Doubles:
    """Return the values with those that are 0 replaced by the last that was not."""
    last = np.maximum.accumulate(np.where(values != 0, np.arange(len(values)), 0))
    return np.asarray(values, np.float64)[last] if len(values) else np.zeros(0)


def followed(values: Doubles, fps: int, *, attack: float, release: float) -> Doubles:
    """Return the values followed: up with the time constant `attack`, down with `release`, in seconds.

    A constant of 0 follows at once; after one constant 63 % of the way is done. Source: the usual one-pole
    envelope follower of a compressor.
    """
    from scipy.signal import lfilter

    up, down = (math.exp(-1.0 / (each * fps)) if each > 0 else 0.0 for each in (attack, release))
    if up == down:
        first = np.array([up * values[0]]) if len(values) else np.zeros(1)
        return np.asarray(lfilter([1 - up], [1, -up], values, zi=first)[0], np.float64)
    made = np.empty(len(values))
    here = values[0] if len(values) else 0.0
    for index, value in enumerate(values.tolist()):
        here = value + (here - value) * (up if value > here else down)
        made[index] = here
    return made
