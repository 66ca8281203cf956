"""Where rendered frames go: movies and picture files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from nodes.api import ColourTags, Format, Frame, Native
from nodes.media.colour import from_working
from nodes.media.movie_codecs import MovieCodec, SoundSpec
from nodes.media.movie_write import open_movie_writer
from nodes.library.cut.fitting import fit
from nodes.media.still_write import picture_of, still_kind, write_picture
from nodes.media.timecode import frame_of_timecode, timecode_of_frame
from nodes.media.working import WorkingSpace

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Target:
    """How pictures are to be stored.

    `codec` is ffv1, h264 or mjpeg for a movie at `path`; exr, png or jpeg for pictures, whose `path` holds
    a `#` for the number (`first` for the first picture, `padding` digits), or none for a single one.
    `layout` and `colour` say how samples are stored.
    """

    codec: str
    path: str
    format: Format
    layout: str
    colour: ColourTags
    timecode: str | None = None
    reel: str | None = None
    first: int = 0
    padding: int = 4
    sound: SoundSpec | None = None

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self) | {"format": self.format.to_json()}


def target_from_json(data: Mapping[str, Any]) -> Target:
    """Return the target that `to_json` described."""
    read = {
        "format": Format.from_json(data["format"]),
        "colour": tags_from_json(data["colour"]),
        "sound": SoundSpec(**data["sound"]) if data["sound"] else None,
    }
    return Target(**dict(data) | read)


def tags_from_json(data: Mapping[str, Any]) -> ColourTags:
    """Return the colour tags that plain data describes."""
    return ColourTags(**dict(data) | {"guessed": tuple(data["guessed"])})


class Sink(Protocol):
    """Takes frames in order; nothing is whole before `close`."""

    @property
    def sound(self) -> SoundSpec | None:
        """The sound it wants, or None."""

    def write(self, frame: Frame) -> None:
        """Store the next frame."""

    def write_sound(self, samples: FloatArray) -> None:
        """Store the next samples, where the sink has sound."""

    def close(self) -> None:
        """Finish. Raises Failed where the disk refuses."""

    def abort(self) -> None:
        """Give up and remove what was written."""


def stored(frame: Frame, target: Target, space: WorkingSpace) -> Native:
    """Return the frame's planes as the target stores them: its own, bit by bit, where they fit."""
    window = frame.display_window
    whole = (window.width, window.height) == (target.format.width, target.format.height)
    if (
        frame.native is not None
        and whole
        and frame.data_window == window
        and frame.native.layout == target.layout
        and _same_signal(frame.colour, target.colour)
    ):
        return frame.native
    rgb, alpha = fit(
        frame.rgb,
        frame.alpha,
        data=frame.data_window,
        display=window,
        aspect=frame.pixel_aspect,
        to=target.format,
    )
    return from_working(space, target.layout, target.colour)(rgb, alpha)


def _same_signal(one: ColourTags, other: ColourTags) -> bool:
    """Whether two tags read the same code values as the same colour, guessed or said."""
    return (one.matrix, one.range, one.primaries, one.transfer) == (
        other.matrix,
        other.range,
        other.primaries,
        other.transfer,
    )


class _Movie:
    sound: SoundSpec | None

    def __init__(self, target: Target, space: WorkingSpace, codec: MovieCodec) -> None:
        self.sound = target.sound
        self._target, self._space = target, space
        self._writer = open_movie_writer(
            target.path,
            codec=codec,
            format=target.format,
            layout=target.layout,
            colour=target.colour,
            timecode=target.timecode,
            reel=target.reel,
            sound=target.sound,
        )
        self.write_sound = self._writer.write_sound
        self.close = self._writer.close
        self.abort = self._writer.abort

    def write(self, frame: Frame) -> None:
        self._writer.write(stored(frame, self._target, self._space))


class _Pictures:
    """Numbered picture files; what was written is removed where the rest fails."""

    def __init__(self, target: Target, space: WorkingSpace) -> None:
        self.sound = None
        self._target, self._space = target, space
        self._written: list[str] = []

    def write(self, frame: Frame) -> None:
        target = self._target
        number = target.first + len(self._written)
        digits = ("-" if number < 0 else "") + f"{abs(number):0{target.padding}d}"
        path = target.path.replace("#", digits)
        picture = picture_of(
            _fitted(frame, target.format),
            still_kind(path),
            self._space,
            layout=target.layout,
            colour=target.colour,
            timecode=self._timecode(len(self._written)),
            rate=target.format.rate,
        )
        write_picture(path, picture)
        self._written.append(path)

    def write_sound(self, samples: FloatArray) -> None:
        """Pictures have no sound: nobody calls this where `sound` is None."""

    def close(self) -> None:
        """Nothing is open between two pictures."""

    def abort(self) -> None:
        while self._written:
            Path(self._written.pop()).unlink(missing_ok=True)

    def _timecode(self, count: int) -> str | None:
        target = self._target
        if target.timecode is None:
            return None
        start = frame_of_timecode(target.timecode, target.format.rate)
        return timecode_of_frame(start + count, target.format.rate, drop=";" in target.timecode)


def _fitted(frame: Frame, format: Format) -> Frame:
    """Return the frame in the target's format; one of that size is returned as it is, windows and all."""
    window = frame.display_window
    if (window.width, window.height) == (format.width, format.height):
        return frame
    rgb, alpha = fit(
        frame.rgb, frame.alpha, data=frame.data_window, display=window, aspect=frame.pixel_aspect, to=format
    )
    pixels = rgb if alpha is None else np.dstack((rgb, alpha))
    return Frame.of_pixels(pixels, frame.time, pixel_aspect=format.pixel_aspect, metadata=frame.metadata)


def open_sink(target: Target, space: WorkingSpace) -> Sink:
    """Open what a target asks for. Raises BadInput for what it cannot hold, Failed where the disk refuses."""
    match target.codec:
        case "ffv1" | "h264" | "mjpeg" as codec:
            return _Movie(target, space, codec)
    return _Pictures(target, space)
