"""Where each picture of a movie stands: presentation times, found without decoding."""

from __future__ import annotations

import statistics
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice, pairwise

import av
from av.video.stream import VideoStream

from nodes.api.times import Rate

from .movie_open import open_container, picture_stream

_LAST_RESORT = Rate(24)
_KNOW_THEIR_START = ("mov", "matroska")
_USUAL = tuple(
    Rate(number, den)
    for number, den in (
        (24000, 1001), (24, 1), (25, 1), (30000, 1001), (30, 1), (48, 1),
        (50, 1), (60000, 1001), (60, 1), (100, 1), (120000, 1001), (120, 1), (240, 1),
    )
)  # fmt: skip
_NEAR = Fraction(1, 100)
_MOST = 10**8
_ENOUGH = 48


@dataclass(frozen=True, slots=True)
class Pictures:
    """The presentation times of a track's pictures, in ticks of its clock, in rising order.

    Steady tracks hold no list: picture n stands at `first` + n x `step` ticks, rounded as the file did.
    `times` is the list of an unsteady track, whose last picture ends at the tick `end`; `rate` is then the
    usual one that most of its pictures keep to, else the mean. `timed` is False for streams that carry no
    times at all; their pictures can only be counted from the start.
    """

    count: int
    rate: Rate
    first: int = 0
    step: Fraction = Fraction(1)
    times: tuple[int, ...] | None = None
    timed: bool = True
    end: int = 0

    @property
    def is_steady(self) -> bool:
        """Whether every picture stands where the rate puts it."""
        return self.timed and self.times is None

    def lasts(self, clock: Fraction) -> int:
        """Return how many frames at `rate` the track lasts; `clock` is a tick in seconds."""
        if self.times is None:
            return self.count
        return max(1, round((self.end - self.first) * clock * self.rate.fraction))

    def time_of(self, index: int) -> int:
        """Return the tick at or just before which the picture stands."""
        if self.times is not None:
            return self.times[index]
        return self.first + round(index * self.step)

    def index_of(self, tick: int) -> int | None:
        """Return the index of the picture at `tick`, None where none stands there; may be out of range."""
        if self.times is None:
            num, den = self.step.numerator, self.step.denominator
            along = (tick - self.first) * den
            index = (2 * along + num) // (2 * num)
            return index if abs(along - index * num) <= den else None
        at = bisect_left(self.times, tick)
        return at if at < len(self.times) and self.times[at] == tick else None

    def on_screen(self, tick: Fraction) -> int:
        """Return the index of the picture that is shown at `tick`: the last one begun, else the first."""
        steady = self.times is None
        place = (tick - self.first) // self.step if steady else bisect_right(self.times or (), tick) - 1
        return min(max(place, 0), self.count - 1)


def pictures_of(path: str, stream: VideoStream) -> Pictures:
    """Return where the pictures of a file's track stand, and how many there are, exactly.

    `stream` is the open track. Containers with a full and even index (mov, mp4) are answered from it;
    else the file is opened once more and every packet read. Pictures that an edit list hides do not
    count. Raises UnreadableMedia.
    """
    return _from_index(stream) or _from_packets(path, stream.index)


def steady_pictures(stream: VideoStream, count: int, rate: Rate) -> Pictures | None:
    """Return where the pictures of a track known to be steady stand, without reading it.

    None where the container does not say beforehand when its first picture is shown.
    """
    says = any(name in stream.container.format.name for name in _KNOW_THEIR_START)
    if not says or stream.start_time is None or stream.time_base is None:
        return None
    return Pictures(count, rate, stream.start_time, 1 / (rate.fraction * stream.time_base))


def _from_index(stream: VideoStream) -> Pictures | None:
    count = stream.frames
    entries = stream.index_entries
    if count < 2 or len(entries) != count or "mov" not in stream.container.format.name:
        return None
    if stream.start_time is None or stream.time_base is None:
        return None
    shown = [entry.timestamp for entry in entries if not entry.is_discard]
    steps = {after - before for before, after in pairwise(shown)}
    if len(shown) != count or len(steps) != 1:
        return None
    step = steps.pop()
    if step <= 0:
        return None
    return Pictures(count, Rate.of(1 / (step * stream.time_base)), stream.start_time, Fraction(step))


def _from_packets(path: str, track: int) -> Pictures:
    with open_container(path) as container:
        stream = picture_stream(container, track)
        if stream is None or stream.time_base is None:
            return Pictures(0, _LAST_RESORT)
        spans: dict[int, int] = {}
        count = 0
        for packet in container.demux(stream):
            if packet.size and not packet.is_discard:
                count += 1
                if packet.pts is not None:
                    spans[packet.pts] = packet.duration or 0
        found = _measured(stream, stream.time_base, spans, count)
        ordered = list(spans) == sorted(spans)
        reorders = ordered and stream.codec_context.has_b_frames and not _come_in_order(path, track)
        return replace(found, times=None, timed=False, count=count) if reorders else found


def _come_in_order(path: str, track: int) -> bool:
    """Return whether the first pictures come out of the decoder in the order of their times.

    They do not where a container tells the times of decoding for those of showing, as FFmpeg's MXF does.
    """
    last = None
    with open_container(path) as container:
        stream = picture_stream(container, track)
        try:
            for frame in islice(() if stream is None else container.decode(stream), _ENOUGH):
                if frame.pts is not None and last is not None and frame.pts <= last:
                    return False
                last = frame.pts
        except av.error.FFmpegError:
            # Damage says nothing of the order: whoever reads the picture will be told.
            return True
    return True


def _measured(stream: VideoStream, clock: Fraction, spans: dict[int, int], count: int) -> Pictures:
    """Return where `count` pictures stand whose times and durations, where they have any, are `spans`."""
    said = [Rate.of(rate) for rate in _rates_said(stream)]
    times = sorted(spans)
    if len(times) != count:
        return Pictures(count, said[0] if said else _LAST_RESORT, timed=False)
    if len(times) < 2:
        return Pictures(len(times), said[0] if said else _LAST_RESORT, times[0] if times else 0)
    mean = Rate.of(Fraction(len(times) - 1, times[-1] - times[0]) / clock)
    for rate in dict.fromkeys((*said, mean)):
        step = 1 / (rate.fraction * clock)
        if _keep(times, step):
            return Pictures(len(times), rate, times[0], step)
    usual = round(statistics.median(after - before for before, after in pairwise(times)))
    rate = _usual(usual * clock) or mean
    end = times[-1] + (spans[times[-1]] or usual)
    made = Pictures(len(times), rate, times[0], times=tuple(times), end=end)
    # Damaged times may be anything: pictures that would last for months can only be counted.
    return made if made.lasts(clock) < _MOST else replace(made, times=None, timed=False)


def _keep(times: list[int], step: Fraction) -> bool:
    """Return whether every time is at most a tick from where steps of that length put it."""
    first, num, den = times[0], step.numerator, step.denominator
    return all(abs((time - first) * den - index * num) <= den for index, time in enumerate(times))


def _usual(step: Fraction) -> Rate | None:
    """Return the usual rate whose frames last that many seconds or nearly so, None where none does."""
    nearest = min(_USUAL, key=lambda rate: abs(rate.fraction * step - 1))
    return nearest if abs(nearest.fraction * step - 1) <= _NEAR else None


def _rates_said(stream: VideoStream) -> list[Fraction]:
    found = (stream.average_rate, stream.base_rate, stream.guessed_rate)
    return [rate for rate in found if rate is not None and rate > 0]
