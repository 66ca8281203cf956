"""The size of one piece of work, read off what a model is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy.typing as npt

from inference.memory.plan import Plan


@dataclass(frozen=True, slots=True)
class Shape:
    """Frames, rows and columns of what is made in one go, `count` of them at once (seeds)."""

    frames: int = 1
    rows: int = 512
    columns: int = 512
    count: int = 1

    @property
    def area(self) -> int:
        """Picture elements of one frame."""
        return self.rows * self.columns

    @property
    def volume(self) -> int:
        """Picture elements of all frames of all that are made at once."""
        return self.area * self.frames * self.count

    def within(self, plan: Plan) -> Shape:
        """Return the shape as a plan works on it: fewer frames at once."""
        if plan.window is None or plan.window >= self.frames:
            return self
        return replace(self, frames=plan.window)

    def __str__(self) -> str:
        several = f", {self.count} at once" if self.count > 1 else ""
        return f"{self.frames} frame{'s'[: self.frames > 1]} of {self.columns} × {self.rows}{several}"


def shape_of(
    settings: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[Any]], native: Shape | None = None
) -> Shape:
    """Return the size that settings name (`frames`, `rows`/`height`, `columns`/`width`, `seeds`).

    What they leave open is read off the largest array of pictures, then from the card's `native` size.
    """
    largest = max(
        (_picture(array) for array in arrays.values()), key=lambda shape: shape.volume, default=None
    )
    given = (largest if largest is not None and largest.volume > 1 else native) or Shape()
    seeds = settings.get("seeds")
    return Shape(
        _count(settings, given.frames, "frames"),
        _count(settings, given.rows, "rows", "height"),
        _count(settings, given.columns, "columns", "width"),
        max(1, len(seeds)) if isinstance(seeds, list) else 1,
    )


def _count(settings: Mapping[str, Any], otherwise: int, *names: str) -> int:
    for name in names:
        value = settings.get(name)
        if isinstance(value, int) and value > 0:
            return value
    return otherwise


def _picture(array: npt.NDArray[Any]) -> Shape:
    sizes = array.shape[:-1] if array.ndim >= 3 and array.shape[-1] in (1, 2, 3, 4) else array.shape
    if len(sizes) == 3:
        return Shape(*sizes)
    return Shape(1, *sizes) if len(sizes) == 2 else Shape(1, 1, 1)
