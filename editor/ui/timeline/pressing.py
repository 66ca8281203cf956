"""What a press, a double click and the resting pointer mean on headers, lines, and everything else."""

from __future__ import annotations

from qtpy.QtCore import Qt
from qtpy.QtWidgets import QWidget

from .band_drag import DragBand
from .bands import Grip, grip_at
from .faders import TROUGH, DragFader, set_level
from .gestures import Gesture, begin
from .header_field import edit_cell
from .headers import DragHeight, HeaderPart, header_at, places, press, set_heights
from .model import TimelineModel
from .tools import Keys
from .view import row_height


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
    """Have the name or the level typed that is meant, let a track whose edge is meant share the room.

    A fader's trough puts it back. Say whether any of these is meant.
    """
    header = header_at(x, y, model.view.value, model.rows.value)
    if header is None or header[0] not in ("name", "edge", "level"):
        return False
    back = lanes.parentWidget() or lanes
    if header[0] == "name":
        edit_cell(lanes, model, header[1], "name", back)
    elif header[0] == "level" and _on_number(model, header[1], x):
        edit_cell(lanes, model, header[1], "level", back)
    elif header[0] == "level":
        set_level(model, model.rows.value[header[1]], 0.0)
    else:
        set_heights(model, {model.rows.value[header[1]].holder.id: 0})
    return True


def _on_number(model: TimelineModel, number: int, x: float) -> bool:
    """Return whether a pixel lies right of a fader, where its level stands."""
    found = places(model.rows.value[number], row_height(model.view.value, number))
    return any(part == "level" and x >= place.left + TROUGH + 3 for part, place in found)


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


def metered(model: TimelineModel, x: float, y: float) -> str:
    """Return the id of the track whose meter lies at a pixel, "" for none."""
    header = header_at(x, y, model.view.value, model.rows.value)
    return "" if header is None or header[0] != "meter" else model.rows.value[header[1]].holder.id


def _grip(model: TimelineModel, x: float, y: float) -> Grip | None:
    return grip_at(model, x, y) if model.tool.value == "select" else None
