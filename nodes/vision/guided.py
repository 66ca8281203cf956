"""Filtering that keeps to the picture's edges."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


class Guide:
    """The guided filter with one colour picture as its guide: He, Sun and Tang, PAMI 2013.

    `picture` is (rows, columns, 3), 0 to 1; `radius` in pixels; `smooth` is the variance below which the
    guide counts as flat. What depends on the guide alone is worked out once.
    """

    def __init__(self, picture: Floats, radius: int, smooth: float) -> None:
        self._size = (2 * radius + 1, 2 * radius + 1)
        self._planes = tuple(np.ascontiguousarray(picture[..., channel]) for channel in range(3))
        self._means = tuple(map(self._mean, self._planes))
        r, g, b = self._planes
        mr, mg, mb = self._means
        rr = self._mean(r * r) - mr * mr + smooth
        gg = self._mean(g * g) - mg * mg + smooth
        bb = self._mean(b * b) - mb * mb + smooth
        rg, rb, gb = self._mean(r * g) - mr * mg, self._mean(r * b) - mr * mb, self._mean(g * b) - mg * mb
        near, cross, far = gg * bb - gb * gb, gb * rb - rg * bb, rg * gb - gg * rb
        scale = 1 / (rr * near + rg * cross + rb * far)
        self._inverse = tuple(
            each * scale
            for each in (near, cross, far, rr * bb - rb * rb, rb * rg - rr * gb, rr * gg - rg * rg)
        )

    def _mean(self, plane: Floats) -> Floats:
        return np.asarray(cv2.blur(plane, self._size, borderType=cv2.BORDER_REFLECT), np.float32)

    def filter(self, plane: Floats) -> Floats:
        """Return the plane (rows, columns) smoothed where the guide is smooth."""
        *slopes, made = self._lines(plane)
        for slope, each in zip(slopes, self._planes, strict=True):
            made += slope * each
        return made

    def filter_onto(self, plane: Floats, picture: Floats) -> Floats:
        """Return the plane smoothed as `filter` does, at the size of a larger picture of the same.

        The lines that the filter draws through colours are enlarged, not the plane: He and Sun, Fast Guided
        Filter, 2015. `picture` is (rows, columns, 3), 0 to 1.
        """
        size = picture.shape[1::-1]
        lines = cv2.resize(cv2.merge(self._lines(plane)), size, interpolation=cv2.INTER_LINEAR)
        return np.asarray(np.einsum("yxc,yxc->yx", lines[..., :3], picture) + lines[..., 3], np.float32)

    def _lines(self, plane: Floats) -> list[Floats]:
        """Return for each pixel the slopes against red, green and blue, and the level."""
        level = self._mean(plane)
        r, g, b = (
            self._mean(each * plane) - mean * level
            for each, mean in zip(self._planes, self._means, strict=True)
        )
        i0, i1, i2, i3, i4, i5 = self._inverse
        slopes = (i0 * r + i1 * g + i2 * b, i1 * r + i3 * g + i4 * b, i2 * r + i4 * g + i5 * b)
        rest = level - sum(slope * mean for slope, mean in zip(slopes, self._means, strict=True))
        return [self._mean(each) for each in (*slopes, rest)]
