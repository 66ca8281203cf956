"""How loud what plays is, as the mix told it, found again by when it is heard."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nodes.engine.metering import SPAN

_KEPT = 1024
"""Spans that are remembered: more than the sound that waits to be heard."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """The greatest magnitude and the mean square of each channel over `samples`, of full scale.

    `tracks` are the greatest magnitudes of what each track adds to the mix, by id; silent ones may be absent.
    """

    samples: int
    peaks: tuple[float, ...]
    squares: tuple[float, ...]
    tracks: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Span:
    first: int
    peaks: Sequence[float]
    squares: Sequence[float]
    tracks: Mapping[str, Sequence[float]]


class Levels:
    """Written by the thread that fetches sound, read by any other."""

    def __init__(self) -> None:
        self._spans: deque[_Span] = deque(maxlen=_KEPT)

    def add(
        self,
        first: int,
        spans: Sequence[Sequence[Sequence[float]]],
        tracks: Mapping[str, Sequence[Sequence[float]]],
    ) -> None:
        """Note what the mix told of a block that begins with sample `first` of the turn."""
        for number, (peaks, squares) in enumerate(spans):
            shares = {track: found[number] for track, found in tracks.items()}
            self._spans.append(_Span(first + number * SPAN, peaks, squares, shares))

    def between(self, start: int, end: int) -> Loudness | None:
        """Return how loud the samples from `start` to before `end` are, None where nothing is known of them.

        Whole spans count: those that begin there.
        """
        found = [span for span in tuple(self._spans) if start <= span.first < end]
        if not found:
            return None
        peaks = _greatest([span.peaks for span in found])
        squares = tuple(
            sum(each) / len(found) for each in zip(*(span.squares for span in found), strict=True)
        )
        shares: dict[str, list[Sequence[float]]] = {}
        for span in found:
            for track, each in span.tracks.items():
                shares.setdefault(track, []).append(each)
        tracks = {track: _greatest(each) for track, each in shares.items()}
        return Loudness(end - start, peaks, squares, tracks)


def _greatest(found: Sequence[Sequence[float]]) -> tuple[float, ...]:
    return tuple(map(max, zip(*found, strict=True)))
