"""The sound of a job, handed out frame by frame: pieces at their places, silence between."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from nodes.api import Audio, Range, Rate, Time
from nodes.media.movie_codecs import SoundSpec
from nodes.media.refs import FileRef
from nodes.media.sound import open_sound

from .job import Job, SoundPiece

FloatArray = npt.NDArray[np.float32]


class Mix(AbstractContextManager["Mix"]):
    """A job's sound from `start` on, in the job's time; every sample is handed out once, in order."""

    def __init__(self, job: Job, start: Time) -> None:
        self._job = job
        self._start = start
        self._given = 0
        self._open: dict[str, Audio] = {}
        self._closing = ExitStack()

    def __exit__(self, *_: object) -> None:
        self._closing.close()

    def next(self, time: Time, spec: SoundSpec) -> FloatArray:
        """Return the samples (count, channels) up to the end of the frame at `time`.

        Frames share samples out so that picture and sound never part by a whole sample, at any length.
        """
        until = int((time + Time(1, time.rate) - self._start).seconds * spec.rate)
        first, self._given = self._given, until
        made = np.zeros((until - first, spec.channels), np.float32)
        begin = self._start.seconds + Fraction(first, spec.rate)
        for piece in self._job.sound:
            self._add(made, piece, begin, spec)
        return made

    def _add(self, made: FloatArray, piece: SoundPiece, begin: Fraction, spec: SoundSpec) -> None:
        """Copy what a piece has to say from `begin` seconds of the job on into `made`."""
        place_start, place_end = piece.place.start.seconds, piece.place.end.seconds
        first = max(0, _sample(place_start - begin, spec.rate))
        last = min(len(made), _sample(place_end - begin, spec.rate))
        if first >= last:
            return
        seconds = piece.start.seconds + begin + Fraction(first, spec.rate) - place_start
        wanted = Range.frames_of(seconds * spec.rate, last - first, Rate(spec.rate))
        at = first
        for block in self._sound(piece.media, spec).read(wanted):
            made[at : at + len(block.samples)] = block.samples
            at += len(block.samples)

    def _sound(self, name: str, spec: SoundSpec) -> Audio:
        if name not in self._open:
            info = self._job.media[name].info
            assert isinstance(info.ref, FileRef)
            reader = open_sound(info.ref, info, rate=spec.rate, channels=spec.channels)
            self._open[name] = self._closing.enter_context(reader).audio
        return self._open[name]


def _sample(seconds: Fraction, rate: int) -> int:
    """Return the whole sample nearest to a time."""
    return int((seconds * rate * 2 + 1) // 2)
