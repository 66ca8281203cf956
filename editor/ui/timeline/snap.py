"""What the playhead and edges are drawn to: edges of items, in and out, markers, the playhead."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from fractions import Fraction

from nodes.api.times import Range, Rate, Time

from .rows import Frames, Mark, Row
from .view import View

REACH = 8
"""Pixels from which something draws."""


def snapped(
    at: Time,
    view: View,
    rate: Rate,
    rows: Sequence[Row],
    marks: Sequence[Mark],
    others: Iterable[Time] = (),
    reach: float = REACH,
) -> Time | None:
    """Return the nearest target within `reach` pixels of `at`, None where there is none.

    Of two as near the earlier one. `others` are targets besides the items' edges and the markers.
    """
    frame = at.at(rate).value
    best: Frames | None = None
    for target in _targets(frame, rows, marks, [other.at(rate).value for other in others]):
        if best is None or (abs(target - frame), target) < (abs(best - frame), best):
            best = target
    if best is None or abs(best - frame) * view.zoom / rate.fraction > Fraction(reach):
        return None
    return Time(best, rate)


def around(marked: Range | None) -> tuple[Time, ...]:
    """Return in and out as targets."""
    return () if marked is None else (marked.start, marked.end)


def _targets(
    frame: Frames, rows: Sequence[Row], marks: Sequence[Mark], others: Sequence[Frames]
) -> Iterable[Frames]:
    yield from others
    for row in rows:
        place = bisect_left(row.bounds, frame)
        yield from row.bounds[max(place - 1, 0) : place + 1]
        yield from (mark.start for mark in row.marks)
    yield from (mark.start for mark in marks)
