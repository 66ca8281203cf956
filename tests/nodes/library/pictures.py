"""Frames and mattes that the tests of nodes share."""

from __future__ import annotations

from typing import Any

import numpy as np

from nodes.api import Box, ColourTags, Frame, Matte, Native, Rate, Time

NOW = Time(7, Rate(24))


def noise(rows: int, columns: int, channels: int = 3, seed: int = 0) -> np.ndarray:
    """Random values from -0.25 to 3 (light below 0 and above 1); with a fourth channel premultiplied."""
    rng = np.random.default_rng(seed)
    made = rng.uniform(-0.25, 3, (rows, columns, channels)).astype(np.float32)
    if channels > 3:
        made[..., 3] = np.round(rng.random((rows, columns)) * 4) / 4
        made[..., :3] *= made[..., 3:4]
    return made


def smooth(rows: int, columns: int, channels: int = 3) -> np.ndarray:
    """Soft waves from 0 to 1, opaque where there is a fourth channel, that survive half the size."""
    down, across = np.mgrid[0.5 : rows + 0.5, 0.5 : columns + 0.5]
    waves = [
        0.5 + 0.5 * np.cos(2 * np.pi * (k + 1) * across / columns + k) * np.cos(2 * np.pi * down / rows - k)
        for k in range(channels)
    ]
    made = np.stack(waves, axis=-1).astype(np.float32)
    if channels > 3:
        made[..., :3] *= made[..., 3:4]
    return made


def frame_of(pixels: Any, **rest: Any) -> Frame:
    return Frame.of_pixels(np.asarray(pixels, np.float32), NOW, **rest)


def matte_of(pixels: Any, data: Box | None = None, display: Box | None = None) -> Matte:
    made = np.asarray(pixels, np.float32)
    window = data or Box.of_size(made.shape[1], made.shape[0])
    return Matte(made, NOW, display or window, window)


def placed_frame(pixels: Any, data: Box, display: Box, **rest: Any) -> Frame:
    return frame_of(pixels, data_window=data, display_window=display, **rest)


def untouchable(rows: int = 4, columns: int = 6) -> Frame:
    """A frame as decoded, whose colour must not be read."""

    def never(native: Native, tags: ColourTags) -> Any:
        raise AssertionError("colour was read")

    half = (rows + 1) // 2, (columns + 1) // 2
    planes = tuple(np.zeros(shape, np.uint8) for shape in ((rows, columns), half, half))
    window = Box.of_size(columns, rows)
    return Frame(window, window, NOW, native=Native("yuv420p", planes), colour=ColourTags(), to_working=never)


def with_layer(pixels: np.ndarray, seed: int = 9) -> tuple[np.ndarray, tuple[str, ...]]:
    """The channels and one more, `depth`."""
    layer = np.random.default_rng(seed).random((*pixels.shape[:2], 1)).astype(np.float32)
    names = (*("R", "G", "B", "A")[: pixels.shape[2]], "depth")
    return np.concatenate([pixels, layer], axis=-1), names
