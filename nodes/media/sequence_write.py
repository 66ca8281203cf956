"""Writing numbered pictures."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType

from nodes.api.errors import BadInput
from nodes.api.formats import ColourTags
from nodes.api.frames import Frame
from nodes.api.times import Rate

from .errors import MediaNotWritten
from .refs import SequenceRef
from .still_kinds import still_kind
from .still_picture import picture_of
from .still_write import write_picture
from .timecode import frame_of_timecode, is_drop_timecode, timecode_of_frame
from .working import WorkingSpace


class SequenceWriter:
    """A sequence being written, picture after picture; each is whole on disk when `write` returns."""

    def __init__(
        self,
        ref: SequenceRef,
        space: WorkingSpace,
        *,
        layout: str | None,
        colour: ColourTags | None,
        timecode: str | None,
    ) -> None:
        self._ref = ref
        self._space = space
        self._layout = layout
        self._colour = colour
        self._timecode = timecode
        self.count = 0

    def __enter__(self) -> SequenceWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.abort()

    def write(self, frame: Frame) -> None:
        """Write the next picture: native planes as they are where the files can hold them.

        Raises DiskFull and MediaNotWritten naming path and reason, MediaError for tags not known.
        """
        path = self._ref.file_for(self.count)
        picture = picture_of(
            frame,
            still_kind(path),
            self._space,
            layout=self._layout,
            colour=self._colour,
            timecode=self._timecode_at(self.count),
            rate=self._ref.rate,
        )
        write_picture(path, picture)
        self.count += 1

    def _timecode_at(self, index: int) -> str | None:
        rate = self._ref.rate
        if self._timecode is None or rate is None:
            return None
        start = frame_of_timecode(self._timecode, rate)
        return timecode_of_frame(start + index, rate, drop=is_drop_timecode(self._timecode))

    def close(self) -> SequenceRef:
        """Return the sequence that was written. Raises BadInput where no picture was."""
        if not self.count:
            raise BadInput(f"Write the sequence {self._ref.label!r}", "it has no picture")
        return self._written()

    def _written(self) -> SequenceRef:
        ref = self._ref
        return SequenceRef(
            ref.folder,
            ref.prefix,
            ref.suffix,
            ref.padding,
            ref.first,
            ref.first + self.count - 1,
            1,
            ref.rate,
        )

    def abort(self) -> None:
        """Remove the pictures that were written."""
        for index in range(self.count):
            Path(self._ref.file_for(index)).unlink(missing_ok=True)
        self.count = 0


def open_sequence_writer(
    folder: str,
    prefix: str,
    suffix: str,
    space: WorkingSpace,
    *,
    first: int = 1,
    padding: int = 4,
    rate: Rate | None = None,
    timecode: str | None = None,
    layout: str | None = None,
    colour: ColourTags | None = None,
) -> SequenceWriter:
    """Begin a sequence `prefix` + number + `suffix` in an existing folder; close or abort it.

    `suffix` ends in .exr, .png, .tif, .dpx or .jpg. `layout` and `colour` are what the files hold, by
    default what keeps most of each frame (see `picture_of`). `timecode` is the first picture's; with `rate`
    each EXR and DPX carries its own. Raises BadInput for another suffix or timecode, MediaNotWritten
    without the folder.
    """
    still_kind(f"{prefix}0{suffix}")
    if timecode is not None and rate is not None:
        frame_of_timecode(timecode, rate)
    if not os.path.isdir(folder):
        raise MediaNotWritten(f"Write pictures to {folder!r}", "there is no such folder")
    ref = SequenceRef(os.path.abspath(folder), prefix, suffix, padding, first, first, 1, rate)
    return SequenceWriter(ref, space, layout=layout, colour=colour, timecode=timecode)
