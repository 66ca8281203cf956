"""Reading movies picture by picture, exactly, in any order."""

from __future__ import annotations

from collections import OrderedDict
from fractions import Fraction
from types import TracebackType

from av.video.frame import VideoFrame

from nodes.api.formats import Box
from nodes.api.frames import Frame, ToWorking
from nodes.api.times import Time

from .errors import UnreadableMedia
from .info import MediaInfo
from .movie_decode import Decoder, has_arrived, keyframe_before, next_picture, open_decoder, seek
from .movie_index import Pictures, pictures_of, steady_pictures
from .movie_open import unreadable
from .movie_planes import native_of
from .movie_turn import Turn, standing, turned
from .probe import probe
from .refs import FileRef

_RING_BYTES = 64 << 20


class MovieReader:
    """An open movie whose pictures are read by index, one thread at a time.

    Pictures that follow one another are decoded on; any other place is reached from the keyframe before
    it. A few pictures decoded last are kept, by bytes, for stepping backwards; nothing else is held.
    """

    def __init__(
        self, ref: FileRef, info: MediaInfo, decoder: Decoder, pictures: Pictures, ring_bytes: int
    ) -> None:
        self.ref = ref
        self.info = info
        self.to_working: ToWorking | None = None
        self.threads: int | None = None
        self._decoder = decoder
        self._pictures = pictures
        self._ring: OrderedDict[int, VideoFrame] = OrderedDict()
        self._ring_bytes = ring_bytes
        self._lost: set[int] = set()
        self._measured = not pictures.is_steady
        self._turn = Turn.of(info.rotation, info.mirrored)

    def __enter__(self) -> MovieReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and forget the kept pictures."""
        self._ring.clear()
        self._decoder.close()

    def index_at(self, time: Time) -> int:
        """Return the index of the picture on screen at a media time; the nearest edge is held.

        In an unsteady movie each picture stands from its own time on until the next one's.
        """
        if self.info.steady or not self._pictures.timed:
            return self.info.index_at(time)
        along = (time - self.info.start).seconds / self._clock
        return self._pictures.on_screen(self._pictures.first + along)

    def _time(self, index: int) -> Time:
        if self.info.steady or not self._pictures.timed:
            return self.info.start + Time(index, self.info.rate)
        ticks = self._pictures.time_of(index) - self._pictures.first
        return self.info.start + Time(ticks * self._clock * self.info.rate.fraction, self.info.rate)

    @property
    def _clock(self) -> Fraction:
        assert self._decoder.stream.time_base is not None
        return self._decoder.stream.time_base

    def frame(self, index: int) -> Frame:
        """Return the picture at 0-based `index` in presentation order, upright, in native planes.

        Raises IndexError outside the movie and UnreadableMedia, naming frame and file, where the
        picture's data are damaged or missing.
        """
        if not 0 <= index < self.info.picture_count:
            raise IndexError(f"{self.ref.label} has frames 0 to {self.info.picture_count - 1}, not {index}")
        subject = f"frame {index} of {self.ref.path!r}"
        found = self._ring.get(index)
        if found is None:
            with unreadable(subject):
                found = self._decode(index)
        if found is None:
            self._lost.add(index)
            raise UnreadableMedia(
                f"Read {subject}",
                "its data are damaged or missing",
                hint="Copy or export the file again, or trim the clip to the frames that can be read.",
            )
        assert self.info.format is not None
        across, down = (found.height, found.width) if self._turn.lies else (found.width, found.height)
        return Frame(
            display_window=Box.of_size(self.info.format.width, self.info.format.height),
            data_window=Box.of_size(across, down),
            time=self._time(index),
            native=turned(native_of(standing(found, self._turn), subject), self._turn),
            colour=self.info.colour,
            pixel_aspect=self.info.format.pixel_aspect,
            to_working=self.to_working,
        )

    def _decode(self, index: int) -> VideoFrame | None:
        if index in self._lost:
            return None
        if self._is_ahead(index):
            found, settled = self._walk(index)
            if settled:
                return found
        for tick in self._places(index):
            if tick is None or not seek(self._decoder, self._pictures, tick):
                self._restart()
            if self._decoder.trusted > index:
                continue
            found, settled = self._walk(index)
            if settled:
                return found
        return None

    def _is_ahead(self, index: int) -> bool:
        """Whether decoding on from here is the shortest exact way."""
        at = self._decoder.at
        if at is None:
            return index < 2 and self._decoder.counted == 0
        if index <= at:
            return False
        if not self._pictures.timed or index == at + 1:
            return True
        key = keyframe_before(self._decoder, self._pictures.time_of(index))
        return key is None or key <= self._pictures.time_of(at)

    def _places(self, index: int) -> list[int | None]:
        """Ticks to seek to, ever earlier; None, the last, is the very start of the file."""
        if not self._pictures.timed:
            return [None]
        tick = self._pictures.time_of(index)
        second = round(1 / self._clock)
        earlier = [tick - back * second for back in (0, 1, 4, 16)]
        return [place for place in earlier if place == tick or place > self._pictures.first] + [None]

    def _walk(self, index: int) -> tuple[VideoFrame | None, bool]:
        """Decode on to `index`: the picture, or None and whether that is the last word on it."""
        reached = False
        while True:
            came = next_picture(self._decoder, self._pictures)
            if came is None:
                return None, reached
            at, frame = came
            if at is None:
                self._distrust()
                return None, False
            if at < self._decoder.trusted:
                continue
            if self._decoder.arriving and not has_arrived(self._decoder, at, frame):
                return None, False
            if not frame.is_corrupt:
                self._keep(at, frame, index)
            if at == index:
                return (None, reached) if frame.is_corrupt else (frame, True)
            if at > index:
                return None, reached
            reached = True

    def _keep(self, at: int, frame: VideoFrame, wanted: int) -> None:
        size = sum(plane.buffer_size for plane in frame.planes)
        room = self._ring_bytes // max(1, size)
        if at < wanted - room:
            return
        self._ring[at] = frame
        self._ring.move_to_end(at)
        while len(self._ring) > max(1, room):
            self._ring.popitem(last=False)

    def _restart(self) -> None:
        opened = open_decoder(self.ref.path, self.ref.track, self.threads)
        if opened is None:
            raise UnreadableMedia(
                f"Read {self.ref.path!r}", "its picture track is gone", hint="Relink the clip."
            )
        self._decoder.close()
        self._decoder = opened

    def _distrust(self) -> None:
        """A picture stood where none should: read every packet's time and start over."""
        if self._measured:
            return
        self._measured = True
        self._ring.clear()
        self._restart()
        self._pictures = pictures_of(self.ref.path, self._decoder.stream)


def open_movie(
    ref: FileRef,
    info: MediaInfo | None = None,
    *,
    to_working: ToWorking | None = None,
    threads: int | None = None,
    ring_bytes: int = _RING_BYTES,
) -> MovieReader:
    """Open a movie for exact reading; the caller closes it, best as a context manager.

    `info` is what `probe` found, probed now where absent; `to_working` is handed to every frame;
    `threads` bounds the decoder's (default: the cores there are) and `ring_bytes` the pictures kept.
    Raises MissingMedia and UnreadableMedia.
    """
    known = probe(ref) if info is None else info
    decoder = open_decoder(ref.path, ref.track, threads)
    if decoder is None or known.kind != "movie":
        if decoder is not None:
            decoder.close()
        why = f"it is a {known.kind}"
        raise UnreadableMedia(f"Open {ref.path!r} as a movie", why, hint="Use it as that.")
    try:
        with unreadable(repr(ref.path)):
            steady = steady_pictures(decoder.stream, known.frame_count, known.rate) if known.steady else None
            pictures = steady or pictures_of(ref.path, decoder.stream)
    except UnreadableMedia:
        decoder.close()
        raise
    reader = MovieReader(ref, known, decoder, pictures, ring_bytes)
    reader.to_working = to_working
    reader.threads = threads
    return reader
