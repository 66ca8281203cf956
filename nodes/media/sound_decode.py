"""Decoding one sound track forwards from any sample: the part under `sound` that moves."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer

from nodes.api.frames import FloatArray

from .errors import UnreadableMedia
from .movie_open import open_container, sound_stream, unreadable
from .sound_index import Lost, counts_samples, decoded

_SCALES = {"u8": (128.0, 128.0), "s16": (0.0, 32768.0), "s32": (0.0, 2147483648.0)}
_PREROLL = 8192
_CODED_PREROLL = 1 << 15
_NEAR = 1 << 17
_RECENT = 1 << 17
_MOST_UNKNOWN = 64


class SoundDecoder:
    """An open sound track whose samples are read by position, 0 the first, at its own rate and channels.

    Tracks whose clock counts samples are sought by it. The others are decoded on, and to go back are
    sought by the clock of a block that was met on the way: which samples those were is known exactly. What
    is damaged is silent for as long as it should have lasted. The
    last blocks are kept, since who reads for a filter comes back for a few samples.
    """

    def __init__(self, path: str, samples: int, track: int | None = None) -> None:
        self.path = path
        self._track = track
        self.samples = samples
        self._container, self._stream = self._opened()
        self._exact = counts_samples(self._stream)
        self._marks = Marks()
        self._recent: deque[tuple[int, FloatArray]] = deque()
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
            while self._reach < end:
                if not self._decode_on():
                    self._ended(end)
                    break
                self._forget(begin)
        for at, block in self._recent:
            low, high = max(at, begin), min(at + len(block), end)
            if low < high:
                out[low - first : high - first] = block[low - at : high - at]
        return out

    @property
    def _reach(self) -> int:
        """The sample after the last that is held."""
        at, block = self._recent[-1]
        return at + len(block)

    def _decode_on(self) -> bool:
        """Hold one block more; False where the track ends."""
        came = next(self._blocks, None)
        if came is not None:
            self._recent.append(came)
        return came is not None

    def _forget(self, wanted: int) -> None:
        """Let go of blocks that end long before `wanted`."""
        while len(self._recent) > 1:
            at, block = self._recent[0]
            if at + len(block) > wanted - _RECENT:
                return
            self._recent.popleft()

    def _ended(self, end: int) -> None:
        # What an edit list promises may end within the codec's last block.
        if end - self._reach > _PREROLL // 4:
            raise UnreadableMedia(
                f"Read the sound of {self.path!r}",
                f"it ends at sample {self._reach} of {self.samples}",
                hint="Copy or export the file again.",
            )

    def _go_to(self, place: int) -> None:
        near = self._reach + (_NEAR if self._exact else self.samples)
        if self._recent[0][0] <= place <= near:
            return
        if self._exact and place > _PREROLL:
            self._blocks = self._from(place - _PREROLL)
            if self._decode_on() and self._recent[1][0] <= place:
                self._recent.popleft()
                return
        elif not self._exact and self._marked(place):
            return
        self._container.close()
        self._container, self._stream = self._opened()
        self._blocks = self._from(0)

    def _marked(self, place: int) -> bool:
        """Go to a block that was met before, far enough ahead for the codec to settle; False without one."""
        mark = self._marks.before(place - _CODED_PREROLL)
        if mark is None:
            return False
        self._container.seek(mark, stream=self._stream, backward=True)
        self._recent.clear()
        for frame in self._frames():
            if isinstance(frame, Lost):
                continue
            at = self._marks.sample_at(frame.pts)
            # The first block after a seek may lack samples that the decoder drops.
            if at is not None and self._recent:
                self._recent[0] = at, samples_of(frame)
                self._blocks = self._following(at + frame.samples)
                return at <= place
            self._recent.append((0, np.zeros((0, self.channels), np.float32)))
            if len(self._recent) > _MOST_UNKNOWN:
                return False
        return False

    def _opened(self) -> tuple[InputContainer, AudioStream]:
        container = open_container(self.path)
        stream = sound_stream(container, self._track)
        if stream is None:
            container.close()
            raise UnreadableMedia(
                f"Open {self.path!r} for its sound",
                "it has no sound that can be decoded",
                hint="Use another file.",
            )
        return container, stream

    def _from(self, place: int) -> Iterator[tuple[int, FloatArray]]:
        """Return the blocks from about `place` on; what is held then is nothing, at `place`."""
        start = self._stream.start_time or 0
        if place > 0:
            self._container.seek(start + place, stream=self._stream, backward=True)
        self._recent = deque([(max(0, place), np.zeros((0, self.channels), np.float32))])
        return self._by_clock(start) if self._exact else self._following(0)

    def _by_clock(self, start: int) -> Iterator[tuple[int, FloatArray]]:
        for frame in self._frames():
            if isinstance(frame, AudioFrame):
                at = self._reach if frame.pts is None else frame.pts - start
                yield at, samples_of(frame)

    def _following(self, at: int) -> Iterator[tuple[int, FloatArray]]:
        for frame in self._frames():
            if isinstance(frame, AudioFrame):
                self._marks.add(frame.pts, at)
                yield at, samples_of(frame)
            at += frame.samples

    def _frames(self) -> Iterator[AudioFrame | Lost]:
        for packet in self._container.demux(self._stream):
            yield from decoded(packet)


class Marks:
    """At which sample the blocks of a track began, by the track's clock, as far as it was decoded."""

    def __init__(self) -> None:
        self._clock = array("q")
        self._samples = array("q")

    def add(self, clock: int | None, sample: int) -> None:
        """Note a block beyond the last one that was noted; a clock that does not rise is of no use."""
        if clock is not None and (
            not self._clock or (clock > self._clock[-1] and sample > self._samples[-1])
        ):
            self._clock.append(clock)
            self._samples.append(sample)

    def before(self, sample: int) -> int | None:
        """Return the clock of the last block that begins at or before `sample`."""
        index = bisect_right(self._samples, sample) - 1
        return self._clock[index] if index >= 0 else None

    def sample_at(self, clock: int | None) -> int | None:
        """Return where the block with that clock begins, None for one never met."""
        if clock is None:
            return None
        index = bisect_left(self._clock, clock)
        return self._samples[index] if index < len(self._clock) and self._clock[index] == clock else None


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
