"""Open files, as the seekable clips that source nodes read: a bounded number stay open."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from fractions import Fraction

from nodes.api import Audio, Clip, Format, Frame, Matte, Range, Time
from nodes.api.frames import ToWorking
from nodes.media.errors import MediaError
from nodes.media.info import MediaInfo
from nodes.media.open import PictureReader, open_pictures
from nodes.media.probe import probe
from nodes.media.refs import FileRef

from .errors import CannotRun
from .heads import Heads
from .job import Bound
from .lighter import LighterClip, serves
from .proxies import ProxyClip
from .sounds import Sounds

MOST_OPEN = 16
RING_BYTES = 32 << 20


class MediaClip:
    """A file's pictures by media time; nothing is opened or decoded until asked for."""

    def __init__(self, info: MediaInfo, pictures: Callable[[], PictureReader]) -> None:
        if info.format is None:
            raise CannotRun(f"Show '{info.ref.label}'", "it holds sound but no picture")
        self.info = info
        self.format: Format = info.format
        self.range: Range = info.range
        self._pictures = pictures

    def frame(self, time: Time) -> Frame:
        """Return the picture on screen at `time`; outside the range the nearest edge is held.

        It is read as the media's facts say, whatever the file says of itself.
        """
        pictures = self._pictures()
        found = pictures.frame(pictures.index_at(time)).at(time)
        return found if found.colour == self.info.colour else replace(found, colour=self.info.colour)

    def frames(self, range: Range) -> Iterator[Frame]:
        """Yield each picture in the range in rising time."""
        for time in range.frames():
            yield self.frame(time)


class MatteClip:
    """A file's pictures as mattes: alpha where there is one, else the code values of grey, 0 to 1.

    Code values are taken as they are, no transfer undone: a matte is no colour.
    """

    def __init__(self, clip: MediaClip) -> None:
        self.range, self.format = clip.range, clip.format
        self._clip = clip

    def frame(self, time: Time) -> Matte:
        """Return the matte on screen at `time`; outside the range the nearest edge is held."""
        frame = self._clip.frame(time)
        if frame.alpha is not None:
            return frame.channel("A")
        if frame.native is not None:
            frame = replace(frame, colour=replace(frame.colour, data=True))
        return frame.channel("R")

    def frames(self, range: Range) -> Iterator[Matte]:
        """Yield each matte in the range in rising time."""
        for time in range.frames():
            yield self.frame(time)


class Readers(AbstractContextManager["Readers"]):
    """Clips by fingerprint, at most `MOST_OPEN` files at a time; used by one thread.

    Each movie keeps `ring_bytes` of the pictures it decoded last. With `patience`, a file that was not read
    for as many frames is closed: a long cut holds no more open than it shows.
    """

    def __init__(
        self,
        to_working: ToWorking,
        *,
        patience: int | None = None,
        ring_bytes: int = RING_BYTES,
        scale: Fraction = Fraction(1),
    ) -> None:
        self._to_working = to_working
        self._patience = patience
        self._ring_bytes = ring_bytes
        self._scale = scale
        self._sounds = Sounds()
        self._lights: dict[str, MediaInfo | None] = {}
        self._passed = 0
        self._open: OrderedDict[str, tuple[PictureReader, int]] = OrderedDict()

    def read(self, bound: Bound, of: str) -> Clip[Frame] | Clip[Matte] | Audio:
        """Return what reads a bound file as "frame", "matte" or "audio", pictures at the readers' scale.

        Raises CannotRun for a file that holds nothing of the sort; reading raises MediaError.
        """
        if of == "audio":
            return self._sounds.audio(bound)
        clip = self.clip(bound)
        if of == "matte":
            mattes = MatteClip(clip)
            return mattes if self._scale == 1 else ProxyClip(mattes, self._scale)
        if self._scale == 1:
            return clip
        return self._lighter(bound) or ProxyClip(clip, self._scale)

    def _lighter(self, bound: Bound) -> LighterClip | None:
        """Return the lighter movie in the place of a file, None where there is none that serves."""
        if not bound.light:
            return None
        if bound.light not in self._lights:
            found: MediaInfo | None
            try:
                found = probe(FileRef(bound.light))
            except MediaError:
                # It was taken away, or is damaged: the file itself is shown.
                found = None
            self._lights[bound.light] = found
        light = self._lights[bound.light]
        if light is None or not serves(light, bound.info, self._scale):
            return None
        return LighterClip(bound.info, self._scale, light, lambda: self.clip(Bound(light, bound.light)))

    def clip(self, bound: Bound) -> MediaClip:
        """Return the clip of a bound file; its file is opened, again if need be, when it is read.

        Raises CannotRun for a file without pictures; reading raises MediaError.
        """
        return MediaClip(bound.info, lambda: self._pictures(bound))

    def pass_by(self) -> None:
        """Note that a frame is done, and close what nobody has read for long."""
        self._passed += 1
        while self._patience is not None and self._open:
            key, (pictures, last) = next(iter(self._open.items()))
            if self._passed - last <= self._patience:
                return
            del self._open[key]
            pictures.close()

    def _pictures(self, bound: Bound) -> PictureReader:
        key = f"{bound.fingerprint} {bound.info.ref}"
        held = self._open.pop(key, None)
        pictures = held[0] if held else self._opened(bound.info)
        self._open[key] = (pictures, self._passed)
        while len(self._open) > MOST_OPEN:
            self._open.popitem(last=False)[1][0].close()
        return pictures

    def _opened(self, info: MediaInfo) -> PictureReader:
        def opened() -> PictureReader:
            return open_pictures(info, to_working=self._to_working, ring_bytes=self._ring_bytes)

        return Heads(opened) if info.kind == "movie" else opened()

    def __exit__(self, *_: object) -> None:
        with self._sounds:
            while self._open:
                self._open.popitem()[1][0].close()
