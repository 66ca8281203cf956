"""The sound of a job, handed out frame by frame: pieces at their places, summed, silence between."""

from __future__ import annotations

import math
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import AbstractContextManager
from fractions import Fraction

import numpy as np

from nodes.api import Rate, Time
from nodes.api.frames import FloatArray
from nodes.media.movie_codecs import SoundSpec
from nodes.media.sound import SoundReader

from .job import Job, SoundPiece
from .voice import Voice, opened

BLOCK = 2048
_MOST_IDLE = 3


class Mix(AbstractContextManager["Mix"]):
    """A job's sound from `start` on, in the job's time; every sample is handed out once, in order.

    Samples are float and never clipped. A file is open while a piece of it is heard, and a few for
    longer: the next piece is often of the same file.
    """

    def __init__(self, job: Job, start: Time, spec: SoundSpec) -> None:
        self._job = job
        self._start = start
        self._spec = spec
        self._given = 0
        self._waiting = deque(sorted(job.sound, key=lambda piece: piece.place.start))
        self._heard: list[Voice] = []
        self._idle: OrderedDict[int, tuple[str, SoundReader]] = OrderedDict()

    def __exit__(self, *_: object) -> None:
        while self._heard:
            self._heard.pop().reader.close()
        while self._idle:
            self._idle.popitem()[1][1].close()

    def next(self, time: Time, shares: dict[str, FloatArray] | None = None) -> FloatArray:
        """Return the samples (count, channels) up to the end of the frame at `time`.

        Frames share samples out so that picture and sound never part by a whole sample, at any length.
        `shares` is given what each track that sounds adds, by its id: together they are what is returned.
        Raises MediaError for sound that cannot be read.
        """
        spec = self._spec
        until = math.floor((time + Time(1, time.rate) - self._start).seconds * spec.rate)
        first, self._given = self._given, until
        made = np.zeros((until - first, spec.channels), np.float32)
        begin = self._start.seconds + Fraction(first, spec.rate)
        self._attend(begin, self._start.seconds + Fraction(until, spec.rate))
        for voice in self._heard:
            track = voice.piece.track
            into = made if shares is None else shares.setdefault(track, np.zeros_like(made))
            voice.add(into, begin)
        for share in (shares or {}).values():
            made += share
        return made

    def blocks(self, length: Time) -> Iterator[FloatArray]:
        """Yield the next samples, in blocks of at most `BLOCK`; together they last `length`."""
        return (block for block, _ in self._blocks(length, apart=False))

    def blocks_and_shares(self, length: Time) -> Iterator[tuple[FloatArray, dict[str, FloatArray]]]:
        """Yield the next samples as `blocks` does, each with what every track that sounds adds to it."""
        return self._blocks(length, apart=True)

    def _blocks(self, length: Time, *, apart: bool) -> Iterator[tuple[FloatArray, dict[str, FloatArray]]]:
        rate = self._spec.rate
        left = math.floor(length.seconds * rate)
        time = self._start.at(Rate(rate, BLOCK)) + Time(Fraction(self._given, BLOCK), Rate(rate, BLOCK))
        while left > 0:
            shares: dict[str, FloatArray] = {}
            samples = self.next(time, shares if apart else None)[:left]
            yield samples, {track: share[:left] for track, share in shares.items()}
            left -= len(samples)
            time += Time(1, time.rate)

    def _attend(self, begin: Fraction, end: Fraction) -> None:
        """Let go of pieces that are over and take up those that begin before `end`."""
        for voice in [voice for voice in self._heard if voice.piece.place.end.seconds <= begin]:
            self._heard.remove(voice)
            self._rest(self._key(voice.piece), voice.reader)
        while self._waiting and self._waiting[0].place.start.seconds < end:
            piece = self._waiting.popleft()
            if piece.place.end.seconds > begin:
                bound = self._job.media[piece.media]
                reader = self._idle_reader(self._key(piece)) or opened(piece, bound, self._spec)
                self._heard.append(Voice(piece, bound, reader, self._spec))

    def _key(self, piece: SoundPiece) -> str:
        bound = self._job.media[piece.media]
        return f"{bound.fingerprint} {bound.info.ref} {piece.speed == 1}"

    def _rest(self, key: str, reader: SoundReader) -> None:
        self._idle[id(reader)] = key, reader
        while len(self._idle) > _MOST_IDLE:
            self._idle.popitem(last=False)[1][1].close()

    def _idle_reader(self, key: str) -> SoundReader | None:
        for name, (other, reader) in self._idle.items():
            if other == key:
                del self._idle[name]
                return reader
        return None
