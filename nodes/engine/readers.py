"""Open files, as the seekable clips that source nodes read: a bounded number stay open."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import AbstractContextManager

from nodes.api import Format, Frame, Range, Time
from nodes.api.frames import ToWorking
from nodes.media.info import MediaInfo
from nodes.media.open import PictureReader, open_pictures

from .errors import CannotRun
from .job import Bound

MOST_OPEN = 16


class MediaClip:
    """A file's pictures by media time; nothing is decoded until asked for."""

    def __init__(self, info: MediaInfo, pictures: PictureReader) -> None:
        if info.format is None:
            raise CannotRun(f"Show '{info.ref.label}'", "it holds sound but no picture")
        self.info = info
        self.format: Format = info.format
        self.range: Range = info.range
        self._pictures = pictures

    def frame(self, time: Time) -> Frame:
        """Return the picture on screen at `time`; outside the range the nearest edge is held."""
        if self.info.kind == "still":
            return self._pictures.frame(0).at(time)
        index = math.floor((time - self.range.start).at(self.info.rate).value)
        return self._pictures.frame(min(max(index, 0), self.info.frame_count - 1)).at(time)

    def frames(self, range: Range) -> Iterator[Frame]:
        """Yield each picture in the range in rising time."""
        for time in range.frames():
            yield self.frame(time)

    def close(self) -> None:
        """Give back the file."""
        self._pictures.close()


class Readers(AbstractContextManager["Readers"]):
    """Clips by fingerprint, at most `MOST_OPEN` at a time; used by one thread."""

    def __init__(self, to_working: ToWorking) -> None:
        self._to_working = to_working
        self._open: OrderedDict[str, MediaClip] = OrderedDict()

    def clip(self, bound: Bound) -> MediaClip:
        """Return the clip of a bound file, opening it where it is not open. Raises MediaError."""
        key = f"{bound.fingerprint} {bound.info.ref}"
        clip = self._open.pop(key, None)
        if clip is None:
            clip = MediaClip(bound.info, open_pictures(bound.info, to_working=self._to_working))
        self._open[key] = clip
        while len(self._open) > MOST_OPEN:
            self._open.popitem(last=False)[1].close()
        return clip

    def __exit__(self, *_: object) -> None:
        while self._open:
            self._open.popitem()[1].close()
