"""What moved from one picture to the next, and what can be trusted of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import cv2
import numpy as np
import numpy.typing as npt

from .style_space import Floats

_ASTRAY = 1.0
_UNLIKE = 0.08
_LEAST_SIDE = 64


@dataclass(frozen=True, slots=True)
class Motion:
    """Where each pixel was before (`was`: rows, columns, x and y); how far to `trust` that, 0 to 1."""

    was: Floats
    trust: Floats


def small(lightness: Floats, side: int = 640) -> npt.NDArray[np.uint8]:
    """Return an 8-bit picture no longer than `side`, for finding motion in."""
    rows, columns = lightness.shape
    part = min(1.0, side / max(rows, columns))
    size = (max(_LEAST_SIDE, round(columns * part)), max(_LEAST_SIDE, round(rows * part)))
    made = cv2.resize(lightness, size, interpolation=cv2.INTER_AREA)
    codes: npt.NDArray[np.uint8] = np.clip(made * 255.0, 0, 255).astype(np.uint8)
    return codes


def motion(before: npt.NDArray[np.uint8], now: npt.NDArray[np.uint8]) -> Motion:
    """Return how the picture moved: dense inverse search flow both ways (Kroeger et al., ECCV 2016).

    A place is trusted where going there and back ends within a pixel, and both pictures look alike there.
    """
    finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    back = finder.calc(now, before, cast(Any, None))
    forth = finder.calc(before, now, cast(Any, None))
    was = grid(now.shape) + back
    there = cv2.remap(forth, was[..., 0], was[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    astray = np.linalg.norm(back + there, axis=-1)
    looked = cv2.remap(before, was[..., 0], was[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    unlike = np.abs(looked.astype(np.float32) - now) / 255.0
    rows, columns = now.shape
    inside = (was >= 0).all(axis=-1) & (was[..., 0] <= columns - 1) & (was[..., 1] <= rows - 1)
    trust = np.exp(-((astray / _ASTRAY) ** 2) - (unlike / _UNLIKE) ** 2) * inside
    return Motion(
        was.astype(np.float32), cast(Floats, cv2.GaussianBlur(trust.astype(np.float32), (0, 0), 0.7))
    )


def grid(shape: tuple[int, ...]) -> Floats:
    """Return each pixel's own place (rows, columns, 2): x and y."""
    rows, columns = shape[:2]
    x, y = np.meshgrid(np.arange(columns, dtype=np.float32), np.arange(rows, dtype=np.float32))
    return np.stack([x, y], axis=-1)


def enlarged(found: Motion, rows: int, columns: int) -> Motion:
    """Return the motion of the full-size picture that the small one stands for."""
    high, wide = found.trust.shape
    scale = np.array([columns / wide, rows / high], np.float32)
    moved = cv2.resize(found.was - grid(found.trust.shape), (columns, rows), interpolation=cv2.INTER_LINEAR)
    trust = cast(Floats, cv2.resize(found.trust, (columns, rows), interpolation=cv2.INTER_LINEAR))
    return Motion(grid((rows, columns)) + moved * scale, trust)


def carried(picture: Floats, by: Motion) -> Floats:
    """Return the picture before, moved to where its parts are now, without becoming softer."""
    way = cv2.INTER_CUBIC
    x, y = by.was[..., 0], by.was[..., 1]
    return cast(Floats, cv2.remap(picture, x, y, way, borderMode=cv2.BORDER_REPLICATE))
