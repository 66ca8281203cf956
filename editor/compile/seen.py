"""How a clip's own media is seen in the cut: which frame of it, and where its pixels land."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

import numpy as np
import numpy.typing as npt

from editor.document.layout import Shot, by_id, item_at, record_range
from editor.document.model import Clip, Track
from editor.document.opened import Project
from editor.document.retimes import retime_of
from nodes.api.errors import BadInput
from nodes.api.formats import Box, Format
from nodes.api.times import Range, Time
from nodes.geometry.fitted import fitted_box
from nodes.geometry.pace import shown
from nodes.geometry.placing import Placing, inverted

from .entries import is_nothing
from .looks import in_place
from .plate import media_lookup, media_start, plate_of
from .showing import begun

Matrix = npt.NDArray[np.float64]
"""2x3, from pixels to pixels, both counted from the upper left corner."""


@dataclass(frozen=True, slots=True)
class Running:
    """How media time runs over the place of a clip in the cut: `start` is shown first, at `speed`.

    `media` are the frames there are, None for a still, which has any.
    """

    place: Range
    start: Time
    speed: Fraction
    media: Range | None

    def media_at(self, time: Time) -> Time:
        """Return the frame of the media that is on screen at a cut time; the nearest one it has."""
        time = shown(time, self.place.start, self.start, self.speed)
        return time if self.media is None else self.media.clamp(time)

    def cut_at(self, time: Time) -> Time | None:
        """Return the first frame of the cut in which a media frame is on screen, None where it never is."""
        if not self.speed:
            return self.place.start if self.media_at(self.place.start) == time else None
        each = (time.value - self.start.value) / (self.start.rate.fraction * self.speed)
        first = self.place.start + Time(each * self.place.rate.fraction, self.place.rate)
        for frame in range(floor(first.value) - 1, ceil(first.value) + 3):
            here = Time(frame, self.place.rate)
            if here in self.place and self.media_at(here) == time:
                return here
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A clip's media at a moment: the frame on screen, and where its pixels land in the cut's picture.

    `size` is the media's, (columns, rows). `over` names what lies above it there: what is seen may not be it.
    """

    time: Time
    matrix: Matrix
    size: tuple[int, int]
    over: tuple[str, ...] = ()

    def on_cut(self, x: float, y: float) -> tuple[float, float]:
        """Return where a place in the media lands in the cut's picture."""
        across, down = self.matrix @ (x, y, 1.0)
        return float(across), float(down)

    def in_media(self, x: float, y: float) -> tuple[float, float]:
        """Return the place in the media that is seen at a place of the cut's picture."""
        across, down = inverted(self.matrix) @ (x, y, 1.0)
        return float(across), float(down)

    def holds(self, x: float, y: float) -> bool:
        """Return whether a place lies in the media's picture."""
        return 0 <= x < self.size[0] and 0 <= y < self.size[1]


def running(project: Project, clip: Clip) -> Running:
    """Return how a clip's media runs in the cut.

    Raises Offline for a clip without media; BadInput for one that is not on a track of the cut itself, has
    no picture, or whose speed is keyframed.
    """
    return _running(project, _standing(project, clip))


def seen_at(project: Project, clip: Clip, time: Time) -> Seen:
    """Return how a clip's media is seen at a cut time; raises as `running`, and BadInput where it is not."""
    here = _standing(project, clip)
    run = _running(project, here)
    doing = _doing(clip)
    if time not in here.range:
        raise BadInput(doing, "it is not on screen here", hint="Move the playhead onto the clip.")
    info = plate_of(project, clip).info
    assert info.format is not None
    matrix = _matrix(project, clip, here.range, time, info.format)
    if abs(float(np.linalg.det(matrix[:, :2]))) < 1e-9:
        raise BadInput(doing, "it is scaled to nothing here", hint="Make it larger in the Clip panel.")
    return Seen(
        run.media_at(time), matrix, (info.format.width, info.format.height), _over(project, here, time)
    )


def placed_at(project: Project, clip: Clip, time: Time, picture: Format) -> Matrix:
    """Return what takes the pixels of a picture in a clip's place into the cut's, at a cut time.

    Raises BadInput for a clip that is not on a track of the cut itself.
    """
    return _matrix(project, clip, _standing(project, clip).range, time, picture)


def adjusting(project: Project, clip: Clip) -> Running:
    """Return how a clip without media runs: in the cut's own time. Raises as `placed_at`."""
    place = _standing(project, clip).range
    return Running(place, place.start, Fraction(1), None)


def _standing(project: Project, clip: Clip) -> Shot:
    here = by_id(project.cut, clip.id)
    if here is None or not isinstance(here.item, Clip):
        raise BadInput(_doing(clip), "it is not in the cut")
    if len(here.path) > 2:
        why = "it lies in a nest, whose picture is placed as a whole"
        raise BadInput(_doing(clip), why, hint="Point at it before it is nested.")
    place = record_range(project.cut, here, media_lookup(project))
    return Shot(here.item, here.track, place, here)


def _running(project: Project, here: Shot) -> Running:
    clip = here.clip
    plate = plate_of(project, clip)
    if plate.info.format is None:
        raise BadInput(_doing(clip), "its media holds sound but no picture")
    retime = retime_of(clip.effects)
    if retime is None:
        raise BadInput(_doing(clip), "its speed is keyframed", hint="Give it one speed.")
    length = plate.info.range.duration if clip.source is None else clip.source.duration
    start = begun(media_start(clip, plate), length, retime)
    media = None if plate.info.kind == "still" else plate.info.range
    return Running(here.range, start, retime.speed, media)


def _matrix(project: Project, clip: Clip, place: Range, time: Time, media: Format) -> Matrix:
    settings = project.settings
    cut = Format(settings.width, settings.height, project.cut.rate, settings.pixel_aspect)
    box = fitted_box(Box.of_size(media.width, media.height), media.pixel_aspect, cut)
    fitted = np.array([[box.width / media.width, 0, box.x0], [0, box.height / media.height, box.y0]])
    lookup = media_lookup(project)

    def now(value: Any) -> Any:
        return in_place(value, clip, place, lookup).at(time)

    look = clip.transform
    middle = (settings.width / 2, settings.height / 2)
    placing = Placing(now(look.scale), now(look.rotate), middle, now(look.translate), settings.pixel_aspect)
    return np.asarray(placing.matrix @ np.vstack((fitted, (0.0, 0.0, 1.0))))


def _over(project: Project, here: Shot, time: Time) -> tuple[str, ...]:
    """Return the names of what stands at a time on tracks above a shot's."""
    found = []
    for item in project.cut.stack.items[here.standing.path[0] + 1 :]:
        if not isinstance(item, Track) or item.kind == "Audio" or not item.enabled or not item.items:
            continue
        place, start = item_at(item, time, project.cut.rate, media_lookup(project))
        # The item that begins at the time, or the one before, which spans it.
        above = item.items[place : place + 1] if start <= time else ()
        found += [each.name or each.id for each in above if not is_nothing(each)]
    return tuple(found)


def _doing(clip: Clip) -> str:
    return f"Point at clip '{clip.name or clip.id}'"
