"""Clips in which one thing happens that makes following hard; every matte is known exactly.

The first four are drawn as the sample cut of `workprint demo` is, at its size, by the nodes that draw it and
the mattes beside it; the others by a recipe of their own, where the sample has no such thing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from nodes.api import Format, Time
from nodes.library.sample.matte import matte
from nodes.library.sample.scene import Name, scene

from .roto_clips import RATE, Annotated

WIDTH, HEIGHT = 640, 360
FRAMES = 48
Floats = npt.NDArray[np.float32]
Drawn = Callable[[int], tuple[Floats, Floats]]


def occlusion() -> Annotated:
    """Follow the ball of the sample's first shot behind the post and out again."""
    return _sampled("occlusion", "harbour", "ball", 36)


def low_light() -> Annotated:
    """Follow the ball of the sample's night shot behind the post."""
    return _sampled("low light", "night", "ball", 52)


def returning() -> Annotated:
    """Follow the ball of the sample's dunes out of the picture and in again on the other side."""
    return _sampled("returning", "dunes", "ball", 52)


def thin() -> Annotated:
    """Follow the post of the sample's first shot while the ball rolls behind it."""
    return _sampled("thin", "harbour", "post", 36)


def thinner() -> Annotated:
    """Follow a disc with four arms of 6 pixels that turns."""

    def drawn(number: int) -> tuple[Floats, Floats]:
        cover = _disc(*_way(number), 24)
        for arm in range(4):
            angle = 0.05 * number + arm * np.pi / 2
            x, y = _way(number)
            end = (round(16 * (x + 80 * np.cos(angle))), round(16 * (y + 80 * np.sin(angle))))
            cv2.line(cover, (round(16 * x), round(16 * y)), end, (1.0,), 6, cv2.LINE_8, 4)
        return _over(_ground(number), _paint((0.6, 0.1, 0.08)), cover), cover

    return _made("thinner", drawn)


def shadow() -> Annotated:
    """Follow a disc whose shadow goes with it and is none of it."""

    def drawn(number: int) -> tuple[Floats, Floats]:
        x, y = _way(number)
        dark = cv2.GaussianBlur(_disc(x + 45, y + 40, 42), (0, 0), 3)[..., None]
        cover = _disc(x, y, 45)
        return _over(_ground(number) * (1 - 0.65 * dark), _paint((0.5, 0.35, 0.08)), cover), cover

    return _made("shadow", drawn)


def motion_blur() -> Annotated:
    """Follow a disc that goes 14 pixels a frame, its shutter open half of the time."""

    def drawn(number: int) -> tuple[Floats, Floats]:
        moments = [_disc(80 + 14 * (number + part / 32), 180, 45) for part in range(16)]
        cover = np.asarray(np.mean(moments, 0), np.float32)
        return _over(_ground(number), _paint((0.55, 0.12, 0.3)), cover), cover

    return _made("motion blur", drawn, 34)


def low_contrast() -> Annotated:
    """Follow a disc of nearly the ground's colour, a tenth lighter and finer in grain."""

    def drawn(number: int) -> tuple[Floats, Floats]:
        cover = _disc(*_way(number), 45)
        return _over(_ground(number), _paint((0.22, 0.31, 0.17)), cover), cover

    return _made("low contrast", drawn)


EVENTS: dict[str, Callable[[], Annotated]] = {
    "occlusion": occlusion,
    "low light": low_light,
    "returning": returning,
    "thin": thin,
    "thinner": thinner,
    "shadow": shadow,
    "motion blur": motion_blur,
    "low contrast": low_contrast,
}


def _sampled(name: str, where: Name, part: Literal["ball", "post"], first: int) -> Annotated:
    form = Format(WIDTH, HEIGHT, RATE)

    def light(number: int) -> Floats:
        return np.asarray(scene(Time(first + number, RATE), form, where).rgb, np.float32)

    true = {
        number: matte(Time(first + number, RATE), form, where, part).rgb[..., 0] > 0.5
        for number in range(FRAMES)
    }
    return Annotated(name, FRAMES, light, true)


def _made(name: str, drawn: Drawn, frames: int = FRAMES) -> Annotated:
    true = {number: drawn(number)[1] > 0.5 for number in range(frames)}
    return Annotated(name, frames, lambda number: drawn(number)[0], true)


def _way(number: int) -> tuple[float, float]:
    return 110 + 8 * number, 170 + 50 * float(np.sin(number / 7))


def _disc(x: float, y: float, radius: float) -> Floats:
    across, down = np.meshgrid(np.arange(WIDTH) - x, np.arange(HEIGHT) - y)
    return np.asarray(np.clip(radius - np.hypot(across, down) + 0.5, 0, 1), np.float32)


def _over(ground: Floats, paint: Floats, cover: Floats) -> Floats:
    return ground + (paint - ground) * cover[..., None]


@lru_cache(maxsize=4)
def _grain(seed: int, width: int) -> Floats:
    random = np.random.default_rng(seed).random((HEIGHT, width)).astype(np.float32)
    layers = [cv2.GaussianBlur(random, (0, 0), wide) * wide for wide in (1, 3, 9)]
    made = np.sum(layers, 0)
    return np.asarray((made - made.min()) / np.ptp(made), np.float32)


def _ground(number: int) -> Floats:
    """Return a green-grey ground that pans by two pixels a frame."""
    part = _grain(3, WIDTH + 2 * FRAMES)[:, 2 * number : 2 * number + WIDTH, None]
    return 0.05 + part * np.array([0.28, 0.42, 0.2], np.float32)


def _paint(colour: tuple[float, float, float]) -> Floats:
    grain = _grain(4, WIDTH)[..., None]
    return np.asarray(np.array(colour, np.float32) * (0.7 + 0.6 * grain), np.float32)
