"""The shape of a sound for drawing: least, greatest and mean power of samples, at several zooms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nodes.api.frames import FloatArray
from nodes.api.sound import Audio
from nodes.api.times import Range, Rate

IntArray = npt.NDArray[np.int64]

FINEST = 256
"""Samples a bin of the finest level sums up; each further level's bins are `STEP` times as long."""

STEP = 4
LEVELS = 6
_AT_ONCE = 1 << 18


@dataclass(frozen=True, eq=False)
class Waveform:
    """A track's shape: `levels[n]` is float32 (bins, channels, 3), of `FINEST * STEP**n` samples a bin.

    The three are the least sample, the greatest and the root of the mean square. The last bin may be
    short of samples.
    """

    rate: int
    samples: int
    levels: tuple[FloatArray, ...]


def bin_size(level: int) -> int:
    """Return how many samples a bin of a level sums up."""
    return FINEST * int(STEP**level)


def make_waveform(audio: Audio, told: Callable[[int, int], None]) -> Waveform:
    """Return the shape of a sound, read once from start to end; `told` hears samples done and in all.

    Raises MediaError for sound that cannot be read, and what `told` raises.
    """
    total = audio.range.frame_count
    finest = []
    for first in range(0, total, _AT_ONCE):
        told(first, total)
        finest.append(summed(samples_at(audio, first, min(_AT_ONCE, total - first)), FINEST))
    empty = np.zeros((0, audio.channels, 3), np.float32)
    levels = [np.concatenate(finest) if finest else empty]
    for level in range(1, LEVELS):
        levels.append(coarser(levels[-1], bin_size(level - 1), total))
    return Waveform(audio.rate, total, tuple(levels))


def samples_at(audio: Audio, first: int, count: int) -> FloatArray:
    """Return samples (count, channels) from `first` of the track on, silence outside it."""
    rate = Rate(audio.rate)
    wanted = Range.frames_of(audio.range.start.at(rate).value + first, count, rate)
    blocks = [block.samples for block in audio.read(wanted)]
    return np.concatenate(blocks) if blocks else np.zeros((0, audio.channels), np.float32)


def summed(samples: FloatArray, size: int) -> FloatArray:
    """Return the bins (bins, channels, 3) of samples (count, channels), `size` of them a bin."""
    starts = np.arange(0, len(samples), size)
    if not len(starts):
        return np.zeros((0, samples.shape[1], 3), np.float32)
    counts = np.diff(np.append(starts, len(samples)))[:, None]
    power = np.add.reduceat(np.square(samples, dtype=np.float64), starts) / counts
    least, most = np.minimum.reduceat(samples, starts), np.maximum.reduceat(samples, starts)
    return np.stack([least, most, np.sqrt(power)], axis=-1).astype(np.float32)


def coarser(bins: FloatArray, size: int, samples: int) -> FloatArray:
    """Return bins of `STEP` times the `size`, from bins that together sum up `samples` samples."""
    starts = np.arange(0, len(bins), STEP)
    return gathered(bins, starts, np.minimum(starts + STEP, len(bins)), size, samples)


def gathered(bins: FloatArray, starts: IntArray, ends: IntArray, size: int, samples: int) -> FloatArray:
    """Return one bin for each stretch `starts` to `ends` (not included, never empty) of bins."""
    if not len(starts):
        return np.zeros((0, *bins.shape[1:]), np.float32)
    # Of pairs of start and end every other stretch is wanted; one bin more, so that an end may be last.
    pairs = np.stack([starts, ends], axis=-1).ravel()
    padded = np.concatenate([bins, bins[-1:]])
    weight = np.minimum(size, samples - np.arange(len(padded)) * size).astype(np.float64)[:, None]
    power = np.square(padded[..., 2], dtype=np.float64) * weight
    mean = np.add.reduceat(power, pairs)[::2] / np.add.reduceat(weight, pairs)[::2]
    least = np.minimum.reduceat(padded[..., 0], pairs)[::2]
    most = np.maximum.reduceat(padded[..., 1], pairs)[::2]
    return np.stack([least, most, np.sqrt(mean)], axis=-1).astype(np.float32)


def level_for(count: int, wanted: int) -> int | None:
    """Return the coarsest level whose bins are no longer than `count` samples shared out to `wanted` bins.

    None where even the finest is too coarse: then the samples themselves are summed up.
    """
    fitting = [level for level in range(LEVELS) if bin_size(level) * wanted <= count]
    return max(fitting, default=None)


def drawn(bins: FloatArray, size: int, samples: int, first: int, count: int, wanted: int) -> FloatArray:
    """Return `wanted` bins over `count` samples from `first` on, made of finer bins of `size` samples.

    A bin takes in every finer one that it touches; outside the track all are 0.
    """
    edges = first + np.arange(wanted + 1) * count // wanted
    starts = edges[:-1] // size
    ends = np.maximum(starts + 1, -(-edges[1:] // size))
    made = np.zeros((wanted, *bins.shape[1:]), np.float32)
    inside = (ends > 0) & (starts < len(bins))
    made[inside] = gathered(
        bins, np.maximum(starts[inside], 0), np.minimum(ends[inside], len(bins)), size, samples
    )
    return made
