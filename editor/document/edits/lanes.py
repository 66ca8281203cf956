"""Taking items off their tracks in runs and putting runs down elsewhere, one rebuilding for each track."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator

from editor.document.layout import MediaLookup, Standing, holders, item_duration, record_start, refilled
from editor.document.model import Cut, Gap, Item, Stack, Track, Transition
from editor.document.rules import EditError, said, unlocked
from editor.document.tree import new_id, put
from nodes.api import Range, Rate, Time

from .over import laid_over
from .place import pushed_in


@dataclasses.dataclass(frozen=True, slots=True)
class Run:
    """Items that stand one after another on a track, and where in the cut."""

    track: str
    items: tuple[Item, ...]
    place: Range


def taken_out(
    cut: Cut, ids: Collection[str], media: MediaLookup | None, doing: str, *, close: bool = False
) -> tuple[Cut, tuple[Run, ...]]:
    """Return the cut without these items of its tracks, and what was taken, run by run.

    They leave gaps, one for a run and the gaps beside it, none at the end of a track, or with `close` what
    follows on the track closes up. A transition between two of a run goes along; one at the end of a run is
    taken out. Raises EditError for an unknown id, one on no track, a locked track.
    """
    chosen = frozenset(ids)
    runs: list[Run] = []
    missing = set(chosen)
    for holder in list(holders(cut)):
        if not isinstance(holder.item, Track) or not any(each.id in chosen for each in holder.item.items):
            continue
        unlocked(holder, doing)
        missing -= {each.id for each in holder.item.items}
        here = standing_of(cut, holder.item.id)
        assert isinstance(here.item, Track)
        items, found = _vacated(here.item, chosen, origin_of(cut, here, media), cut.rate, media, close=close)
        runs += found
        cut = put(cut, here, refilled(here.item, items, cut.rate, media))
    if missing:
        why = f"no track holds '{min(missing)}'"
        raise EditError(doing, why, hint="Name clips that stand on a track.")
    return cut, tuple(runs)


def origin_of(cut: Cut, track: Standing, media: MediaLookup | None) -> Time:
    """Return where in the cut a track's first item begins."""
    start = record_start(cut, track, media)
    source = track.item.source if isinstance(track.item, Track) else None
    return start if source is None else start - source.start


def laid(cut: Cut, run: Run, media: MediaLookup | None, doing: str, *, insert: bool = False) -> Cut:
    """Return the cut with a run put on its track: over what stands there, or with `insert` before it.

    Raises EditError for a time before the cut, a locked track, a transition in the way.
    """
    place = standing_of(cut, run.track)
    unlocked(place, doing)
    assert isinstance(place.item, Track)
    start = run.place.start - origin_of(cut, place, media)
    if run.place.start.value < 0 or start.value < 0:
        raise EditError(
            doing, f"frame {said(run.place.start)} lies before the cut", hint="Put it at 0 or later."
        )
    if insert:
        items = pushed_in(place.item, run.items, start, cut.rate, media, doing)
    else:
        over = Range(start, run.place.duration)
        items = laid_over(place.item, run.items, over, cut.rate, media, doing)
    return put(cut, place, refilled(place.item, items, cut.rate, media))


def standing_of(cut: Cut, track: str) -> Standing:
    """Return the track with that id; there has to be one."""
    for index, item in enumerate(cut.stack.items):
        if item.id == track:
            return Standing(item, Standing(cut.stack), index)
    return next(here for here in holders(cut) if here.item.id == track)


def is_plain(item: Item) -> bool:
    """Return whether an item is a gap that says nothing but its length."""
    return isinstance(item, Gap) and not (item.name or item.effects or item.markers or item.metadata)


def renewed(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Return copies of items, and of all that lies in them, with ids of their own."""

    def copy(item: Item) -> Item:
        if isinstance(item, Track | Stack):
            return dataclasses.replace(item, id=new_id(), items=renewed(item.items))
        return dataclasses.replace(item, id=new_id())

    return tuple(copy(item) for item in items)


def _vacated(
    track: Track,
    chosen: frozenset[str],
    origin: Time,
    rate: Rate,
    media: MediaLookup | None,
    *,
    close: bool,
) -> tuple[tuple[Item, ...], list[Run]]:
    items, kept, runs = track.items, list[Item](), list[Run]()
    at, index = origin, 0
    while index < len(items):
        end = _run_end(items, index, chosen)
        if end == index:
            at += item_duration(items[index], rate, media).at(rate)
            kept.append(items[index])
            index += 1
            continue
        run = items[index:end]
        length = sum((item_duration(each, rate, media).at(rate) for each in run), Time.zero(rate))
        runs.append(Run(track.id, run, Range(at, length)))
        at += length
        if kept and isinstance(kept[-1], Transition):
            kept.pop()
        index = end + (end < len(items) and isinstance(items[end], Transition))
        if not close:
            kept.append(Gap(new_id(), length))
    fresh = frozenset(each.id for each in kept) - frozenset(each.id for each in items)
    return tuple(_merged(kept, fresh)), runs


def _run_end(items: tuple[Item, ...], index: int, chosen: frozenset[str]) -> int:
    """Return the place behind the run of chosen items that begins at a place, that place for none."""
    if items[index].id not in chosen or isinstance(items[index], Transition):
        return index
    end = index + 1
    while end < len(items):
        step = end + (isinstance(items[end], Transition) and end + 1 < len(items))
        if items[step].id not in chosen or isinstance(items[step], Transition):
            break
        end = step + 1
    return end


def _merged(items: list[Item], fresh: frozenset[str]) -> Iterator[Item]:
    """Yield items with fresh gaps and the plain gaps beside them as one, none of them at the end."""
    waiting: Gap | None = None
    is_fresh = False
    for item in items:
        joins = isinstance(item, Gap) and (item.id in fresh or is_plain(item))
        if joins and waiting is not None and (is_fresh or item.id in fresh):
            assert isinstance(item, Gap)
            waiting = dataclasses.replace(waiting, duration=waiting.duration + item.duration)
            is_fresh = True
            continue
        if waiting is not None:
            yield waiting
            waiting = None
        if joins:
            assert isinstance(item, Gap)
            waiting, is_fresh = item, item.id in fresh
        else:
            yield item
    if waiting is not None and not is_fresh:
        yield waiting
