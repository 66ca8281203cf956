"""Writing movies picture by picture."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType, TracebackType

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

from nodes.api.errors import BadInput
from nodes.api.formats import ColourTags, Format, Native
from nodes.api.frames import FloatArray

from .errors import DiskFull, MediaNotWritten
from .layouts import layout_of
from .movie_codecs import (
    DATA_KEY,
    PIXEL_ASPECT_KEY,
    SoundSpec,
    add_pictures,
    add_sound,
    check_aspect,
    check_colour,
    container_for,
    container_options,
    kind_of,
    written_layout,
)
from .movie_planes import frame_of, in_layout
from .priority import usual_priority

_NOTHING: Mapping[str, str] = MappingProxyType({})


@contextmanager
def _writing(path: str) -> Iterator[None]:
    """Turn the system's and FFmpeg's errors into MediaNotWritten, and a full disk into DiskFull."""
    attempted = f"Write {path!r}"
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFull(attempted, "the disk is full", hint="Free some space and try again.") from None
        why = os.strerror(error.errno) if error.errno else str(error)
        raise MediaNotWritten(attempted, why, hint="Check the folder and its permissions.") from None
    except av.error.FFmpegError as error:
        why = error.strerror or "FFmpeg gave no reason"
        raise MediaNotWritten(attempted, why, hint="Try another size or codec.") from None


class MovieWriter:
    """A movie being written: pictures and sound go in order; nothing is finished before `close`.

    Sound is best written along with the pictures it belongs to, since the container interleaves both.
    """

    def __init__(
        self,
        path: str,
        container: OutputContainer,
        layout: str,
        stored: str,
        pictures: VideoStream,
        sound: AudioStream | None,
    ) -> None:
        self.path = path
        self.count = 0
        self.samples = 0
        self._container = container
        self._layout = layout
        self._stored = stored
        self._pictures = pictures
        self._sound = sound
        self._open = True

    def __enter__(self) -> MovieWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.abort()

    def write(self, native: Native) -> None:
        """Append a picture in the layout the writer was opened with.

        Raises BadInput for other planes, DiskFull and MediaNotWritten.
        """
        width, height = self._pictures.width, self._pictures.height
        if native.layout != self._layout:
            raise BadInput(
                f"Write a picture to {self.path!r}",
                f"it is {native.layout}, the movie {self._layout}",
                hint="Convert the picture first.",
            )
        try:
            frame = frame_of(native, width, height)
        except ValueError as error:
            raise BadInput(f"Write a picture to {self.path!r}", str(error), hint="Fit it first.") from None
        with _writing(self.path):
            frame = in_layout(frame, self._stored)
            context = self._pictures.codec_context
            frame.color_range, frame.colorspace = context.color_range, context.colorspace
            frame.color_primaries, frame.color_trc = context.color_primaries, context.color_trc
            frame.pts, frame.time_base = self.count, context.time_base
            self._container.mux(self._pictures.encode(frame))
        self.count += 1

    def write_sound(self, samples: FloatArray) -> None:
        """Append samples, float32 (count, channels), -1 to 1.

        Raises BadInput for another shape or a movie without sound, DiskFull and MediaNotWritten.
        """
        channels = 0 if self._sound is None else self._sound.codec_context.channels
        if self._sound is None or samples.ndim != 2 or samples.shape[1] != channels:
            raise BadInput(
                f"Write sound to {self.path!r}",
                f"samples have shape {samples.shape}, the movie has {channels} channels",
                hint="Mix the sound to the movie's channels first.",
            )
        if not len(samples):
            return
        flat = np.ascontiguousarray(samples, np.float32).reshape(1, -1)
        frame = AudioFrame.from_ndarray(flat, format="flt", layout=self._sound.codec_context.layout)
        frame.sample_rate = self._sound.codec_context.sample_rate
        frame.pts, frame.time_base = self.samples, Fraction(1, frame.sample_rate)
        with _writing(self.path):
            self._container.mux(self._sound.encode(frame))
        self.samples += len(samples)

    def close(self) -> None:
        """Finish the movie: what the encoders still hold, then the container's index.

        Raises DiskFull and MediaNotWritten; the file is then removed, as it is after `abort`.
        """
        if not self._open:
            return
        try:
            if not self.count:
                raise MediaNotWritten(
                    f"Write {self.path!r}", "no picture was written", hint="Check the range."
                )
            with _writing(self.path):
                for stream in (self._pictures, self._sound):
                    if stream is not None:
                        self._container.mux(stream.encode(None))
                self._container.close()
            self._open = False
        finally:
            self.abort()

    def abort(self) -> None:
        """Give up: the file is closed and removed. Does nothing once the movie is finished."""
        if not self._open:
            return
        self._open = False
        with _writing(self.path):
            Path(self.path).unlink(missing_ok=True)
        try:
            self._container.close()
        except (OSError, av.error.FFmpegError):
            return


def open_movie_writer(
    path: str,
    *,
    codec: str,
    format: Format,
    layout: str,
    colour: ColourTags,
    timecode: str | None = None,
    reel: str | None = None,
    sound: SoundSpec | None = None,
    metadata: Mapping[str, str] = _NOTHING,
    quality: int | None = None,
) -> MovieWriter:
    """Start a movie at `path`, which is written there and nowhere else; an existing file is replaced.

    `codec` names one of `nodes.media.movie_kinds.MOVIE_KINDS`: ffv1 keeps every sample of `layout`, each
    picture on its own, slices with checksums; those with a `quality` (0 is best) keep to it, whatever size
    that takes. Rate, pixel aspect, colour tags, timecode of the first picture, reel and metadata are written
    so that `probe` reads them back. Raises BadInput for what the codec or its container cannot hold or say,
    DiskFull and MediaNotWritten.
    """
    kind = kind_of(codec, path)
    container_name = container_for(path, kind)
    stored = written_layout(layout, kind, format, path)
    if layout.startswith("yuvj"):
        colour = replace(colour, range="full")
    if layout_of(layout).is_rgb:
        colour = replace(colour, matrix="rgb")
    check_colour(kind, colour, path)
    check_aspect(container_name, kind, format, path)
    options = container_options(container_name, format, sound)
    with _writing(path):
        # FFmpeg would open it only with the first picture: better to hear of a bad path now.
        with open(path, "wb"):
            pass
        container = av.open(path, "w", format=container_name, container_options=options)
    try:
        with _writing(path):
            container.metadata.update(metadata)
            if container_name in ("matroska", "webm") and format.pixel_aspect != 1:
                # The muxer takes no aspect from an encoder; H.264 carries it in its stream, FFV1 does not.
                container.metadata[PIXEL_ASPECT_KEY] = str(format.pixel_aspect)
            if colour.data:
                container.metadata[DATA_KEY] = "data"
            pictures = add_pictures(container, kind, format, stored, colour, quality)
            if timecode is not None:
                pictures.metadata["timecode"] = timecode
                if container_name == "mxf":
                    container.metadata["timecode"] = timecode
            if reel is not None:
                # The timecode track keeps it where there is one, the file itself everywhere.
                pictures.metadata["reel_name"] = container.metadata["reel_name"] = reel
            track = None if sound is None else add_sound(container, sound, path)
            with usual_priority():
                container.start_encoding()
    except BaseException:
        container.close()
        Path(path).unlink(missing_ok=True)
        raise
    return MovieWriter(path, container, layout, stored, pictures, track)
