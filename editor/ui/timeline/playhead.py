"""Moving the playhead, and the range marked from in to out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from fractions import Fraction
from typing import Literal

from nodes.api.times import Range, Time

from .model import TimelineModel
from .snap import around, snapped


def seek(model: TimelineModel, time: Time) -> None:
    """Put the playhead on a frame of the cut."""
    last, cut = model.last, model.cut
    if last is not None and cut is not None:
        frame = time.at(cut.rate).floor()
        model.session.playhead.set(min(max(frame, Time.zero(cut.rate)), last))


def scrub(model: TimelineModel, x: float, *, free: bool = False) -> None:
    """Put the playhead at a pixel of the lanes, or on what is near unless `free`."""
    if model.cut is None:
        return
    # From the middle of the pixel, so that a press on the line stays on its frame.
    at = model.view.value.time_at(Fraction(x) + Fraction(1, 2), model.cut.rate)
    drawn = None if free else near(model, at, around(model.session.marked.value))
    model.guide.set(drawn)
    seek(model, at if drawn is None else drawn.ceil())


def near(model: TimelineModel, at: Time, others: Iterable[Time] = ()) -> Time | None:
    """Return what an instant is drawn to, None where nothing is near or snapping is off."""
    if not model.snap.value or model.cut is None:
        return None
    return snapped(at, model.view.value, model.cut.rate, model.rows.value, model.marks, others)


def step_frames(model: TimelineModel, count: int) -> None:
    """Move the playhead by frames."""
    playhead, cut = model.session.playhead.value, model.cut
    if playhead is not None and cut is not None:
        seek(model, playhead + Time(count, cut.rate))
        model.follow(model.session.playhead.value or playhead)


def step_edit(model: TimelineModel, direction: Literal[-1, 1]) -> None:
    """Move the playhead to the next edit, or the one before."""
    playhead, cut = model.session.playhead.value, model.cut
    if playhead is None or cut is None:
        return
    frame = playhead.at(cut.rate).value
    found = []
    for row in model.rows.value:
        # An edit between two frames is stepped to at the first frame after it.
        bounds = row.bounds
        place = bisect_right(bounds, frame) if direction > 0 else bisect_right(bounds, frame - 1) - 1
        if 0 <= place < len(bounds):
            found.append(bounds[place])
    if found:
        seek(model, Time(min(found) if direction > 0 else max(found), cut.rate).ceil())
        model.follow(model.session.playhead.value or playhead)


def mark_in(model: TimelineModel) -> None:
    """Begin the marked range at the playhead's frame; it ends where it did, else with the cut."""
    _mark(model, start=model.session.playhead.value)


def mark_out(model: TimelineModel) -> None:
    """End the marked range after the playhead's frame; it begins where it did, else with the cut."""
    playhead = model.session.playhead.value
    if playhead is not None and model.cut is not None:
        _mark(model, end=playhead + Time(1, model.cut.rate))


def _mark(model: TimelineModel, start: Time | None = None, end: Time | None = None) -> None:
    cut, last = model.cut, model.last
    if cut is None or last is None or (start is None and end is None):
        return
    zero, over = Time.zero(cut.rate), last + Time(1, cut.rate)
    old = model.session.marked.value or Range.between(zero, over)
    if start is not None:
        model.session.marked.set(Range.between(start, old.end if old.end > start else over))
    elif end is not None:
        model.session.marked.set(Range.between(old.start if old.start < end else zero, end))


def clear_marks(model: TimelineModel) -> None:
    """Mark no range."""
    model.session.marked.set(None)
