"""Clips as a small cut of their own, to be put elsewhere: what copy makes and paste takes."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence

from nodes.api import BadInput, Range, Time

from .edits.across import room
from .edits.lanes import Run, laid, taken_out
from .edits.looks import with_keys_moved
from .edits.move import fresh
from .edits.tracks import add_track
from .layout import MediaLookup, holders, item_duration, source_range, walk
from .model import Clip, Cut, Gap, Item, Stack, Track
from .rules import EditError, clip_at, is_locked, unlocked
from .tree import new_id, put

_SOUND = ("level", "pan")
_PICTURE = ("transform", "crop", "opacity", "blend")


def copied(cut: Cut, ids: Collection[str], media: MediaLookup | None = None) -> Cut:
    """Return these items as a cut of their own, which begins with the first of them.

    Its tracks are those they stand on; graphs that they use come along. Raises EditError for an unknown id
    and for one on no track.
    """
    free = _unlocked(cut)
    _, runs = taken_out(free, ids, media, "Copy")
    first = min((run.place.start for run in runs), default=Time.zero(cut.rate))
    tracks = []
    for holder in holders(cut):
        if isinstance(holder.item, Track) and (own := [run for run in runs if run.track == holder.item.id]):
            items = tuple(_spread(own, first, media))
            tracks.append(Track(holder.item.id, holder.item.name, holder.item.kind, items))
    made = dataclasses.replace(
        cut, name="clips", stack=Stack(new_id(), items=tuple(tracks)), start=None, metadata={}, origin=None
    )
    used = {here.item.graph for here in walk(made) if isinstance(here.item, Clip)}
    return dataclasses.replace(made, graphs={key: cut.graphs[key] for key in cut.graphs if key in used})


def _unlocked(cut: Cut) -> Cut:
    """Return the cut without locks: copying changes nothing."""

    def free(item: Item) -> Item:
        return dataclasses.replace(item, locked=False, metadata={}) if isinstance(item, Track) else item

    items = tuple(free(item) for item in cut.stack.items)
    return dataclasses.replace(cut, stack=dataclasses.replace(cut.stack, items=items))


def _spread(runs: Sequence[Run], first: Time, media: MediaLookup | None) -> Iterator[Item]:
    at = first
    for run in sorted(runs, key=lambda each: each.place.start):
        if run.place.start > at:
            yield Gap(new_id(), run.place.start - at)
        for item in run.items:
            # Its length is known here; where it goes nothing may say it.
            if isinstance(item, Clip):
                yield dataclasses.replace(item, source=source_range(item, media))
            else:
                yield item
        at = run.place.end


def pasted(
    cut: Cut,
    snippet: Cut,
    at: Time,
    *,
    insert: bool = False,
    all_tracks: bool = True,
    media: MediaLookup | None = None,
) -> Cut:
    """Return the cut with the clips of another at cut time `at`, over what stands there, or with `insert`
    before it, on every track that is not locked with `all_tracks`.

    They come onto tracks of the same name and kind, else onto those in the same order, else onto new ones.
    Ids and links are new, graphs come along. Raises EditError as `overwrite` and `insert` do, BadInput for
    a cut without clips.
    """
    every = [item for item in snippet.stack.items if isinstance(item, Track)]
    cut, targets = _targets(cut, every)
    runs = [
        run
        for track, target in zip(every, targets, strict=True)
        for run in _runs(track, target, at, snippet, cut)
    ]
    if not runs:
        raise BadInput("Paste", "there are no clips in it", hint="Copy clips first.")
    cut, renamed = _with_graphs(cut, snippet)
    if insert:
        length = max(run.place.end for run in runs) - at
        own = {run.track for run in runs}
        cut = room(cut, at, length, () if all_tracks else _others(cut, own), media)
    for run in fresh(tuple(runs)):
        items = tuple(_with_graph(item, renamed) for item in run.items)
        cut = laid(cut, dataclasses.replace(run, items=items), media, "Paste")
    return cut


def _others(cut: Cut, own: set[str]) -> set[str]:
    return {item.id for item in cut.stack.items} - own


def _targets(cut: Cut, tracks: Sequence[Track]) -> tuple[Cut, list[str]]:
    found: list[str] = []
    for track in tracks:
        kind = track.kind if track.kind == "Audio" else "Video"
        open_ = [
            each
            for each in cut.stack.items
            if isinstance(each, Track) and each.kind == kind and not is_locked(each) and each.id not in found
        ]
        named = next((each.id for each in open_ if each.name == track.name), None)
        if named is None and not open_:
            before = {item.id for item in cut.stack.items}
            cut = add_track(cut, kind)
            named = next(item.id for item in cut.stack.items if item.id not in before)
        found.append(named or open_[0].id)
    return cut, found


def _runs(track: Track, target: str, at: Time, snippet: Cut, cut: Cut) -> Iterator[Run]:
    items: list[Item] = []
    begins = here = at.at(cut.rate)
    for item in (*track.items, None):
        if (item is None or isinstance(item, Gap)) and items:
            yield Run(target, tuple(items), Range.between(begins, here))
            items = []
        if item is None:
            return
        if not isinstance(item, Gap):
            begins = begins if items else here
            items.append(item)
        here = here + item_duration(item, snippet.rate).at(cut.rate)


def _with_graphs(cut: Cut, snippet: Cut) -> tuple[Cut, Mapping[str, str]]:
    """Return the cut with the graphs of another, and what each is called now where that is another id."""
    graphs, renamed = dict(cut.graphs), {}
    for id, graph in snippet.graphs.items():
        if graphs.get(id, graph) != graph:
            renamed[id] = new_id()
        graphs[renamed.get(id, id)] = graph
    return (dataclasses.replace(cut, graphs=graphs) if snippet.graphs else cut), renamed


def _with_graph(item: Item, renamed: Mapping[str, str]) -> Item:
    if isinstance(item, Clip):
        graph = renamed.get(item.graph or "")
        return item if graph is None else dataclasses.replace(item, graph=graph)
    if isinstance(item, Track | Stack):
        return dataclasses.replace(item, items=tuple(_with_graph(each, renamed) for each in item.items))
    return item


def with_attributes(cut: Cut, ids: Collection[str], snippet: Cut, media: MediaLookup | None = None) -> Cut:
    """Return the cut with clips laid, heard and graded as the first clip of their kind in another cut is.

    Pictures get its transform, crop, opacity, blend and graph, sound its level and pan; keys keep their
    distance from the head. Raises EditError for a locked track, or where there is nothing to take from.
    """
    models = {kind: _first_clip(snippet, kind) for kind in ("Video", "Audio")}
    cut, renamed = _with_graphs(cut, snippet)
    for id in ids:
        place = clip_at(cut, id, f"Paste onto '{id}'")
        doing = f"Paste onto '{place.item.name}'"
        unlocked(place, doing)
        sounds = place.track is not None and place.track.kind == "Audio"
        like = models["Audio" if sounds else "Video"]
        clip = place.item
        assert isinstance(clip, Clip)
        if like is None:
            raise EditError(doing, "nothing of its kind was copied", hint="Copy a clip of that kind first.")
        cut = put(cut, place, _like(clip, like, renamed, media, sounds=sounds))
    return cut


def _like(
    clip: Clip, like: Clip, renamed: Mapping[str, str], media: MediaLookup | None, *, sounds: bool
) -> Clip:
    here, there = source_range(clip, media), source_range(like, media)
    if here is not None and there is not None:
        like = with_keys_moved(like, here.start - there.start)
    taken = {name: getattr(like, name) for name in (_SOUND if sounds else _PICTURE)}
    if not sounds and like.graph is not None:
        taken["graph"] = renamed.get(like.graph, like.graph)
    return dataclasses.replace(clip, **taken)


def _first_clip(cut: Cut, kind: str) -> Clip | None:
    for here in walk(cut):
        if isinstance(here.item, Clip) and here.track is not None and (here.track.kind == kind):
            return here.item
    return None
