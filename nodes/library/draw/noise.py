"""`draw.noise`: clouds at random."""

from functools import lru_cache
from typing import Annotated

import numpy as np
import numpy.typing as npt

from nodes.api import Format, Frame, Px, Seed, Slider, Time, node

from .lattice import waves

_FINEST = 2.0


@node("draw.noise")
def noise(
    format: Format,
    time: Time,
    seed: Annotated[Seed, "Which noise; the take's own where none is pinned."],
    size: Annotated[Px, Slider(2, 500, "px"), "How wide the coarsest clouds are."] = 100.0,
    octaves: Annotated[
        int, Slider(1, 10, hard=True), "How many finer layers, each half as wide, there are."
    ] = 5,
    roughness: Annotated[float, Slider(0, 1), "How strong each finer layer is beside the one before."] = 0.5,
    low: Annotated[float, Slider(0, 1), "What the lowest noise becomes."] = 0.0,
    high: Annotated[float, Slider(0, 1), "What the highest noise becomes."] = 1.0,
    speed: Annotated[float, Slider(0, 10), "How often a second it becomes another; 0 stands still."] = 0.0,
    coloured: Annotated[bool, "Another noise for each of red, green and blue."] = False,
) -> Frame:
    """Draw fractal value noise, opaque, linear, from `low` to `high`; its mean lies halfway.

    Layers finer than two pixels are left at their mean, so that a smaller picture is the larger one made
    smaller. The same seed gives the same picture, bit by bit, on every machine; without a pinned one each
    take has its own. Raises nothing: any size is drawn.

    Example: workprint run draw.noise -o clouds.png size=20 seed=3 --size 64x36 --range 0-0
    """
    depth = float(time.seconds) * speed if speed else 0.0
    cell = max(_FINEST, size) / float(format.pixel_aspect), max(_FINEST, size)
    layers = [
        _fractal(seed, layer, (format.width, format.height), cell, octaves, roughness, depth)
        for layer in range(3 if coloured else 1)
    ]
    span, base = np.float32(high - low), np.float32(low)
    made = np.empty((format.height, format.width, 3), np.float32)
    for channel in range(3):
        np.multiply(layers[channel % len(layers)], span, out=made[..., channel])
    made += base
    return Frame.of_pixels(made, time, pixel_aspect=format.pixel_aspect)


@lru_cache(maxsize=3)
def _fractal(
    seed: int,
    layer: int,
    size: tuple[int, int],
    cell: tuple[float, float],
    octaves: int,
    roughness: float,
    depth: float,
) -> npt.NDArray[np.float32]:
    total = np.zeros((size[1], size[0]), np.float32)
    rest = whole = 0.0
    for octave in range(octaves):
        weight = roughness**octave
        whole += weight
        fine = cell[0] / 2**octave, cell[1] / 2**octave
        if min(fine) < _FINEST:
            rest += weight / 2
            continue
        part = waves(seed, layer * 64 + octave, size, fine, depth * 2**octave)
        part *= np.float32(weight)
        total += part
    total += np.float32(rest)
    total *= np.float32(1 / whole)
    total.flags.writeable = False
    return total
