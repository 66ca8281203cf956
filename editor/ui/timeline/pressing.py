"""What a press, a double click and the resting pointer mean on headers, lines, and everything else."""

from __future__ import annotations

from qtpy.QtCore import Qt
from qtpy.QtWidgets import QWidget

from .band_drag import DragBand
from .bands import Grip, grip_at
from .faders import DragFader, set_level
from .gestures import Gesture, begin
from .header_name import NameField
from .headers import DragHeight, HeaderPart, header_at, press, set_heights
from .model import TimelineModel
from .tools import Keys


def pressed(model: TimelineModel, x: float, y: float, keys: Keys) -> Gesture | None:
    """Do what a press of the left button does at a pixel, and return the drag that it may become."""
    header = header_at(x, y, model.view.value, model.rows.value)
    if header is not None:
        part, row = header
        if part == "edge":
            return DragHeight(model, row, y)
        if part == "level":
            return DragFader(model, row, x)
        if part == "name":
            model.session.target.set(model.rows.value[row].holder.id)
        press(model, part, row, alone=keys.alt)
        return None
    grip = _grip(model, x, y)
    return begin(model, x, y, keys) if grip is None else DragBand(model, grip, x, y, keys)


def pressed_twice(lanes: QWidget, model: TimelineModel, x: float, y: float) -> bool:
    """Rename the track whose name is meant, let one whose edge is meant share the room, put a fader back.

    Say whether any of these is meant.
    """
    header = header_at(x, y, model.view.value, model.rows.value)
    if header is None or header[0] not in ("name", "edge", "level"):
        return False
    if header[0] == "name":
        NameField(lanes, model, header[1])
    elif header[0] == "level":
        set_level(model, model.rows.value[header[1]], 0.0)
    else:
        set_heights(model, {model.rows.value[header[1]].holder.id: 0})
    return True


def pointer(model: TimelineModel, x: float, y: float) -> Qt.CursorShape | None:
    """Return the pointer's shape over headers and lines, None where the tool says it."""
    header = header_at(x, y, model.view.value, model.rows.value)
    if header is not None:
        return Qt.CursorShape.SplitVCursor if header[0] == "edge" else Qt.CursorShape.ArrowCursor
    grip = _grip(model, x, y)
    if grip is None:
        return None
    along = grip.part in ("fade_in", "fade_out")
    return Qt.CursorShape.SizeHorCursor if along else Qt.CursorShape.SizeVerCursor


def header_under(model: TimelineModel, x: float, y: float) -> HeaderPart | None:
    """Return the part of a track's header at a pixel."""
    header = header_at(x, y, model.view.value, model.rows.value)
    return None if header is None else header[0]


def _grip(model: TimelineModel, x: float, y: float) -> Grip | None:
    return grip_at(model, x, y) if model.tool.value == "select" else None
