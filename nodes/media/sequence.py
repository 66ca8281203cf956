"""Looking into numbered pictures and reading them by index."""

from __future__ import annotations

import os
from dataclasses import replace
from types import TracebackType

import numpy as np

from nodes.api.errors import BadInput
from nodes.api.formats import Box, Format, Native
from nodes.api.frames import Frame, ToWorking
from nodes.api.times import Rate, Time

from .errors import MediaError, MissingMedia
from .info import MediaInfo
from .pixel_layout import pixel_layout
from .refs import SequenceRef
from .sequence_names import holes
from .still_header import Header
from .stills import STILL_RATE, frame_of, read_picture, shown_size
from .timecode import frame_of_timecode


class MissingPicture(MissingMedia):
    """A sequence has a hole where a picture is wanted."""


class UnlikePicture(MediaError):
    """A picture's size or channels are not those of the sequence it is numbered into."""


def probe_sequence(ref: SequenceRef) -> MediaInfo:
    """Return the facts of a sequence, from its folder and its first picture, which is read whole.

    The rate is the reference's, else the header's, else 24. Media time starts at the picture's
    timecode, else at the first number. Raises MissingMedia where no picture is there, and
    UnreadableMedia where the first one is damaged.
    """
    missing = holes(ref)
    if len(missing) == ref.count:
        hint = "Relink the sequence, or check its numbers."
        raise MissingMedia(
            f"Read the sequence {ref.label!r} in {ref.folder!r}", "no picture is there", hint=hint
        )
    absent = set(missing)
    there = next(index for index in range(ref.count) if index not in absent)
    header, _ = read_picture(ref.file_for(there), ref.pick.layer)
    rate = ref.rate or header.rate or STILL_RATE
    timecode = _first_timecode(header, rate)
    _, display = shown_size(header)
    return MediaInfo(
        ref=ref,
        kind="sequence",
        codec=header.codec,
        start=Time(ref.first if timecode is None else timecode - there, rate),
        frame_count=ref.count,
        format=Format(display.width, display.height, rate, header.pixel_aspect),
        layout=header.layout,
        has_alpha=pixel_layout(header.layout).has_alpha,
        colour=header.colour,
        timecode=None if timecode is None or there else header.timecode,
        missing=missing,
        reel=header.reel,
        layers=tuple(header.layers),
    )


def _first_timecode(header: Header, rate: Rate) -> int | None:
    if header.timecode is None:
        return None
    try:
        return frame_of_timecode(header.timecode, rate)
    except BadInput:
        return None


class SequenceReader:
    """An open sequence: every picture is read from its file when it is asked for; nothing is kept."""

    def __init__(self, ref: SequenceRef, info: MediaInfo, to_working: ToWorking | None) -> None:
        self.ref = ref
        self.info = info
        self.to_working = to_working

    def __enter__(self) -> SequenceReader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Do nothing: no file is held open between pictures."""

    def index_at(self, time: Time) -> int:
        """Return the index of the picture on screen at a media time; the nearest edge is held."""
        return self.info.index_at(time)

    def frame(self, index: int) -> Frame:
        """Return the picture at 0-based `index`, in native planes.

        At a hole the reference's policy says what is shown. Raises IndexError outside the sequence,
        MissingPicture at a hole where that is an error, UnlikePicture where size or channels differ
        from the first picture's, UnreadableMedia where the file is damaged.
        """
        if not 0 <= index < self.info.frame_count:
            raise IndexError(f"{self.ref.label} has pictures 0 to {self.info.frame_count - 1}, not {index}")
        stands_in = self._stand_in(index)
        if stands_in is None:
            return self._black(index)
        number = self.ref.first + stands_in * self.ref.step
        header, native = read_picture(self.ref.file_for(stands_in), self.ref.pick.layer)
        self._check_like(number, header)
        if stands_in != index:
            header = replace(header, timecode=None)
        time = self.info.start + Time(index, self.info.rate)
        return frame_of(header, native, time, self.to_working, keeps_nan=self.ref.pick.keeps_nan)

    def _stand_in(self, index: int) -> int | None:
        """Return the picture that is shown at `index`, itself where it is there, None for a black one."""
        if self._is_there(index):
            return index
        policy, last = self.ref.holes, self.info.frame_count - 1
        if policy == "error":
            number = self.ref.first + index * self.ref.step
            hint = "Copy the picture there, render it again, trim the clip, or say ?holes=hold."
            path = self.ref.file_for(index)
            raise MissingPicture(
                f"Read picture {number} of {self.ref.label!r}", f"{path!r} is missing", hint=hint
            )
        if policy == "black":
            return None
        before = (each for each in range(index - 1, -1, -1) if self._is_there(each))
        after = (each for each in range(index + 1, last + 1) if self._is_there(each))
        earlier, later = next(before, None), None
        if policy == "nearest" or earlier is None:
            later = next(after, None)
        if earlier is None or (later is not None and later - index < index - earlier):
            return later
        return earlier

    def _is_there(self, index: int) -> bool:
        return os.path.lexists(self.ref.file_for(index))

    def _black(self, index: int) -> Frame:
        """Return a picture of the sequence's kind that is black, and nowhere opaque where it has alpha."""
        format = self.info.format
        assert format is not None
        layout, window = pixel_layout(self.info.layout), Box.of_size(format.width, format.height)
        kind = np.dtype(f"<{'f' if layout.is_float else 'u'}{-(-layout.bits // 8)}")
        shape: tuple[int, ...] = (format.height, format.width)
        shape += (len(layout.order),) if layout.packed else ()
        return Frame(
            window,
            window,
            self.info.start + Time(index, self.info.rate),
            native=Native(self.info.layout, (np.zeros(shape, kind),)),
            colour=self.info.colour,
            pixel_aspect=format.pixel_aspect,
            to_working=self.to_working,
        )

    def _check_like(self, number: int, header: Header) -> None:
        expected = self.info.format
        assert expected is not None
        _, display = shown_size(header)
        if (display.width, display.height, header.layout) != (
            expected.width,
            expected.height,
            self.info.layout,
        ):
            raise UnlikePicture(
                f"Read picture {number} of {self.ref.label!r}",
                f"{header.path!r} is {display.width}x{display.height} {header.layout}, the sequence "
                f"{expected.width}x{expected.height} {self.info.layout}",
                hint="Render the picture again like its neighbours, or split the sequence.",
            )


def open_sequence(
    ref: SequenceRef, info: MediaInfo | None = None, *, to_working: ToWorking | None = None
) -> SequenceReader:
    """Open a sequence for reading by index; `info` is what `probe_sequence` found, probed now if absent.

    Raises MissingMedia and UnreadableMedia.
    """
    return SequenceReader(ref, info or probe_sequence(ref), to_working)
