"""Markers at the playhead: put, led to, changed, taken away."""

from __future__ import annotations

from typing import Literal

from editor.document import edits
from editor.document.model import Clip, Marker
from editor.document.rules import said
from editor.ui.words import say
from nodes.api.times import Time

from .model import TimelineModel
from .playhead import seek
from .rows import Mark
from .selecting import under


def every_mark(model: TimelineModel) -> list[Mark]:
    """Return all markers of the cut, its tracks and its clips in the order of time."""
    found = [*model.marks, *(mark for row in model.rows.value for mark in row.marks)]
    return sorted(found, key=lambda mark: mark.start)


def add(model: TimelineModel) -> None:
    """Put a marker at the playhead: on the selected clip that stands there, else on the cut."""
    at, cut = model.session.playhead.value, model.cut
    if at is None or cut is None:
        return
    frame = at.at(cut.rate).floor()
    chosen = [id for id in under(model, frame) if id in model.session.selection.value]
    clips = [id for id in chosen if _is_clip(model, id)]
    owner = clips[0] if len(clips) == 1 else ""
    args = {"at": said(frame)} | ({"clip": owner} if owner else {})
    model.session.edit(
        "marker", lambda cut, media: edits.add_marker(cut, frame, owner=owner, media=media), args
    )


def _is_clip(model: TimelineModel, id: str) -> bool:
    place = model.row_of(id)
    return place is not None and isinstance(place[0].items[place[1]], Clip)


def step(model: TimelineModel, direction: Literal[-1, 1]) -> None:
    """Move the playhead to the next marker, or the one before."""
    at, cut = model.session.playhead.value, model.cut
    if at is None or cut is None:
        return
    frame = at.at(cut.rate).floor().value
    starts = [Time(mark.start, cut.rate).ceil() for mark in every_mark(model)]
    beyond = [time for time in starts if (time.value > frame if direction > 0 else time.value < frame)]
    if beyond:
        to = min(beyond) if direction > 0 else max(beyond)
        seek(model, to)
        model.follow(to)


def mark_here(model: TimelineModel) -> Mark | None:
    """Return the marker at the playhead, of several the cut's own first; None for none."""
    at, cut = model.session.playhead.value, model.cut
    if at is None or cut is None:
        return None
    frame = at.at(cut.rate).floor().value
    marks = (*model.marks, *(mark for row in model.rows.value for mark in row.marks))
    return next((mark for mark in marks if mark.start <= frame < max(mark.end, mark.start + 1)), None)


def remove(model: TimelineModel, mark: Mark | None = None) -> None:
    """Take a marker away, for None the one at the playhead."""
    mark = mark or mark_here(model)
    if mark is None:
        model.session.message.set(say("No marker to remove: put the playhead on one."))
        return
    owner, index = _place(model, mark)
    model.session.edit(
        "unmark", lambda cut, media: edits.remove_marker(cut, owner, index), {"name": mark.marker.name}
    )


def change(model: TimelineModel, mark: Mark, name: str, colour: str, comment: str) -> None:
    """Give a marker another name, colour and comment."""
    owner, index = _place(model, mark)
    if (name, colour, comment) != (mark.marker.name, mark.marker.colour, mark.marker.comment):
        model.session.edit(
            "marker",
            lambda cut, media: edits.change_marker(
                cut, owner, index, name=name, colour=colour, comment=comment
            ),
            {"name": name},
        )


def _place(model: TimelineModel, mark: Mark) -> tuple[str, int]:
    """Return the owner of a marker and its place among the owner's."""
    cut = model.cut
    assert cut is not None
    markers: tuple[Marker, ...] = ()
    if mark.owner == cut.stack.id:
        markers = cut.stack.markers
    else:
        holders = [row.holder for row in model.rows.value if row.holder.id == mark.owner]
        place = model.row_of(mark.owner)
        item = holders[0] if holders else None if place is None else place[0].items[place[1]]
        markers = getattr(item, "markers", ())
    index = next((i for i, each in enumerate(markers) if each is mark.marker), -1)
    return mark.owner, index
