"""What a node reads that looks at more than one frame: lazy clips and windows over a node upstream."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, overload

from nodes.api import Format, Range, Time

from .cache import FrameCache
from .values import standing

Fetch = Callable[[Time], Any]
"""Gives a node's value at a whole frame of its range; raises what making it raises."""

_WINDOW_BYTES = 64 << 20


class ClipReader:
    """A lazy, seekable reader of a node upstream over a stretch (see `nodes.api.Clip`).

    Nothing is held here: a frame that is read again comes from the cache, or is made again.
    """

    def __init__(self, range: Range, format: Format, fetch: Fetch) -> None:
        self.range = range
        self.format = format
        self._fetch = fetch

    def frame(self, time: Time) -> Any:
        """Return what is on screen at `time`; outside the range the nearest edge is held."""
        first = self.range.start.ceil()
        on_screen = max(self.range.clamp(time).at(self.range.rate).floor(), first)
        return standing(self._fetch(on_screen), time)

    def frames(self, range: Range) -> Iterator[Any]:
        """Yield each in the range in rising time."""
        for time in range.frames():
            yield self.frame(time)


class Window(Sequence[Any]):
    """Consecutive frames, made when they are looked at; the last ones looked at are remembered."""

    def __init__(self, times: Sequence[Time], fetch: Fetch) -> None:
        self._times = times
        self._fetch = fetch
        self._seen = FrameCache(_WINDOW_BYTES, spares_large=True)

    def __len__(self) -> int:
        return len(self._times)

    @overload
    def __getitem__(self, place: int) -> Any: ...

    @overload
    def __getitem__(self, place: slice) -> list[Any]: ...

    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        time = self._times[place]
        value = self._seen.get(str(time.value))
        if value is None:
            value = standing(self._fetch(time), time)
            self._seen.put(str(time.value), value)
        return value
