"""The sound that a node makes with each of its frames, and the stream that those pieces are downstream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np

from nodes.api import Audio, AudioBlock, Range, Rate, Time
from nodes.api.frames import FloatArray

_SILENT = 48000
_LONGEST = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """The sound of one frame: `samples` (count, channels) from sample `first` of its stream on.

    Where a node makes no sound `rate` is 0.
    """

    samples: FloatArray
    rate: int
    first: int


Fetch = Callable[[Time], Samples]
"""Makes the sound of a frame."""


def samples_of(sound: Audio | None) -> Samples:
    """Return what a node gave as the sound of one frame, read whole; None is no sound."""
    if sound is None:
        return Samples(np.zeros((0, 0), np.float32), 0, 0)
    blocks = [np.asarray(block.samples, np.float32) for block in sound.read(sound.range)]
    whole = np.concatenate(blocks) if blocks else np.zeros((0, sound.channels), np.float32)
    whole.flags.writeable = False
    return Samples(whole, sound.rate, ceil(sound.range.start.at(Rate(sound.rate)).value))


def soundtrack(stretch: Range, fetch: Fetch) -> Audio | None:
    """Return the sound of a stretch's frames as a stream, read frame by frame as it is wanted.

    None where the first frame has none. A frame that has none, or too little, is silent there.
    """
    head = fetch(stretch.start.ceil())
    if not head.rate:
        return None
    rate, channels = Rate(head.rate), head.samples.shape[1]

    def read(wanted: Range) -> Iterator[AudioBlock]:
        first, end = (ceil(time.at(rate).value) for time in (wanted.start, wanted.end))
        inside = wanted.at(stretch.rate).meet(stretch)
        at = first
        for time in Range.between(inside.start.floor(), inside.end).frames():
            if time not in stretch:
                continue
            piece = fetch(time)
            begin = min(max(at, piece.first), end)
            yield from _silence(at, begin, channels)
            part = piece.samples[begin - piece.first : end - piece.first] if begin >= piece.first else None
            at = begin
            if part is not None and len(part) and part.shape[1] == channels:
                yield AudioBlock(part, begin)
                at = begin + len(part)
        yield from _silence(at, end, channels)

    return Audio(head.rate, channels, stretch.at(rate), read)


def heard(stretch: Range, fetch: Fetch) -> Audio:
    """Return the sound of a stretch's frames as a stream; silence where there is none."""
    return soundtrack(stretch, fetch) or Audio(_SILENT, 1, stretch.at(Rate(_SILENT)), _nothing)


def _nothing(wanted: Range) -> Iterator[AudioBlock]:
    first, end = (ceil(time.at(Rate(_SILENT)).value) for time in (wanted.start, wanted.end))
    yield from _silence(first, end, 1)


def _silence(first: int, end: int, channels: int) -> Iterator[AudioBlock]:
    for begin in range(first, end, _LONGEST):
        yield AudioBlock(np.zeros((min(_LONGEST, end - begin), channels), np.float32), begin)
