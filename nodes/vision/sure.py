"""How sure a step of following is: of each pixel, and of the frame as a whole.

What tells a drifting matte best is not what the follower went by but the classifier that saw the known
picture alone: how clearly it still calls the object's inside the object. The numbers below were fitted on
the clips of the rotoscoping bench, whose report says how well the figures rank.
"""

from __future__ import annotations

import numpy as np

from .agreement import Mask
from .look import Floats

_OWN, _STILL, _INSIDE, _LEVEL = 0.23, 0.2, -2.75, 0.75
FAR = 0.98
"""How likely a pixel far from the object is rightly none of it."""
_LASTS, _AGEING = 4.0, 0.3


def of_pixels(odds: Floats, own: Floats, still: Floats) -> Floats:
    """Return how likely (0 to 1) each pixel lies on the side of one half where it should.

    `odds` (0 to 1) is what was settled on; `own` and `still` are log odds: what each pixel says by itself,
    and what its looks say to who saw the known picture alone.
    """
    inside = odds > 0.5
    side = np.where(inside, 1.0, -1.0)
    right = _LEVEL + side * (_OWN * own + _STILL * still) + _INSIDE * inside
    return np.asarray(1 / (1 + np.exp(-right)), np.float32)


def clarity(inside: Mask, still: Floats) -> float:
    """Return how clearly (0 to 1) log odds call the inside of a mask the object."""
    return max(0.0, float(np.tanh(still[inside] / 2).mean())) if inside.any() else 0.0


class Trust:
    """How far a chain of steps can be trusted, 0 to 1: less with every unclear step, and with their number.

    Half of it comes back when the object is clear again: what was followed may then be another.
    """

    def __init__(self, sure: float) -> None:
        self._start, self._least, self._steps = sure, 1.0, 0

    def after(self, clear: float) -> float:
        """Return the trust after one more step whose object was that clear."""
        self._steps += 1
        self._least = min(self._least, clear)
        age = min(1.0, float(np.log1p(self._steps)) / _LASTS)
        return self._start * (clear + self._least) / 2 * (1 - _AGEING * age)
