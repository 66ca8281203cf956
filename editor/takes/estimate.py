"""What making takes will cost, by what takes of the same shot have cost: nothing where none was made."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from .store import Take

_LATEST = 5


@dataclass(frozen=True, slots=True)
class Estimate:
    """How many takes, how long and how much disk they take (None: not known yet), how much disk is free."""

    count: int
    seconds: float | None
    bytes: int | None
    free: int

    @property
    def fits(self) -> bool | None:
        """Whether the disk has room, None where nobody can know."""
        return None if self.bytes is None else self.bytes < self.free

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        seconds = None if self.seconds is None else round(self.seconds, 1)
        return {"count": self.count, "seconds": seconds, "bytes": self.bytes, "free": self.free}


def estimate(made: Sequence[Take], pixels: Sequence[int], project: Path) -> Estimate:
    """Return what takes of so many pixels each (frames times width times height) will probably cost.

    It is the median over the shot's five newest takes of what a pixel took. Honest only for the graph they
    were made with; kept results make later takes quicker.
    """
    free = shutil.disk_usage(project).free
    paid = [cost for take in list(made)[-_LATEST:] if (cost := _cost(take)) is not None]
    if not paid:
        return Estimate(len(pixels), None, None, free)
    seconds, sizes = (median(each[part] for each in paid) for part in (0, 1))
    return Estimate(len(pixels), seconds * sum(pixels), round(sizes * sum(pixels)), free)


def pixels_of(take: Take) -> int:
    """Return how many pixels a take has in all its frames."""
    return take.recipe.format.width * take.recipe.format.height * take.recipe.domain.frame_count


def _cost(take: Take) -> tuple[float, float] | None:
    """Return seconds and bytes a pixel of a take, None where the record does not tell."""
    seconds, pixels = take.record.get("seconds"), pixels_of(take)
    if not isinstance(seconds, int | float) or not pixels:
        return None
    try:
        size = sum(entry.stat().st_size for entry in os.scandir(take.folder) if entry.is_file())
    except OSError:
        return None
    return seconds / pixels, size / pixels
