"""Markers on the cut, its tracks and its clips: put, changed, taken away. They are OTIO's own."""

from __future__ import annotations

import dataclasses

from editor.document.layout import MediaLookup, Standing, by_id, record_range, source_range
from editor.document.model import Clip, Cut, Marker, Transition, Unknown
from editor.document.rules import EditError, said, unlocked
from editor.document.tree import put
from nodes.api import Range, Time

MARKER_COLOURS = (
    "RED",
    "ORANGE",
    "YELLOW",
    "GREEN",
    "CYAN",
    "BLUE",
    "PURPLE",
    "MAGENTA",
    "PINK",
    "WHITE",
    "BLACK",
)
"""The colours that OpenTimelineIO names."""


def add_marker(
    cut: Cut,
    at: Time,
    *,
    owner: str = "",
    name: str = "",
    colour: str = "GREEN",
    comment: str = "",
    duration: Time | None = None,
    media: MediaLookup | None = None,
) -> Cut:
    """Return the cut with a marker at cut time `at`, on a clip or track by id, on the cut itself for none.

    It lasts a frame where nothing is said. On a clip it stays with the frame of the media. Raises EditError
    for an unknown owner or colour, a time outside it, a locked track.
    """
    doing = f"Put a marker at frame {said(at)}"
    place = _owner(cut, owner, doing)
    _known(colour, doing)
    start = at.at(cut.rate)
    if place.holder is not None:
        record = record_range(cut, place, media)
        if not record.start <= start < record.end:
            name_of = getattr(place.item, "name", "") or owner
            raise EditError(doing, f"'{name_of}' does not stand there", hint="Mark the cut, or a clip there.")
        start = start - record.start + _origin(place, cut, media)
    if start.value < 0:
        raise EditError(doing, "it lies before the cut", hint="Put it at 0 or later.")
    length = duration or Time(1, cut.rate)
    made = Marker(name, Range(start, length), colour.upper(), comment)
    return _with(cut, place, (*_markers(place), made))


def change_marker(
    cut: Cut,
    owner: str,
    index: int,
    *,
    name: str | None = None,
    colour: str | None = None,
    comment: str | None = None,
    by: Time | None = None,
) -> Cut:
    """Return the cut with the marker at a place among its owner's called, coloured or commented otherwise.

    `by` moves it. Raises EditError for an unknown owner, marker or colour, a locked track.
    """
    doing = "Change a marker"
    place = _owner(cut, owner, doing)
    marker = _at(place, index, doing)
    if colour is not None:
        _known(colour, doing)
    moved = marker.range if by is None or marker.range is None else marker.range.moved(by)
    made = dataclasses.replace(
        marker,
        name=marker.name if name is None else name,
        colour=marker.colour if colour is None else colour.upper(),
        comment=marker.comment if comment is None else comment,
        range=moved,
    )
    every = _markers(place)
    return _with(cut, place, (*every[:index], made, *every[index + 1 :]))


def remove_marker(cut: Cut, owner: str, index: int) -> Cut:
    """Return the cut without the marker at a place among its owner's. Raises EditError as `change_marker`."""
    place = _owner(cut, owner, "Remove a marker")
    _at(place, index, "Remove a marker")
    every = _markers(place)
    return _with(cut, place, (*every[:index], *every[index + 1 :]))


def _owner(cut: Cut, owner: str, doing: str) -> Standing:
    if not owner:
        return Standing(cut.stack)
    place = by_id(cut, owner)
    if place is None and owner == cut.stack.id:
        return Standing(cut.stack)
    if place is None or isinstance(place.item, Transition | Unknown):
        raise EditError(doing, f"nothing that bears markers has the id '{owner}'", hint="Name a clip.")
    unlocked(place, doing)
    return place


def _origin(place: Standing, cut: Cut, media: MediaLookup | None) -> Time:
    """Return the instant of an item's own time at which it begins."""
    item = place.item
    source = source_range(item, media) if isinstance(item, Clip) else getattr(item, "source", None)
    return Time.zero(cut.rate) if source is None else source.start


def _markers(place: Standing) -> tuple[Marker, ...]:
    found: tuple[Marker, ...] = getattr(place.item, "markers", ())
    return found


def _at(place: Standing, index: int, doing: str) -> Marker:
    every = _markers(place)
    if not 0 <= index < len(every):
        raise EditError(doing, "there is no such marker", hint="`workprint info` lists them.")
    return every[index]


def _known(colour: str, doing: str) -> None:
    if colour.upper() not in MARKER_COLOURS:
        hint = f"Use {', '.join(each.lower() for each in MARKER_COLOURS)}."
        raise EditError(doing, f"there is no colour '{colour}'", hint=hint)


def _with(cut: Cut, place: Standing, markers: tuple[Marker, ...]) -> Cut:
    assert not isinstance(place.item, Transition | Unknown)
    return put(cut, place, dataclasses.replace(place.item, markers=markers))
