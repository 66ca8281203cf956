"""Carry one set of colours over to another as a whole: a smooth map that moves a picture's palette."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from .style_space import Floats

_TURNS = 16
_CELLS = 17
_LOW = np.array([-0.05, -0.32, -0.32])
_SPAN = np.array([1.15, 0.64, 0.64])
_SCALES = (4.0, 2.0, 1.0)
_TRUST = (0.0, 1.0, 3.0)
_MOST_GAIN = 2.5
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PaletteMap:
    """Where colours go: x to `matrix` x + `shift` + what `rest` (17, 17, 17, 3) adds there."""

    matrix: Doubles
    shift: Doubles
    rest: Doubles

    def towards(self, other: PaletteMap, part: float) -> PaletteMap:
        """Return the map that lies a part of the way to another."""
        return PaletteMap(
            self.matrix + (other.matrix - self.matrix) * part,
            self.shift + (other.shift - self.shift) * part,
            self.rest + (other.rest - self.rest) * part,
        )


def palette_map(colours: npt.NDArray[Any], wanted: npt.NDArray[Any]) -> PaletteMap:
    """Return the map that gives `colours` (count, 3) the distribution of `wanted` (count, 3).

    Iterative distribution transfer (Pitié, Kokaram and Dahyot, Automated colour grading using colour
    distribution transfer, CVIU 2007): in one turned basis after another each axis is matched by its order.
    The scattered result is fitted by an affine map and a smooth grid for what is left, so that neighbouring
    colours stay neighbours and colours that did not occur move with the others. The turns are always the
    same, so that alike pictures get alike maps.
    """
    before = colours.astype(np.float64)
    moved = before.copy()
    target = wanted.astype(np.float64)
    parts = (np.arange(len(moved)) + 0.5) / len(moved)
    known = (np.arange(len(target)) + 0.5) / len(target)
    for basis in _turns():
        there, wished = moved @ basis, np.sort(target @ basis, axis=0)
        for axis in range(3):
            place = np.argsort(there[:, axis], kind="stable")
            there[place, axis] = np.interp(parts, known, wished[:, axis])
        moved = there @ basis.T
    matrix, shift = _affine(before, moved)
    left = moved - (before @ matrix.T + shift)
    return PaletteMap(matrix, shift, _grid(before, left))


@lru_cache(maxsize=1)
def _turns() -> tuple[Doubles, ...]:
    rng = np.random.default_rng(7)
    made = [np.linalg.qr(rng.normal(size=(3, 3)))[0] for _ in range(_TURNS - 1)]
    return (np.eye(3), *made)


def _affine(before: Doubles, after: Doubles) -> tuple[Doubles, Doubles]:
    """Return the least-squares affine map, held near the identity where the colours hardly vary."""
    middle, aim = before.mean(axis=0), after.mean(axis=0)
    spread = before - middle
    stiff = np.eye(3) * 4e-4
    covariance = spread.T @ spread / len(spread) + stiff
    matrix = ((after - aim).T @ spread / len(spread) + stiff) @ np.linalg.inv(covariance)
    left, sizes, right = np.linalg.svd(matrix)
    matrix = left @ np.diag(np.clip(sizes, 0.0, _MOST_GAIN)) @ right
    return matrix, aim - matrix @ middle


def _places(colours: Doubles) -> Doubles:
    made: Doubles = np.clip((colours - _LOW) / _SPAN, 0.0, 1.0) * (_CELLS - 1)
    return made


def _grid(colours: Doubles, values: Doubles) -> Doubles:
    """Return scattered values as a grid: trusted where colours are many, smoothed ever more where few."""
    from scipy.ndimage import gaussian_filter

    sums, counts = _splatted(_places(colours), values)
    made = np.zeros_like(sums)
    for scale, trust in zip(_SCALES, _TRUST, strict=True):
        near = gaussian_filter(sums, (scale, scale, scale, 0), mode="constant")
        many = gaussian_filter(counts, scale, mode="constant")[..., None] + 1e-9
        weight = 1e-4 + trust / len(colours) * 10
        made = (near + weight * made) / (many + weight)
    return made


def _splatted(places: Doubles, values: Doubles) -> tuple[Doubles, Doubles]:
    sums = np.zeros((_CELLS, _CELLS, _CELLS, 3))
    counts = np.zeros((_CELLS, _CELLS, _CELLS))
    low = np.minimum(places.astype(int), _CELLS - 2)
    part = places - low
    for corner in np.ndindex(2, 2, 2):
        at = tuple((low + corner).T)
        weight = np.prod(np.where(corner, part, 1 - part), axis=1) / len(places)
        np.add.at(counts, at, weight)
        np.add.at(sums, at, weight[:, None] * values)
    return sums, counts


def mapped(lab: Floats, by: PaletteMap) -> Floats:
    """Return a picture's colours (rows, columns, 3) where the map takes them."""
    scale = ((_CELLS - 1) / _SPAN).astype(np.float32)
    at = np.clip((lab - _LOW.astype(np.float32)) * scale, 0.0, _CELLS - 1)
    layer = np.floor(np.minimum(at[..., 0], np.float32(_CELLS - 2)))
    part = (at[..., 0] - layer)[..., None]
    # The grid's layers of equal lightness lie below one another in one picture.
    sheet = by.rest.astype(np.float32).reshape(_CELLS * _CELLS, _CELLS, 3)
    row = at[..., 1] + layer * np.float32(_CELLS)
    under = cv2.remap(sheet, at[..., 2], row, cv2.INTER_LINEAR)
    over = cv2.remap(sheet, at[..., 2], row + _CELLS, cv2.INTER_LINEAR)
    affine = cv2.transform(lab, np.column_stack([by.matrix, by.shift]))
    return cast(Floats, affine + under + (over - under) * part)
