"""A shot of any length given to a model window by window, each following on from the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from nodes.api import Time
from nodes.vision.seams import following

from .pictures import FloatArray

Given = Mapping[str, FloatArray]
Read = Callable[[Time], Given]
"""What the model is given of one time, by name."""
Make = Callable[[Given], Iterator[FloatArray]]
"""Yields a picture for each that it is given; "past" is what the first of them have become already."""


def in_windows(
    times: Sequence[Time], length: int, overlap: int, read: Read, make: Make
) -> Iterator[FloatArray]:
    """Yield what a model makes of each time; one window and what two share exist at once.

    Windows of `length` share `overlap` frames; the later one is blended in, in the look of the earlier one.
    """
    shared = min(overlap, length - 1)
    held: list[FloatArray] = []
    first = 0
    while True:
        end = min(first + length, len(times))
        given = _stacked([read(time) for time in times[first:end]])
        keep = 0 if end == len(times) else shared
        past = {"past": np.stack(held)} if held else {}
        ready = following(held, make({**given, **past}))
        held = []
        for picture in ready:
            held.append(picture)
            if len(held) > keep:
                yield held.pop(0)
        if end == len(times):
            return
        first = end - shared


def _stacked(given: Sequence[Given]) -> dict[str, FloatArray]:
    return {name: np.stack([each[name] for each in given]) for name in given[0]}
