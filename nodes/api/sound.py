"""Sound that flows between nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np

from .frames import FloatArray
from .times import Range, Rate, Time


@dataclass(frozen=True, eq=False)
class AudioBlock:
    """Float32 samples (count, channels), -1 to 1 nominal, from sample `first` of the stream."""

    samples: FloatArray
    first: int


@dataclass(frozen=True, eq=False)
class Audio:
    """Sound as a stream of blocks: `rate` samples a second, `channels` of them.

    `read(range)` yields consecutive blocks that cover the range exactly, silence where there is none.
    As a further output of a node that makes pictures it is the sound of that frame alone, None for none.
    """

    rate: int
    channels: int
    range: Range
    read: Callable[[Range], Iterator[AudioBlock]]

    @classmethod
    def of_samples(cls, samples: FloatArray, rate: int, start: Time) -> Audio:
        """Return sound that is all there: (samples, channels), the first of them at or after `start`."""
        origin = ceil(start.at(Rate(rate)).value)

        def read(wanted: Range) -> Iterator[AudioBlock]:
            first, end = (ceil(time.at(Rate(rate)).value) for time in (wanted.start, wanted.end))
            made = np.zeros((max(0, end - first), samples.shape[1]), np.float32)
            begin, until = max(first, origin), min(end, origin + len(samples))
            if begin < until:
                made[begin - first : until - first] = samples[begin - origin : until - origin]
            yield AudioBlock(made, first)

        return cls(rate, samples.shape[1], Range.frames_of(origin, len(samples), Rate(rate)), read)
