"""`cut.wipe`: an edge moves across the picture, another picture behind it."""

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from nodes.api import Frame, Range, Rate, Time, node

from .changing import changed, progress
from .display import Light, Screen

_NEVER = Range.frames_of(0, 1, Rate(1))


@node("cut.wipe")
def wipe(
    time: Time,
    before: Frame | None = None,
    after: Frame | None = None,
    place: Range = _NEVER,
    angle: float = 0.0,
    softness: float = 0.0,
    light: Light = "display",
    config: str = "",
    working: str = "ACEScg",
) -> Frame:
    """Let an edge that moves in the direction `angle` uncover a picture, over `place`, at an even pace.

    0 degrees goes right, 90 up. `softness` is the edge's width as a part of its way; a hard edge is one
    pixel wide, so that it moves evenly. A side that is not there is transparent. The light is as in a
    dissolve.
    """
    seen = before or after
    part: float | npt.NDArray[np.float32] = 0.0
    if seen is not None:
        window = seen.display_window
        way = _way(window.width, window.height, angle)
        part = uncovered(way, progress(time, place), softness)[..., None]
    return changed(before, after, part, Screen(light, config, working))


def uncovered(way: npt.NDArray[np.float32], part: float, softness: float) -> npt.NDArray[np.float32]:
    """Return how much of each pixel is uncovered; `way` is the length of the edge's way, in pixels, at each.

    The edge begins with its whole width before the picture and ends with it behind.
    """
    low, high = float(way.min()) - 0.5, float(way.max()) + 0.5
    wide = max(1.0, softness * (high - low))
    edge = low + (high - low + wide) * part
    made: npt.NDArray[np.float32] = np.clip((edge - way) / np.float32(wide), 0, 1, dtype=np.float32)
    return made


@lru_cache(maxsize=4)
def _way(width: int, height: int, angle: float) -> npt.NDArray[np.float32]:
    turn = math.radians(angle)
    columns = (np.arange(width, dtype=np.float32) + 0.5) * np.float32(math.cos(turn))
    rows = (np.arange(height, dtype=np.float32) + 0.5) * np.float32(-math.sin(turn))
    made: npt.NDArray[np.float32] = columns[None, :] + rows[:, None]
    made.flags.writeable = False
    return made
