"""How loud what plays is, as the mix told it, found again by when it is heard."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from nodes.engine.metering import SPAN

_KEPT = 1024
"""Spans that are remembered: more than the sound that waits to be heard."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """The greatest magnitude and the mean square of each channel over `samples`, of full scale."""

    samples: int
    peaks: tuple[float, ...]
    squares: tuple[float, ...]


class Levels:
    """Written by the thread that fetches sound, read by any other."""

    def __init__(self) -> None:
        self._spans: deque[tuple[int, Sequence[float], Sequence[float]]] = deque(maxlen=_KEPT)

    def add(self, first: int, spans: Sequence[Sequence[Sequence[float]]]) -> None:
        """Note what the mix told of a block that begins with sample `first` of the turn."""
        for number, (peaks, squares) in enumerate(spans):
            self._spans.append((first + number * SPAN, peaks, squares))

    def between(self, start: int, end: int) -> Loudness | None:
        """Return how loud the samples from `start` to before `end` are, None where nothing is known of them.

        Whole spans count: those that begin there.
        """
        found = [span for span in tuple(self._spans) if start <= span[0] < end]
        if not found:
            return None
        channels = range(len(found[0][1]))
        peaks = tuple(max(span[1][channel] for span in found) for channel in channels)
        squares = tuple(sum(span[2][channel] for span in found) / len(found) for channel in channels)
        return Loudness(end - start, peaks, squares)
