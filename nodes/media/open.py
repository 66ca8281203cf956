"""Opening a piece of media for its pictures, whatever it is."""

from __future__ import annotations

from typing import Protocol

from nodes.api.frames import Frame, ToWorking
from nodes.api.times import Time

from .errors import UnreadableMedia
from .info import MediaInfo
from .refs import SequenceRef


class PictureReader(Protocol):
    """Exact random access to pictures by 0-based index; closed by whoever opened it."""

    def index_at(self, time: Time) -> int:
        """Return the index of the picture on screen at a media time; the nearest edge is held."""

    def frame(self, index: int) -> Frame:
        """Return the picture at `index`. Raises UnreadableMedia."""

    def close(self) -> None:
        """Give back the file."""


def open_pictures(info: MediaInfo, *, to_working: ToWorking, ring_bytes: int) -> PictureReader:
    """Open probed media for reading its pictures; their colour is read with `to_working`.

    A movie keeps so many bytes of the pictures it decoded last. Raises MissingMedia and UnreadableMedia.
    """
    if isinstance(info.ref, SequenceRef):
        from .sequence import open_sequence

        return open_sequence(info.ref, info, to_working=to_working)
    if info.kind == "movie":
        from .movie_read import open_movie

        return open_movie(info.ref, info, to_working=to_working, ring_bytes=ring_bytes)
    if info.kind == "still":
        from .stills import open_still

        return open_still(info.ref, info, to_working=to_working)
    raise UnreadableMedia(f"Read pictures from '{info.ref.label}'", "it holds sound but no picture")
