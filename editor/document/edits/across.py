"""Edits over all tracks at once: keeping what begins later in step, lifting and extracting a stretch."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator

from editor.document.layout import (
    MediaLookup,
    Placed,
    Standing,
    by_id,
    item_at,
    item_duration,
    record_range,
    refilled,
)
from editor.document.model import Cut, Gap, Item, Track, Transition
from editor.document.rules import EditError, is_locked, said, unlocked
from editor.document.tree import new_id, put
from nodes.api import Range, Time

from .lanes import is_plain, origin_of, standing_of, taken_out
from .place import cut_point, parted


def tracks_of(cut: Cut, but: Collection[str] = (), only: Collection[str] | None = None) -> Iterator[Standing]:
    """Yield the tracks of the cut itself that are not locked, without `but`, or only these, by id."""
    for index, item in enumerate(cut.stack.items):
        if not isinstance(item, Track) or item.id in but or is_locked(item):
            continue
        if only is None or item.id in only:
            yield Standing(item, Standing(cut.stack), index)


def shifted(
    cut: Cut, after: Time, by: Time, but: Collection[str], media: MediaLookup | None, doing: str
) -> Cut:
    """Return the cut with all that begins at `after` or later on its tracks later by `by`.

    Tracks in `but`, by id, and locked ones stay. Where negative, gaps make the room. Raises EditError where
    something stands in the way, or a transition does.
    """
    if not by.value:
        return cut
    for place in list(tracks_of(cut, but)):
        here = standing_of(cut, place.item.id)
        track = here.item
        assert isinstance(track, Track)
        local = after - origin_of(cut, here, media)
        index, start = item_at(track, local, cut.rate, media)
        if index < len(track.items) and start < local and not isinstance(track.items[index], Gap):
            index, start = index + 1, start + item_duration(track.items[index], cut.rate, media)
        items = _opened(track, index, by, doing)
        if items is not track.items:
            cut = put(cut, here, refilled(track, items, cut.rate, media))
    return cut


def _opened(track: Track, index: int, by: Time, doing: str) -> tuple[Item, ...]:
    """Return a track's items with as much more room before the place, or less."""
    items = track.items
    while index < len(items) and isinstance(items[index], Transition):
        index += 1
    # A gap that stands there, or before it, is what gives and takes.
    at = index if index < len(items) and isinstance(items[index], Gap) else index - 1
    rest = items[at + 1 :] if at >= 0 and isinstance(items[at], Gap) else items[index:]
    if not rest:
        return items
    gap = items[at] if at >= 0 else None
    if isinstance(gap, Gap):
        left = gap.duration + by
        if left.value > 0 or (left.value == 0 and not is_plain(gap)):
            return (*items[:at], dataclasses.replace(gap, duration=left), *rest)
        if left.value == 0:
            return (*items[:at], *rest)
        raise _blocked(track, rest[0], -left, doing)
    if by.value < 0:
        raise _blocked(track, rest[0], -by, doing)
    if index and isinstance(items[index - 1], Transition):
        raise _blocked(track, rest[0], by, doing)
    return (*items[:index], Gap(new_id(), by), *rest)


def _blocked(track: Track, item: Item, short: Time, doing: str) -> EditError:
    name = getattr(item, "name", "") or item.id
    return EditError(
        doing,
        f"'{name}' on {track.name or track.id} is in the way, by {said(short)} frames",
        hint="Lock that track, or ripple this track alone.",
    )


def room(cut: Cut, at: Time, by: Time, but: Collection[str] = (), media: MediaLookup | None = None) -> Cut:
    """Return the cut with a gap of `by` at cut time `at` on every track that is not locked.

    What stands across it is cut in two; tracks in `but`, by id, and those that end before stay. Raises
    EditError for a transition in the way.
    """
    doing = f"Make room at frame {said(at)}"
    for place in list(tracks_of(cut, but)):
        here = standing_of(cut, place.item.id)
        track = here.item
        assert isinstance(track, Track)
        local = at - origin_of(cut, here, media)
        index, start = cut_point(track, local, cut.rate, media, doing)
        if index == len(track.items):
            continue
        before, behind = track.items[:index], track.items[index:]
        if start < local:
            span = Range(start, item_duration(behind[0], cut.rate, media))
            first, second = parted(Placed(behind[0], span), local, media, doing)
            before, behind = (*before, first), (second, *behind[1:])
        items = (*before, Gap(new_id(), by), *behind)
        cut = put(cut, here, refilled(track, items, cut.rate, media))
    return cut


def lift_range(
    cut: Cut, stretch: Range, tracks: Collection[str] | None = None, media: MediaLookup | None = None
) -> Cut:
    """Return the cut with all within a stretch of cut time taken out, leaving gaps; nothing moves.

    It is of the tracks, by id, or of all that are not locked. What reaches in is cut off. Raises EditError
    for a transition at an end of the stretch, for a stretch without length or one in which nothing stands.
    """
    return _without(cut, stretch, tracks, media, "Lift from in to out", close=False)


def extract_range(
    cut: Cut, stretch: Range, tracks: Collection[str] | None = None, media: MediaLookup | None = None
) -> Cut:
    """Return the cut without a stretch of cut time: what follows on these tracks closes up.

    Otherwise as `lift_range`.
    """
    return _without(cut, stretch, tracks, media, "Extract from in to out", close=True)


def _without(
    cut: Cut,
    stretch: Range,
    only: Collection[str] | None,
    media: MediaLookup | None,
    doing: str,
    *,
    close: bool,
) -> Cut:
    if stretch.duration.value <= 0:
        raise EditError(doing, "nothing is marked", hint="Mark in and out first.")
    ids: list[str] = []
    for place in list(tracks_of(cut, only=only)):
        cut, inside = _cut_out(cut, place.item.id, stretch, media, doing)
        ids += [each.id for each in inside if close or not isinstance(each, Gap | Transition)]
    if not ids:
        raise EditError(doing, "nothing stands there", hint="Unlock the tracks, or mark another stretch.")
    return taken_out(cut, ids, media, doing, close=close)[0]


def _cut_out(
    cut: Cut, track_id: str, stretch: Range, media: MediaLookup | None, doing: str
) -> tuple[Cut, tuple[Item, ...]]:
    """Return the cut with a track cut at both ends of a stretch, and what stands between."""
    for at in (stretch.end, stretch.start):
        here = standing_of(cut, track_id)
        track = here.item
        assert isinstance(track, Track)
        local = at - origin_of(cut, here, media)
        index, start = cut_point(track, local, cut.rate, media, doing)
        if index < len(track.items) and start < local:
            span = Range(start, item_duration(track.items[index], cut.rate, media))
            halves = parted(Placed(track.items[index], span), local, media, doing)
            items = (*track.items[:index], *halves, *track.items[index + 1 :])
            cut = put(cut, here, dataclasses.replace(track, items=items))
    here = standing_of(cut, track_id)
    track = here.item
    assert isinstance(track, Track)
    origin = origin_of(cut, here, media)
    first, _ = item_at(track, stretch.start - origin, cut.rate, media)
    last, _ = item_at(track, stretch.end - origin, cut.rate, media)
    return cut, track.items[first:last]


def close_gap(cut: Cut, gap_id: str, *, all_tracks: bool = False, media: MediaLookup | None = None) -> Cut:
    """Return the cut without a gap: what follows on its track closes up.

    With `all_tracks` what begins later on the others does too. Raises EditError for what is no gap, a
    locked track, something in the way on another.
    """
    place = by_id(cut, gap_id)
    doing = "Close the gap"
    if place is None or not isinstance(place.item, Gap):
        raise EditError(doing, "that is no gap", hint="Click on a gap.")
    unlocked(place, doing)
    here = record_range(cut, place, media)
    track = place.holder
    assert track is not None
    closed, _ = taken_out(cut, [gap_id], media, doing, close=True)
    if not all_tracks:
        return closed
    return shifted(closed, here.end, -here.duration, (track.item.id,), media, doing)
