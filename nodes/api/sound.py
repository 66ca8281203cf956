"""Sound that flows between nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .frames import FloatArray
from .times import Range


@dataclass(frozen=True, eq=False)
class AudioBlock:
    """Float32 samples (count, channels), -1 to 1 nominal, from sample `first` of the stream."""

    samples: FloatArray
    first: int


@dataclass(frozen=True, eq=False)
class Audio:
    """Sound as a stream of blocks: `rate` samples a second, `channels` of them.

    `read(range)` yields consecutive blocks that cover the range exactly, silence where there is none.
    """

    rate: int
    channels: int
    range: Range
    read: Callable[[Range], Iterator[AudioBlock]]
