"""The sound of a job, handed out frame by frame: pieces at their places, silence between."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import AbstractContextManager
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from nodes.api import Audio, Range, Rate, Time
from nodes.media.movie_codecs import SoundSpec
from nodes.media.refs import FileRef
from nodes.media.sound import SoundReader, open_sound

from .errors import CannotRun
from .job import Job, SoundPiece

FloatArray = npt.NDArray[np.float32]

BLOCK = 2048
_MOST_OPEN = 4


class Mix(AbstractContextManager["Mix"]):
    """A job's sound from `start` on, in the job's time; every sample is handed out once, in order."""

    def __init__(self, job: Job, start: Time, spec: SoundSpec) -> None:
        self._job = job
        self._start = start
        self._spec = spec
        self._given = 0
        self._pieces = deque(sorted(job.sound, key=lambda piece: piece.place.start))
        self._open: OrderedDict[str, SoundReader] = OrderedDict()

    def __exit__(self, *_: object) -> None:
        while self._open:
            self._open.popitem()[1].close()

    def next(self, time: Time) -> FloatArray:
        """Return the samples (count, channels) up to the end of the frame at `time`.

        Frames share samples out so that picture and sound never part by a whole sample, at any length.
        Raises MediaError for sound that cannot be read.
        """
        spec = self._spec
        until = math.floor((time + Time(1, time.rate) - self._start).seconds * spec.rate)
        first, self._given = self._given, until
        made = np.zeros((until - first, spec.channels), np.float32)
        begin = self._start.seconds + Fraction(first, spec.rate)
        end = self._start.seconds + Fraction(until, spec.rate)
        while self._pieces and self._pieces[0].place.end.seconds <= begin:
            self._pieces.popleft()
        for piece in self._pieces:
            if piece.place.start.seconds > end:
                break
            self._add(made, piece, begin)
        return made

    def blocks(self, length: Time) -> Iterator[FloatArray]:
        """Yield the next samples, in blocks of at most `BLOCK`; together they last `length`."""
        rate = self._spec.rate
        left = math.floor(length.seconds * rate)
        time = self._start.at(Rate(rate, BLOCK)) + Time(Fraction(self._given, BLOCK), Rate(rate, BLOCK))
        while left > 0:
            samples = self.next(time)[:left]
            yield samples
            left -= len(samples)
            time += Time(1, time.rate)

    def _add(self, made: FloatArray, piece: SoundPiece, begin: Fraction) -> None:
        """Copy what a piece has to say from `begin` seconds of the job on into `made`."""
        rate = self._spec.rate
        place_start, place_end = piece.place.start.seconds, piece.place.end.seconds
        first = max(0, _sample(place_start - begin, rate))
        last = min(len(made), _sample(place_end - begin, rate))
        if first >= last:
            return
        seconds = piece.start.seconds + begin + Fraction(first, rate) - place_start
        # The reader takes the sample at or after a time; half a sample earlier that is the nearest one.
        wanted = Range.frames_of(seconds * rate - Fraction(1, 2), last - first, Rate(rate))
        at = first
        for block in self._sound(piece.media).read(wanted):
            made[at : at + len(block.samples)] = block.samples
            at += len(block.samples)

    def _sound(self, name: str) -> Audio:
        bound = self._job.media[name]
        ref = bound.info.ref
        if not isinstance(ref, FileRef):
            raise CannotRun(f"Play '{ref.label}'", "pictures in files of their own have no sound")
        key = f"{bound.fingerprint} {ref}"
        reader = self._open.pop(key, None)
        if reader is None:
            reader = open_sound(ref, bound.info, rate=self._spec.rate, channels=self._spec.channels)
        self._open[key] = reader
        while len(self._open) > _MOST_OPEN:
            self._open.popitem(last=False)[1].close()
        return reader.audio


def _sample(seconds: Fraction, rate: int) -> int:
    """Return the whole sample nearest to a time."""
    return math.floor(seconds * rate + Fraction(1, 2))
