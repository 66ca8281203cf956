"""Putting clips in, taking them out, cutting them in two."""

from __future__ import annotations

import dataclasses

from editor.document.layout import (
    MediaLookup,
    Placed,
    Standing,
    by_id,
    find_track,
    item_at,
    item_duration,
    placed,
    record_range,
    record_start,
    refilled,
)
from editor.document.looks import NONE
from editor.document.model import Clip, Cut, Gap, Item, Stack, Track, Transition
from editor.document.rules import (
    EditError,
    clear_of_transitions,
    clip_at,
    known_source,
    no_transition,
    played,
    positive,
    said,
    speed,
    unlocked,
    within_media,
)
from editor.document.tree import new_id, put, with_items
from nodes.api import Range, Rate, Time

from .looks import with_keys_moved


def insert(cut: Cut, track: str, clip: Clip, at: Time, media: MediaLookup | None = None) -> Cut:
    """Put a clip on a track at cut time `at`; what stands there or later on that track moves on.

    A clip or gap that `at` falls into is split. Past the track's end the way there is filled with a gap.
    `track` is a name or an id. Raises EditError for a negative time, a clip of no or unknown length or
    beyond its media, an id in use, a locked track, a transition or another program's object in the way;
    BadInput for an unknown track.
    """
    doing = f"Insert '{clip.name}'"
    place = find_track(cut, track)
    assert isinstance(place.item, Track)
    at = arrival(cut, place, clip, at, media, doing)
    items = pushed_in(place.item, (clip,), at, cut.rate, media, doing)
    return put(cut, place, refilled(place.item, items, cut.rate, media))


def arrival(cut: Cut, track: Standing, clip: Clip, at: Time, media: MediaLookup | None, doing: str) -> Time:
    """Return where in a track's own time a new clip at cut time `at` comes. Raises EditError as `insert`."""
    unlocked(track, doing)
    source = known_source(clip, media, doing)
    positive(source.duration, doing)
    within_media(clip, None, played(clip, source, doing), media, doing)
    if at.value < 0:
        raise EditError(doing, f"frame {said(at)} lies before the cut", hint="Put it at 0 or later.")
    if by_id(cut, clip.id) is not None:
        raise EditError(doing, f"the id '{clip.id}' is in use", hint="Give the clip an id of its own.")
    assert isinstance(track.item, Track)
    trimmed = track.item.source
    local = at.at(cut.rate) - record_start(cut, track, media)
    local = local if trimmed is None else local + trimmed.start
    if local.value < 0:
        raise EditError(
            doing,
            "the track is trimmed to begin before its first item",
            hint="Put it later, or take the track's trim away in the suite.",
        )
    return local


def pushed_in(
    track: Track,
    run: tuple[Item, ...],
    at: Time,
    rate: Rate,
    media: MediaLookup | None,
    doing: str,
) -> tuple[Item, ...]:
    """Return a track's items with a run of others at `at` of its own time; the rest moves on.

    Raises EditError as `insert`.
    """
    index, start = cut_point(track, at, rate, media, doing)
    before, items = track.items[:index], track.items[index:]
    if not items:
        filler = (Gap(new_id(), at - start),) if start < at else ()
        return (*before, *filler, *run)
    if start == at:
        return (*before, *run, *items)
    here = Placed(items[0], Range(start, item_duration(items[0], rate, media)))
    first, second = parted(here, at, media, doing)
    return (*before, first, *run, second, *items[1:])


def cut_point(track: Track, at: Time, rate: Rate, media: MediaLookup | None, doing: str) -> tuple[int, Time]:
    """Return the place and start of the item of a track that begins at `at` or spans it, as `item_at`.

    Raises EditError where a cut at `at` would fall into a transition.
    """
    # Only what stands around `at` is laid out: all before it is merely added up.
    index, start = item_at(track, at, rate, media)
    first = max(0, index - 1)
    near = track.items[first : index + 3]
    origin = start - item_duration(near[0], rate, media) if first < index else start
    standing = placed(dataclasses.replace(track, items=near, source=None), rate, media, origin)
    clear_of_transitions(standing, at, doing)
    return index, start


def split(cut: Cut, clip_id: str, at: Time, media: MediaLookup | None = None) -> Cut:
    """Cut a clip in two at cut time `at`.

    The first half keeps the id. The second has a new one, the same graph, and the same takes, which are
    ranges of the same media and stay where the first half's are kept (see `shot_of`). Raises EditError
    where `at` is not inside the clip, for a locked track, a transition, a retime that cannot be cut.
    """
    place = clip_at(cut, clip_id, f"Split '{clip_id}'")
    doing = f"Split '{place.item.name}'"
    unlocked(place, doing)
    here = record_range(cut, place, media)
    if not here.start < at < here.end:
        stands = f"{said(here.start)} to {said(here.end - Time(1, here.rate))}"
        raise EditError(
            doing,
            f"frame {said(at.at(cut.rate))} is not inside it: it stands at {stands}",
            hint="Split between its frames.",
        )
    holder = place.holder
    assert holder is not None
    assert isinstance(holder.item, Track | Stack)
    if isinstance(holder.item, Stack):
        raise EditError(doing, "it does not stand on a track", hint="Put it on a track first.")
    items = holder.item.items
    first = max(0, place.index - 1)
    near = dataclasses.replace(holder.item, items=items[first : place.index + 2], source=None)
    start = here.start
    if first < place.index:
        start -= item_duration(items[first], cut.rate, media)
    clear_of_transitions(placed(near, cut.rate, media, start), at, doing)
    halves = parted(Placed(place.item, here), at, media, doing)
    return with_items(cut, holder, (*items[: place.index], *halves, *items[place.index + 1 :]))


def append(cut: Cut, track: str, clip: Clip, media: MediaLookup | None = None) -> Cut:
    """Put a clip at the end of a track. Raises EditError as `insert`, BadInput for an unknown track."""
    end = record_range(cut, find_track(cut, track), media).end
    return insert(cut, track, clip, end, media)


def lift(cut: Cut, item_id: str, media: MediaLookup | None = None) -> Cut:
    """Take an item out and leave a gap of its length; a transition is taken out and leaves nothing.

    Raises EditError for a gap, a track of the cut itself, a locked track, a transition beside the item.
    """
    place = by_id(cut, item_id)
    doing = f"Lift '{item_id if place is None else place.item.name or item_id}'"
    if place is None:
        raise EditError(doing, "the cut holds nothing with that id", hint="`workprint info` lists the shots.")
    unlocked(place, doing)
    if place.holder is None or place.holder.holder is None or isinstance(place.item, Gap):
        kind = type(place.item).__name__.lower()
        raise EditError(doing, f"a {kind} cannot be lifted", hint="Name a clip or a transition.")
    holder = place.holder.item
    assert isinstance(holder, Track | Stack)
    items = holder.items
    if isinstance(place.item, Transition):
        return with_items(cut, place.holder, (*items[: place.index], *items[place.index + 1 :]))
    no_transition(items, place.index - 1, doing)
    no_transition(items, place.index + 1, doing)
    return put(cut, place, Gap(new_id(), item_duration(place.item, cut.rate, media)))


def parted(here: Placed, at: Time, media: MediaLookup | None, doing: str) -> tuple[Item, Item]:
    """Return the halves of a placed clip or gap, cut at `at`; the second has a new id.

    Raises EditError for another item.
    """
    offset = at - here.range.start
    item = here.item
    if isinstance(item, Gap):
        first = offset.at(item.duration.rate)
        return (
            dataclasses.replace(item, duration=first),
            dataclasses.replace(item, id=new_id(), duration=item.duration - first, markers=()),
        )
    if isinstance(item, Clip):
        return _halves(item, offset, media, doing)
    raise EditError(
        doing,
        f"'{item.name or item.id}' there cannot be cut in two",
        hint="Edit before or after it, or cut it in the suite.",
    )


def _halves(clip: Clip, offset: Time, media: MediaLookup | None, doing: str) -> tuple[Clip, Clip]:
    source = known_source(clip, media, doing)
    first_length = offset.at(source.duration.rate)
    middle = source.start + offset * speed(clip, doing)
    on_second = tuple(m for m in clip.markers if m.range is not None and m.range.start >= middle)
    first = dataclasses.replace(
        clip,
        source=Range(source.start, first_length),
        markers=tuple(m for m in clip.markers if m not in on_second),
    )
    second = dataclasses.replace(
        clip,
        id=new_id(),
        source=Range(middle, source.duration - first_length),
        markers=on_second,
    )
    # Own time runs as the record does: where media runs faster, the second half's begins later in it.
    ahead = middle - (source.start + offset)
    first, second = dataclasses.replace(first, fade_out=NONE), dataclasses.replace(second, fade_in=NONE)
    return first, with_keys_moved(second, ahead)
