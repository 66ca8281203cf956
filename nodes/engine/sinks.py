"""Where rendered frames go: movies and picture files."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from nodes.api import BadInput, Box, ColourTags, Format, Frame, Native
from nodes.geometry.fitted import fitted_box
from nodes.library.cut.fitting import fit
from nodes.media.colour import from_working
from nodes.media.errors import MediaNotWritten
from nodes.media.movie_codecs import SoundSpec
from nodes.media.movie_write import open_movie_writer
from nodes.media.rescale import rescaled
from nodes.media.still_kinds import still_kind
from nodes.media.still_picture import picture_of
from nodes.media.still_write import write_picture
from nodes.media.timecode import frame_of_timecode, is_drop_timecode, timecode_of_frame
from nodes.media.working import WorkingSpace

from .grey import coloured
from .targets import Target

FloatArray = npt.NDArray[np.float32]


class Sink(Protocol):
    """Takes frames in order; nothing is whole before `close`."""

    @property
    def sound(self) -> SoundSpec | None:
        """The sound it wants, or None."""

    def write(self, frame: Frame, kin: Frame | None = None) -> Frame | None:
        """Store the next frame; return it as it was stored, if a lighter copy can be made of that.

        `kin` is the frame as another sink stored it. Raises BadInput for what does not fit, Failed where
        the disk refuses.
        """

    def write_sound(self, samples: FloatArray) -> None:
        """Store the next samples, where the sink has sound."""

    def close(self) -> None:
        """Finish: everything is on the disk. Raises Failed where the disk refuses."""

    def abort(self) -> None:
        """Remove what was written, also after `close`."""


def stored(frame: Frame, target: Target, space: WorkingSpace) -> Native:
    """Return the frame's planes as the target stores them: its own, bit by bit, where they fit."""
    if (
        frame.native is not None
        and frame.native.layout.replace("yuvj", "yuv") == target.layout.replace("yuvj", "yuv")
        and frame.data_window == frame.display_window
        and _fits(frame, target.format)
        and same_signal(frame.colour, target.colour)
    ):
        # A layout with a j says nothing that the tags do not say as well.
        return replace(frame.native, layout=target.layout)
    rgb, alpha = _fitted(frame, target.format)
    return from_working(space, target.layout, target.colour)(rgb, alpha)


def light_copy(kin: Frame, target: Target) -> Native | None:
    """Return a stored frame's samples as a proxy stores them, None where the way through light is needed."""
    format, window = target.format, kin.display_window
    whole = Box.of_size(format.width, format.height)
    if target.codec != "mjpeg" or kin.native is None or fitted_box(window, kin.pixel_aspect, format) != whole:
        return None
    return rescaled(
        kin.native,
        kin.colour,
        (window.width, window.height),
        target.layout,
        target.colour,
        (format.width, format.height),
    )


def same_signal(one: ColourTags, other: ColourTags) -> bool:
    """Return whether two tags read the same code values as the same colour, guessed or said."""
    return (one.matrix, one.range, one.primaries, one.transfer, one.data) == (
        other.matrix,
        other.range,
        other.primaries,
        other.transfer,
        other.data,
    )


def _same_picture(one: Frame, other: Frame) -> bool:
    """Return whether two frames share their samples, as those of a still or of black do."""
    return (
        one.native is other.native
        and one.pixels is other.pixels
        and one.colour == other.colour
        and one.data_window == other.data_window
        and one.display_window == other.display_window
        and one.pixel_aspect == other.pixel_aspect
    )


def _fits(frame: Frame, format: Format) -> bool:
    window = frame.display_window
    size = (window.width, window.height, frame.pixel_aspect)
    return size == (format.width, format.height, format.pixel_aspect)


def _fitted(frame: Frame, format: Format) -> tuple[FloatArray, FloatArray | None]:
    return fit(
        frame.rgb,
        frame.alpha,
        data=frame.data_window,
        display=frame.display_window,
        aspect=frame.pixel_aspect,
        to=format,
    )


class _Movie:
    def __init__(self, target: Target, space: WorkingSpace) -> None:
        self.sound = target.sound
        self._target, self._space = target, space
        self._writer = open_movie_writer(
            target.path,
            codec=target.codec,
            format=target.format,
            layout=target.layout,
            colour=target.colour,
            timecode=target.timecode,
            reel=target.reel,
            sound=target.sound,
            quality=target.quality,
        )
        self.write_sound: Callable[[FloatArray], None] = self._writer.write_sound
        self._last: tuple[Frame, Native] | None = None

    def write(self, frame: Frame, kin: Frame | None = None) -> Frame | None:
        target = self._target
        if self._last is None or not _same_picture(self._last[0], frame):
            copy = None if kin is None else light_copy(kin, target)
            self._last = (frame, copy or stored(coloured(frame, target.layout), target, self._space))
        native = self._last[1]
        self._writer.write(native)
        window = Box.of_size(target.format.width, target.format.height)
        aspect = target.format.pixel_aspect
        return Frame(window, window, frame.time, native, target.colour, pixel_aspect=aspect)

    def close(self) -> None:
        self._writer.close()
        _flush(self._target.path)

    def abort(self) -> None:
        self._writer.abort()
        Path(self._target.path).unlink(missing_ok=True)


class _Pictures:
    """Numbered picture files, or a single one; each is whole and on the disk once it is written."""

    def __init__(self, target: Target, space: WorkingSpace) -> None:
        self.sound = None
        self._target, self._space = target, space
        self._kind = still_kind(target.path)
        self._written: list[Path] = []

    def write(self, frame: Frame, kin: Frame | None = None) -> Frame | None:
        target, count = self._target, len(self._written)
        if count and not target.is_numbered:
            raise BadInput(
                f"Write a second picture to '{target.path}'",
                "its name has no place for a number",
                hint="Name a folder.",
            )
        path = target.file(count)
        picture = picture_of(
            _in_format(coloured(frame, target.layout), target.format),
            self._kind,
            self._space,
            layout=target.layout,
            colour=target.colour,
            timecode=self._timecode(count),
            rate=target.format.rate,
            reel=target.reel,
        )
        write_picture(str(path), picture)
        self._written.append(path)
        return None

    def write_sound(self, samples: FloatArray) -> None:
        """Pictures have no sound: nobody calls this where `sound` is None."""

    def close(self) -> None:
        """Every picture is on the disk already."""

    def abort(self) -> None:
        while self._written:
            self._written.pop().unlink(missing_ok=True)

    def _timecode(self, count: int) -> str | None:
        target = self._target
        if target.timecode is None:
            return None
        start = frame_of_timecode(target.timecode, target.format.rate)
        drop = is_drop_timecode(target.timecode)
        return timecode_of_frame(start + count, target.format.rate, drop=drop)


def _in_format(frame: Frame, format: Format) -> Frame:
    """Return the frame in the target's format; one that has it is returned as it is, windows and all."""
    if _fits(frame, format):
        return frame
    rgb, alpha = _fitted(frame, format)
    pixels = rgb if alpha is None else np.dstack((rgb, alpha))
    return Frame.of_pixels(pixels, frame.time, pixel_aspect=format.pixel_aspect, metadata=frame.metadata)


def _flush(path: str) -> None:
    try:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        hint = "Check the disk."
        raise MediaNotWritten(f"Write '{path}'", error.strerror or str(error), hint=hint) from error


def open_sink(target: Target, space: WorkingSpace) -> Sink:
    """Open what a target asks for. Raises BadInput for what it cannot hold, Failed where the disk refuses."""
    return _Movie(target, space) if target.is_movie else _Pictures(target, space)
