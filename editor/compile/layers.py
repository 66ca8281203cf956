"""Tracks and stacks as one picture: from the lowest to the uppermost, nested ones within."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from editor.document.model import Clip, Gap, Item, Stack, Track, Transition, Unknown
from editor.document.switches import taking_part
from nodes.api.errors import WorkprintError
from nodes.api.times import Range, Time
from nodes.graph.model import Link

from .building import Building
from .entries import Change, Seat, is_nothing, seated, shows, touch
from .pictures import Picture, clip_picture, merged, nested_time
from .refuse import called, refuse_effects
from .showing import Showing, on_track, played

PICTURE, SOUND = "Video", "Audio"


@dataclass(frozen=True, slots=True)
class Run:
    """Items one after another, to be shown over `wanted`; their own time begins at `start` of it.

    `id` names the nodes, `where` the track for people. Where `cut_off`, nothing shows outside `wanted`.
    """

    id: str
    where: str
    items: tuple[Item, ...]
    start: Time
    wanted: Range
    cut_off: bool = False


def stacked(
    build: Building, items: tuple[Item, ...], start: Time, wanted: Range, below: Link | None = None
) -> Link | None:
    """Return what items on top of one another show over `wanted`, laid on `below`; None where nothing is.

    Their own time begins at `start`. What cannot be shown is noted in `build`.
    """
    for item in taking_part(items, sound=False):
        if is_nothing(item):
            continue
        if isinstance(item, Unknown | Transition):
            build.problems.append(f"beside the tracks there is {called(item)}")
        elif not isinstance(item, Track):
            run = Run(f"{item.id}/alone", called(item), (item,), start, wanted)
            below = _in_order(build, run, below)
        elif item.kind != SOUND:
            below = tracked(build, item, start, wanted, below)
    return below


def tracked(build: Building, track: Track, start: Time, wanted: Range, below: Link | None) -> Link | None:
    """Return what a track shows, laid on `below`; a trimmed one shows only what it is trimmed to."""
    where = f"track '{track.name or track.id}'"
    is_trimmed = track.source is not None
    if track.source is not None:
        wanted = Range(start, track.source.duration.at(start.rate)).meet(wanted)
        start = start - track.source.start
    run = Run(f"track {track.id}", where, track.items, start, wanted, is_trimmed)
    if wanted.is_empty or not shows(run.items, start, wanted, build.media_of):
        return below
    if track.kind != PICTURE:
        build.problems.append(f"{where} is of the kind {track.kind}")
        return below
    refuse_effects(build.problems, where, track)
    return _in_order(build, run, below)


def _in_order(build: Building, run: Run, below: Link | None) -> Link | None:
    here = seated(run.items, run.start, run.wanted, build.media_of, run.where, build.problems)
    shown: dict[str, Showing] = {}
    showings: list[Showing] = []
    for seat in here.seats:
        if not touch(seat.reach, run.wanted):
            continue
        if isinstance(seat.item, Gap):
            where = f"the gap at frame {seat.place.start.frame} of {run.where}"
            refuse_effects(build.problems, where, seat.item)
        elif not is_nothing(seat.item) and (showing := _shown(build, seat, below, run)) is not None:
            shown[seat.item.id] = showing
            showings.append(showing.over(seat.alone))
    for before, change, after in here.changes:
        if touch(change.place, run.wanted):
            sides = [_side(build, seat, change, shown, below) for seat in (before, after)]
            showings.append(_changed(build, change, *sides))
    if run.cut_off:
        showings = [each.over(each.place.meet(run.wanted)) for each in showings]
    return on_track(build, run.id, showings, below, run.wanted)


def _shown(build: Building, seat: Seat, below: Link | None, run: Run) -> Showing | None:
    """Return an item laid on what lies beneath; None where it cannot be, which is noted."""
    item = seat.item
    if isinstance(item, Unknown | Transition | Gap):
        build.problems.append(f"{run.where} holds {called(item)}")
        return None
    name = f"clip '{item.name}' ({item.id})" if isinstance(item, Clip) else called(item)
    refuse_effects(build.problems, name, item, can_retime=True)
    try:
        if isinstance(item, Clip):
            return merged(build, item, clip_picture(build, item, seat, below), below)
        return merged(build, item, _nested(build, item, seat), below)
    except WorkprintError as error:
        link = build.refused(item.id, error)
        return None if link is None else Showing(link, seat.place, seat.place.start)


def _nested(build: Building, item: Stack | Track, seat: Seat) -> Picture:
    """Return what a nested stack or track shows, by itself."""
    showing, wanted, retime = nested_time(build, item, seat)
    zero = Time.zero(build.project.cut.rate)
    bare = replace(item, source=None, effects=())
    if isinstance(bare, Track):
        link = tracked(build, bare, zero, wanted, None)
    else:
        link = stacked(build, bare.items, zero, wanted)
    link = link or build.add(f"{item.id}/nothing", "cut.track", build.size())
    return Picture(replace(showing, link=link), retime, covers=False)


def _side(
    build: Building, seat: Seat | None, change: Change, shown: dict[str, Showing], below: Link | None
) -> Link | None:
    """Return one side of a change-over in the time of the track: what lies beneath where nothing stands."""
    showing = None if seat is None else shown.get(seat.item.id)
    if seat is None or showing is None:
        return below
    return played(build, f"{seat.item.id}/{change.transition.id}", showing)


def _changed(build: Building, change: Change, before: Link | None, after: Link | None) -> Showing:
    """Add the node of a change-over."""
    wipe = change.transition.wipe
    params: dict[str, Any] = {"place": change.place.to_json(), **build.mixing}
    if wipe is not None:
        params |= {"angle": wipe.angle, "softness": wipe.softness}
    type = "cut.dissolve" if wipe is None else "cut.wipe"
    if before is None and after is None:
        before = build.add(f"{change.transition.id}/nothing", "cut.track", build.size())
    link = build.add(change.transition.id, type, params, before=before, after=after)
    return Showing(link, change.place, change.place.start)
