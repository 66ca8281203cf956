"""What a viewer plays of a cut: everything that can be shown, and what cannot, with its place and why."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial

from editor.compile.cut import Live, cut_job
from editor.compile.media import place_of
from editor.compile.pictures import is_adjustment
from editor.compile.plate import media_lookup, plate_of
from editor.compile.shot import shot_range
from editor.compile.viewed import Viewed, with_viewed
from editor.document.layout import placed
from editor.document.model import Clip, Cut, Item, Track
from editor.document.opened import Project
from editor.takes.circled import circled_take, shown_plate
from nodes.api.errors import WorkprintError
from nodes.api.times import Range, Time
from nodes.engine.job import Job
from nodes.graph.errors import GraphError

from .versions import CIRCLED, LIVE, SOURCE, sourced, with_take


@dataclass(frozen=True, slots=True)
class Missing:
    """A clip that cannot be shown, by id: where it stands in the cut, and what to say there."""

    place: Range
    text: str
    clip: str


@dataclass(frozen=True, slots=True)
class Reel:
    """A job in cut time, the frames it has, and the clips for which it is black or silent."""

    job: Job
    range: Range
    missing: tuple[Missing, ...] = ()

    def frame_at(self, time: Time) -> Time:
        """Return the frame on screen at a time, the nearest one outside."""
        return self.range.clamp(time.at(self.range.rate).floor())


def reel_of(project: Project, cut: Cut, of: str = CIRCLED, viewed: Viewed | None = None) -> Reel:
    """Return what is shown of a cut of the project, which may be ahead of the one on disk.

    `of` is "circled" (clips show their circled take, else their source), "live" (their graph), "source"
    (nothing but their own media), or a take as `SHOT/t003`, or just `t003`: clips of the shot, or of all that
    have a take of that name, show it and others what is circled. A clip whose media or take is missing is
    left black, so that the rest can be seen; one whose graph cannot be made is left out frame by frame, and
    the frames say so (see `refused`). Reads the takes' folders. Raises CannotRender for what is not rendered
    yet, BadInput for a cut without frames and for a take that no clip has.

    A node that is `viewed` stands in its clip's place, whatever else is shown.
    """
    cut = cut if of in (CIRCLED, LIVE) else sourced(cut) if of == SOURCE else with_take(project, cut, of)
    seen_through = cut
    if viewed is not None:
        with suppress(GraphError):
            seen_through = with_viewed(cut, viewed)
    if seen_through is cut:
        viewed = None
    cut = seen_through
    project = replace(project, cut=cut)
    media = media_lookup(project)

    def live(clip: Clip) -> bool:
        return of == LIVE or (viewed is not None and clip.id == viewed.clip)

    missing: list[Missing] = []
    there = cache(os.path.exists)

    def seen(track: Item) -> Item:
        if not isinstance(track, Track) or not track.enabled:
            return track
        items = list(track.items)
        for index, place in enumerate(placed(track, cut.rate, media)):
            clip = place.item
            if (
                isinstance(clip, Clip)
                and clip.enabled
                and (why := _why_not(project, clip, live(clip), there))
            ):
                missing.append(Missing(place.range, f"{clip.name}\n{why}", clip.id))
                items[index] = replace(clip, enabled=False)
        return replace(track, items=tuple(items))

    tracks = tuple(seen(track) for track in cut.stack.items)
    project = replace(project, cut=replace(cut, stack=replace(cut.stack, items=tracks)))
    runs = Live(lambda clip: _seed(project, clip), lambda clip: shot_range(project, clip), live)
    none_is_live = of != LIVE and viewed is None
    shown = partial(shown_plate, project, light=True)
    made = cut_job(project, shown, live=None if none_is_live else runs, guarded=True)
    return Reel(made.job, made.range, tuple(missing))


def _why_not(project: Project, clip: Clip, live: bool, there: Callable[[str], bool]) -> str:
    """Return why a clip cannot be shown, "" where it can; `there` says whether a path is on disk."""
    if is_adjustment(clip):
        return ""
    try:
        plate = plate_of(project, clip)
        if not (live and clip.graph is not None):
            plate = shown_plate(project, clip) or plate
    except WorkprintError as error:
        return f"{type(error).__name__.lower()}: {error.why}" if error.why else str(error)
    place = place_of(plate.info.ref)
    return "" if there(place) else f"offline: '{place}' is not there any more"


def _seed(project: Project, clip: Clip) -> int:
    take = circled_take(project, clip)
    return 1 if take is None or take.seed is None else take.seed
