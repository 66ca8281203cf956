"""The shape of a sound as the engine kept it, read from the mapped file: as much as is drawn."""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nodes.engine.job import Bound
from nodes.media.waveform import LEVELS, bin_size

Numbers = NDArray[np.float64]

SUFFIX = ".waveform"
_MOST = 8
"""Bins that a pixel is made of at most: of more, as many are taken, evenly."""
_LINE = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Peaks:
    """`levels` are float32 (bins, channels, 3), least, greatest and RMS of samples, as `Waveform` has them.

    `rate` is the sound's, `origin` where it begins, in samples after the first picture.
    """

    levels: tuple[NDArray[np.float32], ...]
    rate: int
    origin: int

    @property
    def channels(self) -> int:
        """How many channels the sound has."""
        return int(self.levels[0].shape[1])

    def columns(self, starts: Numbers, ends: Numbers, seconds: float) -> NDArray[np.float32]:
        """Return (columns, channels, 3) for stretches of seconds after the first picture; 0 beside the sound.

        A column takes in every bin that it touches. `seconds` is how long one is that is not cut short:
        that alone says how finely the sound is read.
        """
        first = np.minimum(starts, ends) * self.rate - self.origin
        last = np.maximum(starts, ends) * self.rate - self.origin
        level = _level(seconds * self.rate)
        bins, size = self.levels[level], bin_size(level)
        low = np.floor(first / size).astype(np.int64)
        high = np.maximum(low + 1, np.ceil(last / size).astype(np.int64))
        inside = (high > 0) & (low < len(bins))
        if not inside.any():
            return np.zeros((len(low), *bins.shape[1:]), np.float32)
        low, last_bin = np.maximum(low, 0), np.minimum(high, len(bins)) - 1
        count = min(math.ceil(seconds * self.rate / size) + 1, _MOST)
        span = last_bin + 1 - low
        # Bin by bin: there are a few, and a reduction over a short axis is slow.
        made: NDArray[np.float32] = np.take(bins, np.minimum(low, last_bin), axis=0, mode="clip")
        power = np.square(made[..., 2])
        for step in range(1, count):
            at = low + (step if span.max() <= count else step * np.maximum(span, count) // count)
            found = np.take(bins, np.minimum(at, last_bin), axis=0, mode="clip")
            np.minimum(made[..., 0], found[..., 0], out=made[..., 0])
            np.maximum(made[..., 1], found[..., 1], out=made[..., 1])
            power += np.square(found[..., 2])
        made[..., 2] = np.sqrt(power / np.float32(count))
        if not inside.all():
            made[~inside] = 0
        return made


def _level(samples: float) -> int:
    """Return the coarsest level whose bins are no longer than so many samples, the finest for fewer."""
    return max((level for level in range(LEVELS) if bin_size(level) <= samples), default=0)


def peaks_at(folder: Path, bound: Bound) -> Peaks | None:
    """Map what was kept of a sound, None where nothing (whole) is there."""
    sound = bound.info.sound
    path = folder / f"{bound.fingerprint}{SUFFIX}"
    if sound is None:
        return None
    try:
        with path.open("rb") as file:
            head = json.loads(file.readline(_LINE))
            begin = file.tell()
        sizes = [int(size) for size in head["sizes"]]
        if path.stat().st_size != begin + sum(sizes) or len(sizes) != LEVELS:
            return None
        # As a plain array: reading through a memmap object costs as much again as what is read.
        whole = np.asarray(np.memmap(path, np.uint8, "r", begin))
        os.utime(path)
        ends = np.cumsum(sizes).tolist()
        levels = tuple(
            whole[end - size : end].view("<f4").reshape(-1, sound.channels, 3)
            for size, end in zip(sizes, ends, strict=True)
        )
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return Peaks(levels, sound.rate, sound.first)
