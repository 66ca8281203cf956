"""Sound in memory, and a context that only listens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from nodes.api import Audio, AudioBlock, Frame, Range, Rate, Time


class Quiet:
    """A context of a node that runs alone."""

    scratch = Path()

    def progress(self, done: float, total: float, preview: Frame | None = None) -> None:
        assert done <= total

    def check_cancelled(self) -> None:
        """Nobody cancels."""


def audio_of(sound: Any, rate: int, start: Time | None = None) -> Audio:
    """Return an array (count,) as a stream of blocks."""
    samples = np.asarray(sound, np.float32)[:, None]
    begin = Time.zero(Rate(rate)) if start is None else start.at(Rate(rate))
    whole = Range(begin, Time(len(samples), Rate(rate)))

    def read(wanted: Range) -> Iterator[AudioBlock]:
        assert wanted == whole
        for first in range(0, len(samples), 5_000):
            yield AudioBlock(samples[first : first + 5_000], first)

    return Audio(rate, 1, whole, read)
