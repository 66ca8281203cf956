"""Laying a clip over what stands on a track, and taking things out so that what follows closes up."""

from __future__ import annotations

import dataclasses

from editor.document.layout import MediaLookup, Placed, by_id, find_track, item_duration, refilled
from editor.document.model import Clip, Cut, Gap, Item, Track, Transition
from editor.document.rules import EditError, known_source, no_transition, unlocked
from editor.document.tree import new_id, put
from nodes.api import Range, Rate, Time

from .place import arrival, cut_point, parted


def overwrite(cut: Cut, track: str, clip: Clip, at: Time, media: MediaLookup | None = None) -> Cut:
    """Put a clip on a track at cut time `at`, in place of what stands there for its length; nothing moves.

    What is partly covered keeps its other part and its id; of a clip covered in its middle the second part
    has a new id. Past the track's end the way there is filled with a gap. Raises EditError as `insert`,
    for a transition that either end of the clip falls into, a retime that cannot be cut; BadInput for an
    unknown track.
    """
    doing = f"Overwrite with '{clip.name}'"
    place = find_track(cut, track)
    assert isinstance(place.item, Track)
    start = arrival(cut, place, clip, at, media, doing)
    over = Range(start, known_source(clip, media, doing).duration.at(cut.rate))
    items = laid_over(place.item, (clip,), over, cut.rate, media, doing)
    return put(cut, place, refilled(place.item, items, cut.rate, media))


def laid_over(
    track: Track,
    run: tuple[Item, ...],
    over: Range,
    rate: Rate,
    media: MediaLookup | None,
    doing: str,
) -> tuple[Item, ...]:
    """Return a track's items with a run of others in place of what stands there, in the track's own time.

    Raises EditError as `overwrite`.
    """
    first, first_start = cut_point(track, over.start, rate, media, doing)
    last, last_start = cut_point(track, over.end, rate, media, doing)
    before, after = track.items[:first], track.items[last:]
    kept: str | None = None
    if first == len(track.items):
        if first_start < over.start:
            before = (*before, Gap(new_id(), over.start - first_start))
    elif first_start < over.start:
        head, _ = parted(_there(track, first, first_start, rate, media), over.start, media, doing)
        before, kept = (*before, head), head.id
    if after and last_start < over.end:
        _, tail = parted(_there(track, last, last_start, rate, media), over.end, media, doing)
        if track.items[last].id != kept:
            tail = dataclasses.replace(tail, id=track.items[last].id)
        after = (tail, *after[1:])
    return (*before, *run, *after)


def _there(track: Track, index: int, start: Time, rate: Rate, media: MediaLookup | None) -> Placed:
    item = track.items[index]
    return Placed(item, Range(start, item_duration(item, rate, media)))


def extract(cut: Cut, item_id: str, media: MediaLookup | None = None) -> Cut:
    """Take an item out of its track, a gap too; what follows on the track closes up.

    Raises EditError for an unknown item, one that stands on no track, a transition or one beside the item,
    a locked track.
    """
    place = by_id(cut, item_id)
    doing = f"Extract '{item_id if place is None else place.item.name or item_id}'"
    if place is None:
        raise EditError(doing, "the cut holds nothing with that id", hint="`workprint info` lists the shots.")
    unlocked(place, doing)
    if isinstance(place.item, Transition):
        raise EditError(doing, "a transition has no length to close", hint="Lift it instead.")
    holder = place.holder
    if holder is None or not isinstance(holder.item, Track):
        raise EditError(doing, "it does not stand on a track", hint="Name a clip on a track.")
    items = holder.item.items
    no_transition(items, place.index - 1, doing)
    no_transition(items, place.index + 1, doing)
    rest = (*items[: place.index], *items[place.index + 1 :])
    return put(cut, holder, refilled(holder.item, rest, cut.rate, media))
