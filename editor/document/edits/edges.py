"""Edges that move together with a neighbour's: what both clips need for it."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

from editor.document.layout import MediaLookup, Standing, by_id
from editor.document.model import Clip, Cut, Gap, Item, Track, Transition
from editor.document.retimes import Retime
from editor.document.rules import (
    EditError,
    known_source,
    positive,
    room_for_transitions,
    said,
    speed,
    unlocked,
    within_media,
)
from nodes.api import Range, Time

from .looks import with_keys_moved


def on_track(cut: Cut, item_id: str, verb: str) -> tuple[Standing, Standing, tuple[Item, ...], str]:
    """Return where an item stands, its track, the items of that, and what to say is being done.

    Raises EditError for an unknown item, a gap or transition, one on no track or on a locked one.
    """
    place = by_id(cut, item_id)
    doing = f"{verb} '{item_id if place is None else place.item.name or item_id}'"
    if place is None:
        raise EditError(doing, "the cut has no clip with that id", hint="`workprint info` lists the shots.")
    unlocked(place, doing)
    holder = place.holder
    if holder is None or not isinstance(holder.item, Track):
        raise EditError(doing, "it does not stand on a track", hint="Name a clip on a track.")
    if isinstance(place.item, Gap | Transition):
        kind = type(place.item).__name__.lower()
        raise EditError(doing, f"that is a {kind}", hint="Name a clip.")
    return place, holder, holder.item.items, doing


def beside(items: tuple[Item, ...], index: int, step: int) -> int | None:
    """Return the place of the item before (-1) or after (1) one, transitions passed over; None for none."""
    index += step
    while 0 <= index < len(items) and isinstance(items[index], Transition):
        index += step
    return index if 0 <= index < len(items) else None


def with_edges(
    items: tuple[Item, ...],
    index: int,
    head: Time,
    tail: Time,
    media: MediaLookup | None,
    doing: str,
) -> Item:
    """Return the clip or gap at a place with its head and tail later in the record by so much.

    The frames that stay keep their places in the record, keys stay on their frames. Raises EditError for
    no length left, too short for its transitions, more than the media has (what the transitions beside it
    need counts), a reversed or keyframed retime, another kind of item.
    """
    item = items[index]
    if isinstance(item, Gap):
        left = item.duration - head + tail
        if left.value < 0:
            raise EditError(
                doing,
                f"the gap beside it has {said(item.duration)} frames, {said(-left)} too few",
                hint="Move it less, or overwrite.",
            )
        room_for_transitions(items, index, left, doing)
        return dataclasses.replace(item, duration=left)
    if not isinstance(item, Clip):
        name = item.name or item.id
        raise EditError(doing, f"'{name}' beside it is no clip and no gap", hint="Trim it in its own track.")
    old, factor = known_source(item, media, doing), speed(item, doing)
    moved = head.at(old.start.rate) * factor
    source = Range(old.start + moved, old.duration - head + tail)
    name = item.name or item.id
    positive(source.duration, f"{doing} beside '{name}'")
    room_for_transitions(items, index, source.duration, doing)
    within_media(
        item,
        needed(items, index, old, factor),
        needed(items, index, source, factor),
        media,
        f"{doing} beside '{name}'",
    )
    return dataclasses.replace(with_keys_moved(item, moved - head), source=source)


def needed(items: tuple[Item, ...], index: int, source: Range, pace: Fraction) -> Range:
    """Return the media a clip plays at speed `pace`, what the transitions beside it reach into included."""
    before, after = Time.zero(source.start.rate), Time.zero(source.start.rate)
    if index and isinstance(head := items[index - 1], Transition):
        before = before + head.before
    if index + 1 < len(items) and isinstance(tail := items[index + 1], Transition):
        after = after + tail.after
    if pace < 0:
        before, after = after, before
    stretch, factor = Retime(pace).consumed(source), abs(pace)
    return Range(stretch.start - before * factor, stretch.duration + (before + after) * factor)
