"""What lies under the pointer."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from editor.document.model import Clip, Item
from nodes.api.times import Rate, Time

from .rows import GAP, KIND, Change, Mark, Row
from .view import HEADER, RULER, View, row_at, row_top

EDGE = 6
"""Pixels from an edge within which it is taken hold of; at most a quarter of the clip."""
MARK = 5
"""Pixels left and right of a marker, and below a row's top, within which it is meant."""

Part = Literal["ruler", "header", "marker", "transition", "head", "tail", "body", "lane", "nothing"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A part of the timeline: `time` at that pixel, the row, and the item or marker that lies there."""

    part: Part
    time: Time
    row: int | None = None
    item: Item | None = None
    index: int = -1
    mark: Mark | None = None


def hit(x: float, y: float, view: View, rate: Rate, rows: Sequence[Row], marks: Sequence[Mark]) -> Hit:
    """Return what lies at a pixel of the whole widget, headers and ruler included."""
    across = x - HEADER
    time = view.time_at(across, rate)
    if y < RULER:
        mark = _mark(marks, view, rate, across) if y < 2 * MARK and across >= 0 else None
        part: Part = "header" if across < 0 else "marker" if mark else "ruler"
        return Hit(part, time, mark=mark)
    row = row_at(view, y - RULER)
    if across < 0:
        return Hit("header", time, row)
    if row is None:
        return Hit("nothing", time)
    within = y - RULER - row_top(view, row)
    return _in_lane(across, within, row, rows[row], view, rate)


def _in_lane(x: float, y: float, number: int, row: Row, view: View, rate: Rate) -> Hit:
    time = view.time_at(x, rate)
    if y < 2 * MARK and (mark := _mark(row.marks, view, rate, x)):
        return Hit("marker", time, number, mark=mark)
    late = bisect_right(row.changes, time.value, key=_start)
    if late and time.value < row.changes[late - 1].end:
        return Hit("transition", time, number, row.changes[late - 1].item)
    index = bisect_right(row.bounds, time.value) - 1
    if not 0 <= index < len(row.items) or row.codes[index] & KIND == GAP:
        return _edge_beside(x, number, row, index, view, rate) or Hit("lane", time, number)
    item = row.items[index]
    left, right = (float(view.x_of(Time(row.bounds[index + n], rate))) for n in (0, 1))
    grip = min(EDGE, (right - left) / 4)
    part: Part = "body"
    if isinstance(item, Clip) and x - left < grip:
        part = "head"
    elif isinstance(item, Clip) and right - x <= grip:
        part = "tail"
    return Hit(part, time, number, item, index)


def _edge_beside(x: float, number: int, row: Row, index: int, view: View, rate: Rate) -> Hit | None:
    """Return the edge of a clip beside a gap that is near enough: half as far as from inside."""
    sides: tuple[tuple[int, int, Part], ...] = ((index - 1, index, "tail"), (index + 1, index + 1, "head"))
    for other, bound, part in sides:
        if 0 <= other < len(row.items) and isinstance(row.items[other], Clip):
            edge = view.x_of(Time(row.bounds[bound], rate))
            if abs(float(edge) - x) <= EDGE / 2:
                return Hit(part, view.time_at(x, rate), number, row.items[other], other)
    return None


def _start(each: Mark | Change) -> Fraction:
    return Fraction(each.start)


def _mark(marks: Sequence[Mark], view: View, rate: Rate, x: float) -> Mark | None:
    """Return the marker nearest to pixel `x` that is meant there."""
    low = bisect_left(marks, view.time_at(x - MARK, rate).value, key=_start)
    high = bisect_right(marks, view.time_at(x + MARK, rate).value, key=_start)
    middle = view.time_at(x, rate).value
    return min(marks[low:high], key=lambda mark: abs(mark.start - middle), default=None)
