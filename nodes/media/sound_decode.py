"""Decoding one sound track forwards from any sample: the part under `sound` that moves."""

from __future__ import annotations

from collections.abc import Iterator

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer

from nodes.api.frames import FloatArray

from .errors import UnreadableMedia
from .movie_open import open_container, sound_stream, unreadable
from .sound_index import counts_samples

_SCALES = {"u8": (128.0, 128.0), "s16": (0.0, 32768.0), "s32": (0.0, 2147483648.0)}
_PREROLL = 8192
_NEAR = 1 << 17


class SoundDecoder:
    """An open sound track whose samples are read by position, 0 the first, at its own rate and channels.

    Tracks whose clock counts samples are sought; the others are decoded on, and from their start again
    to go back, which alone is exact to the sample.
    """

    def __init__(self, path: str, samples: int) -> None:
        self.path = path
        self.samples = samples
        self._container, self._stream = self._opened()
        self._exact = counts_samples(self._stream)
        self._held: FloatArray = np.zeros((0, self.channels), np.float32)
        self._at = self._at_end = 0
        self._blocks = self._from(0)

    @property
    def channels(self) -> int:
        """How many channels the track has."""
        return int(self._stream.codec_context.channels)

    @property
    def layout(self) -> str:
        """FFmpeg's name of the channels' order."""
        return self._stream.codec_context.layout.name

    def close(self) -> None:
        """Close the file."""
        self._blocks = iter(())
        self._container.close()

    def read(self, first: int, count: int) -> FloatArray:
        """Return float32 (count, channels) from sample `first`, silence before the track and after it.

        Raises UnreadableMedia where the track ends before it should.
        """
        out = np.zeros((count, self.channels), np.float32)
        begin, end = max(first, 0), min(first + count, self.samples)
        if end <= begin:
            return out
        with unreadable(f"the sound of {self.path!r}"):
            self._go_to(begin)
            place = begin
            while place < end:
                if not self._fill(place):
                    self._ended(place, end)
                    break
                skip = place - self._at
                take = self._held[max(0, skip) : end - self._at]
                place += max(0, -skip)
                out[place - first : place - first + len(take)] = take
                place += len(take)
        return out

    def _fill(self, place: int) -> bool:
        """Hold a block that reaches beyond `place`; False where the track ends first."""
        while self._at + len(self._held) <= place:
            came = next(self._blocks, None)
            if came is None:
                return False
            at, self._held = came
            self._at = self._at_end if at is None else at
            self._at_end = self._at + len(self._held)
        return True

    def _ended(self, place: int, end: int) -> None:
        # What an edit list promises may end within the codec's last block.
        if end - place > _PREROLL // 4:
            raise UnreadableMedia(
                f"Read the sound of {self.path!r}",
                f"it ends at sample {place} of {self.samples}",
                hint="Copy or export the file again.",
            )

    def _go_to(self, place: int) -> None:
        reach = self._at + len(self._held)
        if self._at <= place <= reach + (_NEAR if self._exact else self.samples):
            return
        if self._exact and place > _PREROLL:
            self._blocks = self._from(place - _PREROLL)
            if self._fill(place) and self._at <= place:
                return
        self._container.close()
        self._container, self._stream = self._opened()
        self._blocks = self._from(0)

    def _opened(self) -> tuple[InputContainer, AudioStream]:
        container = open_container(self.path)
        stream = sound_stream(container)
        if stream is None:
            container.close()
            raise UnreadableMedia(
                f"Open {self.path!r} for its sound",
                "it has no sound that can be decoded",
                hint="Use another file.",
            )
        return container, stream

    def _from(self, place: int) -> Iterator[tuple[int | None, FloatArray]]:
        start = self._stream.start_time or 0
        if place > 0:
            self._container.seek(start + place, stream=self._stream, backward=True)
        self._held = np.zeros((0, self.channels), np.float32)
        self._at = self._at_end = 0 if place <= 0 else place
        return self._decoded(start)

    def _decoded(self, start: int) -> Iterator[tuple[int | None, FloatArray]]:
        for packet in self._container.demux(self._stream):
            try:
                frames = packet.decode()
            except av.error.InvalidDataError:
                if self._exact:
                    continue
                raise
            for frame in frames:
                at = frame.pts - start if self._exact and frame.pts is not None else None
                yield at, samples_of(frame)


def samples_of(frame: AudioFrame) -> FloatArray:
    """Return a decoded block as float32 (count, channels), full scale at 1."""
    kind = frame.format.packed.name
    if kind not in ("flt", "dbl", *_SCALES):
        (frame,) = AudioResampler(format="flt").resample(frame)
        kind = "flt"
    array = frame.to_ndarray()
    rows = array.T if frame.format.is_planar else array.reshape(frame.samples, -1)
    if kind in _SCALES:
        middle, scale = _SCALES[kind]
        return ((rows.astype(np.float64) - middle) / scale).astype(np.float32)
    return np.ascontiguousarray(rows, np.float32)
