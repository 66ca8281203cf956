"""Edges of several clips moved at once, as those of a picture and its sound are."""

from __future__ import annotations

from collections.abc import Callable, Collection

from editor.document.layout import MediaLookup, by_id, record_range
from editor.document.model import Cut
from editor.document.rules import EditError
from nodes.api import Time

from .across import shifted
from .slide import roll, slide, slip
from .transition import Side
from .trim import ripple_by, trim_by


def trim_edges(
    cut: Cut, ids: Collection[str], side: Side, by: Time, *, media: MediaLookup | None = None
) -> Cut:
    """Return the cut with an edge of each clip later by `by` in the record; nothing else moves.

    Raises EditError as `trim` for the first that cannot.
    """
    for each in ids:
        head, tail = (by, None) if side == "head" else (None, -by)
        cut = trim_by(cut, each, head, tail, media=media)
    return cut


def ripple_edges(
    cut: Cut,
    ids: Collection[str],
    side: Side,
    by: Time,
    *,
    all_tracks: bool = False,
    media: MediaLookup | None = None,
) -> Cut:
    """Return the cut with an edge of each clip moved by `by`, and what follows on their tracks with it.

    A head that moves later takes frames off, and the clip stays where it begins. With `all_tracks` what
    begins behind the clips on other tracks keeps in step; locked ones stay. Raises EditError as `ripple`,
    and where something stands in the way on another track.
    """
    if not ids or not by.value:
        return cut
    places = [by_id(cut, each) for each in ids]
    found = [place for place in places if place is not None]
    if len(found) < len(places):
        raise EditError(
            "Ripple", "the cut has no clip with that id", hint="`workprint info` lists the shots."
        )
    after = min(record_range(cut, place, media).end for place in found)
    own = {place.holder.item.id for place in found if place.holder is not None}
    for each in ids:
        head, tail = (by, None) if side == "head" else (None, -by)
        cut = ripple_by(cut, each, head, tail, media=media)
    if not all_tracks:
        return cut
    return shifted(cut, after, -by if side == "head" else by, own, media, "Ripple all tracks")


def roll_edges(
    cut: Cut, ids: Collection[str], side: Side, by: Time, *, media: MediaLookup | None = None
) -> Cut:
    """Return the cut with the cut point at that side of each clip moved. Raises EditError as `roll`."""
    for each in ids:
        cut = roll(cut, each, by, side=side, media=media)
    return cut


def slip_clips(cut: Cut, ids: Collection[str], by: Time, *, media: MediaLookup | None = None) -> Cut:
    """Return the cut with each clip showing media `by` later. Raises EditError as `slip`."""
    return _each(cut, ids, by, slip, media)


def slide_clips(cut: Cut, ids: Collection[str], by: Time, *, media: MediaLookup | None = None) -> Cut:
    """Return the cut with each clip moved by `by` between its neighbours. Raises EditError as `slide`."""
    return _each(cut, ids, by, slide, media)


def _each(
    cut: Cut, ids: Collection[str], by: Time, how: Callable[..., Cut], media: MediaLookup | None
) -> Cut:
    for each in ids:
        cut = how(cut, each, by, media=media)
    return cut
