"""Where each picture of a movie stands: presentation times, found without decoding."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from av.video.stream import VideoStream

from nodes.api.times import Rate

from .movie_open import open_container, picture_stream

_LAST_RESORT = Rate(24)
_KNOW_THEIR_START = ("mov", "matroska")


@dataclass(frozen=True, slots=True)
class Pictures:
    """The presentation times of a track's pictures, in ticks of its clock, in rising order.

    Steady tracks hold no list: picture n stands at `first` + n x `step` ticks, rounded as the file did.
    `times` is the list of an unsteady track. `timed` is False for streams that carry no times at all;
    their pictures can only be counted from the start.
    """

    count: int
    rate: Rate
    first: int = 0
    step: Fraction = Fraction(1)
    times: tuple[int, ...] | None = None
    timed: bool = True

    @property
    def is_steady(self) -> bool:
        """Whether every picture stands where the rate puts it."""
        return self.timed and self.times is None

    def time_of(self, index: int) -> int:
        """Return the tick at or just before which the picture stands."""
        if self.times is not None:
            return self.times[index]
        return self.first + round(index * self.step)

    def index_of(self, tick: int) -> int | None:
        """Return the index of the picture at `tick`, None where none stands there; may be out of range."""
        if self.times is None:
            place = Fraction(tick - self.first) / self.step
            index = round(place)
            return index if abs(place - index) * self.step <= 1 else None
        at = bisect_left(self.times, tick)
        return at if at < len(self.times) and self.times[at] == tick else None


def pictures_of(path: str, stream: VideoStream) -> Pictures:
    """Return where the pictures of a file's track stand, and how many there are, exactly.

    `stream` is the open track. Containers with a full and even index (mov, mp4) are answered from it;
    else the file is opened once more and every packet read. Pictures that an edit list hides do not
    count. Raises UnreadableMedia.
    """
    return _from_index(stream) or _from_packets(path)


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


def _from_packets(path: str) -> Pictures:
    with open_container(path) as container:
        stream = picture_stream(container)
        if stream is None or stream.time_base is None:
            return Pictures(0, _LAST_RESORT)
        shown = [packet for packet in container.demux(stream) if packet.size and not packet.is_discard]
        times = [packet.pts for packet in shown if packet.pts is not None]
        return _measured(stream, stream.time_base, times, len(shown) - len(times))


def _measured(stream: VideoStream, clock: Fraction, times: list[int], untimed: int) -> Pictures:
    said = [Rate.of(rate) for rate in _rates_said(stream)]
    if untimed or len(set(times)) != len(times):
        return Pictures(untimed + len(times), said[0] if said else _LAST_RESORT, timed=False)
    times.sort()
    if len(times) < 2:
        return Pictures(len(times), said[0] if said else _LAST_RESORT, times[0] if times else 0)
    mean = Rate.of(Fraction(len(times) - 1, times[-1] - times[0]) / clock)
    for rate in (*said, mean):
        step = 1 / (rate.fraction * clock)
        if all(abs(times[0] + n * step - time) <= 1 for n, time in enumerate(times)):
            return Pictures(len(times), rate, times[0], step)
    return Pictures(len(times), mean, times[0], times=tuple(times))


def _rates_said(stream: VideoStream) -> list[Fraction]:
    found = (stream.average_rate, stream.base_rate, stream.guessed_rate)
    return [rate for rate in found if rate is not None and rate > 0]
