"""What of a parameter is held on the picture, and what a drag makes of it: plain arithmetic, no Qt.

All places are in the node's own pixels, y down. What is round or turned is so as it is seen: distances
count in rows, `aspect` is a pixel's width over its height.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

from nodes.api.times import Time

Point: TypeAlias = tuple[float, float]
Kind: TypeAlias = Literal["point", "box", "line", "radius", "angle"]

ARM = 72.0
"""How long the arm of an angle is, in pixels of the screen."""
TURN, SLANT = 15.0, 45.0
"""Degrees in whose steps an angle and a line go while they are constrained."""
_LEAST = 1.0
_SIDES = ((0, 1), (0.5, 1), (1, 1), (1, 0.5), (1, 0), (0.5, 0), (0, 0), (0, 0.5), (0.5, 0.5))
"""Where a box is held: corners, sides and middle, as parts of its width and height."""


@dataclass(frozen=True, slots=True)
class Held:
    """A parameter as it stands on the picture: its numbers, and the place they are drawn `about`.

    `keys` are the places of its keyframes with their times, `path` the way between them; of points alone.
    `low` and `high` bound each number, `is_offset` says that a point counts from another one.
    """

    name: str
    title: str
    kind: Kind
    value: tuple[float, ...]
    about: Point = (0.0, 0.0)
    aspect: float = 1.0
    keys: tuple[tuple[Time, Point], ...] = ()
    path: tuple[Point, ...] = ()
    low: float = -math.inf
    high: float = math.inf
    is_offset: bool = False


def grips_of(held: Held, scale: float) -> tuple[Point, ...]:
    """Return the places it is held by; `scale` is how many rows one pixel of the screen is."""
    value, (x, y) = held.value, held.about
    match held.kind:
        case "point":
            return ((x + value[0], y + value[1]),)
        case "box":
            x0, y0, x1, y1 = value
            return tuple((x0 + (x1 - x0) * across, y0 + (y1 - y0) * down) for across, down in _SIDES)
        case "line":
            x0, y0, x1, y1 = value
            return (x0, y0), (x1, y1), ((x0 + x1) / 2, (y0 + y1) / 2)
        case "radius":
            return ((x + value[0] / held.aspect, y),)
        case _:
            return (_around(held, value[0], ARM * scale),)


def dragged(
    held: Held, grip: int, start: Point, to: Point, *, constrained: bool = False, now: float = 0.0
) -> tuple[float, ...]:
    """Return its numbers once a grip that was taken at `start` is at `to`.

    `constrained` keeps points to a row or column, boxes to their shape, lines and angles to steps, a
    radius to whole pixels. Of the angles that look alike the nearest to `now` is meant.
    """
    across, down = to[0] - start[0], to[1] - start[1]
    match held.kind:
        case "point":
            made = _moved(held.value, *_straight(held, across, down, constrained))
        case "box":
            made = _boxed(held, grip, across, down, constrained)
        case "line":
            made = _lined(held, grip, across, down, constrained)
        case "radius":
            grown = _distance(held, to) - _distance(held, start)
            radius = max(0.0, held.value[0] + grown)
            made = (float(round(radius)) if constrained else radius,)
        case _:
            made = (_turned(held, start, to, constrained, now),)
    return bounded(held, made)


def nudged(held: Held, grip: int, across: float, down: float) -> tuple[float, ...]:
    """Return its numbers once a grip was moved by arrow keys; an angle turns and a radius grows by them."""
    if held.kind in ("radius", "angle"):
        return bounded(held, (held.value[0] + across - down,))
    return dragged(held, grip, (0.0, 0.0), (across, down))


def bounded(held: Held, numbers: tuple[float, ...]) -> tuple[float, ...]:
    """Return numbers within what is allowed, in hundredths: finer than a hand is, and short to read."""
    return tuple(min(max(round(number, 2), held.low), held.high) for number in numbers)


def _moved(value: tuple[float, ...], across: float, down: float) -> tuple[float, ...]:
    return tuple(number + (down if place % 2 else across) for place, number in enumerate(value))


def _straight(held: Held, across: float, down: float, constrained: bool) -> Point:
    """Return a move, kept to a row or a column where it is constrained."""
    if not constrained:
        return across, down
    return (across, 0.0) if abs(across) * held.aspect >= abs(down) else (0.0, down)


def _boxed(held: Held, grip: int, across: float, down: float, constrained: bool) -> tuple[float, ...]:
    x0, y0, x1, y1 = held.value
    part_x, part_y = _SIDES[grip]
    if (part_x, part_y) == (0.5, 0.5):
        return _moved(held.value, *_straight(held, across, down, constrained))
    wide, high = x1 - x0, y1 - y0
    if constrained and 0.5 not in (part_x, part_y) and wide > 0 and high > 0:
        # As wide to as high as it was: the larger of both ways leads.
        grown_x = across / wide * (1 if part_x else -1)
        grown_y = down / high * (1 if part_y else -1)
        grown = grown_x if abs(grown_x) > abs(grown_y) else grown_y
        across, down = grown * wide * (1 if part_x else -1), grown * high * (1 if part_y else -1)
    if part_x == 0:
        x0 = min(x0 + across, x1 - _LEAST)
    elif part_x == 1:
        x1 = max(x1 + across, x0 + _LEAST)
    if part_y == 0:
        y0 = min(y0 + down, y1 - _LEAST)
    elif part_y == 1:
        y1 = max(y1 + down, y0 + _LEAST)
    return x0, y0, x1, y1


def _lined(held: Held, grip: int, across: float, down: float, constrained: bool) -> tuple[float, ...]:
    if grip == 2:
        return _moved(held.value, *_straight(held, across, down, constrained))
    ends = [held.value[:2], held.value[2:]]
    moved, other = ends[grip], ends[1 - grip]
    x, y = moved[0] + across, moved[1] + down
    if constrained:
        wide, high = (x - other[0]) * held.aspect, y - other[1]
        angle = math.radians(round(math.degrees(math.atan2(high, wide)) / SLANT) * SLANT)
        length = math.hypot(wide, high)
        x, y = other[0] + math.cos(angle) * length / held.aspect, other[1] + math.sin(angle) * length
    ends[grip] = (x, y)
    return (*ends[0], *ends[1])


def _turned(held: Held, start: Point, to: Point, constrained: bool, now: float) -> float:
    angle = held.value[0] + _angle(held, to) - _angle(held, start)
    angle += round((now - angle) / 360) * 360
    return round(angle / TURN) * TURN if constrained else angle


def _around(held: Held, degrees: float, length: float) -> Point:
    """Return the place at an angle, anticlockwise as seen, and a distance in rows."""
    turn, (x, y) = math.radians(degrees), held.about
    return x + math.cos(turn) * length / held.aspect, y - math.sin(turn) * length


def _angle(held: Held, at: Point) -> float:
    x, y = held.about
    return math.degrees(math.atan2(y - at[1], (at[0] - x) * held.aspect))


def _distance(held: Held, at: Point) -> float:
    x, y = held.about
    return math.hypot((at[0] - x) * held.aspect, at[1] - y)
