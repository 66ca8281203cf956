"""Marks that tell how a picture is exposed: stripes where the display clips, colours by luma."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint8]

ZONES: tuple[tuple[float, tuple[int, int, int], str], ...] = (
    (0.025, (110, 40, 160), "crushed"),
    (0.10, (40, 90, 220), "shadow"),
    (0.38, (-1, -1, -1), ""),
    (0.44, (70, 180, 70), "middle grey"),
    (0.52, (-1, -1, -1), ""),
    (0.58, (235, 150, 170), "light skin"),
    (0.94, (-1, -1, -1), ""),
    (0.985, (240, 220, 60), "near clipping"),
    (1.01, (230, 40, 40), "clipped"),
)
"""Up to which luma (0 to 1 of the display's signal) a colour stands, and what it says; -1 stays grey."""
HIGH, LOW = (230, 40, 40), (40, 110, 240)
_PERIOD = 8


def _marked() -> Codes:
    table = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 4, axis=1)
    begin = 0
    for most, colour, _ in ZONES:
        end = min(256, int(np.ceil(most * 255)))
        if colour[0] >= 0:
            table[begin:end, :3] = colour
        begin = end
    table[:, 3] = 255
    return table


MARKED = _marked()
"""(256, 4): the colour of each luma code."""


def stripes(picture: Codes) -> Codes:
    """Return RGBA with stripes: red where a channel is at the display's most, blue where all are at least."""
    rows, columns = picture.shape[:2]
    slanted = (np.arange(rows)[:, None] + np.arange(columns)) % _PERIOD < _PERIOD // 2
    colour = picture[..., :3]
    made = picture.copy()
    made[slanted & (colour.max(axis=2) == 255), :3] = HIGH
    made[slanted & (colour.max(axis=2) == 0), :3] = LOW
    return made
