"""What the playhead and edges are drawn to: edges of items, in and out, markers, the playhead."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from fractions import Fraction

from editor.document.model import Gap
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


def snapped_by(
    by: Time,
    edges: Sequence[Time],
    view: View,
    rows: Sequence[Row],
    marks: Sequence[Mark],
    others: Iterable[Time] = (),
    own: frozenset[str] = frozenset(),
    reach: float = REACH,
) -> tuple[Time, Time] | None:
    """Return how far edges that would move by `by` go to the nearest target, and that target; None for none.

    The edges of items in `own`, by id, are none, since they move. Of two targets as near the earlier counts.
    """
    rate = by.rate
    instants = [other.at(rate).value for other in others]
    best: tuple[Frames, Frames, Frames] | None = None
    for edge in edges:
        frame = edge.at(rate).value + by.value
        for target in _targets(frame, rows, marks, instants, own):
            found = (abs(target - frame), target, target - edge.at(rate).value)
            if best is None or found < best:
                best = found
    if best is None or best[0] * view.zoom / rate.fraction > Fraction(reach):
        return None
    return Time(best[2], rate), Time(best[1], rate)


def around(marked: Range | None) -> tuple[Time, ...]:
    """Return in and out as targets."""
    return () if marked is None else (marked.start, marked.end)


def _targets(
    frame: Frames,
    rows: Sequence[Row],
    marks: Sequence[Mark],
    others: Sequence[Frames],
    own: frozenset[str] = frozenset(),
) -> Iterable[Frames]:
    yield from others
    for row in rows:
        place = bisect_left(row.bounds, frame)
        for index in range(max(place - 1, 0), min(place + 1, len(row.bounds))):
            if not own or _stays(row, index, own):
                yield row.bounds[index]
        yield from (mark.start for mark in row.marks)
    yield from (mark.start for mark in marks)


def _stays(row: Row, index: int, own: frozenset[str]) -> bool:
    """Return whether an edge of a row is still one when some items are gone: what is beside it says so."""
    beside = row.items[max(index - 1, 0) : index + 1]
    return any(item.id not in own and not isinstance(item, Gap) for item in beside) or not index
