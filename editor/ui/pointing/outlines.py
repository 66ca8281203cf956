"""Lines as a hand draws them: thinned to what matters, curves taken apart and put together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

Point = tuple[float, float]
Corner = tuple[Point, Point, Point]
"""The handle before a corner of a curve, the corner, the handle after it."""


def thinned(points: Sequence[Point], tolerance: float) -> tuple[Point, ...]:
    """Return the points without those that lie nearer than `tolerance` to the line that is left.

    After Ramer (1972) and Douglas and Peucker (1973); the ends stay.

    >>> thinned([(0, 0), (1, 0.1), (2, 0), (2, 5)], 0.5)
    ((0, 0), (2, 0), (2, 5))
    """
    if len(points) < 3:
        return tuple(points)
    kept = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        ends = points[first], points[last]
        away = [(away_from(points[each], *ends), each) for each in range(first + 1, last)]
        farthest, place = max(away, default=(0.0, first))
        if farthest > tolerance:
            kept.add(place)
            waiting += [(first, place), (place, last)]
    return tuple(points[each] for each in sorted(kept))


def length(points: Sequence[Point]) -> float:
    """Return how long a line is."""
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points))


def corners(points: Sequence[Point]) -> tuple[Corner, ...]:
    """Return a curve's points, three for each corner, corner by corner."""
    whole = len(points) // 3 * 3
    return tuple((points[at], points[at + 1], points[at + 2]) for at in range(0, whole, 3))


def flat(made: Sequence[Corner]) -> tuple[Point, ...]:
    """Return the corners of a curve as its points."""
    return tuple(point for corner in made for point in corner)


def reflected(point: Point, about: Point) -> Point:
    """Return a point on the other side of another, as far away."""
    return 2 * about[0] - point[0], 2 * about[1] - point[1]


def dragged(points: Sequence[Point], place: int, to: Point, curved: bool, broken: bool) -> tuple[Point, ...]:
    """Return an outline with one of its points elsewhere.

    A corner of a curve takes its handles along; of a handle the other one turns with it, unless `broken`.
    """
    made = list(points)
    if not curved or place % 3 == 1:
        across, down = to[0] - made[place][0], to[1] - made[place][1]
        for each in (place - 1, place + 1) if curved else ():
            made[each] = (made[each][0] + across, made[each][1] + down)
        made[place] = to
        return tuple(made)
    corner = place - place % 3 + 1
    made[place] = to
    if not broken:
        made[2 * corner - place] = reflected(to, made[corner])
    return tuple(made)


def away_from(point: Point, start: Point, end: Point) -> float:
    """Return how far a point is from the line between two others."""
    across, down = end[0] - start[0], end[1] - start[1]
    far = hypot(across, down)
    if far < 1e-9:
        return hypot(point[0] - start[0], point[1] - start[1])
    along = ((point[0] - start[0]) * across + (point[1] - start[1]) * down) / far**2
    along = min(1.0, max(0.0, along))
    return hypot(point[0] - start[0] - along * across, point[1] - start[1] - along * down)
