"""Nodes for tests: one that a seed decides, one with a memory, one that keeps what it makes."""

from collections.abc import Iterator

import numpy as np

from nodes.api import Frame, Seed, Stream, node


@node("test.noise")
def noise(image: Frame, seed: Seed) -> Frame:
    """Add noise that the seed decides."""
    made = np.random.default_rng(seed).normal(0, 0.05, image.rgb.shape).astype(np.float32)
    return image.with_rgb(image.rgb + made)


@node("test.before")
def before(image: Stream[Frame]) -> Iterator[Frame]:
    """Mix each picture with those before."""
    held = None
    for frame in image:
        held = frame.rgb if held is None else (held + frame.rgb) / 2
        yield frame.with_rgb(held)


@node("test.kept", keep=True)
def kept(image: Frame) -> Frame:
    """Brighten, and keep what was made."""
    return image.with_rgb(image.rgb + np.float32(0.1))
