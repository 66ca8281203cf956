"""Overlapping stretches of a sound, cut out of its blocks as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float32]
Blocks: TypeAlias = Iterable[npt.NDArray[np.float32]]
"""Consecutive float32 blocks (count, channels), -1 to 1 nominal."""
Samples: TypeAlias = npt.NDArray[np.int64]
"""Instants as whole samples from the first one, rising."""

_BATCH = 256


def mono(block: npt.NDArray[Any]) -> Floats:
    """Return the mean of a block's channels, float32 (count,); what is no number is silence."""
    made = np.asarray(block, np.float32)
    if made.ndim == 2:
        made = made.mean(axis=1, dtype=np.float32) if made.shape[1] != 1 else made[:, 0]
    return made if np.isfinite(made).all() else np.nan_to_num(made, nan=0.0, posinf=0.0, neginf=0.0)


def starts(first: int, count: int, rate: int, fps: int) -> Samples:
    """Return the samples on which windows `first` to `first + count` are centred, `fps` of them a second."""
    return np.arange(first, first + count, dtype=np.int64) * rate // fps


def windows(blocks: Blocks, rate: int, fps: int, size: int) -> Iterator[Floats]:
    """Yield batches (count, size) of the windows centred on sample 0, rate / fps, 2 rate / fps …

    There is one window for every instant at which there is sound; beyond both ends is silence.
    """
    held = np.zeros(size // 2, np.float32)
    origin, index, total = -(size // 2), 0, 0
    for block in blocks:
        samples = mono(block)
        total += len(samples)
        held = np.concatenate([held, samples])
        while origin + len(held) - size >= _begin(index + _BATCH - 1, rate, fps, size):
            yield _cut(held, origin, index, _BATCH, rate, fps, size)
            index += _BATCH
        done = _begin(index, rate, fps, size) - origin
        held, origin = held[done:], origin + done
    held = np.concatenate([held, np.zeros(size, np.float32)])
    count = -(-total * fps // rate)
    while index < count:
        batch = min(_BATCH, count - index)
        yield _cut(held, origin, index, batch, rate, fps, size)
        index += batch


def _begin(index: int, rate: int, fps: int, size: int) -> int:
    return index * rate // fps - size // 2


def _cut(held: Floats, origin: int, index: int, count: int, rate: int, fps: int, size: int) -> Floats:
    places = starts(index, count, rate, fps) - size // 2 - origin
    made: Floats = np.lib.stride_tricks.sliding_window_view(held, size)[places]
    return made
