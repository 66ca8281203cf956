"""Moving a cut point, a clip's media or a clip within the time it shares with its neighbours."""

from __future__ import annotations

import dataclasses

from editor.document.layout import MediaLookup
from editor.document.model import Clip, Cut, Gap, Item
from editor.document.retimes import retime_of
from editor.document.rules import EditError, known_source, no_transition, within_media
from editor.document.tree import put, with_items
from nodes.api import Range, Time

from .edges import beside, needed, on_track, with_edges
from .looks import with_keys_moved
from .transition import Side


def roll(cut: Cut, clip_id: str, by: Time, *, side: Side = "tail", media: MediaLookup | None = None) -> Cut:
    """Move the cut point between a clip and its neighbour later by `by` in the record, earlier if negative.

    One shows as much more as the other shows less; a transition there goes along, nothing else moves.
    The neighbour is a clip or a gap; a gap that is used up goes. Raises EditError where either would be left
    without length or too short for its transitions, for more than the media has, no neighbour, a reversed
    or keyframed retime, a locked track.
    """
    place, holder, items, doing = on_track(cut, clip_id, "Roll")
    other = beside(items, place.index, 1 if side == "tail" else -1)
    left, right = (place.index, other) if side == "tail" else (other, place.index)
    where = "behind it" if side == "tail" else "before it"
    if left is None or right is None:
        raise EditError(doing, f"nothing stands {where}", hint="Trim it instead.")
    none = Time.zero(cut.rate)
    changed = list(items)
    changed[left] = with_edges(items, left, none, by, media, doing)
    changed[right] = with_edges(items, right, by, none, media, doing)
    return with_items(cut, holder, _without_used_up(changed, (right, left), doing))


def slip(cut: Cut, clip_id: str, by: Time, *, media: MediaLookup | None = None) -> Cut:
    """Show media that lies `by` later, in media time, in a clip that stays where it is and as long.

    Keys stay on the frames of the media they were on. Raises EditError for more than the media has (what
    the transitions beside it need counts), a keyframed retime, an item that is no clip, a locked track.
    """
    place, _, items, doing = on_track(cut, clip_id, "Slip")
    clip = place.item
    if not isinstance(clip, Clip):
        raise EditError(doing, "it is no clip", hint="Slip the clips inside it.")
    pace = retime_of(clip.effects)
    if pace is None:
        raise EditError(doing, "its speed is keyframed by another program", hint="Slip it in the suite.")
    old = known_source(clip, media, doing)
    source = Range(old.start + by, old.duration)
    was, now = (needed(items, place.index, each, pace.speed) for each in (old, source))
    within_media(clip, was, now, media, doing)
    ahead = by * (1 / pace.speed) if pace.speed else Time.zero(by.rate)
    return put(cut, place, dataclasses.replace(with_keys_moved(clip, by - ahead), source=source))


def slide(cut: Cut, clip_id: str, by: Time, *, media: MediaLookup | None = None) -> Cut:
    """Move a clip later by `by` between its neighbours, earlier if negative; they make and fill the room.

    The clip shows what it showed; transitions at its edges go along. A neighbour is a clip or a gap; a gap
    that is used up goes. Raises EditError where a neighbour is missing, would be left without length or
    too short for its transitions, for more than its media has, a reversed or keyframed retime of it, a
    locked track.
    """
    place, holder, items, doing = on_track(cut, clip_id, "Slide")
    left, right = beside(items, place.index, -1), beside(items, place.index, 1)
    if left is None or right is None:
        where = "before it" if left is None else "behind it"
        raise EditError(doing, f"nothing stands {where} that could give or take", hint="Insert there first.")
    none = Time.zero(cut.rate)
    changed = list(items)
    changed[left] = with_edges(items, left, none, by, media, doing)
    changed[right] = with_edges(items, right, by, none, media, doing)
    return with_items(cut, holder, _without_used_up(changed, (right, left), doing))


def _without_used_up(items: list[Item], places: tuple[int, int], doing: str) -> tuple[Item, ...]:
    """Return the items without those of the places, the later first, that are gaps of no length."""
    kept = list(items)
    for index in places:
        gap = items[index]
        if isinstance(gap, Gap) and not gap.duration.value:
            for edge in (index - 1, index + 1):
                no_transition(tuple(items), edge, doing)
            del kept[index]
    return tuple(kept)
