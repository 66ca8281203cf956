"""What is in the sample scenes and where it is at every time: known exactly, to be measured against."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Colour = tuple[float, float, float]
Cover = npt.NDArray[np.float32]

POST_HALF = 0.045
"""Half the width of the post, as a part of the height."""
_FLOOR, _LEAP = 0.72, 0.38


@dataclass(frozen=True, slots=True)
class Scene:
    """What is in a scene: colours are linear RGB in the working space, lengths parts of the height.

    The ground drifts by `drift` a second, the ball crosses in `crossing` seconds with `bounces`, and
    passes behind the post that stands at `post` of the width.
    """

    seed: int
    low: Colour
    high: Colour
    ball: Colour
    post_colour: Colour
    drift: tuple[float, float]
    crossing: float
    bounces: float
    radius: float
    post: float


SCENES = {
    "harbour": Scene(
        11, (0.02, 0.05, 0.09), (0.18, 0.32, 0.42), (0.70, 0.16, 0.05), (0.05, 0.04, 0.035),
        (0.09, 0.02), 4.4, 1.5, 0.16, 0.55,
    ),
    "meadow": Scene(
        23, (0.05, 0.09, 0.02), (0.36, 0.44, 0.12), (0.62, 0.58, 0.50), (0.12, 0.06, 0.03),
        (-0.14, 0.0), 3.6, 3.0, 0.11, 0.40,
    ),
    "night": Scene(
        37, (0.006, 0.006, 0.015), (0.08, 0.05, 0.11), (0.75, 0.60, 0.22), (0.015, 0.015, 0.02),
        (0.05, -0.06), 5.2, 1.0, 0.20, 0.66,
    ),
    "dunes": Scene(
        53, (0.22, 0.12, 0.05), (0.62, 0.44, 0.24), (0.08, 0.20, 0.45), (0.10, 0.07, 0.05),
        (0.11, 0.0), 3.2, 4.0, 0.13, 0.48,
    ),
    "frost": Scene(
        71, (0.30, 0.36, 0.42), (0.72, 0.76, 0.80), (0.52, 0.05, 0.10), (0.06, 0.07, 0.09),
        (-0.07, 0.04), 4.0, 2.0, 0.18, 0.60,
    ),
}  # fmt: skip


class Ball(NamedTuple):
    """Where the ball is, in pixels: its middle and its radius."""

    x: float
    y: float
    radius: float


class Touch(NamedTuple):
    """A moment at which the ball touches the ground: exact seconds, and the ball then."""

    seconds: float
    ball: Ball


def ball_at(scene: Scene, seconds: float, width: int, height: int) -> Ball:
    """Return where the ball is at a time."""
    radius = scene.radius * height
    part = (seconds / scene.crossing) % 1.0
    x = -radius + (width + 2 * radius) * part
    y = height * (_FLOOR - _LEAP * abs(math.sin(math.pi * scene.bounces * part)))
    return Ball(x, y, radius)


def ball_cover(scene: Scene, seconds: float, width: int, height: int) -> Cover:
    """Return how much of each pixel the ball covers, 0 to 1, as if nothing stood before it."""
    ball = ball_at(scene, seconds, width, height)
    across, down = offsets(ball, width, height)
    return np.asarray(np.clip(ball.radius - np.sqrt(across * across + down * down) + 0.5, 0, 1), np.float32)


def offsets(ball: Ball, width: int, height: int) -> tuple[Cover, Cover]:
    """Return how far right and down of the ball's middle each pixel is."""
    across, down = np.meshgrid(
        np.arange(width, dtype=np.float32) - ball.x, np.arange(height, dtype=np.float32) - ball.y
    )
    return across, down


def post_cover(scene: Scene, width: int, height: int) -> Cover:
    """Return how much of each pixel the post covers, 0 to 1; the same at all times."""
    columns = np.abs(np.arange(width, dtype=np.float32) - scene.post * width)
    return np.broadcast_to(np.clip(POST_HALF * height - columns + 0.5, 0, 1), (height, width))


def touches(scene: Scene, seconds: float, width: int, height: int) -> Iterator[Touch]:
    """Yield each moment within the first `seconds` at which the ball touches the ground, in order.

    The ball enters at one edge of the picture as it leaves at the other: that is no touch.
    """
    for round in range(math.ceil(seconds / scene.crossing)):
        for bounce in range(1, math.ceil(scene.bounces)):
            at = scene.crossing * (round + bounce / scene.bounces)
            if at < seconds:
                yield Touch(at, ball_at(scene, at, width, height))


def hidden(scene: Scene, seconds: float, width: int, height: int) -> Iterator[tuple[float, float]]:
    """Yield the stretches within the first `seconds` in which the post hides some of the ball."""
    radius, way = scene.radius * height, width + 2 * scene.radius * height
    reach = radius + POST_HALF * height
    first, last = ((scene.post * width + side * reach + radius) / way for side in (-1, 1))
    for round in range(math.ceil(seconds / scene.crossing)):
        begin, end = (scene.crossing * (round + part) for part in (first, last))
        if begin < seconds:
            yield begin, min(end, seconds)
