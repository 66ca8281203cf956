"""From values at a steady pace to a curve with a key a frame."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt

from nodes.api import Curve, Key, Range

from .heard import FPS

Doubles = npt.NDArray[np.float64]


def curve_of(
    values: Doubles, start: Fraction, frames: Range, to: tuple[float, float], *, most: bool
) -> Curve[float]:
    """Return values (0 to 1, `FPS` a second, the first at `start` seconds) as a curve over the range `to`.

    A key stands on each frame: the most of the values within half a frame of it, or what the values are
    there. Frames beyond the values are 0. Keys between equal neighbours are left out.
    """
    times = list(frames.frames())
    if not times or len(values) == 0:
        return Curve.constant(to[0])
    first, pace = times[0].seconds - start, 1 / frames.rate.fraction
    at: Doubles = np.arange(len(times), dtype=np.float64) * float(pace) + float(first)
    made = _most(values, at, float(pace)) if most else _there(values, at)
    scaled = to[0] + made * (to[1] - to[0])
    same = np.diff(scaled) == 0
    idle = np.concatenate([[False], same[:-1] & same[1:], [False]]) if len(same) else np.array([False])
    kept = np.flatnonzero(~idle)
    return Curve(tuple(Key(times[index], float(scaled[index])) for index in kept))


def _most(values: Doubles, at: Doubles, pace: float) -> Doubles:
    low, high = (
        np.clip(np.ceil((at + shift) * FPS - 1e-6).astype(int), 0, len(values))
        for shift in (-pace / 2, pace / 2)
    )
    # A frame shorter than a step still shows the step that it lies in.
    inside = (at > -pace / 2) & (at * FPS < len(values))
    low = np.where((high == low) & inside, np.minimum(low, len(values)) - 1, low)
    padded = np.append(values, 0.0)
    edges = np.stack([np.clip(low, 0, len(values)), high], axis=1).ravel()
    most = np.maximum.reduceat(padded, np.minimum(edges, len(values)))[::2]
    made: Doubles = np.where(high > np.clip(low, 0, len(values)), most, 0.0)
    return made


def _there(values: Doubles, at: Doubles) -> Doubles:
    made: Doubles = np.interp(at * FPS, np.arange(len(values)), values, left=0.0, right=0.0)
    return made
