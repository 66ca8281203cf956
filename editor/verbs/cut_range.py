"""A range of the cut that a person asked for."""

from __future__ import annotations

from editor.compile.cut import whole
from editor.document.opened import Project
from nodes.api.errors import BadInput
from nodes.api.times import Range, Time
from nodes.media.timecode import timecode_of_frame

from .said import stretch


def cut_range(project: Project, range: str | Range | None, attempted: str) -> Range:
    """Return a range of the cut as a person wrote it, or as it is; the whole cut for None.

    Raises BadInput for one that the cut does not have.
    """
    rate, full = project.cut.rate, whole(project)
    if range is None:
        return full
    zero = project.cut.start or Time.zero(rate)
    asked = stretch(range, rate, zero, attempted) if isinstance(range, str) else range.at(rate)
    if not full.covers(asked):
        last = _said(full.end - Time(1, rate), project)
        hint = f"It has {_said(full.start, project)} to {last}."
        raise BadInput(attempted, "they are not all within it", hint=hint)
    return asked


def said_range(range: Range) -> tuple[int, int]:
    """Return the first and the last frame of a range of whole frames."""
    return range.start.frame, (range.end - Time(1, range.rate)).frame


def _said(time: Time, project: Project) -> str:
    """Return a time of the cut as a frame, and as timecode where the cut has some."""
    start = project.cut.start
    if start is None:
        return str(time.frame)
    return f"{time.frame} ({timecode_of_frame((time + start).rounded().frame, project.cut.rate)})"
