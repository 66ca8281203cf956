"""`sample.scene`: small moving pictures with texture and occlusion, the same on every machine."""

from functools import lru_cache
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import Format, Frame, Time, node

from .scenes import SCENES, Colour, Scene, ball_at, ball_cover, offsets, post_cover

Image = npt.NDArray[np.float32]
Name = Literal["harbour", "meadow", "night", "dunes", "frost"]


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
    ball = ball_at(scene, seconds, width, height)
    across, down = offsets(ball, width, height)
    turn, radius = ball.x / ball.radius, ball.radius
    bands = 0.75 + 0.25 * np.sin((across * np.cos(turn) + down * np.sin(turn)) * (6.0 / radius))
    light = np.clip(1.1 - (across + 1.4 * down + radius) / (3.2 * radius), 0.12, 1.6)
    cover = ball_cover(scene, seconds, width, height)
    return _over(picture, _light(scene.ball) * (bands * light)[..., None].astype(np.float32), cover)


def _post(picture: Image, scene: Scene) -> Image:
    height, width = picture.shape[:2]
    bark = cv2.resize(_texture(scene.seed + 1, 256), (width, height), interpolation=cv2.INTER_AREA)
    grain = 0.7 + 0.6 * bark
    return _over(picture, _light(scene.post_colour) * grain[..., None], post_cover(scene, width, height))


@node("sample.scene")
def scene(time: Time, format: Format, name: Name = "harbour") -> Frame:
    """Draw one frame of a small scene: a textured ground drifts, a banded ball rolls behind a post.

    Depends on the time and the picture size alone, so that a test knows every frame beforehand.
    """
    which = SCENES[name]
    seconds = float(time.seconds)
    picture = _ground(which, seconds, format.width, format.height)
    drawn = _post(_ball(picture, which, seconds), which)
    return Frame.of_pixels(drawn, time, pixel_aspect=format.pixel_aspect)
