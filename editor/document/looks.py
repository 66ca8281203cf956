"""How a clip's picture is laid and its sound is heard: plain values, or values with keyframes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from nodes.api import Curve, Key, Rate, Time

Point: TypeAlias = tuple[float, float]
Value: TypeAlias = float | Curve[float]
"""A number, or a number over the clip's own time."""
Place: TypeAlias = Point | Curve[Point]
"""Two numbers, or two over the clip's own time."""

BLENDS = (
    "normal",
    "add",
    "multiply",
    "screen",
    "overlay",
    "soft-light",
    "hard-light",
    "color-dodge",
    "color-burn",
    "darken",
    "lighten",
    "difference",
    "exclusion",
    "subtract",
    "divide",
)
"""The ways in which a clip is laid on what lies beneath."""

QUIETEST, LOUDEST = -100.0, 60.0
"""The levels that make sense, in dB; the lowest is silence."""

NONE = Time(0, Rate(1))
"""No length."""


@dataclass(frozen=True, slots=True)
class Transform:
    """Where a picture stands, in full-resolution pixels of the cut's picture, y down.

    It is scaled and turned (degrees anticlockwise) about the middle of the cut's picture, then moved.
    """

    translate: Place = (0.0, 0.0)
    rotate: Value = 0.0
    scale: Place = (1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Crop:
    """What is cut off a picture at each side, in full-resolution pixels of the cut's picture."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


STILL = Transform()
"""Where a picture stands that nobody moved."""
WHOLE = Crop()
"""Nothing cut off."""


def moved(value: Any, by: Time) -> Any:
    """Return a value with its keys later by `by`; a plain one as it is."""
    if not isinstance(value, Curve) or not by.value:
        return value
    return Curve(tuple(Key(key.time + by, key.value) for key in value.keys))


def moved_transform(transform: Transform, by: Time) -> Transform:
    """Return a transform with all its keys later by `by`."""
    if transform is STILL:
        return transform
    return replace(
        transform,
        translate=moved(transform.translate, by),
        rotate=moved(transform.rotate, by),
        scale=moved(transform.scale, by),
    )
