"""A file of nodes as somebody else would write it."""

ACME = '''
from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from workprint import Format, Frame, NodeError, Range, Seed, Stream, Time, node


@dataclass(frozen=True)
class Noise:
    """Uses a dataclass, which looks its module up."""

    seed: int

    def pixels(self, place: int) -> np.ndarray:
        return np.random.default_rng([self.seed, place]).random((2, 4, 3), np.float32)


@node("acme.noise")
def noise(time: Time, seed: Seed) -> Frame:
    """Make noise."""
    return Frame.of_pixels(Noise(seed).pixels(time.frame), time)


@node("acme.steps")
def steps(range: Range, format: Format) -> Iterator[Frame]:
    """Count from the start of the stretch."""
    for place, time in enumerate(range.frames()):
        yield Frame.of_pixels(np.full((2, 4, 3), place, np.float32), time)


@node("acme.trail")
def trail(images: Stream[Frame], decay: float = 0.5) -> Iterator[Frame]:
    """Leave a trail."""
    held = None
    for image in images:
        held = image.rgb if held is None else held * decay + image.rgb
        yield image.with_rgb(held)


@node("acme.slow")
def slow(image: Frame, seconds: float = 0.05, log: str = "") -> Frame:
    """Take time, and note every call in a file."""
    time.sleep(seconds)
    with open(log, "a") as file:
        file.write(f"{image.time.frame}\\n")
    return image


@node("acme.fails")
def fails(image: Frame, at: int = 3) -> Frame:
    """Fail at a frame."""
    return image if image.time.frame != at else 1 / 0


@node("acme.picky")
def picky(image: Frame, amount: float = 1.0) -> Frame:
    """Refuse what is too much."""
    if amount > 1:
        raise NodeError("Be picky", f"{amount:g} is too much", hint="Use less.", port="amount")
    return image
'''
