"""`sample.scene`: small moving pictures with texture and occlusion, the same on every machine."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import Format, Frame, Time, node

Colour = tuple[float, float, float]
Image = npt.NDArray[np.float32]


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
}  # fmt: skip


@lru_cache(maxsize=8)
def _texture(seed: int, size: int) -> Image:
    """Return `size` by `size` value noise of five octaves, 0 to 1, that tiles in both directions."""
    rng = np.random.default_rng(seed)
    total = np.zeros((size, size), np.float32)
    weight = 1.0
    for octave in range(5):
        cells = 4 << octave
        grid = rng.random((cells, cells), dtype=np.float32)
        wrapped = np.pad(grid, 2, mode="wrap")
        scale = size / cells
        there = (np.arange(size, dtype=np.float32) + 0.5) / scale - 0.5 + 2
        across, down = np.meshgrid(there, there)
        total += weight * cv2.remap(wrapped, across, down, cv2.INTER_CUBIC)
        weight *= 0.55
    low, high = float(total.min()), float(total.max())
    made = (total - low) / (high - low)
    made.flags.writeable = False
    return made


def _light(colour: Colour) -> Image:
    return np.array(colour, np.float32)


def _ground(scene: Scene, seconds: float, width: int, height: int) -> Image:
    size = 512
    noise = _texture(scene.seed, size)
    columns = (np.arange(width, dtype=np.float32) / height + scene.drift[0] * seconds) * size * 0.6
    rows = (np.arange(height, dtype=np.float32) / height + scene.drift[1] * seconds) * size * 0.6
    across, down = np.meshgrid(columns % size, rows % size)
    drawn = cv2.remap(noise, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)[..., None]
    shade = np.linspace(1.15, 0.75, height, dtype=np.float32)[:, None, None]
    low, high = _light(scene.low), _light(scene.high)
    return np.asarray((low + (high - low) * drawn) * shade, np.float32)


def _over(picture: Image, colour: Image, cover: Image) -> Image:
    return picture + (colour - picture) * cover[..., None]


def _ball(picture: Image, scene: Scene, seconds: float) -> Image:
    """Draw the ball: lit from above left, banded so that its rolling shows, with soft edges."""
    height, width = picture.shape[:2]
    radius = scene.radius * height
    part = (seconds / scene.crossing) % 1.0
    x = -radius + (width + 2 * radius) * part
    y = height * (0.72 - 0.38 * abs(np.sin(np.pi * scene.bounces * part)))
    across, down = np.meshgrid(
        np.arange(width, dtype=np.float32) - x, np.arange(height, dtype=np.float32) - y
    )
    away = np.sqrt(across * across + down * down)
    cover = np.clip(radius - away + 0.5, 0, 1).astype(np.float32)
    turn = x / radius
    bands = 0.75 + 0.25 * np.sin((across * np.cos(turn) + down * np.sin(turn)) * (6.0 / radius))
    light = np.clip(1.1 - (across + 1.4 * down + radius) / (3.2 * radius), 0.12, 1.6)
    return _over(picture, _light(scene.ball) * (bands * light)[..., None].astype(np.float32), cover)


def _post(picture: Image, scene: Scene) -> Image:
    height, width = picture.shape[:2]
    x, half = scene.post * width, 0.045 * height
    columns = np.abs(np.arange(width, dtype=np.float32) - x)
    cover = np.broadcast_to(np.clip(half - columns + 0.5, 0, 1), (height, width))
    bark = cv2.resize(_texture(scene.seed + 1, 256), (width, height), interpolation=cv2.INTER_AREA)
    grain = 0.7 + 0.6 * bark
    return _over(picture, _light(scene.post_colour) * grain[..., None], cover.astype(np.float32))


@node("sample.scene")
def scene(time: Time, format: Format, name: Literal["harbour", "meadow", "night"] = "harbour") -> Frame:
    """Draw one frame of a small scene: a textured ground drifts, a banded ball rolls behind a post.

    Depends on the time and the picture size alone, so that a test knows every frame beforehand.
    """
    which = SCENES[name]
    seconds = float(time.seconds)
    picture = _ground(which, seconds, format.width, format.height)
    drawn = _post(_ball(picture, which, seconds), which)
    return Frame.of_pixels(drawn, time, pixel_aspect=format.pixel_aspect)
