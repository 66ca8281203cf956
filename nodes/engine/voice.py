"""One piece of sound as it is heard in a job: the samples of its file at its speed."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from nodes.api import Range, Rate
from nodes.api.frames import FloatArray
from nodes.media.movie_codecs import SoundSpec
from nodes.media.refs import FileRef
from nodes.media.sound import SoundReader, open_sound
from nodes.media.varispeed import interpolated, reach

from .errors import CannotRun
from .gains import shaped
from .job import Bound, SoundPiece

_TURNED = 1 << 18
"""How many samples are read at once of a file that is heard backwards."""


class Voice:
    """A piece that is heard; `reader` is its open file, at the job's rate where its speed is 1."""

    def __init__(self, piece: SoundPiece, bound: Bound, reader: SoundReader, spec: SoundSpec) -> None:
        self.piece = piece
        self.reader = reader
        self._spec = spec
        self._mono = bound.info.sound is not None and bound.info.sound.channels == 1
        self._held: FloatArray = np.zeros((0, spec.channels), np.float32)
        self._held_first = 0

    def add(self, made: FloatArray, begin: Fraction) -> None:
        """Add to `made`, whose first sample stands at `begin` seconds of the job, what the piece says there.

        Raises MediaError for sound that cannot be read.
        """
        rate, place = self._spec.rate, self.piece.place
        first = max(0, _sample(place.start.seconds - begin, rate))
        last = min(len(made), _sample(place.end.seconds - begin, rate))
        if first >= last or self.piece.speed == 0:
            return
        at = begin + Fraction(first, rate)
        plain = self._steady(at, last - first) if self.piece.speed == 1 else self._varied(at, last - first)
        made[first:last] += shaped(plain, self.piece, at, rate, mono=self._mono)

    def _steady(self, at: Fraction, count: int) -> FloatArray:
        rate = self._spec.rate
        seconds = self.piece.start.seconds + at - self.piece.place.start.seconds
        # The reader takes the sample at or after a time; half a sample earlier that is the nearest one.
        return self._read(Range.frames_of(seconds * rate - Fraction(1, 2), count, Rate(rate)))

    def _varied(self, at: Fraction, count: int) -> FloatArray:
        """Return samples by where their middles are in the media, so that backwards mirrors forwards."""
        audio, speed = self.reader.audio, self.piece.speed
        middle = at + Fraction(1, 2 * self._spec.rate) - self.piece.place.start.seconds
        origin = audio.range.start.seconds
        start = (self.piece.start.seconds + speed * middle - origin) * audio.rate - Fraction(1, 2)
        step = speed * audio.rate / self._spec.rate
        far = start + step * (count - 1)
        low = math.floor(min(start, far)) - reach(step)
        high = math.floor(max(start, far)) + reach(step) + 1
        return interpolated(self._between(low, high, backwards=step < 0), start - low, step, count)

    def _between(self, low: int, high: int, *, backwards: bool) -> FloatArray:
        """Return the file's samples `low` to `high`, read ahead in large pieces where time runs backwards."""
        held_end = self._held_first + len(self._held)
        if not (self._held_first <= low and high <= held_end):
            first = min(low, high - _TURNED) if backwards else low
            rate = Rate(self.reader.audio.rate)
            origin = self.reader.audio.range.start.at(rate).value
            self._held = self._read(Range.frames_of(origin + first, high - first, rate))
            self._held_first = first
        return self._held[low - self._held_first : high - self._held_first]

    def _read(self, wanted: Range) -> FloatArray:
        blocks = [block.samples for block in self.reader.audio.read(wanted)]
        return blocks[0] if len(blocks) == 1 else np.concatenate(blocks)


def opened(piece: SoundPiece, bound: Bound, spec: SoundSpec) -> SoundReader:
    """Open the file of a piece. Raises CannotRun for what has no sound, and MediaError."""
    ref = bound.info.ref
    if not isinstance(ref, FileRef):
        raise CannotRun(f"Play '{ref.label}'", "pictures in files of their own have no sound")
    return open_sound(ref, bound.info, rate=spec.rate if piece.speed == 1 else None, channels=spec.channels)


def _sample(seconds: Fraction, rate: int) -> int:
    """Return the whole sample nearest to a time."""
    return math.floor(seconds * rate + Fraction(1, 2))
