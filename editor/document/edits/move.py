"""Moving and copying several clips at once, along the cut and between tracks."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection

from editor.document.layout import MediaLookup
from editor.document.model import Cut, Item, Stack, Track
from editor.document.rules import EditError
from nodes.api import Range, Time

from .lanes import Run, laid, renewed, standing_of, taken_out
from .links import with_fresh_links


def move(
    cut: Cut,
    ids: Collection[str],
    by: Time,
    *,
    tracks: int = 0,
    kind: str = "",
    insert: bool = False,
    copy: bool = False,
    media: MediaLookup | None = None,
) -> Cut:
    """Return the cut with clips (or nested items) later by `by`, and `tracks` tracks of their kind higher.

    They leave gaps and lie over what stands where they come; with `insert` what stood behind each run of
    them closes up, and what stands where it comes moves on: they change places with their neighbours. Only
    those on tracks of `kind` change tracks where one is given. Transitions between two of a run go along,
    those at its ends go. With `copy` they stay where they are and copies go there, which have ids of their
    own, are linked among themselves as the clips are, and show the same graph and takes. Raises EditError
    for a time before the cut, a track that is not there, a locked one, a transition at the place they come
    to.
    """
    doing = _doing("Copy" if copy else "Move", len(ids))
    if insert and not copy:
        return _rearranged(cut, ids, by, tracks, kind, media, doing)
    left, runs = taken_out(cut, ids, media, doing)
    made = cut if copy else left
    for run in fresh(runs) if copy else runs:
        made = laid(made, _moved(made, run, by, tracks, kind, doing), media, doing, insert=insert)
    return made


def fresh(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return copies of runs with ids and links of their own."""
    every = [each for run in runs for each in run.items]
    relinked = renewed(with_fresh_links(every))
    copies, at = [], 0
    for run in runs:
        count = len(run.items)
        copies.append(dataclasses.replace(run, items=relinked[at : at + count]))
        at += count
    return tuple(copies)


def _rearranged(
    cut: Cut,
    ids: Collection[str],
    by: Time,
    tracks: int,
    kind: str,
    media: MediaLookup | None,
    doing: str,
) -> Cut:
    closed, runs = taken_out(cut, ids, media, doing, close=True)
    put: dict[str, Time] = {}
    for run in sorted(runs, key=lambda each: each.place.start):
        to = _moved(cut, run, by, tracks, kind, doing)
        # Where that instant is once what was taken has closed up, and what came before it is in.
        start = to.place.start + put.get(to.track, Time.zero(cut.rate))
        for taken in runs:
            if taken.track == to.track and taken.place.start < to.place.start:
                start -= min(taken.place.end, to.place.start) - taken.place.start
        put[to.track] = put.get(to.track, Time.zero(cut.rate)) + run.place.duration
        there = dataclasses.replace(to, place=Range(start, to.place.duration))
        closed = laid(closed, there, media, doing, insert=True)
    return closed


def _moved(cut: Cut, run: Run, by: Time, tracks: int, kind: str, doing: str) -> Run:
    place = run.place.moved(by.at(run.place.rate))
    here = standing_of(cut, run.track)
    assert isinstance(here.item, Track)
    if not tracks or (kind and here.item.kind != kind):
        return dataclasses.replace(run, place=place)
    assert here.holder is not None
    assert isinstance(here.holder.item, Stack | Track)
    alike = [each for each in here.holder.item.items if _is_like(each, here.item)]
    index = next(i for i, each in enumerate(alike) if each.id == run.track) + tracks
    if not 0 <= index < len(alike):
        side = "higher" if tracks > 0 else "lower"
        raise EditError(doing, f"there is no {side} track of its kind", hint="Add a track first.")
    return dataclasses.replace(run, track=alike[index].id, place=place)


def _is_like(item: Item, track: Track) -> bool:
    return isinstance(item, Track) and item.kind == track.kind


def _doing(verb: str, count: int) -> str:
    return f"{verb} {count} clips" if count != 1 else f"{verb} a clip"
