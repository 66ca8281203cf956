"""Putting a stretch of one or more tracks into a stack of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from editor.document.layout import MediaLookup, Placed, Standing, item_duration, record_range, refilled
from editor.document.model import Cut, Gap, Item, Stack, Track
from editor.document.rules import EditError
from editor.document.tree import new_id, put
from nodes.api import Range, Rate, Time

from .edges import on_track
from .place import cut_point, parted


def nest(cut: Cut, ids: Sequence[str], name: str = "Nest", *, media: MediaLookup | None = None) -> Cut:
    """Put all from the first to the last of these clips into a nested stack that stands in its place.

    The clips may stand on several tracks of one kind. What each of those holds in that stretch becomes a
    track of the nested stack, which stands on the lowest of them; gaps stand on the others. Nothing moves;
    ids, markers and the transitions inside stay. Raises EditError for no clips, tracks of two kinds or of
    two stacks, an item that reaches out of the stretch, a transition at its ends, a locked track.
    """
    doing = f"Nest '{name}'"
    if not ids:
        raise EditError(doing, "no clip is named", hint="Name the first and the last.")
    places = [on_track(cut, each, "Nest")[:2] for each in ids]
    tracks = {holder.item.id: holder for _, holder in places}
    chosen = sorted(tracks.values(), key=lambda holder: holder.index)
    parent = _common(chosen, doing)
    ranges = [record_range(cut, place, media) for place, _ in places]
    stretch = Range.between(min(each.start for each in ranges), max(each.end for each in ranges))
    parts = [_parts(cut, holder, stretch, media, doing) for holder in chosen]
    inner = tuple(_inner(holder, inside) for holder, (_, inside, _) in zip(chosen, parts, strict=True))
    changed = list(parent.items)
    for holder, (before, _, after) in zip(chosen, parts, strict=True):
        there: Item = Stack(new_id(), name, inner) if holder is chosen[0] else Gap(new_id(), stretch.duration)
        assert isinstance(holder.item, Track)
        changed[holder.index] = refilled(holder.item, (*before, there, *after), cut.rate, media)
    above = chosen[0].holder
    assert above is not None
    return put(cut, above, dataclasses.replace(parent, items=tuple(changed)))


def _inner(holder: Standing, items: tuple[Item, ...]) -> Track:
    assert isinstance(holder.item, Track)
    return Track(new_id(), holder.item.name, holder.item.kind, items)


def _common(tracks: Sequence[Standing], doing: str) -> Track | Stack:
    """Return what holds all these tracks. Raises EditError where they do not belong together."""
    first = tracks[0].holder
    assert first is not None
    for each in tracks:
        assert isinstance(each.item, Track)
        assert isinstance(tracks[0].item, Track)
        if each.holder is None or each.holder.item.id != first.item.id:
            raise EditError(
                doing, "the clips stand in different stacks", hint="Name clips that stand together."
            )
        if each.item.kind != tracks[0].item.kind:
            raise EditError(doing, "the tracks are of different kinds", hint="Nest picture and sound apart.")
    assert isinstance(first.item, Track | Stack)
    return first.item


def _parts(
    cut: Cut, holder: Standing, stretch: Range, media: MediaLookup | None, doing: str
) -> tuple[tuple[Item, ...], tuple[Item, ...], tuple[Item, ...]]:
    """Return a track's items before, in and behind a stretch of the cut; gaps are cut at its ends."""
    track = holder.item
    assert isinstance(track, Track)
    shift = record_range(cut, holder, media).start
    if track.source is not None:
        shift = shift - track.source.start
    items, rate = track.items, cut.rate
    for at in (stretch.end - shift, stretch.start - shift):
        items = _cut_gap(dataclasses.replace(track, items=items, source=None), at, rate, media, doing)
    bare = dataclasses.replace(track, items=items, source=None)
    first, _ = cut_point(bare, stretch.start - shift, rate, media, doing)
    last, _ = cut_point(bare, stretch.end - shift, rate, media, doing)
    return items[:first], items[first:last], items[last:]


def _cut_gap(track: Track, at: Time, rate: Rate, media: MediaLookup | None, doing: str) -> tuple[Item, ...]:
    index, start = cut_point(track, at, rate, media, doing)
    if index == len(track.items) or start == at:
        return track.items
    item = track.items[index]
    if not isinstance(item, Gap):
        name = item.name or item.id
        raise EditError(doing, f"'{name}' reaches out of it", hint="Name it too, or split it there.")
    there = Placed(item, Range(start, item_duration(item, rate, media)))
    return (*track.items[:index], *parted(there, at, media, doing), *track.items[index + 1 :])
