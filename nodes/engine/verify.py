"""Checking what was found against what it would be if it were made now."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from nodes.api import Curve, Failed, Frame, Matte, Time

from .keys import digest
from .ready import Ready

Remake = Callable[[Ready, Time], Any]
"""Makes a node's value anew; what it reads may come from anywhere."""


class ResultDiffers(Failed):
    """A kept or cached value is not what its node makes now."""


class Verify:
    """Makes a seeded share of the values that are found once more, and compares.

    `share` is from 0, none, to 1, all; which ones depends on their keys alone, so that a second look takes
    the same. `checked` counts them.
    """

    def __init__(self, share: float, remake: Remake) -> None:
        self.checked = 0
        self._share, self._remake = share, remake
        self._known: set[str] = set()

    def __call__(self, ready: Ready, time: Time, value: Any) -> None:
        """Check a value that was found, if it is its turn. Raises ResultDiffers naming node and frame."""
        name = digest([ready.key, time.to_json()])
        if name in self._known or int(name[:8], 16) >= self._share * 2**32:
            return
        self._known.add(name)
        self.checked += 1
        why = difference(value, self._remake(ready, time))
        if why:
            raise ResultDiffers(
                f"Check node '{ready.name}' ({ready.place.type}) at frame {time.frame}",
                f"what is kept is not what it makes now: {why}",
                hint="Prune the cache: workprint cache PROJECT --prune. If it comes back, report the node.",
            )


def difference(found: Any, made: Any) -> str:
    """Say in what two values differ; nothing where they are the same, bit by bit (NaN is NaN)."""
    if type(found) is not type(made):
        return f"a {type(found).__name__} is kept, it makes a {type(made).__name__}"
    if isinstance(found, dict):
        told = (f"{port}: {why}" for port in made if (why := difference(found.get(port), made[port])))
        return next(told, "")
    if isinstance(found, Curve):
        return "" if found.keys == made.keys else "other keys"
    if not isinstance(found, Frame | Matte):
        same = found == made or (math.isnan(found) and math.isnan(made))
        return "" if same else f"{found:g} is kept, it makes {made:g}"
    for name in ("display_window", "data_window"):
        if getattr(found, name) != getattr(made, name):
            return f"its {name.replace('_', ' ')} is {getattr(found, name)}, not {getattr(made, name)}"
    return _pixels(list(_planes(found)), list(_planes(made)))


def _planes(value: Frame | Matte) -> Iterator[npt.NDArray[Any]]:
    if isinstance(value, Frame) and value.native is not None:
        yield from value.native.planes
    elif value.pixels is not None:
        yield value.pixels


def _pixels(found: list[npt.NDArray[Any]], made: list[npt.NDArray[Any]]) -> str:
    shapes = [plane.shape for plane in found], [plane.shape for plane in made]
    if shapes[0] != shapes[1]:
        return f"its planes are {shapes[0]}, not {shapes[1]}"
    count, most = 0, 0.0
    for one, other in zip(found, made, strict=True):
        differs = one != other
        if one.dtype.kind == "f":
            differs &= ~(np.isnan(one) & np.isnan(other))
        count += int(np.count_nonzero(differs))
        if differs.any():
            apart = np.abs(one[differs].astype(np.float64) - other[differs].astype(np.float64))
            most = max(most, float(np.nanmax(apart, initial=0.0)))
    return f"{count} samples, by up to {most:g}" if count else ""
