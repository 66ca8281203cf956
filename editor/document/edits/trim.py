"""Moving the edges of a clip."""

from __future__ import annotations

import dataclasses

from editor.document.layout import MediaLookup, Standing, refilled
from editor.document.model import Clip, Cut, Gap, Item, Track
from editor.document.rules import (
    EditError,
    clip_at,
    known_source,
    no_transition,
    played,
    positive,
    room_for_transitions,
    said,
    speed,
    unlocked,
    within_media,
)
from editor.document.tree import new_id, put
from nodes.api import Range, Time

from .looks import with_keys_moved


def trim(cut: Cut, clip_id: str, source: Range, *, media: MediaLookup | None = None) -> Cut:
    """Let a clip use `source` of its media instead; its duration is the new length in the record.

    Every frame that stays keeps its place in the record, and so does everything else on the track: an edge
    that moves in leaves a gap (none at the end of the track), an edge that moves out uses up gaps and stops
    with EditError at the next item. Raises EditError for no length, more than the media has, a locked
    track, a transition at a moved edge, a reversed or keyframed retime.
    """
    return _used(cut, clip_id, source, "Trim", ripple=False, media=media)


def trim_by(
    cut: Cut,
    clip_id: str,
    head: Time | None = None,
    tail: Time | None = None,
    *,
    media: MediaLookup | None = None,
) -> Cut:
    """Take `head` off the front and `tail` off the back of a clip, in record time; negative gives back.

    Otherwise as `trim`.
    """
    return _cut_down(cut, clip_id, head, tail, "Trim", ripple=False, media=media)


def ripple(cut: Cut, clip_id: str, source: Range, *, media: MediaLookup | None = None) -> Cut:
    """Let a clip use `source` of its media instead, and what follows on the track move as much.

    The clip's head stays where it stood. Raises EditError as `trim`, but nothing is in the way.
    """
    return _used(cut, clip_id, source, "Ripple", ripple=True, media=media)


def ripple_by(
    cut: Cut,
    clip_id: str,
    head: Time | None = None,
    tail: Time | None = None,
    *,
    media: MediaLookup | None = None,
) -> Cut:
    """Take `head` off the front and `tail` off the back of a clip, in record time; negative gives back.

    Otherwise as `ripple`.
    """
    return _cut_down(cut, clip_id, head, tail, "Ripple", ripple=True, media=media)


def _used(
    cut: Cut, clip_id: str, source: Range, verb: str, *, ripple: bool, media: MediaLookup | None
) -> Cut:
    place = clip_at(cut, clip_id, f"{verb} '{clip_id}'")
    clip = place.item
    assert isinstance(clip, Clip)
    doing = f"{verb} '{clip.name}'"
    old, factor = known_source(clip, media, doing), speed(clip, doing)
    moved = (source.start - old.start).at(cut.rate)
    head = moved * (1 / factor) if factor else Time.zero(cut.rate)
    return _with_edges(cut, place, source, head, doing, ripple=ripple, media=media)


def _cut_down(
    cut: Cut,
    clip_id: str,
    head: Time | None,
    tail: Time | None,
    verb: str,
    *,
    ripple: bool,
    media: MediaLookup | None,
) -> Cut:
    place = clip_at(cut, clip_id, f"{verb} '{clip_id}'")
    clip = place.item
    assert isinstance(clip, Clip)
    doing = f"{verb} '{clip.name}'"
    old, zero = known_source(clip, media, doing), Time.zero(cut.rate)
    off_head, off_tail = head or zero, tail or zero
    start = old.start + off_head * speed(clip, doing)
    source = Range(start, old.duration - off_head - off_tail)
    return _with_edges(cut, place, source, off_head.at(cut.rate), doing, ripple=ripple, media=media)


def _with_edges(
    cut: Cut,
    place: Standing,
    source: Range,
    head: Time,
    doing: str,
    *,
    ripple: bool,
    media: MediaLookup | None,
) -> Cut:
    """Return the cut with a clip that uses `source`, its head `head` later in the record."""
    clip = place.item
    assert isinstance(clip, Clip)
    unlocked(place, doing)
    old = known_source(clip, media, doing)
    positive(source.duration, doing)
    within_media(clip, played(clip, old, doing), played(clip, source, doing), media, doing)
    # Keys stay on the frames they were on: own time runs as the record does, not as the media.
    moved = with_keys_moved(clip, (source.start - old.start).at(cut.rate) - head)
    trimmed = dataclasses.replace(moved, source=source)
    holder = place.holder
    assert holder is not None
    if not isinstance(holder.item, Track):
        return put(cut, place, trimmed)
    tail = head + source.duration - old.duration
    items = holder.item.items
    if head.value:
        no_transition(items, place.index - 1, doing)
    if tail.value:
        no_transition(items, place.index + 1, doing)
    room_for_transitions(items, place.index, source.duration, doing)
    before, after = items[: place.index], items[place.index + 1 :]
    if not ripple:
        before = _pushed(before[::-1], head, doing)[::-1]
        if after:
            after = _pushed(after, -tail, doing, open_end=True)
    return put(cut, holder, refilled(holder.item, (*before, trimmed, *after), cut.rate, media))


def _pushed(items: tuple[Item, ...], by: Time, doing: str, *, open_end: bool = False) -> tuple[Item, ...]:
    """Return the neighbours, nearest first, with `by` more (or less) room before the first of them."""
    if by.value == 0:
        return items
    nearest = items[0] if items else None
    if by.value > 0:
        if isinstance(nearest, Gap):
            return (dataclasses.replace(nearest, duration=nearest.duration + by), *items[1:])
        return (Gap(new_id(), by), *items)
    wanted = -by
    rest = items
    while wanted.value > 0 and rest and isinstance(rest[0], Gap):
        gap = rest[0]
        if gap.duration > wanted:
            return (dataclasses.replace(gap, duration=gap.duration - wanted), *rest[1:])
        wanted -= gap.duration
        rest = rest[1:]
    if wanted.value > 0 and (rest or not open_end):
        into = f"'{rest[0].name or rest[0].id}'" if rest else "the start of the track"
        raise EditError(
            doing,
            f"it runs into {into}, {said(wanted)} frames short of room",
            hint="Ripple instead to move what is in the way.",
        )
    return rest
