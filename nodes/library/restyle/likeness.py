"""How much each painted frame counts at another one: the near ones in time, and those that look alike."""

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.float32]
_SIZE = (16, 9)
_ALIKE = 2.0
"""What looking wholly different weighs, where being as far off as painted frames are from another is 1."""


def thumbnail(light: Pixels) -> Pixels:
    """Return linear light as a small picture (9, 16, 3) of square roots, by which frames are compared."""
    clean = np.nan_to_num(np.clip(light, 0, 4), nan=0.0)
    return np.sqrt(np.asarray(cv2.resize(clean, _SIZE, interpolation=cv2.INTER_AREA), np.float32))


def shares(place: float, places: list[float], small: Pixels, known: list[Pixels]) -> list[float]:
    """Return what each painted frame counts, in all 1, at a frame: falling with the square of its distance.

    `place` and `places` are frame numbers, `small` and `known` thumbnails. A distance is that in time, of
    the mean gap between painted frames, and that in looks, of 1 (Shepard 1968). A painted frame is its own.
    """
    gap = max(1.0, (max(places) - min(places)) / max(1, len(places) - 1))
    off = [
        abs(place - each) / gap + _ALIKE * float(np.abs(small - other).mean())
        for each, other in zip(places, known, strict=True)
    ]
    if min(off) < 1e-6:
        return [float(each == min(off)) for each in off]
    weights = np.array(off) ** -2.0
    return [float(each) for each in weights / weights.sum()]
