"""Sound of any file as float32 blocks, exact to the sample, at any rate and channel count."""

from __future__ import annotations

import math
from collections.abc import Iterator
from types import TracebackType

import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

from nodes.api.frames import FloatArray
from nodes.api.sound import Audio, AudioBlock
from nodes.api.times import Range, Rate, Time

from .errors import UnreadableMedia
from .info import MediaInfo, SoundInfo
from .probe import probe
from .refs import FileRef
from .sound_decode import SoundDecoder

_BLOCK = 1 << 15
_REACH = 64
_LAYOUTS = {1: "mono", 2: "stereo", 3: "3.0", 4: "4.0", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1"}


class SoundReader:
    """An open sound track. `audio` is its stream; reading is for one thread at a time."""

    def __init__(
        self, info: MediaInfo, found: SoundInfo, decoder: SoundDecoder, rate: int, channels: int
    ) -> None:
        self.info = info
        self._decoder = decoder
        self._mix = mix_matrix(decoder.layout, found.channels, channels)
        self._own_rate = found.rate
        self._rate = rate
        own = Rate(found.rate)
        origin = (info.start + Time(found.first, own)).at(Rate(rate))
        length = Time(found.samples, own).at(Rate(rate)).ceil()
        self.audio = Audio(rate, channels, Range(origin, length), self._read)

    def __enter__(self) -> SoundReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._decoder.close()

    def _read(self, wanted: Range) -> Iterator[AudioBlock]:
        """Yield the samples that begin in `wanted`, so that ranges side by side share none and miss none."""
        origin = self.audio.range.start
        first = math.ceil((wanted.start - origin).seconds * self._rate)
        end = math.ceil((wanted.end - origin).seconds * self._rate)
        while first < end:
            stop = min(end, first + _BLOCK)
            samples = self._at_rate(first, stop - first)
            if self._mix is not None:
                samples = samples @ self._mix
            samples.flags.writeable = False
            yield AudioBlock(samples, first)
            first = stop

    def _at_rate(self, first: int, count: int) -> FloatArray:
        if self._rate == self._own_rate:
            return self._decoder.read(first, count)
        common = math.gcd(self._rate, self._own_rate)
        step_out, step_in = self._rate // common, self._own_rate // common
        margin = -(-_REACH * max(1, -(-self._own_rate // self._rate)) // step_in)
        begin = first // step_out - margin
        end = -(-(first + count) // step_out) + margin
        source = self._decoder.read(begin * step_in, (end - begin) * step_in)
        made = resampled(source, self._own_rate, self._rate)
        skip = first - begin * step_out
        return made[skip : skip + count]


def resampled(samples: FloatArray, rate: int, to: int) -> FloatArray:
    """Return (count, channels) samples at another rate, in step: the first stays where it was.

    By FFmpeg's libswresample (windowed sinc, exact rational phases). The ends ring into silence.
    """
    channels = samples.shape[1]
    resampler = AudioResampler(format="flt", layout=f"{channels}c", rate=to)
    frame = AudioFrame.from_ndarray(
        np.ascontiguousarray(samples).reshape(1, -1), format="flt", layout=f"{channels}c"
    )
    frame.sample_rate = rate
    frame.pts = 0
    came = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([part.to_ndarray().reshape(-1, channels) for part in came])


def mix_matrix(layout: str, channels: int, to: int) -> FloatArray | None:
    """Return the float32 (channels, to) matrix that turns a track's channels into the wanted number.

    The rule: the same number stays as it is (None); one goes to all; two become one by their mean; more
    than two become fewer by FFmpeg's standard downmix of their layout (ITU-R BS.775: centre and surround
    at -3 dB, no low-frequency channel, nothing scaled down, since floats do not clip); a track that names
    no layout has the usual one of its number; else channels go one to one, and what has no partner is left
    out or silent.
    """
    if channels == to:
        return None
    if channels == 1:
        return np.ones((1, to), np.float32)
    if (channels, to) == (2, 1):
        return np.full((2, 1), 0.5, np.float32)
    own, wanted = _LAYOUTS.get(channels) if "channels" in layout else layout, _LAYOUTS.get(to)
    if channels < to or own is None or wanted is None:
        return np.eye(channels, to, dtype=np.float32)
    impulses = AudioFrame.from_ndarray(np.eye(channels, dtype=np.float32).reshape(1, -1), "flt", own)
    impulses.sample_rate = 48000
    (mixed,) = AudioResampler(format="flt", layout=wanted, rate=48000).resample(impulses)
    return np.array(mixed.to_ndarray().reshape(channels, to), np.float32)


def open_sound(
    ref: FileRef, info: MediaInfo | None = None, *, rate: int | None = None, channels: int | None = None
) -> SoundReader:
    """Open a sound file, or a movie for its sound; the caller closes it, best as a context manager.

    `info` is what `probe` found, probed now where absent. `audio.range` is in media time; `audio.read`
    gives silence outside it. `rate` and `channels` convert (see `resampled` and `mix_matrix`).
    Raises MissingMedia and UnreadableMedia.
    """
    known = probe(ref) if info is None else info
    if known.sound is None:
        raise UnreadableMedia(f"Open {ref.path!r} for its sound", "it has none", hint="Use another file.")
    decoder = SoundDecoder(ref.path, known.sound.samples, ref.sound_track)
    return SoundReader(
        known, known.sound, decoder, rate or known.sound.rate, channels or known.sound.channels
    )
