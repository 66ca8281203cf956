"""Where a picture goes: moved, turned and scaled about a centre, in pixels that need not be square."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from nodes.api import Box

from .boxes import around

Exact = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Placing:
    """A scale, then a turn, about `centre`, then a move; pixels, y down, degrees anticlockwise as seen.

    `aspect` is the width of a pixel over its height: a turn keeps shapes as they are seen.
    """

    scale: tuple[float, float] = (1.0, 1.0)
    degrees: float = 0.0
    centre: tuple[float, float] = (0.0, 0.0)
    move: tuple[float, float] = (0.0, 0.0)
    aspect: Fraction = Fraction(1)

    @property
    def is_identity(self) -> bool:
        """Whether everything stays where it is."""
        return self.scale == (1.0, 1.0) and self.degrees % 360 == 0 and self.move == (0.0, 0.0)

    @property
    def vanishes(self) -> bool:
        """Whether nothing is left to see."""
        return 0.0 in self.scale

    @property
    def is_straight(self) -> bool:
        """Whether rows stay rows: no turn, or one by half a circle."""
        return self.degrees % 180 == 0

    @property
    def signed_scale(self) -> tuple[float, float]:
        """The scale with half a turn counted as two mirrors; of use where `is_straight`."""
        sign = -1.0 if self.degrees % 360 == 180 else 1.0
        return self.scale[0] * sign, self.scale[1] * sign

    @property
    def offset(self) -> tuple[float, float]:
        """What is added after `signed_scale`; of use where `is_straight`."""
        (sx, sy), (cx, cy), (tx, ty) = self.signed_scale, self.centre, self.move
        return cx - sx * cx + tx, cy - sy * cy + ty

    @property
    def turn(self) -> Exact:
        """The 2x2 matrix of the turn alone, in these pixels."""
        cos, sin = _cos_sin(self.degrees)
        aspect = float(self.aspect)
        return np.array([[cos, sin / aspect], [-sin * aspect, cos]])

    @property
    def matrix(self) -> Exact:
        """The 2x3 matrix from coordinates before to coordinates after."""
        linear = self.turn @ np.diag(self.scale)
        centre = np.array(self.centre)
        return np.column_stack((linear, centre - linear @ centre + np.array(self.move)))

    def box(self, box: Box) -> Box:
        """Return the whole pixels that a box's picture touches afterwards."""
        return _bounds(self.matrix, box)

    def source(self, box: Box) -> Box:
        """Return the whole pixels whose picture touches a box afterwards; not where it vanishes."""
        return _bounds(inverted(self.matrix), box)


def inverted(matrix: Exact) -> Exact:
    """Return the 2x3 matrix that undoes another."""
    linear = np.linalg.inv(matrix[:, :2])
    return np.column_stack((linear, -linear @ matrix[:, 2]))


def _cos_sin(degrees: float) -> tuple[float, float]:
    quarters = {0.0: (1.0, 0.0), 90.0: (0.0, 1.0), 180.0: (-1.0, 0.0), 270.0: (0.0, -1.0)}
    angle = math.radians(degrees % 360)
    return quarters[degrees % 360] if degrees % 360 in quarters else (math.cos(angle), math.sin(angle))


def _bounds(matrix: Exact, box: Box) -> Box:
    corners = np.array([[box.x0, box.x1, box.x0, box.x1], [box.y0, box.y0, box.y1, box.y1], [1, 1, 1, 1]])
    x, y = matrix @ corners
    return around(x.min(), y.min(), x.max(), y.max())
